"""A headline against the text below it: the figure that a title names without a time is one that the body gives.

A title says in fewer and other words what its first sentences say. Where these have one figure of its kind, told with
most of its words, that is the figure of the title, which may be rounded up or down there, but is no other number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from kzcheck.compare.candidates import PAIRS, Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.equation import Equation
from kzcheck.compare.linking.evidence import slipped
from kzcheck.compare.quantities import Quantities
from kzcheck.compare.statement import Statement, digits
from kzcheck.compare.verdict import CONFLICT, judge
from kzcheck.model import Interval

_SENTENCES = 3
"""Sentences with figures below a title that say what it says, at the most."""
_FAR = 1200
"""Characters below a title in which they stand."""
_MOST_WORDS, _SOME_WORDS = 0.6, 0.5
"""The share of a title's words that its text repeats: of a figure, and of one that looks like it gone wrong."""


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
    yield from _openings(scope)


def _openings(scope: Scope) -> Iterator[Candidate]:
    """Give the figures of headings with the one figure of their kind in the sentences below that says the same."""
    table = scope.table
    some = (table.level | table.growth) & (table.frame["table"].to_numpy(np.int64) == 0)
    document = table.codes("document")
    for head in np.flatnonzero(some & table.heading).tolist():
        after = np.flatnonzero((document == document[head]) & (table.place > table.place[head]))
        rows = _opening(table, head, after[np.argsort(table.place[after], kind="stable")].tolist())
        alike = [row for row in rows if some[row] and _comparable(table, head, row) and _one_time(table, head, row)]
        told = [row for row in alike if _told(table, head, row)]
        rule = scope.rule(table.metric(head), "same") if len(told) == 1 else None
        if rule is None or len(_figures_beside(table, head)) > 1:
            continue
        pair = (head, told[0])
        if any(_fits(table, head, row, own_way=True) for row in alike):
            continue
        yield Candidate(
            equation=_equation(table, *pair),
            rows=pair,
            rule=rule.id,
            certainty="assumed",
            severity=rule.severity,
            message=rule.message,
            statements=_own_way(table, *pair),
            evident=True,
            quiet=True,
        )


def _opening(table: Quantities, head: int, after: Sequence[int]) -> list[int]:
    """Give the figures of the first sentences below a heading, up to the next one."""
    found: list[int] = []
    sentences: set[int] = set()
    for row in after:
        if table.heading[row] or table.place[row] - table.place[head] > _FAR:
            break
        sentences.add(int(table.sentence[row]))
        if len(sentences) > _SENTENCES:
            break
        if table.text("role")[row] != "start":
            found.append(row)
    return found


def _figures_beside(table: Quantities, head: int) -> list[int]:
    """Give the figures of a heading that are of the kind of one of them."""
    same = (table.codes("document") == table.codes("document")[head]) & (table.sentence == table.sentence[head])
    return [row for row in np.flatnonzero(same).tolist() if _comparable(table, head, row)]


def _one_time(table: Quantities, head: int, row: int) -> bool:
    if not table.dated[head] or not table.dated[row]:
        return True
    return bool(table.start[row] <= table.start[head] and table.end[head] <= table.end[row])


def _told(table: Quantities, head: int, row: int) -> bool:
    """Tell whether a figure is told with so many of the words of a heading that it is the one of the heading."""
    words = table.words(head)
    shared = len(words & table.words(row)) / len(words) if words else 0.0
    if shared >= _MOST_WORDS:
        return True
    return shared >= _SOME_WORDS and slipped(digits(table.statement(head)), digits(table.statement(row)))


def _own_way(table: Quantities, head: int, row: int) -> tuple[Statement, Statement]:
    """Give a heading's figure as rounded up, down or to the nearest, and the figure of its text."""
    title, said = table.statement(head), table.statement(row)
    if title.plain and title.value is not None:
        reach = Interval(title.value - title.place, title.value + title.place, False, False)
        title = replace(title, interval=reach)
    return title, said


def _comparable(table: Quantities, head: int, row: int) -> bool:
    if bool(table.growth[head]) != bool(table.growth[row]) or table.mood[head] != table.mood[row]:
        return False
    return bool(table.growth[head] or table.dimension[head] == table.dimension[row])


def _equation(table: Quantities, head: int, row: int) -> Equation:
    return Equation(relation="headline", left=(table.term(head, 0),), right=(table.term(row, 1),))


def _fits(table: Quantities, head: int, row: int, *, own_way: bool = False) -> bool:
    statements = _own_way(table, head, row) if own_way else (table.statement(head), table.statement(row))
    return judge(_equation(table, head, row), statements).verdict != CONFLICT


DECLARES: tuple[Relation, ...] = (
    Relation(name="headline", holds="a headline says what its text says", rules=("same",), one_quantity=True),
)
