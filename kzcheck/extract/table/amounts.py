"""Find the unit and the scale of a figure: in its cell, label, head, section and caption, or the money shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from fractions import Fraction

from kzcheck.extract.quantity.units import UnitReading, read_prefix
from kzcheck.extract.table.figures import Figure
from kzcheck.extract.table.measures import Measure, corner_measure, measure_of
from kzcheck.extract.table.words import first, table_words
from kzcheck.lang import tokenize, words_of
from kzcheck.model import Document, Step

_ONE = Fraction(1)
_RATIOS = ("percent", "pp", "bp")
_MONEY_LETTERS = 3
_SIGNS = "$€£¥₹₽₸₼₺₴₩"
_FEWEST = 3
_DOMINATES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What a figure is counted in: the unit, the words for it, the factor of its scale, and which words said so."""

    unit: str
    text: str
    factor: Fraction
    why: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands around a figure, each the nearest first: its own labels, the heads that name no time, what is above.

    `column` and `table` are what heads and captions state. `money` is the currency that its column shows, `other_money`
    one that another column shows, `percent` the unit of a column whose first and last figures alone show a "%".
    `is_pair` tells that heads or labels announce a count with its share in brackets.
    """

    own: Sequence[str]
    heads: Sequence[str]
    above: Sequence[str]
    column: Sequence[Measure]
    table: Sequence[Measure]
    money: UnitReading | None
    other_money: UnitReading | None
    percent: UnitReading | None
    is_pair: bool


class _Class(Enum):
    OPEN = auto()
    MONEY = auto()
    SHARES = auto()
    BY_SHARE = auto()


class Amounts:
    """The units and scales of the figures of one document."""

    def __init__(self, document: Document, language: str) -> None:
        """Take the document, whose own currency stands in where a table shows none."""
        self._text = document.text
        self._language = language
        self._words = table_words(language)
        self._currency: tuple[UnitReading | None] | None = None

    def of(self, figure: Figure, around: Around, *, second: bool = False) -> Amount:
        """Give unit and factor of a figure; `second` tells that it is the share in brackets behind a count."""
        if figure.unit is not None and not figure.currency:
            why = Step("table: unit of the cell", figure.unit_text)
            return Amount(unit=figure.unit.unit, text=figure.unit_text, factor=figure.unit.factor, why=(why,))
        if second:
            return Amount(unit="percent", text="%", factor=_ONE, why=(Step("table: share in brackets", figure.digits),))
        ratio = next((m for m in around.column if m.unit is not None and m.unit.unit in _RATIOS), None)
        if ratio is not None and ratio.unit is not None and not around.is_pair and not figure.currency:
            return Amount(unit=ratio.unit.unit, text=ratio.text, factor=_ONE, why=(Step("table: unit", ratio.text),))
        measures = list(self._near(around))
        near = len(measures)
        measures += around.table
        own = [words_of(said) for said in around.own]
        heads = [words_of(said) for said in around.heads]
        if heads and self._words.shares.at(heads[0], 0) == (True, len(heads[0])):
            own = []  # a head that says nothing but "Shares" says it of every row
        above = [words_of(said) for said in around.above if not self._states_scale(said)]
        what = self._class((*own, *heads, *above))
        if around.percent is not None and figure.unit is None and what in (_Class.OPEN, _Class.MONEY):
            why = Step("table: unit of the column", "%")
            return Amount(unit=around.percent.unit, text="%", factor=_ONE, why=(why,))
        if what is _Class.BY_SHARE:
            money = figure.unit or around.money or around.other_money or self._default()
            if money is not None:
                text = figure.unit_text or money.unit
                return Amount(
                    unit=f"{money.unit}/count", text=text, factor=_ONE, why=(Step("table: by the share", text),)
                )
        if what is _Class.SHARES and not figure.currency:
            return self._shares(figure, measures, around)
        unscaled = any(self._is_unscaled(words) for words in (*own, *heads))
        return self._measured(figure, measures, near, around, unscaled=unscaled)

    def _measured(
        self, figure: Figure, measures: Sequence[Measure], near: int, around: Around, *, unscaled: bool
    ) -> Amount:
        """Take the nearest unit that is stated, else the money that the table shows, else no unit."""
        stated = [
            (n, m)
            for n, m in enumerate(measures)
            if m.unit is not None and not m.only_shares and not (around.is_pair and m.unit.unit in _RATIOS)
        ]
        at, nearest = stated[0] if stated else (len(measures), None)
        money = figure.unit if figure.currency else None
        if money is None and nearest is not None and nearest.unit is not None:
            if is_money(nearest.unit):
                money = None if unscaled and at >= near else nearest.unit
            elif at < near or around.money is None:
                return (
                    self._plain(figure, nearest, nearest.unit) if not (unscaled and at >= near) else self._count(around)
                )
        if money is None and not unscaled:
            money = around.money or around.other_money
            if money is None and any(m.scale is not None and not m.only_shares for m in measures[near:]):
                money = self._default()
        factor, words = (_ONE, "") if figure.scaled else _scale_of(measures)
        if money is not None:
            text = figure.unit_text or money.unit
            return Amount(
                unit=money.unit,
                text=text,
                factor=factor * money.factor,
                why=(*_said(factor, words), Step("table: currency", text)),
            )
        if unscaled and not figure.scaled:
            factor, words = _scale_of(measures[:near])  # "Visitors (000s)" says its own
        return self._count(around, factor, words)

    def _states_scale(self, said: str) -> bool:
        """Tell whether a text says nothing but in what the figures are: "in millions, except per share data"."""
        found = measure_of(said, self._language)
        if found is None or found.scale is None:
            return False
        return found.excepts or said.startswith("(") or said.split(maxsplit=1)[0].lower() in self._words.scale_leads

    def _is_unscaled(self, words: Sequence[str]) -> bool:
        """Tell whether a label or head names what has no money's scale: a rate, a ratio, a number of things."""
        if not words:
            return False
        opened = next((i for i, w in enumerate(words) if i and (w in "([," or w in self._words.cuts)), len(words))
        joined = opened > 1 and not words[opened - 2].isalnum()  # "fixed-rate" says how something is
        return (words[opened - 1] in self._words.unscaled_ends and not joined) or self._words.unscaled_starts.at(
            words, 0
        ) is not None

    def _plain(self, figure: Figure, measure: Measure, unit: UnitReading) -> Amount:
        factor = _ONE if figure.scaled else measure.scale or _ONE
        return Amount(unit=unit.unit, text=measure.text, factor=factor, why=(Step("table: unit", measure.text),))

    def _count(self, around: Around, factor: Fraction = _ONE, words: str = "") -> Amount:
        label = around.own[0] if around.own else ""
        text = label if label.endswith("s") else next(iter(around.heads), "") or label
        return Amount(unit="count", text=text, factor=factor, why=_said(factor, words))

    def _shares(self, figure: Figure, measures: Sequence[Measure], around: Around) -> Amount:
        """Count shares, by their own scale where the statement names one for them."""
        factor, words = _ONE, ""
        for measure in measures:
            found = measure.shares if measure.shares is not None else None if measure.money else measure.scale
            if found is not None:
                factor, words = found, measure.text
                break
        if figure.scaled:
            factor = _ONE
        text = next(iter((*around.own, *around.heads)), "")
        return Amount(unit="count", text=text, factor=factor, why=_said(factor, words))

    def _near(self, around: Around) -> Iterator[Measure]:
        """Give what labels, heads and what is above the label state, the nearest first."""
        yield from (m for said in around.own if (m := measure_of(said, self._language)) is not None)
        yield from around.column
        yield from (m for said in around.above if (m := corner_measure(said, self._language)) is not None)

    def _class(self, texts: Iterable[Sequence[str]]) -> _Class:
        """Tell by the nearest text that says so whether a figure is by the share, counts shares, or is money."""
        return next((found for words in texts if (found := self._class_of(words)) is not _Class.OPEN), _Class.OPEN)

    def _class_of(self, words: Sequence[str]) -> _Class:
        if not any(w[0].isalpha() for w in words):
            return _Class.OPEN
        shares = first(self._words.shares, words)
        by_share = first(self._words.per_share, words)
        if by_share is not None and (shares is None or by_share < shares):
            # "Dividends declared ($0.98 per share)" tells of dividends.
            return _Class.MONEY if any(w[0].isdecimal() for w in words[:by_share]) else _Class.BY_SHARE
        other = first(self._words.not_shares, words)
        if shares is not None and (other is None or shares < other):
            return _Class.SHARES
        return _Class.OPEN if other is None else _Class.MONEY

    def _default(self) -> UnitReading | None:
        """Give the currency of the document, where its amounts have one alone."""
        if self._currency is None:
            signs = Counter({sign: self._text.count(sign) for sign in _SIGNS})
            (sign, most), (_, next_most) = signs.most_common(2)
            alone = most >= _FEWEST and next_most * _DOMINATES < most
            self._currency = (read_prefix(tokenize(f"{sign}1", language=self._language), 1) if alone else None,)
        return self._currency[0]


def is_money(unit: UnitReading) -> bool:
    """Tell whether a unit is a currency."""
    return len(unit.unit) == _MONEY_LETTERS and unit.unit.isupper()


def _said(factor: Fraction, words: str) -> tuple[Step, ...]:
    return (Step("table: scale", words),) if factor != 1 else ()


def _scale_of(measures: Sequence[Measure]) -> tuple[Fraction, str]:
    """Give the scale that the nearest statement about more than shares makes."""
    for measure in measures:
        if measure.scale is not None and not measure.only_shares:
            return measure.scale, measure.text
    return _ONE, ""
