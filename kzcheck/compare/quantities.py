"""The table of claims as columns of codes: which claims speak of one quantity, of one period, of one growth."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache, cached_property
from typing import Any

import numpy as np
import pandas as pd

from kzcheck.compare.equation import Term
from kzcheck.compare.parties import Owned, owned
from kzcheck.compare.statement import SHARES, Statement
from kzcheck.concepts import default
from kzcheck.lang import languages, read
from kzcheck.model import Interval, Period, is_named
from kzcheck.model.claim import Sign

Array = np.ndarray[Any, Any]
LEVELS = ("level", "count", "duration", "age", "share", "score")
GROWTHS = ("change", "ratio")
PLAIN = ("level", "count", "share", "difference", "duration")
"""Kinds whose figures are of one quantity where their units measure the same."""
POINTS = ("pp", "bp")
"""Units of differences between percentages."""
MOODS = {"actual": 0, "target": 1, "forecast": 1, "capacity": 2}
"""Claims are compared within a mood: what was, what is to be (targets and forecasts), what could be."""

_SCALES = ("degC", "degF")
_WHOLE = '"whole"'
_HANDFUL = 9
_RUN = re.compile(r"\d+")
_ZEROS = re.compile(r"\d{1,3}(?:[.,\s']\d{3})*(?<=0)|\d+0")
"""A whole number that ends in a zero: whether that zero is stated, its digits do not say."""
ACTUAL, AHEAD, CAPACITY = 0, 1, 2
NO_DATE = np.iinfo(np.int64).min
_HAIR = 1e-12
_EACH = "/count"
"""Ends the name of what is measured by the piece."""
_CASES = 3
"""Different numbers that one document gives under one name, from which on they are a list."""


class Quantities:
    """Columns of a frame of claims, coded for grouping; rows are positions in the frame.

    `series` numbers quantities (metric, parties, qualifiers, dimension, mood), -1 where a claim names none; `family` is
    the same without dimension and mood, by which growth finds its levels. `node` numbers the periods of a series.
    """

    def __init__(
        self,
        frame: pd.DataFrame,
        *,
        without: Array | None = None,
        within: Mapping[str, str] | None = None,
        apart: bool = False,
    ) -> None:
        """Take the table of claims.

        `without` marks rows that are left out (copies); `within` gives documents a group, inside which alone claims
        are compared; `apart` tells that documents without any date are not of one time.
        """
        self.frame = frame
        self.apart = apart
        self.size = len(frame)
        self._texts: dict[str, list[str]] = {}
        self._cells: dict[str, Any] = {}
        self._statements: dict[int, Statement] = {}
        self.left_out = np.zeros(self.size, dtype=bool) if without is None else without
        kind = self.coded("kind")
        self.kind = kind
        mood = self._mapped("modality", MOODS, -1)
        # Installed capacity is what stands, whichever words say so; only of other things it is what could be.
        mood = np.where((mood == CAPACITY) & self.stock, ACTUAL, mood)
        self.mood = np.where(frame["negated"].to_numpy(bool), -1, mood)
        self.dimension = self._dimensions()
        self.start, self.end = self._days("period_start"), self._days("period_end")
        self.base_start, self.base_end = self._days("base_start"), self._days("base_end")
        self.dated = self.start != NO_DATE
        self.based = self.base_start != NO_DATE
        named = (self.coded("metric") != "") & ~self.left_out
        self._within = within
        self._about: dict[int, Owned] = {}
        self.quantity, self.whose = self._quantities()
        family = [self.quantity, self.whose, self.codes("basis"), self.group]
        self.family = np.where(named, number(family), -1)
        self.level = np.isin(kind, LEVELS) & (self.family >= 0) & (self.mood >= 0)
        self.growth = np.isin(kind, GROWTHS) & (self.family >= 0) & (self.mood >= 0)
        # "By 3 percentage points" adds to a rate, all other growth multiplies.
        self.points = np.isin(kind, GROWTHS) & np.isin(self.coded("unit"), POINTS)
        stated = (self.family >= 0) & (self.mood >= 0) & self.dated & self.based
        self.difference = ((kind == "difference") | self.points) & stated
        series = number([self.family, self.dimension, self.mood])
        self.series = np.where(self.level, series, -1)
        self.symbolic = (self.coded("period_symbol") != "") | (self.coded("base_symbol") != "")
        self.place = frame["start"].to_numpy(np.int64)
        self.cumulative = frame["cumulative"].to_numpy(bool)
        # "This year" of a year that is not over: up to when, the text does not say.
        self.vague = self.cumulative & self._derived_by(Sign.TO_DATE)
        # "Fivefold" without "since": the year before is a guess that suits percentages.
        self.guessed = (kind == "ratio") & self._derived_by(Sign.YEAR_BEFORE)
        self.data = self._derived_by(Sign.LEAF)
        self.direction = frame["direction"].to_numpy(np.int64)
        self.heading = frame["heading"].to_numpy(bool)
        self.low, self.high = self._bounds()
        self.value = self._floats("value") * self.factor
        self.when = self._when()
        node = number([self.series, self.start, self.end, self.when])
        self.node = np.where(self.level, node, -1)

    def text(self, column: str) -> list[str]:
        """Give a column of words as a list."""
        if column not in self._texts:
            self._texts[column] = self.frame[column].astype(object).tolist()
        return self._texts[column]

    def coded(self, column: str) -> Array:
        """Give a column of words as an array of objects."""
        return self.frame[column].astype(object).to_numpy()

    def codes(self, column: str) -> Array:
        """Give a column as numbers, equal where the words are equal."""
        values = self.frame[column]
        if isinstance(values.dtype, pd.CategoricalDtype):
            return values.cat.codes.to_numpy().astype(np.int64)
        return pd.factorize(values)[0].astype(np.int64)

    def _mapped(self, column: str, meaning: dict[str, Any], other: Any) -> Array:
        """Give what each word of a category column means, looked up once a category."""
        values = self.frame[column]
        known = np.array([meaning.get(c, other) for c in values.cat.categories] + [other])
        return known[values.cat.codes.to_numpy()]

    def _derived_by(self, sign: Sign) -> Array:
        """Mark the claims whose derivation has a step of a sign."""
        some = {signs: sign in signs.split() for signs in self.frame["signs"].cat.categories}
        return self._mapped("signs", some, other=False)

    @cached_property
    def factor(self) -> Array:
        """Give what turns the stated unit into the working one, as floats for screening."""
        factor = np.nan_to_num(self._floats("factor"), nan=1.0)
        share = self._mapped("unit", {u: float(x) for u, x in SHARES.items()}, np.nan)
        return np.where(np.isnan(share), factor, share)

    @cached_property
    def published(self) -> Array:
        """Give the dates of publication as numbers, -1 where unknown."""
        return np.where(self.coded("published") == "", -1, self.codes("published"))

    @cached_property
    def record_from(self) -> Array:
        """Give the first days that records are of, NO_DATE where there is none."""
        return self._days("record_from")

    @cached_property
    def growth_node(self) -> Array:
        """Number the growths that are one: same quantity, mood, period and base."""
        columns = [self.family, self.mood, self.start, self.end, self.base_start, self.base_end, self.when]
        return number([*columns, pd.factorize(self._mapped("unit", dict.fromkeys(POINTS, 1), 0))[0]])

    @cached_property
    def difference_node(self) -> Array:
        """Number the amounts of change that are one: same quantity, unit, mood, period and base."""
        times = [self.start, self.end, self.base_start, self.base_end, self.when]
        return number([self.family, self.dimension, self.mood, *times])

    @cached_property
    def figure(self) -> Array:
        """Give a number to the claims that state one figure, with one hedge, of one quantity."""
        said = [
            pd.factorize(x)[0].astype(np.int64) for x in (self.low, self.high, np.nan_to_num(self.value, nan=np.inf))
        ]
        return number([self.family, self.dimension, self.mood, self.codes("kind"), self.codes("hedge"), *said])

    def figure_of(self, row: int) -> tuple[int, int, float, float, float]:
        """Give what tells a figure from others: group of documents, dimension, value and what it allows."""
        value = 0.0 if np.isnan(self.value[row]) else float(self.value[row])
        return int(self.group[row]), int(self.dimension[row]), value, float(self.low[row]), float(self.high[row])

    @cached_property
    def sentence(self) -> Array:
        """Give where the sentence of each claim starts in its document."""
        return self.frame["sentence_start"].to_numpy(np.int64)

    @cached_property
    def discovered(self) -> Array:
        """Mark the claims whose quantity no rule names."""
        return self._mapped("metric_how", {"discovered": True, "": True}, False).astype(bool)

    @cached_property
    def crowded(self) -> Array:
        """Mark claims that their words do not tell apart: what each is about was not understood.

        They stand in one sentence, or one document lists them (`listed`).
        """
        kind = np.where(np.isin(self.kind, GROWTHS), 1, 0)
        # What a sentence denies does not stand beside what it says.
        denied = np.where(self.mood < 0, np.arange(1, self.size + 1), 0)
        place = [self.codes("document"), self.sentence, self.start, self.end, denied]
        key = number([self.family, self.dimension, kind, *place])
        several = np.bincount(key)[key] > 1
        return np.asarray((several & self.discovered) | self.listed | self._bare_parts)

    @cached_property
    def _bare_parts(self) -> Array:
        """Mark the parts of a whole of which nothing is known but what both count: "two of the 12 wells are dry"."""
        out = np.zeros(self.size, dtype=bool)
        document = self.codes("document")
        for row in np.flatnonzero([_WHOLE in text for text in self.text("qualifiers")]).tolist():
            before = row - 1
            beside = before >= 0 and document[before] == document[row] and self.sentence[before] == self.sentence[row]
            if beside and self.dimension[before] == self.dimension[row]:
                out[before] = self.words(before) < self.words(row)
        return out

    @cached_property
    def repeated(self) -> Array:
        """Mark figures without a time that one document states in the same words with other numbers: "level 1 is"."""
        document = number([self.codes("document"), self.frame_node])
        some = self.framed & self.timeless
        numbers = _different(document, self._said, some)
        return np.asarray(some & (numbers > 1) & ~((numbers == 2) & self._said_twice(document, some)))

    def _said_twice(self, key: Array, some: Array) -> Array:
        """Mark figures by which sentences alike but for one number may contradict one another: "the tool has 5 tests".

        Their subject is definite, no other figure tells them apart, and they are not told below two headings.
        """
        sections = _different(key, self.codes("section"), some & (self.coded("section") != ""))
        found = some & (sections < 2)
        for row in np.flatnonzero(found).tolist():
            found[row] = self._of_one_thing(row)
        return np.asarray(found)

    def _of_one_thing(self, row: int) -> bool:
        """Tell whether the sentence of a figure has a definite subject, no other number, and lists no cases."""
        text, name = self.text("sentence")[row], self.text("entity_text")[row]
        opening = text.split(None, 1)[0].casefold() if text.strip() else ""
        # Guides say of one thing after another that "the" thing takes two or three of something.
        known = bool(name and text.startswith(name)) or (opening in definite() and self.value[row] > _HANDFUL)
        only = len(_RUN.findall(text)) == len(_RUN.findall(self.text("surface")[row]))
        return known and only and not self.lists_cases(row)

    def lists_cases(self, row: int) -> bool:
        """Tell whether the sentence of a figure speaks of one case after another: "the following patent is ...: 5"."""
        text = self.text("sentence")[row]
        return ":" in text or not demonstratives().isdisjoint(text.casefold().split())

    @cached_property
    def stock(self) -> Array:
        """Mark what stands at a time, not what comes about in one."""
        return np.asarray([name.endswith(" stock") for name in self.text("measure")], dtype=bool)

    @cached_property
    def listed(self) -> Array:
        """Mark the figures without a time that one document gives for several cases of one thing.

        They are said in the same words, or at least `_CASES` numbers stand under one name; two under one name of a data
        file are of two rows whose labels were not understood.
        """
        node = np.where(self.level, self.node, np.where(self.growth, self.growth_node, -1))
        name = number([self.codes("document"), node, self.level.astype(np.int64)])
        some = (node >= 0) & self.timeless
        cases = np.where(self.data, 2, _CASES)
        return np.asarray(self.repeated | (some & (_different(name, self._said, some) >= cases)))

    @cached_property
    def timeless(self) -> Array:
        """Mark the figures under discovered names of which no time is told."""
        return np.asarray(self.discovered & ~self.dated & ~self.based & ~self.symbolic)

    @cached_property
    def _said(self) -> Array:
        return number([pd.factorize(ends)[0].astype(np.int64) for ends in (self.low, self.high)])

    @cached_property
    def framed(self) -> Array:
        """Mark the claims whose sentence, with its numbers blanked, may be another's; rules know none of them."""
        some = np.isin(self.kind, (*LEVELS, *GROWTHS, "difference")) & ~self.left_out & self.discovered
        return np.asarray(some & (self.coded("frame") != ""))

    @cached_property
    def frame_node(self) -> Array:
        """Give a number to the claims that stand in one place of one sentence frame and speak of one time."""
        growth = np.isin(self.kind, GROWTHS)
        columns = [self.codes("frame"), self.group, self.codes("modality"), np.where(growth, -1, self.dimension)]
        columns += [self.frame["negated"].to_numpy(np.int64), self.start, self.end, self.base_start, self.base_end]
        return number([*columns, self.when, self.whose])

    @cached_property
    def group(self) -> Array:
        """Give a number to the groups of documents inside which alone claims are compared."""
        if self._within is None:
            return np.zeros(self.size, dtype=np.int64)
        return pd.factorize(self._mapped("document", dict(self._within), ""))[0].astype(np.int64)

    def _dimensions(self) -> Array:
        """Give a number to what each unit measures.

        Units without a dimension, and scales with different zeros, have no common factor: each is its own.
        """
        unit, dimension = self.codes("unit"), self.codes("dimension")
        own = self._mapped("unit", dict.fromkeys(_SCALES, True), False) | (self.coded("dimension") == "")
        names = self.frame["dimension"].cat.categories
        plain = {name: n for n, name in enumerate(names)}
        # Earnings per share are "$4" and "$4 a share": what is counted by the piece says so itself.
        each = {name: plain[whole] for name in names if (whole := name.removesuffix(_EACH)) != name and whole in plain}
        by_piece = self._mapped("concept", dict.fromkeys(_by_piece(), True), False).astype(bool)
        dimension = np.where(by_piece, self._mapped("dimension", plain | each, -1), dimension)
        return number([np.where(own, -1 - unit, dimension)])

    def _quantities(self) -> tuple[Array, Array]:
        """Give a number to each quantity, and one to whom it is of, -1 where none is known.

        Those that a rule names are numbered by their metric; of the others, the words of their frames and what they
        measure are brought to one form first.
        """
        metric, whose = self.coded("metric"), self.coded("parties")
        rows = np.flatnonzero(self.discovered & (metric != ""))
        code = pd.factorize(metric)[0].astype(np.int64)
        parties = np.where(whose == "", -1, pd.factorize(whose)[0]).astype(np.int64)
        if len(rows):
            words, entity = self._discovered(rows)
            code = self._joined(number([np.where(self.discovered, -1, code), *self._measured(words)]), words)
            parties[rows] = np.where(entity < 0, -1, entity + parties.max(initial=0) + 1)
        empty = (whose == "") & ~self.discovered
        if not empty.any() or empty.all():
            return code, parties
        # A claim without parties joins the only ones that its metric has.
        known = pd.DataFrame({"metric": code[~empty], "parties": parties[~empty]}).groupby("metric")["parties"]
        only = known.first()[known.min() == known.max()]
        filled = pd.Series(code[empty]).map(only).to_numpy(float)
        parties[empty] = np.where(np.isnan(filled), parties[empty], np.nan_to_num(filled)).astype(np.int64)
        return code, parties

    def _discovered(self, rows: Array) -> tuple[Array, Array]:
        """Give a number to the words of each quantity of `rows` (all others -1), and one to its entity (-1: none)."""
        columns = (self.coded(name)[rows].tolist() for name in ("entity", "concept", "qualifiers"))
        days = np.where(self.dated, self.end - self.start, 0)[rows]
        document = self.coded("document")[rows].tolist()
        found = owned([*zip(*columns, strict=True)], document, self.group[rows].tolist(), days.tolist())
        self._about = dict(zip(rows.tolist(), found, strict=True))
        words = np.full(self.size, -1, dtype=np.int64)
        words[rows] = pd.factorize(pd.Series([about.words for about in found]))[0]
        entity = pd.factorize(pd.Series([about.entity for about in found], dtype=object))[0].astype(np.int64)
        return words, np.where([about.entity == "" for about in found], -1, entity)

    def _measured(self, words: Array) -> list[Array]:
        """Give the columns that part discovered quantities of the same words: what is measured, or else the kind.

        A growth that is said with its level measures what the level does; one that stands alone measures nothing yet.
        """
        sizes = {name: name.partition(" ")[0].removesuffix(_EACH) for name in self.frame["measure"].cat.categories}
        codes = {size: n for n, size in enumerate(sorted({*sizes.values()} - {""}))}
        size = self._mapped("measure", {name: codes.get(size, -1) for name, size in sizes.items()}, -1)
        kind = pd.factorize(self.kind)[0].astype(np.int64)
        apart = ~np.isin(self.kind, PLAIN) & ~(np.isin(self.kind, GROWTHS) & (size >= 0))
        known = words >= 0
        return [words, np.where(known & ~apart, size, -1), np.where(known & apart, kind, -1)]

    def words(self, row: int) -> frozenset[str]:
        """Give the words of a discovered quantity: its entity, its concept and what restricts it."""
        about = self._about.get(row)
        if about is None:
            return frozenset()
        entity = {w for w in about.entity.split() if w}
        return frozenset(w for value in about.words for w in map(bare, value.split()) if w) | entity

    def _joined(self, metric: Array, words: Array) -> Array:
        """Let growth of a discovered quantity join the only level that its words have."""
        grown = np.isin(self.kind, GROWTHS) & (words >= 0)
        if not grown.any():
            return metric
        levels = np.isin(self.kind, LEVELS) & (words >= 0)
        rates = self.coded("dimension") == "ratio"
        points = np.isin(self.coded("unit"), POINTS)
        out = metric
        # Percentage points are added to rates; what grows by a percentage is an amount.
        for some, growths in ((levels & ~rates, grown & ~points), (levels & rates, grown & points)):
            of_levels = pd.DataFrame({"words": words[some], "metric": metric[some]}).groupby("words")["metric"]
            only = of_levels.first()[of_levels.min() == of_levels.max()]
            joined = pd.Series(words).map(only).to_numpy(float)
            apart = growths & ~np.isin(metric, metric[levels]) & ~np.isnan(joined)
            out = np.where(apart, np.nan_to_num(joined), out).astype(np.int64)
        return out

    def _days(self, column: str) -> Array:
        stamps = self.frame[column].to_numpy().astype("datetime64[D]")
        return np.where(np.isnat(stamps), NO_DATE, stamps.astype(np.int64))

    def _floats(self, column: str) -> Array:
        return self.frame[column].to_numpy(dtype=float, na_value=np.nan)

    def _bounds(self) -> tuple[Array, Array]:
        low, high = self._floats("low") * self.factor, self._floats("high") * self.factor
        low, high = np.nan_to_num(low, nan=-np.inf), np.nan_to_num(high, nan=np.inf)
        # Open ends lie a hair inside, so that screening sees [1, 2) and [2, 3) as apart; proof does not use these.
        inside_low = np.isfinite(low) & ~self.frame["low_closed"].to_numpy(bool)
        inside_high = np.isfinite(high) & ~self.frame["high_closed"].to_numpy(bool)
        low[inside_low] += np.abs(low[inside_low]) * _HAIR
        high[inside_high] -= np.abs(high[inside_high]) * _HAIR
        never_negative = np.isin(self.kind, (*LEVELS, "ratio")) & np.isneginf(low) & (high >= 0)
        return np.where(never_negative, 0.0, low), high

    def _when(self) -> Array:
        """Give a number to what stands in for a missing or a vague period.

        Undated plans are one pool; of what was, undated claims are of one time where they were published on one date,
        or where no date of publication is known: texts without any that are checked together are of one time, unless
        they are to stand `apart`. Times
        said in words that cannot be dated ("last year") are one where a document says the same words; fiscal periods
        whose days are unknown are one where any texts name the same.
        """
        nowhere = _NO_DATE + 2 * (self.codes("document") + 1) if self.apart else _NO_DATE
        pool = np.where(self.published >= 0, self.published * 2 + 1, nowhere)
        pool = np.where((self.dated & ~self.vague) | (self.mood == AHEAD), 0, pool)
        if not self.symbolic.any():
            return pool
        symbols = (self.text("period_symbol"), self.text("base_symbol"))
        named = [all(is_named(one) for one in some if one) for some in zip(*symbols, strict=True)]
        place = np.where(np.array(named, dtype=bool), -1, self.codes("document"))
        own = number([place, self.codes("period_symbol"), self.codes("base_symbol")])
        return np.where(self.symbolic, -1 - own, pool)

    def span(self, rows: Array) -> tuple[Array, Array]:
        """Give the ends of what rows allow, as floats; growth as a factor, so that changes and ratios compare."""
        shift = np.where(self.kind[rows] == "change", 1.0, 0.0)
        return self.low[rows] + shift, self.high[rows] + shift

    def term(self, row: int, index: int) -> Term:
        """Give the term by which a row enters a product: changes as growth factors, all else as it is."""
        return Term(index, "growth" if self.kind[row] == "change" else "level")

    def issued(self, row: int) -> int | None:
        """Give the day of publication as a number, or None; a month or year counts from its first day."""
        text = self.text("published")[row]
        if not text:
            return None
        parts = [int(p) for p in text[:10].split("-") if p.isdigit()]
        return date(*[*parts, 1, 1][:3]).toordinal() if parts else None

    def metric(self, row: int) -> str:
        """Name the metric of a row."""
        return self.text("metric")[row]

    def span_of(self, start: int, end: int) -> Period | None:
        """Give the period between two days, numbered as in `start` and `end`."""
        return _period(start, end)

    def period(self, row: int) -> Period | None:
        """Give the period of a row."""
        return _period(self.start[row], self.end[row])

    def base(self, row: int) -> Period | None:
        """Give the base period of a row."""
        return _period(self.base_start[row], self.base_end[row])

    def statement(self, row: int) -> Statement:
        """Give the claim of a row, ready for exact judging."""
        if row not in self._statements:
            self._statements[row] = self._statement(row)
        return self._statements[row]

    def _cell(self, column: str, row: int) -> Any:
        """Give one cell of the table; a row taken from the frame would cost a hundred times as much."""
        if column not in self._cells:
            self._cells[column] = self.frame[column].array
        return self._cells[column][row]

    def _exact(self, column: str, row: int) -> Fraction | None:
        text = str(self._cell(f"{column}_exact", row))
        return Fraction(text) if text else None

    def _statement(self, row: int) -> Statement:
        unit, kind = str(self._cell("unit", row) or ""), str(self._cell("kind", row))
        factor = SHARES.get(unit) or self._exact("factor", row) or Fraction(1)
        value, ulp = self._exact("value", row), self._exact("ulp", row)
        low, high = self._exact("low", row), self._exact("high", row)
        low_closed, high_closed = bool(self._cell("low_closed", row)), bool(self._cell("high_closed", row))
        if low is None and kind in (*LEVELS, "ratio") and (high is None or high >= 0):
            low, low_closed = Fraction(0), True
        ends = self._exact("range_low", row), self._exact("range_high", row)
        period = self.period(row)
        return Statement(
            row=row,
            claim_id=str(self._cell("claim_id", row)),
            document=str(self._cell("document", row)),
            surface=" ".join(str(self._cell("surface", row)).split()),
            kind=kind,
            value=None if value is None else value * factor,
            interval=Interval(low, high, low_closed, high_closed).scale(factor),
            ulp=(ulp or Fraction(0)) * factor,
            factor=factor,
            unit=unit,
            hedge=str(self._cell("hedge", row) or "exact"),
            whole=kind == "ratio"
            and value is not None
            and value.denominator == 1
            and "." not in str(self._cell("digits", row)),
            zeros=bool(_ZEROS.fullmatch(str(self._cell("digits", row)))),
            modality=str(self._cell("modality", row)),
            period="" if period is None else str(period),
            voice=str(self._cell("publisher", row) or "") or str(self._cell("document", row)),
            source=str(self._cell("source", row) or ""),
            dimension=str(self._cell("dimension", row)),
            noun=" ".join(str(self._cell("unit_text", row) or "").split()),
            ends=None if value is not None or None in ends else Interval(*ends).scale(factor),
            readings=len(json.loads(self._cell("readings", row) or "[]")) > 1,
        )


def bare(word: str) -> str:
    """Give a word of a discovered metric without its mark, "" for a word that stands for a number."""
    return "" if word.startswith("#") else word.lstrip(">")


@cache
def _by_piece() -> frozenset[str]:
    """Give the ids of the concepts whose figures are by the piece, whether the unit says so or not."""
    return frozenset(c.id for c in default() if f"money{_EACH}" in c.measures)


@cache
def phrases(name: str) -> tuple[str, ...]:
    """Give the words of wholes, parts and averages under a name, of every language that has some."""
    found: list[str] = []
    for language in languages():
        with contextlib.suppress(FileNotFoundError):
            found.extend(str(phrase) for phrase in read(language, "wholes")[name])
    return tuple(found)


@cache
def indefinite() -> frozenset[str]:
    """Give the words of every language that have some which speak of one of several things."""
    return _of_frames("indefinite")


@cache
def definite() -> frozenset[str]:
    """Give the words by which a sentence speaks of one thing that is known."""
    return _of_frames("definite")


@cache
def demonstratives() -> frozenset[str]:
    """Give the words by which a sentence speaks of what stands before or after it."""
    return _of_frames("demonstratives")


def _of_frames(name: str) -> frozenset[str]:
    """Give a list of words of every language that has it."""
    found: set[str] = set()
    for language in languages():
        with contextlib.suppress(FileNotFoundError):
            found.update(read(language, "frames")[name])
    return frozenset(found)


@cache
def comparatives() -> tuple[dict[str, Any], ...]:
    """Give the words of comparison of each language that has some."""
    found = []
    for name in languages():
        with contextlib.suppress(FileNotFoundError):
            found.append(read(name, "comparatives"))
    return tuple(found)


def _period(start: int, end: int) -> Period | None:
    if start == NO_DATE:
        return None
    return Period(_date(start), _date(end))


def _date(day: int) -> date:
    return date.fromordinal(int(day) + 719163)


def _different(key: Array, said: Array, among: Array) -> Array:
    """Give for each row how many different numbers the rows of its key say, counting those of `among`."""
    rows = np.flatnonzero(among)
    pairs = pd.DataFrame({"key": key[rows], "said": said[rows]}).drop_duplicates()
    counts = np.bincount(pairs["key"].to_numpy(), minlength=int(key.max(initial=0)) + 1)
    return np.asarray(counts[key])


_NO_DATE = 2
"""The pool of undated claims of texts without a date of publication; the pools of dates have odd numbers."""


def number(columns: list[Array]) -> Array:
    """Give the rows of several columns of integers one number each, equal where all are equal."""
    out = columns[0]
    for column in columns[1:]:
        left, right = pd.factorize(out)[0].astype(np.int64), pd.factorize(column)[0].astype(np.int64)
        out = pd.factorize(left * (int(right.max(initial=0)) + 1) + right)[0].astype(np.int64)
    return out
