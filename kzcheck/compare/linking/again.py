"""Equal figures of one document that are one: a statement and its notes, a table and the prose about it.

Chance does not repeat many digits, but one number is also the sum of one part, and a total that has one part only. So
what both are called must be the same too, as far as it goes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import combinations, product

import numpy as np
import pandas as pd

from kzcheck.compare.layout import Layout
from kzcheck.compare.linking.retold import Retelling, Search
from kzcheck.compare.linking.words import empty_words, stem
from kzcheck.compare.quantities import Array, Quantities, number
from kzcheck.compare.screen import groups

_WORD = re.compile(r"[^\W\d_]+")
_BRACKETS = re.compile(r"\([^()]*\)")
_MOST = 12
"""Figures that are equal of which each is held against each; of more, against the first ones."""


def told_again(table: Quantities, layout: Layout, weigh: Retelling) -> Iterator[tuple[int, int]]:
    """Give the pairs of equal figures of one document, time and mood that are called alike."""
    search = Search(table, weigh, lambda *_: False, copies=True)
    places = _Places(table, layout)
    rows = search.rows[(search.length[search.rows] >= weigh.again["digits"]) & places.cell[search.rows]]
    sign = np.where(table.growth, np.sign(np.nan_to_num(table.value)), 0).astype(np.int64)
    key = number([search.figure, sign, table.mood, table.start, table.end, table.codes("period_symbol")])
    for members in groups(key[rows]):
        some = rows[members].tolist()
        for first, second in [*combinations(some[:_MOST], 2), *product(some[:1], some[_MOST:])]:
            if places.alike(first, second, long=search.length[first] >= weigh.again["long"]):
                yield first, second
    yield from search.repeated()


class _Places:
    """What the cells of tables are called: their own label, the sections above it and the heads, without their time."""

    def __init__(self, table: Quantities, layout: Layout) -> None:
        self._table = table
        self._document = table.codes("document")
        self._layout = layout.of
        self.cell = self._layout > 0
        self._accounts = layout.accounts

    def alike(self, first: int, second: int, *, long: bool) -> bool:
        """Tell whether equal numbers in cells are called alike; in one table only `long` ones of one moment are one.

        A label that its table gives to several rows says nothing without its section. In an account of changes, from
        one balance to the next, heads and sections name what changes: there they must be the same on both sides.
        """
        (label, section, head), (other, above, over) = self._called(first), self._called(second)
        if not label or not other:
            return False
        same = label == other and head == over
        if self._layout[first] == self._layout[second]:
            moment = self._table.end[first] - self._table.start[first] == 1
            return bool(long and moment and same and section == above and self._heads(first) == self._heads(second))
        accounts = int(self._accounts[first]) + int(self._accounts[second])
        if accounts:
            return same and (accounts > 1 or not section | above)
        here, there = label | section, other | above
        if (self._often[first] and not section <= there) or (self._often[second] and not above <= here):
            return False
        return label <= there and other <= here and (head == over or not head or not over)

    def _called(self, row: int) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        table = self._table
        labels, heads = (json.loads(table.text(name)[row] or "[]") for name in ("row", "column"))
        time = _words(table.text("period_text")[row])
        return _words(*labels[-1:]) - time, _words(*labels[:-1]) - time, _words(*heads) - time

    def _heads(self, row: int) -> frozenset[str]:
        """Give all words over a cell but those of its time."""
        heads, time = (frozenset(_WORD.findall(self._table.text(c)[row].lower())) for c in ("column", "period_text"))
        return heads - time

    @cached_property
    def _often(self) -> Array:
        """Mark the cells whose own label stands in their table before several numbers of their time."""
        table = self._table
        label = np.array([" ".join(json.loads(text or "[]")[-1:]) for text in table.text("row")], dtype=object)
        columns = [self._document, self._layout, pd.factorize(label)[0].astype(np.int64), table.start, table.end]
        one = number([*columns, table.codes("column")])
        told = pd.DataFrame({"label": one, "value": table.value}).drop_duplicates()
        return np.asarray((np.bincount(told["label"], minlength=int(one.max(initial=0)) + 1)[one] > 1) & self.cell)


@cache
def _words(*texts: str) -> frozenset[str]:
    """Give the stems of the words that tell something; what stands in brackets only where there is nothing else."""
    whole = " ".join(texts).lower()
    for text in (_BRACKETS.sub(" ", whole), whole):
        found = frozenset(stem(word) for word in _WORD.findall(text) if word not in empty_words())
        if found:
            return found
    return frozenset(_WORD.findall(whole))
