"""Markdown: the text stays as it is written, with its marks, so that offsets point into the file."""

from __future__ import annotations

from collections.abc import Iterator

from kzcheck.documents import plain
from kzcheck.documents.decoding import decoded
from kzcheck.documents.metadata import Reading
from kzcheck.model import Comment

NAME = "markdown"
SUFFIXES: tuple[str, ...] = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd")

_OPEN, _CLOSE = "<!--", "-->"


def read(name: str, data: bytes) -> Reading:
    """Give the one document, its front matter read and left in the text, its comments noted."""
    text, said = decoded(name, data)
    documents, notices = plain.document(name, text, NAME, tuple(_comments(text)) if _OPEN in text else ())
    return documents, [*said, *notices]


def _comments(text: str) -> Iterator[Comment]:
    at = text.find(_OPEN)
    while at >= 0:
        end = text.find(_CLOSE, at + len(_OPEN))
        if end < 0:
            return
        yield Comment(at, end + len(_CLOSE), text[at + len(_OPEN) : end])
        at = text.find(_OPEN, end)
