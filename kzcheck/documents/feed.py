"""RSS and Atom feeds: each entry is a document with its own title, date and link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from kzcheck.documents import html
from kzcheck.documents.archive import attribute, installed, local, parse
from kzcheck.documents.metadata import Reading, typed
from kzcheck.model import Document, Notice, Place, SourceMap

if TYPE_CHECKING:
    from lxml import etree

NAME = "feed"
SUFFIXES: tuple[str, ...] = (".rss", ".atom")

_ENTRIES = frozenset({"item", "entry"})
_TEXTS = ("encoded", "content", "description", "summary")
_DATES = ("published", "pubDate", "date", "issued", "updated")


def looks_like(data: bytes) -> bool:
    """Tell whether XML begins as a feed does."""
    head = data[:2000].lower()
    return any(mark in head for mark in (b"<rss", b"<feed", b"<rdf:rdf"))


def read(name: str, data: bytes) -> Reading:
    """Give the entries of a feed; raises NotTextError where it cannot be read."""
    with installed("office", "a feed"):
        import lxml.etree  # noqa: F401
    root = parse(data, name)
    channel = next((e for e in root if local(e) == "channel"), root)
    publisher = _text(channel, "title")
    language = _text(channel, "language") or attribute(root, "lang")
    documents: list[Document] = []
    for number, entry in enumerate(_entries(root), start=1):
        documents.extend(_entry(f"{name}#{number}", entry, publisher, language))
    if documents:
        return documents, []
    return [], [Notice(severity="error", code="empty", message="the feed holds no entry with text", where=name)]


def _entries(root: etree._Element) -> Iterator[etree._Element]:
    return (e for e in root.iter() if local(e) in _ENTRIES)


def _entry(name: str, entry: etree._Element, publisher: str, language: str) -> Iterator[Document]:
    title = _text(entry, "title")
    body = max((_page(entry, tag) for tag in _TEXTS), key=len, default="")
    page = f"<body><h1>{title}</h1>{body}</body>" if title else f"<body>{body}</body>"
    link = next((e for e in entry if local(e) == "link"), None)
    values = {
        "title": title,
        "publisher": publisher,
        "date": next((day for tag in _DATES if (day := _day(_text(entry, tag)))), ""),
        "url": "" if link is None else attribute(link, "href") or (link.text or "").strip(),
        "language": language,
    }
    known, _ = typed(values)
    line = entry.sourceline if isinstance(entry.sourceline, int) else 1
    for document in html.read(name, page.encode("utf-8", "replace"))[0]:
        place = SourceMap(starts=[0], targets=[0], places=(Place(line=line, column=1),))
        yield replace(known.describe(document), format=NAME, source=place)


def _text(element: etree._Element, tag: str) -> str:
    found = next((e for e in element if local(e) == tag), None)
    return "" if found is None else " ".join("".join(str(t) for t in found.itertext()).split())


def _page(entry: etree._Element, tag: str) -> str:
    """Give the HTML of an entry: as text that holds it, or as elements."""
    from lxml import etree

    found = next((e for e in entry if local(e) == tag), None)
    if found is None:
        return ""
    if len(found):
        return "".join(etree.tostring(child, encoding="unicode") for child in found)
    return found.text or ""


def _day(text: str) -> str:
    """Give the day of a date as feeds write it (RFC 822 or ISO 8601)."""
    if text[:4].isdecimal():
        return text[:10]
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return ""
