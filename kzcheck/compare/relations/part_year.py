"""A part of a period is not above the whole: nine months and the year, June and August, stated or implied by growth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kzcheck.compare.candidates import PAIRS, Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.equation import Equation, Term
from kzcheck.compare.levels import Levels
from kzcheck.compare.phrasing import PART_AND_WHOLE
from kzcheck.compare.quantities import ACTUAL, Quantities


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one document says a quantity was in a period: a level, or a level and a growth from or to it.

    The quantity is the product of `over` divided by the product of `under` (rows); `low` and `high` are floats. `vague`
    tells that the period is "this year so far".
    """

    series: int
    start: int
    end: int
    cumulative: bool
    over: tuple[int, ...]
    under: tuple[int, ...]
    low: float
    high: float
    vague: bool = False

    @property
    def rows(self) -> tuple[int, ...]:
        """Give the rows of its claims."""
        return self.over + self.under

    @property
    def whole_year(self) -> bool:
        """Tell whether it is of one or several whole calendar years."""
        first, last = (date.fromordinal(int(day) + 719163) for day in (self.start, self.end))
        return (first.month, first.day, last.month, last.day) == (1, 1, 1, 1)

    def inside(self, other: Estimate) -> bool:
        """Tell whether its period is a part of the other's."""
        return (
            other.start <= self.start and self.end <= other.end and (self.start, self.end) != (other.start, other.end)
        )


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give the parts of a year, or of a longer part, that stand beside the whole."""
    table = scope.table
    found = estimates(table)
    by_year: dict[tuple[int, int], list[Estimate]] = {}
    for e in found:
        first, last = (date.fromordinal(day + 719163).year for day in (e.start, e.end - 1))
        for year in range(first, min(last, first + 4) + 1):
            by_year.setdefault((e.series, year), []).append(e)
    seen: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()
    for members in by_year.values():
        if len(members) < 2 or not any(e.cumulative for e in members):
            continue
        rule = scope.rule(table.metric(members[0].over[0]), "part_year")
        if rule is None or scope.is_stock(table.metric(members[0].over[0])):
            continue
        for part, whole in _pairs(members, apart_only=not scope.every):
            rows = part.rows + whole.rows
            if (part.rows, whole.rows) in seen or len(set(rows)) < len(rows):
                continue
            seen.add((part.rows, whole.rows))
            yield Candidate(
                equation=equation(table, part, whole),
                rows=rows,
                rule=rule.id,
                certainty=scope.certainty(rows),
                severity=rule.severity,
                message=rule.message,
            )


def estimates(table: Quantities) -> list[Estimate]:
    """Give what was, for the quantities of which some part-year figure is told."""
    cumulative = table.cumulative
    level = table.level & table.dated & (table.mood == ACTUAL)
    growth = table.growth & ~table.points & table.dated & table.based & (table.mood == ACTUAL)
    growth &= ~table.vague & ~table.guessed
    some = np.union1d(table.family[level & cumulative], table.family[growth & cumulative])
    chosen = np.flatnonzero(level & np.isin(table.family, some))
    made = [_stated(table, row) for row in chosen.tolist()]
    levels = Levels(table)
    document = table.text("document")
    for row in np.flatnonzero(growth & np.isin(table.family, some)).tolist():
        low, high = (float(x[0]) for x in table.span(np.asarray([row])))
        if low <= 0:
            continue
        both = bool(cumulative[row])
        own_ends = [e for e in levels.ends(row) if document[e] == document[row]]
        own_starts = [s for s in levels.starts(row) if document[s] == document[row]]
        if own_ends and not own_starts:
            e = own_ends[0]
            made.append(
                Estimate(
                    int(table.series[e]),
                    int(table.base_start[row]),
                    int(table.base_end[row]),
                    both or bool(cumulative[e]),
                    (e,),
                    (row,),
                    float(table.low[e]) / high,
                    float(table.high[e]) / low,
                )
            )
        if own_starts and not own_ends:
            s = own_starts[0]
            made.append(
                Estimate(
                    int(table.series[s]),
                    int(table.start[row]),
                    int(table.end[row]),
                    both or bool(cumulative[s]),
                    (s, row),
                    (),
                    float(table.low[s]) * low,
                    float(table.high[s]) * high,
                )
            )
    return made


def _stated(table: Quantities, row: int) -> Estimate:
    return Estimate(
        int(table.series[row]),
        int(table.start[row]),
        int(table.end[row]),
        bool(table.cumulative[row]),
        (row,),
        (),
        float(table.low[row]),
        float(table.high[row]),
        bool(table.vague[row]),
    )


def _pairs(members: Sequence[Estimate], *, apart_only: bool) -> Iterator[tuple[Estimate, Estimate]]:
    parts = sorted((e for e in members if e.cumulative), key=lambda e: (-e.low, e.rows))
    wholes = sorted((e for e in members if e.cumulative or e.whole_year), key=lambda e: (e.high, e.rows))
    made = 0
    for part in parts:
        for whole in wholes:
            if apart_only and part.low < whole.high:
                break
            if part.inside(whole) and not whole.vague and (whole.whole_year or not part.vague):
                yield part, whole
                made += 1
                if made >= PAIRS * PAIRS:
                    return


def equation(table: Quantities, part: Estimate, whole: Estimate) -> Equation:
    """Give part <= whole, multiplied out: over_part * under_whole <= over_whole * under_part."""
    place = {row: i for i, row in enumerate(part.rows + whole.rows)}

    def terms(rows: tuple[int, ...]) -> tuple[Term, ...]:
        return tuple(table.term(row, place[row]) for row in rows)

    growths = tuple(i for row, i in place.items() if table.growth[row])
    return Equation(
        relation="part_year",
        left=terms(part.over + whole.under),
        right=terms(whole.over + part.under),
        equal=False,
        derived=growths,
    )


DECLARES: tuple[Relation, ...] = (
    Relation(
        name="part_year",
        holds="a part of the year is not above the year",
        asked=True,
        direct=True,
        bounds=True,
        nested=True,
        words=PART_AND_WHOLE,
    ),
)
