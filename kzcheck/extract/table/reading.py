"""Put together what a table says of each of its figures: value, unit and scale, period, mood, and the paths to it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice, takewhile

from kzcheck.extract.number.numerals import numbers
from kzcheck.extract.table.amounts import Amounts, Around
from kzcheck.extract.table.figures import Entry, Figure, Sort
from kzcheck.extract.table.layout import Head, Part, Placed, RowLayout, TableLayout, lay_out, over
from kzcheck.extract.table.measures import Measure, corner_measure, measure_of
from kzcheck.extract.table.statement import Statement, statement_of
from kzcheck.extract.table.times import NEVER, Time, Times, label_time, nearest
from kzcheck.extract.table.words import TableWords, holds, table_words
from kzcheck.extract.types import CellPath, Mood, Quantity, Row, When
from kzcheck.lang import Tokens, tokenize, words_of
from kzcheck.model import BlockKind, Document, Period, Step, Table, is_named
from kzcheck.units import dimension

_REACH = 900
"""Characters above a table that may be its caption."""
_LINES = 4
_SHORT = 160
_LATE = 10
_KINDS = {"time": "duration", "count": "count"}
_YEAR = 300
_COMPARED = 2
_GAP = 3000
_OF_A_PART = 2


@dataclass(slots=True)
class Cell:
    """A figure with all that was found out of it; the same as a claim will say."""

    quantity: Quantity
    when: When
    mood: Mood
    path: CellPath


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidCell:
    """A cell of words and numbers, text[start:end], with what the table says of all numbers in it."""

    start: int
    end: int
    when: When
    mood: Mood
    path: CellPath


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReading:
    """What a row says: its paths, figures, cells of words with numbers, and the spans of labels that hold any."""

    row: Row
    figures: list[Cell]
    said: list[SaidCell]
    labels: list[tuple[int, int]]


@dataclass(slots=True)
class _Column:
    """What the heads over some columns say, read once for all rows under the same heads."""

    heads: tuple[str, ...]
    untimed: tuple[str, ...]
    measures: list[Measure]
    time: Time
    is_change: bool
    pair: bool
    mood: str = ""
    base: Time = NEVER
    bracketed: bool | None = None


@dataclass(frozen=True, slots=True)
class _Sibling:
    """One of the columns of a row, with the texts of its heads and the time that they name."""

    placed: Placed
    heads: tuple[str, ...]
    time: Time


@dataclass(slots=True)
class _Reading:
    """One table while it is read."""

    number: int
    layout: TableLayout
    captions: list[str]
    measures: list[Measure]
    stated: list[Measure]
    time: Time
    lead: str
    moment: bool
    due: bool | None = None
    later: bool | None = None
    balances: dict[int, Time] | None = None
    columns: dict[tuple[int, int, int, int], _Column] = field(default_factory=dict)
    siblings: dict[int, list[_Sibling]] = field(default_factory=dict)


class Tables:
    """The tables of one document, each read when one of its rows is asked for."""

    def __init__(self, document: Document, language: str) -> None:
        """Take the document and the language whose words hold."""
        self.document = document
        self.language = language
        self._words: TableWords = table_words(language)
        self._numbers = numbers(language)
        self._times = Times(document, self._words)
        self._starts = [table.start for table in document.tables]
        self._blocks = [block.start for block in document.blocks]
        self._last: _Reading | None = None
        self._amounts = Amounts(document, language)
        self.statement: Statement | None = statement_of(document, language)

    def row(self, offset: int, tokens: Tokens) -> RowReading | None:
        """Give what the row that holds a character says.

        `tokens` are those of the row's line, or of the part of a long one that is read now. None outside a table.
        """
        table = self.document.table_at(offset)
        index = None if table is None else _row_of(table, offset)
        if table is None or index is None:
            return None
        reading = self._reading(table)
        layout = reading.layout.rows[index]
        start, end = (tokens.start[0], tokens.end[-1]) if len(tokens) else (offset, offset)
        here = [placed for placed in layout.figures if start <= placed.figure.start < end]
        figures = [cell for placed in here for cell in self._cells(reading, layout, placed, tokens, index)]
        row = Row(
            table=reading.number,
            row=index,
            cells=tuple((e.cell.start, e.cell.end) for e in layout.entries if start <= e.cell.start < end),
            label=tuple(e.text for e in layout.labels),
            labels=tuple((e.cell.start, e.cell.end) for e in layout.labels),
            corner=tuple(e.text for e in layout.corner),
            sections=tuple(e.text for e in layout.sections),
            caption=" ".join(reading.captions),
            paths={cell.path.start: cell.path for cell in figures},
        )
        texts = [] if layout.part is Part.HEAD else layout.entries
        said = [e for e in texts if e.sort is Sort.TEXT and start <= e.cell.start < end and _has_digit(e.text)]
        named = set(map(id, layout.labels if layout.part is Part.BODY else layout.entries))
        return RowReading(
            row=row,
            figures=figures,
            said=[self._said(reading, layout, e, index) for e in said if id(e) not in named],
            labels=[(e.cell.start, e.cell.end) for e in said if id(e) in named],
        )

    def _said(self, reading: _Reading, row: RowLayout, entry: Entry, index: int) -> SaidCell:
        start, end = entry.cell.start, entry.cell.end
        blank = Figure(start=start, end=end, value=Fraction(0), ulp=Fraction(1), significant=1, digits="")
        column = self._column(reading, row, Placed(blank, entry.first, entry.last))
        own = [w for e in row.labels for w in words_of(e.text)]
        path = self._path(row, column, index, reading.layout.columns.get(entry.first, entry.first), start, end)
        when = self._when(reading, row, column, own)
        return SaidCell(start=start, end=end, when=when, mood=Mood(column.mood or "actual"), path=path)

    def _path(self, row: RowLayout, column: _Column, index: int, number: int, start: int, end: int) -> CellPath:
        return CellPath(
            row=index,
            column=number,
            row_path=tuple(e.text for e in (*row.sections, *row.parents, *row.labels)),
            column_path=column.heads,
            start=start,
            end=end,
        )

    # One table.

    def _reading(self, table: Table) -> _Reading:
        if self._last is not None and self._last.layout.table is table:
            return self._last
        text, is_data = self.document.text, self.document.is_data
        layout = lay_out(text, table, self._numbers, self._words, self._times.names, is_data=is_data)
        captions = [*(e.text for e in reversed(layout.captions)), *self._above(table)]
        before = self._last
        near = before is not None and 0 <= table.start - before.layout.table.end < _GAP
        goes_on = (
            before is not None
            and near
            and not self._parted(before.layout.table.end, table.start)
            and _go_on(before.layout, layout)
        )
        corner = [e.text for e in _corners(layout)]
        measures = [m for said in corner if (m := corner_measure(said, self.language)) is not None]
        measures += [m for said in captions if (m := self._caption_measure(said)) is not None]
        stated = [*measures, *self._inside(layout)]
        scaled = any(m.scale is not None for m in stated)
        if before is not None and near and not scaled and (goes_on or layout.currencies):
            stated = [m for m in before.stated if m.scale is not None]
            if not goes_on:
                # What another table states holds here for money alone: nothing here says that it does.
                stated = [replace(m, money=True) for m in stated]
            measures += stated
        elif not scaled and self.statement is not None and self.statement.end < table.start:
            measures.append(self.statement.measure)
        times = [self._times.of(_last_sentence(said)) for said in captions]
        leads = [time.lead for time in times if time.lead]
        words = [w for said in captions if len(said) <= _SHORT for w in words_of(said)]
        self._last = _Reading(
            number=bisect_left(self._starts, table.start) + 1,
            layout=layout,
            captions=captions,
            measures=measures,
            stated=stated,
            time=nearest(times),
            lead=leads[0] if leads else "",
            moment=holds(self._words.moments, words),
        )
        return self._last

    def _parted(self, start: int, end: int) -> bool:
        """Tell whether a heading of a part or a sheet stands between two tables: no head reaches over that."""
        first = bisect_left(self._blocks, start)
        between = takewhile(lambda block: block.start < end, islice(self.document.blocks, first, None))
        return any(block.kind is BlockKind.HEADING and block.level <= _OF_A_PART for block in between)

    def _inside(self, layout: TableLayout) -> list[Measure]:
        """Give what heads, corners and sections of a table state of its figures."""
        texts = dict.fromkeys(e.text for row in layout.rows if row.part is not Part.BODY for e in row.entries)
        return [m for said in texts if (m := measure_of(said, self.language)) is not None]

    def _above(self, table: Table) -> list[str]:
        """Give the lines that may be a table's caption, the nearest first: its format's own, then those above."""
        text = self.document.text
        out: list[str] = []
        if table.caption is not None:
            out.append(text[slice(*table.caption)])
        i = bisect_left(self._blocks, table.start) - 1
        while i >= 0 and len(out) < _LINES:
            block = self.document.blocks[i]
            if block.kind is BlockKind.TABLE or table.start - block.end > _REACH:
                break
            if block.kind is not BlockKind.CODE and (block.start, block.end) != table.caption:
                out.append(text[block.start : block.end].lstrip("#*- \t").strip(" *\t"))
            i -= 1
            if block.kind is BlockKind.HEADING:
                break
        return out

    def _caption_measure(self, said: str) -> Measure | None:
        """Read the unit or scale that a caption, or the brackets in a longer text, state for the table below."""
        short = len(said) <= _SHORT
        if short and (found := measure_of(said, self.language, caption=True)) is not None:
            return found
        for inner in _bracketed(said):
            found = measure_of(inner, self.language)
            if found is not None and (found.scale is not None or short):
                return found
        return None

    # One figure.

    def _cells(self, reading: _Reading, row: RowLayout, placed: Placed, tokens: Tokens, index: int) -> Iterator[Cell]:
        column = self._column(reading, row, placed)
        own = [w for e in row.labels for w in words_of(e.text)]
        number = reading.layout.columns[placed.first]
        path = self._path(row, column, index, number, placed.figure.start, placed.figure.end)
        figure = placed.figure
        pair = figure.pair
        both = pair is not None and (not pair.signed or column.pair or self._is_pair(row))
        for some in (figure, pair) if both and pair is not None else (figure,):
            quantity = self._quantity(reading, row, replace(placed, figure=some), column, second=some is pair)
            _place(quantity, some, tokens)
            when = self._when(reading, row, column, own)
            yield Cell(
                quantity,
                when,
                Mood(column.mood or "actual"),
                replace(path, start=some.start, end=some.end),
            )

    def _is_pair(self, row: RowLayout) -> bool:
        return any(pair in e.text.lower() for e in row.labels for pair in self._words.pairs)

    def _column(self, reading: _Reading, row: RowLayout, placed: Placed) -> _Column:
        key = id(row.heads), id(row.sections), placed.first, placed.last
        known = reading.columns.get(key)
        if known is not None:
            return known
        every = tuple(e.text for e in over(row, placed))
        heads = self._heads(row, placed)
        said = " ".join(heads)
        words = words_of(said)
        lowered = " ".join(every).lower()
        whole = self._times.of(said)
        changing = [i for i in self._words.changes.places(words) if self._words.changes.at(words, i) is not None]
        is_change = any(i + 1 >= len(words) or words[i + 1] not in self._words.not_changes for i in changing)
        column = _Column(
            heads=heads,
            untimed=tuple(head for head in reversed(heads) if not self._timed(head, whole)),
            measures=[m for head in reversed(every) if (m := measure_of(head, self.language)) is not None],
            time=self._head_time(reading, row, heads),
            is_change=is_change,
            pair=any(pair in lowered for pair in self._words.pairs),
            mood=self._mood(heads),
        )
        if is_change:
            self._compare(reading, row, placed, column)
        elif column.time.period is None and heads and not is_named(column.time.symbol):
            column.time = self._beside(reading, row, placed, heads)
        reading.columns[key] = column
        return column

    def _states_scale(self, said: str) -> bool:
        """Tell whether a head says nothing but in what its figures are: "(in millions, except per share data)"."""
        return said.startswith("(") and (m := measure_of(said, self.language)) is not None and m.scale is not None

    def _heads(self, row: RowLayout, placed: Placed) -> tuple[str, ...]:
        return tuple(e.text for e in over(row, placed) if not self._states_scale(e.text))

    def _timed(self, head: str, whole: Time) -> bool:
        """Tell whether a head names a time, alone or as a part of what all heads over a column name."""
        return self._times.names(head) or (whole.period is not None and head.rstrip(" ,:").split()[-1] in whole.text)

    def _mood(self, heads: tuple[str, ...]) -> str:
        for head in heads:
            tokens = tokenize(head)
            for i, word in enumerate(tokens.words):
                mood = self._words.year_letters.get(word) if i and tokens.glued(i) else None
                if mood is not None and tokens.words[i - 1].isdecimal() and len(tokens.words[i - 1]) == 4:
                    return mood
                hit = self._words.modalities.at(tokens.words, i)
                if hit is not None:
                    return hit[0]
        return ""

    def _head_time(self, reading: _Reading, row: RowLayout, heads: tuple[str, ...]) -> Time:
        """Give the period that the heads over a column name together, with what corner, section or caption add."""
        if not heads:
            return NEVER
        day = next(
            (t for t in map(self._times.of, reversed(heads)) if t.period is not None and t.period.days == 1), None
        )
        if day is not None and row.sections:
            spanned = self._times.spanned(day, [e.text for e in reversed(row.sections)])
            if spanned is not day:
                return spanned
        time = self._times.of(" ".join(heads))
        if time.period is None and not is_named(time.symbol):
            single = [t for t in map(self._times.of, heads) if t.period is not None]
            time = single[-1] if single else time
        if time.period is not None and time.year:
            around = [e.text for e in (*reversed(row.sections), *reversed(row.corner))]
            for lead in (*(self._times.of(said).lead for said in around), reading.lead):
                joined = self._times.joined(lead, time)
                if joined.period is not None:
                    return joined
            if reading.moment:
                return Time(_last_day(time.period), "inferred", time.text)
        elif time.period is not None and time.period.days == 1:
            around = [e.text for e in (*reversed(row.sections), *reversed(row.corner))]
            captions = [] if reading.moment else [_last_sentence(said) for said in reading.captions]
            return self._times.spanned(time, [*reversed(heads), *around, *captions])
        return time

    def _siblings(self, reading: _Reading, row: RowLayout) -> list[_Sibling]:
        """Give the periods of all columns of a row, from the left, worked out once."""
        known = reading.siblings.get(id(row))
        if known is None:
            known = [
                _Sibling(
                    placed,
                    tuple(e.text for e in over(row, placed)),
                    self._head_time(reading, row, self._heads(row, placed)),
                )
                for placed in row.figures
            ]
            reading.siblings[id(row)] = known
        return known

    def _compare(self, reading: _Reading, row: RowLayout, placed: Placed, column: _Column) -> None:
        """Give a column of changes the periods that it compares: those that its head names, else the two before it.

        Where no column names a period, or its own head names one and no percentage, it holds no comparison of columns.
        """
        own = column.time
        named = self._times.compared(" ".join(column.heads))
        if named is not None:
            column.time, column.base = named
            return
        if own.period is not None:
            column.is_change = any(m.unit is not None and m.unit.dimension == "ratio" for m in column.measures)
            return
        siblings = self._siblings(reading, row)
        column.is_change = any(sibling.time.period is not None for sibling in siblings)
        group: list[Time] = []
        for sibling in siblings:
            time = sibling.time
            if sibling.placed is placed:
                break
            if time.period is None:
                group = []  # another column of changes, with the columns that it compares
            elif all(time.period != t.period for t in group):
                group.append(time)
        if len(group) == _COMPARED:
            column.base, column.time = sorted(group, key=lambda t: t.period.end if t.period else date.min)

    def _beside(self, reading: _Reading, row: RowLayout, placed: Placed, heads: tuple[str, ...]) -> Time:
        """Give the period of the column before, where the same head stands after every dated column."""
        siblings = self._siblings(reading, row)
        dated = sum(sibling.time.period is not None for sibling in siblings)
        if dated < _COMPARED:
            return NEVER
        same = sum(sibling.time.period is None and sibling.heads == heads for sibling in siblings)
        if same != dated:
            return NEVER
        at = next((k for k, sibling in enumerate(siblings) if sibling.placed is placed), 0)
        return siblings[at - 1].time if at else NEVER

    # What a figure measures.

    def _quantity(
        self,
        reading: _Reading,
        row: RowLayout,
        placed: Placed,
        column: _Column,
        *,
        second: bool,
    ) -> Quantity:
        figure = placed.figure
        around = Around(
            own=[e.text for e in reversed(row.labels)],
            heads=column.untimed,
            above=[e.text for e in (*reversed(row.sections), *reversed(row.corner))],
            column=column.measures,
            table=reading.measures,
            money=reading.layout.money_of(placed),
            percent=reading.layout.percent_of(row, placed),
            other_money=reading.layout.any_money,
            is_pair=placed.figure.pair is not None and (column.pair or self._is_pair(row)),
        )
        amount = self._amounts.of(figure, around, second=second)
        # The scale once only: that which a head or caption states, else that of the spreadsheet's format.
        factor = amount.factor if amount.factor != 1 else figure.shown_in
        value, ulp = figure.value * factor, figure.ulp * factor
        unit = amount.unit
        kind = _KINDS.get(dimension(unit), "level")
        direction, role = 0, ""
        why = amount.why
        if value < 0 and figure.bracketed and not column.is_change and self._is_taken_off(reading, row, placed, column):
            value, role = -value, "deduction"
            why = (*why, Step("table: taken off", figure.digits))
        if column.is_change:
            kind = "change" if unit == "percent" else "difference"
            direction = (value > 0) - (value < 0)
        return Quantity(
            first=0,
            last=0,
            number_first=0,
            number_last=0,
            kind=kind,
            digits=figure.digits,
            value=value,
            ulp=ulp,
            significant=figure.significant,
            unit=unit,
            unit_text=amount.text,
            direction=direction,
            role=role,
            hedge=figure.hedge,
            hedge_text=figure.hedge_text,
            why=list(why),
        )

    def _is_taken_off(self, reading: _Reading, row: RowLayout, placed: Placed, column: _Column) -> bool:
        """Tell whether the label names what is taken off and all its figures stand in brackets, or else the head so.

        Of figures in money and others beside them (shares and their price), those of the same kind count.
        """
        if self._names_deduction([e.text for e in row.labels]):
            money = reading.layout.money_of(placed)
            alike = [p for p in row.figures if reading.layout.money_of(p) == money]
            return all(p.figure.bracketed or not p.figure.value for p in alike)
        if not self._names_deduction(column.untimed[:1]):
            return False
        if column.bracketed is None:
            same = [
                p for r in reading.layout.rows if r.heads is row.heads for p in r.figures if p.first == placed.first
            ]
            column.bracketed = all(p.figure.bracketed or not p.figure.value for p in same)
        return column.bracketed

    def _names_deduction(self, texts: Sequence[str]) -> bool:
        for said in texts:
            words = words_of(said)
            told = any(w in "([/" and words[i + 1] in self._words.bracket_words for i, w in enumerate(words[:-1]))
            if holds(self._words.taken_off, words) and not told:
                return True
        return False

    # When.

    def _when(self, reading: _Reading, row: RowLayout, column: _Column, own: list[str]) -> When:
        time = self._time(reading, row, column, own)
        if time.period is None:
            why = [Step("table: period", time.text)] if time.text else []
            return When(symbol=time.symbol, text=time.text, why=why)
        base = column.base.period
        return When(
            period=time.period,
            how=time.how,
            text=time.text,
            base=base if column.is_change else None,
            base_how="inferred" if base is not None and column.is_change else "",
            cumulative=time.cumulative,
            why=[Step("table: period", time.text)],
        )

    def _time(self, reading: _Reading, row: RowLayout, column: _Column, own: list[str]) -> Time:
        head = column.time
        label = label_time([self._times.of(e.text) for e in row.labels])
        named = label.period
        if named is not None and self._falls_due(reading) and self._is_due(reading, label):
            label = NEVER
            if head.period is None:
                return reading.time if reading.time.period is not None and not reading.time.year else NEVER
        if head.period is not None and not column.mood and self._is_to_come(head.period) and self._falls_due(reading):
            return NEVER
        if head.period is not None and label.period is not None:
            beside = label.period.start >= head.period.end or label.period.days > 2 * head.period.days > _YEAR
            return label if head.period.covers(label.period) else head if beside else NEVER
        if column.is_change and head.period is None:
            return NEVER
        time = head if head.period is not None else label
        if time.period is None:
            fiscal = next((one for one in (head, label) if is_named(one.symbol)), NEVER)
            time = self._between(reading, row)
            if time.period is None and fiscal.symbol:
                return fiscal
        if time.period is None:
            sections = nearest([self._times.of(e.text) for e in (*reversed(row.sections), *reversed(row.corner))])
            time = sections if sections.period is not None else reading.time
            time = replace(time, how="inferred") if time.period is not None else time
        heads = [w for head in column.heads for w in words_of(head)]
        return self._times.moment(time, [*own, *heads])

    def _is_due(self, reading: _Reading, label: Time) -> bool:
        """Tell whether a row's time, in a table of what falls due, is when it does."""
        if label.period is None or label.period.days < _YEAR:
            return False
        if reading.later is None:
            texts = [e.text for row in reading.layout.rows for e in (*row.labels, *row.entries[:1])]
            texts += reading.captions[:1]
            reading.later = any(holds(self._words.later, words_of(said)) for said in texts)
        return bool(label.year) or reading.later or self._is_to_come(label.period)

    def _is_to_come(self, period: Period) -> bool:
        """Tell whether a period is a year that starts after all that the document can tell of."""
        if period.days < _YEAR:
            return False
        published = self.document.published
        ends = () if self._times.fiscal is None else self._times.fiscal.ends
        known = [*ends, *(() if published is None else (published.last_day,))]
        return bool(known) and period.start > max(known) - timedelta(days=_LATE)

    def _between(self, reading: _Reading, row: RowLayout) -> Time:
        """Give the time between the balances of two days that a row stands between, where rows lead from one on."""
        if reading.balances is None:
            reading.balances = self._balances(reading.layout.rows)
        return reading.balances.get(id(row), NEVER)

    def _balances(self, rows: list[RowLayout]) -> dict[int, Time]:
        out: dict[int, Time] = {}
        since: Time = NEVER
        waiting: list[RowLayout] = []
        for row in rows:
            if row.part is Part.HEAD:
                since, waiting = NEVER, []
                continue
            named = row.labels if row.part is Part.BODY else row.entries
            time = nearest([self._times.of(e.text) for e in reversed(named)])
            if time.period is None or time.period.days != 1:
                waiting.append(row)
                continue
            if since.period is not None and since.period.start < time.period.start:
                span = Time(Period(since.period.end, time.period.end), "inferred", f"{since.text} – {time.text}")
                out.update((id(r), span) for r in waiting)
            since, waiting = time, []
        return out

    def _falls_due(self, reading: _Reading) -> bool:
        """Tell whether the rows of a table that years name tell what falls due in them, not what was in them."""
        if reading.due is None:
            labels = [e.text for row in reading.layout.rows for e in row.labels]
            heads = [e.text for row in reading.layout.rows for head in row.heads for e in head]
            texts = [*reading.captions, *dict.fromkeys((*labels, *heads))]
            reading.due = any(holds(self._words.due, words_of(said)) for said in texts)
        return reading.due


def _has_digit(said: str) -> bool:
    return any(c.isdigit() for c in said)


def _corners(layout: TableLayout) -> Iterator[Entry]:
    """Give what stands in the heads at the top of a table before its figures: first, or as a statement in brackets."""
    figures = min((placed.first for row in layout.rows for placed in row.figures), default=0)
    for row in layout.rows:
        if row.part is Part.BODY:
            return
        if row.part is Part.HEAD:
            yield from (e for e in row.entries if not e.first or (e.last < figures and e.text.startswith("(")))


def _go_on(before: TableLayout, layout: TableLayout) -> bool:
    """Give a table without heads those of the table before it, which it goes on with, over columns of its own.

    Tells whether it goes on so.
    """
    body = [row for row in layout.rows if row.part is Part.BODY]
    above = [row for row in before.rows if row.part is Part.BODY and row.heads]
    if not body or not above or any(row.heads for row in body):
        return False
    ours, theirs = (max((row.figures for row in rows), key=len) for rows in (body, above))
    if len(ours) != len(theirs) or not ours:
        return False
    heads: list[Head] = []
    for head in above[-1].heads:
        moved = []
        for e in head:
            under = [k for k, placed in enumerate(theirs) if e.first <= placed.last and placed.first <= e.last]
            if under:
                moved.append(replace(e, first=ours[under[0]].first, last=ours[under[-1]].last))
        heads.append(Head(moved))
    for row in layout.rows:
        row.heads = heads
        row.corner = [*above[-1].corner, *row.corner]
    return True


def _row_of(table: Table, offset: int) -> int | None:
    """Give the row of the line that holds a character, which may be a bar."""
    low, high = 0, len(table.cells)
    while low < high:
        middle = (low + high) // 2
        if table.cells[middle].start <= offset:
            low = middle + 1
        else:
            high = middle
    if low and (low == len(table.cells) or table.cells[low - 1].end > offset):
        return table.cells[low - 1].row
    return table.cells[min(low, len(table.cells) - 1)].row if table.cells else None


def _last_day(period: Period) -> Period:
    return Period.of_day(period.end - timedelta(days=1))


def _last_sentence(said: str) -> str:
    """Give the end of a paragraph, which leads to what follows it."""
    return (
        said if len(said) <= _SHORT else said[max(said.rfind(". ", 0, len(said) - 2) + 1, len(said) - 2 * _SHORT, 0) :]
    )


def _bracketed(said: str) -> Iterator[str]:
    """Give what stands in brackets in a text, the last first."""
    at = len(said)
    while (close := said.rfind(")", 0, at)) >= 0:
        start = said.rfind("(", 0, close)
        if start < 0:
            return
        yield said[start + 1 : close]
        at = start


def _place(quantity: Quantity, figure: Figure, tokens: Tokens) -> None:
    """Set the tokens of the row that a figure's quote covers."""
    first = bisect_left(tokens.start, figure.start)
    last = max(bisect_left(tokens.start, figure.end) - 1, first)
    quantity.first = quantity.number_first = first
    quantity.last = quantity.number_last = last
