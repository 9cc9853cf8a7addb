"""Conflicts become findings: each with one claim to show first, a fingerprint, and whether it is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from kzcheck.ledger.baseline import Baseline
from kzcheck.ledger.fingerprints import fingerprint, signature
from kzcheck.model import Claim, Comparison, Finding, Waiver

_SEVERITIES = {"error": 0, "warning": 1}


def findings(
    comparisons: Iterable[Comparison],
    claims: Sequence[Claim],
    *,
    baseline: Baseline | None = None,
    waivers: Iterable[Waiver] = (),
    today: date | None = None,
) -> tuple[Finding, ...]:
    """Give one finding for each conflict that has a severity: errors first, then the widest margins, then by id.

    The claim shown first is the one whose withdrawal dissolves the most conflicts, else the one published last, else
    the last in the order of documents. Findings that would share a fingerprint (the same words twice in one voice) are
    told apart by a suffix. A waiver or an entry of the baseline that ended before `today` counts no more.
    """
    by_id = {claim.claim_id: claim for claim in claims}
    place = {claim.claim_id: n for n, claim in enumerate(claims)}
    conflicts = [c for c in comparisons if c.verdict == "conflict" and c.severity in _SEVERITIES]
    conflicts.sort(key=lambda c: (_SEVERITIES[c.severity], -_margin(c), c.id))
    blame = Counter(claim_id for c in conflicts for claim_id in set(c.claims))
    waived = {w.fingerprint: w for w in waivers if w.until is None or today is None or w.until >= today}
    accepted = frozenset() if baseline is None else baseline.signatures(today)
    taken: Counter[str] = Counter()
    found = []
    for conflict in conflicts:
        base = fingerprint(conflict, by_id)
        taken[base] += 1
        mark = base if taken[base] == 1 else f"{base}-{taken[base]}"
        entry = None if baseline is None else baseline.entry(mark, today)
        status, reason = "new", ""
        if mark in waived:
            status, reason = "waived", waived[mark].reason
        elif entry is not None:
            status, reason = "known", entry.reason
        elif {signature(by_id[c]) for c in conflict.claims} <= accepted:
            status = "known"
        found.append(
            Finding(
                comparison=conflict.id,
                rule=conflict.rule,
                severity=conflict.severity,
                message=conflict.reason,
                primary=max(conflict.claims, key=lambda c: (blame[c], by_id[c].published, place[c])),
                fingerprint=mark,
                status=status,
                reason=reason,
            )
        )
    return tuple(found)


def _margin(conflict: Comparison) -> Fraction:
    return conflict.gap.margin if conflict.gap is not None else Fraction(0)
