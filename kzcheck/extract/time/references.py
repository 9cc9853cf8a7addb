"""Read equalities in words as figures of their own: "the same as in 2024", "roughly matching last year's level".

The value is taken from the figure that the words refer to, the nearest level before them, else the first after them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from kzcheck.extract.time import periods
from kzcheck.extract.types import Mention, Passage, Quantity, When
from kzcheck.lang import Phrases, read
from kzcheck.model import Step
from kzcheck.model.claim import Sign, signed

RULE = "reference"
_KINDS = ("level", "count", "share")
_GROWTH = ("change", "ratio", "difference")


@dataclass(frozen=True, slots=True)
class _Lexicon:
    phrases: Phrases[str]
    about: frozenset[str]
    nouns: frozenset[str]
    links: frozenset[str]


@cache
def _lexicon(language: str) -> _Lexicon:
    data = read(language, "references")
    return _Lexicon(
        Phrases((phrase, name) for name in ("equal", "near") for phrase in data[name]),
        frozenset(data["about"]),
        frozenset(data["nouns"]),
        frozenset(data["links"]),
    )


def find(
    passage: Passage, quantities: Sequence[Quantity], mentions: Sequence[Mention], language: str
) -> list[Quantity]:
    """Give the figures that the passage states by reference, in the order of its words.

    Each is a level with the value, unit and stated places of the one referred to, spanning the words up to the time
    that they name; "roughly" makes it hedged about. Without a time or without a figure to refer to there is none, and
    none behind a multiple ("twice as much as in 2010"), whose base the time is. A mention so used that was taken for a
    deadline ("equal to last year's") becomes a period.
    """
    if not quantities or not mentions:
        return []
    lex = _lexicon(language)
    words = passage.tokens.words
    places = lex.phrases.places(words)
    if not places:
        return []
    taken = {i for q in quantities for i in range(q.first, q.last + 1)}
    grown = {q.last for q in quantities if q.kind in _GROWTH}
    starts = {m.first: m for m in mentions if m.role != "now" and (m.period or m.symbol)}
    out: list[Quantity] = []
    free = 0
    for i in places:
        hit = lex.phrases.at(words, i) if i >= free and i not in taken else None
        mention = _mention(words, i, i + hit[1], starts, lex.links) if hit is not None else None
        if hit is not None and mention is not None and i - 1 in grown:
            mention.role = "base"  # "twice as much as in 2010" says no level, but what the multiple counts from
            mention = None
        if hit is None or mention is None:
            continue
        last = mention.last
        while last + 1 < len(words) and last + 1 not in taken and words[last + 1] in lex.nouns:
            last += 1
        first = i - 1 if i > 0 and words[i - 1] in lex.about and i - 1 not in taken else i
        referred = _referred(quantities, first)
        if referred is not None and not any(k in taken for k in range(first, last + 1)):
            if mention.role == "deadline":
                mention.role, mention.form = "period", ""  # "equal to last year's" sets no deadline
            hedged = first < i or hit[0] == "near"
            out.append(
                replace(
                    referred,
                    first=first,
                    last=last,
                    number_first=i,
                    number_last=i + hit[1] - 1,
                    kind="level",
                    hedge="about" if hedged else referred.hedge,
                    hedge_text=words[first] if first < i else "",
                    direction=0,
                    elided_unit=True,
                    tie=0,
                    role="",
                    readings=(),
                    why=[Step(RULE, passage.tokens.surface(first, last), Sign.REFERENCE)],
                )
            )
        free = last + 1
    return out


def tie(passage: Passage, quantities: Sequence[Quantity], mentions: Sequence[Mention]) -> list[When]:
    """Tie quantities to their times: what an equality names is its own time, and nobody else's."""
    equal = [q for q in quantities if signed(q.why[:1], Sign.REFERENCE)]
    if not equal:
        return periods.tie(passage, list(quantities), list(mentions))
    others = [q for q in quantities if q not in equal]
    apart = [m for m in mentions if not any(q.first <= m.first <= q.last for q in equal)]
    whens = iter(periods.tie(passage, others, apart))
    return [
        periods.tie(passage, [q], [m for m in mentions if q.first <= m.first <= q.last])[0]
        if q in equal
        else next(whens)
        for q in quantities
    ]


def _mention(
    words: Sequence[str], first: int, end: int, starts: dict[int, Mention], links: frozenset[str]
) -> Mention | None:
    """Give the time that a phrase at first..end leads to: next to it, or after a link ("... in the previous year")."""
    for k in range(first, min(end + 2, len(words))):
        mention = starts.get(k)
        if mention is not None and mention.last >= end and (k <= end or words[end] in links):
            return mention
    return None


def _referred(quantities: Sequence[Quantity], first: int) -> Quantity | None:
    """Give the level that the words at token `first` refer to: the last before them, else the first after."""
    levels = [q for q in quantities if q.kind in _KINDS and q.value is not None]
    before = [q for q in levels if q.last < first]
    if before:
        return max(before, key=lambda q: q.last)
    return min(levels, key=lambda q: q.first, default=None)
