"""Shares of one whole: what a text splits a whole into makes 100 % within its rounding; a part is not above 100 %.

A list of percentages may have several answers, or leave parts out. It is a partition only where the words say so, or a
rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from itertools import pairwise, product

import numpy as np

from kzcheck.compare.candidates import PAIRS, Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.equation import SUM, Equation, Term
from kzcheck.compare.levels import one_each
from kzcheck.compare.phrasing import Phrasing, how, quoted
from kzcheck.compare.quantities import ACTUAL, phrases
from kzcheck.compare.statement import Statement
from kzcheck.compare.verdict import CONFLICT, Judgement
from kzcheck.compare.wording import Node, Said, has, words
from kzcheck.model import Interval, Rule

_WHOLE = Interval.point(1)
_WORD = re.compile(r"\w+")
_MOST = 40
_TWICE = 1.5
"""Shares that make more than this are of more than one whole."""
_NAMED = 4
"""Words of a part that is named in a list of what something is made of, with the mark of the list."""
_NEAR = 80
"""Up to this many characters stand between two shares of one list."""


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give the shares that the words of a sentence, or a rule, make parts of one whole."""
    yield from _in_words(scope)
    yield from _rivals(scope)
    for rule in scope.pack.rules:
        if rule.severity == "off":
            continue
        if rule.relation == "partition":
            yield from _by_rule(scope, rule)
        elif rule.relation == "share":
            yield from _too_large(scope, rule)


def equation(count: int, *, equal: bool = True) -> Equation:
    """Give shares 0, 1, ... = 100 %, or at most that."""
    left = tuple(Term(i) for i in range(count))
    return Equation(relation="partition", left=left, right=(), op=SUM, equal=equal, known=_WHOLE, known_text="100 %")


def _in_words(scope: Scope) -> Iterator[Candidate]:
    """Give the shares of a sentence that split a whole, consist of it or leave a rest."""
    table = scope.table
    percent = (table.coded("unit") == "percent") & np.isin(table.kind, ("level", "share"))
    document, sentences = table.text("document"), table.text("sentence")
    ends = table.frame["end"].to_numpy(np.int64)
    by_sentence: dict[tuple[str, int], list[int]] = {}
    for row in np.flatnonzero(percent & (table.mood >= 0) & ~table.left_out).tolist():
        by_sentence.setdefault((document[row], int(table.sentence[row])), []).append(row)
    for (_, start), some in by_sentence.items():
        if not 1 < len(some) <= _MOST or not _one_time(scope, some):
            continue
        rows = sorted(some, key=lambda row: int(table.place[row]))
        sense = _sense(scope, rows, sentences[rows[0]], start)
        rule = scope.rule(table.metric(rows[0]), "partition") if sense else None
        if rule is None:
            continue
        rows = _of_the_whole(scope, rows, sense)
        low, high = (float(x[rows].sum()) for x in (table.low, table.high))
        last = sentences[rows[0]][int(ends[rows[-2]]) - start : int(table.place[rows[-1]]) - start]
        whole = low <= 1 <= high
        # Two wholes in one sentence, or a share that is of something else, is no split that fails.
        if not whole and (high >= _TWICE or (sense != "rest" and not _has(last, "closes"))):
            continue
        certainty = scope.certainty(rows, periods=False)
        yield Candidate(
            equation=equation(len(rows), equal=sense != "consists" or whole),
            rows=tuple(rows),
            rule=rule.id,
            certainty="assumed" if sense == "splits" and high < 1 else certainty,
            severity=rule.severity,
            message=rule.message,
        )


def _rivals(scope: Scope) -> Iterator[Candidate]:
    """Give the shares of which nothing can have two, where they are more than all: "60 % chose A, 45 % chose B"."""
    table, wording = scope.table, scope.wording
    for said in wording.sentences:
        rows = [row for row in said.rows if "percent" in wording.classes(row) and table.mood[row] >= 0]
        if not 1 < len(rows) <= _MOST or not 1 < float(table.low[rows].sum()) < _TWICE or not _one_time(scope, rows):
            continue
        if has(said.nodes, "rivals", "overlap") or not _exclude_one_another(said, rows):
            continue
        rule = scope.rule(table.metric(rows[0]), "partition")
        if rule is not None:
            yield Candidate(
                equation=equation(len(rows), equal=False),
                rows=tuple(rows),
                rule=rule.id,
                certainty="assumed",
                severity=rule.severity,
                message=rule.message,
            )


def _exclude_one_another(said: Said, rows: Sequence[int]) -> bool:
    """Tell whether words make shares rivals: one choice, opposite answers or groups, or what something is made of."""
    data = words("rivals")
    places = [said.nodes.index(row) for row in rows]
    parts = [said.nodes[a + 1 : b] for a, b in pairwise([*places, len(said.nodes)])]
    around = [{n for n in part if isinstance(n, str)} for part in parts]
    if all(not part.isdisjoint(data["verbs"]) for part in around):
        return True
    if places[0] and said.nodes[places[0] - 1] in data["copulas"]:
        short = all(1 <= len(part) - (part[-1] == ".") <= _NAMED and _joins(part) for part in parts)
        if short and len(rows) > 2:
            return True
    before = {n for n in said.nodes[: places[0]] if isinstance(n, str)}
    ways = (around, _shifted(around, before, len(rows)))
    return any(_opposed(side, way) for side in data["opposites"] for way in ways)


def _shifted(around: Sequence[set[str]], before: set[str], count: int) -> list[set[str]]:
    """Give the words before each share, where groups are named first: "women make up 47 % and men 53 %"."""
    return [before, *around[:-1]][:count]


def _opposed(side: Mapping[str, Sequence[str]], around: Sequence[set[str]]) -> bool:
    """Tell whether each share goes with another one of a few answers that exclude one another."""
    found = []
    for said in around:
        named = [name for name, some in side.items() if not said.isdisjoint(some)]
        if len(named) != 1 and not (named and named[-1] == "neither"):
            return False
        found.append(named[-1])
    return len(set(found)) == len(found)


def _joins(part: Sequence[Node]) -> bool:
    """Tell whether nothing but a noun and the mark of a list stand after a share."""
    return all(isinstance(n, str) and (n[0].isalpha() or n in {",", "."}) for n in part)


def _sense(scope: Scope, rows: Sequence[int], sentence: str, start: int) -> str:
    """Tell by which words shares are parts of one whole: splits, consists or rest; "" where nothing says so."""
    table = scope.table
    ends = table.frame["end"].to_numpy(np.int64)
    between = [sentence[int(ends[a]) - start : int(table.place[b]) - start] for a, b in pairwise(rows)]
    if any(len(text) > _NEAR or ";" in text for text in between) or _has(sentence, "incomplete"):
        return ""
    if _has(sentence[int(ends[rows[-2]]) - start : int(ends[rows[-1]]) - start], "rest"):
        return "rest"
    before = sentence[: int(table.place[rows[0]]) - start]
    return next((sense for sense in ("splits", "consists") if _has(before[-_NEAR:], sense)), "")


def _of_the_whole(scope: Scope, rows: Sequence[int], sense: str) -> list[int]:
    """Give the shares of a list without those beside it, where some of them make a whole: "..., with 18 % protein".

    What is split begins with the first share, what leaves a rest ends with the last.
    """
    table = scope.table
    for count in range(2, len(rows) + 1):
        chosen = list(rows[-count:] if sense == "rest" else rows[:count])
        if float(table.low[chosen].sum()) <= 1 <= float(table.high[chosen].sum()):
            return chosen
    return list(rows)


def _has(text: str, name: str) -> bool:
    """Tell whether some phrase of a list stands in a text."""
    padded = f" {' '.join(_WORD.findall(text.casefold()))} "
    return any(f" {phrase} " in padded for phrase in phrases(name))


def _one_time(scope: Scope, rows: Sequence[int]) -> bool:
    """Tell whether shares are of one time and mood, and none of them is tied to a level or a change."""
    table = scope.table
    same = len({(int(table.mood[r]), int(table.start[r]), int(table.end[r]), int(table.when[r])) for r in rows}) == 1
    role = table.text("role")
    return same and not any(role[row] in ("start", "end") for row in rows) and not any(table.cumulative[rows])


def _by_rule(scope: Scope, rule: Rule) -> Iterator[Candidate]:
    """Give one share of each metric of a rule, of one period."""
    table = scope.table
    named = [m for glob in rule.metrics for m in scope.metrics if fnmatchcase(m, glob)]
    percent = table.level & (table.coded("unit") == "percent") & (table.mood == ACTUAL)
    found: dict[tuple[int, int], dict[str, list[int]]] = {}
    for row in np.flatnonzero(percent & np.isin(table.coded("metric"), named)).tolist():
        place = (int(table.start[row]), int(table.end[row]) if table.dated[row] else int(table.when[row]))
        found.setdefault(place, {}).setdefault(table.metric(row), []).append(row)
    document = table.text("document")
    for by_metric in found.values():
        if len(by_metric) < len(set(named)) or len(named) < 2:
            continue
        choices = [one_each(table, by_metric[name], by_metric[named[0]][0]) for name in dict.fromkeys(named)]
        if int(np.prod([len(rows) for rows in choices])) > PAIRS * PAIRS:
            choices = [rows[:1] for rows in choices]
        made = list(product(*choices))
        home = [rows for rows in made if len({document[row] for row in rows}) == 1]
        for rows in home or made:
            yield Candidate(
                equation=equation(len(rows)),
                rows=rows,
                rule=rule.id,
                certainty=scope.certainty(rows),
                severity=rule.severity,
                message=rule.message,
            )


def _too_large(scope: Scope, rule: Rule) -> Iterator[Candidate]:
    """Give the shares of a rule that may be above the whole."""
    table = scope.table
    globs = (rule.other("share"),) if rule.other("share") else rule.metrics
    named = [m for m in scope.metrics if any(fnmatchcase(m, glob) for glob in globs)]
    shares = table.level & (table.kind == "share") & (table.low > 1) & np.isin(table.coded("metric"), named)
    for row in np.flatnonzero(shares).tolist():
        yield Candidate(
            equation=equation(1, equal=False),
            rows=(row,),
            rule=rule.id,
            certainty=scope.certainty((row,), periods=False),
            severity=rule.severity,
            message=rule.message,
        )


def _said(equation: Equation, statements: Sequence[Statement], judgement: Judgement) -> str:
    """Say what shares of one whole make together."""
    say = Phrasing(equation, statements)
    together = equation.sides([s.interval for s in statements])[0]
    summed = " + ".join(quoted(s) for s in statements)
    joint = ", but" if judgement.verdict == CONFLICT else ", and"
    whole = f"the parts of one whole make {'' if equation.equal else 'at most '}100 %"
    makes = "make" if len(statements) > 1 else "allows"
    return f"{summed} {makes} {say.allows(together, statements[0])}{joint} {whole}{how(judgement, statements)}"


DECLARES: tuple[Relation, ...] = (
    Relation(
        name="partition",
        holds="the shares of the parts (`metrics`, one each) make 100 %",
        asked=True,
        links=True,
        sentence=_said,
    ),
)
