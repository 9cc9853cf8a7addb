"""Cut a passage into one clause for each quantity, for everything that ties numbers to words near them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from kzcheck.extract.types import Quantity
from kzcheck.lang import Phrases, read


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
    where there is none, the words between belong to the earlier one.
    """
    ranks = _boundaries(language)
    order = sorted(range(len(quantities)), key=lambda i: quantities[i].first)
    out = [(0, len(words))] * len(quantities)
    start = 0
    for k, i in enumerate(order):
        end = len(words)
        if k + 1 < len(order):
            after = quantities[order[k + 1]].first
            end, best = after, 0
            for j in range(quantities[i].last + 1, after):
                rank = ranks.get(words[j], 0)
                if rank and rank >= best:
                    # "200 tons, and ..." is cut at the comma: the "and" opens the later clause too
                    if rank > best or j > end + 1:
                        end = j
                    best = rank
        out[i] = (start, max(end, quantities[i].last + 1))
        start = out[i][1]
    return out


def opens_part(words: Sequence[str], clause: tuple[int, int], number: int, language: str) -> bool:
    """Tell whether the clause names a part of what the clause before it counts ("including", "of which")."""
    parts = _parts(language)
    return any(words[i] in parts and parts.at(words, i) is not None for i in range(clause[0], min(number, clause[1])))
