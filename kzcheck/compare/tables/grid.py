"""The figures of one table as lines that cross: its rows, and its columns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np

from kzcheck.compare.quantities import LEVELS, Quantities
from kzcheck.compare.statement import SHARES, Statement
from kzcheck.compare.tables.labels import Sort, sort_of, sort_of_all
from kzcheck.model import Interval

_KINDS = (*LEVELS, "change", "ratio", "difference")
_MOST = 8_000
"""Figures of the largest table that is looked at: beyond it are data, which no one sums up by hand."""
_TELLING = 50
"""Units of the last place that a gap is wide where another figure of its size explains it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a table: its row in the frame of claims, its value as shown, how far it may be off, and its unit.

    `share` tells that it is a percentage, whose value is a fraction of one. `place` is one unit of its last place,
    `factor` what turns its unit into the working one.
    """

    row: int
    value: float
    half: float
    place: float
    unit: int
    share: bool
    factor: float


@dataclass(slots=True)
class Line:
    """A row or a column: its place, the labels that lead to it, what the last of them says, and its figures.

    `figures` are keyed by the lines that cross it. `heads` tells lines whose labels differ in nothing but a time.
    """

    place: float
    path: tuple[str, ...]
    sort: Sort
    figures: dict[float, Figure] = field(default_factory=dict)

    @property
    def heads(self) -> str:
        """Give the labels without their digits."""
        return "".join(c for text in self.path for c in text.casefold() if not c.isdecimal())


@dataclass(frozen=True, slots=True)
class Grid:
    """The lines of one block of a table, under heads that do not change; `crossing` are its columns, or its rows."""

    lines: list[Line]
    crossing: dict[float, Line]


def grids(table: Quantities) -> Iterator[tuple[Grid, Grid]]:
    """Give each block of each table as its rows and as its columns."""
    number = table.frame["table"].to_numpy(np.int64)
    usable = (number > 0) & ~table.left_out & np.isin(table.kind, _KINDS) & (table.mood >= 0)
    tables: dict[tuple[int, int], list[int]] = {}
    document = table.codes("document")
    for row in np.flatnonzero(usable).tolist():
        tables.setdefault((int(document[row]), int(number[row])), []).append(row)
    for some in tables.values():
        for block in _blocks(table, some):
            if len(block) > _MOST:
                continue
            rows, columns = _lines(table, block)
            yield (
                Grid(rows, {line.place: line for line in columns}),
                Grid(columns, {line.place: line for line in rows}),
            )


def _blocks(table: Quantities, some: Sequence[int]) -> Iterator[list[int]]:
    """Cut the figures of a table where other heads stand over its columns."""
    heads: dict[str, str] = {}
    block: list[int] = []
    columns, place = table.text("column"), table.text("table_column")
    for row in sorted(some, key=lambda r: int(table.place[r])):
        if heads.setdefault(place[row], columns[row]) != columns[row]:
            yield block
            heads, block = {place[row]: columns[row]}, []
        block.append(row)
    yield block


def _lines(table: Quantities, block: Sequence[int]) -> tuple[list[Line], list[Line]]:
    rows: dict[float, Line] = {}
    columns: dict[float, Line] = {}
    number, place = table.text("table_row"), table.text("table_column")
    for row in block:
        figure = _figure(table, row)
        i, j = float(number[row]), float(place[row])
        if i in rows and j in rows[i].figures:
            j += 0.5  # the share in brackets behind a count
        if i not in rows:
            path = tuple(json.loads(table.text("row")[row] or "[]"))
            rows[i] = Line(i, path, sort_of(path[-1]) if path else Sort.NONE)
        if j not in columns:
            path = tuple(json.loads(table.text("column")[row] or "[]"))
            columns[j] = Line(j, path, sort_of_all(path))
        if figure is not None and j not in rows[i].figures:
            rows[i].figures[j] = columns[j].figures[i] = figure
    return [rows[i] for i in sorted(rows)], [columns[j] for j in sorted(columns)]


def _figure(table: Quantities, row: int) -> Figure | None:
    """Give a figure that a table works with; None for a range, a hedged one or a bound."""
    s = shown(table, row)
    if s.value is None or s.hedged:
        return None
    half = (s.interval.high or Fraction(0)) - s.value
    unit = int(table.dimension[row])
    return Figure(row, float(s.value), float(half), float(s.ulp), unit, s.unit in SHARES, float(s.factor))


def explained(line: Line, gap: float, taken: Sequence[Figure]) -> bool:
    """Tell whether another figure of a line, or one of those taken, is as large as what is missing from a sum."""
    near = max(f.half for f in taken) * len(taken)
    if abs(gap) < _TELLING * max(f.place for f in taken):
        return False
    some = {f.row for f in taken}
    others = (f for f in line.figures.values() if f.row not in some and f.unit == taken[0].unit)
    sizes = (*(abs(f.value) for f in others), *(abs(f.value) * n for f in taken for n in (1, 2)))
    return any(abs(size - abs(gap)) <= near for size in sizes)


def shown(table: Quantities, row: int) -> Statement:
    """Read a figure as it stands in its cell: below zero where brackets take it off, rounded to its last place.

    What a rounded figure allows is what XBRL Calculations 1.1 grants it: half a unit of its last place to each side,
    both ends included.
    """
    s = table.statement(row)
    if s.value is None or s.hedged:
        return s
    value = -s.value if table.text("role")[row] == "deduction" else s.value
    half = Fraction(0) if s.exact else s.ulp / 2
    return replace(s, value=value, interval=Interval(value - half, value + half))
