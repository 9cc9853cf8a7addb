"""Plain text, with or without front matter."""

from __future__ import annotations

from kzcheck.documents.decoding import decoded
from kzcheck.documents.metadata import Reading, front_matter
from kzcheck.documents.outline import outlined
from kzcheck.model import Comment, Document

NAME = "text"
SUFFIXES: tuple[str, ...] = (".txt", ".text", ".org", "")


def read(name: str, data: bytes) -> Reading:
    """Give the one document, its front matter read and left in the text."""
    text, said = decoded(name, data)
    documents, notices = document(name, text, NAME)
    return documents, [*said, *notices]


def document(name: str, text: str, format_: str, comments: tuple[Comment, ...] = ()) -> Reading:
    """Give the one document of a text that may begin with front matter, with its blocks, marks and tables."""
    known, body, notices = front_matter(name, text)
    read = Document(id=name, text=text, body=body, format=format_, comments=comments)
    return [known.describe(outlined(read))], notices
