"""Check how certain the period of a figure is told to be against how often it is right: stated, inferred, assumed.

A period is right with both ends within eight days of the labelled ones, disjoint where it shares no day with it (wrong
for sure), overlapping otherwise. Filings are of ../shared beside the checkout, where that is present, with their tags
as labels; the sentences are those of the corpus of times.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kzcheck.documents import load
from kzcheck.extract import extract
from kzcheck.lang import read
from kzcheck.model import Claim, Document, PartialDate, Period

_SHARED = next((p / "shared" for p in Path(__file__).resolve().parents if (p / "shared").is_dir()), Path("shared"))
_FILINGS = _SHARED / "corpora" / "filings"
_SLACK = 8
_ORDER = ("stated", "inferred", "assumed")
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_QUARTER, _HALF = 3, 6

Outcome = tuple[str, str]
"""How a period was known, and whether it is right, overlapping, disjoint or none."""


def section() -> str:
    """Give the table as Markdown."""
    rows = ["| source | known as | figures | right | overlapping | disjoint |", "|---|---|---|---|---|---|"]
    sources: list[tuple[str, Iterable[Outcome]]] = [("sentences of the corpus", sentences())]
    if _FILINGS.is_dir():
        sources.insert(0, ("tagged filings, prose", filings()))
    for name, outcomes in sources:
        counted = Counter(outcomes)
        total = sum(counted.values())
        for how in _ORDER:
            n = sum(count for (said, _), count in counted.items() if said == how)
            share = [
                f"{100 * counted[how, found] / n:.1f} %" if n else "" for found in ("right", "overlap", "disjoint")
            ]
            rows.append(f"| {name} | {how} | {n} | {' | '.join(share)} |")
        none = sum(count for (_, found), count in counted.items() if found == "none")
        rows.append(f"| {name} | no period | {none} of {total} | | | |")
    return "\n".join(("## Certainty of periods", "", __doc__.split("\n\n")[1], "", *rows))


def sentences() -> Iterator[Outcome]:
    """Give the outcome of each figure of the corpus that has a period."""
    corpus = read("en", "corpus/when")
    for published, cases in (*corpus.items(), *corpus["known_wrong"].items()):
        if published == "known_wrong":
            continue
        for marked, wanted in cases.items():
            yield from _sentence(str(published), marked, str(wanted).split())


def _sentence(published: str, marked: str, wanted: Sequence[str]) -> Iterator[Outcome]:
    parts = re.split(r"[⟦⟧]", marked)
    known = None if published == "undated" else PartialDate.parse(published)
    claims, _ = extract(Document(id="d", text="".join(parts), published=known))
    at, times = 0, iter(wanted)
    for i, part in enumerate(parts):
        if i % 2:
            want = _period(next(times).partition("<")[0])
            held = [c for c in claims if c.kind != "date" and c.start < at + len(part) and at < c.end]
            if held and want is not None:
                yield _outcome(held[0], want.start, want.end - timedelta(days=1), instant=want.days == 1)
        at += len(part)


def _period(written: str) -> Period | None:
    """Read a period as the corpus writes it; None for symbols and `none`."""
    ends = [_point(part) for part in written.split("/")]
    if None in ends:
        return None
    first, last = ends[0], ends[-1]
    return Period(first.start, last.end) if first is not None and last is not None else None


def _point(written: str) -> Period | None:
    m = re.fullmatch(r"(\d{4})(?:-(?:Q([1-4])|H([12])|(\d\d)(?:-(\d\d))?))?", written)
    if m is None:
        return None
    year = int(m[1])
    if m[2]:
        return Period.of_months(year, int(m[2]) * _QUARTER - 2, _QUARTER)
    if m[3]:
        return Period.of_months(year, int(m[3]) * _HALF - 5, _HALF)
    if m[5]:
        return Period.of_day(date(year, int(m[4]), int(m[5])))
    return Period.of_months(year, int(m[4])) if m[4] else Period.of_year(year)


def filings() -> Iterator[Outcome]:
    """Give the outcome of each tagged number in the prose of the filings."""
    labels: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with (_FILINGS / "labels.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            label = json.loads(line)
            labels[label["doc"]].append(label)
    for document in load([str(_FILINGS / "docs")])[0]:
        claims = [c for c in extract(document)[0] if c.kind != "date"]
        slots = [(_key(n), c) for c in claims for n in _NUMBER.findall(c.surface)]
        known = labels[Path(document.id).stem]
        for i, k in _aligned([_key(label["surface"]) for label in known], [key for key, _ in slots]):
            label = known[i]
            if label["end_date"] and not label["table"]:
                last = date.fromisoformat(label["end_date"])
                first = date.fromisoformat(label["start_date"]) if label["start_date"] else last
                yield _outcome(slots[k][1], first, last, instant=not label["start_date"])


def _key(number: str) -> str:
    return re.sub(r"[^0-9.]", "", number).strip(".")


def _aligned(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Give the longest common subsequence as pairs of places, by Hunt and Szymanski (1977)."""
    places: dict[str, list[int]] = defaultdict(list)
    for k, key in enumerate(other):
        places[key].append(k)
    ends: list[int] = []
    chains: list[tuple[int, int, Any]] = []
    for i, key in enumerate(one):
        for k in reversed(places[key]):
            at = bisect_left(ends, k)
            chain = (i, k, chains[at - 1] if at else None)
            if at == len(ends):
                ends.append(k)
                chains.append(chain)
            else:
                ends[at], chains[at] = k, chain
    out, chain = [], chains[-1] if chains else None
    while chain is not None:
        out.append(chain[:2])
        chain = chain[2]
    return out[::-1]


def _outcome(claim: Claim, first: date, last: date, *, instant: bool) -> Outcome:
    slack = timedelta(days=_SLACK)
    if claim.period is None:
        return "", "none"
    start, end = claim.period.start, claim.period.end - timedelta(days=1)
    if abs(end - last) <= slack and (instant or abs(start - first) <= slack):
        return claim.period_how, "right"
    return claim.period_how, "disjoint" if end < first - slack or start > last + slack else "overlap"
