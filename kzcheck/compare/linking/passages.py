"""What is said of each figure inside its document: its own words, its label's, its sentence's, and their rarity."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

import numpy as np

from kzcheck.compare.linking.words import Words, empty_words, stem
from kzcheck.compare.quantities import Array, Quantities, phrases
from kzcheck.model import Source

_WORD = re.compile(r"(?<!['’])[^\W\d_]+")
"""Single letters tell classes and series apart; that of a possessive tells nothing."""
_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")
_NOTHING = np.zeros(0, np.int64)
_FAR = frozenset({Source.HEADING, Source.TITLE, Source.DOCUMENT, Source.PUBLISHER})


class Passages:
    """The words of figures, numbered: `own` names the figure, `label` what its place is called, `whole` all around it.

    The own words of a figure of the prose stand between the figure before and the one after, those of a cell are its
    row's and column's. Its label is the row's last part; in the prose it is the same as its own words. A word tells
    log2((N + background) / (n + 1)) bits where n of the N figures of its document have it.
    """

    def __init__(self, table: Quantities, rows: Array, *, background: float) -> None:
        """Take the rows whose words are wanted."""
        self._table = table
        self._number: dict[str, int] = {}
        self._stems: dict[str, Array] = {}
        self.document = table.codes("document")
        self.cell = table.frame["table"].to_numpy(np.int64) > 0
        own: list[Array] = []
        label: list[Array] = []
        whole: list[Array] = []
        self.between, sentence = self._between(), table.text("sentence")
        for row, named in zip(rows.tolist(), self._named(rows), strict=True):
            if self.cell[row]:
                self.between[row] = self._around(row)
                last, said = self._labels(row)
                own.append(said)
                label.append(last)
                whole.append(np.concatenate([said, named]))
            else:
                own.append(np.concatenate([self._of(self.between[row]), named]))
                label.append(own[-1])
                whole.append(np.concatenate([self._of(sentence[row]), named]))
        place = (np.repeat(rows, [len(some) for some in sets]) for sets in (own, label, whole))
        self.own, self.label, self.whole = (
            Words.of(where, np.concatenate([*some, _NOTHING]), table.size)
            for where, some in zip(place, (own, label, whole), strict=True)
        )
        self.width = len(self._number) + 1
        self._keys, count = np.unique(self._key(self.whole.place, self.whole.word), return_counts=True)
        figures = np.bincount(self.document[rows], minlength=int(self.document.max(initial=0)) + 1)
        self._bits = np.log2((figures[self._keys // self.width] + background) / (count + 1))

    def total(self, sets: Words) -> Array:
        """Give how many bits all words of each row tell."""
        bits = self._told(sets.place, sets.word)
        return np.bincount(sets.place, weights=bits, minlength=self._table.size)

    def shared(self, first: Array, left: Words, second: Array, right: Words) -> Array:
        """Give how many bits the words tell that are in one of `left` and one of `right`, pair by pair."""
        there = right.place * self.width + right.word
        if not len(there):
            return np.zeros(len(first))
        size = left.sizes[first]
        pair = np.repeat(np.arange(len(first)), size)
        word = left.word[np.repeat(left.starts[first], size) + within(size)]
        wanted = second[pair] * self.width + word
        found = there[np.minimum(np.searchsorted(there, wanted), len(there) - 1)] == wanted
        weights = self._told(first[pair[found]], word[found])
        return np.bincount(pair[found], weights=weights, minlength=len(first))

    def restricted(self, first: int, second: int) -> bool:
        """Tell whether a word that excludes something stands with one of two figures, and not with the other.

        Of two sentences that is all their words; a cell's labels may leave out what its sentence says.
        """
        here, there = (self._excluding(self._around(row)) for row in (first, second))
        if not self.cell[first] and not self.cell[second]:
            return here != there
        one, other = (self._excluding(self.between[row]) for row in (first, second))
        return not (one <= there and other <= here)

    def names(self, first: int, second: int) -> bool:
        """Tell whether the number of one figure stands in the words of the other: there both are told."""
        return self._table.text("digits")[first] in _NUMBER.findall(self._around(second))

    def _around(self, row: int) -> str:
        columns = ("row", "column") if self.cell[row] else ("sentence",)
        return " ".join(self._table.text(name)[row] for name in columns)

    def _excluding(self, text: str) -> frozenset[str]:
        words = frozenset(_WORD.findall(text.lower()))
        return words & frozenset(phrases("excludes"))

    def _key(self, row: Array, word: Array) -> Array:
        return self.document[row] * self.width + word

    def _told(self, row: Array, word: Array) -> Array:
        return np.asarray(self._bits[np.searchsorted(self._keys, self._key(row, word))])

    def _of(self, text: str) -> Array:
        if text not in self._stems:
            words = (word for word in _WORD.findall(text.lower()) if word not in empty_words())
            found = [self._number.setdefault(stem(word), len(self._number)) for word in words]
            self._stems[text] = np.array(found, np.int64)
        return self._stems[text]

    def _all_of(self, texts: Iterable[str]) -> Array:
        return np.concatenate([_NOTHING, *map(self._of, texts)])

    def _labels(self, row: int) -> tuple[Array, Array]:
        """Give the words of the row's own label, and those of all labels and heads of a cell."""
        rows, columns = (json.loads(self._table.text(name)[row] or "[]") for name in ("row", "column"))
        return self._all_of(rows[-1:]), self._all_of((*rows, *columns))

    def _named(self, rows: Array) -> list[Array]:
        """Give the words of what each figure is about, as far as it was understood from what stands near it.

        What the whole document is about tells none of its figures from another.
        """
        table = self._table
        near = [(table.text(name), table.text(f"{name}_from")) for name in ("entity", "concept")]
        things, qualifiers, found = (table.text(name) for name in ("unit_text", "qualifiers", "qualifiers_from"))
        out = []
        for row in rows.tolist():
            texts = [texts[row] for texts, sources in near if sources[row] not in _FAR]
            some = zip(json.loads(qualifiers[row] or "[]"), json.loads(found[row] or "[]"), strict=True)
            out.append(self._all_of([*texts, things[row], *(text for text, source in some if source not in _FAR)]))
        return out

    def _between(self) -> list[str]:
        """Give what stands between the figure before and the one after, in the sentence of each figure."""
        table = self._table
        start, sentence = table.sentence, table.text("sentence")
        end = table.frame["end"].to_numpy(np.int64)
        order = np.lexsort((table.place, start, self.document))
        same = np.r_[
            False, (self.document[order][1:] == self.document[order][:-1]) & (start[order][1:] == start[order][:-1])
        ]
        out = [""] * table.size
        for n, row in enumerate(order.tolist()):
            first = int(end[order[n - 1]] - start[row]) if same[n] else 0
            last = int(table.place[order[n + 1]] - start[row]) if n + 1 < len(order) and same[n + 1] else None
            out[row] = sentence[row][max(first, 0) : last]
        return out


def within(sizes: Array) -> Array:
    """Count up from 0 inside each of some runs.

    >>> within(np.array([2, 0, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    return np.asarray(np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes))
