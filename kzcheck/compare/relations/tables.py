"""What the figures of one table make of one another: totals, balances, changes, shares, averages, rates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from kzcheck.compare.candidates import Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.equation import SUM, Equation, Term
from kzcheck.compare.relations.ties import share_equation
from kzcheck.compare.statement import SHARES, Statement
from kzcheck.compare.tables.derived import Derived, derived
from kzcheck.compare.tables.grid import grids, shown
from kzcheck.compare.tables.sums import Sum, sums
from kzcheck.model import Interval

_RATE = Equation(relation="average", left=(Term(0), Term(1)), right=(Term(2),), derived=(0,))
_EQUATIONS = {
    "difference": Equation(relation="difference", left=(Term(0), Term(1)), right=(Term(2),), op=SUM, derived=(1,)),
    "change": Equation(relation="change", left=(Term(0), Term(1, "growth")), right=(Term(2),), derived=(1,)),
    "share": share_equation(),
}
"""What a figure that is worked out (1) makes of the two that it is worked out of."""


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give each sum and each derived figure that labels and layout of a table say; of those that hold, where asked."""
    for rows, columns in grids(scope.table):
        for grid in (rows, columns):
            for found in sums(scope.table, grid):
                if scope.every or not found.holds:
                    yield from _summed(scope, found)
            for one in derived(grid):
                if scope.every or not one.holds:
                    yield from _worked_out(scope, one)


def _summed(scope: Scope, found: Sum) -> Iterator[Candidate]:
    """Give the equation of a sum; parts that are taken off stand beside the total."""
    rows = (*(row for row, _ in found.parts), found.total)
    last = len(rows) - 1
    added = tuple(Term(i) for i, (_, sign) in enumerate(found.parts) if sign > 0)
    taken = tuple(Term(i) for i, (_, sign) in enumerate(found.parts) if sign < 0)
    equation = Equation(relation="sum", left=added, right=(Term(last), *taken), op=SUM, derived=(last,))
    statements = tuple(shown(scope.table, row) for row in rows)
    yield from _candidate(scope, equation, rows, statements, "sum", sure=found.sure)


def _worked_out(scope: Scope, one: Derived) -> Iterator[Candidate]:
    table = scope.table
    statements = [shown(table, row) for row in one.rows]
    own = shown(table, one.figure)
    if one.how != "difference":
        own = _rounded(own)
    if one.how == "mean":
        n = len(one.rows)
        left = tuple(Term(i) for i in range(n))
        equation = Equation(relation="average", left=left, right=(Term(n, weight=n),), op=SUM, derived=(n,))
        yield from _candidate(scope, equation, (*one.rows, one.figure), (*statements, own), "average")
        return
    (end, start), (of_end, of_start) = one.rows, statements
    if one.how == "rate":
        own, of_start, of_end = (_scaled(s, 1 / s.factor) for s in (own, of_start, of_end))
        own = _scaled(own, Fraction(10) ** -one.power)
        yield from _candidate(scope, _RATE, (one.figure, start, end), (own, of_start, of_end), "average")
        return
    equation = _EQUATIONS[one.how]
    if one.how != "difference":
        own = _as_share(own)
    if one.how == "change":
        own = replace(own, kind="change")
    rule = "share" if one.how == "share" else "ratio"
    yield from _candidate(scope, equation, (start, one.figure, end), (of_start, own, of_end), rule)


def _rounded(s: Statement) -> Statement:
    """Let a figure that was worked out be rounded, though it counts things: "915 visitors on average"."""
    if not s.exact or s.value is None:
        return s
    return replace(s, interval=Interval(s.value - s.ulp / 2, s.value + s.ulp / 2))


def _as_share(s: Statement) -> Statement:
    """Read a bare number under a head of percentages as one."""
    if s.unit in SHARES:
        return s
    hundredth = Fraction(1, 100)
    return replace(_scaled(s, hundredth), unit="percent", dimension="ratio", factor=hundredth)


def _scaled(s: Statement, factor: Fraction) -> Statement:
    """Tell a figure in another power of ten of its unit."""
    low, high = s.interval.low, s.interval.high
    if s.value is None or low is None or high is None:
        return s
    interval = Interval(low * factor, high * factor)
    return replace(s, value=s.value * factor, interval=interval, ulp=s.ulp * factor, factor=s.factor * factor)


def _candidate(
    scope: Scope,
    equation: Equation,
    rows: tuple[int, ...],
    statements: tuple[Statement, ...],
    name: str,
    *,
    sure: bool = True,
) -> Iterator[Candidate]:
    metric = next((scope.table.metric(row) for row in rows if scope.table.metric(row)), "")
    rule = scope.rule(metric, name)
    if rule is not None and len(set(rows)) == len(rows):
        yield Candidate(
            equation=equation,
            rows=rows,
            rule=rule.id,
            certainty="inferred" if sure else "assumed",
            severity=rule.severity,
            message=rule.message,
            statements=statements,
            evident=True,
        )


DECLARES: tuple[Relation, ...] = ()
