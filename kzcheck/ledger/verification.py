"""A draft against its sources: each of its claims is supported, contradicted, or neither.

Support comes from claims of sources alone, or from such claims together with claims of the draft that are supported
themselves: so "up 14 %" is supported by two levels of the sources, wherever these stand. A relation that only bounds a
number supports none: that four months lie below the year says nothing of how much the year was.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kzcheck.compare.relations import relation
from kzcheck.ledger.fingerprints import statement, wording
from kzcheck.model import GRAVITY, Claim, Comparison, Finding, Rule
from kzcheck.model.verification import Candidate, Checked

SUPPORT = Rule(id="support", relation="support", title="Every number of a draft has a source")
"""The rule that unsupported claims break where support is required."""

_NO_CLAIMS = frozenset({"date"})
_NEAREST = 2
_ALIKE = 2
_COMMON = 5_000
_WORD = re.compile(r"[^\W\d_]{4,}")


def verify(
    claims: Sequence[Claim],
    comparisons: Iterable[Comparison],
    findings: Iterable[Finding],
    drafts: Collection[str],
) -> tuple[Checked, ...]:
    """Check the claims of the documents `drafts` against those of all others.

    `comparisons` are every comparison of the run (incomparable ones give the nearest candidates), `findings` tell what
    is accepted. Gives one row a claim in the order of the claims; dates alone are no claims here.
    """
    own = [c for c in claims if c.document in drafts]
    checked = [c for c in own if c.kind not in _NO_CLAIMS]
    sources = {c.claim_id: c for c in claims if c.document not in drafts}
    twins = _twins(own, sources.values())
    of = _by_claim((c for c in comparisons if c.relation != SUPPORT.relation), own, twins)
    support = _supported(checked, of, sources, twins)
    alike = _Alike(sources.values())
    graded = {f.comparison: f.status for f in findings}
    accepted = {c for c, status in graded.items() if status != "new"}
    out = []
    for claim in checked:
        conflicts = [c for c in of[claim.claim_id] if c.verdict == "conflict" and c.severity]
        # What sources say against a twin counts where the claim itself, being a copy, was not compared.
        conflicts = [c for c in conflicts if claim.claim_id in c.claims] or conflicts
        supported = support.get(claim.claim_id)
        if conflicts:
            conflicts.sort(key=lambda c: (c.id in accepted, GRAVITY.index(c.severity)))
            row = _contradicted(claim, conflicts, sources, twins[claim.claim_id], supported)
        elif supported is not None:
            row = supported
        else:
            row = _unsupported(claim, of[claim.claim_id], sources, alike)
            # A finding where support is required.
            row = replace(row, comparison=_demand(claim.claim_id) if _demand(claim.claim_id) in graded else "")
        concerned = row.conflicts or (row.comparison,)
        out.append(replace(row, accepted=row.status != "supported" and accepted.issuperset(concerned)))
    return tuple(out)


def demanded(rows: Iterable[Checked], claims: Iterable[Claim]) -> tuple[Comparison, ...]:
    """Give the comparisons that make findings of unsupported claims, for a gate that requires support."""
    by_id = {c.claim_id: c for c in claims}
    return tuple(
        Comparison(
            id=_demand(row.claim),
            verdict="conflict",
            relation=SUPPORT.relation,
            claims=(row.claim,),
            rule=SUPPORT.id,
            metric=by_id[row.claim].metric,
            severity="error",
            reason=f"{by_id[row.claim].surface!r}: {row.reason}",
        )
        for row in rows
        if row.status == "unsupported"
    )


def concerning(rows: Iterable[Checked], findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Give the findings that a claim of a draft is on, that claim first; those of sources alone are left out."""
    first: dict[str, str] = {}
    for row in rows:
        if row.status != "supported":
            for comparison in row.conflicts or (row.comparison,):
                first.setdefault(comparison, row.claim)
    return tuple(replace(f, primary=first[f.comparison]) for f in findings if f.comparison in first)


def _demand(claim: str) -> str:
    return f"{SUPPORT.id}:{claim}"


def _twins(own: Iterable[Claim], sources: Iterable[Claim]) -> Mapping[str, tuple[str, ...]]:
    """Give for each claim of the draft the claims of sources that say the very same: copies are compared once only."""
    same: dict[str, list[str]] = defaultdict(list)
    for claim in sources:
        for key in _sameness(claim):
            same[key].append(claim.claim_id)
    return {c.claim_id: tuple(dict.fromkeys(t for key in _sameness(c) for t in same.get(key, ()))) for c in own}


def _sameness(claim: Claim) -> Iterator[str]:
    yield wording(claim)
    if claim.metric and claim.period is not None:
        yield statement(claim)


def _by_claim(
    made: Iterable[Comparison], own: Iterable[Claim], twins: Mapping[str, tuple[str, ...]]
) -> Mapping[str, list[Comparison]]:
    of: dict[str, list[Comparison]] = defaultdict(list)
    for comparison in made:
        for claim_id in comparison.claims:
            of[claim_id].append(comparison)
    return {c.claim_id: [*of[c.claim_id], *(x for t in twins[c.claim_id] for x in of[t])] for c in own}


def _supported(
    checked: Sequence[Claim],
    of: Mapping[str, list[Comparison]],
    sources: Mapping[str, Claim],
    twins: Mapping[str, tuple[str, ...]],
) -> dict[str, Checked]:
    found = {
        c.claim_id: Checked(
            claim=c.claim_id,
            status="supported",
            how="copied" if any(wording(sources[t]) == wording(c) for t in twins[c.claim_id]) else "agree",
            by=twins[c.claim_id],
            reason="a source says the very same",
        )
        for c in checked
        if twins[c.claim_id]
    }
    rank = {"agree": 0, "round": 1}
    grew = True
    while grew:
        grew = False
        for claim in checked:
            if claim.claim_id in found:
                continue
            some = [c for c in of[claim.claim_id] if c.verdict in rank and not relation(c.relation).bounds]
            for comparison in sorted(some, key=lambda c: (len(c.claims), rank[c.verdict])):
                others = [c for c in comparison.claims if c != claim.claim_id]
                known = all(c in sources or c in found for c in others)
                if known and any(c in sources for c in others):
                    found[claim.claim_id] = Checked(
                        claim=claim.claim_id,
                        status="supported",
                        how=comparison.verdict if len(others) == 1 else "derived",
                        by=tuple(others),
                        comparison=comparison.id,
                        reason=comparison.reason,
                    )
                    grew = True
                    break
    return found


def _contradicted(
    claim: Claim,
    conflicts: Sequence[Comparison],
    sources: Mapping[str, Claim],
    twins: Collection[str],
    supported: Checked | None,
) -> Checked:
    conflict = conflicts[0]
    # Copies are compared once only, so a twin may stand in the comparison for the claim itself.
    others = tuple(c for c in conflict.claims if c != claim.claim_id and c not in twins)
    return Checked(
        claim=claim.claim_id,
        status="contradicted",
        how="sources" if any(c in sources for c in others) else "draft",
        by=others,
        comparison=conflict.id,
        conflicts=tuple(dict.fromkeys(c.id for c in conflicts)),
        reason=conflict.reason,
        also=() if supported is None else tuple(c for c in supported.by if c in sources and c not in others),
    )


def _unsupported(claim: Claim, compared: Iterable[Comparison], sources: Mapping[str, Claim], alike: _Alike) -> Checked:
    near: dict[str, Candidate] = {}
    for comparison in compared:
        for other in comparison.claims:
            if other in sources and (comparison.verdict == "incomparable" or relation(comparison.relation).bounds):
                bound = "only bounds it: " if relation(comparison.relation).bounds else ""
                near.setdefault(other, Candidate(claim=other, differs=bound + _differing(comparison)))
    some = sorted(near.values(), key=lambda c: -_likeness(claim, sources[c.claim])) or alike.nearest(claim)
    reason = "no source says anything that can be compared with it"
    return Checked(claim=claim.claim_id, status="unsupported", reason=reason, nearest=tuple(some[:_NEAREST]))


def _differing(comparison: Comparison) -> str:
    """Say what keeps two claims apart, or how the one bounds the other."""
    if comparison.differs is None:
        return comparison.reason
    return f"{comparison.differs}: {comparison.detail}" if comparison.detail else comparison.differs


class _Alike:
    """Finds the claims of sources whose sentences share the most words with the one around a claim."""

    def __init__(self, sources: Iterable[Claim]) -> None:
        self._sources = [c for c in sources if c.kind not in _NO_CLAIMS]
        self._holding: dict[str, list[int]] = defaultdict(list)
        for number, other in enumerate(self._sources):
            for word in _words(other):
                self._holding[word].append(number)

    def nearest(self, claim: Claim) -> list[Candidate]:
        """Give the nearest ones, the best first, and what sets them apart; one of another kind and quantity is none."""
        shared: Counter[int] = Counter()
        for word in _words(claim):
            holding = self._holding.get(word, ())
            # A word that stands everywhere tells nothing.
            if len(holding) <= _COMMON:
                shared.update(holding)
        scored = []
        for number, words in shared.items():
            other = self._sources[number]
            if words >= _ALIKE and (other.kind == claim.kind or other.metric == claim.metric != ""):
                scored.append((words + _likeness(claim, other), number))
        scored.sort(key=lambda pair: (-pair[0], self._sources[pair[1]].claim_id))
        best = [self._sources[number] for _, number in scored[:_NEAREST]]
        return [Candidate(claim=other.claim_id, differs=_apart(claim, other)) for other in best]


def _likeness(one: Claim, other: Claim) -> int:
    """Weigh how near another claim comes: one that states the same value first."""
    same = one.value is not None and (one.value, one.unit) == (other.value, other.unit)
    return 8 * same + 3 * (one.kind == other.kind) + 2 * (one.modality == other.modality) + (one.period == other.period)


def _words(claim: Claim) -> frozenset[str]:
    return frozenset(_WORD.findall(claim.sentence.casefold()))


def _apart(one: Claim, other: Claim) -> str:
    parts = []
    if one.kind != other.kind:
        parts.append(f"kind: {one.kind} and {other.kind}")
    if one.unit != other.unit:
        parts.append(f"unit: {one.unit or 'none'} and {other.unit or 'none'}")
    if one.period != other.period:
        parts.append(f"period: {one.period or 'not said'} and {other.period or 'not said'}")
    if one.modality != other.modality:
        parts.append(f"modality: {one.modality} and {other.modality}")
    ours, theirs = (c.title or c.metric for c in (one, other))
    if ours != theirs:
        parts.append(f"quantity: {ours or 'unclear'} and {theirs or 'unclear'}")
    return "; ".join(parts) or "the words around it"
