"""A draft against its sources: each of its claims is supported, contradicted, or neither.

Support comes from claims of sources alone, or from such claims together with claims of the draft that are supported
themselves: so "up 14 %" is supported by two levels of the sources, wherever these stand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from kzcheck.ledger.fingerprints import statement, wording
from kzcheck.model import Claim, Comparison, Finding
from kzcheck.model.verification import Candidate, Checked

_NO_CLAIMS = frozenset({"date"})
_NEAREST = 2
_ALIKE = 2
_WORD = re.compile(r"[^\W\d_]{4,}")


def verify(
    claims: Sequence[Claim],
    comparisons: Iterable[Comparison],
    findings: Iterable[Finding],
    drafts: Collection[str],
) -> tuple[Checked, ...]:
    """Check the claims of the documents `drafts` against those of all others.

    `comparisons` are every comparison of the run (incomparable ones give the nearest candidates), `findings` tell which
    contradictions are accepted. Gives one row a claim in the order of the claims; dates alone are no claims here.
    """
    own = [c for c in claims if c.document in drafts]
    checked = [c for c in own if c.kind not in _NO_CLAIMS]
    sources = {c.claim_id: c for c in claims if c.document not in drafts}
    made = list(comparisons)
    twins = _twins(own, sources.values())
    of = _by_claim(made, own, twins)
    accepted = {f.comparison for f in findings if f.status != "new"}
    graded = {f.comparison for f in findings}
    support = _supported(checked, of, sources, twins)
    out = []
    for claim in checked:
        conflicts = [c for c in of[claim.claim_id] if c.verdict == "conflict" and c.id in graded]
        conflicts.sort(key=lambda c: (c.id in accepted, c.severity != "error"))
        if conflicts:
            out.append(_contradicted(claim, conflicts[0], sources, accepted))
        elif claim.claim_id in support:
            out.append(support[claim.claim_id])
        else:
            out.append(_unsupported(claim, of[claim.claim_id], sources))
    return tuple(out)


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
            some = [c for c in of[claim.claim_id] if c.verdict in rank]
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
    claim: Claim, conflict: Comparison, sources: Mapping[str, Claim], accepted: Collection[str]
) -> Checked:
    others = tuple(c for c in conflict.claims if c != claim.claim_id)
    return Checked(
        claim=claim.claim_id,
        status="contradicted",
        how="sources" if any(c in sources for c in others) else "draft",
        by=others,
        comparison=conflict.id,
        reason=conflict.reason,
        accepted=conflict.id in accepted,
    )


def _unsupported(claim: Claim, compared: Iterable[Comparison], sources: Mapping[str, Claim]) -> Checked:
    near: list[Candidate] = []
    for comparison in compared:
        others = [c for c in comparison.claims if c in sources]
        if comparison.verdict == "incomparable" and others:
            near.append(Candidate(claim=others[0], differs=comparison.reason.removeprefix("not compared: ")))
    if not near:
        near = _alike(claim, sources.values())
    reason = "no source says anything that can be compared with it"
    return Checked(claim=claim.claim_id, status="unsupported", reason=reason, nearest=tuple(near[:_NEAREST]))


def _alike(claim: Claim, sources: Iterable[Claim]) -> list[Candidate]:
    """Give the claims of sources whose sentences share the most words with the claim's, and what sets them apart."""
    mine = _words(claim)
    scored = []
    for other in sources:
        if other.kind in _NO_CLAIMS:
            continue
        shared = len(mine & _words(other))
        if shared >= _ALIKE:
            scored.append((shared + 2 * (other.kind == claim.kind) + 2 * (other.unit == claim.unit), other))
    scored.sort(key=lambda pair: (-pair[0], pair[1].claim_id))
    return [Candidate(claim=other.claim_id, differs=_apart(claim, other)) for _, other in scored[:_NEAREST]]


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
    ours, theirs = (c.metric.removeprefix("~") or c.subject for c in (one, other))
    if ours != theirs:
        parts.append(f"quantity: {ours or 'unclear'} and {theirs or 'unclear'}")
    return "; ".join(parts) or "the words around it"
