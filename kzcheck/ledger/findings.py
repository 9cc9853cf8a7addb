"""Conflicts become findings: each with one claim to show first, a fingerprint, and whether it is new."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from heapq import heapify, heappop, heappush

from kzcheck.ledger.baseline import Baseline, Entry
from kzcheck.ledger.fingerprints import fingerprint, signature, wording
from kzcheck.ledger.waivers import Inline, inline
from kzcheck.model import (
    GRAVITY,
    Claim,
    Comparison,
    Document,
    Finding,
    Gone,
    Notice,
    Waiver,
    by_id,
    positions,
    some,
    values,
)

_SEVERITIES = {severity: place for place, severity in enumerate(GRAVITY)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The findings with their status, those that are gone, and what is to be said of entries and waivers."""

    findings: tuple[Finding, ...]
    gone: tuple[Gone, ...] = ()
    notices: tuple[Notice, ...] = ()


def findings(
    comparisons: Iterable[Comparison],
    claims: Sequence[Claim],
    *,
    baseline: Baseline | None = None,
    waivers: Iterable[Waiver] = (),
    today: date | None = None,
) -> tuple[Finding, ...]:
    """Give one finding for each conflict that has a severity, as `settle` does."""
    return settle(comparisons, claims, baseline=baseline, waivers=waivers, today=today).findings


def settle(
    comparisons: Iterable[Comparison],
    claims: Sequence[Claim],
    *,
    documents: Sequence[Document] = (),
    baseline: Baseline | None = None,
    waivers: Iterable[Waiver] = (),
    today: date | None = None,
) -> Ledger:
    """Give one finding for each conflict that has a severity: errors first, then the widest margins, then by id.

    The claim shown first is the one whose withdrawal dissolves the most conflicts, else the one published last, else
    the last in the order of documents. Of the findings of one status that one claim brings about, all others stand
    beneath the first (`gathered`). Findings that would share a fingerprint (the same words twice in one voice) are
    told apart by a suffix. A finding is waived by a waiver of the rules or in one of its documents; it is known where
    the baseline has an entry for it, or where every claim on it was there before (in another accepted finding, or in an
    earlier revision). A waiver or an entry that ended before `today` counts no more, and is named, as is one that
    nothing needs.
    """
    known = by_id(claims)
    place = positions(claims)
    conflicts = [c for c in comparisons if c.verdict == "conflict" and c.severity in _SEVERITIES]
    blamed = some(claims, [place[claim_id] for c in conflicts for claim_id in c.claims])
    conflicts.sort(key=lambda c: (_SEVERITIES[c.severity], -_margin(c), c.id))
    blame = Counter(claim_id for c in conflicts for claim_id in set(c.claims))
    given = tuple(waivers)
    accept = _Accepting(baseline or Baseline(), given, documents, _alike(claims, blamed) if baseline else (), today)
    taken: Counter[str] = Counter()
    found = []
    for conflict in conflicts:
        base = fingerprint(conflict, known)
        taken[base] += 1
        mark = base if taken[base] == 1 else f"{base}-{taken[base]}"
        status, reason = accept.status(mark, conflict, [known[c] for c in conflict.claims])
        found.append(
            Finding(
                comparison=conflict.id,
                rule=conflict.rule,
                severity=conflict.severity,
                message=conflict.reason,
                primary=max(conflict.claims, key=lambda c: (blame[c], known[c].published, place[c])),
                fingerprint=mark,
                status=status,
                reason=reason,
            )
        )
    members = [conflict.claims for conflict in conflicts]
    return Ledger(
        findings=gathered(found, members),
        gone=accept.gone(),
        notices=accept.notices({f.fingerprint for f in found}),
    )


def gathered(found: Sequence[Finding], claims: Sequence[tuple[str, ...]]) -> tuple[Finding, ...]:
    """Put findings that one claim brings about beneath the first of them; `claims` are those of each finding.

    A slip that contradicts thirteen others is one mistake. The claim that stands on most of the findings that are left
    takes all of these, as long as it stands on two; findings of another status are never one with them. The order and
    the fingerprints stay as they are, so that a baseline knows each.
    """
    left = dict.fromkeys(range(len(found)))
    above: dict[int, int] = {}
    of: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, members in enumerate(claims):
        for claim in set(members):
            of[found[place].status, claim].append(place)
    size = {key: len(places) for key, places in of.items()}
    queue = [(-count, key) for key, count in size.items() if count > 1]
    heapify(queue)
    while queue:
        count, key = heappop(queue)
        places = [place for place in of[key] if place in left]
        if len(places) < 2:
            continue
        if len(places) < -count:
            heappush(queue, (-len(places), key))
            continue
        above.update(dict.fromkeys(places[1:], places[0]))
        for place in places:
            del left[place]
    beneath: dict[int, list[str]] = defaultdict(list)
    for place, head in sorted(above.items()):
        beneath[head].append(found[place].fingerprint)
    return tuple(
        replace(f, beneath=tuple(beneath[n]), above=found[above[n]].fingerprint if n in above else "")
        if n in above or n in beneath
        else f
        for n, f in enumerate(found)
    )


def _alike(claims: Sequence[Claim], blamed: Iterable[Claim]) -> list[Claim]:
    """Give the claims of the kinds, quantities and periods of some: all that could be copies of one of them."""
    names = ("metric", "kind", "unit", "period")
    wanted = {tuple(getattr(claim, name) for name in names) for claim in blamed}
    columns = zip(*(values(claims, name) for name in names), strict=True) if wanted else ()
    return some(claims, [n for n, row in enumerate(columns) if row in wanted])


class _Accepting:
    """What accepts findings, and which of it was needed."""

    def __init__(
        self,
        baseline: Baseline,
        waivers: Sequence[Waiver],
        documents: Sequence[Document],
        claims: Sequence[Claim],
        today: date | None,
    ) -> None:
        self._baseline, self._waivers, self._today = baseline, waivers, today
        self._inline, self._wrong = inline(documents)
        self._needed: set[str] = set()
        self._used: set[Waiver | Inline] = set()
        self._holders: Mapping[str, list[Entry]] = defaultdict(list)
        for entry in baseline.in_force(today):
            for one in entry.claims:
                self._holders[one].append(entry)
        self._copies: Mapping[str, set[str]] = defaultdict(set)
        if self._holders or baseline.seen:
            for claim in claims:
                self._copies[wording(claim)].add(signature(claim))

    def status(self, mark: str, conflict: Comparison, claims: Sequence[Claim]) -> tuple[str, str]:
        """Give the status of a finding, and the reason why it is accepted."""
        entry = self._baseline.entries.get(mark)
        if entry is not None:
            self._needed.add(mark)
        for waiver in self._waivers:
            if waiver.fingerprint == mark:
                self._used.add(waiver)
                if waiver.until is None or self._today is None or waiver.until >= self._today:
                    return "waived", waiver.reason
        for comment in self._inline:
            if comment.covers(conflict, claims):
                self._used.add(comment)
                return "waived", comment.reason
        if entry is not None and self._baseline.entry(mark, self._today) is not None:
            return "known", entry.reason
        return "known" if self._was_there(claims) else "new", ""

    def _was_there(self, claims: Sequence[Claim]) -> bool:
        """Tell whether every claim, or a copy of it in another voice, stood in what is accepted."""
        holders: list[Entry] = []
        for claim in claims:
            voices = {signature(claim)} | self._copies.get(wording(claim), set())
            held = [entry for voice in voices for entry in self._holders.get(voice, ())]
            if not held and not voices & self._baseline.seen:
                return False
            holders += held
        self._needed.update(entry.fingerprint for entry in holders)
        return True

    def gone(self) -> tuple[Gone, ...]:
        """Give the entries that no finding needs, sorted by fingerprint."""
        return tuple(
            Gone(fingerprint=mark, rule=entry.rule, message=entry.says, reason=entry.reason)
            for mark, entry in sorted(self._baseline.entries.items())
            if mark not in self._needed
        )

    def notices(self, found: set[str]) -> tuple[Notice, ...]:
        """Name expired entries and waivers whose finding is still there, and waivers that match nothing."""
        told = list(self._wrong)
        for mark, entry in sorted(self._baseline.entries.items()):
            why = self._baseline.void(entry, self._today) if mark in found else ""
            if why:
                message = f"the entry {mark} {why}, so its finding counts as new: {entry.says}"
                told.append(Notice(severity="warning", code="entry-void", message=message, where=self._baseline.name))
        for waiver in self._waivers:
            ended = waiver.until is not None and self._today is not None and waiver.until < self._today
            if waiver in self._used and not ended:
                continue
            message = f"the waiver of {waiver.fingerprint} matches no finding"
            if waiver in self._used:
                message = f"the waiver of {waiver.fingerprint} ended on {waiver.until}, so its finding counts as new"
            told.append(
                Notice(severity="warning", code="waiver-stale", message=message, where=waiver.file, line=waiver.line)
            )
        told += [
            Notice(
                severity="warning",
                code="waiver-stale",
                message=f"this kzcheck comment ignores {', '.join(c.names)} here, and no such finding is left",
                where=c.document,
                line=c.line,
                column=c.column,
            )
            for c in self._inline
            if c not in self._used
        ]
        return tuple(told)


def _margin(conflict: Comparison) -> Fraction:
    return conflict.gap.margin if conflict.gap is not None else Fraction(0)
