"""Claims of different documents that evidence links: where they differ, a contradiction is suspected."""

from __future__ import annotations

from collections.abc import Iterator

from kzcheck.compare.candidates import Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.equation import Equation
from kzcheck.model import Grade


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give the pairs that are probably about one thing, or that a person called one."""
    table = scope.table
    for linked in scope.links:
        sure = linked.link.grade is Grade.SAME
        if linked.link.grade is Grade.POSSIBLE or (linked.alike and not scope.every):
            continue
        first, second = linked.rows
        rule = scope.rule(table.metric(first), "same")
        # Under another name a loss is told without its sign.
        signed = bool(table.value[first] == -table.value[second])
        if rule is None or (signed and not sure):
            continue
        yield Candidate(
            equation=Equation(relation="same", left=(table.term(first, 0),), right=(table.term(second, 1),)),
            rows=(first, second),
            rule=rule.id,
            certainty=scope.certainty((first, second)) if sure else "assumed",
            severity=rule.severity if sure else "suspected",
            link=linked.link,
        )


DECLARES: tuple[Relation, ...] = ()
