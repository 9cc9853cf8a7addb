"""Tell running heads and feet and page numbers from what a page says: they come again on the pages around."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kzcheck.documents.pdf.glyphs import Layer, Page
from kzcheck.documents.pdf.rows import Row, rows_of

_EDGE = 0.13
_MOST = 4
_GRAIN = 6.0
_APART = 1.25
_AGAIN = 3
_NUMBERS_AGAIN = 2
_NUMBER = re.compile(r"\d{1,4}|\b[ivxlc]{1,7}\b")
_LONE = re.compile(r"[-–—|\s]*(?:\w{1,8}\.?\s)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s?(?:/|\w{1,3})\s?\d{1,4})?[-–—|\s]*")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

Key = tuple[str, int]
"""By what a row is known again: its text, the page's own number put out of it, and how high it stands."""


def edge_rows(page: Page) -> list[tuple[tuple[Key, ...], Row]]:
    """Give the rows near the upper and lower edge of a page, each with the keys by which it is known again."""
    if not page.layers:
        return []
    layer = page.layers[0]
    height = page.height if layer.turn % 2 == 0 else page.width
    low = min(0.0, min((w.base for w in layer.words), default=0.0))
    near = [w for w in layer.words if not _EDGE < (w.base - low) / max(height, 1.0) < 1 - _EDGE]
    rows = rows_of(near)
    for word in near:
        word.raised = 0
    chosen = rows if len(rows) <= 2 * _MOST else [*rows[:_MOST], *rows[-_MOST:]]
    return [(tuple(_keys(page, row)), row) for row in chosen]


def _keys(page: Page, row: Row) -> Iterator[Key]:
    text = row.text.lower()
    place = round(row.base / _GRAIN)
    if not any(c.isdigit() for c in text):
        yield text, place
    for off in sorted({number(m[0]) - page.number for m in _NUMBER.finditer(text)}):
        own = _NUMBER.sub(lambda m, off=off: f"#{off}" if number(m[0]) == page.number + off else m[0], text)  # type: ignore[misc]
        yield own, place


def number(text: str) -> int:
    """Read a number of a page, Roman or not."""
    if text.isdecimal():
        return int(text)
    values = [_ROMAN[letter] for letter in text]
    return sum(-v if any(later > v for later in values[i + 1 :]) else v for i, v in enumerate(values))


def running(page: Page, rows: Sequence[tuple[tuple[Key, ...], Row]], around: Counter[Key]) -> set[int]:
    """Give the ids of the words of a page that are running heads, feet or page numbers.

    `around` counts the keys of the pages around this one.
    """
    out: set[int] = set()
    layer = page.layers[0]
    for keys, row in rows:
        again = max((sum(around[text, place + step] for step in (-1, 0, 1)) for text, place in keys), default=0)
        numbered = again >= _NUMBERS_AGAIN and _LONE.fullmatch(row.text.strip().lower()) is not None
        if numbered or (again >= _AGAIN and _stands_apart(row, out, layer)):
            out.update(id(word) for word in row.words)
    return out


def _stands_apart(row: Row, gone: set[int], layer: Layer) -> bool:
    """Tell whether a row stands at the edge, apart from the text: the head of a table that goes on does not."""
    others = [w.base for w in layer.words if id(w) not in gone and abs(w.base - row.base) > 0.3 * row.size]
    above = [base for base in others if base > row.base]
    below = [base for base in others if base < row.base]
    nearest = min((abs(base - row.base) for base in others), default=100 * row.size)
    return nearest > _APART * row.size * (1.6 if above and below else 1.0)
