"""Writing another number into the words of a claim: the same form, or nothing."""

from __future__ import annotations

import re
from fractions import Fraction

from kzcheck.extract.number.numerals import parse_digits
from kzcheck.model import Claim

_DIGITS = re.compile(r"\d(?:[\d.,'’ \u00a0\u2009\u202f]*\d)?")
_GAPS = re.compile(r"['’ \u00a0\u2009\u202f]")
_MOST_PLACES = 6
_THOUSAND = 1000


def reworded(claim: Claim, value: Fraction, place: Fraction) -> tuple[int, int, str] | None:
    """Write `value` (in the claim's unit, stated to `place`) with the digits of a claim and nothing else changed.

    Gives the half-open place in the document and what to write there, or None where the claim's form cannot say it: a
    number in words ("fivefold"), a range, another sign, more places than anyone writes.
    """
    found = list(_DIGITS.finditer(claim.surface))
    if len(found) != 1 or claim.value is None:
        return None
    raw = found[0][0]
    read = _read(raw)
    if read is None or not read[0]:
        return None
    written, decimal_mark, grouping = read
    number, step = value * written / claim.value, abs(place * written / claim.value)
    if number <= 0 or (written.denominator == 1 and claim.kind == "count" and number.denominator > 1):
        return None
    text = _write(number, step, decimal_mark, grouping)
    start = claim.start + found[0].start()
    return None if text is None else (start, start + len(raw), text)


def _read(raw: str) -> tuple[Fraction, str, str] | None:
    """Give the number, its decimal mark and what groups its thousands."""
    gap = _GAPS.search(raw)
    bare = _GAPS.sub("", raw)
    read = parse_digits(bare, decimal_comma="," in bare and "." not in bare)
    if read is None:
        return None
    value, decimals = read
    mark = bare[-decimals - 1] if decimals else "."
    inside = raw[: len(raw) - decimals - 1] if decimals else raw
    grouping = gap[0] if gap is not None else next((c for c in inside if c in ".,"), "")
    if not grouping and value < _THOUSAND:
        grouping = "," if mark == "." else "."
    return value, mark, grouping


def _write(number: Fraction, step: Fraction, mark: str, grouping: str) -> str | None:
    places = 0
    while (number * 10**places).denominator > 1 or step * 10**places < 1:
        places += 1
        if places > _MOST_PLACES:
            return None
    whole, rest = divmod(int(number * 10**places), 10**places)
    text = f"{whole:,}".replace(",", grouping)
    return f"{text}{mark}{rest:0{places}d}" if places else text
