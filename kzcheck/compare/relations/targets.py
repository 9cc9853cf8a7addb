"""A target that names a multiple says what it starts from: "double to 1 billion" means that it was 500 million.

The start is the latest whole year before the plan was made. As the plan does not name it, such a comparison is only
reported where it holds.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kzcheck.compare.candidates import Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.levels import one_each
from kzcheck.compare.quantities import ACTUAL, AHEAD
from kzcheck.compare.relations.growth import equation
from kzcheck.compare.screen import positions


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give multiples of plans with the plan's level and the latest level before."""
    if not scope.every:
        return
    table = scope.table
    multiples = np.flatnonzero(table.growth & (table.kind == "ratio") & (table.mood == AHEAD) & ~table.based)
    if not len(multiples):
        return
    planned: dict[tuple[str, int], list[int]] = {}
    document = table.text("document")
    for row in np.flatnonzero(table.level & (table.mood == AHEAD)).tolist():
        planned.setdefault((document[row], int(table.sentence[row])), []).append(row)
    was = positions(table.level & (table.mood == ACTUAL) & table.dated, table.family)
    for ratio in multiples.tolist():
        issued = table.issued(ratio)
        ends = planned.get((document[ratio], int(table.sentence[ratio])), [])
        # "Double it, to 1 billion": the one level of the sentence is meant, whatever the multiple was taken for.
        ends = [e for e in ends if table.family[e] == table.family[ratio]] or (ends if len(ends) == 1 else [])
        for end in ends if issued is not None else ():
            rule = scope.rule(table.metric(end), "ratio")
            before = [
                s
                for s in was.get(int(table.family[end]), ())
                if table.dimension[s] == table.dimension[end] and _full_year_before(scope, s, issued)
            ]
            if not before or rule is None:
                continue
            latest = max(table.end[s] for s in before)
            for start in one_each(table, [s for s in before if table.end[s] == latest], ratio):
                yield Candidate(
                    equation=equation(table, ratio),
                    rows=(start, ratio, end),
                    rule=rule.id,
                    certainty="assumed",
                    severity=rule.severity,
                    lenient=True,
                )


def _full_year_before(scope: Scope, row: int, issued: int | None) -> bool:
    period = scope.table.period(row)
    return (
        period is not None and issued is not None and period.whole_year is not None and period.end.toordinal() <= issued
    )


DECLARES: tuple[Relation, ...] = ()
