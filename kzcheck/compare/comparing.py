"""From the table of claims to comparisons: relations propose, intervals decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from hashlib import blake2s

import pandas as pd

from kzcheck.compare import network
from kzcheck.compare.candidates import Candidate, Scope
from kzcheck.compare.causes import Causes
from kzcheck.compare.copies import copies
from kzcheck.compare.equation import Equation
from kzcheck.compare.failures import Failures
from kzcheck.compare.incomparable import Apart
from kzcheck.compare.incomparable import apart as kept_apart
from kzcheck.compare.ordering import in_order
from kzcheck.compare.phrasing import chain, figure, mended, mending, reason
from kzcheck.compare.quantities import Quantities
from kzcheck.compare.relations import proposers
from kzcheck.compare.remarks import remarks
from kzcheck.compare.statement import Statement
from kzcheck.compare.verdict import AGREE, CONFLICT, INCOMPARABLE, ROUND, Judgement, judge
from kzcheck.compare.widths import widened
from kzcheck.model import Comparison, Differs, Document, Gap, Grade, Interval, NearMatch, Notice, Pack

_ORDER = {"conflict": 0, "round": 1, "agree": 2, "incomparable": 3}


def compare(
    frame: pd.DataFrame,
    pack: Pack,
    *,
    documents: Sequence[Document] = (),
    every: bool = False,
    within: Mapping[str, str] | None = None,
    apart: bool = False,
    tell: Callable[[Notice], None] | None = None,
    near: Callable[[NearMatch], None] | None = None,
) -> tuple[Comparison, ...]:
    """Judge the claims of a table all together.

    `frame` has the columns of `kzcheck.table.schema`. Gives the conflicts, the widest margin first; with `every` all
    comparisons made, each set of claims once, incomparable ones with their reason. `within` maps documents to groups;
    only claims of one group are compared; documents without any date are of one time, unless `apart`. `documents` give
    the lines that a chain of steps points to. The result depends on the claims alone, not on their order. `tell` is
    told of each comparison that could not be computed; the others are made without it. Without `tell` the error is
    raised. `near` is told of each pair that is only possibly about one thing and whose figures differ, the likeliest
    first.
    """
    scope = _scope(frame, pack, within, every=every, apart=apart)
    causes = Causes(scope)
    places = {d.id: d for d in documents}
    failing = Failures(scope, places, tell)
    made: list[Comparison] = []
    for candidate, settled in _reported(scope, failing):
        if every or settled.verdict == CONFLICT:
            with failing.named(candidate.equation.relation, candidate.rows):
                made.append(_worded(scope, causes, places, candidate, settled))
    if every:
        judged = {frozenset(c.claims) for c in made}
        ids = scope.table.text("claim_id")
        with failing.named("apart"):
            made.extend(
                _apart(scope, pair) for pair in kept_apart(scope, lambda a, b: frozenset((ids[a], ids[b])) in judged)
            )
    if near is not None:
        with failing.named("linked"):
            for match in _near(scope, made):
                near(match)
    surfaces = dict(zip(scope.table.text("claim_id"), scope.table.text("surface"), strict=True)) if made else {}
    return tuple(sorted(_blamed(made, surfaces), key=_rank))


def _near(scope: Scope, made: Sequence[Comparison]) -> Iterator[NearMatch]:
    """Give the pairs that were linked, differ, and are not judged, the likeliest first."""
    ids = scope.table.text("claim_id")
    judged = {frozenset(c.claims) for c in made if c.verdict == CONFLICT}
    for linked in scope.links:
        first, second = (ids[row] for row in linked.rows)
        possible = linked.link.grade is Grade.POSSIBLE and not linked.alike
        if possible and frozenset((first, second)) not in judged:
            yield NearMatch(claims=(first, second), link=linked.link)


def contradictions(
    frame: pd.DataFrame, pack: Pack, *, within: Mapping[str, str] | None = None, apart: bool = False
) -> Mapping[str, Comparison]:
    """Give the conflicts that `compare` gives, by their ids, without a word about them and how far they are off."""
    scope = _scope(frame, pack, within, every=False, apart=apart)
    found = {}
    for candidate, settled in _reported(scope, Failures(scope, {}, _unheard), measured=False):
        if settled.verdict == CONFLICT:
            claims = tuple(s.claim_id for s in settled.statements)
            conflict = Comparison(
                id=_identity(candidate.rule, candidate.equation.relation, claims),
                verdict=CONFLICT,
                relation=candidate.equation.relation,
                claims=claims,
                rule=candidate.rule,
                metric=scope.table.metric(candidate.rows[0]),
                certainty=candidate.certainty,
                reason="",
                implied=_implied(candidate.equation, settled.statements),
            )
            found[conflict.id] = conflict
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    """What became of a candidate: its verdict, the statements that were judged, and what is to be said beside it."""

    verdict: str
    judgement: Judgement
    statements: tuple[Statement, ...]
    said: tuple[str, ...]
    differs: Differs | None


def _scope(frame: pd.DataFrame, pack: Pack, within: Mapping[str, str] | None, *, every: bool, apart: bool) -> Scope:
    frame = widened(in_order(frame), pack)
    table = Quantities(frame, without=copies(frame, within), within=within, apart=apart)
    return Scope(table=table, pack=pack, every=every)


def _unheard(_: Notice) -> None:
    """Leave out what could not be computed: who asks for the contradictions again was told of it before."""


def _reported(scope: Scope, failing: Failures, *, measured: bool = True) -> Iterator[tuple[Candidate, _Settled]]:
    """Give what is to be reported, each set of claims once, those of the network after all others."""
    seen: set[frozenset[int]] = set()
    spared: set[frozenset[int]] = set()
    conflicts: list[tuple[int, ...]] = []

    def take(candidate: Candidate) -> _Settled | None:
        rows = frozenset(candidate.rows)
        if rows in seen or len(rows) < len(candidate.rows):
            return None
        settled = None
        with failing.named(candidate.equation.relation, candidate.rows):
            settled = _settled(scope.table, candidate, measured=measured)
        if settled is None:
            return None
        if settled.verdict == CONFLICT:
            apart = not (candidate.evident or candidate.link) and scope.inside.apart(
                candidate.rows, same=candidate.equation.relation == "same"
            )
            conflicts.append(candidate.rows)
            if candidate.lenient or apart or scope.inside.cut_off(candidate.rows):
                spared.add(rows)
                return None
        elif candidate.quiet:
            return None
        seen.add(rows)
        return settled

    for module in proposers():
        for candidate in failing.over(module.__name__.rpartition(".")[2], partial(module.candidates, scope)):
            settled = take(candidate)
            if settled is not None:
                yield candidate, settled
    for candidate in failing.over("network", partial(network.candidates, scope, tuple(conflicts))):
        settled = None if frozenset(candidate.rows) in spared else take(candidate)
        if settled is not None:
            yield candidate, settled


def _blamed(made: Sequence[Comparison], surfaces: Mapping[str, str]) -> Iterator[Comparison]:
    """Add to each conflict which of its claims, withdrawn, dissolves the most conflicts."""
    conflicts = Counter(claim for c in made if c.verdict == CONFLICT for claim in c.claims)
    for c in made:
        most = max(c.claims, key=lambda claim: conflicts[claim]) if c.verdict == CONFLICT else ""
        if most and conflicts[most] > 1 and sum(conflicts[claim] == conflicts[most] for claim in c.claims) == 1:
            surface = " ".join(surfaces[most].split())
            remark = f"withdrawing '{surface}' ({most}) would dissolve {conflicts[most]} conflicts"
            yield replace(c, remarks=(*c.remarks, remark))
        else:
            yield c


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
        reason=f"not compared: {pair.differs}: {pair.detail}" if pair.detail else f"not compared: {pair.differs}",
        differs=pair.differs,
        detail=pair.detail,
        remarks=pair.remarks + more,
    )


def _rank(c: Comparison) -> tuple[int, object, str, tuple[str, ...]]:
    return _ORDER[c.verdict], -(c.gap.margin if c.gap else 0), c.id, c.claims


def _settled(table: Quantities, candidate: Candidate, *, measured: bool) -> _Settled:
    """Judge a candidate; where it is not `measured`, how far a conflict is from being true is left out."""
    statements = candidate.statements or tuple(table.statement(row) for row in candidate.rows)
    judgement = judge(candidate.equation, statements, measured=measured)
    said = candidate.remarks
    if judgement.verdict == CONFLICT:
        other = _other_reading(candidate, statements)
        if other is not None:
            judgement, statements, remark = other
            said = (*said, remark)
    if judgement.verdict == ROUND and candidate.fits:
        judgement = Judgement(verdict=AGREE)
    verdict, differs = judgement.verdict, None
    if verdict == CONFLICT and candidate.superseded:
        verdict, differs = INCOMPARABLE, Differs.SUPERSEDED
    return _Settled(verdict=verdict, judgement=judgement, statements=statements, said=said, differs=differs)


def _worded(
    scope: Scope, causes: Causes, places: Mapping[str, Document], candidate: Candidate, settled: _Settled
) -> Comparison:
    table, judgement, statements, verdict = scope.table, settled.judgement, settled.statements, settled.verdict
    words = reason(candidate.equation, statements, judgement)
    detail = f"the later one supersedes: {words}" if settled.differs else ""
    conflict = verdict == CONFLICT
    where = _places(scope, places, candidate.rows)
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
        reason=f"{settled.differs}: {detail}" if settled.differs else words,
        differs=settled.differs,
        detail=detail,
        chain=chain(candidate.equation, statements, judgement, where) if conflict else (),
        mode=judgement.mode,
        gap=Gap(
            share=judgement.share,
            margin=judgement.margin,
            repair=mended(candidate.equation, statements, judgement),
            mends=mending(statements, judgement),
        )
        if conflict
        else None,
        cause=causes.of(candidate.equation, statements) if conflict else None,
        remarks=settled.said + remarks(scope, candidate.rows, candidate.others),
        implied=_implied(candidate.equation, statements),
        link=candidate.link,
    )


def _implied(equation: Equation, statements: Sequence[Statement]) -> tuple[Interval | None, ...]:
    """Give for each claim what the others allow it to be, in its own unit."""
    intervals = [s.interval for s in statements]
    found = (equation.implied(index, intervals) for index in range(len(statements)))
    return tuple(None if i is None else i.scale(1 / s.factor) for i, s in zip(found, statements, strict=True))


def _places(scope: Scope, documents: Mapping[str, Document], rows: Sequence[int]) -> list[str]:
    """Give document and line of each claim, or "" where the document was not handed over."""
    table = scope.table
    named = [(documents.get(table.text("document")[row]), int(table.place[row])) for row in rows]
    return ["" if d is None else f"{d.id}:{d.location(place).line or d.location(place)}" for d, place in named]


def _other_reading(
    candidate: Candidate, statements: tuple[Statement, ...]
) -> tuple[Judgement, tuple[Statement, ...], str] | None:
    """Read one "5 times more" as five times on top, where that makes the claims possible."""
    for i, s in enumerate(statements):
        if s.readings:
            turned = tuple(x.on_top() if k == i else x for k, x in enumerate(statements))
            judgement = judge(candidate.equation, turned, measured=False)
            if judgement.verdict != CONFLICT:
                times = figure(turned[i].value or Fraction(0))
                remark = f"true only if '{s.surface}' means an increase by that factor: {times} times as much in all"
                return Judgement(verdict=ROUND, mode="other reading", cut=judgement.cut), turned, remark
    return None


def _severity(candidate: Candidate, judgement: Judgement, sources: set[str]) -> str:
    if candidate.link is not None and candidate.link.grade is not Grade.SAME:
        return candidate.severity
    named = sources - {""}
    doubtful = candidate.certainty == "assumed" or judgement.within_place or len(named) > 1
    return "warning" if doubtful else candidate.severity


def _identity(rule: str, relation: str, claims: Sequence[str]) -> str:
    text = "\0".join((rule, relation, *sorted(claims)))
    return f"c{blake2s(text.encode(), digest_size=5).hexdigest()}"
