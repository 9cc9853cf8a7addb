"""The words of claims as columns: what names each quantity, what else its sentence says, and how rare each word is."""

from __future__ import annotations

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
        self.sentences = self.words_in(("sentence",))
        count = np.bincount(self.sentences.word, minlength=len(self._number))
        own = np.bincount(self.names.word, minlength=len(self._number))
        self.bits = np.log2((len(rows) + background) / (np.maximum(count, own) + seen))

    @cached_property
    def spelled(self) -> list[str]:
        """Give the words by their numbers."""
        return list(self._number)

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
        width = len(self._number)
        there = right.place * width + right.word
        if not len(there):
            return np.zeros(len(first))
        size = left.starts[first + 1] - left.starts[first]
        pair = np.repeat(np.arange(len(first)), size)
        offset = np.arange(len(pair)) - np.repeat(np.cumsum(size) - size, size)
        word = left.word[left.starts[first][pair] + offset]
        wanted = second[pair] * width + word
        found = there[np.minimum(np.searchsorted(there, wanted), len(there) - 1)] == wanted
        weights = np.ones(int(found.sum())) if counted else self.bits[word[found]]
        return np.bincount(pair[found], weights=weights, minlength=len(first))

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


@cache
def stem(word: str) -> str:
    """Give what the forms of a word share, roughly: enough to say that two texts may speak of one thing."""
    return singular(word)[:_STEM]


def stems_of(text: str) -> list[str]:
    """Give the stems of the words in a text that say anything of a quantity."""
    empty = empty_words()
    return [stem(w) for w in _WORD.findall(text.lower()) if w not in empty]


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
