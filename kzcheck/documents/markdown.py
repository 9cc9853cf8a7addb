"""Markdown: the text stays as it is written, with its marks, so that offsets point into the file."""

from __future__ import annotations

from dataclasses import replace

from kzcheck.documents import plain
from kzcheck.documents.metadata import Reading

NAME = "markdown"
SUFFIXES: tuple[str, ...] = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd")


def read(name: str, text: str) -> Reading:
    """Give the one document, its front matter read and left in the text."""
    documents, notices = plain.read(name, text)
    return [replace(document, format=NAME) for document in documents], notices
