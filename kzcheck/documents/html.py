"""HTML: the text that a reader of the page sees; offsets point into that text.

Blocks become lines, a table row becomes one line with its cells between bars, as in Markdown; scripts, styles and
hidden parts are left out. Metadata comes from `meta`, `title`, `time` and `html lang`.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from kzcheck.documents.decoding import decoded
from kzcheck.documents.metadata import Reading, typed
from kzcheck.model import Comment, Document, Notice

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

NAME = "html"
SUFFIXES: tuple[str, ...] = (".html", ".htm", ".xhtml")

_LEFT_OUT = frozenset({"script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "select"})
_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    }
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CELLS = frozenset({"td", "th"})
_SPACE = re.compile(r"[ \t\r\n\f]+")

# Names under which pages give the date, the publisher and the title, the best first.
_PUBLISHED = ("article:published_time", "datepublished", "dc.date.issued", "dc.date", "dcterms.date", "date", "pubdate")
_PUBLISHER = ("og:site_name", "dc.publisher", "publisher", "application-name")
_TITLE = ("og:title", "dc.title", "title")
_LANGUAGE = ("content-language", "dc.language", "og:locale")
_OWN = "kzcheck"


def read(name: str, data: bytes) -> Reading:
    """Give the one document of a page, or a notice where the page holds no text or is a report of kzcheck itself."""
    from selectolax.lexbor import LexborHTMLParser

    text, said = decoded(name, data)
    tree = LexborHTMLParser(text)
    metas = _metas(tree)
    if metas.get("generator", "").startswith(_OWN):
        return [], [Notice(severity="info", code="own-report", message="a report of kzcheck is no source", where=name)]
    seen, comments = _text(tree.body)
    if not seen.strip():
        return [], [Notice(severity="error", code="empty", message="the page holds no text", where=name)]
    time = tree.css_first("time[datetime]")
    root = tree.css_first("html")
    title = tree.css_first("title")
    values = {
        "title": _first(metas, _TITLE) or (_flat(title.text()) if title is not None else ""),
        "publisher": _first(metas, _PUBLISHER),
        "date": _first(metas, _PUBLISHED) or (time.attributes.get("datetime") or "" if time is not None else ""),
        "url": _canonical(tree),
        "language": (root.attributes.get("lang") or "" if root is not None else "") or _first(metas, _LANGUAGE),
    }
    known, _ = typed(values)
    return [known.describe(Document(id=name, text=seen, format=NAME, comments=comments))], said


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        key = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        key = key or attributes.get("http-equiv")
        if key:
            found.setdefault(key.lower(), _flat(attributes.get("content") or ""))
    return found


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str:
    return next((metas[name] for name in names if metas.get(name)), "")


def _canonical(tree: LexborHTMLParser) -> str:
    link = tree.css_first("link[rel=canonical]")
    return "" if link is None else link.attributes.get("href") or ""


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _text(body: LexborNode | None) -> tuple[str, tuple[Comment, ...]]:
    """Walk the page in order; an explicit stack, since pages may be nested deeper than Python's."""
    out: list[str] = []
    comments: list[tuple[int, str]] = []
    fresh = True  # at the start of a line: no space is written here

    def line(count: int) -> None:
        nonlocal fresh
        while out and out[-1] == " ":
            out.pop()
        have = 0
        for piece in reversed(out):
            if piece != "\n":
                break
            have += 1
        if out:
            out.extend("\n" * (count - have))
        fresh = True

    def write(text: str) -> None:
        nonlocal fresh
        for index, piece in enumerate(_SPACE.split(text)):
            if index and not fresh:
                out.append(" ")
                fresh = True
            if piece:
                out.append(piece)
                fresh = False

    stack: list[tuple[LexborNode | None, str]] = [(body, "")]
    while stack:
        node, closing = stack.pop()
        if closing:
            if closing == "|":
                while out and out[-1] == " ":
                    out.pop()
                out.extend((" ", "|", " "))
                fresh = True
            else:
                line(len(closing))
            continue
        if node is None:
            continue
        tag = node.tag or ""
        if tag == "-text":
            write(node.text_content or "")
            continue
        if tag == "-comment":
            comments.append((len(out), node.comment_content or ""))
            continue
        if tag in _LEFT_OUT or tag.startswith(("-", "!")) or "hidden" in node.attributes:
            continue
        if tag == "br":
            line(1)
            continue
        if tag in _HEADINGS:
            line(2)
            out.append("#" * int(tag[1]) + " ")
            fresh = True
        elif tag in _BLOCKS:
            line(2 if tag in {"p", "table", "ul", "ol", "div", "section", "article"} else 1)
            if tag == "li":
                out.append("- ")
            elif tag == "tr":
                out.append("| ")
        stack.append((None, _closing(tag)) if _closing(tag) else (None, ""))
        stack.extend((child, "") for child in reversed(list(node.iter(include_text=True))))
    line(1)
    if not comments:
        return "".join(out), ()
    before = [0, *accumulate(len(piece) for piece in out)]
    places = [(before[min(pieces, len(out))], said) for pieces, said in comments]
    return "".join(out), tuple(Comment(at, at, said) for at, said in places)


def _closing(tag: str) -> str:
    if tag in _CELLS:
        return "|"
    if tag in _HEADINGS or tag == "p":
        return "\n\n"
    return "\n" if tag in _BLOCKS else ""
