"""Figures that one document tells twice: a number that is another number of the document, gone wrong.

Only numbers of the prose that nothing in the document supports are looked at, and those of a table that another table
gives too. Words must say that the two are one thing, and the digits how the slip came about; neither is enough alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType

import numpy as np
import pandas as pd

from kzcheck.compare.linking.evidence import slipped
from kzcheck.compare.linking.pairs import Pairs, postings_pairs
from kzcheck.compare.linking.passages import Passages, within
from kzcheck.compare.quantities import GROWTHS, LEVELS, Array, Quantities, number
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
_CASES = 2
"""Figures that each of two sentences has and the other has not, from which on they tell of two cases."""
_RIVALS = 6
"""The best pairs of a figure with which its others are compared."""
_LONG = 5
_SHORT = 2
_TELLING = 2
"""Digits from which on a number says something of another that it may be."""
_EACH = "/count"
_ONE_TIME = ("equal", "undated", "one_undated", "moment")
_COUNTED = ("", "count")
_SCALES = (1e3, 1e6, 1e9)
_SHARES = ((0.4, 0.7, 0.95), ("little", "half", "most", "whole"))
_WORDS = ((4, 8, 14, 24), ("under_4", "4_to_8", "8_to_14", "14_to_24", "over_24"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Retelling:
    """What `retold.yaml` says: `of[evidence][level]` in bits, and the numbers that go with it."""

    prior: float
    probable: float
    without_figures: float
    lead: float
    most_sharing: int
    background: float
    days: int
    support: Mapping[str, float]
    again: Mapping[str, float]
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
            lead=float(read["lead"]),
            most_sharing=int(read["most_sharing"]),
            background=float(read["background"]),
            days=int(read["days"]),
            again=MappingProxyType(
                {name: float(read["again"][name]) for name in ("digits", "long", "bits", "bits_a_digit")}
            ),
            support=MappingProxyType({name: float(read["support"][name]) for name in ("words", "sentence", "digits")}),
            of=MappingProxyType(table),
        )
    except YamlError as error:
        raise ValueError(f"{FILE}:{error.line}:{error.column}: {error}") from None
    except KeyError as error:
        raise ValueError(f"{FILE}: {error.args[0]!r} is missing") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retold:
    """A number that is probably another of its document, and how sure it is."""

    rows: tuple[int, int]
    link: Link


def retold(table: Quantities, weigh: Retelling, apart: Callable[[int, int], bool]) -> list[Retold]:
    """Give the numbers that are probably others of their document gone wrong, the likeliest first.

    `apart` tells of two rows whether what stands around them makes them two things.
    """
    return Search(table, weigh, apart).found()


class Search:
    """All figures of a table, and what is known of the pairs that share a word."""

    def __init__(
        self, table: Quantities, weigh: Retelling, apart: Callable[[int, int], bool], *, copies: bool = False
    ) -> None:
        """Take the table, the weights, and what keeps two rows apart; `copies` asks for repeated sentences too."""
        self.table, self.weigh, self.apart = table, weigh, apart
        kind = np.isin(table.kind, (*LEVELS, *GROWTHS, "difference")) & (np.abs(np.nan_to_num(table.value)) > 0)
        denied = table.frame["negated"].to_numpy(bool)
        self.rows = rows = np.flatnonzero(kind & table.discovered & (~table.left_out | copies) & ~denied)
        self.words = Passages(table, rows, background=weigh.background)
        self.amount = np.abs(table.value)
        sort = np.where(np.isin(table.kind, GROWTHS), 1, np.where(table.kind == "difference", 2, 0))
        self.block = number([self.words.document, self._measured(), sort])
        self.figure = number([self.block, pd.factorize(self.amount)[0].astype(np.int64)])
        self.digits = ["".join(c for c in text if c.isdigit()).lstrip("0") for text in table.text("digits")]
        self.length = np.array([len(text.rstrip("0")) for text in self.digits], np.int64)
        self.place = np.nan_to_num(table.frame["ulp"].to_numpy(float, na_value=np.nan) * table.factor)
        self.bounded = np.isin(table.coded("hedge"), tuple(BOUNDS))
        # What a table sets in brackets is taken off; in prose it stands without a sign.
        below = np.nan_to_num(table.value) < 0
        self.low = np.where(below, -table.high, table.low)
        self.high = np.where(below, -table.low, table.high)

    def repeated(self) -> list[tuple[int, int]]:
        """Give the numbers of the prose with equal ones of their time and mood whose words say that they are one."""
        pairs, mood = self._pairs(), self.table.mood
        prose = ~self.words.cell[pairs.first]
        length = np.minimum(self.length[pairs.first], self.length[pairs.second])
        rounded = self._meets(pairs) & (length >= self.weigh.again["digits"])
        equal = (self.figure[pairs.first] == self.figure[pairs.second]) | rounded
        equal &= (mood[pairs.first] == mood[pairs.second]) & ~self.bounded[pairs.first] & ~self.bounded[pairs.second]
        period = self._periods(pairs)
        some = prose & (period != "apart")
        levels = self._observed(pairs.where(some), period[some])
        pairs = pairs.where(some)
        equal = equal[some] & np.isin(period[some], _ONE_TIME)
        levels = {e: level[equal] for e, level in levels.items()}
        pairs = pairs.where(equal)
        levels[Evidence.COMPANIONS] = self._companions(pairs)
        bits = self._bits(levels) if len(pairs) else np.zeros(0)
        length = np.minimum(self.length[pairs.first], self.length[pairs.second])
        enough = bits + self.weigh.again["bits_a_digit"] * length >= self.weigh.again["bits"]
        found = pairs.where(enough)
        ends = np.sort(np.stack([found.first, found.second]), axis=0)
        return sorted(set(zip(ends[0].tolist(), ends[1].tolist(), strict=True)))

    def _measured(self) -> Array:
        """Give a number to what units measure: things counted are alike, and so is an amount and that for a piece."""
        dimension = self.table.text("dimension")
        whole = {text: text.removesuffix(_EACH) for text in set(dimension)}
        return pd.factorize(pd.Series(["" if whole[text] in _COUNTED else whole[text] for text in dimension]))[0]

    def found(self) -> list[Retold]:
        """Give the pairs that are probably one thing, each number in one."""
        pairs = self._pairs()
        meets, period = self._meets(pairs), self._periods(pairs)
        supported, told = self._supported(pairs.where(meets), period[meets])
        some = ~(supported | self.bounded)[pairs.first] & ~self.bounded[pairs.second] & (period != "apart")
        levels = self._observed(pairs.where(period != "apart"), period[period != "apart"])
        levels = {e: level[some[period != "apart"]] for e, level in levels.items()}
        pairs, meets = pairs.where(some), meets[some]
        levels[Evidence.VOICES] = np.where(told[pairs.second], "both", "one").astype(object)
        wanted = self.weigh.without_figures
        some = self._bits(levels) >= wanted - self._most(Evidence.COMPANIONS)
        pairs, meets, levels = pairs.where(some), meets[some], {e: level[some] for e, level in levels.items()}
        levels[Evidence.COMPANIONS] = self._companions(pairs)
        bits = self._bits(levels)
        # A number that is found again under words that say as much is not another gone wrong.
        told_again = meets & (self.length[pairs.second] >= np.minimum(self.length[pairs.first], _TELLING))
        again = pd.Series(bits[told_again]).groupby(pairs.first[told_again]).max()
        some = ~meets & (bits >= wanted) & (bits > pd.Series(pairs.first).map(again).fillna(-np.inf) + self.weigh.lead)
        pairs, levels = pairs.where(some), {e: level[some] for e, level in levels.items()}
        levels[Evidence.DIGITS] = self._slips(pairs)
        return self._chosen(pairs, levels)

    def _observed(self, pairs: Pairs, period: Array) -> dict[Evidence, Array]:
        """Give what words, times, moods and places tell of the pairs."""
        levels, score = self._said(pairs)
        a, b, cell = pairs.first, pairs.second, self.words.cell
        levels[Evidence.DISTINCTIVE] = self._distinctive(pairs, score)
        levels[Evidence.PERIOD] = period
        mood = self.table.mood
        levels[Evidence.MOOD] = np.where(mood[a] == mood[b], "equal", "differs").astype(object)
        where = np.where(cell[b], np.where(cell[a], "cells", "cell"), "prose")
        levels[Evidence.PLACE] = where.astype(object)
        return levels

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
        """Give each number of the prose with all figures of its document whose words have one of its own.

        Cells meet cells of other tables whose rows are called alike.
        """
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
        cells = self.rows[words.cell[self.rows]]
        alike = postings_pairs(self.called[cells], cells, self.weigh.most_sharing)
        layout = self._layout
        alike = alike.where(layout[alike.first] != layout[alike.second])
        first = np.concatenate([first[apart], alike.first])
        second = np.concatenate([second[apart], alike.second])
        code = np.unique(first * self.table.size + second)
        return Pairs(code // max(self.table.size, 1), code % max(self.table.size, 1))

    @cached_property
    def _layout(self) -> Array:
        return self.table.frame["table"].to_numpy(np.int64)

    @cached_property
    def called(self) -> Array:
        """Number the words of labels and heads, equal where they are in one block."""
        return number([self.block, self.words.own.numbered(self.table.size)])

    @cached_property
    def rivals(self) -> Array:
        """Number what may be meant by the same words: the cells of a row that only their times tell apart are one."""
        own = self.words.own.numbered(self.table.size)
        row = number([self.words.document, self._layout, self.table.codes("row"), own])
        return number([self.words.cell.astype(np.int64), np.where(self.words.cell, row, self.figure)])

    def _ratio(self, pairs: Pairs) -> Array:
        one, other = self.amount[pairs.first], self.amount[pairs.second]
        return np.asarray(np.maximum(one, other) / np.minimum(one, other))

    def _meets(self, pairs: Pairs) -> Array:
        """Tell whether two figures allow one number, rounded, cut off, or on another scale."""
        a, b, ratio = pairs.first, pairs.second, self._ratio(pairs)
        written = self._written[a] == self._written[b]
        alike = written | (self.low[a] <= self.high[b]) & (self.low[b] <= self.high[a])
        cut = np.abs(self.amount[a] - self.amount[b]) <= np.maximum(self.place[a], self.place[b]) * _HAIR
        return np.asarray(alike | cut | np.isclose(ratio[:, None], _SCALES, rtol=1e-9, atol=0).any(axis=1))

    @cached_property
    def _written(self) -> Array:
        return self.table.codes("digits")

    @cached_property
    def _passage(self) -> Array:
        """Number the sentences of the prose, and the tables."""
        sentence = np.where(self.words.cell, -1, self.table.sentence)
        return number([self.words.document, self._layout, sentence])

    def _two_cases(self, first: int, second: int, around: Mapping[int, set[int]]) -> bool:
        """Tell whether two sentences give several figures each that the other has not: they tell of two cases."""
        if self.words.cell[first] or self.words.cell[second]:
            return False
        here, there = (around[int(self._passage[row])] - {int(self.figure[row])} for row in (first, second))
        return min(len(here - there), len(there - here)) >= _CASES

    def _supported(self, pairs: Pairs, period: Array) -> tuple[Array, Array]:
        """Mark the numbers that the document tells again, whatever the words, and all that are told twice.

        `pairs` are those that allow one number. Where it is long, it tells alone, and so does a shorter one of another
        time with some words.
        """
        wanted, length = self.weigh.support, self.length
        a, b, words = pairs.first, pairs.second, self.words
        long = np.minimum(length[a], length[b]) >= wanted["digits"]
        named = words.shared(a, words.own, b, words.own) >= wanted["words"]
        named |= words.shared(a, words.whole, b, words.whole) >= wanted["sentence"]
        # A bound allows too much to say anything of a number that is far from it.
        near = ~self.bounded[b] | (self._ratio(pairs) <= _NEAR)
        supported, told = np.zeros((2, self.table.size), dtype=bool)
        supported[a[(long | (named & (period == "apart"))) & near]] = True
        told[a[(long | named) & near]] = True
        told[b[(long | named) & near]] = True
        times = np.bincount(self.figure[self.rows], minlength=int(self.figure.max(initial=0)) + 1)
        return supported | ((times[self.figure] > 1) & (length >= wanted["digits"])), told

    def _periods(self, pairs: Pairs) -> Array:
        """Tell how the times of two figures stand to one another; "apart" where they are two times.

        A time that was carried on from what stands before may be of something else.
        """
        table, days = self.table, self.weigh.days
        a, b = pairs.first, pairs.second
        starts, ends = np.abs(table.start[a] - table.start[b]), np.abs(table.end[a] - table.end[b])
        both, none = table.dated[a] & table.dated[b], ~table.dated[a] & ~table.dated[b]
        carried = table.dated & (table.coded("period_how") != "stated")
        differs = np.where(carried[a] | carried[b], "carried", "apart")
        day = (table.end - table.start) == 1
        moment = both & (ends <= days) & (day[a] | day[b])
        out = np.where(none, "undated", np.where(both, differs, "one_undated")).astype(object)
        out[moment] = "moment"
        out[both & (starts <= days) & (ends <= days)] = "equal"
        based = table.based[a] & table.based[b]
        out[based & (np.abs(table.base_start[a] - table.base_start[b]) > days)] = "apart"
        symbols = table.codes("period_symbol")
        symbolic = table.symbolic[a] | table.symbolic[b]
        out[symbolic] = np.where(both[symbolic] | (symbols[a] == symbols[b])[symbolic], "equal", "one_undated")
        named = table.symbolic[a] & table.symbolic[b] & (symbols[a] != symbols[b])
        out[named] = "apart"
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
        """Tell whether a pair's words lead those of every other pair with one of its figures and another than both.

        What the prose says may stand in a cell and in the prose again: the two are no rivals.
        """
        cell = self.words.cell
        a, b = pairs.first, pairs.second
        forth = _ahead(2 * a + cell[b], self.figure[b], self.rivals[b], score)
        back = _ahead(2 * b + cell[a], self.figure[a], self.rivals[a], score)
        ahead = np.minimum(forth, back)
        out = np.where(ahead < 0, "behind", np.where(ahead > 0, "first", "tied")).astype(object)
        out[ahead >= _AHEAD] = "alone"
        return out

    def _companions(self, pairs: Pairs) -> Array:
        """Count the other figures that both tell around them: in sentence or table, or under the same words."""
        where = self._passage
        around, called = self._figures_by(where, pairs), self._figures_by(self.called, pairs)
        count = []
        for a, b in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True):
            there = around[int(where[b])] | called[int(self.called[b])]
            own = {int(self.figure[a]), int(self.figure[b])}
            count.append(len((around[int(where[a])] & there) - own))
        return _banded(np.array(count, float), (1, 2), ("0", "1", "2_or_more"))

    def _figures_by(self, place: Array, pairs: Pairs) -> dict[int, set[int]]:
        """Give the figures of each place in which some of the pairs stand."""
        wanted = np.unique(place[np.concatenate([pairs.first, pairs.second])])
        out: dict[int, set[int]] = {int(one): set() for one in wanted}
        for row in self.rows[np.isin(place[self.rows], wanted)].tolist():
            out[int(place[row])].add(int(self.figure[row]))
        return out

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
        around = self._figures_by(self._passage, pairs)
        for n in np.lexsort((pairs.second, pairs.first, -probability)).tolist():
            a, b = int(pairs.first[n]), int(pairs.second[n])
            both = {int(self.figure[a]), int(self.figure[b])}
            if probability[n] < self.weigh.probable or both & used:
                continue
            if self.words.names(a, b) or self.words.names(b, a):
                continue
            long = min(self.length[a], self.length[b]) >= _LONG
            if self.apart(a, b) or (not long and (self.words.restricted(a, b) or self._two_cases(a, b, around))):
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


def _ahead(place: Array, figure: Array, rival: Array, score: Array) -> Array:
    """Tell by how much the score of each pair leads the best pair of its place with another figure that is a rival."""
    pairs = pd.DataFrame({"place": place, "figure": figure, "rival": rival, "score": score})
    order = pairs.sort_values(["place", "score"], ascending=[True, False], kind="stable")
    best = order.drop_duplicates(["place", "figure", "rival"])
    best = best[best.groupby("place").cumcount() < _RIVALS]
    against = pairs.reset_index().merge(best, on="place", suffixes=("", "_other"))
    other = (against["figure"] != against["figure_other"]) & (against["rival"] != against["rival_other"])
    top = against[other].groupby("index")["score_other"].max()
    return np.asarray(score - top.reindex(range(len(pairs))).fillna(_ABSENT).to_numpy(float))


def _lost(one: str, other: str) -> bool:
    """Tell whether one numeral is the other without one of its digits.

    >>> _lost("5302", "532"), _lost("5302", "53")
    (True, False)
    """
    short, long = sorted((one, other), key=len)
    return len(long) == len(short) + 1 > _SHORT and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
