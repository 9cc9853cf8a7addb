"""Parts listed after their total: "$12.4 million comprises 5.1 for staff and 7.3 for travel", "64 aircraft: 31 jets".

Only words, or the layout of a list, make figures the parts of another. Where the layout alone does, or where the parts
are far from the total, a reader may have been mistaken about what is listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kzcheck.compare.candidates import Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.equation import SUM, Equation, Term
from kzcheck.compare.wording import Node, Said, has, phrases_of, words

_TWO = 2
_NEAR = 5
"""Words that may stand between a total and what opens its list."""
_LOW, _HIGH = 0.6, 1.6
"""What the parts make, as a share of their total: outside this, they are parts of something else."""


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give each total with the parts that the sentence lists after it."""
    for said in scope.wording.sentences:
        if len(said.rows) <= _TWO or has(said.nodes, "lists", "unsummed"):
            continue
        for at, node in enumerate(said.nodes):
            if isinstance(node, int) and "amount" in scope.wording.classes(node):
                made = _listed(scope, said, at, node)
                if made is not None:
                    yield made


def _listed(scope: Scope, said: Said, at: int, total: int) -> Candidate | None:
    opened = _opens(said.nodes, at + 1)
    if opened is None:
        return None
    sure, first = opened
    parts = _parts(scope, said.nodes, first, total)
    table = scope.table
    made = sum(float(table.value[row]) for row in parts)
    whole = float(table.value[total])
    if len(parts) < _TWO or not whole > 0 or not _LOW <= made / whole <= _HIGH:
        return None
    rule = scope.rule(table.metric(total), "sum")
    if rule is None:
        return None
    rows = (*parts, total)
    return Candidate(
        equation=Equation(
            relation="sum",
            left=tuple(Term(i) for i in range(len(parts))),
            right=(Term(len(parts)),),
            op=SUM,
            derived=(len(parts),),
        ),
        rows=rows,
        rule=rule.id,
        certainty=scope.certainty(rows, periods=False) if sure else "assumed",
        severity=rule.severity,
        message=rule.message,
    )


def _opens(nodes: Sequence[Node], i: int) -> tuple[bool, int] | None:
    """Tell whether words or a sign open a list after a total: whether it is all of it for sure, and where it starts."""
    for j in range(i, min(len(nodes), i + _NEAR + 1)):
        node = nodes[j]
        if isinstance(node, int) or node in {".", ";", "("}:
            return None
        for key, sure in (("exact", True), ("listed", False)):
            hit = phrases_of("lists", key).at([n if isinstance(n, str) else "" for n in nodes], j)
            if hit is not None:
                return sure, j + hit[1]
    return None


def _parts(scope: Scope, nodes: Sequence[Node], first: int, total: int) -> list[int]:
    """Give the figures of a closed list up to the end of the sentence; none where something else stands among them."""
    wording, table = scope.wording, scope.table
    found: list[int] = []
    between: list[Node] = []
    for node in nodes[first:]:
        if isinstance(node, str) or "when" in wording.classes(node):
            between.append(node)
            continue
        fits = "amount" in wording.classes(node) and table.dimension[node] == table.dimension[total]
        fits = fits and table.value[node] < table.value[total] and table.mood[node] == table.mood[total]
        if not fits or (found and not _joined(between)):
            return []
        if has(between[-_TWO:], "lists", "apart"):
            return []
        found.append(node)
        last, between = between, []
    closed = len(found) > 1 and has(last, "lists", "last")
    return found if closed and "." not in between[:-1] else []


def _joined(between: Sequence[Node]) -> bool:
    joins = words("lists")["joins"]
    return any(node in joins for node in between if isinstance(node, str)) and "." not in between


DECLARES: tuple[Relation, ...] = ()
