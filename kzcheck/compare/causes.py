"""Likely explanations of a conflict: offered where they fit the figures, never put in place of the verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property

import numpy as np

from kzcheck.compare.candidates import Scope
from kzcheck.compare.declaring import relation
from kzcheck.compare.equation import Equation
from kzcheck.compare.screen import Array
from kzcheck.compare.statement import SHARES, Statement, digits, digits_of
from kzcheck.model import Cause, Interval, Slip

_FACTORS = (
    (Fraction(10**3), Slip.FACTOR_1000),
    (Fraction(10**6), Slip.FACTOR_MILLION),
    (Fraction(100), Slip.FACTOR_100),
    (Fraction(10), Slip.FACTOR_10),
)
_SHORT_TON = Fraction("0.90718474")
_DISTINCTIVE = 3
_ALL = "0123456789"
_WIDE = Fraction(1, 50)
"""How wide what the other claims allow may be, as a share of it, for single digits to tell."""
_MOST = 2000
"""Figures of one quantity that are looked through for one that was said of another time."""


_GROWN = ("change", "difference", "ratio")


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

    def of(self, equation: Equation, statements: Sequence[Statement]) -> Cause | None:
        """Give the likeliest cause of a conflict between these claims, or None where none fits."""
        named = {s.source for s in statements} - {""}
        if len(named) > 1:
            return Cause(slip=Slip.OTHER_AGENCY, told=tuple(sorted(named)))
        slip = _of_figures(equation, statements)
        if slip is not None:
            return Cause(slip=slip)
        rows = [s.row for s in statements]
        levels = [s for s in statements if self.scope.table.level[s.row]]
        for s in levels:
            found = self._said_elsewhere(s, rows)
            if found is not None:
                return found
        slip = _of_digits(equation, statements)
        if slip is not None:
            return Cause(slip=slip)
        if len(statements) == 2 and self._headline(*rows):
            return Cause(slip=Slip.HEADLINE)
        if len(levels) == 2 and len(statements) == 2 and self._revised(levels):
            return Cause(slip=Slip.REVISED)
        return None

    def _headline(self, first: int, second: int) -> bool:
        """Tell whether one of two claims of a document stands in a heading and the other does not."""
        table = self.scope.table
        document = table.text("document")
        return document[first] == document[second] and bool(table.heading[first] != table.heading[second])

    def _said_elsewhere(self, s: Statement, rows: Sequence[int]) -> Cause | None:
        """Look for the figure of a claim among those of other periods."""
        table = self.scope.table
        if digits_of(s) < _DISTINCTIVE:
            return None
        mine = table.period(s.row)
        if mine is None:
            return None
        levels, quantity = self._levels
        first, last = np.searchsorted(quantity, [table.series[s.row], table.series[s.row] + 1])
        of_quantity = levels[first:last].tolist()
        if len(of_quantity) > _MOST:
            return None
        value = float(table.value[s.row])
        alike = [r for r in of_quantity if r not in rows and table.low[r] <= value <= table.high[r]]
        for row in alike:
            other = table.period(row)
            if other is None or other == mine or digits_of(table.statement(row)) < _DISTINCTIVE:
                continue
            told = (table.statement(row).surface, str(other))
            if mine.covers(other) and table.cumulative[row]:
                return Cause(slip=Slip.PART_OF_YEAR, told=told)
            years = other.start.year - mine.start.year
            if years and mine.shift_years(years) == other:
                swapped = any(self._swapped(s, r, row) for r in of_quantity if r not in rows)
                return Cause(slip=Slip.PERIODS_SWAPPED if swapped else Slip.OTHER_YEAR, told=told)
        return None

    def _swapped(self, s: Statement, row: int, elsewhere: int) -> bool:
        """Tell whether a claim of the period that a figure belongs to gives the figure that belongs here."""
        table = self.scope.table
        here, there = table.period(s.row), table.period(elsewhere)
        if table.period(row) != there or table.text("document")[row] != s.document or row == elsewhere:
            return False
        right = [r for r in range(table.size) if table.series[r] == table.series[s.row] and table.period(r) == here]
        return any(r != s.row and table.low[r] <= table.value[row] <= table.high[r] for r in right)

    def _revised(self, levels: Sequence[Statement]) -> bool:
        table = self.scope.table
        first, second = levels
        one, other = table.issued(first.row), table.issued(second.row)
        if first.document == second.document or one is None or other is None or one == other:
            return False
        publisher = table.text("publisher")
        return bool(publisher[first.row] and publisher[first.row] == publisher[second.row])


def _implied(equation: Equation, statements: Sequence[Statement]) -> Iterator[tuple[Statement, Fraction]]:
    """Give each plain figure with what the others make of it, those that their author worked out first."""
    order = sorted(range(len(statements)), key=lambda i: i not in equation.derived)
    for i in order:
        s = statements[i]
        if s.value is None or s.note or s.hedged:
            continue
        value = equation.implied_value(i, statements)
        if value is not None:
            yield s, value


def _of_figures(equation: Equation, statements: Sequence[Statement]) -> Slip | None:
    """Give the slip that a whole figure shows: its factor, its sign, its base, points for percent."""
    slip = relation(equation.relation).slip
    if slip is not None or not equation.equal:
        return slip
    for index in range(len(statements)):
        found = _factor(equation, statements, index)
        if found is not None:
            return found
    if equation.relation in _GROWN and statements[0].value == statements[-1].value:
        return Slip.OTHER_YEAR
    for s, value in _implied(equation, statements):
        signed = s.kind in ("change", "difference") and s.value is not None and s.value * value < 0
        if s.value and _gives(s, -value) and (signed or s.value < 0 or value < 0):
            return Slip.DIRECTION if s.kind in ("change", "difference") else Slip.SIGN_LOST
    return _of_growth(equation, statements)


def _factor(equation: Equation, statements: Sequence[Statement], index: int) -> Slip | None:
    """Give the factor by which a figure is off what the others allow."""
    s = statements[index]
    wide = equation.implied(index, [x.interval for x in statements])
    if not s.value or s.note or s.hedged or wide is None or not _telling(wide):
        return None
    for factor, slip in _FACTORS:
        if any(s.interval.scale(by).meets(wide) for by in (factor, 1 / factor)):
            return slip
    if s.unit == "t" and any(s.interval.scale(by).meets(wide) for by in (_SHORT_TON, 1 / _SHORT_TON)):
        return Slip.SHORT_TONS
    return None


def _gives(s: Statement, value: Fraction) -> bool:
    """Tell whether a figure is a number, rounded to its place."""
    assert s.value is not None  # noqa: S101  the caller has looked
    return abs(s.value - value) <= s.place / 2


def _of_growth(equation: Equation, statements: Sequence[Statement]) -> Slip | None:
    """Give the slips of a growth between two levels: percent for points, or a percentage of the end."""
    if equation.relation not in ("change", "difference") or len(statements) != 3:
        return None
    start, growth, end = statements
    if start.value is None or growth.value is None or end.value is None or growth.unit not in SHARES:
        return None
    added = end.value - start.value
    if start.unit == "percent" and equation.relation == "change" and _gives(growth, added):
        return Slip.PERCENT_FOR_POINTS
    if equation.relation == "difference" and start.value and _gives(growth, added / start.value):
        return Slip.PERCENT_FOR_POINTS
    return (
        Slip.WRONG_BASE if equation.relation == "change" and end.value and _gives(growth, added / end.value) else None
    )


def _of_digits(equation: Equation, statements: Sequence[Statement]) -> Slip | None:
    """Give the slip that single digits show: undone, it makes the claims fit."""
    if not equation.equal:
        return None
    intervals = [s.interval for s in statements]
    if any(
        s.value is not None and s.ulp and abs(s.value - value) == s.ulp for s, value in _implied(equation, statements)
    ):
        return Slip.OFF_BY_ONE
    order = sorted(range(len(statements)), key=lambda i: i not in equation.derived)
    wanted = [(s, wide) for i in order if (s := statements[i]).value and s.ulp and not s.note and not s.hedged
              for wide in (equation.implied(i, intervals),) if wide is not None and _telling(wide)]  # fmt: skip
    for slip, variants in _VARIANTS:
        for s, wide in wanted:
            sign = 1 if (s.value or 0) > 0 else -1
            if any(sign * n * s.ulp in wide for n in variants(digits(s))):
                return slip
    return None


def _telling(wide: Interval) -> bool:
    """Tell whether what the other claims allow is narrow enough for single digits to matter."""
    if wide.low is None or wide.high is None:
        return False
    return wide.high - wide.low <= max(abs(wide.low), abs(wide.high)) * _WIDE


def _one_off(said: str) -> Iterator[int]:
    if len(said) > 1:
        yield from (int(said) - 1, int(said) + 1)


def _swapped(said: str) -> Iterator[int]:
    for i in range(len(said) - 1):
        if said[i] != said[i + 1]:
            yield int(said[:i] + said[i + 1] + said[i] + said[i + 2 :])


def _undoubled(said: str) -> Iterator[int]:
    if len(said) >= _DISTINCTIVE:
        yield from (int(said[:i] + said[i + 1 :]) for i in range(len(said) - 1) if said[i] == said[i + 1])


def _regained(said: str) -> Iterator[int]:
    if len(said) >= _DISTINCTIVE - 1:
        yield from (int(said[:i] + digit + said[i:]) for i in range(1, len(said)) for digit in _ALL)


def _mended(said: str) -> Iterator[int]:
    if len(said) >= _DISTINCTIVE:
        yield from (
            int(said[:i] + digit + said[i + 1 :]) for i in range(len(said)) for digit in _ALL if digit != said[i]
        )


_Variants = Callable[[str], Iterable[int]]
_VARIANTS: Sequence[tuple[Slip, _Variants]] = (
    (Slip.OFF_BY_ONE, _one_off),
    (Slip.DIGITS_SWAPPED, _swapped),
    (Slip.DIGIT_DOUBLED, _undoubled),
    (Slip.DIGIT_LOST, _regained),
    (Slip.DIGIT_CHANGED, _mended),
)
