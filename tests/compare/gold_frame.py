"""Turn gold claims into the table of claims, so that judging can be scored with perfect extraction."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from kzcheck.model import Claim, Interval, Period, allowed
from kzcheck.table import frame

KINDS = {"change_pct": "change", "target": "level", "forecast": "level"}
UNITS = {"%": "percent", "x": "x", "day": "day", "ordinal": "count", "year": "year"}
PLAIN = {"USD", "EUR", "AZN", "KZT", "t", "t/year", "TEU", "TEU/year", "bbl", "bbl/day", "ms", "s", "min", "MB"}
NUMBER_WORDS = {"half a billion": "0.5e9", "a billion": "1e9"}
HEDGES = {
    "nearly": ("nearly", "almost", "почти", "почти на"),
    "about": ("about", "approximately", "around", "roughly", "порядка", "~"),
    "over": ("over", "more than", "exceeding", "exceeded", "превысил", "mehr als", ">", "+"),
    "up_to": ("up to",),
    "at_least": ("at least",),
    "under": ("less than",),
}
MODALITIES = ("agreed/target", "planned", "possibility", "intention", "expected", "planned capacity")


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def finder(shared: Path) -> Any:
    sys.path.insert(0, str(shared / "tools"))
    import gold

    return gold


def hedge_of(gold: dict[str, Any]) -> str:
    word = (gold["hedge"] or "").strip().lower()
    if not word:
        return "plus_minus" if "plusminus" in gold["flags"] else "exact"
    return next(name for name, words in HEDGES.items() if any(w in word for w in words))


def places(surface: str, value: Fraction) -> tuple[Fraction, int, str]:
    """One unit of the last stated place, the count of significant digits, and the numeral."""
    m = re.search(r"\d[\d.,]*\d|\d", surface.replace("\u00a0", " "))
    if not m:
        return max(Fraction(1), Fraction(10) ** (len(str(int(value))) - 1)), 1, surface
    text = m.group()
    plain = text.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text) else text.replace(",", ".")
    number = Fraction(plain)
    scale = value / number if number else Fraction(1)
    if "." in plain:
        ulp = Fraction(1, 10 ** len(plain.split(".")[1]))
        significant = len(plain.replace(".", "").lstrip("0"))
    else:
        zeros = len(plain) - len(plain.rstrip("0"))
        ulp = Fraction(10**zeros)
        significant = len(plain) - zeros
    return abs(ulp * scale), significant, text


def claims(shared: Path, path: Path, docs: Path) -> list[Claim]:
    gold = finder(shared)
    find = gold.Finder([docs], [])
    software = "software" in path.parts
    out = []
    for g in rows(path):
        span = find.span(g)
        assert span, g["id"]
        out.append(claim(gold, g, span, find.text[g["doc"]], software=software))
    return out


def claim(gold: Any, g: dict[str, Any], span: tuple[int, int], text: str, *, software: bool) -> Claim:
    kind = KINDS.get(g["kind"], g["kind"])
    metric = g["metric"]
    unit = UNITS.get(g["unit"], g["unit"] if g["unit"] in PLAIN else "count")
    if g["kind"] == "forecast" and unit == "percent":
        kind = "change"
    hedge = hedge_of(g)
    value = Fraction(str(g["value"])) if isinstance(g["value"], (int, float)) else None
    ulp, significant, digits = places(g["surface"], value) if value is not None else (None, 2, "")
    ranged = ("range" in g["flags"] and re.search(r"\d-\d|four- to|20-40", g["surface"])) or "vague" in g["flags"]
    planned = g["kind"] in ("target", "forecast") or any(g.get("modality", "") == m for m in MODALITIES)
    modality = "forecast" if g["kind"] == "forecast" else "target" if planned else "actual"
    if "capacity" in g["metric"] and modality == "actual":
        modality = "capacity"
    if value is None:
        interval = Interval(None, None)
    elif ranged or hedge == "plus_minus":
        interval = Interval(Fraction(str(g["lo"])), None if g["hi"] is None else Fraction(str(g["hi"])))
    else:
        counted = kind == "count" or g["unit"] in ("train", "rule", "document", "visit")
        interval = allowed(
            value,
            ulp,
            hedge=hedge,
            kind=kind,
            percent=unit == "percent",
            exact=(g["kind"] == "target" and hedge == "exact") or (counted and significant == len(digits)),
            significant=significant,
        )
        if kind == "ratio" and hedge == "exact" and significant <= 1:
            half = min(Fraction(1, 2), value / 10)
            interval = Interval(value - half, value + half, high_closed=False)
    start, end = span
    left = max(text.rfind(". ", 0, start) + 2, text.rfind("\n", 0, start) + 1, 0)
    right = min(x for x in (text.find(". ", end), text.find("\n", end), len(text)) if x >= 0)
    period = when(gold, g["period"], g["published"] if software else "")
    base = when(gold, g["baseline_period"], "")
    return Claim(
        claim_id=g["id"],
        document=g["doc"],
        start=start,
        end=end,
        surface=g["surface"],
        sentence=text[left:right],
        sentence_start=left,
        kind=kind,
        digits=digits,
        value=None if ranged else value,
        range_low=interval.low if ranged else None,
        range_high=interval.high if ranged else None,
        unit=unit,
        unit_text=g["unit"],
        ulp=ulp,
        hedge=hedge,
        hedge_text=g["hedge"] or "",
        interval=interval,
        modality=modality,
        metric=metric,
        metric_how="stated",
        period=period,
        period_how="" if period is None else "inferred" if g.get("period_how") or "rel" in g["flags"] else "stated",
        base=base,
        base_how="" if base is None else "inferred",
        cumulative="cum" in g["flags"],
        publisher=g["doc"],
        published=published(g["published"]),
    )


def published(text: str) -> str:
    m = re.search(r"\d{4}(-\d{2}(-\d{2})?)?", text)
    return m.group() if m else ""


def when(gold: Any, text: str, fallback: str) -> Period | None:
    found = gold.period(text)
    if found is None and text and fallback:
        day = date.fromisoformat(fallback)
        return Period(day, day + timedelta(days=1))
    return Period(*found) if found else None


def table(shared: Path, *names: str) -> Any:
    """The frame of one or more corpora: seeds, kz, software."""
    sources = {
        "seeds": ("gold/seeds_claims.jsonl", "seeds"),
        "kz": ("corpora/kz/claims.jsonl", "corpora/kz/docs"),
        "software": ("corpora/software/claims.jsonl", "corpora/software/docs"),
    }
    found = [c for name in names for c in claims(shared, shared / sources[name][0], shared / sources[name][1])]
    return frame(tied(found)), found


def tied(found: list[Claim]) -> list[Claim]:
    """Tie the claims of a sentence as its grammar would: from, to and growth; total and parts; part and share."""
    sentences: dict[tuple[str, int], list[Claim]] = {}
    for c in found:
        sentences.setdefault((c.document, c.sentence_start), []).append(c)
    roles: dict[str, tuple[str, str]] = {}
    for (_, start), members in sentences.items():
        for metric in sorted({c.metric for c in members}):
            mine = [c for c in members if c.metric == metric]
            levels = [c for c in mine if c.kind in ("level", "count")]
            growths = [c for c in mine if c.kind in ("ratio", "change", "difference")]
            parts = [c for c in members if c.metric.rpartition(".")[0] == metric and c.kind in ("level", "count")]
            if len(levels) == 2 and levels[0].unit != levels[1].unit and levels[0].period == levels[1].period:
                roles |= {c.claim_id: (f"{metric}@{start}", "equivalent") for c in levels}
            elif len(levels) == 2 and len(growths) == 1:
                levels.sort(key=lambda c: (c.period.start if c.period else date.max, c.start))
                roles |= {c.claim_id: (f"{metric}@{start}", r) for c, r in zip(levels, ("start", "end"), strict=True)}
                roles |= {c.claim_id: (f"{metric}@{start}", c.kind) for c in growths}
            elif len(levels) == 1 and len(growths) > 1:
                roles |= {levels[0].claim_id: (f"{metric}@{start}", "end")} | {
                    c.claim_id: (f"{metric}@{start}", c.kind) for c in growths
                }
            if len(levels) == 1 and len(parts) > 1:
                roles |= {levels[0].claim_id: (f"{metric}+{start}", "total")}
                roles |= {c.claim_id: (f"{metric}+{start}", "part") for c in parts}
    return [
        replace(c, tie=roles[c.claim_id][0], role=roles[c.claim_id][1]) if c.claim_id in roles else c for c in found
    ]
