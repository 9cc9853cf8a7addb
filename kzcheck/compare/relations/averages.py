"""An average, times what it is taken over, is the total: income per head and population, tons a train and trains."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from itertools import product

import numpy as np

from kzcheck.compare.candidates import PAIRS, Candidate, Scope
from kzcheck.compare.declaring import Key, Relation
from kzcheck.compare.equation import Equation, Term
from kzcheck.compare.levels import one_each
from kzcheck.compare.quantities import Quantities, number, phrases
from kzcheck.compare.relations.sums import TOTAL
from kzcheck.model import Rule

_WORD = re.compile(r"[^\W\d_](?:[\w.'’]*\w)?")
_THREE = 3
"""An average, what it is taken over, and the total."""
_PER_ONE = "count/count"
"""The unit of "200 patients per clinic", which measures nothing."""
_EQUATION = Equation(relation="average", left=(Term(0), Term(1)), right=(Term(2),), derived=(0,))


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give average, count and total where one statement has them, or a rule names all three."""
    for rule in scope.pack.rules:
        if rule.relation == "average" and rule.severity != "off" and rule.other("total") and rule.other("count"):
            yield from _by_rule(scope, rule)
    yield from _in_words(scope)


def _by_rule(scope: Scope, rule: Rule) -> Iterator[Candidate]:
    averages, counts, totals = (
        _levels(scope, names) for names in (rule.metrics, (rule.other("count"),), (rule.other("total"),))
    )
    table = scope.table
    document = table.text("document")
    for place, some in averages.items():
        choices = [some, counts.get(place, []), totals.get(place, [])]
        if not all(choices):
            continue
        choices = [one_each(table, rows, some[0]) for rows in choices]
        if int(np.prod([len(rows) for rows in choices])) > PAIRS * PAIRS:
            choices = [rows[:1] for rows in choices]
        made = [rows for rows in product(*choices) if _fits(table, *rows)]
        home = [rows for rows in made if len({document[row] for row in rows}) == 1]
        for rows in home or made:
            yield _candidate(rule, rows, scope.certainty(rows))


def _levels(scope: Scope, globs: Sequence[str]) -> dict[tuple[int, int, int], list[int]]:
    """Give the levels of metrics by mood and period; undated ones of one document belong together."""
    table = scope.table
    names = [name for name in scope.metrics if any(fnmatchcase(name, glob) for glob in globs)]
    found: dict[tuple[int, int, int], list[int]] = {}
    for row in np.flatnonzero(table.level & np.isin(table.coded("metric"), names)).tolist():
        end = int(table.end[row]) if table.dated[row] else int(table.when[row])
        found.setdefault((int(table.mood[row]), int(table.start[row]), end), []).append(row)
    return found


def _in_words(scope: Scope) -> Iterator[Candidate]:
    """Give "12 trains carried 600 tons, an average of 50 tons each": one count, one total, and the average after it."""
    table = scope.table
    by_sentence: dict[tuple[str, int], list[int]] = {}
    document, sentences = table.text("document"), table.text("sentence")
    words = frozenset(phrases("average"))
    usable = np.isin(table.kind, ("level", "count", "duration")) & (table.mood >= 0) & ~table.left_out
    rows = np.flatnonzero(usable)
    place = number([table.codes("document")[rows], table.sentence[rows]]) if len(rows) else rows
    for row in rows[np.bincount(place)[place] == _THREE].tolist() if len(rows) else ():
        by_sentence.setdefault((document[row], int(table.sentence[row])), []).append(row)
    for (_, start), said in by_sentence.items():
        text = sentences[said[0]]
        units = {table.text("unit")[row] for row in said}
        if words.isdisjoint(_WORD.findall(text.casefold())) and not any("/" in unit for unit in units):
            continue
        found = _read(table, sorted(said, key=lambda row: int(table.place[row])), text, start)
        rule = None if found is None else scope.rule(table.metric(found[2]), "average")
        if found is not None and rule is not None:
            yield _candidate(rule, found, scope.certainty(found, periods=False))


def _read(table: Quantities, rows: Sequence[int], text: str, start: int) -> tuple[int, int, int] | None:
    """Give (average, count, total) where the words between total and average do nothing but join them."""
    links, marks = frozenset(phrases("average_links")), frozenset(phrases("average"))
    ends = table.frame["end"].to_numpy(np.int64)
    if len({(int(table.mood[r]), int(table.start[r]), int(table.end[r]), int(table.when[r])) for r in rows}) > 1:
        return None
    first, before, average = rows
    between = _WORD.findall(text[int(ends[before]) - start : int(table.place[average]) - start].casefold())
    around = {*between, *_WORD.findall(text[int(table.place[average]) - start :].casefold())}
    # "$25 a ticket" says it by itself; in a table the head does, and may say of what else it is.
    per_one = "/" in table.text("unit")[average] and table.text("surface")[average] != table.text("digits")[average]
    told = per_one or not marks.isdisjoint(around)
    if not links.issuperset(between) or not told:
        return None
    for total, count in ((before, first), (first, before)):
        if _fits(table, average, count, total) and table.value[average] != table.value[total]:
            return average, count, total
    return None


def _fits(table: Quantities, average: int, count: int, total: int) -> bool:
    """Tell whether units let average * count = total: t a train, trains, t; or km/h, h, km."""
    dimension = table.text("dimension")
    of_average, of_count, of_total = (dimension[row] for row in (average, count, total))
    if not of_total or len({average, count, total}) < 3:
        return False
    if of_count == "count":
        per_one = of_average == f"{of_total}/count" or table.text("unit")[average] == _PER_ONE
        said = table.text("unit_text")
        things = of_total != "count" or said[average] == said[total] != said[count]
        return per_one or (of_average == of_total and things)
    if of_count == "time":
        return of_average == f"{of_total}/time" or (of_average, of_total) == ("speed", "length")
    return False


def _candidate(rule: Rule, rows: tuple[int, ...], certainty: str) -> Candidate:
    return Candidate(
        equation=_EQUATION,
        rows=rows,
        rule=rule.id,
        certainty=certainty,
        severity=rule.severity,
        message=rule.message,
    )


COUNT = Key(name="count", meaning="the metric that the average is divided by: population, trains", required=True)


DECLARES: tuple[Relation, ...] = (
    Relation(
        name="average",
        holds="the average (`metrics`) times the `count` is the `total`: income per head, population, income",
        asked=True,
        keys=(TOTAL, COUNT),
        links=True,
    ),
)
