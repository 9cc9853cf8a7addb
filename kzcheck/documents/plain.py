"""Plain text, with or without front matter."""

from __future__ import annotations

from kzcheck.documents.metadata import Reading, front_matter
from kzcheck.model import Document

NAME = "text"
SUFFIXES: tuple[str, ...] = (".txt", ".text", ".rst", ".adoc", ".asciidoc", ".org", "")


def read(name: str, text: str) -> Reading:
    """Give the one document, its front matter read and left in the text."""
    known, body, notices = front_matter(name, text)
    return [known.describe(Document(id=name, text=text, body=body, format=NAME))], notices
