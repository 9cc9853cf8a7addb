"""Finding the levels that a growth, a share or a sum speaks of: by quantity and period, in every document."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from kzcheck.compare.quantities import ACTUAL, AHEAD, Array, Quantities

Key = tuple[int, int, int, int]
"""Family, mood, start and end of the period."""


class Levels:
    """The dated levels of a table by family, mood and period."""

    def __init__(self, table: Quantities) -> None:
        """Index the dated levels."""
        self.table = table
        self.rows = np.flatnonzero(table.level & table.dated & ~table.vague)

    @cached_property
    def _by_key(self) -> dict[Key, list[int]]:
        table, rows = self.table, self.rows
        found: dict[Key, list[int]] = {}
        columns = (table.family[rows], table.mood[rows], table.start[rows], table.end[rows])
        for row, key in zip(rows.tolist(), zip(*(c.tolist() for c in columns), strict=True), strict=True):
            found.setdefault(key, []).append(row)
        return found

    def at(self, family: int, mood: int, start: int, end: int) -> list[int]:
        """Give the rows of levels of a quantity in a period; a plan starts from what was."""
        found = self._by_key.get((family, mood, start, end), [])
        if not found and mood == AHEAD:
            return self._by_key.get((family, ACTUAL, start, end), [])
        return found

    def ends(self, growth: int) -> list[int]:
        """Give the levels at the end of a growth."""
        table = self.table
        if not table.dated[growth]:
            return []
        return self._measured(growth, self._by_key.get((*self._of(growth), table.start[growth], table.end[growth]), []))

    def starts(self, growth: int) -> list[int]:
        """Give the levels at the base of a growth."""
        table = self.table
        if not table.based[growth]:
            return []
        family, mood = self._of(growth)
        return self._measured(growth, self.at(family, mood, table.base_start[growth], table.base_end[growth]))

    def _of(self, row: int) -> tuple[int, int]:
        return int(self.table.family[row]), int(self.table.mood[row])

    def _measured(self, growth: int, rows: list[int]) -> list[int]:
        """Keep the unit that the growth is of: its own document's, where levels stand in several."""
        table = self.table
        kinds = {int(table.dimension[row]) for row in rows}
        if len(kinds) < 2:
            return rows
        document = table.text("document")
        own = {int(table.dimension[r]) for r in self.rows if document[r] == document[growth]} & kinds
        return [row for row in rows if int(table.dimension[row]) in own]


def one_each(table: Quantities, rows: Sequence[int], near: int) -> list[int]:
    """Keep one of the claims of a document that say the same, the one nearest to the claim `near`."""
    kept: dict[tuple[Any, ...], int] = {}
    document, start = table.text("document"), table.place
    for row in rows:
        key = (document[row], table.low[row], table.high[row], table.value[row], table.dimension[row])
        if key not in kept or _away(start, row, near) < _away(start, kept[key], near):
            kept[key] = row
    return sorted(kept.values())


def _away(start: Array, row: int, near: int) -> int:
    return abs(int(start[row]) - int(start[near]))
