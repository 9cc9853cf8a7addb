"""Ordinals count upwards in time: the second meeting is not before the first, and the first is one event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, pairwise

import numpy as np

from kzcheck.compare.candidates import PAIRS, Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.equation import Equation, Term
from kzcheck.compare.screen import positions
from kzcheck.compare.statement import Statement
from kzcheck.model import Interval, PartialDate, Period


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give the ordinals of one series of events, by their numbers."""
    table = scope.table
    named = (table.family >= 0) & (table.mood >= 0) & (table.kind == "ordinal") & ~np.isnan(table.value)
    for found in positions(named, table.family).values():
        rule = scope.rule(table.metric(found[0]), "order")
        if rule is None or len(found) < 2:
            continue
        rows = [row for row in found if _when(scope, row) is not None]
        ordered = sorted(rows, key=lambda row: (table.value[row], _when(scope, row), row))
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
                lenient=not (table.dated[first] and table.dated[second]),
            )


def _when(scope: Scope, row: int) -> Period | None:
    """Give the period of an ordinal, or where none is known the date of publication."""
    period = scope.table.period(row)
    text = scope.table.text("published")[row]
    return period or (PartialDate.parse(text).period if text else None)


def _day(scope: Scope, row: int) -> Statement:
    """Read an ordinal as the day of its event, counted from the year 1."""
    period = _when(scope, row)
    assert period is not None  # noqa: S101  only rows with a time are asked about
    days = Interval(Fraction(period.start.toordinal()), Fraction(period.end.toordinal() - 1))
    return replace(
        scope.table.statement(row), value=None, interval=days, factor=Fraction(1), unit="day of event", note=str(period)
    )


DECLARES: tuple[Relation, ...] = (
    Relation(
        name="order",
        holds="ordinals count upwards in time",
        asked=True,
        direct=True,
        bounds=True,
        of_dates=True,
    ),
)
