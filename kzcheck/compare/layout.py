"""What rows, columns and tables of one document tell of whether two figures are one quantity."""

from __future__ import annotations

import json
import re
from functools import cached_property

import numpy as np

from kzcheck.compare.quantities import Array, Quantities, number, phrases

_WORD = re.compile(r"[^\W\d_]+")
_SCALES_APART = (1e3, 1e6, 1e9)


class Layout:
    """Where figures stand in the tables of their documents; rows are those of the table of claims."""

    def __init__(self, table: Quantities) -> None:
        """Take the coded table of claims."""
        self._table = table
        self._document = table.codes("document")
        self.of = table.frame["table"].to_numpy(np.int64)
        """The number of the table in its document that a figure stands in, 0 outside tables."""

    def apart(self, first: int, second: int) -> bool:
        """Tell whether the layout keeps two claims of one document apart that their words do not.

        Figures of one table are told apart by their rows and columns, those of two tables at least by their rows'
        labels; a share whose part no label names, a flow of a single day (or what may be one), and the same digits on
        another scale stand for what was not understood, and so does growth that no time is told of, wherever it stands.
        """
        table = self._table
        changed = any(table.growth[row] or table.kind[row] == "difference" for row in (first, second))
        if changed and table.timeless[first] and table.timeless[second]:
            return True
        tables = self.of
        if any(tables[row] and self._flow[row] and self._one_day[row] for row in (first, second)):
            return True
        if not tables[first] or not tables[second]:
            return False
        if tables[first] == tables[second] or self.labels[first] != self.labels[second]:
            return True
        if (self.accounts[first] or self.accounts[second]) and self._section[first] != self._section[second]:
            return True
        if not self.agree(first, second):
            return True  # tables, rows or columns that differ mostly are about two things, whatever they are called
        timeless = not table.dated[first] and not table.dated[second]
        one, other = abs(table.value[first]), abs(table.value[second])
        if one and other and max(one, other) / min(one, other) in _SCALES_APART:
            return True
        moment = self._one_day[first] and not table.stock[first] and not table.stock[second]
        # A term or a life is one of whatever its table is about.
        lasting = table.text("dimension")[first] == "time"
        return bool(timeless or moment or lasting or self._share_like[first] or self._share_like[second])

    def two_tables(self, first: int, second: int) -> bool:
        """Tell whether nothing but rows and columns of two tables of one document ties two claims together."""
        document, tables = self._document, self.of
        both = bool(tables[first] and tables[second]) and document[first] == document[second]
        return bool(both and self._table.discovered[first] and tables[first] != tables[second])

    def agree(self, first: int, second: int) -> bool:
        """Tell whether the tables of two claims of one document tell the same more often than not.

        They do on the whole, and beside the two claims also in their row and in their column.
        """
        table = self._table
        document = int(self._document[first])
        one, other = (self._told.get((document, int(self.of[row])), {}) for row in (first, second))
        own = self.labels[first], int(table.start[first]), int(table.end[first])
        told = {key: bool(one[key] & other[key]) for key in one.keys() & other.keys()}
        if 2 * sum(told.values()) <= len(told):
            return False
        beside = {key: agree for key, agree in told.items() if key != own}
        row = [agree for key, agree in beside.items() if key[0] == own[0]]
        column = [agree for key, agree in beside.items() if key[1:] == own[1:]]
        return all(all(some) or 2 * sum(some) > len(some) for some in (row, column))

    def unlike(self, first: int, second: int) -> bool:
        """Tell whether tables of two documents differ in most of what the column, or the row, of a figure tells.

        A column of times on one machine is none of those on another, whatever both are called.
        """
        table = self._table
        if self._document[first] == self._document[second] or not (self.of[first] and self.of[second]):
            return False
        theirs = {int(table.node[row]): row for row in self._in_table[self._table_of(second)]}
        for place in ("table_column", "table_row"):
            numbers = table.text(place)
            mine = [row for row in self._in_table[self._table_of(first)] if numbers[row] == numbers[first]]
            beside = [(row, theirs[int(table.node[row])]) for row in mine if int(table.node[row]) in theirs]
            agree = sum(bool(table.low[a] <= table.high[b] and table.low[b] <= table.high[a]) for a, b in beside)
            if len(beside) - agree > max(1, agree):
                return True
        return False

    def _table_of(self, row: int) -> tuple[int, int]:
        return int(self._document[row]), int(self.of[row])

    @cached_property
    def _in_table(self) -> dict[tuple[int, int], list[int]]:
        """Give the levels of each table."""
        out: dict[tuple[int, int], list[int]] = {}
        for row in np.flatnonzero(self._table.level & (self.of > 0)).tolist():
            out.setdefault(self._table_of(row), []).append(row)
        return out

    @cached_property
    def _told(self) -> dict[tuple[int, int], dict[tuple[str, int, int], set[float]]]:
        """Give what each table tells: its amounts by the label of the row and the period."""
        table = self._table
        out: dict[tuple[int, int], dict[tuple[str, int, int], set[float]]] = {}
        for row in np.flatnonzero((self.of > 0) & table.dated).tolist():
            cells = out.setdefault((int(self._document[row]), int(self.of[row])), {})
            key = self.labels[row], int(table.start[row]), int(table.end[row])
            cells.setdefault(key, set()).add(abs(float(table.value[row])))
        return out

    @cached_property
    def _flow(self) -> Array:
        return np.asarray([name.endswith(" flow") for name in self._table.text("measure")], dtype=bool)

    @cached_property
    def _share_like(self) -> Array:
        """Mark percentages of what is no rate itself."""
        return np.asarray([name.startswith("ratio ") for name in self._table.text("measure")], dtype=bool)

    @cached_property
    def _one_day(self) -> Array:
        table = self._table
        return np.asarray(table.dated & (table.end - table.start == 1))

    @cached_property
    def accounts(self) -> Array:
        """Mark the cells of accounts of changes, from one balance to the next: sections and heads say what changes."""
        words = phrases("balances")
        balance = np.array([any(w in words for w in _WORD.findall(label)) for label in self.labels], dtype=bool)
        where = number([self._document, self.of])
        return np.asarray(np.isin(where, where[balance]) & (self.of > 0))

    @cached_property
    def changes(self) -> Array:
        """Mark the cells below a label that speaks of changes: they are no levels of what their rows name."""
        words = phrases("changes")
        above = [[w for label in labels for w in _WORD.findall(label.casefold())] for labels in self._section]
        return np.asarray([any(w in words for w in some) for some in above], dtype=bool)

    @cached_property
    def _section(self) -> list[list[str]]:
        """Give the labels above each claim's row."""
        known = {text: json.loads(text or "[]")[:-1] for text in set(self._table.text("row"))}
        return [known[text] for text in self._table.text("row")]

    @cached_property
    def labels(self) -> list[str]:
        """Give the own label of each claim's row in a table."""
        known: dict[str, str] = {"": ""}
        for text in self._table.text("row"):
            if text not in known:
                known[text] = (json.loads(text) or [""])[-1].casefold()
        return [known[text] for text in self._table.text("row")]
