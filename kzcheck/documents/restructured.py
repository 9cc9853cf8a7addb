"""reStructuredText: the text stays as it is written, with its headings, code and tables told."""

from __future__ import annotations

from kzcheck.documents import markup
from kzcheck.documents.decoding import decoded
from kzcheck.documents.metadata import Reading, front_matter
from kzcheck.model import Document

NAME = "rst"
SUFFIXES: tuple[str, ...] = (".rst", ".rest")


def read(name: str, data: bytes) -> Reading:
    """Give the one document of a text."""
    text, said = decoded(name, data)
    known, body, notices = front_matter(name, text)
    read_ = markup.restructured(Document(id=name, text=text, body=body, format=NAME))
    return [known.describe(read_)], [*said, *notices]
