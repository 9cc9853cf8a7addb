"""Figures that one document tells twice: a number of the prose that is another number of the document, gone wrong.

Only numbers of the prose that nothing in the document supports are looked at. Words must say that the two are one
thing, and the digits how the slip came about; neither is enough alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import numpy as np
import pandas as pd

from kzcheck.compare.linking.evidence import slipped
from kzcheck.compare.linking.pairs import Pairs, eligible
from kzcheck.compare.linking.passages import Passages, within
from kzcheck.compare.quantities import GROWTHS, Array, Quantities, number
from kzcheck.compare.statement import BOUNDS
from kzcheck.model import Evidence, Grade, Link, Weighed
from kzcheck.storage import YamlError, load_yaml

FILE = "retold.yaml"
_NEAR = 1.3
_HAIR = 1 + 1e-9
_AHEAD = 4.0
"""Bits by which a pair's words lead all others' where it stands alone."""
_MISSING = 0.6
_FURTHER = 0.2
_ABSENT = -9.0
_LONG = 5
_SHORT = 2
_SCALES = (1e3, 1e6, 1e9)
_SHARES = ((0.4, 0.7, 0.95), ("little", "half", "most", "whole"))
_WORDS = ((4, 8, 14, 24), ("under_4", "4_to_8", "8_to_14", "14_to_24", "over_24"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Retelling:
    """What `retold.yaml` says: `of[evidence][level]` in bits, and the numbers that go with it."""

    prior: float
    probable: float
    without_figures: float
    most_sharing: int
    background: float
    days: int
    support: Mapping[str, float]
    of: Mapping[Evidence, Mapping[str, float]]


@cache
def retelling() -> Retelling:
    """Give the weights that come with kzcheck. Raises ValueError naming file and place where the file is wrong."""
    try:
        read = load_yaml(files("kzcheck.compare.linking").joinpath(FILE).read_bytes())
        table = {
            Evidence(e): MappingProxyType({str(k): float(v) for k, v in given.items()})
            for e, given in read["weights"].items()
        }
        return Retelling(
            prior=float(read["prior"]),
            probable=float(read["probable"]),
            without_figures=float(read["without_figures"]),
            most_sharing=int(read["most_sharing"]),
            background=float(read["background"]),
            days=int(read["days"]),
            support=MappingProxyType({name: float(read["support"][name]) for name in ("words", "sentence", "digits")}),
            of=MappingProxyType(table),
        )
    except YamlError as error:
        raise ValueError(f"{FILE}:{error.line}:{error.column}: {error}") from None
    except KeyError as error:
        raise ValueError(f"{FILE}: {error.args[0]!r} is missing") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retold:
    """A number of the prose (the first row) that is probably another of its document, and how sure it is."""

    rows: tuple[int, int]
    link: Link


def retold(table: Quantities, weigh: Retelling) -> list[Retold]:
    """Give the numbers of the prose that are probably others of their document gone wrong, the likeliest first."""
    return _Search(table, weigh).found()


class _Search:
    """All figures of a table, and what is known of the pairs that share a word."""

    def __init__(self, table: Quantities, weigh: Retelling) -> None:
        self.table, self.weigh = table, weigh
        rows = eligible(table)
        rows = rows[np.abs(np.nan_to_num(table.value[rows])) > 0]
        self.rows = rows
        self.words = Passages(table, rows, background=weigh.background)
        self.amount = np.abs(table.value)
        counted = np.isin(table.coded("unit"), ("count", "person", ""))
        dimension = np.where(counted, -1, table.dimension)
        sort = np.where(np.isin(table.kind, GROWTHS), 1, np.where(table.kind == "difference", 2, 0))
        self.block = number([self.words.document, dimension, table.mood, sort])
        self.figure = number([self.block, pd.factorize(self.amount)[0].astype(np.int64)])
        self.digits = ["".join(c for c in text if c.isdigit()).lstrip("0") for text in table.text("digits")]
        self.length = np.array([len(text.rstrip("0")) for text in self.digits], np.int64)
        self.place = np.nan_to_num(table.frame["ulp"].to_numpy(float, na_value=np.nan) * table.factor)
        self.bounded = np.isin(table.coded("hedge"), tuple(BOUNDS))
        # What a table sets in brackets is taken off; in prose it stands without a sign.
        below = np.nan_to_num(table.value) < 0
        self.low = np.where(below, -table.high, table.low)
        self.high = np.where(below, -table.low, table.high)

    def found(self) -> list[Retold]:
        """Give the pairs that are probably one thing, each number in one."""
        pairs = self._pairs()
        meets = self._meets(pairs)
        supported, told = self._supported(pairs.where(meets))
        pairs = pairs.where(~meets)
        period = self._periods(pairs)
        pairs, period = pairs.where(period != "apart"), period[period != "apart"]
        levels, score = self._said(pairs)
        levels[Evidence.DISTINCTIVE] = self._distinctive(pairs, score)
        levels[Evidence.PERIOD] = period
        levels[Evidence.VOICES] = np.where(told[pairs.second], "both", "one")
        hidden = supported | self.bounded
        some = ~hidden[pairs.first] & ~self.bounded[pairs.second]
        some[some] = self._bits(levels, some) >= self.weigh.without_figures - self._most(Evidence.COMPANIONS)
        pairs, levels = pairs.where(some), {e: level[some] for e, level in levels.items()}
        levels[Evidence.COMPANIONS] = self._companions(pairs)
        some = self._bits(levels) >= self.weigh.without_figures
        pairs, levels = pairs.where(some), {e: level[some] for e, level in levels.items()}
        levels[Evidence.DIGITS] = self._slips(pairs)
        return self._chosen(pairs, levels)

    def _most(self, evidence: Evidence) -> float:
        return max(self.weigh.of[evidence].values())

    def _bits(self, levels: Mapping[Evidence, Array], some: Array | None = None) -> Array:
        """Add the weights of what was observed."""
        total = np.zeros(0)
        for evidence, level in levels.items():
            codes, names = pd.factorize(level if some is None else level[some])
            weights = np.array([self.weigh.of[evidence][name] for name in names] or [0.0])[codes]
            total = weights + total if len(total) else weights
        return np.asarray(total)

    def _pairs(self) -> Pairs:
        """Give each number of the prose with all figures of its document whose words have one of its own."""
        words, prose = self.words, ~self.words.cell
        own, whole = words.own, words.whole
        some = prose[own.place]
        key = self.block[own.place[some]] * words.width + own.word[some]
        other = self.block[whole.place] * words.width + whole.word
        order = np.argsort(other, kind="stable")
        low, high = (np.searchsorted(other[order], key, side=side) for side in ("left", "right"))
        size = np.where(high - low <= self.weigh.most_sharing, high - low, 0)
        first = np.repeat(own.place[some], size)
        second = whole.place[order][np.repeat(low, size) + within(size)]
        start = self.table.sentence
        apart = (first != second) & (start[first] != start[second])
        code = np.unique(first[apart] * self.table.size + second[apart])
        return Pairs(code // max(self.table.size, 1), code % max(self.table.size, 1))

    def _ratio(self, pairs: Pairs) -> Array:
        one, other = self.amount[pairs.first], self.amount[pairs.second]
        return np.asarray(np.maximum(one, other) / np.minimum(one, other))

    def _meets(self, pairs: Pairs) -> Array:
        """Tell whether two figures allow one number, rounded, cut off, or on another scale."""
        a, b, ratio = pairs.first, pairs.second, self._ratio(pairs)
        alike = (self.low[a] <= self.high[b]) & (self.low[b] <= self.high[a])
        cut = np.abs(self.amount[a] - self.amount[b]) <= np.maximum(self.place[a], self.place[b]) * _HAIR
        return np.asarray(alike | cut | np.isclose(ratio[:, None], _SCALES, rtol=1e-9, atol=0).any(axis=1))

    def _supported(self, pairs: Pairs) -> tuple[Array, Array]:
        """Mark the numbers of the prose that the document tells again, of whatever time, and all that are told twice.

        `pairs` are those that allow one number. Where it is long, it tells alone; a shorter one with some words.
        """
        wanted, length = self.weigh.support, self.length
        a, b, words = pairs.first, pairs.second, self.words
        long = np.minimum(length[a], length[b]) >= wanted["digits"]
        named = words.shared(a, words.own, b, words.own) >= wanted["words"]
        # A bound allows too much to say anything of a number that is far from it.
        near = ~self.bounded[b] | (self._ratio(pairs) <= _NEAR)
        again = long | named | (words.shared(a, words.whole, b, words.whole) >= wanted["sentence"])
        again &= near
        supported = np.zeros(self.table.size, dtype=bool)
        supported[a[again]] = True
        told = supported.copy()
        told[b[again]] = True
        times = np.bincount(self.figure[self.rows], minlength=int(self.figure.max(initial=0)) + 1)
        return supported | ((times[self.figure] > 1) & (length >= wanted["digits"])), told

    def _periods(self, pairs: Pairs) -> Array:
        """Tell how the times of two figures stand to one another; "apart" where they are two times."""
        table, days = self.table, self.weigh.days
        a, b = pairs.first, pairs.second
        starts, ends = np.abs(table.start[a] - table.start[b]), np.abs(table.end[a] - table.end[b])
        both, none = table.dated[a] & table.dated[b], ~table.dated[a] & ~table.dated[b]
        day = (table.end - table.start) == 1
        moment = both & (ends <= days) & (day[a] | day[b])
        out = np.where(none, "undated", np.where(both, "apart", "one_undated")).astype(object)
        out[moment] = "moment"
        out[both & (starts <= days) & (ends <= days)] = "equal"
        based = table.based[a] & table.based[b]
        out[based & (np.abs(table.base_start[a] - table.base_start[b]) > days)] = "apart"
        out[table.symbolic[a] | table.symbolic[b]] = "apart"
        return out

    def _said(self, pairs: Pairs) -> tuple[dict[Evidence, Array], Array]:
        """Give the levels of what the words tell, and one score by which to compare rivals."""
        words = self.words
        a, b = pairs.first, pairs.second
        own = words.shared(a, words.own, b, words.own)
        label, told = words.shared(b, words.label, a, words.whole), words.total(words.label)[b]
        mine, said = words.shared(a, words.own, b, words.whole), words.total(words.own)[a]
        levels = {
            Evidence.WORDS: _banded(own, *_WORDS),
            Evidence.CONCEPT: _banded(label / np.maximum(told, 1), *_SHARES),
            Evidence.QUALIFIERS: _banded(mine / np.maximum(said, 1), *_SHARES),
        }
        return levels, own - _MISSING * np.maximum(told - label, 0) - _FURTHER * np.maximum(said - mine, 0)

    def _distinctive(self, pairs: Pairs, score: Array) -> Array:
        """Tell whether a pair's words lead those of every other pair with one of its figures and another than both."""
        forth = _ahead(pairs.first, self.figure[pairs.second], score)
        back = _ahead(pairs.second, self.figure[pairs.first], score)
        ahead = np.minimum(forth, back)
        out = np.where(ahead < 0, "behind", np.where(ahead > 0, "first", "tied")).astype(object)
        out[ahead >= _AHEAD] = "alone"
        return out

    def _companions(self, pairs: Pairs) -> Array:
        """Count the other figures that both tell around them: in the sentence, or in the table."""
        table = self.table
        where = number([self.words.document, table.frame["table"].to_numpy(np.int64), self._sentence()])
        wanted = np.unique(where[np.concatenate([pairs.first, pairs.second])])
        around: dict[int, set[int]] = {int(place): set() for place in wanted}
        for row in self.rows[np.isin(where[self.rows], wanted)].tolist():
            around[int(where[row])].add(int(self.figure[row]))
        count = [
            len((around[int(where[a])] & around[int(where[b])]) - {int(self.figure[a]), int(self.figure[b])})
            for a, b in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)
        ]
        return _banded(np.array(count, float), (1, 2), ("0", "1", "2_or_more"))

    def _sentence(self) -> Array:
        return np.where(self.words.cell, -1, self.table.sentence)

    def _slips(self, pairs: Pairs) -> Array:
        """Tell how the digits of two figures differ, both rounded to the coarser place."""
        out = np.where(self._ratio(pairs) <= _NEAR, "near", "apart").astype(object)
        for n, (a, b) in enumerate(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)):
            coarse = max(self.place[a], self.place[b]) or 1
            one, other = (str(round(self.amount[row] / coarse)) for row in (a, b))
            if slipped(self.digits[a], self.digits[b]):
                length = min(self.length[a], self.length[b])
            elif slipped(one, other) or _lost(one, other):
                length = min(len(one.rstrip("0")), len(other.rstrip("0")))
            else:
                continue
            out[n] = f"slip_of_{max(length, 1)}" if length < _LONG else f"slip_of_{_LONG}_or_more"
        return out

    def _chosen(self, pairs: Pairs, levels: Mapping[Evidence, Array]) -> list[Retold]:
        """Give the best pairs, each figure in one of them."""
        some = levels[Evidence.DIGITS] != "apart"
        pairs, levels = pairs.where(some), {e: level[some] for e, level in levels.items()}
        odds = np.exp2(self.weigh.prior + self._bits(levels)) if len(pairs) else np.zeros(0)
        probability = odds / (1 + odds)
        used: set[int] = set()
        out: list[Retold] = []
        for n in np.lexsort((pairs.second, pairs.first, -probability)).tolist():
            a, b = int(pairs.first[n]), int(pairs.second[n])
            both = {int(self.figure[a]), int(self.figure[b])}
            if probability[n] < self.weigh.probable or both & used:
                continue
            used |= both
            of = self.weigh.of
            told = {e: str(level[n]) for e, level in levels.items()}
            evidence = tuple(Weighed(evidence=e, level=level, weight=of[e][level]) for e, level in told.items())
            link = Link(grade=Grade.PROBABLE, probability=float(probability[n]), evidence=evidence)
            out.append(Retold(rows=(min(a, b), max(a, b)), link=link))
        return out


def _banded(value: Array, ends: tuple[float, ...], names: tuple[str, ...]) -> Array:
    return np.asarray(np.array(names, dtype=object)[np.digitize(value, ends)])


def _ahead(place: Array, figure: Array, score: Array) -> Array:
    """Tell by how much the score of each pair leads that of the best pair of its place with another figure."""
    pairs = pd.DataFrame({"place": place, "figure": figure, "score": score})
    best = pairs.sort_values(["place", "score"], kind="stable").drop_duplicates(["place", "figure"], keep="last")
    last = ~best["place"].duplicated(keep="last")
    top = best[last].set_index("place")
    second = best[~last].groupby("place")["score"].max()
    leads = pd.Series(place).map(top["figure"]).to_numpy() == figure
    rest = pd.Series(place).map(second).fillna(_ABSENT).to_numpy(float)
    return np.asarray(score - np.where(leads, rest, pd.Series(place).map(top["score"]).to_numpy(float)))


def _lost(one: str, other: str) -> bool:
    """Tell whether one numeral is the other without one of its digits.

    >>> _lost("5302", "532"), _lost("5302", "53")
    (True, False)
    """
    short, long = sorted((one, other), key=len)
    return len(long) == len(short) + 1 > _SHORT and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
