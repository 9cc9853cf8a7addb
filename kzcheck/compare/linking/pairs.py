"""Which claims of different documents may be about one thing at all: blocking by words, never every pair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kzcheck.compare.linking.words import Vocabulary, Words
from kzcheck.compare.quantities import GROWTHS, LEVELS, Array, Quantities, number

_RAREST = 4
"""How many words of a claim, the rarest first, look for others."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows of claims two by two; the first of each pair stands in the document with the lower number."""

    first: Array
    second: Array

    def __len__(self) -> int:
        """Count the pairs."""
        return len(self.first)

    def where(self, mask: Array) -> Pairs:
        """Give the pairs under a mask."""
        return Pairs(self.first[mask], self.second[mask])


def eligible(table: Quantities) -> Array:
    """Give the rows of figures that no rule names and that may be linked: levels and growth, copies left out."""
    kind = np.isin(table.kind, (*LEVELS, *GROWTHS, "difference"))
    return np.flatnonzero(kind & table.discovered & ~table.left_out & (table.mood >= 0))


def block_of(table: Quantities) -> Array:
    """Give a number to what claims must have alike to be one: documents, dimension, mood, sort of figure."""
    sort = np.where(np.isin(table.kind, GROWTHS), 1, np.where(table.kind == "difference", 2, 0))
    counted = np.isin(table.coded("unit"), ("count", "person", ""))
    dimension = np.where(counted, -1, table.dimension)
    return number([table.group, dimension, table.mood, sort])


def postings_pairs(key: Array, row: Array, most: int) -> Pairs:
    """Give every pair of rows that share a key which at most `most` of them have."""
    order = np.lexsort((row, key))
    key, row = key[order], row[order]
    if not len(key):
        return Pairs(row, row)
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    size = np.diff(np.r_[starts, len(key)])
    first: list[Array] = []
    second: list[Array] = []
    for n in np.unique(size[(size > 1) & (size <= most)]).tolist():
        at = starts[size == n]
        i, j = np.triu_indices(n, 1)
        first.append(row[(at[:, None] + i).ravel()])
        second.append(row[(at[:, None] + j).ravel()])
    if not first:
        return Pairs(row[:0], row[:0])
    return Pairs(np.concatenate(first), np.concatenate(second))


def _rarest(words: Vocabulary, sets: Words, block: Array, count: int) -> tuple[Array, Array]:
    """Give the rarest words of each row, numbered by block, and the rows."""
    row, word = sets.place, sets.word
    rank = np.lexsort((-words.bits[word], row))
    place = np.arange(len(row)) - np.repeat(sets.starts[:-1], sets.sizes)
    some = rank[place < count]
    return block[row[some]] * len(words.bits) + word[some], row[some]


def candidates(table: Quantities, words: Vocabulary, block: Array, most: int) -> Pairs:
    """Give the pairs that share a block and a word that is not too common, of different documents, each once."""
    kin = words.kin(words.names)
    tables = [
        *(_rarest(words, sets, block, count) for sets, count in ((words.names, _RAREST), (words.whole, _RAREST))),
        (-1 - number([block[kin.place], kin.word]), kin.place),
    ]
    every = [postings_pairs(key, row, most) for key, row in tables]
    found = Pairs(*(np.concatenate(ends) for ends in zip(*((p.first, p.second) for p in every), strict=True)))
    document = table.codes("document")
    swap = document[found.first] > document[found.second]
    first = np.where(swap, found.second, found.first)
    second = np.where(swap, found.first, found.second)
    apart = document[first] != document[second]
    key = np.unique(first[apart] * table.size + second[apart])
    return Pairs(key // max(table.size, 1), key % max(table.size, 1))
