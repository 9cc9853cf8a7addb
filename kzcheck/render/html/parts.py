"""A run too big for one page, cut into parts by quantity: an index and pages that it links to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from kzcheck.model import Claim, Comparison, Run

# A run with more than these is cut.
MOST_FINDINGS = 200
MOST_CLAIMS = 5_000
MOST_COMPARISONS = 3_000
# What one page holds, in claims; a finding takes the room of many rows of a table.
_ROOM = 2_500
_FINDING = 12
_FINDINGS = 400
_FILE = "quantities-{}.html"
PAGES = _FILE.format("*")


class Part(NamedTuple):
    """A page: its file, the metrics that it shows, what of the run is about them, and where their findings go on."""

    file: str
    metrics: tuple[str, ...]
    run: Run
    next: str


class _Sheet(NamedTuple):
    """What a page will hold; one without metrics goes on with the findings of the page before."""

    metrics: list[str]
    comparisons: list[Comparison]


def too_big(run: Run) -> bool:
    """Tell whether a run is cut into parts."""
    judged = sum(c.verdict != "incomparable" for c in run.comparisons)
    return len(run.findings) > MOST_FINDINGS or len(run.claims) > MOST_CLAIMS or judged > MOST_COMPARISONS


def parts(run: Run) -> tuple[Part, ...]:
    """Cut a run by metric, those with findings first; small metrics share a page, very many findings take several."""
    claims: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in run.claims:
        claims[claim.metric].append(claim)
    sheets = _sheets(run, claims)
    files = [_FILE.format(number) for number in range(1, len(sheets) + 1)]
    by_id = {c.claim_id: c for c in run.claims}
    made = []
    for number, sheet in enumerate(sheets):
        goes_on = number + 1 < len(sheets) and not sheets[number + 1].metrics
        own = [c for name in sheet.metrics if name for c in claims[name]]
        part = _part(run, sheet, own, by_id)
        made.append(Part(files[number], tuple(sheet.metrics), part, files[number + 1] if goes_on else ""))
    return tuple(made)


def _sheets(run: Run, claims: Mapping[str, Sequence[Claim]]) -> list[_Sheet]:
    comparisons: defaultdict[str, list[Comparison]] = defaultdict(list)
    for comparison in run.comparisons:
        comparisons[comparison.metric].append(comparison)
    with_finding = {f.comparison for f in run.findings}
    found = Counter(c.metric for c in run.comparisons if c.id in with_finding)
    sheets: list[_Sheet] = []
    room = 0
    for name in sorted(comparisons.keys() | claims.keys() - {""}, key=lambda name: (-found[name], name)):
        findings = [c for c in comparisons[name] if c.id in with_finding]
        rest = [c for c in comparisons[name] if c.id not in with_finding]
        size = len(claims.get(name, ())) + _FINDING * len(findings) + len(rest) // 4
        if not sheets or size > room:
            sheets.append(_Sheet([], []))
            room = _ROOM
        sheets[-1].metrics.append(name)
        sheets[-1].comparisons.extend((*findings[:_FINDINGS], *rest))
        room -= size
        for start in range(_FINDINGS, len(findings), _FINDINGS):
            sheets.append(_Sheet([], findings[start : start + _FINDINGS]))
            room = 0
    return sheets


def _part(run: Run, sheet: _Sheet, own: Iterable[Claim], by_id: Mapping[str, Claim]) -> Run:
    held = {c.claim_id: c for c in own}
    held |= {i: by_id[i] for c in sheet.comparisons for i in c.claims if i in by_id and i not in held}
    documents = {c.document for c in held.values()}
    ids = {c.id for c in sheet.comparisons}
    return replace(
        run,
        documents=tuple(d for d in run.documents if d.id in documents),
        claims=tuple(held.values()),
        comparisons=tuple(sheet.comparisons),
        findings=tuple(f for f in run.findings if f.comparison in ids),
        notices=(),
        near=(),
        repairs=(),
        implied=tuple(b for b in run.implied if b.metric in set(sheet.metrics)),
    )
