"""Cut a passage into one clause for each quantity, for everything that ties numbers to words near them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from kzcheck.extract.types import Quantity
from kzcheck.lang import Phrases, read

# A number that stands so near to its opening bracket has no words of its own before it.
_ASIDE = 3
# More numbers than these in a row, with nothing between to part them, are a list and share no clause.
_MOST = 8


@cache
def _boundaries(language: str) -> Phrases[int]:
    lists = enumerate(reversed(read(language, "subjects")["boundaries"]), start=1)
    return Phrases((phrase, rank) for rank, phrases in lists for phrase in phrases)


@cache
def _parts(language: str) -> Phrases[bool]:
    return Phrases((phrase, True) for phrase in read(language, "subjects")["part_of"])


def cut(words: Sequence[str], quantities: Sequence[Quantity], language: str) -> list[tuple[int, int]]:
    """Give the half-open token range of each quantity's clause, in the order of `quantities`.

    Between two neighbours the text is cut at the strongest boundary (the last of equals), which opens the later clause;
    where there is none, they share a clause. A number in brackets shares that of the number that the brackets follow.
    """
    if len(quantities) < 2:
        return [(0, len(words)) for _ in quantities]
    depth = depths(words)
    ranks = _boundaries(language)
    order = sorted(range(len(quantities)), key=lambda i: quantities[i].first)
    outer = [i for i in order if not depth[quantities[i].number_first]] or order
    starts = [0]
    clause = {outer[0]: 0}
    sharing = 1
    for before, i in pairwise(outer):
        at = _boundary(words, quantities[before].last + 1, quantities[i].first, depth, ranks)
        if at is None and sharing >= _MOST:
            at = quantities[i].first
        if at is not None:
            starts.append(at)
            sharing = 0
        sharing += 1
        clause[i] = len(starts) - 1
    ends = [*starts[1:], len(words)]
    out = [(starts[clause[i]], ends[clause[i]]) if i in clause else (0, 0) for i in range(len(quantities))]
    for i in order:
        if i not in clause:
            first = quantities[i].first
            at = bisect_right(starts, first) - 1
            opened = next((k for k in range(first - 1, max(first - _ASIDE, -1), -1) if words[k] == "("), None)
            # What stands in the brackets before the number names it: "(imports by sea: 5 tons)".
            out[i] = (starts[at], ends[at]) if opened is not None else _brackets(words, first, starts[at], ends[at])
    return out


def _boundary(words: Sequence[str], start: int, end: int, depth: Sequence[int], ranks: Phrases[int]) -> int | None:
    best, at = 0, None
    for j in range(start, end):
        rank = (ranks.at(words, j) or (0, 0))[0] if words[j] in ranks else 0
        # "200 tons, and ..." is cut at the comma: the "and" opens the later clause too.
        if rank and not depth[j] and rank >= best:
            at = j if rank > best or at is None or j > at + 1 else at
            best = rank
    return at


def depths(words: Sequence[str]) -> list[int]:
    """Give for each token how many brackets it stands in; brackets that never close count for none."""
    if "(" not in words:
        return [0] * len(words)
    out: list[int] = []
    depth = 0
    for word in words:
        depth += word == "("
        out.append(depth)
        depth -= word == ")" and depth > 0
    return out if not depth else [0] * len(words)


def _brackets(words: Sequence[str], i: int, start: int, end: int) -> tuple[int, int]:
    """Give the range of the brackets around token i, no wider than start..end."""
    opened = next((k for k in range(i, start - 1, -1) if words[k] == "("), start)
    return opened, next((k for k in range(i, end) if words[k] == ")"), end)


def names_parts(words: Sequence[str], language: str) -> bool:
    """Tell quickly whether a passage may name parts of what it counts."""
    return not _parts(language).starts.isdisjoint(words)


def opens_part(words: Sequence[str], clause: tuple[int, int], number: int, language: str) -> bool:
    """Tell whether the clause names a part of what the clause before it counts ("including", "of which")."""
    parts = _parts(language)
    return any(words[i] in parts and parts.at(words, i) is not None for i in range(clause[0], min(number, clause[1])))
