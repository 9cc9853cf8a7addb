"""PDF: the text that is seen on its pages, ordered by the places of its glyphs, with its tables.

White, invisible, cropped and aslant text is left out and counted; running heads and feet are told apart; a page without
text, or with a font that has no map to letters, is named and never read as noise. No script in a file is run.
"""

from __future__ import annotations

from kzcheck.documents.metadata import Reading

NAME = "pdf"
SUFFIXES: tuple[str, ...] = (".pdf",)


def read(name: str, data: bytes) -> Reading:
    """Give the one document of a file; raises NotTextError where it cannot be read."""
    from kzcheck.documents.pdf import reading  # NumPy takes a third of a second to import

    return reading.read(name, data)
