"""Likely explanations of a conflict: offered where they fit the figures, never put in place of the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property

import numpy as np

from kzcheck.compare.candidates import Scope
from kzcheck.compare.screen import Array
from kzcheck.compare.statement import Statement

_SLIPS = (
    (Fraction(10**3), "unit slip (factor 1,000)"),
    (Fraction(10**6), "unit slip (factor 1,000,000)"),
    (Fraction(100), "unit slip (factor 100, such as a share for a percentage)"),
    (Fraction(10), "unit slip (factor 10)"),
)
_SHORT_TON = Fraction("0.90718474")
_DISTINCTIVE = 3


class Causes:
    """Looks for causes among all claims of a table."""

    def __init__(self, scope: Scope) -> None:
        """Take the table and its rules."""
        self.scope = scope

    @cached_property
    def _levels(self) -> tuple[Array, Array]:
        """Give the dated levels, those of one quantity side by side, and the quantity of each."""
        table = self.scope.table
        rows = np.flatnonzero(table.level & table.dated & (table.series >= 0))
        rows = rows[np.argsort(table.series[rows], kind="stable")]
        return rows, table.series[rows]

    def of(self, rows: Sequence[int]) -> str:
        """Name the likeliest cause of a conflict between these claims, or "" where none fits."""
        statements = [self.scope.table.statement(row) for row in rows]
        named = {s.source for s in statements} - {""}
        if len(named) > 1:
            return f"other agency ({', '.join(sorted(named))})"
        levels = [s for s in statements if self.scope.table.level[s.row]]
        if len(statements) == 2 and len(levels) == 2:
            first, second = levels
            found = slip(first, second) or transposed(first, second)
            if found:
                return found
        for s in levels:
            found = self._said_elsewhere(s, rows)
            if found:
                return found
        if len(statements) == 2 and self._headline(*rows):
            return "headline against body"
        if len(levels) == 2 and len(statements) == 2:
            return self._revised(levels)
        return ""

    def _headline(self, first: int, second: int) -> bool:
        """Tell whether one of two claims of a document stands in a heading and the other does not."""
        table = self.scope.table
        document = table.text("document")
        return document[first] == document[second] and bool(table.heading[first] != table.heading[second])

    def _said_elsewhere(self, s: Statement, rows: Sequence[int]) -> str:
        """Look for the figure of a claim among those of other periods."""
        table = self.scope.table
        if digits_of(s) < _DISTINCTIVE:
            return ""
        mine = table.period(s.row)
        if mine is None:
            return ""
        levels, quantity = self._levels
        first, last = np.searchsorted(quantity, [table.series[s.row], table.series[s.row] + 1])
        of_quantity = levels[first:last].tolist()
        if len(of_quantity) > 2000:
            return ""
        value = float(table.value[s.row])
        alike = [r for r in of_quantity if r not in rows and table.low[r] <= value <= table.high[r]]
        for row in alike:
            other = table.period(row)
            if other is None or other == mine or digits_of(table.statement(row)) < _DISTINCTIVE:
                continue
            if mine.covers(other) and table.cumulative[row]:
                return f"part-year figure ({table.statement(row).surface} is said of {other})"
            years = other.start.year - mine.start.year
            if years and mine.shift_years(years) == other:
                return f"shifted year ({table.statement(row).surface} is said of {other})"
        return ""

    def _revised(self, levels: Sequence[Statement]) -> str:
        table = self.scope.table
        first, second = levels
        one, other = table.issued(first.row), table.issued(second.row)
        if first.document == second.document or one is None or other is None or one == other:
            return ""
        publisher = table.text("publisher")
        same = publisher[first.row] and publisher[first.row] == publisher[second.row]
        return "revised or stale figure (one publisher, two dates)" if same else ""


def slip(first: Statement, second: Statement) -> str:
    """Name the factor by which two claims differ, if it is a usual one."""
    a, b = first.value, second.value
    if not a or not b or (a < 0) != (b < 0):
        return ""
    for factor, name in _SLIPS:
        if _meets(first, second, factor) or _meets(second, first, factor):
            return name
    if first.unit == "t" and (_meets(first, second, _SHORT_TON) or _meets(second, first, _SHORT_TON)):
        return "short against metric tons"
    return ""


def _meets(first: Statement, second: Statement, factor: Fraction) -> bool:
    return first.plain and second.plain and first.interval.scale(factor).meets(second.interval)


def transposed(first: Statement, second: Statement) -> str:
    """Tell whether two figures differ by two neighbouring digits that have changed places."""
    one, other = digits(first), digits(second)
    if len(one) != len(other) or len(one) < _DISTINCTIVE or one == other:
        return ""
    places = [i for i in range(len(one)) if one[i] != other[i]]
    if len(places) == 2 and places[1] == places[0] + 1 and one[places[0]] == other[places[1]]:
        swapped = one[places[1]] == other[places[0]]
        return "transposed digits" if swapped else ""
    return ""


def digits(s: Statement) -> str:
    """Give the significant digits of a claim, to its last stated place."""
    if s.value is None or not s.ulp:
        return ""
    return str(abs(round(s.value / s.ulp)))


def digits_of(s: Statement) -> int:
    """Count the significant digits of a claim."""
    return len(digits(s).lstrip("0"))
