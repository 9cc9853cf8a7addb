"""EPUB books: each chapter of the spine is a document, read as the page it is; nothing is fetched or run."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from urllib.parse import unquote

from kzcheck.documents import html
from kzcheck.documents.archive import Archive, attribute, installed, local
from kzcheck.documents.decoding import NotTextError
from kzcheck.documents.metadata import Reading, typed
from kzcheck.model import Document, Notice

NAME = "epub"
SUFFIXES: tuple[str, ...] = (".epub",)

_WHAT = "an EPUB book"
_PAGES = frozenset({"application/xhtml+xml", "text/html"})


def read(name: str, data: bytes) -> Reading:
    """Give the chapters of a book; raises NotTextError where it cannot be read."""
    with installed("office", _WHAT):
        import lxml.etree  # noqa: F401
    archive = Archive(data, _WHAT)
    if "META-INF/encryption.xml" in archive and "META-INF/rights.xml" in archive:
        raise NotTextError("encrypted", "encrypted: its publisher protects it")
    container = archive.xml("META-INF/container.xml")
    package = next((attribute(e, "full-path") for e in container.iter() if local(e) == "rootfile"), "")
    root = archive.xml(package)
    folder = posixpath.dirname(package)
    items = {attribute(e, "id"): e for e in root.iter() if local(e) == "item"}
    said = {local(e): (e.text or "").strip() for e in root.iter() if local(e) in {"title", "publisher", "language"}}
    known, _ = typed({key: value for key, value in said.items() if value})
    documents: list[Document] = []
    notices: list[Notice] = []
    for entry in (e for e in root.iter() if local(e) == "itemref"):
        item = items.get(attribute(entry, "idref"))
        if (
            item is None
            or attribute(item, "media-type") not in _PAGES
            or "nav" in attribute(item, "properties").split()
        ):
            continue
        href = posixpath.normpath(posixpath.join(folder, unquote(attribute(item, "href"))))
        chapter, told = html.read(f"{name}#{href}", archive.read(href))
        notices += [n for n in told if n.code != "empty"]
        for one in chapter:
            described = known.describe(one)
            documents.append(replace(described, title=known.title or one.title, format=NAME))
    if not documents:
        notices.append(Notice(severity="error", code="empty", message="the book holds no text", where=name))
    return documents, notices
