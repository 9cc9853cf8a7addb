"""One quantity said in two units: what one is worth in the other has to be the same throughout a text.

"1.2 million barrels a day or 50 million tons a year" implies barrels per ton; so does "3.99 billion barrels (531
million tons)". Units of one dimension are converted and compared as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from kzcheck.compare.candidates import PAIRS, Candidate, Scope
from kzcheck.compare.equation import Equation, Term
from kzcheck.compare.relations.ties import tied

_TIME = "/time"
_SHARE = "ratio"


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give the equivalents of one dimension, and pairs of equivalents that imply a rate twice in one document."""
    table = scope.table
    dimension = table.text("dimension")
    rates: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for (document, _), roles in tied(table).items():
        same = roles.get("equivalent", [])
        if len(same) != 2:
            continue
        first, second = sorted(same, key=lambda row: (dimension[row].removesuffix(_TIME), row))
        if table.dimension[first] == table.dimension[second]:
            rule = scope.rule(table.metric(first), "equivalent")
            if rule is not None and dimension[first]:
                yield Candidate(
                    equation=Equation(relation="equivalent", left=(Term(0),), right=(Term(1),)),
                    rows=(first, second),
                    rule=rule.id,
                    certainty=scope.certainty((first, second), periods=False),
                    severity=rule.severity,
                    message=rule.message,
                )
            continue
        kinds = tuple(dimension[row].removesuffix(_TIME) for row in (first, second))
        both_rates = len({dimension[row].endswith(_TIME) for row in (first, second)}) == 1
        if min(table.low[first], table.low[second]) < 0:
            continue  # of losses, or in part of them, what one is worth in the other is not what it costs
        # A percentage says how much of some whole an amount is, and the next one may be of another whole.
        if both_rates and all(kinds) and _SHARE not in kinds:
            when = "" if "volume" in kinds and "mass" in kinds else _when(scope, first)
            rates.setdefault((document, *kinds, when), []).append((first, second))
    for pairs in rates.values():
        for (a, b), (c, d) in combinations(pairs[:PAIRS], 2):
            rule = scope.rule(table.metric(a), "equivalent")
            if rule is None:
                continue
            rows = (a, b, c, d)
            yield Candidate(
                # a / b = c / d, multiplied out.
                equation=Equation(relation="equivalent", left=(Term(0), Term(3)), right=(Term(1), Term(2))),
                rows=rows,
                rule=rule.id,
                certainty=scope.certainty(rows, periods=False),
                severity=rule.severity,
                message=rule.message,
            )


def _when(scope: Scope, row: int) -> str:
    """Rates of currencies change: only those of one period are one rate."""
    return str(scope.table.period(row) or "")
