"""A headline against the text below it: the figure that a title names without a time is one that the body gives."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kzcheck.compare.candidates import PAIRS, Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.equation import Equation
from kzcheck.compare.quantities import Quantities
from kzcheck.compare.verdict import CONFLICT, judge


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give the figures of headings that name no time, each with the figure of its document's body that fits it best.

    Where the body has several figures of the quantity, and none fits, no one can tell which is meant: no comparison.
    """
    table = scope.table
    some = table.level | table.growth
    heads = np.flatnonzero(some & table.heading & ~table.dated & ~table.crowded)
    if not len(heads):
        return
    document = table.codes("document")
    body = some & ~table.heading & np.isin(table.family, table.family[heads]) & np.isin(document, document[heads])
    below: dict[tuple[int, int], list[int]] = {}
    for row in np.flatnonzero(body).tolist():
        below.setdefault((int(document[row]), int(table.family[row])), []).append(row)
    for head in heads.tolist():
        rows = [r for r in below.get((int(document[head]), int(table.family[head])), ()) if _comparable(table, head, r)]
        rule = scope.rule(table.metric(head), "same") if rows else None
        if rule is None:
            continue
        fitting = [row for row in rows[:PAIRS] if _fits(table, head, row)]
        figures = {(table.low[row], table.high[row]) for row in rows}
        if not fitting and len(figures) > 1:
            continue
        pair = (head, (fitting or rows)[0])
        yield Candidate(
            equation=_equation(table, *pair),
            rows=pair,
            rule=rule.id,
            certainty="assumed",
            severity=rule.severity,
            message=rule.message,
        )


def _comparable(table: Quantities, head: int, row: int) -> bool:
    if bool(table.growth[head]) != bool(table.growth[row]) or table.mood[head] != table.mood[row]:
        return False
    return bool(table.growth[head] or table.dimension[head] == table.dimension[row])


def _equation(table: Quantities, head: int, row: int) -> Equation:
    return Equation(relation="headline", left=(table.term(head, 0),), right=(table.term(row, 1),))


def _fits(table: Quantities, head: int, row: int) -> bool:
    statements = (table.statement(head), table.statement(row))
    return judge(_equation(table, head, row), statements).verdict != CONFLICT


DECLARES: tuple[Relation, ...] = (
    Relation(name="headline", holds="a headline says what its text says", rules=("same",), one_quantity=True),
)
