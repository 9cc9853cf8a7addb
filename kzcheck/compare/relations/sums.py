"""Sums and shares that the rules name: the parts make the total, the part divided by the whole is the share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from itertools import product

import numpy as np

from kzcheck.compare.candidates import PAIRS, Candidate, Scope
from kzcheck.compare.declaring import Key, Relation
from kzcheck.compare.equation import SUM, Equation, Term
from kzcheck.compare.levels import one_each
from kzcheck.compare.quantities import ACTUAL, CAPACITY
from kzcheck.compare.relations.ties import share_equation
from kzcheck.model import Rule

Place = tuple[int, int, int]
"""Mood, start and end of the period, by which parts and totals belong together."""


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give parts with their total, and part, whole and share, for every rule that asks for them."""
    for rule in scope.pack.rules:
        if rule.severity == "off":
            continue
        if rule.relation == "sum" and rule.other("total"):
            yield from _sums(scope, rule)
        elif rule.relation == "share" and rule.other("total"):
            yield from _shares(scope, rule)


def _sums(scope: Scope, rule: Rule) -> Iterator[Candidate]:
    totals = _levels(scope, (rule.other("total"),))
    parts = [_levels(scope, (metric,)) for metric in rule.metrics]
    equation = Equation(
        relation="sum",
        left=tuple(Term(i) for i in range(len(parts))),
        right=(Term(len(parts)),),
        op=SUM,
        derived=(len(parts),),
    )
    for place, of_total in totals.items():
        of_parts = [some.get(place, []) for some in parts]
        if all(of_parts):
            yield from _combined(scope, rule, equation, [*of_parts, of_total])


def _shares(scope: Scope, rule: Rule) -> Iterator[Candidate]:
    totals, parts = _levels(scope, (rule.other("total"),), of_capacity=True), _levels(scope, rule.metrics)
    own = rule.other("share")
    shares = _levels(scope, (own,) if own else rule.metrics, shares=True, of_capacity=True)
    seen: set[int] = set()
    for place, of_total in totals.items():
        some = [of_total, shares.get(place, []), parts.get(place, [])]
        if all(some):
            seen.update(some[1])
            yield from _combined(scope, rule, share_equation(), some)
    yield from _of_a_state(scope, rule, [r for rows in shares.values() for r in rows if r not in seen], totals, parts)


def _of_a_state(
    scope: Scope, rule: Rule, shares: list[int], totals: dict[Place, list[int]], parts: dict[Place, list[int]]
) -> Iterator[Candidate]:
    """Give the share of a capacity or another state without a period of its own, beside the document's latest part."""
    table = scope.table
    document = table.text("document")
    for share in shares:
        home = document[share]
        whole = [r for rows in totals.values() for r in rows if document[r] == home and not table.dated[r]]
        part = [r for rows in parts.values() for r in rows if document[r] == home and table.dated[r]]
        if whole and part:
            latest = max(part, key=lambda r: (table.end[r], r))
            yield from _combined(scope, rule, share_equation(), [whole, [share], [latest]])


def _levels(
    scope: Scope, metrics: Sequence[str], *, shares: bool = False, of_capacity: bool = False
) -> dict[Place, list[int]]:
    """Give the levels of metrics by place; undated ones of one document belong together.

    `of_capacity`: what is can be a share of what could be ("76 % of the capacity is used").
    """
    table = scope.table
    found: dict[Place, list[int]] = {}
    said = table.text("period_text")
    chosen = table.level & ((table.kind == "share") == shares)
    for row in np.flatnonzero(chosen & np.isin(table.coded("metric"), _named(scope, metrics))).tolist():
        mood = int(table.mood[row])
        if of_capacity and mood == CAPACITY:
            mood = ACTUAL
        if said[row] and not table.dated[row] and not table.symbolic[row]:
            continue  # "seven to eight years back": of some time, and of no other
        place = (mood, int(table.start[row]), int(table.end[row]) if table.dated[row] else int(table.when[row]))
        found.setdefault(place, []).append(row)
    return found


def _named(scope: Scope, globs: Sequence[str]) -> list[str]:
    return [name for name in scope.metrics if any(fnmatchcase(name, glob) for glob in globs)]


def _combined(scope: Scope, rule: Rule, equation: Equation, choices: list[list[int]]) -> Iterator[Candidate]:
    """Give one claim of each: those of one document, else all combinations as long as they are few."""
    table = scope.table
    document = table.text("document")
    near = choices[-1][0]
    choices = [one_each(table, rows, near) for rows in choices]
    if int(np.prod([len(rows) for rows in choices])) > PAIRS * PAIRS:
        choices = [rows[:1] for rows in choices]
    made = [rows for rows in product(*choices) if len(set(rows)) == len(rows)]
    home = [rows for rows in made if len({document[row] for row in rows}) == 1]
    for rows in home or [rows for rows in made if len({document[row] for row in rows}) < len(rows)] or made:
        if rule.relation == "sum" and len({int(table.dimension[row]) for row in rows}) > 1:
            continue
        if rule.relation == "share" and table.dimension[rows[0]] != table.dimension[rows[2]]:
            continue
        yield Candidate(
            equation=equation,
            rows=rows,
            rule=rule.id,
            certainty=scope.certainty(rows),
            severity=rule.severity,
            message=rule.message,
        )


TOTAL = Key(
    name="total",
    meaning="the metric of the total: what a sum, an average or a share is of",
    required=True,
)
SHARE = Key(name="share", meaning="the metric of the share itself, where it has one of its own")


DECLARES: tuple[Relation, ...] = (
    Relation(
        name="sum",
        holds="the parts (`metrics`) make the `total`",
        asked=True,
        keys=(TOTAL,),
        links=True,
    ),
    Relation(
        name="share",
        holds="the part (`metrics`) divided by the whole (`total`) is the share; no share is above 100 %",
        asked=True,
        keys=(TOTAL, SHARE),
        links=True,
    ),
)
