"""What was observed of each pair: one level of each piece of evidence, as columns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kzcheck.compare.linking.pairs import Pairs, postings_pairs
from kzcheck.compare.linking.weights import Weights
from kzcheck.compare.linking.words import SIDES, Vocabulary, Words, stems_of
from kzcheck.compare.quantities import NO_DATE, Array, Quantities, number
from kzcheck.concepts import default
from kzcheck.model import Evidence, Source

_MOST_DOCUMENTS = 64
"""A figure that more documents state is no sign that two of them tell of one thing."""
_LEAD = 400
"""Characters from the start of a text that are its lead."""
_YEARS = 2.5
"""What was over for so many times the days that `apart` gives is not what an undated figure is of."""
_EPOCH = 719163
"""The number of 1970-01-01 among days counted from the year 1, as publications are."""
_NEAR = 1.25
_FAR = 3.0
_TENFOLD = 10.0
_COUNTED = ("count", "person", "")
_DIRECTIONS = ("<", ">")
"""Marks of qualifiers that say from where or to where."""
_NAMED = (Source.CLAUSE, Source.SENTENCE_BEFORE)
_ANY = (*_COUNTED, "percent", "x")
"""Units that say nothing of what is measured."""


@dataclass(frozen=True, slots=True)
class Observed:
    """The levels of pairs: `levels[evidence]` names one for each."""

    pairs: Pairs
    levels: Mapping[Evidence, Array]

    def bits(self, weights: Weights) -> Array:
        """Add the weights of what was observed, from the prior on."""
        total = np.full(len(self.pairs), weights.prior)
        for evidence in self.levels:
            total += self.weights(weights, evidence)
        return total

    def weights(self, weights: Weights, evidence: Evidence) -> Array:
        """Give the weight of one piece of evidence for each pair."""
        codes, names = pd.factorize(self.levels[evidence])
        return np.asarray(np.array([weights.of[evidence][name] for name in names] or [0.0])[codes])

    def where(self, mask: Array) -> Observed:
        """Give what was observed of the pairs under a mask, or at some places."""
        return Observed(self.pairs.where(mask), {e: levels[mask] for e, levels in self.levels.items()})


def observe(table: Quantities, words: Vocabulary, pairs: Pairs, block: Array, weights: Weights) -> Observed:
    """Look at every pair, leaving out those of two times."""
    period = _period(table, pairs, weights)
    may = (period != "differs") & ~_two_bearers(table, words, pairs) & ~_one_directed(table, pairs)
    pairs, period = pairs.where(may), period[may]
    a, b = pairs.first, pairs.second
    figure = figures(table, block)
    named = words.shared(a, words.names, b, words.names)
    said = words.shared(a, words.sentences, b, words.sentences) - named
    rest, kin = _unmatched(words, pairs)
    kind = number([block, np.where(table.dated, table.start, -1), np.where(table.dated, table.end, -1)])
    only = words.distinctive(figure, kind)
    alone = words.shared(a, only, b, only, counted=True)
    companions, left_over = _company(table, words.rows, pairs, block, kind, figure)
    levels = {
        Evidence.ENTITY: _entity(table, words, pairs),
        Evidence.CONCEPT: _concept(words, pairs),
        Evidence.QUALIFIERS: _qualifiers(words, pairs),
        Evidence.WORDS: _banded(named, (4, 8, 12, 18), ("under_4", "4_to_8", "8_to_12", "12_to_18", "over_18")),
        Evidence.DISTINCTIVE: _banded(alone, (1, 2, 3), ("0", "1", "2", "3_or_more")),
        Evidence.UNSHARED: _unshared(*rest),
        Evidence.UNIT: _unit(table, pairs),
        Evidence.SENTENCE: _banded(said, (4, 8, 16), ("under_4", "4_to_8", "8_to_16", "over_16")),
        Evidence.KIN: _banded(kin, (0.1, 6, 12), ("none", "under_6", "6_to_12", "over_12")),
        Evidence.OPPOSED: _opposed(words, pairs),
        Evidence.NAMES: _names(table, words, pairs),
        Evidence.TOPIC: _topic(table, words, pairs),
        Evidence.BASIS: _told_by(table, pairs, "basis", ("", "[]")),
        Evidence.SOURCE: _told_by(table, pairs, "source", ("",)),
        Evidence.PERIOD: period,
        Evidence.PLACE: _place(table, pairs),
        Evidence.COMPANIONS: _banded(companions, (1, 2, 3, 6), ("0", "1", "2", "3_to_5", "over_5")),
        Evidence.LEFT_OVER: left_over,
        Evidence.VOICES: _voices(table, pairs, figure, words.rows),
        Evidence.DIGITS: _digits(table, pairs),
    }
    return Observed(pairs, levels)


def figures(table: Quantities, block: Array) -> Array:
    """Give a number to what claims say: one figure, with what it allows, in one block."""
    ends = (table.low, table.high, np.nan_to_num(table.value))
    return number([block, *(pd.factorize(x)[0].astype(np.int64) for x in ends)])


def _banded(value: Array, ends: tuple[float, ...], names: tuple[str, ...]) -> Array:
    return np.asarray(np.array(names, dtype=object)[np.digitize(value, ends)])


def _unshared(less: Array, more: Array) -> Array:
    """Tell how much the words say that only one of two claims has: the claim with less of them, else the other."""
    out = _banded(less, (0.1, 4, 8), ("none", "under_4", "4_to_8", "over_8"))
    one_sided = less < 0.1
    out[one_sided] = _banded(more[one_sided], (0.1, 8), ("none", "one_sided", "much_one_sided"))
    return out


def _unmatched(words: Vocabulary, pairs: Pairs) -> tuple[Array, Array]:
    """Give how much the names of two claims say that the other's sentence does not, the lesser first, and the kin.

    Kin is what the other says in other words.
    """
    a, b = pairs.first, pairs.second
    total = words.total(words.own)
    said = [words.shared(x, words.own, y, words.whole) for x, y in ((a, b), (b, a))]
    rest = np.stack([words.unmatched(x, words.own, y, words.whole) for x, y in ((a, b), (b, a))])
    kin = total[a] - said[0] + total[b] - said[1] - rest.sum(axis=0)
    return np.sort(rest, axis=0), kin


def _opposed(words: Vocabulary, pairs: Pairs) -> Array:
    """Tell whether two claims take two sides that exclude one another (north and south), or one takes a side alone."""
    a, b = pairs.first, pairs.second
    own, said = words.sides(words.names), words.sides(words.whole)
    one, other = (np.unique(words.only(x, own, y, said) // SIDES) for x, y in ((a, b), (b, a)))
    both: Array = np.intersect1d(one, other, assume_unique=True)
    out = np.full(len(pairs), "none", dtype=object)
    out[np.concatenate([one, other]) // words.groups] = "one"
    out[both // words.groups] = "opposed"
    return out


def _names(table: Quantities, words: Vocabulary, pairs: Pairs) -> Array:
    """Tell how the proper names in two clauses stand to one another.

    A name that the other document knows, and says of other figures alone, parts two claims most.
    """
    a, b = pairs.first, pairs.second
    own = words.proper
    document = table.codes("document")
    alike = words.shared(a, own, b, own, counted=True) > 0
    lost = [words.missing(x, own, y, words.whole) for x, y in ((a, b), (b, a))]
    told = [x - words.missing(p, own, document[q], words.documents) for x, p, q in ((lost[0], a, b), (lost[1], b, a))]
    out = np.full(len(pairs), "none", dtype=object)
    out[(lost[0] > 0) & (lost[1] > 0)] = "other"
    out[alike] = "shared"
    out[(told[0] > 0) | (told[1] > 0)] = "one_told"
    out[(told[0] > 0) & (told[1] > 0)] = "both_told"
    return out


def _told_by(table: Quantities, pairs: Pairs, column: str, none: tuple[str, ...]) -> Array:
    """Tell how two claims stand to one another by a column: neither has it, one, both alike or in two ways."""
    codes, values = pd.factorize(table.coded(column))
    said = ~np.isin(np.asarray(values, dtype=object), none)[codes]
    a, b = pairs.first, pairs.second
    out = np.where(said[a] | said[b], "one", "none").astype(object)
    both = said[a] & said[b]
    out[both] = np.where(codes[a] == codes[b], "equal", "differ")[both]
    return out


def _topic(table: Quantities, words: Vocabulary, pairs: Pairs) -> Array:
    """Tell how much of the words of the shorter of the two documents the other has, by what they tell."""
    document = table.codes("document")
    width = int(document.max(initial=0)) + 1
    home, at = np.unique(document[pairs.first] * width + document[pairs.second], return_inverse=True)
    one, other = home // width, home % width
    total = words.total(words.documents)
    shared = words.shared(one, words.documents, other, words.documents)
    share = shared / np.maximum(np.minimum(total[one], total[other]), 1)
    return _banded(share[at], (0.1, 0.2, 0.35), ("under_10", "10_to_20", "20_to_35", "over_35"))


def _period(table: Quantities, pairs: Pairs, weights: Weights) -> Array:
    """Tell how the times of two claims stand to one another; what is told of two times differs."""
    a, b = pairs.first, pairs.second
    assumed = (table.coded("period_how") == "assumed") | ~table.dated
    both = table.dated[a] & table.dated[b]
    alike = both & (table.start[a] == table.start[b]) & (table.end[a] == table.end[b])
    based = table.based[a] & table.based[b]
    alike &= ~based | ((table.base_start[a] == table.base_start[b]) & (table.base_end[a] == table.base_end[b]))
    guess = assumed[a] | assumed[b]
    days = _days_apart(table, pairs)
    neither = ~table.dated[a] & ~table.dated[b] & (not table.apart)
    # Two texts that nobody dates may be of one day; a dated figure and one of no known day are of one time by chance.
    days = np.where((days < 0) & neither, 0, np.where(days < 0, weights.apart + 1, days))
    near = np.where(neither, "undated", "one_undated")
    undated = np.where(days <= weights.together, near, np.where(days <= weights.apart, "month", "far"))
    undated = np.where(_past(table, pairs, weights), "one_past", undated)
    out = np.where(both, np.where(guess, "assumed_differs", "differs"), undated).astype(object)
    out[alike] = np.where(guess[alike], "assumed", "equal")
    out[table.symbolic[a] | table.symbolic[b]] = "differs"
    return out


def _past(table: Quantities, pairs: Pairs, weights: Weights) -> Array:
    """Tell whether one claim is of a time that was over, or had not begun, when the other, undated, was published.

    Who says no time speaks of now, or of what the whole text is about.
    """
    issued, out = _issued(table), np.zeros(len(pairs), dtype=bool)
    for one, other in ((pairs.first, pairs.second), (pairs.second, pairs.first)):
        some = table.dated[one] & ~table.dated[other] & (issued[other] != NO_DATE)
        now = np.where(some, issued[other] - _EPOCH, 0)
        over = table.end[one] < now - _YEARS * weights.apart
        out |= some & (over | (table.start[one] > now + weights.together))
    return out


def _issued(table: Quantities) -> Array:
    """Give the day that each claim was published on, NO_DATE where it is not known."""
    published = table.text("published")
    known = {text: table.issued(row) for row, text in enumerate(published)}
    days = [known[text] for text in published]
    return np.array([NO_DATE if day is None else day for day in days], dtype=np.int64)


def _days_apart(table: Quantities, pairs: Pairs) -> Array:
    """Count the days between the publications, -1 where one is not known."""
    issued = _issued(table)
    a, b = issued[pairs.first], issued[pairs.second]
    return np.where((a == NO_DATE) | (b == NO_DATE), -1, np.abs(a - b))


def _entity(table: Quantities, words: Vocabulary, pairs: Pairs) -> Array:
    """Tell whether two claims are of one bearer: named alike, named in the other's words, or only another's.

    A bearer that no clause names is a guess from what stands around: two of them say little of one another.
    """
    entity, document = table.whose, table.codes("document")
    a, b = pairs.first, pairs.second
    own = words.words_in(("entity",))
    size = own.sizes

    def told(first: Array, second: Array, where: Words) -> Array:
        return np.asarray(words.shared(first, own, second, where, counted=True) == size[first])

    here = told(a, b, words.sentences) | told(b, a, words.sentences) | told(a, b, own) | told(b, a, own)
    said = table.coded("entity_from") == "clause"
    out = np.where(said[a] & said[b], "other", np.where(said[a] | said[b], "one_guessed", "guessed")).astype(object)
    known = told(a, document[b], words.documents) | told(b, document[a], words.documents)
    out[known & said[a] & said[b]] = "elsewhere"
    out[here] = "mentioned"
    out[(entity[a] == entity[b]) & (entity[a] >= 0)] = "equal"
    out[(size[a] == 0) | (size[b] == 0)] = "missing"
    return out


def _two_bearers(table: Quantities, words: Vocabulary, pairs: Pairs) -> Array:
    """Mark pairs of two bearers of which each is named in the document of the other: no text takes them for one."""
    entity, document = table.coded("entity"), table.codes("document")
    own = words.words_in(("entity",))
    named = np.isin(table.coded("entity_from"), _NAMED) & (own.sizes > 0)

    def told(first: Array, second: Array) -> Array:
        where = document[second]
        return np.asarray(words.shared(first, own, where, words.documents, counted=True) == own.sizes[first])

    a, b = pairs.first, pairs.second
    shared = words.shared(a, own, b, own, counted=True)
    several = named[a] & named[b] & (entity[a] != entity[b]) & (shared < np.minimum(own.sizes[a], own.sizes[b]))
    several[several] = told(a[several], b[several]) & told(b[several], a[several])
    return np.asarray(several)


def _one_directed(table: Quantities, pairs: Pairs) -> Array:
    """Mark pairs of which one alone is told of a way: what goes to Peru is a part of what goes anywhere."""
    texts = table.text("qualifiers")
    known = {text: any(word.startswith(_DIRECTIONS) for word in json.loads(text or "[]")) for text in set(texts)}
    way = np.asarray([known[text] for text in texts], dtype=bool)
    return np.asarray(way[pairs.first] != way[pairs.second])


def _concept(words: Vocabulary, pairs: Pairs) -> Array:
    own = words.words_in(("concept",))
    a, b = own.sizes[pairs.first], own.sizes[pairs.second]
    shared = words.shared(pairs.first, own, pairs.second, own, counted=True)
    least, most = np.minimum(a, b), np.maximum(a, b)
    out = np.where(shared == 0, "apart", "overlap").astype(object)
    out[shared == least] = "within"
    out[shared == most] = "equal"
    out[least == 0] = "missing"
    # What the lexicon knows as two things is two; what it knows as one is so however common its words are.
    concept = pd.factorize(words.table.coded("concept"))
    known = np.isin(concept[1], [c.id for c in default()])[concept[0]]
    both = known[pairs.first] & known[pairs.second]
    same = concept[0][pairs.first] == concept[0][pairs.second]
    out[both] = np.where(same[both], "known_equal", "known_apart")
    return out


def _qualifiers(words: Vocabulary, pairs: Pairs) -> Array:
    own = words.words_in(("qualifiers",))
    a, b = own.sizes[pairs.first], own.sizes[pairs.second]
    shared = words.shared(pairs.first, own, pairs.second, own, counted=True)
    out = np.full(len(pairs), "differ", dtype=object)
    out[shared == np.minimum(a, b)] = "added"
    out[shared == np.maximum(a, b)] = "equal"
    return out


def _unit(table: Quantities, pairs: Pairs) -> Array:
    """Tell whether the things counted are called alike; units of physics and money are alike within a block."""
    counted = np.isin(table.coded("unit"), _COUNTED)
    text = table.text("unit_text")
    heads = {t: (stems_of(t) or [""])[-1] for t in set(text)}
    head = np.array([heads[t] for t in text], dtype=object)
    a, b = pairs.first, pairs.second
    out = np.where(head[a] == head[b], "equal", "differ").astype(object)
    out[(head[a] == "") | (head[b] == "") | ~counted[a]] = "missing"
    return out


def _place(table: Quantities, pairs: Pairs) -> Array:
    first = pd.Series(table.sentence).groupby(table.codes("document")).transform("min").to_numpy()
    lead = table.heading | (table.place - first < _LEAD)
    return np.where(lead[pairs.first] & lead[pairs.second], "lead", "other").astype(object)


def _company(
    table: Quantities, rows: Array, pairs: Pairs, unit: Array, kind: Array, said: Array
) -> tuple[Array, Array]:
    """Count the telling figures that the two documents share beside these, and tell whether these are left over.

    Two texts on one release agree on most numbers; what is left over on both sides of its unit and period (`kind`) is
    the same thing, and so mostly is the only figure that each has of a `unit`.
    """
    document = table.codes("document")
    told = pd.DataFrame(
        {"document": document[rows], "said": said[rows], "kind": kind[rows], "row": rows, "unit": unit[rows]}
    )
    told = told.drop_duplicates(["document", "said"])
    own = told.groupby(["document", "kind"]).size()
    shared = postings_pairs(told["said"].to_numpy(), told["row"].to_numpy(), _MOST_DOCUMENTS)
    both = np.concatenate([shared.first, shared.second]), np.concatenate([shared.second, shared.first])
    common = pd.DataFrame({"home": document[both[0]], "other": document[both[1]], "kind": kind[both[0]]})
    telling = _telling(table)
    by_kind = common.groupby(["home", "other", "kind"]).size()
    by_pair = common[telling[both[0]]].groupby(["home", "other"]).size()
    a, b = pairs.first, pairs.second
    equal = said[a] == said[b]
    count = _at(by_pair, document[a], document[b]) - (equal & telling[a])
    met = np.stack([_at(by_kind, document[x], document[y], kind[x]) - equal for x, y in ((a, b), (b, a))])
    rest = np.stack([_at(own, document[a], kind[a]), _at(own, document[b], kind[b])]) - met
    # Where nothing else is shared, nothing is left over.
    alone = np.where(rest.max(axis=0) <= 1, "alone", np.where(rest.min(axis=0) <= 1, "one_alone", "among"))
    left = np.where(met.min(axis=0) > 0, alone, "among").astype(object)
    by_unit = told.groupby(["document", "unit"]).size()
    single = [_at(by_unit, document[x], unit[x]) == 1 for x in (a, b)]
    left[single[0] & single[1] & ~np.isin(table.coded("unit")[a], _ANY)] = "only"
    return count, left


def _voices(table: Quantities, pairs: Pairs, figure: Array, rows: Array) -> Array:
    """Tell of two unlike figures whether other documents state them too.

    Where others state both, they are two quantities; where others state one, the other may be a slip.
    """
    told = np.unique(np.stack([figure[rows], table.codes("document")[rows]], axis=1), axis=0)[:, 0]
    several = np.bincount(told, minlength=int(figure.max(initial=0)) + 1) > 1
    a, b = figure[pairs.first], figure[pairs.second]
    out: Array = np.array(("none", "one", "both"), dtype=object)[several[a].astype(int) + several[b]]
    out[a == b] = "alike"
    return out


def _telling(table: Quantities) -> Array:
    """Mark the figures of two digits or more, which chance does not repeat often."""
    digits = table.frame["digits"].str.replace("[^0-9]+", "", regex=True).str.strip("0").str.len()
    return np.asarray(digits.to_numpy() >= 2)


def _at(counts: pd.Series[int], *keys: Array) -> Array:
    return np.asarray(counts.reindex(pd.MultiIndex.from_arrays(keys), fill_value=0).to_numpy(np.int64))


def _digits(table: Quantities, pairs: Pairs) -> Array:
    """Tell how the two figures stand to one another: equal, met by rounding, slipped, near, apart or far."""
    a, b = pairs.first, pairs.second
    one, other = table.value[a], table.value[b]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.maximum(np.abs(one), np.abs(other)) / np.minimum(np.abs(one), np.abs(other))
    meets = (table.low[a] <= table.high[b]) & (table.low[b] <= table.high[a])
    out = np.where(ratio <= _NEAR, "near", np.where(ratio <= _FAR, "apart", "far")).astype(object)
    digits = table.frame["digits"].str.replace("[^0-9]+", "", regex=True).to_numpy(object)
    # 1.4 and 41 are no slip: digits change within their number, or all of them move.
    moved = np.array([_stripped(digits[x]) == _stripped(digits[y]) for x, y in zip(a, b, strict=True)], dtype=bool)
    may = np.flatnonzero(~meets & ((ratio < _TENFOLD) | moved))
    slips = [k for k in may.tolist() if slipped(digits[a[k]], digits[b[k]])]
    out[slips] = "slip"
    out[meets] = "meets"
    out[one == other] = "equal"
    return out


def _stripped(digits: str) -> str:
    return digits.strip("0")


def slipped(one: str, other: str) -> bool:
    """Tell whether figures of two digits or more differ by noughts alone, by one digit, or by two that swapped places.

    >>> slipped("512", "521"), slipped("47", "470"), slipped("8", "80"), slipped("512", "215")
    (True, True, False, False)
    """
    one, other = one.lstrip("0"), other.lstrip("0")
    if one.rstrip("0") == other.rstrip("0"):
        return len(one.rstrip("0")) > 1
    if len(one) != len(other) or min(len(one.rstrip("0")), len(other.rstrip("0"))) < 2:
        return False
    places = [i for i in range(len(one)) if one[i] != other[i]]
    if len(places) == 1:
        return True
    first, last = places[0], places[-1]
    return len(places) == 2 and last == first + 1 and (one[first], one[last]) == (other[last], other[first])
