"""Read which levels are records: "a record", "an all-time high", "the highest since 2015", "the lowest in a decade".

A record bounds every level before it, back to where it reaches; which level holds it is the one that its words stand
with. A superlative alone ("the largest plant") says nothing of earlier times and is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from kzcheck.extract.time import calendar
from kzcheck.extract.time.mentions import period_words
from kzcheck.extract.types import Mention, Passage, Quantity, When
from kzcheck.lang import Phrases, read
from kzcheck.model import Step

RULE = "record"
_KINDS = frozenset({"level", "count", "share"})
_NOUN = 4
"""Words that may stand between a superlative and its reach: "the highest average daily output since 2015"."""
_NEAR = 3


@dataclass(frozen=True, slots=True)
class _Lexicon:
    records: Phrases[str]
    superlatives: dict[str, str]
    ever: Phrases[str]
    peaks: dict[str, str]
    reaching: Phrases[str]
    sets: dict[str, frozenset[str]]
    numbers: dict[str, int]
    units: dict[str, str]
    starts: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Record:
    """A record said at tokens first..last: high or low, how far back it reaches, and its words that describe nothing.

    `since` is the mention that it counts from, `span` a count of units; neither means all that is known.
    """

    first: int
    last: int
    side: str
    since: Mention | None = None
    span: tuple[int, str] | None = None
    bare: bool = True


@cache
def _lexicon(language: str) -> _Lexicon:
    data = read(language, "references")
    values = period_words(language).grammar.values
    phrases = [(phrase, side) for side, some in data["records"].items() for phrase in some]
    superlatives = {word: side for side, words in data["superlatives"].items() for word in words}
    peaks = {word: side for side, words in data["peaks"].items() for word in words}
    records = Phrases(phrases)
    names = ("openers", "leads", "since", "within", "single", "levels", "former", "of", "breaks", "bridges")
    return _Lexicon(
        records,
        superlatives,
        Phrases((phrase, RULE) for phrase in data["ever"]),
        peaks,
        Phrases((phrase, RULE) for phrase in data["reaching"]),
        {name: frozenset(data[name]) for name in names},
        dict(values["number"]),
        dict(values["unit"]),
        frozenset((*records.starts, *superlatives, *peaks)),
    )


def mark(
    passage: Passage, quantities: Sequence[Quantity], whens: Sequence[When], mentions: Sequence[Mention], language: str
) -> list[Mention]:
    """Mark the periods of levels that are records with their side (high, low) and reach.

    Gives the words of these records as mentions without a period, so that nobody takes them for the subject.
    """
    lex = _lexicon(language)
    words = passage.tokens.words
    if lex.starts.isdisjoint(words):
        return []
    out: list[Mention] = []
    inside = {i for m in mentions for i in range(m.first, m.last + 1)}
    for record in _records(lex, words, mentions):
        at = _holder(lex, words, record, quantities, inside)
        if at is None or whens[at].record:
            continue
        when = whens[at]
        reach = _reach(record, when)
        if reach is None:
            continue
        when.record, when.record_from = record.side, reach[0]
        surface = passage.tokens.surface(record.first, record.last)
        when.why.append(Step(RULE, surface))
        if record.bare:
            first = record.first
            while first > 0 and words[first - 1] in lex.sets["openers"]:
                first -= 1
            out.append(Mention(first, record.last, RULE, None, "", symbol=surface))
    return out


def _reach(record: _Record, when: When) -> tuple[date | None] | None:
    """Give the first day that a record bounds, (None,) for all before it; None where that cannot be told."""
    if record.since is not None:
        return None if record.since.period is None else (record.since.period.end,)
    if record.span is None:
        return (None,)
    # "The highest in five years" counts its own year as one of them.
    start = None if when.period is None else calendar.add(when.period.end, -record.span[0], record.span[1])
    return None if start is None else (start,)


def _records(lex: _Lexicon, words: Sequence[str], mentions: Sequence[Mention]) -> Iterator[_Record]:
    free = 0
    for i, word in enumerate(words):
        if i < free or word not in lex.starts:
            continue
        found = _at(lex, words, i, mentions)
        if found is not None and not _is_former(lex, words, found.first):
            yield found
            free = found.last + 1


def _at(lex: _Lexicon, words: Sequence[str], i: int, mentions: Sequence[Mention]) -> _Record | None:
    """Give the record whose first word, or whose peak, stands at token i."""
    opened = i == 0 or words[i - 1] in lex.sets["openers"] or words[i - 1] in lex.sets["leads"]
    hit = lex.records.at(words, i)
    if hit is not None and (opened or hit[1] > 1):
        side, end = hit[0], i + hit[1]
        reach = _reach_at(lex, words, end, mentions)
        return _Record(i, end - 1, side) if reach is None else _extended(i, side, reach)
    if words[i] in lex.peaks:
        return _of_years(lex, words, i)
    side = lex.superlatives.get(words[i], "")
    if not side:
        return None
    for end in range(i + 1, min(i + 2 + _NOUN, len(words))):
        reach = _reach_at(lex, words, end, mentions)
        if reach is not None:
            return _extended(i, side, reach, bare=all(w in lex.sets["levels"] for w in words[i + 1 : end]))
        if not words[end][0].isalpha():
            return None
    return None


def _extended(first: int, side: str, reach: _Record, *, bare: bool = True) -> _Record:
    return _Record(first, reach.last, side, reach.since, reach.span, bare)


def _reach_at(lex: _Lexicon, words: Sequence[str], i: int, mentions: Sequence[Mention]) -> _Record | None:
    """Give what words at token i say of the reach, as a record of no side."""
    if i >= len(words):
        return None
    ever = lex.ever.at(words, i)
    if ever is not None:
        last = i + ever[1] - 1
        began = next((m for m in mentions if m.first in (last + 1, last + 2) and m.period is not None), None)
        return _Record(i, last if began is None else began.last, "")
    if words[i] in lex.sets["since"]:
        said = next((m for m in mentions if m.first in (i, i + 1)), None)
        return None if said is None else _Record(i, said.last, "", since=said)
    if words[i] not in lex.sets["within"]:
        return None
    at = i + 1
    if at < len(words) and (hedge := lex.reaching.at(words, at)) is not None:
        at += hedge[1]
    if at < len(words) and words[at] in lex.units:
        return _Record(i, at, "", span=(1, lex.units[words[at]])) if at > i + 1 else None
    count = _count(lex, words[at]) if at + 1 < len(words) else None
    if count is None or words[at + 1] not in lex.units:
        return None
    return _Record(i, at + 1, "", span=(count, lex.units[words[at + 1]]))


def _count(lex: _Lexicon, word: str) -> int | None:
    if word in lex.sets["single"]:
        return 1
    if word.isdecimal() and len(word) <= 3:
        return int(word)
    return lex.numbers.get(word)


def _of_years(lex: _Lexicon, words: Sequence[str], i: int) -> _Record | None:
    """Give "a ten-year high", whose last word stands at token i."""
    at = i - 1
    if at > 0 and words[at] == "-":
        at -= 1
    if at < 1 or words[at] not in lex.units:
        return None
    number = at - 2 if words[at - 1] == "-" else at - 1
    count = _count(lex, words[number]) if number >= 0 else None
    if count is None:
        return None
    return _Record(number, i, lex.peaks[words[i]], span=(count, lex.units[words[at]]))


def _is_former(lex: _Lexicon, words: Sequence[str], first: int) -> bool:
    """Tell whether the words before a record make it another's or none: "the previous record", "near a record"."""
    i = first - 1
    while i >= 0 and words[i] in lex.sets["openers"]:
        i -= 1
    return i >= 0 and words[i] in lex.sets["former"]


def _holder(
    lex: _Lexicon, words: Sequence[str], record: _Record, quantities: Sequence[Quantity], inside: set[int]
) -> int | None:
    """Give the level that holds a record: the one right behind it, else the last before it, else the next."""
    some = [(k, q) for k, q in enumerate(quantities) if q.kind in _KINDS and q.role != "start"]

    bridges = lex.sets["bridges"]

    def joined(first: int, last: int) -> bool:
        return all(i in inside or words[i] in bridges for i in range(first, last))

    behind = [(k, q) for k, q in some if q.number_first > record.last]
    before = [(k, q) for k, q in some if q.last < record.first]
    if behind:
        k, q = behind[0]
        between = words[record.last + 1 : q.number_first]
        if len(between) < _NEAR and joined(record.last + 1, q.number_first):
            return k
        linked = 1 < len(between) <= _NOUN + 1 and words[q.first - 1] in lex.sets["of"]
        if linked and lex.sets["breaks"].isdisjoint(between):  # "a record harvest of 5 tons"
            return k
    if before:
        k, q = before[-1]
        others = [words[i] for i in range(q.last + 1, record.first) if i not in inside and words[i] not in bridges]
        if len(others) <= _NOUN and lex.sets["breaks"].isdisjoint(others):  # "5 tons of wheat in 2024, a record"
            return k
    if behind and joined(record.last + 1, behind[0][1].first):
        return behind[0][0]
    return None
