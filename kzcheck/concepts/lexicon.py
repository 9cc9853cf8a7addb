"""All concepts, compiled: which of them the words of a clause say. A passage is read once, a look-up a token."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kzcheck.lang import Phrases, singular, words_of
from kzcheck.model import Concept

_Use = tuple[int, int, int]
"""Where a phrase counts: the concept, its alternative and the word group in it; -1 as the group: it rules the
concept out."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Phrases in a passage: tokens first..end, half-open, and what they may say."""

    first: int
    end: int
    uses: tuple[_Use, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A concept that a clause says, and the tokens that say it, sorted."""

    concept: Concept
    places: tuple[int, ...]


class Lexicon:
    """The concepts, compiled for look-up."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        """Take the concepts."""
        self.concepts = tuple(concepts)
        self.beside = tuple(frozenset(singular(w) for w in c.beside) for c in self.concepts)
        self.keeps = tuple(frozenset(c.keeps) for c in self.concepts)
        self._place = {c.id: n for n, c in enumerate(self.concepts)}
        self._groups: dict[tuple[int, int], int] = {}
        uses: dict[tuple[str, ...], list[_Use]] = {}
        for n, concept in enumerate(self.concepts):
            for m, groups in enumerate(concept.words):
                self._groups[n, m] = len(groups)
                for g, phrases in enumerate(groups):
                    for phrase in phrases:
                        uses.setdefault(words_of(phrase), []).append((n, m, g))
            for phrase in concept.excluded:
                uses.setdefault(words_of(phrase), []).append((n, -1, -1))
        self._phrases = Phrases((" ".join(words), tuple(some)) for words, some in uses.items())

    def read(self, words: Sequence[str]) -> list[Hit]:
        """Give what phrases stand in a passage, the longest at each place, none inside a longer one."""
        found: list[Hit] = []
        for i in self._phrases.places(words):
            hit = self._phrases.at(words, i)
            if hit is not None:
                found.append(Hit(i, i + hit[1], hit[0]))
        if len(found) < 2:
            return found
        # Phrases of one combination may lie side by side, but "trade" in "trade deficit" says nothing of its own.
        return [h for h in found if not any(_inside(h, other) for other in found)]

    def said(self, hits: Sequence[Hit], allowed: Callable[[Hit], bool], measure: str, *, relative: bool) -> list[Said]:
        """Give the concepts that the allowed phrases of a passage say of a number of this measure, the longest first.

        `relative` numbers (changes, multiples, shares) have no measure of their own. No token says two concepts.
        """
        groups: dict[tuple[int, int], dict[int, list[Hit]]] = {}
        alone: dict[int, set[int]] = {}
        for hit in hits:
            if allowed(hit):
                for n, m, g in hit.uses:
                    if m >= 0 and self._groups[n, m] == 1:
                        alone.setdefault(n, set()).update(range(hit.first, hit.end))
                    groups.setdefault((n, m), {}).setdefault(g, []).append(hit)
        found: list[tuple[int, int, tuple[int, ...]]] = []
        for (n, m), by_group in groups.items():
            concept = self.concepts[n]
            if m < 0 or len(by_group) < self._groups[n, m]:
                continue
            if concept.measures and not relative and measure not in concept.measures:
                continue
            chosen = [some[0] for some in by_group.values()]
            places = tuple(sorted({i for h in chosen for i in range(h.first, h.end)}))
            found.append((-len(places), n, places))
        out: list[Said] = []
        taken: set[int] = set()
        for _, n, places in sorted(found):
            if taken.isdisjoint(places):
                # Said twice ("enrolment fell to 300 pupils"), it is one concept all the same.
                every = (alone.get(n, set()) - taken) | set(places)
                taken |= every
                out.append(Said(self.concepts[n], tuple(sorted(every))))
        return out

    def place(self, concept: Concept) -> int:
        """Give the position of a concept in `concepts`."""
        return self._place[concept.id]


def _inside(hit: Hit, other: Hit) -> bool:
    """Tell whether a hit lies inside, or laps over the end of, a longer one."""
    size, longer = hit.end - hit.first, other.end - other.first
    return longer > size and hit.first < other.end and other.first < hit.end


@lru_cache(maxsize=8)
def lexicon(concepts: tuple[Concept, ...]) -> Lexicon:
    """Give the concepts compiled, once for each set of them."""
    return Lexicon(concepts)
