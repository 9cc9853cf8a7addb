"""Tell heads, sections and bodies of a grid apart, and join the cells that a figure was split over."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from fractions import Fraction
from itertools import islice, takewhile

from kzcheck.extract.number.numerals import Numbers
from kzcheck.extract.quantity.units import UnitReading
from kzcheck.extract.table.figures import PERCENT, Entry, Figure, Sort, read_cell, unit_of
from kzcheck.extract.table.words import TableWords
from kzcheck.lang import tokenize, words_of
from kzcheck.model import Table


class Part(Enum):
    """What a row is in its table."""

    HEAD = auto()
    SECTION = auto()
    BODY = auto()


@dataclass(slots=True)
class Placed:
    """A figure with the columns that its cells reach over, and whether a "%" or "$" beside it made it what it is."""

    figure: Figure
    first: int
    last: int


class Head(list[Entry]):
    """The heads in one row, from the left."""

    __slots__ = ("_lasts",)

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Take the heads in the order of their columns."""
        super().__init__(entries)
        self._lasts = [e.last for e in self]

    def over(self, first: int, last: int) -> list[Entry]:
        """Give the heads that stand over one of the columns first..last, both included."""
        start = bisect_left(self._lasts, first)
        return list(takewhile(lambda e: e.first <= last, islice(self, start, None)))


@dataclass(slots=True, kw_only=True)
class RowLayout:
    """One row: what it is, its label (the texts before its figures), its figures, and what stands above it.

    `heads` are the rows of heads that hold for it, from the top; `sections` the labels of the sections that it is in;
    `parents` those of the rows that it is a part of; `corner` the texts that stand over its label.
    """

    part: Part = Part.BODY
    entries: list[Entry] = field(default_factory=list)
    figures: list[Placed] = field(default_factory=list)
    labels: list[Entry] = field(default_factory=list)
    parents: list[Entry] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)
    sections: list[Entry] = field(default_factory=list)
    corner: list[Entry] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class TableLayout:
    """The rows of a table; `currencies` gives for each column the unit of money that some cell of it shows.

    `columns` numbers the columns of figures: the columns of the grid that some figure reaches over are one.
    """

    table: Table
    rows: list[RowLayout]
    captions: list[Entry]
    currencies: dict[int, UnitReading]
    percents: dict[tuple[int, int], UnitReading]
    columns: dict[int, int]

    @property
    def any_money(self) -> UnitReading | None:
        """Give the currency that the table shows first, None where it shows none."""
        return next(iter(self.currencies.values()), None)

    def percent_of(self, row: RowLayout, placed: Placed) -> UnitReading | None:
        """Give the percent of a column that shows it at its first and its last figure in a section only."""
        return self.percents.get((placed.first, id(row.sections)))

    def money_of(self, placed: Placed) -> UnitReading | None:
        """Give the currency that some cell of a figure's columns shows."""
        columns = range(placed.first, placed.last + 1)
        return next((self.currencies[c] for c in columns if c in self.currencies), None)


_TELLING = 100
"""Units of its last place that a figure counts from which on that place is that of its column."""
_VALUE = re.compile(r"[~≈<>≤≥±+(−-]?\s?[$€£¥]?\s?[0-9]")

IsTime = Callable[[str], bool]


def lay_out(
    text: str, table: Table, numbers: Numbers, words: TableWords, is_time: IsTime, *, is_data: bool = False
) -> TableLayout:
    """Read every cell of a table once; `is_time` tells whether a text names a period or the start of one.

    In data (`is_data`), four digits are a year only under or beside a name that says so.
    """
    rows = [RowLayout() for _ in range(table.rows)]
    for cell in table.cells:
        entry = read_cell(text, cell, numbers, words)
        if entry.sort is not Sort.EMPTY:
            rows[cell.row].entries.append(entry)
    if is_data:
        _count_years(rows, words)
    for row in rows:
        _join(text, row, words.language)
    label_columns = _label_columns(rows)
    captions = _classify(rows, label_columns, is_time)
    _demote(rows, label_columns, words)
    _nest(rows, words)
    _reach_down(rows)
    _place(rows)
    return TableLayout(
        table=table,
        rows=rows,
        captions=captions,
        currencies=_currencies(rows),
        percents=_percents(rows),
        columns=_columns(rows),
    )


def _count_years(rows: Sequence[RowLayout], words: TableWords) -> None:
    """Take what could be a year for a number, where neither its key nor its head in the data names a time."""
    heads = {e.first: e.text for e in (rows[0].entries if rows else ()) if e.cell.header}
    for row in rows:
        key = next((e.text for e in row.entries if e.cell.header and not e.first), "")
        for entry in row.entries:
            if entry.figure is not None and entry.figure.year and not entry.cell.header:
                named = {*words_of(key), *words_of(heads.get(entry.first, ""))}
                entry.figure.year = not named or not named.isdisjoint(words.time_names)


def _join(text: str, row: RowLayout, language: str) -> None:
    """Join the pieces of split cells ("$", "1,234", ")") to the figures beside them."""
    pending: Entry | None = None
    for entry in row.entries:
        if entry.sort is Sort.PART:
            if _closes(row, entry, text, language):
                continue
            pending = entry
        elif entry.sort is Sort.FIGURE and entry.figure is not None:
            placed = Placed(entry.figure, entry.first, entry.last)
            if pending is not None:
                _open(text, placed, pending, language)
            row.figures.append(placed)
            pending = None
        elif entry.sort is Sort.TEXT:
            pending = None


def _closes(row: RowLayout, part: Entry, text: str, language: str) -> bool:
    """Take a piece that ends the figure before it: ")", "%", ")%"."""
    before = row.figures[-1] if row.figures else None
    near = next((e for e in reversed(row.entries) if e.first < part.first), None)
    said = part.text
    if before is None or near is None or near.sort not in (Sort.FIGURE, Sort.PART, Sort.NONE):
        return said.startswith((")", "]"))
    if near.sort is Sort.NONE:
        return ")" in said or "%" in said
    tokens = tokenize(text, part.cell.start, part.cell.end, language=language)
    unit = unit_of(tokens)
    money = unit is not None and unit.dimension.isupper() and len(unit.unit) == 3
    if ")" in said and before.figure.open:
        before.figure.open = False
    elif unit is None or money:
        return False
    if unit is not None and not money and before.figure.unit is None:
        before.figure.unit, before.figure.unit_text = unit, tokens.surface(unit.first, unit.last)
        before.figure.year = False
    before.last = max(before.last, part.last)
    return True


def _open(text: str, placed: Placed, part: Entry, language: str) -> None:
    """Give a figure the currency, the bracket or the minus that stands in the cell before it."""
    tokens = tokenize(text, part.cell.start, part.cell.end, language=language)
    unit = unit_of(tokens)
    figure = placed.figure
    if unit is not None and figure.unit is None:
        figure.unit, figure.unit_text = unit, tokens.surface(unit.first, unit.last)
        figure.currency, figure.year = True, False
    if (
        ("(" in tokens.words or "-" in tokens.words or "–" in tokens.words)
        and figure.value > 0
        and not figure.bracketed
    ):
        figure.value, figure.bracketed, figure.year = -figure.value, True, False
    placed.first = min(placed.first, part.first)


def _label_columns(rows: Sequence[RowLayout]) -> int:
    """Count the columns at the left that hold labels: those before the first column where figures are the rule."""
    texts: Counter[int] = Counter()
    numbers: Counter[int] = Counter()
    for row in rows:
        figures = [p for p in row.figures if not p.figure.year]
        values = [e for e in row.entries if e.first and _is_value(e)]
        if (not figures and not values) or all(e.cell.header for e in row.entries):
            continue
        numbers.update(e.first for e in values)
        for entry in row.entries:
            # A year beside other figures names its row.
            if (entry.sort is Sort.TEXT and entry not in values) or _is_year(entry):
                texts[entry.first] += 1
        for placed in figures:
            numbers[placed.first] += 1
    columns = sorted(set(texts) | set(numbers))
    count = 0
    for column in columns:
        if numbers[column] > texts[column]:
            return count
        count = column + 1
    return count


def _classify(rows: list[RowLayout], labels: int, is_time: IsTime) -> list[Entry]:
    """Say of each row what it is, and hand heads and sections down; gives the captions inside the table."""
    heads: list[Head] = []
    corner: list[Entry] = []
    sections = _Sections(set_in=any(e.cell.indent for row in rows for e in row.entries[:1]))
    captions: list[Entry] = []
    body = section = in_head = False  # whether the row before was a body row, a section, or one of the head
    begun = False
    # Where there is one column, its head stands over figures and names no rows.
    first = max(labels, 1) if any(e.last for row in rows for e in row.entries) else 0
    for row in rows:
        if not row.entries:
            continue  # a row that only sets others apart begins no body and ends no head
        row.part = _part(row, labels, first, begun=begun, headed=bool(heads), is_time=is_time)
        if row.part is Part.SECTION and in_head and row.entries[0].first >= first:
            row.part = Part.HEAD  # "(in thousands)" below the heads of a table in the table
        in_head = row.part is Part.HEAD
        beyond = [e for e in row.entries if e.last >= labels and e.first >= min(labels, 1)]
        if row.part is Part.HEAD:
            if body:
                heads, corner = [], []
            heads = [*heads, Head(beyond)]
            before = [e for e in row.entries if e not in beyond and e.sort is Sort.TEXT and not e.first]
            corner = [*corner, *before]
            row.figures = []
            if before and begun:
                sections.begin(before)
            body, section = False, False
        elif row.part is Part.SECTION:
            one = row.entries[0]
            if not begun and not heads:
                captions.append(one)
            else:
                sections.open(one, again=section)
            row.figures = []
            section, body = True, body and not (one.last >= labels > 0 and is_time(one.text))
        else:
            body, section, begun = True, False, True
        row.heads, row.corner, row.sections = heads, corner, sections.of(row)
        if row.part is Part.BODY:
            values = [e.first for e in row.entries if e.first >= max(labels, 1) and _is_value(e)]
            begins = min([*values, *(p.first for p in row.figures if not _index(p, labels))], default=None)
            named = [e for e in row.entries if e.sort is Sort.TEXT or (e.first < labels and _is_year(e))]
            row.labels = [e for e in named if begins is None or e.first < begins]
            row.figures = [p for p in row.figures if p.first >= labels or not p.figure.year]
            if not row.labels:
                row.labels = [e for e in row.entries if e.first < labels and e.sort is Sort.FIGURE]
                row.figures = [p for p in row.figures if p.first >= labels]
    return captions


class _Sections:
    """The labels of the sections that rows are in, told apart by how far they are set in where a table sets any in."""

    def __init__(self, *, set_in: bool) -> None:
        """Begin outside of all sections."""
        self._set_in = set_in
        self._open: list[Entry] = []
        self._deeper = False  # whether the rows of the innermost section are set in further than its label

    def begin(self, labels: list[Entry]) -> None:
        """Take the labels beside new heads for the only section."""
        self._open, self._deeper = labels, False

    def open(self, label: Entry, *, again: bool) -> None:
        """Begin a section: inside those set in less; without any indent, inside the one that began right before."""
        outer = self._open if again else []
        if self._set_in:
            outer = [e for e in self._open if e.cell.indent < label.cell.indent]
        self._open, self._deeper = [*outer, label], False

    def of(self, row: RowLayout) -> list[Entry]:
        """Give the sections of a row; one set in no further than their label, after others that were, has left them."""
        if not self._set_in or row.part is not Part.BODY or not self._open or not row.entries or row.entries[0].first:
            return self._open
        indent = row.entries[0].cell.indent
        if indent > self._open[-1].cell.indent:
            self._deeper = True
        elif self._deeper:
            self._open = [e for e in self._open if e.cell.indent < indent]
        return self._open


def _nest(rows: Sequence[RowLayout], words: TableWords) -> None:
    """Give each row the labels of the rows with figures whose parts it tells: those above it that are set in less."""
    above: list[Entry] = []
    for row in rows:
        if row.part is not Part.BODY:
            above = []
        if row.part is not Part.BODY or not row.labels or row.labels[0].first:
            continue
        label = row.labels[0]
        above = [e for e in above if e.cell.indent < label.cell.indent]
        if words.total_starts.at(words_of(label.text), 0) is None:
            row.parents = above
            above = [*above, label] if row.figures else above


def _is_value(entry: Entry) -> bool:
    """Tell whether a text begins as an amount does: "353.6 ms ± 7.6 ms", "~40", "5 to 7"."""
    return entry.sort is Sort.TEXT and _VALUE.match(entry.text) is not None


def _is_year(entry: Entry) -> bool:
    return entry.figure is not None and entry.figure.year


def _index(placed: Placed, labels: int) -> bool:
    return placed.first < labels


def _part(row: RowLayout, labels: int, first: int, *, begun: bool, headed: bool, is_time: IsTime) -> Part:
    """Say what a row is.

    `first` is the first column of figures; `begun` tells that a row of the body came before, `headed` that one of the
    head did.
    """
    entries = row.entries
    beyond = [e for e in entries if e.first >= first]
    figures = [p for p in row.figures if p.first >= labels]
    real = [p for p in figures if not p.figure.year]
    marked = all(e.cell.header for e in (beyond or entries))
    if marked and (beyond or not row.figures) and not real:
        return Part.HEAD if beyond or len(entries) > 1 or entries[0].last >= first else Part.SECTION
    if real or any(e.sort is Sort.NONE for e in beyond):
        return Part.BODY
    label = next((e for e in entries if e.first < first), None)
    if figures:  # years, and nothing else that is a number
        if label is None or not begun or is_time(label.text):
            return Part.HEAD
        return Part.BODY
    if len(entries) == 1:
        one = entries[0]
        if one.sort is not Sort.TEXT or (one.first >= first and not begun):
            return Part.HEAD
        return Part.HEAD if one.first >= first and is_time(one.text) else Part.SECTION
    if not beyond:
        return Part.BODY
    if headed and label is not None and any(_is_value(e) and not is_time(e.text) for e in beyond):
        return Part.BODY  # "353.6 ms ± 7.6 ms", "~40"
    if not begun or label is None or any(is_time(e.text) for e in beyond):
        return Part.HEAD
    return Part.BODY


def _demote(rows: list[RowLayout], labels: int, words: TableWords) -> None:
    """Take the figures that number the rows, and bare years among years, for no figures."""
    body = [row for row in rows if row.part is Part.BODY]
    columns: dict[int, list[Placed]] = defaultdict(list)
    for row in body:
        for placed in row.figures:
            columns[placed.first].append(placed)
    gone: set[int] = set()
    for column, some in columns.items():
        if all(p.figure.year for p in some) or (
            column < max(labels, 1) and _counts_up(some) and _heads(body, column) <= words.index_heads
        ):
            gone.update(id(p) for p in some)
    for row in body:
        for placed in row.figures:
            if any(e.text.lower() in words.name_heads for e in over(row, placed)):
                gone.add(id(placed))
    if gone:
        for row in body:
            row.figures = [p for p in row.figures if id(p) not in gone]


def _counts_up(placed: Sequence[Placed]) -> bool:
    first = placed[0].figure.value
    return len(placed) > 1 and first in (0, 1) and all(p.figure.value == first + n for n, p in enumerate(placed))


def _heads(body: Sequence[RowLayout], column: int) -> set[str]:
    """Give what stands over a column, in small letters."""
    over = [*body[0].corner, *(e for head in body[0].heads for e in head)] if body else []
    return {e.text.lower().strip() for e in over if e.first <= column <= e.last}


def _reach_down(rows: list[RowLayout]) -> None:
    """Give the rows below a label that spans them that label too."""
    reaching: list[tuple[int, Entry]] = []
    for n, row in enumerate(rows):
        reaching = [(end, e) for end, e in reaching if end > n]
        if row.part is Part.BODY and reaching and row.figures:
            first = row.figures[0].first
            row.labels = [*(e for _, e in reaching if e.last < first), *row.labels]
        if row.part is Part.BODY:
            reaching += [(n + e.cell.row_span, e) for e in row.entries if e.cell.row_span > 1 and e.sort is Sort.TEXT]


def _place(rows: Sequence[RowLayout]) -> None:
    """State figures with zeros at their end to the place to which others of their column are.

    That is the last place of one without zeros at its end, else of one of three digits or more before them.
    """
    columns: dict[tuple[int, Fraction], list[Figure]] = defaultdict(list)
    for row in rows:
        for placed in row.figures:
            figure = placed.figure
            if not figure.scaled:
                columns[placed.first, Fraction(1, 10 ** len(figure.digits.partition(".")[2]))].append(figure)
    for (_, place), figures in columns.items():
        told = [f.ulp for f in figures if f.ulp == place or abs(f.value) >= _TELLING * f.ulp]
        finest = min(told, default=None)
        for figure in figures:
            figure.ulp = figure.ulp if finest is None else min(figure.ulp, finest)


def _currencies(rows: Sequence[RowLayout]) -> dict[int, UnitReading]:
    out: dict[int, UnitReading] = {}
    for row in rows:
        for placed in row.figures:
            if placed.figure.currency and placed.figure.unit is not None:
                for column in range(placed.first, placed.last + 1):
                    out.setdefault(column, placed.figure.unit)
    return out


def _columns(rows: Sequence[RowLayout]) -> dict[int, int]:
    out: dict[int, int] = {}
    number, reach = -1, -1
    for first, last in sorted({(p.first, p.last) for row in rows for p in row.figures}):
        if first > reach:
            number += 1
        reach = max(reach, last)
        out.setdefault(first, number)
    return out


def _percents(rows: Sequence[RowLayout]) -> dict[tuple[int, int], UnitReading]:
    columns: dict[tuple[int, int], list[Figure]] = defaultdict(list)
    for row in rows:
        for placed in row.figures:
            columns[placed.first, id(row.sections)].append(placed.figure)
    out: dict[tuple[int, int], UnitReading] = {}
    for column, figures in columns.items():
        unit = figures[0].unit
        bare = all(f.unit is None or f.unit == unit for f in figures)
        if unit is not None and unit.unit == PERCENT and figures[-1].unit == unit and bare and len(figures) > 1:
            out[column] = unit
    return out


def _first(placed: Placed) -> int:
    return placed.first


def over(row: RowLayout, placed: Placed) -> Iterator[Entry]:
    """Give the heads that stand over a figure, from the top."""
    for head in row.heads:
        hit = head.over(placed.first, placed.last)
        if not hit and len(head) == len(row.figures):
            # Heads that stand beside their columns, one for each figure: by their order.
            at = bisect_left(row.figures, placed.first, key=_first)
            hit = [head[at]] if at < len(head) and row.figures[at] is placed else []
        yield from hit
