"""A target that names a multiple says what it starts from: "double to 1 billion" means that it was 500 million.

The start is the latest whole year before the plan was made. As the plan does not name it, such a comparison is only
reported where it holds.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kzcheck.compare.candidates import Candidate, Scope
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
    planned = positions(table.level & (table.mood == AHEAD), table.family)
    was = positions(table.level & (table.mood == ACTUAL) & table.dated, table.family)
    sentence, document = table.frame["sentence_start"].tolist(), table.text("document")
    for ratio in multiples.tolist():
        rule = scope.rule(table.metric(ratio), "ratio")
        issued = table.issued(ratio)
        if rule is None or issued is None:
            continue
        family = int(table.family[ratio])
        place = (document[ratio], sentence[ratio])
        for end in (e for e in planned.get(family, ()) if (document[e], sentence[e]) == place):
            before = [
                s
                for s in was.get(family, ())
                if table.dimension[s] == table.dimension[end] and _full_year_before(scope, s, issued)
            ]
            if not before:
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


def _full_year_before(scope: Scope, row: int, issued: int) -> bool:
    period = scope.table.period(row)
    return period is not None and period.whole_year is not None and period.end.toordinal() <= issued
