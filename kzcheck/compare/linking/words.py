"""The words of claims as columns: what names each quantity, what else its sentence says, and how rare each word is."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain

import numpy as np
import pandas as pd

from kzcheck.compare.quantities import Array, Quantities, number
from kzcheck.lang import languages, read, singular

_WORD = re.compile(r"[^\W\d_]{2,}")
_STEM = 6
SIDES = 16
"""More than any group of words that exclude one another has."""
_EMPTY_KEYS = ("function", "light", "saying", "saying_that", "hedging", "pronouns", "ordinals", "anaphoric_nouns")
_LISTS = frozenset({"qualifiers"})


@dataclass(frozen=True, slots=True)
class Words:
    """Sets of words, one a place: `place[k]` has the word number `word[k]`, sorted by place and word."""

    place: Array
    word: Array
    starts: Array

    @classmethod
    def of(cls, place: Array, word: Array, size: int) -> Words:
        """Make the sets of `size` places from pairs of place and word in any order, each once or again."""
        width = int(word.max(initial=0)) + 1
        key = np.unique(place * width + word)
        place, word = key // width, key % width
        return cls(place, word, np.searchsorted(place, np.arange(size + 1)))

    @property
    def sizes(self) -> Array:
        """Give how many words each place has."""
        return np.diff(self.starts)

    def numbered(self, size: int) -> Array:
        """Give a number to the set of each of `size` places, equal where the sets are."""
        ends = np.split(self.word, self.starts[1:-1])
        sets = pd.Series([tuple(some.tolist()) for some in ends], dtype=object)
        out = np.zeros(size, dtype=np.int64)
        out[: len(sets)] = pd.factorize(sets)[0]
        return out


class Vocabulary:
    """The words of all claims, numbered, with how much it tells that two claims share one.

    A word tells log2((N + background) / (n + seen)) bits where n of N claims have it: the background stands for the
    claims that one has not read, so that in a corpus of two texts a shared word tells something and not too much.
    """

    def __init__(self, table: Quantities, rows: Array, *, background: float, seen: float) -> None:
        """Take the rows that may be linked."""
        self.table, self.rows = table, rows
        self._number: dict[str, int] = {}
        self.names = self.words_in(("entity", "concept", "unit_text", "qualifiers"))
        self.own = self._own()
        self.sentences = self.words_in(("sentence",))
        count = np.bincount(self.sentences.word, minlength=len(self._number))
        own = np.bincount(self.names.word, minlength=len(self._number))
        self.bits = np.log2((len(rows) + background) / (np.maximum(count, own) + seen))

    @cached_property
    def spelled(self) -> list[str]:
        """Give the words by their numbers."""
        return list(self._number)

    def _own(self) -> Words:
        """Give the words that name each quantity in its clause: whose it is counts where the clause says so."""
        said = self.table.coded("entity_from") == "clause"
        entity, rest = self.words_in(("entity",)), self.words_in(("concept", "unit_text", "qualifiers"))
        some = said[entity.place]
        return Words.of(
            np.concatenate([entity.place[some], rest.place]),
            np.concatenate([entity.word[some], rest.word]),
            self.table.size,
        )

    @cached_property
    def whole(self) -> Words:
        """Give all words of each claim: those that name its quantity, and those of its sentence."""
        return Words.of(
            np.concatenate([self.names.place, self.sentences.place]),
            np.concatenate([self.names.word, self.sentences.word]),
            self.table.size,
        )

    def kin(self, sets: Words) -> Words:
        """Give the groups of words that are used for one another, of each place."""
        return self._told(sets, "alike")

    def sides(self, sets: Words) -> Words:
        """Give the sides that words take in groups of which one excludes another, of each place."""
        return self._told(sets, "opposed")

    def _told(self, sets: Words, key: str) -> Words:
        told = kin(key)
        own = [told.get(word, ()) for word in self._number]
        size = np.array([len(some) for some in own], np.int64)
        starts = np.r_[0, np.cumsum(size)]
        codes = np.array([*chain.from_iterable(own)], np.int64)
        count = size[sets.word]
        offset = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        return Words.of(
            np.repeat(sets.place, count), codes[np.repeat(starts[sets.word], count) + offset], self.table.size
        )

    @cached_property
    def documents(self) -> Words:
        """Give the words of each document's sentences with a figure, documents by their codes."""
        document = self.table.codes("document")
        return Words.of(document[self.sentences.place], self.sentences.word, int(document.max(initial=0)) + 1)

    def total(self, sets: Words) -> Array:
        """Give how many bits all words of each place tell."""
        return np.bincount(sets.place, weights=self.bits[sets.word], minlength=len(sets.starts) - 1)

    def shared(self, first: Array, left: Words, second: Array, right: Words, *, counted: bool = False) -> Array:
        """Give how many bits the words tell that places `first` of one and `second` of another share, or count them."""
        pair, word = _each(first, left)
        found = _member(second[pair], word, right)
        weights = np.ones(int(found.sum())) if counted else self.bits[word[found]]
        return np.bincount(pair[found], weights=weights, minlength=len(first))

    def unmatched(self, first: Array, left: Words, second: Array, right: Words) -> Array:
        """Give how many bits the words of `first` tell that `second` has neither itself nor in other words."""
        pair, word = _each(first, left)
        here = _member(second[pair], word, right)
        there = self.kin(right)
        told = kin("alike")
        own = [told.get(spelled, ()) for spelled in self._number]
        for place in range(max(map(len, own), default=0)):
            code = np.array([some[place] if place < len(some) else -1 for some in own], np.int64)[word]
            here |= (code >= 0) & _member(second[pair], np.maximum(code, 0), there)
        return np.bincount(pair[~here], weights=self.bits[word[~here]], minlength=len(first))

    def missing(self, first: Array, left: Words, second: Array, right: Words) -> Array:
        """Count the words of `first` that `second` does not have."""
        pair, word = _each(first, left)
        return np.bincount(pair[~_member(second[pair], word, right)], minlength=len(first))

    @property
    def groups(self) -> int:
        """Give a number above that of every group of sides."""
        return 1 + max((code // SIDES for codes in kin("opposed").values() for code in codes), default=0)

    def only(self, first: Array, left: Words, second: Array, right: Words) -> Array:
        """Give the sides that `first` takes and `second` does not, each as pair * groups * SIDES + side."""
        pair, word = _each(first, left)
        lost = ~_member(second[pair], word, right)
        return np.asarray(pair[lost] * self.groups * SIDES + word[lost])

    @cached_property
    def proper(self) -> Words:
        """Give the proper names in the clause of each claim: capitalised words of its slots that open no sentence."""
        none = _no_names()
        rows: list[Array] = []
        words: list[Array] = []
        columns = [self.table.text(name) for name in ("entity_text", "entity_from", "qualifiers_text", "sentence")]
        for row in self.rows.tolist():
            entity, where, listed, sentence = (column[row] for column in columns)
            first = _WORD.search(sentence)
            opening = first.group() if first else ""
            texts = [*json.loads(listed or "[]"), *([entity] if where == "clause" else [])]
            spelled = {w for text in texts for w in _WORD.findall(text) if w[0].isupper() and w != opening}
            stems = sorted({stem(w.lower()) for w in spelled if w.lower() not in none})
            words.append(np.array([self._number.setdefault(w, len(self._number)) for w in stems], np.int64))
            rows.append(np.full(len(stems), row))
        nothing = [np.zeros(0, np.int64)]
        return Words.of(np.concatenate(rows or nothing), np.concatenate(words or nothing), self.table.size)

    def distinctive(self, figure: Array, block: Array) -> Words:
        """Give the naming words that in their document and block stand with one figure alone."""
        row, word = self.names.place, self.names.word
        home = number([self.table.codes("document")[row], block[row], word])
        figures = np.unique(np.stack([home, figure[row]], axis=1), axis=0)[:, 0]
        once = np.bincount(figures, minlength=int(home.max(initial=0)) + 1)[home] == 1
        return Words.of(row[once], word[once], self.table.size)

    def words_in(self, columns: Sequence[str]) -> Words:
        """Give the words of some columns together, row by row."""
        rows: list[Array] = []
        words: list[Array] = []
        for name in columns:
            values = self.table.text(name)
            known: dict[str, Array] = {"": np.zeros(0, np.int64)}
            for row in self.rows.tolist():
                text = values[row]
                if text not in known:
                    parts = json.loads(text) if name in _LISTS else [text]
                    stems = chain.from_iterable(map(stems_of, parts))
                    known[text] = np.array([self._number.setdefault(w, len(self._number)) for w in stems], np.int64)
                words.append(known[text])
                rows.append(np.full(len(known[text]), row))
        nothing = [np.zeros(0, np.int64)]
        return Words.of(np.concatenate(rows or nothing), np.concatenate(words or nothing), self.table.size)


def shared_words(table: Quantities, first: int, second: int) -> tuple[str, ...]:
    """Give the words, as the first text spells them, by which two claims name their quantities alike."""
    names = ("entity_text", "concept_text", "unit_text", "qualifiers_text")
    said = [" ".join(" ".join(_parts(table.text(name)[row], name)) for name in names) for row in (first, second)]
    there = set(stems_of(said[1]))
    return tuple(dict.fromkeys(w for w in _WORD.findall(said[0]) if there.intersection(stems_of(w))))


def _parts(text: str, column: str) -> list[str]:
    return json.loads(text or "[]") if column == "qualifiers_text" else [text]


def _each(places: Array, sets: Words) -> tuple[Array, Array]:
    """Give the words of some places one after the other: the position in `places` of each, and the word."""
    size = sets.starts[places + 1] - sets.starts[places]
    position = np.repeat(np.arange(len(places)), size)
    offset = np.arange(len(position)) - np.repeat(np.cumsum(size) - size, size)
    return position, sets.word[sets.starts[places][position] + offset]


def _member(place: Array, word: Array, sets: Words) -> Array:
    """Tell whether each place has the word beside it."""
    width = int(max(word.max(initial=0), sets.word.max(initial=0))) + 1
    there, wanted = sets.place * width + sets.word, place * width + word
    if not len(there):
        return np.zeros(len(wanted), dtype=bool)
    return np.asarray(there[np.minimum(np.searchsorted(there, wanted), len(there) - 1)] == wanted)


@cache
def kin(key: str) -> dict[str, tuple[int, ...]]:
    """Give the numbers of the groups that each word stands in ("alike"), or of the sides it takes ("opposed").

    Side n of group g has the number g * SIDES + n.
    """
    found: dict[str, set[int]] = {}
    count = 0
    for language in languages():
        with contextlib.suppress(FileNotFoundError):
            for group in read(language, "kin")[key]:
                for side, words in enumerate(group):
                    code = count if key == "alike" else count * SIDES + side
                    for word in str(words).split("|"):
                        found.setdefault(stem(word), set()).add(code)
                count += 1
    return {word: tuple(sorted(codes)) for word, codes in found.items()}


@cache
def stem(word: str) -> str:
    """Give what the forms of a word share, roughly: enough to say that two texts may speak of one thing."""
    return singular(word)[:_STEM]


def stems_of(text: str) -> list[str]:
    """Give the stems of the words in a text that say anything of a quantity."""
    empty = empty_words()
    return [stem(w) for w in _WORD.findall(text.lower()) if w not in empty]


@cache
def _no_names() -> frozenset[str]:
    """Give the capitalised words of every language that name no one, and those that say nothing."""
    return empty_words().union(*(map(str, read(language, "subjects").get("not_names", ())) for language in languages()))


@cache
def empty_words() -> frozenset[str]:
    """Give the words of every language that say nothing of a quantity."""
    found: set[str] = set()
    for language in languages():
        subjects = read(language, "subjects")
        for key in _EMPTY_KEYS:
            value = subjects.get(key, ())
            for words in value.values() if isinstance(value, dict) else [value]:
                found.update(str(w) for w in words)
    return frozenset(found)
