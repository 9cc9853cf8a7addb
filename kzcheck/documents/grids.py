"""Lay rows of cells with their spans into the one grid of a table, whatever the format they come from."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WIDEST = 2_000
"""A cell that claims to span more columns or rows than this is taken for this wide."""

_FURTHEST = 16_384
"""From this column on (the last one of Excel) a cell spans nothing: spans that push one another never end."""


@dataclass(slots=True, kw_only=True)
class Slot:
    """A cell before it is written: what holds its content, whether there is any, and its place once it is laid.

    `column_span` is 0 for a cell that only keeps others apart: it has no text, and stands in columns without any.
    """

    content: object
    filled: bool
    row_span: int = 1
    column_span: int = 1
    header: bool = False
    indent: int = 0
    row: int = 0
    column: int = 0


def lay(rows: Iterable[Sequence[Slot]]) -> tuple[list[list[Slot]], int]:
    """Give each slot its row and column, without the rows and columns that hold no text; and the number of columns.

    A slot takes the first free column of its row, as HTML and Word lay their cells. Rows without text are left out.
    """
    laid: list[list[Slot]] = []
    busy: dict[int, int] = {}  # columns that a cell further up reaches into, and for how many rows more
    for row in rows:
        column = 0
        for slot in row:
            while busy.get(column, 0) > 0:
                column += 1
            slot.column = column
            slot.column_span = min(max(slot.column_span, 1), _WIDEST) if column < _FURTHEST else 1
            if column >= _FURTHEST:
                slot.row_span = 1
            column += slot.column_span
        busy = {c: left - 1 for c, left in busy.items() if left > 1}
        for slot in row:
            if slot.row_span > 1 or slot.row_span == 0:
                left = _WIDEST if slot.row_span == 0 else min(slot.row_span, _WIDEST) - 1
                for c in range(slot.column, slot.column + slot.column_span):
                    busy[c] = max(busy.get(c, 0), left)
        laid.append(list(row))
    return _squeezed(laid)


def _squeezed(laid: list[list[Slot]]) -> tuple[list[list[Slot]], int]:
    """Give rows and columns new numbers, without those in which no text begins."""
    kept_rows = [n for n, row in enumerate(laid) if any(slot.filled for slot in row)]
    kept = sorted({slot.column for row in laid for slot in row if slot.filled})
    out: list[list[Slot]] = []
    for number, n in enumerate(kept_rows):
        row = laid[n]
        below = kept_rows[number:]
        for slot in row:
            slot.row = number
            last = n + max(slot.row_span, 1)
            slot.row_span = sum(1 for k in below[: max(slot.row_span, 1)] if k < last)
            first = _rank(kept, slot.column)
            slot.column_span = _rank(kept, slot.column + slot.column_span) - first
            slot.column = first
        out.append([slot for slot in row if slot.column_span])
    return out, len(kept)


def _rank(kept: Sequence[int], column: int) -> int:
    """Count the kept columns before one."""
    return bisect_left(kept, column)
