"""Numbers that another number of their document contradicts, as far as words and digits tell."""

from __future__ import annotations

from collections.abc import Iterator

from kzcheck.compare.candidates import Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.equation import Equation
from kzcheck.compare.linking.retold import retelling, retold


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give the pairs of one document of which one is probably the other gone wrong."""
    table = scope.table
    for found in retold(table, retelling(), scope.inside.retold_apart):
        first, second = found.rows
        rule = scope.rule(table.metric(first), "same")
        if rule is None:
            continue
        yield Candidate(
            equation=Equation(relation="same", left=(table.term(first, 0),), right=(table.term(second, 1),)),
            rows=found.rows,
            rule=rule.id,
            certainty="assumed",
            severity="suspected",
            quiet=True,
            link=found.link,
        )


DECLARES: tuple[Relation, ...] = ()
