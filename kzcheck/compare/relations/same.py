"""One quantity, one period: levels beside levels, growth beside growth, in camps where many say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import Any

import numpy as np

from kzcheck.compare.candidates import PAIRS, Candidate, Scope
from kzcheck.compare.equation import Equation
from kzcheck.compare.quantities import AHEAD, Quantities
from kzcheck.compare.screen import groups, groups_apart

_CAMP_PAIRS = 24
_ISSUED_TOGETHER = 31


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give the pairs of claims that state one quantity at one time: levels, then changes and ratios."""
    table = scope.table
    rows = np.flatnonzero(table.level)
    yield from _pairs(scope, rows, table.node[rows], ("same",))
    rows = np.flatnonzero(table.growth)
    yield from _pairs(scope, rows, table.growth_node[rows], ("ratio", "same"))
    rows = np.flatnonzero(table.framed)
    yield from _pairs(scope, rows, table.frame_node[rows], ("same",))


def _pairs(
    scope: Scope, rows: np.ndarray[Any, Any], node: np.ndarray[Any, Any], relations: tuple[str, ...]
) -> Iterator[Candidate]:
    table = scope.table
    low, high = table.span(rows)
    found = groups(node) if scope.every else groups_apart(node, low, high)
    for members in found:
        group = rows[members]
        rule = scope.rule(table.metric(group[0]), *relations)
        if rule is None:
            continue
        for a, b, others in camps(table, group.tolist(), apart_only=not scope.every):
            first, second = sorted((a, b))
            yield Candidate(
                equation=Equation(relation="same", left=(table.term(first, 0),), right=(table.term(second, 1),)),
                rows=(first, second),
                rule=rule.id,
                certainty=scope.certainty((first, second)),
                severity=rule.severity,
                message=rule.message,
                superseded=is_superseded(table, first, second),
                others=others,
            )


def camps(
    table: Quantities, rows: Sequence[int], *, apart_only: bool
) -> Iterator[tuple[int, int, tuple[tuple[int, int], ...]]]:
    """Give pairs to compare: all of a few claims, else one claim a camp, each camp with its neighbours.

    A camp is all claims that allow the same numbers. The third item names (speaker of the camp, others in it).
    """
    low, high = table.span(np.asarray(rows))
    if len(rows) <= PAIRS:
        for i, j in combinations(range(len(rows)), 2):
            if not apart_only or low[i] > high[j] or low[j] > high[i]:
                yield rows[i], rows[j], ()
        return
    gathered: dict[tuple[float, float], list[int]] = {}
    for i in np.lexsort((np.asarray(rows), high, low)).tolist():
        gathered.setdefault((low[i], high[i]), []).append(rows[i])
    speakers = [(members[0], members) for members in gathered.values()]
    few = len(speakers) * (len(speakers) - 1) // 2 <= _CAMP_PAIRS
    pairs = combinations(speakers, 2) if few else [*pairwise(speakers), (speakers[0], speakers[-1])]
    for (a, with_a), (b, with_b) in pairs:
        yield a, b, tuple((s, o) for s, all_of in ((a, with_a), (b, with_b)) for o in all_of if o != s)
    if not apart_only:
        for a, with_a in speakers:
            if len(with_a) > 1:
                yield a, with_a[1], tuple((a, o) for o in with_a[2:])


def is_superseded(table: Quantities, *rows: int) -> bool:
    """Tell whether plans were issued at different times by different documents, so that the later ones replace."""
    if not any(table.mood[row] == AHEAD for row in rows):
        return False
    if len({table.text("document")[row] for row in rows}) == 1:
        return False
    days = [table.issued(row) for row in rows]
    known = [d for d in days if d is not None]
    return len(known) < len(days) or max(known) - min(known) > _ISSUED_TOGETHER
