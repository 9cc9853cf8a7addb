"""Date and anniversary: the year of the event and the years since make the year of the anniversary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from kzcheck.compare.candidates import PAIRS, Candidate, Scope
from kzcheck.compare.equation import Equation, Term
from kzcheck.compare.screen import positions
from kzcheck.compare.statement import Statement
from kzcheck.model import Interval, Period


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give the anniversaries of one event beside one another and beside its date."""
    table = scope.table
    named = (table.family >= 0) & table.dated & (table.mood >= 0)
    jubilees = positions(named & (table.kind == "anniversary"), table.family)
    dates = positions(named & (table.kind == "date"), table.family)
    for family, years in jubilees.items():
        rule = scope.rule(table.metric(years[0]), "anniversary")
        if rule is None:
            continue
        events = [row for row in dates.get(family, ()) if _one_year(scope, row)]
        pairs = [*combinations(years[:PAIRS], 2), *((y, e) for y in years[:PAIRS] for e in events[:PAIRS])]
        for pair in pairs:
            statements = tuple(_year(scope, row) for row in pair)
            yield Candidate(
                equation=Equation(relation="anniversary", left=(Term(0),), right=(Term(1),), op="sum"),
                rows=pair,
                rule=rule.id,
                certainty=scope.certainty(pair),
                severity=rule.severity,
                message=rule.message,
                statements=statements,
            )


def _one_year(scope: Scope, row: int) -> bool:
    period = scope.table.period(row)
    return period is not None and Period.of_year(period.start.year).covers(period)


def _year(scope: Scope, row: int) -> Statement:
    """Read an anniversary or a date as the year of the event."""
    table = scope.table
    s = table.statement(row)
    period = table.period(row)
    assert period is not None  # noqa: S101  only dated rows are asked about
    since = s.value / s.factor if table.kind[row] == "anniversary" and s.value is not None else Fraction(0)
    year = Interval.point(period.start.year - since)
    return replace(
        s,
        value=year.low,
        interval=year,
        ulp=Fraction(1),
        factor=Fraction(1),
        unit="year of event",
        hedge="exact",
        note=f"{period.start.year} - {since} = {year.low}" if since else str(period.start.year),
    )
