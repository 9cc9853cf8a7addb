"""Make claims by hand: numerals as written, with the intervals that the model grants them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import count
from typing import Any

from kzcheck.compare import compare
from kzcheck.model import Claim, Comparison, Interval, Pack, Period, allowed
from kzcheck.table import frame

_number = count()


def claim(numeral: str, **fields: Any) -> Claim:
    """A claim of `numeral` ("533.4", "-3.6"); years for `period` and `base`; any other field of Claim."""
    scale = Fraction(fields.pop("scale", 1))
    value = Fraction(numeral) * scale
    plain = numeral.lstrip("-")
    whole, _, part = plain.partition(".")
    ulp = Fraction(1, 10 ** len(part)) if part else Fraction(10 ** (len(whole) - len(whole.rstrip("0") or "0")))
    significant = len((whole + part).lstrip("0")) if part else max(1, len(whole.rstrip("0")))
    kind = fields.pop("kind", "level")
    unit = fields.pop("unit", {"change": "percent", "ratio": "x", "share": "percent", "count": "count"}.get(kind, "t"))
    hedge = fields.pop("hedge", "exact")
    exact = fields.pop("exact", fields.get("modality") == "target" or (kind == "count" and ulp == 1))
    interval = fields.pop("interval", None) or allowed(
        value, ulp * scale, hedge=hedge, kind=kind, percent=unit == "percent", exact=exact, significant=significant
    )
    for name in ("period", "base"):
        if isinstance(fields.get(name), int):
            fields[name] = Period.of_year(fields[name])
        if fields.get(name) is not None:
            fields.setdefault(f"{name}_how", "stated")
    number = next(_number)
    made = Claim(
        claim_id=fields.pop("claim_id", f"n{number:06}"),
        document=fields.pop("document", f"d{number:06}"),
        start=fields.pop("start", 10 * number),
        end=0,
        surface=fields.pop("surface", numeral),
        sentence=fields.pop("sentence", f"sentence {number}"),
        sentence_start=fields.pop("sentence_start", 10 * number),
        kind=kind,
        digits=numeral,
        value=value,
        unit=unit,
        ulp=ulp * scale,
        hedge=hedge,
        interval=interval,
        metric=fields.pop("metric", "freight"),
        metric_how=fields.pop("metric_how", "stated"),
        **fields,
    )
    return replace(made, end=made.start + len(made.surface))


def spread(low: str, high: str, **fields: Any) -> Claim:
    """A range of two numerals."""
    interval = Interval(Fraction(low), Fraction(high))
    made = claim(high, interval=interval, surface=f"{low}-{high}", **fields)
    return replace(made, value=None, range_low=interval.low, range_high=interval.high)


def judged(*claims: Claim, pack: Pack | None = None, **options: Any) -> tuple[Comparison, ...]:
    """Every comparison between these claims."""
    options.setdefault("every", True)
    return compare(frame(claims), pack or Pack(), **options)


def verdict(*claims: Claim, pack: Pack | None = None) -> str:
    """The verdict on exactly these claims, "" where they were not compared as a set."""
    ids = {c.claim_id for c in claims}
    return next((c.verdict for c in judged(*claims, pack=pack) if set(c.claims) == ids), "")


def conflicts(claims: Iterable[Claim], pack: Pack | None = None) -> set[frozenset[str]]:
    """The sets of claims that contradict one another."""
    found = compare(frame(tuple(claims)), pack or Pack())
    return {frozenset(c.claims) for c in found if c.verdict == "conflict"}
