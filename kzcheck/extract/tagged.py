"""Claims whose numbers are tagged (inline XBRL): value, unit, precision and period are those of the tag."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from kzcheck.model import Claim, Document, Fact, Interval, Step

_PERCENT = {"percent": 100, "bp": 10_000, "pp": 100}
_PURE = "pure"
_SHARES = "shares"


def tagged(document: Document, claims: Sequence[Claim]) -> list[Claim]:
    """Give claims with what the tags on their numbers say, where the two are of one number."""
    shown = sorted((f for f in document.facts if f.end > f.start), key=lambda f: f.start)
    starts = [f.start for f in shown]
    out: list[Claim] = []
    for claim in claims:
        k = bisect_left(starts, claim.start)
        k -= k > 0 and shown[k - 1].end > claim.start
        fact = shown[k] if k < len(shown) and shown[k].start < claim.end and claim.kind != "date" else None
        out.append(claim if fact is None else _with(claim, fact, in_table=document.table_at(claim.start) is not None))
    return out


def _with(claim: Claim, fact: Fact, *, in_table: bool) -> Claim:
    """Give a claim as its tag has it; in prose the words say which way it goes, in a table the sign does."""
    if claim.value is None:
        return claim
    unit, value = _unit(claim, fact)
    if not in_table and (claim.value < 0) != (value < 0):
        value = -value
    ulp = claim.ulp if fact.decimals is None else Fraction(10) ** -fact.decimals * _PERCENT.get(unit, 1)
    half = Fraction(0) if fact.exact or ulp is None else ulp / 2
    plain = claim.hedge == "exact"
    return replace(
        claim,
        value=value,
        unit=unit,
        ulp=ulp,
        # As XBRL Calculations 1.1: rounded values may touch.
        interval=Interval(value - half, value + half) if plain else claim.interval,
        period=fact.period or claim.period,
        period_how="stated" if fact.period is not None else claim.period_how,
        period_symbol="" if fact.period is not None else claim.period_symbol,
        why=(*claim.why, Step("tag", fact.concept)),
    )


def _unit(claim: Claim, fact: Fact) -> tuple[str, Fraction]:
    """Give unit and value as claims have them: a share tagged as 0.125 is 12.5 where it is shown in percent."""
    if fact.unit in {"", _PURE}:
        return claim.unit, fact.value * _PERCENT.get(claim.unit, 1)
    above, _, below = fact.unit.partition("/")
    if above == _SHARES:
        return "count", fact.value
    if below and below != _SHARES:
        return claim.unit, fact.value
    return (f"{above}/count" if below else above) if above.isupper() else claim.unit, fact.value
