"""From the table of claims to comparisons: relations propose, intervals decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2s

import pandas as pd

from kzcheck.compare.candidates import Candidate, Scope
from kzcheck.compare.copies import copies
from kzcheck.compare.equation import Equation
from kzcheck.compare.incomparable import Apart, apart
from kzcheck.compare.phrasing import chain, mended, reason
from kzcheck.compare.quantities import Quantities
from kzcheck.compare.relations import RELATIONS
from kzcheck.compare.statement import Statement
from kzcheck.compare.verdict import AGREE, CONFLICT, INCOMPARABLE, ROUND, Judgement, judge
from kzcheck.model import Comparison, Document, Gap, Interval, Pack

_ORDER = {"conflict": 0, "round": 1, "agree": 2, "incomparable": 3}


def compare(
    frame: pd.DataFrame,
    pack: Pack,
    *,
    documents: Sequence[Document] = (),
    every: bool = False,
    within: Mapping[str, str] | None = None,
) -> tuple[Comparison, ...]:
    """Judge the claims of a table all together.

    `frame` has the columns of `kzcheck.table.schema`. Gives the conflicts, the widest margin first; with `every` all
    comparisons made, each set of claims once, incomparable ones with their reason. `within` maps documents to groups;
    only claims of one group are compared. The result depends on the claims alone, not on their order.
    """
    table = Quantities(frame, without=copies(frame, within), within=within)
    scope = Scope(table=table, pack=pack, every=every)
    seen: set[frozenset[int]] = set()
    made: list[Comparison] = []
    for candidate in _proposed(scope):
        rows = frozenset(candidate.rows)
        if rows in seen or len(rows) < len(candidate.rows):
            continue
        comparison = _judged(scope, candidate)
        if comparison is not None:
            seen.add(rows)
            if every or comparison.verdict == CONFLICT:
                made.append(comparison)
    if every:
        made.extend(_apart(scope, pair) for pair in apart(scope, lambda a, b: frozenset((a, b)) in seen))
    return tuple(sorted(made, key=_rank))


def _apart(scope: Scope, pair: Apart) -> Comparison:
    table = scope.table
    first, second = (table.text("claim_id")[row] for row in pair.rows)
    metric = table.metric(pair.rows[0])
    rule = scope.rule(metric, "same")
    more = (f"{pair.alike} more pairs of this quantity are apart for the same reason",) if pair.alike else ()
    return Comparison(
        id=_identity("incomparable", "same", (first, second)),
        verdict=INCOMPARABLE,
        relation="same",
        claims=(first, second),
        rule=rule.id if rule else "",
        metric=metric,
        certainty=scope.certainty(pair.rows),
        reason=f"not compared: {pair.reason}",
        remarks=pair.remarks + more,
    )


def _proposed(scope: Scope) -> Iterator[Candidate]:
    for relation in RELATIONS:
        yield from relation.candidates(scope)


def _rank(c: Comparison) -> tuple[int, object, str, tuple[str, ...]]:
    return _ORDER[c.verdict], -(c.gap.margin if c.gap else 0), c.id, c.claims


def _judged(scope: Scope, candidate: Candidate) -> Comparison | None:
    table = scope.table
    statements = candidate.statements or tuple(table.statement(row) for row in candidate.rows)
    judgement = judge(candidate.equation, statements)
    if judgement.verdict == CONFLICT and candidate.lenient:
        return None
    if judgement.verdict == ROUND and candidate.fits:
        judgement = Judgement(verdict=AGREE)
    verdict, why = judgement.verdict, ""
    if verdict == CONFLICT and candidate.superseded:
        verdict, why = INCOMPARABLE, "plans issued at different times: the later one supersedes"
    said = reason(candidate.equation, statements, judgement)
    conflict = verdict == CONFLICT
    return Comparison(
        id=_identity(candidate.rule, candidate.equation.relation, [s.claim_id for s in statements]),
        verdict=verdict,
        relation=candidate.equation.relation,
        claims=tuple(s.claim_id for s in statements),
        rule=candidate.rule,
        metric=table.metric(candidate.rows[0]),
        period=statements[0].period,
        certainty=candidate.certainty,
        severity=_severity(candidate, judgement, {s.source for s in statements}) if conflict else "",
        reason=f"{why}: {said}" if why else said,
        chain=chain(candidate.equation, statements, judgement) if conflict else (),
        mode=judgement.mode,
        gap=Gap(
            share=judgement.share,
            margin=judgement.margin,
            repair=mended(candidate.equation, statements, judgement),
        )
        if conflict
        else None,
        remarks=candidate.remarks,
        implied=_implied(candidate.equation, statements),
    )


def _implied(equation: Equation, statements: Sequence[Statement]) -> tuple[Interval | None, ...]:
    """Give for each claim what the others allow it to be, in its own unit."""
    intervals = [s.interval for s in statements]
    found = (equation.implied(index, intervals) for index in range(len(statements)))
    return tuple(None if i is None else i.scale(1 / s.factor) for i, s in zip(found, statements, strict=True))


def _severity(candidate: Candidate, judgement: Judgement, sources: set[str]) -> str:
    named = sources - {""}
    doubtful = candidate.certainty == "assumed" or judgement.within_place or len(named) > 1
    return "warning" if doubtful else candidate.severity


def _identity(rule: str, relation: str, claims: Sequence[str]) -> str:
    text = "\0".join((rule, relation, *sorted(claims)))
    return f"c{blake2s(text.encode(), digest_size=5).hexdigest()}"
