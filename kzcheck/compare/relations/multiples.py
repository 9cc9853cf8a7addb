"""Two things set against one another: "A ran 17 times faster than B", beside what A and B took.

Which levels are meant is read off their words, so a document may have several for either thing. The multiple agrees if
some pair fits it; it is a conflict only where none does, and the pair that comes closest is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np

from kzcheck.compare.candidates import PAIRS, Candidate, Scope
from kzcheck.compare.equation import Equation, Term
from kzcheck.compare.quantities import comparatives
from kzcheck.compare.statement import Statement
from kzcheck.compare.verdict import AGREE, CONFLICT, judge


@dataclass(frozen=True, slots=True)
class _Words:
    than: frozenset[str]
    by: frozenset[str]
    sense: dict[str, str]


@cache
def _words() -> _Words:
    tables = comparatives()
    sense = {w: s for t in tables for s in ("less_time", "more_time", "more", "less") for w in t[s]}
    return _Words(frozenset(str(t["than"]) for t in tables), frozenset(str(w) for t in tables for w in t["by"]), sense)


@dataclass(frozen=True, slots=True)
class _Contrast:
    """What a multiple sets against what: words of either side, and the word that compares."""

    one: frozenset[str]
    other: frozenset[str]
    sense: str


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give each multiple of two things with the two levels that fit it best."""
    table = scope.table
    multiples = np.flatnonzero(table.growth & ~table.based & (table.kind == "ratio") & table.discovered)
    if not len(multiples):
        return
    subject, document, dimension = (table.text(column) for column in ("subject", "document", "dimension"))
    contrasts = {row: found for row in multiples.tolist() if (found := _contrast(subject[row])) is not None}
    homes = {document[row] for row in contrasts}
    levels: dict[tuple[str, int], list[tuple[int, frozenset[str]]]] = {}
    for row in np.flatnonzero(table.level & (table.coded("dimension") != "ratio")).tolist():
        if document[row] in homes:
            key = (document[row], int(table.dimension[row]))
            levels.setdefault(key, []).append((row, _named(table.metric(row))))
    for row, contrast in contrasts.items():
        for (home, _), some in levels.items():
            if home == document[row] and _measured(contrast.sense, dimension[some[0][0]]):
                best = _best(scope, row, contrast, some)
                if best is not None:
                    yield best


def _measured(sense: str, dimension: str) -> bool:
    """Tell whether a comparative can be of a dimension: speed shows in times and in rates."""
    return "time" in dimension if sense.endswith("time") else bool(sense)


def _contrast(subject: str) -> _Contrast | None:
    words = _words()
    tokens = subject.split()
    at = next((i for i, w in enumerate(tokens) if w in words.than), -1)
    if at < 1 or at + 1 >= len(tokens):
        return None
    after: list[str] = []
    skip = False
    for token in tokens[at + 1 :]:
        if token in words.by:
            skip = True
        elif token not in words.than:
            if not skip:
                after.append(token)
            skip = False
    one = frozenset(w for w in map(_bare, tokens[: at - 1]) if w)
    other = frozenset(w for w in map(_bare, after) if w)
    return _Contrast(one, other, words.sense.get(tokens[at - 1], "")) if one and other else None


def _bare(word: str) -> str:
    return "" if word.startswith("#") else word.lstrip(">")


def _named(metric: str) -> frozenset[str]:
    plain = metric.lstrip("~").partition(" [")[0].partition(" (")[0]
    return frozenset(w for w in map(_bare, plain.split()) if w)


def _best(
    scope: Scope, ratio: int, contrast: _Contrast, levels: Sequence[tuple[int, frozenset[str]]]
) -> Candidate | None:
    """Give the pair of levels that fits a multiple best; as a conflict only where their other words agree."""
    table = scope.table
    known = frozenset().union(*(words for _, words in levels))
    # A word that no level has cannot tell levels apart.
    one, other = contrast.one & known, contrast.other & known
    if not one or not other or one & other:
        return None
    ours = [(row, words - one) for row, words in levels if one <= words and not other <= words][:PAIRS]
    theirs = [(row, words - other) for row, words in levels if other <= words and not one <= words][:PAIRS]
    fits: list[tuple[int, Fraction, tuple[int, int, int]]] = []
    conflicts: list[tuple[int, Fraction, tuple[int, int, int]]] = []
    time = table.text("dimension")[levels[0][0]] == "time"
    for a, rest_a in ours:
        for b, rest_b in theirs:
            for rows in _turned(contrast.sense, a, ratio, b, time=time):
                statements = [table.statement(row) for row in rows]
                judgement = judge(_EQUATION, statements)
                if judgement.verdict != CONFLICT:
                    fits.append((0 if judgement.verdict == AGREE else 1, _off(statements), rows))
                elif rest_a <= rest_b or rest_b <= rest_a:
                    conflicts.append((2, judgement.margin, rows))
    if not fits and not conflicts:
        return None
    rows = min(fits or conflicts)[2]
    rule = scope.rule(table.metric(ratio), "ratio")
    if rule is None:
        return None
    return Candidate(
        equation=_EQUATION, rows=rows, rule=rule.id, certainty="assumed", severity=rule.severity, message=rule.message
    )


def _off(statements: Sequence[Statement]) -> Fraction:
    """Give how far the multiple is from what the two levels as stated give."""
    given, said = _EQUATION.implied_value(1, statements), statements[1].value
    return abs(given - said) if given is not None and said is not None else Fraction(0)


_EQUATION = Equation(relation="multiple", left=(Term(0), Term(1)), right=(Term(2),), derived=(1,))


def _turned(sense: str, a: int, ratio: int, b: int, *, time: bool) -> Iterator[tuple[int, int, int]]:
    """Give (small, multiple, large): which of the two is the larger one."""
    up = sense == "more" or (sense == "more_time" and time) or (sense == "less_time" and not time)
    down = sense == "less" or (sense == "less_time" and time) or (sense == "more_time" and not time)
    if down:
        yield a, ratio, b
    if up:
        yield b, ratio, a
