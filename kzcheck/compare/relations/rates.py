"""A figure per day, times the days, is the figure of the period: 1.2 million barrels a day and 438 million a year."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from kzcheck.compare.candidates import PAIRS, Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.equation import Equation, Term
from kzcheck.compare.quantities import Quantities
from kzcheck.model import Interval, Period

_TIME = "/time"
_DAY = 86_400
_SLACK = Fraction(366, 365)
"""A year is 365 or 366 days to those who multiply."""


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give the rates over time of a quantity with what it came to in the same period."""
    table = scope.table
    dimension = table.coded("dimension")
    of_time = {name: str(name).endswith(_TIME) for name in set(dimension.tolist())}
    timed = np.array([of_time[name] for name in dimension.tolist()], dtype=bool)
    known = table.level & table.dated & ~table.vague & ~table.crowded
    rates = np.flatnonzero(known & timed)
    if not len(rates):
        return
    totals: dict[tuple[int, int, int, int, str], list[int]] = {}
    families = np.isin(table.family, table.family[rates])
    for row in np.flatnonzero(known & families & ~timed & (dimension != "")).tolist():
        totals.setdefault((*_place(table, row), str(dimension[row])), []).append(row)
    for rate in rates.tolist():
        metric = table.metric(rate)
        rule = scope.rule(metric, "rate")
        period = table.period(rate)
        if rule is None or scope.is_stock(metric) or period is None:
            continue
        for total in totals.get((*_place(table, rate), str(dimension[rate]).removesuffix(_TIME)), ())[:PAIRS]:
            rows = (rate, total)
            said = table.value[[rate, total]] / table.factor[[rate, total]]
            if table.discovered[rate] and np.isclose(*said):
                continue  # the rate again, with its "a month" left to the reader
            yield Candidate(
                equation=equation(period),
                rows=rows,
                rule=rule.id,
                # Nothing tells the rate of a day from the average of the year where no rule names the quantity.
                certainty="assumed" if table.discovered[rate] else scope.certainty(rows),
                severity=rule.severity,
                message=rule.message,
            )


def equation(period: Period) -> Equation:
    """Give rate (0) * length of the period = total (1)."""
    seconds = Fraction(period.days * _DAY)
    return Equation(
        relation="rate",
        left=(Term(1),),
        right=(Term(0),),
        known=Interval(seconds / _SLACK, seconds * _SLACK),
        known_text=f"{period.days} days",
        derived=(0, 1),
    )


def _place(table: Quantities, row: int) -> tuple[int, int, int, int]:
    return int(table.family[row]), int(table.mood[row]), int(table.start[row]), int(table.end[row])


DECLARES: tuple[Relation, ...] = (
    Relation(
        name="rate",
        holds="a figure per day or month, times the length of its period, is the figure of the period",
        asked=True,
        rules=("rate", "equivalent"),
        links=True,
    ),
)
