"""Two things set against one another: "A ran 17 times faster than B", beside what A and B took.

Which levels are meant is read off their words, so a document may have several for either thing. The multiple agrees if
some pair fits it; it is a conflict only where none does, and the pair that comes closest is shown.

"A takes 2 s. B takes 34 s, 17 times slower" leaves out what B is slower than: the one figure of its kind just before.
Where the document repeats the figure of A beside another one of B ("A | 2 s", "B | 35 s" in a table), that one is of
the same trial, and has to be the figure of B.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np

from kzcheck.compare.candidates import PAIRS, Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.equation import Equation, Term
from kzcheck.compare.quantities import bare, comparatives
from kzcheck.compare.statement import Statement
from kzcheck.compare.verdict import AGREE, CONFLICT, judge

_LINK = 60
"""At most this many characters stand between a level and the multiple that closes its sentence after a comma."""
_NEAR = 300
"""What a multiple leaves out stands at most this many characters before."""


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
    yield from _elided(scope, multiples.tolist())
    subject, document, dimension = (table.text(column) for column in ("subject", "document", "dimension"))
    contrasts = {row: found for row in multiples.tolist() if (found := _contrast(subject[row])) is not None}
    homes = {document[row] for row in contrasts}
    levels: dict[tuple[str, int], list[tuple[int, frozenset[str]]]] = {}
    for row in np.flatnonzero(table.level & (table.coded("dimension") != "ratio")).tolist():
        if document[row] in homes:
            key = (document[row], int(table.dimension[row]))
            levels.setdefault(key, []).append((row, table.words(row)))
    for row, contrast in contrasts.items():
        for (home, _), some in levels.items():
            if home == document[row] and _measured(contrast.sense, dimension[some[0][0]]):
                best = _best(scope, row, contrast, some)
                if best is not None:
                    yield best


def _elided(scope: Scope, multiples: Sequence[int]) -> Iterator[Candidate]:
    """Give multiples that stand just after their level, with the level before, and the same pair said elsewhere."""
    table = scope.table
    columns = ("subject", "document", "dimension", "role", "sentence")
    subject, document, dimension, role, sentence = (table.text(c) for c in columns)
    ends = table.frame["end"].to_numpy(np.int64)
    homes = {document[row] for row in multiples}
    in_document: dict[str, list[int]] = {}
    for row in np.flatnonzero(table.level & ~table.dated).tolist():
        if document[row] in homes:
            in_document.setdefault(document[row], []).append(row)
    for ratio in multiples:
        sense = _words().sense.get(subject[ratio].split()[-1] if subject[ratio] else "", "")
        levels = in_document.get(document[ratio], ())
        before = [r for r in levels if table.sentence[r] == table.sentence[ratio] and r < ratio]
        if not before or role[ratio]:
            continue
        new = before[-1]
        offset = int(table.sentence[ratio])
        link = sentence[ratio][int(ends[new]) - offset : int(table.place[ratio]) - offset]
        if len(link) > _LINK or not link.rstrip().endswith(","):
            continue
        if not _measured(sense, dimension[new]):
            continue
        earlier = [r for r in levels if r < new and table.dimension[r] == table.dimension[new]]
        near = [r for r in earlier if table.sentence[r] == table.sentence[earlier[-1]]]
        rule = scope.rule(table.metric(ratio), "ratio")
        if len(near) != 1 or rule is None or table.place[new] - table.place[near[0]] > _NEAR:
            continue
        old = near[0]
        for rows in _turned(sense, new, ratio, old, time="time" in dimension[new]):
            yield Candidate(equation=_EQUATION, rows=rows, rule=rule.id, certainty="assumed", lenient=True)
            if judge(_EQUATION, [table.statement(row) for row in rows]).verdict != CONFLICT:
                yield from _said_again(scope, old, new, levels)


def _said_again(scope: Scope, old: int, new: int, levels: Sequence[int]) -> Iterator[Candidate]:
    """Give the figure that stands beside a repetition of `old` where `new` should stand."""
    table = scope.table
    rule = scope.rule(table.metric(new), "same")
    names = {row: table.words(row) for row in levels if table.dimension[row] == table.dimension[new]}
    one, other = names[old] - names[new], names[new] - names[old]
    again = [r for r in names if r not in (old, new) and table.figure_of(r) == table.figure_of(old) and one & names[r]]
    for row in again:
        # What tells A from B in the sentences tells them apart in the table, and nothing else does.
        theirs = [
            r
            for r in names
            if r not in (old, new, row)
            and len(names[r]) == len(names[row])
            and names[row] - names[r] <= one
            and names[r] - names[row] <= other
            and names[r] != names[row]
        ]
        if len(theirs) == 1 and rule is not None:
            yield Candidate(
                equation=Equation(relation="same", left=(Term(0),), right=(Term(1),)),
                rows=(new, theirs[0]),
                rule=rule.id,
                certainty="assumed",
                severity=rule.severity,
                message=rule.message,
                evident=True,
            )


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
    one = frozenset(w for w in map(bare, tokens[: at - 1]) if w)
    other = frozenset(w for w in map(bare, after) if w)
    return _Contrast(one, other, words.sense.get(tokens[at - 1], "")) if one and other else None


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


DECLARES: tuple[Relation, ...] = (
    Relation(name="multiple", holds="a multiple fits the two things it sets side by side", rules=("ratio",)),
)
