"""Score time expressions and lengths of time on the date-period and duration cases of Recognizers-Text (MIT).

    python benchmarks/period_sets.py ../shared/corpora/extraction/recognizers

Prints right, wrong and abstained, what was left out and why, and with -v each case that is not right. Conventions that
differ are mapped, not counted: their end of a range names the start of its last unit ("from 2014 to 2018" ends on
2018-01-01, "4 to 22" on the 22nd), and a date without a year has a past and a future reading, either of which counts.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from kzcheck.extract import extract
from kzcheck.extract.time.periods import find
from kzcheck.extract.types import Mention, Passage
from kzcheck.lang import tokenize
from kzcheck.model import Document, PartialDate, Period

PERIODS_LEFT_OUT = {
    "no fixed bounds (early, mid, late, the end of): no claim is dated by them": (
        "early ", "late ", "mid ", "beginning of", "end of", "start of", "middle of", "few days", "mid-"
    ),
    "seasons, which the set gives no dates": ("spring", "summer", "autumn", "winter"),
    "years written out in words": (
        "nineteen", "two thousand", "one thousand", "two hundred", "twenty-tens",
    ),
    "the week, month or year of an event that nothing dates": ("that it happened",),
    "years before 1000": ("year 247",),
    "personal calendars (bookings, office hours, my week)": (
        "set ooo", "my week", "out of office", "rest the week", "rest this week", "rest of my", "hence",
        "in the future",
        "within 5 years 1 month", "upcoming 5 years 1 month", "two and half days", "before today", "after today",
        "before yesterday", "after tomorrow", "from today",
    ),
    "a year or range of this form is a count as often": ("august 99", "april 07"),
    "windows aligned to calendar decades where ours roll": ("decades", "next decade"),
}  # fmt: skip


DURATIONS_LEFT_OUT = {
    "no number is said (all day, full week, another month)": (" all", " full", " whole", " another"),
}

SECONDS = {
    "s": 1,
    "min": 60,
    "h": 3600,
    "hour": 3600,
    "day": 86400,
    "week": 604800,
    "fortnight": 1209600,
    "month": 2592000,
    "year": 31536000,
    "decade": 315360000,
}
"""Lengths of pint's units as the set counts them: a month as 30 days, a year as 365."""


def main() -> None:
    """Score both sets and print the figures."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folder", type=Path)
    ap.add_argument("-v", action="store_true")
    a = ap.parse_args()
    for name, score, left_out in (
        ("DateTime_DatePeriodParser", period_case, PERIODS_LEFT_OUT),
        ("DateTime_DurationParser", duration_case, DURATIONS_LEFT_OUT),
    ):
        cases = json.loads((a.folder / f"{name}.json").read_text(encoding="utf-8-sig"))
        said: Counter[str] = Counter()
        out: Counter[str] = Counter()
        for case in cases:
            reason = next((r for r, words in left_out.items() if any(w in case["Input"].lower() for w in words)), None)
            if reason:
                out[reason] += 1
                continue
            verdict, detail = score(case)
            said[verdict] += 1
            if a.v and verdict != "right":
                print(f"  {verdict:9} {case['Input']!r}: {detail}")
        scored = sum(said.values())
        print(
            f"{name}: {len(cases)} cases, {scored} scored: right {said['right']} ({said['right'] / scored:.1%}), "
            f"wrong {said['wrong']} ({said['wrong'] / scored:.1%}), abstained {said['abstained']}"
        )
        for reason, count in out.most_common():
            print(f"  left out {count:3}: {reason}")


def period_case(case: dict[str, Any]) -> tuple[str, str]:
    """Judge the mentions of one sentence against the expected date ranges."""
    now = case.get("Context", {}).get("ReferenceDateTime", "2016-11-07")[:10]
    text = case["Input"]
    document = Document(id="", text=text, published=PartialDate.parse(now))
    tokens = tokenize(text)
    mentions = find(tokens, Passage(document, 0, len(text), tokens))
    if not case["Results"]:
        spurious = [m for m in mentions if m.period is not None and m.role == "window"]
        return ("wrong", spurious[0].symbol) if spurious else ("right", "")
    verdicts = [_judge(expected, mentions, tokens) for expected in case["Results"]]
    return max(verdicts, key=lambda v: ("right", "abstained", "wrong").index(v[0]))


def _judge(expected: dict[str, Any], mentions: list[Mention], tokens: Any) -> tuple[str, str]:
    start, end = expected["Start"], expected["Start"] + expected["Length"]
    here = [m for m in mentions if tokens.start[m.first] < end and start < tokens.end[m.last]]
    if not here or any(m.period is None for m in here):
        return "abstained", ", ".join(m.symbol for m in here)
    value = expected.get("Value") or {}
    ways = [w for w in (value.get("FutureResolution"), value.get("PastResolution")) if w]
    period = here[0].period
    if period is None:
        return "abstained", here[0].symbol
    for way in ways:
        if _same(way, period):
            return "right", ""
    return "wrong", f"{here[0].symbol!r} {period} for {ways}"


def _same(way: dict[str, str], ours: Period) -> bool:
    if "startDate" not in way or "endDate" not in way:
        return False
    first, last = date.fromisoformat(way["startDate"]), date.fromisoformat(way["endDate"])
    ends = {ours.end, ours.end - timedelta(days=1), ours.end - timedelta(days=7)}
    for months in (1, 12):
        ends.add(_back(ours.end, months))
    return first == ours.start and last in ends


def _back(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, min(day.day, 28))


def duration_case(case: dict[str, Any]) -> tuple[str, str]:
    """Judge the lengths of time among the claims of one sentence against the expected seconds."""
    claims, _ = extract(Document(id="", text=case["Input"]))
    lengths = [_seconds(c.value, c.unit) for c in claims if c.value is not None and c.unit in SECONDS]
    want = float(case["Results"][0]["Value"]["FutureResolution"]["duration"])
    if not lengths:
        return "abstained", ""
    return ("right", "") if float(sum(lengths)) == want else ("wrong", f"{float(sum(lengths))} for {want}")


def _seconds(value: Fraction, unit: str) -> Fraction:
    """Count a length as the set does: whole years of its months as years ("1 year 1 month" is 13 months to us)."""
    years = value // 12 if unit == "month" else 0
    return years * SECONDS["year"] + (value - 12 * years) * SECONDS[unit]


if __name__ == "__main__":
    main()
