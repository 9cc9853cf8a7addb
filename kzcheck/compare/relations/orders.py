"""Ordinals count upwards in time: the second meeting is not before the first, and the first is one event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, pairwise

import numpy as np

from kzcheck.compare.candidates import PAIRS, Candidate, Scope
from kzcheck.compare.equation import Equation, Term
from kzcheck.compare.screen import positions
from kzcheck.compare.statement import Statement
from kzcheck.model import Interval


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give the ordinals of one series of events, by their numbers."""
    table = scope.table
    named = (table.family >= 0) & table.dated & (table.mood >= 0) & (table.kind == "ordinal") & ~np.isnan(table.value)
    for rows in positions(named, table.family).values():
        rule = scope.rule(table.metric(rows[0]), "order")
        if rule is None or len(rows) < 2:
            continue
        ordered = sorted(rows, key=lambda row: (table.value[row], table.start[row], row))
        for first, second in combinations(ordered, 2) if len(ordered) <= PAIRS else pairwise(ordered):
            same = table.value[first] == table.value[second]
            yield Candidate(
                equation=Equation(
                    relation="order", left=(Term(0),), right=(Term(1),), op="sum", equal=bool(same), derived=(0, 1)
                ),
                rows=(first, second),
                rule=rule.id,
                certainty=scope.certainty((first, second)),
                severity=rule.severity,
                message=rule.message,
                statements=tuple(_day(scope, row) for row in (first, second)),
                fits=True,
            )


def _day(scope: Scope, row: int) -> Statement:
    """Read an ordinal as the day of its event, counted from the year 1."""
    period = scope.table.period(row)
    assert period is not None  # noqa: S101  only dated rows are asked about
    days = Interval(Fraction(period.start.toordinal()), Fraction(period.end.toordinal() - 1))
    return replace(
        scope.table.statement(row), value=None, interval=days, factor=Fraction(1), unit="day of event", note=str(period)
    )
