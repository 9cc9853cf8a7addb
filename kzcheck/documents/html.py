"""HTML: the text that a reader of the page sees (`pages`); offsets point into that text, places into the file.

Metadata comes from `meta`, `title`, `time` and `html lang`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kzcheck.documents import inline, pages
from kzcheck.documents.decoding import decoded
from kzcheck.documents.metadata import Reading, typed
from kzcheck.model import Document, Notice

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

NAME = "html"
SUFFIXES: tuple[str, ...] = (".html", ".htm", ".xhtml")

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
    tree = LexborHTMLParser(pages.placed(text))
    metas = _metas(tree)
    if metas.get("generator", "").startswith(_OWN):
        return [], [Notice(severity="info", code="own-report", message="a report of kzcheck is no source", where=name)]
    page = pages.read(tree.body, text)
    if not page.text.strip():
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
    read = Document(
        id=name,
        text=page.text,
        format=NAME,
        comments=page.comments,
        blocks=page.blocks,
        marks=page.marks,
        tables=page.tables,
        source=page.source,
        facts=inline.facts(text, page.text, page.source) if inline.is_tagged(text) else (),
    )
    return [known.describe(read)], said


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
    return _SPACE.sub(" ", pages.bare(text)).strip()
