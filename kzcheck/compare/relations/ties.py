"""Numbers of one statement: from, to and the growth between; total and parts; part and share.

What one statement ties needs no period: "from $109 million to $529 million, almost 5 times" is checked as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from kzcheck.compare.candidates import Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.equation import SUM, Equation, Term
from kzcheck.compare.phrasing import PART_AND_WHOLE
from kzcheck.compare.quantities import NO_DATE, Quantities
from kzcheck.compare.statement import Statement
from kzcheck.compare.verdict import to_one_place
from kzcheck.compare.wording import has

Roles = Mapping[str, Sequence[int]]
_SCALE = 1000


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give the relations that hold between the claims of each statement."""
    table = scope.table
    for roles in tied(table).values():
        for equation, rows in (*_growth(table, roles), *_parts(table, roles), *_shares(roles)):
            metric = next((table.metric(row) for row in rows if table.metric(row)), "")
            rule = scope.rule(metric, equation.relation)
            if rule is None:
                continue
            statements = _turned(table, rows) or tuple(map(table.statement, rows))
            sharp = to_one_place(equation, statements)
            summed = equation.relation in ("sum", "part")
            sure = sharp is None and (not summed or (equation.relation == "sum" and _all_of_it(scope, rows)))
            yield Candidate(
                equation=equation,
                rows=rows,
                rule=rule.id,
                certainty=scope.certainty(rows, periods=False) if sure else "assumed",
                severity=rule.severity,
                message=rule.message,
                quiet=equation.relation == "part",
                lenient=(summed and _unsummed(scope, rows)) or _breaks_off(scope, rows),
                statements=sharp or statements,
            )


def _all_of_it(scope: Scope, rows: Sequence[int]) -> bool:
    """Tell whether words say that the parts (all rows but the last) are all of the total: "consisting of"."""
    said = scope.wording.sentence(rows[-1])
    if said is None or not {rows[-1], rows[0]} <= set(said.nodes):
        return True
    return has(said.nodes[said.nodes.index(rows[-1]) : said.nodes.index(rows[0])], "lists", "exact")


def _unsummed(scope: Scope, rows: Sequence[int]) -> bool:
    """Tell whether words keep figures of one sentence from being a total and its parts: "respectively", "offset by"."""
    said = scope.wording.sentence(rows[-1])
    if said is None:
        return False
    places = [said.nodes.index(row) for row in rows if row in said.nodes]
    return ";" in said.nodes[min(places) : max(places)] or has(said.nodes, "lists", "unsummed")


def _breaks_off(scope: Scope, rows: Sequence[int]) -> bool:
    """Tell whether the sentence ends with a figure a thousand times smaller than its like: its scale was cut off."""
    table = scope.table
    said = scope.wording.sentence(rows[-1])
    last = said.nodes[-1] if said is not None else ""
    if not isinstance(last, int) or last not in rows:
        return False
    others = [float(table.value[row]) for row in rows if row != last and table.dimension[row] == table.dimension[last]]
    return bool(others) and min(others) > _SCALE * float(table.value[last])


def _turned(table: Quantities, rows: Sequence[int]) -> tuple[Statement, ...]:
    """Read growth without a word of direction the way that its levels went ("fell from 5 % to 4 %, by 1 point")."""
    falls = any(table.direction[row] < 0 for row in rows if not table.growth[row])
    turned = [row for row in rows if falls and table.kind[row] == "change" and not table.direction[row]]
    if not turned:
        return ()
    return tuple(_negative(s) if s.row in turned else s for s in map(table.statement, rows))


def _negative(s: Statement) -> Statement:
    return replace(s, value=None if s.value is None else -s.value, interval=-s.interval)


def tied(table: Quantities) -> dict[tuple[str, str], dict[str, list[int]]]:
    """Give the rows of each statement by their role in it."""
    document, tie, role = table.text("document"), table.text("tie"), table.text("role")
    found: dict[tuple[str, str], dict[str, list[int]]] = {}
    for row in np.flatnonzero((table.coded("tie") != "") & (table.mood >= 0) & ~table.left_out).tolist():
        found.setdefault((document[row], tie[row]), {}).setdefault(role[row], []).append(row)
    return found


def _growth(table: Quantities, roles: Roles) -> Iterator[tuple[Equation, tuple[int, ...]]]:
    ends, starts = roles.get("end", ()), roles.get("start", ())
    growths = [r for r in (*roles.get("ratio", ()), *roles.get("change", ())) if not table.points[r]]
    added = [*roles.get("difference", ()), *(r for r in roles.get("change", ()) if table.points[r])]
    for difference in added:
        for end in ends:
            if not _alike(table, end, difference):
                continue
            for start in starts:
                yield (
                    Equation(relation="difference", left=(Term(0), Term(1)), right=(Term(2),), op=SUM, derived=(1,)),
                    (start, difference, end),
                )
            if starts:
                continue
            for growth in growths:
                form = "left_over_growth" if table.kind[growth] == "change" else "left_over"
                yield (
                    Equation(relation="difference", left=(Term(0), Term(1, form)), right=(Term(2),), derived=(1, 2)),
                    (end, growth, difference),
                )
    for growth in growths:
        name = "change" if table.kind[growth] == "change" else "ratio"
        for end in ends:
            for start in starts:
                if _alike(table, end, start) and _in_time(table, start, growth, end):
                    yield (
                        Equation(relation=name, left=(Term(0), table.term(growth, 1)), right=(Term(2),), derived=(1,)),
                        (start, growth, end),
                    )


def _parts(table: Quantities, roles: Roles) -> Iterator[tuple[Equation, tuple[int, ...]]]:
    parts, totals = tuple(roles.get("part", ())), roles.get("total", ())
    if not parts or len(parts) > 40:
        return
    for total in totals:
        if not all(_alike(table, part, total) for part in parts):
            continue
        if table.discovered[total] and any(table.value[part] > table.value[total] for part in parts):
            continue  # no part of it: the sentence was not understood
        rows = (*parts, total)
        left = tuple(Term(i) for i in range(len(parts)))
        yield from made_up(table, left, rows)


def made_up(
    table: Quantities, left: tuple[Term, ...], rows: tuple[int, ...]
) -> Iterator[tuple[Equation, tuple[int, ...]]]:
    """Give parts = total where they may be all parts, parts <= total where they are fewer than the total needs."""
    total = len(left)
    most = float(np.sum(table.high[list(rows[:-1])]))
    short = most < float(table.low[rows[-1]])
    if len(left) > 1 and not short:
        yield Equation(relation="sum", left=left, right=(Term(total),), op=SUM, derived=(total,)), rows
    elif not short:
        yield Equation(relation="part", left=left, right=(Term(total),), op=SUM, equal=False), rows


def _shares(roles: Roles) -> Iterator[tuple[Equation, tuple[int, ...]]]:
    for share in roles.get("share", ()):
        for part in roles.get("part", ()):
            for total in roles.get("total", ()):
                yield share_equation(), (total, share, part)


def share_equation() -> Equation:
    """Give total (0) * share (1) = part (2)."""
    return Equation(relation="share", left=(Term(0), Term(1)), right=(Term(2),), derived=(1,))


def _in_time(table: Quantities, start: int, growth: int, end: int) -> bool:
    """Tell whether the periods, as far as they are known, and the moods let a growth lead from start to end."""

    def apart(a: tuple[int, int], b: tuple[int, int]) -> bool:
        return NO_DATE not in (*a, *b) and a != b

    of_start, of_end = ((int(table.start[row]), int(table.end[row])) for row in (start, end))
    of_growth = int(table.start[growth]), int(table.end[growth])
    of_base = int(table.base_start[growth]), int(table.base_end[growth])
    if apart(of_growth, of_end) or apart(of_base, of_start) or of_start == of_end != (NO_DATE, NO_DATE):
        return False
    return bool(table.mood[growth] == table.mood[end])


def _alike(table: Quantities, a: int, b: int) -> bool:
    return bool(table.dimension[a] == table.dimension[b])


DECLARES: tuple[Relation, ...] = (
    Relation(
        name="part",
        holds="the parts that a sentence names are not above its total",
        rules=("sum",),
        bounds=True,
        words=PART_AND_WHOLE,
    ),
)
