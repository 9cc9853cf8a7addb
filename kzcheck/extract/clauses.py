"""Cut a passage into one clause for each quantity, for everything that ties numbers to words near them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from kzcheck.extract.types import Quantity
from kzcheck.lang import Phrases, read

# A number that stands so near to its opening bracket has no words of its own before it.
_ASIDE = 3


@cache
def _boundaries(language: str) -> dict[str, int]:
    ranks: dict[str, int] = {}
    for rank, words in enumerate(reversed(read(language, "subjects")["boundaries"]), start=1):
        ranks.update(dict.fromkeys(words, rank))
    return ranks


@cache
def _parts(language: str) -> Phrases[bool]:
    return Phrases((phrase, True) for phrase in read(language, "subjects")["part_of"])


def cut(words: Sequence[str], quantities: Sequence[Quantity], language: str) -> list[tuple[int, int]]:
    """Give the half-open token range of each quantity's clause, in the order of `quantities`.

    Between two neighbours the text is cut at the strongest boundary (the last of equals), which opens the later clause;
    where there is none, they share a clause. A number in brackets shares that of the number that the brackets follow.
    """
    depth = _depths(words)
    order = sorted(range(len(quantities)), key=lambda i: quantities[i].first)
    outer = [i for i in order if not depth[quantities[i].number_first]] or order
    spans: dict[int, tuple[int, int]] = {}
    start, shared = 0, [outer[0]]
    for before, i in pairwise(outer):
        at = _boundary(words, quantities[before].last + 1, quantities[i].first, depth, _boundaries(language))
        if at is not None:
            spans.update(dict.fromkeys(shared, (start, at)))
            start, shared = at, []
        shared.append(i)
    spans.update(dict.fromkeys(shared, (start, len(words))))
    for i in order:
        if i not in spans:
            first = quantities[i].first
            spans[i] = next((s for s in spans.values() if s[0] <= first < s[1]), (0, len(words)))
            opened = max((k for k in range(first) if words[k] == "("), default=first)
            if first - opened > _ASIDE:
                # What stands in the brackets before the number names it: "(imports by sea: 5 tons)".
                spans[i] = (opened, _closed(words, first))
    return [spans[i] for i in range(len(quantities))]


def _boundary(words: Sequence[str], start: int, end: int, depth: Sequence[int], ranks: dict[str, int]) -> int | None:
    best, at = 0, None
    for j in range(start, end):
        rank = ranks.get(words[j], 0)
        # "200 tons, and ..." is cut at the comma: the "and" opens the later clause too.
        if rank and not depth[j] and rank >= best:
            at = j if rank > best or at is None or j > at + 1 else at
            best = rank
    return at


def _depths(words: Sequence[str]) -> list[int]:
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


def _closed(words: Sequence[str], i: int) -> int:
    return next((k for k in range(i, len(words)) if words[k] == ")"), len(words))


def opens_part(words: Sequence[str], clause: tuple[int, int], number: int, language: str) -> bool:
    """Tell whether the clause names a part of what the clause before it counts ("including", "of which")."""
    parts = _parts(language)
    return any(words[i] in parts and parts.at(words, i) is not None for i in range(clause[0], min(number, clause[1])))
