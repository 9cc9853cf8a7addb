"""Growth over a window ("almost fivefold over the past seven years") against the document's own series of years.

Whether the first year of the window counts, and whether it ends with the last full year or the one before, the words
leave open. So each reading for which the document has both levels is tried: the growth fits if one fits, and is
doubtful, a warning, only where every reading fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from kzcheck.compare.candidates import Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.equation import Equation, Term
from kzcheck.compare.quantities import ACTUAL
from kzcheck.compare.relations.growth import equation
from kzcheck.compare.relations.ties import tied
from kzcheck.compare.verdict import CONFLICT, judge
from kzcheck.model import Interval

_YEAR = Fraction(365_25 * 864)
"""Seconds of the year that rates are counted in."""


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give growth over windows with the levels of the years at its ends, and growth since what "was" then."""
    table = scope.table
    growths = np.flatnonzero(table.growth & ~table.points & ~table.based & (table.mood == ACTUAL))
    if not len(growths):
        return
    windows = _windows(scope)
    if windows:
        yield from _over_windows(scope, growths.tolist(), windows)
    if scope.every:
        yield from _since_then(scope, [row for row in growths.tolist() if not table.dated[row]])


def _windows(scope: Scope) -> dict[tuple[str, int], int]:
    """Give the year in which the only window of a sentence starts, for windows of several years."""
    table = scope.table
    document, unit = table.text("document"), table.text("unit")
    found: dict[tuple[str, int], list[int]] = {}
    rows = np.flatnonzero((table.kind == "date") & table.dated & ~np.isnan(table.value) & ~table.left_out)
    for row in rows.tolist():
        period = table.period(row)
        if period is not None and unit[row] in ("year", "decade") and period.days > 2 * 366:
            found.setdefault((document[row], int(table.sentence[row])), []).append(period.start.year)
    return {place: years[0] for place, years in found.items() if len(years) == 1}


def _over_windows(scope: Scope, growths: Sequence[int], windows: dict[tuple[str, int], int]) -> Iterator[Candidate]:
    table = scope.table
    document = table.text("document")
    series = _series(scope, {document[row] for row in growths})
    ties = {row: roles for roles in tied(table).values() for row in (*roles.get("ratio", ()), *roles.get("change", ()))}
    for growth in growths:
        first = windows.get((document[growth], int(table.sentence[growth])))
        period = table.period(growth)
        years = series.get((document[growth], int(table.family[growth])), {})
        rule = scope.rule(table.metric(growth), "ratio")
        if first is None or period is None or period.whole_year is None or rule is None:
            continue
        last = period.start.year
        starts = [years[year] for year in (first, first - 1) if year in years]
        pairs = [(start, years[year]) for start in starts for year in (last, last - 1) if year in years]
        triples = [(start, growth, end) for start, end in pairs if table.dimension[start] == table.dimension[end]]
        verdicts = [judge(equation(table, growth), [table.statement(r) for r in rows]).verdict for rows in triples]
        fits = [rows for rows, verdict in zip(triples, verdicts, strict=True) if verdict != CONFLICT]
        for rows in fits[:1] or triples:
            yield Candidate(
                equation=equation(table, growth),
                rows=rows,
                rule=rule.id,
                certainty="assumed",
                severity=rule.severity,
                message=rule.message,
                remarks=("it fails for every pair of told years that the window may span",) if not fits else (),
            )
        for start in ties.get(growth, {}).get("start", ()):
            for level in starts:
                yield from _first_level(scope, start, level)


def _first_level(scope: Scope, start: int, level: int) -> Iterator[Candidate]:
    """Give the level from which growth over a window starts with the level of the year in which the window does."""
    table = scope.table
    rule = scope.rule(table.metric(level), "same")
    yearly = table.text("unit")[start].endswith("/year")
    same = table.dimension[start] == table.dimension[level]
    if rule is None or table.dated[start] or not (same or _per_year_of(scope, start, level)):
        return
    yield Candidate(
        equation=Equation(
            relation="same",
            left=(Term(1),),
            right=(Term(0),),
            known=Interval.point(_YEAR) if yearly and not same else None,
            known_text="a year",
        ),
        rows=(start, level),
        rule=rule.id,
        certainty="assumed",
        lenient=True,
    )


def _per_year_of(scope: Scope, rate: int, level: int) -> bool:
    dimension, unit = scope.table.text("dimension"), scope.table.text("unit")
    return unit[rate].endswith("/year") and dimension[rate] == f"{dimension[level]}/time"


def _series(scope: Scope, documents: set[str]) -> dict[tuple[str, int], dict[int, int]]:
    """Give the levels of whole years by document and quantity; a year with several figures is left out."""
    table = scope.table
    document = table.text("document")
    found: dict[tuple[str, int], dict[int, list[int]]] = {}
    rows = np.flatnonzero(table.level & table.dated & (table.mood == ACTUAL) & ~table.vague & ~table.cumulative)
    role = table.text("role")
    for row in rows.tolist():
        period = table.period(row)
        if document[row] in documents and period is not None and period.whole_year is not None and not role[row]:
            some = found.setdefault((document[row], int(table.family[row])), {})
            some.setdefault(period.whole_year, []).append(row)
    return {key: {y: rows[0] for y, rows in years.items() if len(rows) == 1} for key, years in found.items()}


def _since_then(scope: Scope, growths: Sequence[int]) -> Iterator[Candidate]:
    """Give "it was 15,000 then, so that is a fivefold increase" with the level that was told just before."""
    table = scope.table
    document, said = table.text("document"), table.text("period_text")
    levels: dict[tuple[str, int], list[int]] = {}
    homes = {document[row] for row in growths}
    for row in np.flatnonzero(table.level & (table.mood == ACTUAL)).tolist():
        if document[row] in homes:
            levels.setdefault((document[row], int(table.family[row])), []).append(row)
    for growth in growths:
        some = levels.get((document[growth], int(table.family[growth])), [])
        mine = [r for r in some if table.sentence[r] == table.sentence[growth]]
        before = [r for r in some if table.sentence[r] < table.sentence[growth] and table.dated[r]]
        if len(mine) != 1 or not before or table.dated[mine[0]] or not said[growth] or said[mine[0]] != said[growth]:
            continue
        near = [r for r in before if table.sentence[r] == table.sentence[before[-1]]]
        end = max(near, key=lambda r: int(table.end[r]))
        rule = scope.rule(table.metric(growth), "ratio")
        if rule is not None and table.dimension[end] == table.dimension[mine[0]]:
            yield Candidate(
                equation=equation(table, growth),
                rows=(mine[0], growth, end),
                rule=rule.id,
                certainty="assumed",
                lenient=True,
            )


DECLARES: tuple[Relation, ...] = ()
