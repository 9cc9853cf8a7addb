"""The direction of a change against its levels: what "fell from 3 to 4" says is not what its figures say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kzcheck.compare.candidates import Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.equation import SUM, Equation, Term
from kzcheck.compare.relations.ties import tied
from kzcheck.compare.statement import Statement
from kzcheck.compare.verdict import AGREE, CONFLICT, ROUND
from kzcheck.model import Interval
from kzcheck.model.cause import Slip


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give the two levels of a statement that says which way they went, where no growth between them is told."""
    table = scope.table
    for roles in tied(table).values():
        starts, ends = roles.get("start", []), roles.get("end", [])
        if len(starts) != 1 or len(ends) != 1:
            continue
        start, end = starts[0], ends[0]
        way = int(table.direction[end])
        alike = table.dimension[start] == table.dimension[end] and table.mood[start] == table.mood[end]
        rule = scope.rule(table.metric(end), "ratio")
        if not way or not alike or rule is None or min(table.low[start], table.low[end]) < 0:
            continue
        less, more = (start, end) if way > 0 else (end, start)
        yield Candidate(
            equation=Equation(relation="direction", left=(Term(0),), right=(Term(1),), op=SUM, equal=False),
            rows=(less, more),
            rule=rule.id,
            certainty=scope.certainty((less, more), periods=False),
            severity=rule.severity,
            message=rule.message,
            quiet=True,
            statements=_ordered(table.statement(less), table.statement(more)),
        )


def _ordered(less: Statement, more: Statement) -> tuple[Statement, Statement]:
    """Take two plain figures of one place as they stand: rounding to one place keeps the order."""
    if less.plain and more.plain and (less.ulp, less.unit) == (more.ulp, more.unit):
        return _as_stated(less), _as_stated(more)
    return less, more


def _as_stated(s: Statement) -> Statement:
    return s if s.value is None else replace(s, interval=Interval.point(s.value))


DECLARES: tuple[Relation, ...] = (
    Relation(
        name="direction",
        holds="what is said to rise or to fall does",
        rules=("ratio",),
        bounds=True,
        slip=Slip.DIRECTION,
        words={
            CONFLICT: "its words say the other direction",
            AGREE: "in the direction that its words say",
            ROUND: "no way against its words",
        },
    ),
)
