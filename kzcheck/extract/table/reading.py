"""Put together what a table says of each of its figures: value, unit and scale, period, mood, and the paths to it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from kzcheck.extract.number.numerals import numbers
from kzcheck.extract.quantity.units import UnitReading
from kzcheck.extract.table.figures import Entry, Figure, Sort
from kzcheck.extract.table.layout import Part, Placed, RowLayout, TableLayout, lay_out, over
from kzcheck.extract.table.measures import Measure, measure_of
from kzcheck.extract.table.times import NEVER, Time, Times, nearest
from kzcheck.extract.table.words import TableWords, holds, table_words
from kzcheck.extract.types import CellPath, Mood, Quantity, Row, When
from kzcheck.lang import Tokens, tokenize
from kzcheck.model import BlockKind, Document, Step, Table

_REACH = 900
"""Characters above a table that may be its caption."""
_LINES = 4
_SHORT = 160
_ONE = Fraction(1)
_PERCENT = ("percent", "pp", "bp")
_MONEY_LETTERS = 3


@dataclass(slots=True)
class Cell:
    """A figure with all that was found out of it; the same as a claim will say."""

    placed: Placed
    quantity: Quantity
    when: When
    mood: Mood
    path: CellPath


@dataclass(slots=True)
class _Column:
    """What the heads over some columns say, read once for all rows under the same heads."""

    heads: tuple[str, ...]
    words: list[str]
    measures: list[Measure]
    time: Time
    is_change: bool
    pair: bool
    mood: str = ""
    base: Time = NEVER


@dataclass(slots=True)
class _Reading:
    """One table while it is read."""

    number: int
    layout: TableLayout
    captions: list[str]
    measures: list[Measure]
    time: Time
    lead: str
    moment: bool
    has_money: bool
    columns: dict[tuple[int, int, int], _Column] = field(default_factory=dict)


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
        self._currency: UnitReading | None = None
        self._asked = False

    def row(self, offset: int, tokens: Tokens) -> tuple[Row, list[Cell], list[Entry]] | None:
        """Give what the row that holds a character says: its paths, its figures, and its texts that may hold numbers.

        `tokens` are those of the row's line. None outside a table.
        """
        table = self.document.table_at(offset)
        index = None if table is None else _row_of(table, offset)
        if table is None or index is None:
            return None
        reading = self._reading(table)
        layout = reading.layout.rows[index]
        figures = [cell for placed in layout.figures for cell in self._cells(reading, layout, placed, tokens, index)]
        row = Row(
            table=reading.number,
            row=index,
            cells=tuple((e.cell.start, e.cell.end) for e in layout.entries),
            label=tuple(e.text for e in layout.labels),
            sections=tuple(e.text for e in layout.sections),
            caption=" ".join(reading.captions),
            paths={cell.placed.figure.start: cell.path for cell in figures},
        )
        head = layout.part is Part.HEAD
        texts = [] if head else [e for e in layout.entries if e.sort is Sort.TEXT and any(c.isdigit() for c in e.text)]
        return row, figures, texts

    # One table.

    def _reading(self, table: Table) -> _Reading:
        if self._last is not None and self._last.layout.table is table:
            return self._last
        layout = lay_out(self.document.text, table, self._numbers, self._words, self._times.names)
        captions = [*(e.text for e in reversed(layout.captions)), *self._above(table)]
        corner = [e.text for row in layout.rows[:1] for e in row.entries if row.part is Part.HEAD and e.first == 0]
        measures = [m for said in [*corner, *captions] if (m := self._caption_measure(said)) is not None]
        times = [self._times.of(_last_sentence(said)) for said in captions]
        leads = [time.lead for time in times if time.lead]
        words = [w for said in captions for w in tokenize(said).words]
        self._last = _Reading(
            number=bisect_left(self._starts, table.start) + 1,
            layout=layout,
            captions=captions,
            measures=measures,
            time=nearest(times),
            lead=leads[0] if leads else "",
            moment=holds(self._words.moments, words),
            has_money=bool(layout.currencies),
        )
        return self._last

    def _above(self, table: Table) -> list[str]:
        """Give the lines that may be a table's caption, the nearest first: what its format calls so, and those above."""
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

    def _default_currency(self) -> UnitReading | None:
        """Give the one currency of the document's tables, where its tables of money have only one."""
        if not self._asked:
            self._asked = True
            self._currency = _currency_of(self.document.text, self.language)
        return self._currency

    # One figure.

    def _cells(self, reading: _Reading, row: RowLayout, placed: Placed, tokens: Tokens, index: int) -> Iterator[Cell]:
        column = self._column(reading, row, placed)
        label = [w for e in (*row.sections, *row.labels) for w in tokenize(e.text).words]
        own = [w for e in row.labels for w in tokenize(e.text).words]
        path = CellPath(
            row=index,
            column=placed.first,
            row_path=tuple(e.text for e in (*row.sections, *row.labels)),
            column_path=column.heads,
            start=placed.figure.start,
            end=placed.figure.end,
        )
        figure = placed.figure
        pair = figure.pair
        both = pair is not None and (not pair.signed or column.pair or self._is_pair(row))
        for some in (figure, pair) if both and pair is not None else (figure,):
            quantity = self._quantity(
                reading, row, replace(placed, figure=some), column, label, own, second=some is pair
            )
            _place(quantity, some, tokens)
            when = self._when(reading, row, column, own, quantity)
            yield Cell(
                replace(placed, figure=some),
                quantity,
                when,
                Mood(column.mood or "actual"),
                replace(path, start=some.start, end=some.end),
            )

    def _is_pair(self, row: RowLayout) -> bool:
        return any(pair in e.text.lower() for e in row.labels for pair in self._words.pairs)

    def _column(self, reading: _Reading, row: RowLayout, placed: Placed) -> _Column:
        key = id(row.heads), placed.first, placed.last
        known = reading.columns.get(key)
        if known is not None:
            return known
        heads = tuple(e.text for e in over(row, placed))
        said = " ".join(heads)
        words = tokenize(said).words
        lowered = said.lower()
        changing = [i for i in self._words.changes.places(words) if (hit := self._words.changes.at(words, i))]
        is_change = any(i + 1 >= len(words) or words[i + 1] not in self._words.not_changes for i in changing)
        column = _Column(
            heads=heads,
            words=words,
            measures=[m for head in reversed(heads) if (m := measure_of(head, self.language)) is not None],
            time=self._head_time(reading, row, heads),
            is_change=is_change,
            pair=any(pair in lowered for pair in self._words.pairs),
            mood=self._mood(heads),
        )
        if is_change:
            column.time, column.base = self._compared(reading, row, placed)
        elif column.time.period is None and heads:
            column.time = self._beside(reading, row, placed, heads)
        reading.columns[key] = column
        return column

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
        time = self._times.of(" ".join(heads))
        if time.period is None:
            single = [t for t in map(self._times.of, heads) if t.period is not None]
            time = single[-1] if single else time
        if time.period is not None and time.year:
            around = [e.text for e in (*reversed(row.sections), *reversed(row.corner))]
            for lead in (*(self._times.of(said).lead for said in around), reading.lead):
                joined = self._times.joined(lead, time)
                if joined.period is not None:
                    return joined
            if reading.moment:
                return Time(_last_day(time), "inferred", time.text)
        elif time.period is not None and time.period.days == 1 and "ended" not in time.text:
            around = [e.text for e in (*reversed(row.sections), *reversed(row.corner))]
            for said in around:
                joined = self._times.of(f"{said.rstrip(' :,')} {time.text}")
                if joined.period is not None and joined.period.days > 1 and joined.period.end == time.period.end:
                    return joined
        return time

    def _siblings(self, reading: _Reading, row: RowLayout) -> list[tuple[Placed, Time]]:
        """Give the periods of the row's other columns, from the left."""
        out = []
        for placed in row.figures:
            heads = tuple(e.text for e in over(row, placed))
            out.append((placed, self._head_time(reading, row, heads)))
        return out

    def _compared(self, reading: _Reading, row: RowLayout, placed: Placed) -> tuple[Time, Time]:
        """Give the periods that a column of changes compares: the two that stand before it, the later one first."""
        some = [t for p, t in self._siblings(reading, row) if p.first < placed.first and t.period is not None]
        periods = list({t.period: t for t in some}.values())
        if len(periods) != 2:
            return NEVER, NEVER
        later, earlier = sorted(periods, key=lambda t: t.period.end if t.period else 0, reverse=True)  # type: ignore[arg-type,return-value]
        return later, earlier

    def _beside(self, reading: _Reading, row: RowLayout, placed: Placed, heads: tuple[str, ...]) -> Time:
        """Give the period of the column before, where the same head stands after every dated column."""
        siblings = self._siblings(reading, row)
        dated = [t for _, t in siblings if t.period is not None]
        same = [
            k for k, (p, t) in enumerate(siblings) if t.period is None and tuple(e.text for e in over(row, p)) == heads
        ]
        if len(same) < 2 or len(same) != len(dated):
            return NEVER
        at = next((k for k, (p, _) in enumerate(siblings) if p is placed), 0)
        return siblings[at - 1][1] if at else NEVER

    # What a figure measures.

    def _quantity(
        self,
        reading: _Reading,
        row: RowLayout,
        placed: Placed,
        column: _Column,
        label: list[str],
        own: list[str],
        *,
        second: bool,
    ) -> Quantity:
        figure = placed.figure
        why: list[Step] = []
        unit, unit_text, scale = self._unit(reading, row, placed, column, label, own, why, second=second)
        value, ulp = figure.value * scale, figure.ulp * scale
        percent = unit in _PERCENT
        kind = "count" if unit == "count" else "level"
        direction = 0
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
            significant=figure.significant if not percent else max(figure.significant, 1),
            unit=unit,
            unit_text=unit_text,
            direction=direction,
            why=why,
        )

    def _unit(
        self,
        reading: _Reading,
        row: RowLayout,
        placed: Placed,
        column: _Column,
        label: list[str],
        own: list[str],
        why: list[Step],
        *,
        second: bool,
    ) -> tuple[str, str, Fraction]:
        """Give unit, words and factor of a figure, and say in `why` which words gave them."""
        figure = placed.figure
        said = figure.unit
        if said is not None and not figure.currency:
            why.append(Step("table: unit of the cell", figure.unit_text))
            return said.unit, figure.unit_text, said.factor
        if second:
            why.append(Step("table: share in brackets", figure.digits))
            return "percent", "%", _ONE
        spoken = [w for w in (*label, *column.words)]
        by_share = self._by_share(label, column.words)
        measures = [*self._row_measures(row, column), *reading.measures]
        first = next((m for m in measures if m.unit is not None and not m.only_shares), None)
        of_shares = not by_share and not figure.currency and self._of_shares(label, column.words)
        if by_share:
            money = said or self._governing(reading, placed) or self._default_currency()
            if money is not None:
                why.append(Step("table: by the share", " ".join(spoken)[:80]))
                return f"{money.unit}/count", figure.unit_text or money.unit, _ONE
        if of_shares:
            factor, words = self._shares_scale(measures)
            self._tell(why, factor, words)
            return "count", " ".join(own or column.words), _ONE if figure.scaled else factor
        near = first if first is not None and (first in column.measures or first in self._label_measures(row)) else None
        if near is not None and near.unit is not None and not figure.currency and not _money(near.unit):
            factor = (near.scale or _ONE) * near.unit.factor
            why.append(Step("table: unit", near.text))
            return near.unit.unit, near.text, _ONE if figure.scaled else factor
        money = said if figure.currency else self._money_of(reading, placed, near, first, spoken)
        if money is not None:
            factor, words = _scale_of(measures)
            factor = _ONE if figure.scaled else factor
            self._tell(why, factor, words)
            why.append(Step("table: currency", figure.unit_text or money.unit))
            return money.unit, figure.unit_text or money.unit, factor * money.factor
        if first is not None and first.unit is not None and not holds(self._words.unscaled, own):
            why.append(Step("table: unit", first.text))
            return first.unit.unit, first.text, _ONE if figure.scaled else (first.scale or _ONE) * first.unit.factor
        factor = _ONE
        if not holds(self._words.unscaled, spoken) and not figure.scaled:
            factor, words = _scale_of(measures)
            self._tell(why, factor, words)
        return "count", _counted(own, column.words), factor

    def _tell(self, why: list[Step], factor: Fraction, words: str) -> None:
        if factor != 1:
            why.append(Step("table: scale", words))

    def _label_measures(self, row: RowLayout) -> list[Measure]:
        texts = [e.text for e in reversed(row.labels)]
        return [m for said in texts if (m := measure_of(said, self.language)) is not None]

    def _row_measures(self, row: RowLayout, column: _Column) -> list[Measure]:
        """Give what label, column, section and corner state, the nearest first."""
        around = [e.text for e in (*reversed(row.sections), *reversed(row.corner))]
        return [
            *self._label_measures(row),
            *column.measures,
            *(m for said in around if (m := measure_of(said, self.language)) is not None),
        ]

    def _by_share(self, label: list[str], column: list[str]) -> bool:
        """Tell whether label or heads name an amount by the share, outside brackets with figures of their own."""
        return any(
            holds(self._words.per_share, words)
            and not any(w[0].isdecimal() for w in words[: _before(words, self._words)])
            for words in (label, column)
        )

    def _of_shares(self, label: list[str], column: list[str]) -> bool:
        """Tell whether label or heads count shares."""
        for words in (column, label):
            if holds(self._words.shares, words) and not holds(self._words.not_shares, words):
                return not holds(self._words.not_shares, label) or words is column
        return False

    def _shares_scale(self, measures: list[Measure]) -> tuple[Fraction, str]:
        for measure in measures:
            if measure.shares is not None:
                return measure.shares, measure.text
            if measure.only_shares and measure.scale is not None:
                return measure.scale, measure.text
            if measure.scale is not None and not measure.money:
                return measure.scale, measure.text
        return _ONE, ""

    def _governing(self, reading: _Reading, placed: Placed) -> UnitReading | None:
        """Give the currency that a column shows, or else the table."""
        found = next((reading.layout.currencies.get(c) for c in range(placed.first, placed.last + 1)), None)
        if found is None and reading.layout.currencies:
            found = next(iter(reading.layout.currencies.values()))
        return found if isinstance(found, UnitReading) else None

    def _money_of(
        self, reading: _Reading, placed: Placed, near: Measure | None, first: Measure | None, spoken: list[str]
    ) -> UnitReading | None:
        """Give the currency that governs a figure without a unit of its own, None where none does."""
        for measure in (near, first):
            if measure is not None and measure.unit is not None and _money(measure.unit):
                return measure.unit
        if holds(self._words.unscaled, spoken):
            return None
        if reading.layout.currencies:
            return self._governing(reading, placed)
        stated = next((m for m in reading.measures if m.scale is not None), None)
        if stated is not None and first is None and (stated.money or stated.excepts or not stated.only_shares):
            return self._default_currency()
        return None

    # When.

    def _when(self, reading: _Reading, row: RowLayout, column: _Column, own: list[str], quantity: Quantity) -> When:
        time = self._time(reading, row, column, own)
        if time.period is None:
            return When(symbol=time.symbol)
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
        label = nearest([self._times.of(e.text) for e in reversed(row.labels)])
        if label.period is not None and label.year and self._falls_due(reading, own, label):
            label = NEVER
            if head.period is None:
                return reading.time if reading.time.period is not None and not reading.time.year else NEVER
        if head.period is not None and label.period is not None:
            if head.period.covers(label.period) or head.year == 0 and label.period.days == 1:
                return replace(label, how="stated") if head.period.covers(label.period) else NEVER
            return NEVER
        if column.is_change and head.period is None:
            return NEVER
        time = head if head.period is not None else label
        if time.period is None:
            sections = nearest([self._times.of(e.text) for e in (*reversed(row.sections), *reversed(row.corner))])
            time = sections if sections.period is not None else reading.time
            time = replace(time, how="inferred") if time.period is not None else time
        return self._times.moment(time, own)

    def _falls_due(self, reading: _Reading, own: list[str], label: Time) -> bool:
        """Tell whether a row named by a year tells what falls due in it, not what was in it."""
        said = [w for text in reading.captions for w in tokenize(text).words]
        return holds(self._words.due, said) or any(
            holds(self._words.due, tokenize(e.text).words) for r in reading.layout.rows for e in r.labels
        )


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


def _last_day(time: Time) -> object:
    from datetime import timedelta

    from kzcheck.model import Period

    assert time.period is not None  # noqa: S101  asked for only then
    return Period.of_day(time.period.end - timedelta(days=1))


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


def _money(unit: UnitReading) -> bool:
    return len(unit.unit) == _MONEY_LETTERS and unit.unit.isupper()


def _scale_of(measures: list[Measure]) -> tuple[Fraction, str]:
    """Give the scale that the nearest statement about more than shares makes."""
    for measure in measures:
        if measure.scale is not None and not measure.only_shares:
            return measure.scale, measure.text
    return _ONE, ""


def _counted(own: list[str], column: list[str]) -> str:
    """Give the words of what is counted: the row's label where it is a plural, else the head, else the label."""
    label = " ".join(own)
    return label if label.endswith("s") else " ".join(column) or label


def _before(words: list[str], lexicon: TableWords) -> int:
    """Give where the phrase "per share" ends in some words."""
    return next((i for i in lexicon.per_share.places(words) if lexicon.per_share.at(words, i)), 0)


def _currency_of(text: str, language: str) -> UnitReading | None:
    """Give the currency of a text's first amounts, where they have only one."""
    from collections import Counter

    from kzcheck.extract.quantity.units import read_prefix

    signs: Counter[str] = Counter()
    for sign in "$€£¥₹₽₸":
        signs[sign] = text.count(sign)
    (sign, most), *rest = signs.most_common(2)
    if most < 3 or any(count * 5 > most for _, count in rest):
        return None
    return read_prefix(tokenize(f"{sign}1"), 1)
