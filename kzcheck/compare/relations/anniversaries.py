"""Date and anniversary: the year of the event and the years since make the year of the anniversary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import combinations

import numpy as np

from kzcheck.compare.candidates import PAIRS, Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.equation import Equation, Term
from kzcheck.compare.screen import positions
from kzcheck.compare.statement import Statement
from kzcheck.compare.wording import words
from kzcheck.lang import tokenize
from kzcheck.model import Interval, Period

_BEFORE = 3
"""Words before a date that may say what happened."""


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give the anniversaries of one event beside one another and beside its date."""
    table = scope.table
    named = (table.family >= 0) & (table.mood >= 0)
    jubilees = positions(named & (table.kind == "anniversary"), table.family)
    dates = positions(named & (table.kind == "date") & table.dated, table.family)
    in_sentence = _by_sentence(scope) if jubilees else {}
    for family, rows in jubilees.items():
        rule = scope.rule(table.metric(rows[0]), "anniversary")
        if rule is None:
            continue
        fallen = {row: _celebrated(scope, row, in_sentence) for row in rows}
        years = [row for row in rows if fallen[row]][:PAIRS]
        events = [row for row in dates.get(family, ()) if _one_year(scope, row)][:PAIRS]
        pairs = [*combinations(years, 2), *((y, e) for y in years for e in events)]
        pairs += [(y, e) for y in years for e in _told_beside(scope, y, fallen[y], in_sentence)]
        homes: dict[int, int] = {y: e for y, e in pairs if table.kind[e] == "date"}
        pairs += [(y, e) for y in years for e in homes.values() if homes.get(y) != e]
        for pair in dict.fromkeys(pairs):
            yield Candidate(
                equation=Equation(relation="anniversary", left=(Term(0),), right=(Term(1),), op="sum"),
                rows=pair,
                rule=rule.id,
                certainty=scope.certainty(pair),
                severity=rule.severity,
                message=rule.message,
                statements=tuple(_year(scope, row, fallen.get(row, 0)) for row in pair),
            )


def _by_sentence(scope: Scope) -> dict[tuple[str, int], list[int]]:
    table = scope.table
    document = table.text("document")
    found: dict[tuple[str, int], list[int]] = {}
    for row in np.flatnonzero((table.kind == "date") & table.dated & ~table.left_out).tolist():
        if _one_year(scope, row):
            found.setdefault((document[row], int(table.sentence[row])), []).append(row)
    return found


def _told_beside(scope: Scope, jubilee: int, year: int, in_sentence: dict[tuple[str, int], list[int]]) -> list[int]:
    """Give the date of the event, if the sentence of an anniversary tells one: the only date of another year."""
    table = scope.table
    dates = in_sentence.get((table.text("document")[jubilee], int(table.sentence[jubilee])), [])
    others = [row for row in dates if _start_year(scope, row) != year]
    return others if len(others) == 1 and _happened(scope, others[0]) else []


def _happened(scope: Scope, row: int) -> bool:
    """Tell whether something is told to have happened at a date: "founded in 1950"."""
    said = scope.wording.sentence(row)
    if said is None or row not in said.nodes:
        return False
    at = said.nodes.index(row)
    own = tokenize(scope.table.text("surface")[row]).words
    return any(node in words("events") for node in (*said.nodes[max(at - _BEFORE, 0) : at], *own))


def _one_year(scope: Scope, row: int) -> bool:
    period = scope.table.period(row)
    return period is not None and Period.of_year(period.start.year).covers(period)


def _start_year(scope: Scope, row: int) -> int:
    period = scope.table.period(row)
    return period.start.year if period is not None else 0


def _celebrated(scope: Scope, row: int, in_sentence: dict[tuple[str, int], list[int]]) -> int:
    """Give the year in which an anniversary falls, 0 where nothing tells.

    It is the year of its period; where that is the event's own date, the later year that the sentence tells, if it is
    that many years after, or the year of publication.
    """
    table = scope.table
    issued = table.issued(row)
    published = 0 if issued is None else date.fromordinal(issued).year
    period = table.period(row)
    if period is None:
        return published
    own = period.start.year
    beside = in_sentence.get((table.text("document")[row], int(table.sentence[row])), [])
    s = table.statement(row)
    later = [
        y for r in beside if (y := _start_year(scope, r)) and s.value is not None and y - own == s.value / s.factor
    ]
    if later:
        return later[0]
    return published if period.days <= 31 and own < published - 1 else own


def _year(scope: Scope, row: int, fallen: int) -> Statement:
    """Read an anniversary or a date as the year of the event."""
    s = scope.table.statement(row)
    jubilee = scope.table.kind[row] == "anniversary"
    since = s.value / s.factor if jubilee and s.value is not None else Fraction(0)
    at = fallen if jubilee else _start_year(scope, row)
    year = Interval.point(Fraction(at) - since)
    return replace(
        s,
        value=year.low,
        interval=year,
        ulp=Fraction(1),
        factor=Fraction(1),
        unit="year of event",
        hedge="exact",
        note=f"{at} - {since} = {year.low}" if since else str(at),
    )


DECLARES: tuple[Relation, ...] = (
    Relation(
        name="anniversary", holds="the date of an event and the years since make the date", asked=True, of_dates=True
    ),
)
