"""The units and scales that heads, labels and captions state: "(in millions, except EPS)", "Area, thousand ha"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from kzcheck.extract.quantity.units import UnitReading, read_unit
from kzcheck.extract.table.words import TableWords, table_words
from kzcheck.lang import Tokens, singular, tokenize

_OPENS = frozenset("([{,/:;–—")
_CLOSES = frozenset(")]},/:;–—.")
_ONE = Fraction(1)
_NAMED = 4
"""Words before a scale that may name what it is of: "Shares (in thousands)", but no sentence that tells of shares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What one statement says of figures: a scale, a unit (None: not told), and the scale of shares.

    `scale` is None where the words name a unit alone. `money` tells that the scale is that of money; `shares` is the
    scale of counts of shares: None as all else, 1 where the statement leaves them out. `text` are the words.
    """

    scale: Fraction | None = None
    unit: UnitReading | None = None
    money: bool = False
    only_shares: bool = False
    shares: Fraction | None = None
    excepts: bool = False
    text: str = ""


@lru_cache(maxsize=4096)
def measure_of(said: str, language: str, *, caption: bool = False) -> Measure | None:
    """Read the unit and scale that a short text states, None where it states none.

    In a `caption` a unit alone counts only inside brackets or behind a comma at its end.
    """
    words = table_words(language)
    tokens = tokenize(said, language=language)
    cut = next((i for i in words.exceptions.places(tokens.words) if words.exceptions.at(tokens.words, i)), len(tokens))
    parts = list(_parts(tokens, cut, words))
    scale: Fraction | None = None
    shares: Fraction | None = None
    unit: UnitReading | None = None
    money = only_shares = False
    held: set[str] = set()
    text = ""
    for first, last in parts:
        part = tokens.words[first:last]
        named = part if len(part) <= _NAMED or _scale(tokens, first, last, words) is not None else ()
        held |= set(named) & (words.money_words | words.share_words)
        found = _scale(tokens, first, last, words)
        if found is not None:
            value, at = found
            of_shares = bool(held & words.share_words) and not held & words.money_words
            if of_shares and scale is not None:
                shares = value
            elif scale is None:
                scale, only_shares, text = value, of_shares, tokens.surface(first, last - 1)
            money = money or (bool(held & words.money_words) and not held & words.share_words)
            held.clear()
            unit = unit or _unit_beside(tokens, at, first, last)
        if unit is None:
            unit = _unit(tokens, first, last, words, caption=caption, scale=found)
            text = text or (tokens.surface(unit.first, unit.last) if unit is not None else "")
        elif first and unit.first == 0 and tokens.words[0].isalpha() and not _is_currency(unit):
            # "Dose (mg)", "Days (thousand)": what is measured, and behind it in what
            behind = _unit(tokens, first, last, words, caption=caption, scale=found)
            if behind is not None and behind.last == last - 1:
                unit, text = behind, tokens.surface(behind.first, behind.last)
    if scale is None and unit is None:
        return None
    excepts = cut < len(tokens)
    if excepts and scale is not None and _names_shares(tokens, cut, words):
        found = _scale(tokens, cut, len(tokens), words)
        shares = _ONE if found is None else found[0]
    if unit is not None and unit.factor != 1:
        scale, unit = unit.factor, replace(unit, factor=_ONE)  # "£m", "kt": the unit's words hold the scale
    return Measure(
        scale=scale, unit=unit, money=money, only_shares=only_shares, shares=shares, excepts=excepts, text=text or said
    )


def corner_measure(said: str, language: str) -> Measure | None:
    """Read what a corner states of all figures: a unit of time alone there names the rows ("Month")."""
    found = measure_of(said, language)
    named = found is not None and found.scale is None and found.unit is not None and found.unit.dimension == "time"
    return None if named and "(" not in said else found


def _parts(tokens: Tokens, end: int, words: TableWords) -> list[tuple[int, int]]:
    """Cut a text at its brackets, commas, joints and the like."""
    out: list[tuple[int, int]] = []
    first = 0
    for i in range(end):
        if tokens.words[i] in _OPENS or tokens.words[i] in _CLOSES or tokens.words[i] in words.joints:
            if tokens.words[i] in "./" and 0 < i < end - 1 and tokens.glued(i) and tokens.glued(i + 1):
                continue  # "t/ha", "U.S."
            if i > first:
                out.append((first, i))
            first = i + 1
    if end > first:
        out.append((first, end))
    return out


def _scale(tokens: Tokens, first: int, last: int, words: TableWords) -> tuple[Fraction, int] | None:
    """Give the scale that stands in tokens first..last and its token: "in millions", "$ million", "thousand tons"."""
    w = tokens.words
    for i in range(first, last):
        value = words.scales.get(w[i])
        if value is None and w[i] in words.money_scales and i > first and _money_before(tokens, i):
            value = words.money_scales[w[i]]
        closed = i == first > 1 and w[i - 1] in _CLOSES and w[i - 2][0].isdecimal()
        if value is None or closed or any(word[0].isdecimal() for word in w[max(first, i - 3) : i]):
            continue  # "of $(21) million", "21 million" are figures
        whole = "".join(w[first:last]) in ("000", "000s") and first > 0 and w[first - 1] in _OPENS
        if w[i] == "000" and not whole and (i == first or (w[i - 1] not in "'’‘" and not _money_before(tokens, i))):
            continue
        lead = w[i - 1] if i > first else ""
        if whole:
            return value, last - 1
        if not lead or lead in words.scale_leads or _money_before(tokens, i) or i == last - 1 or lead in "'’‘":
            return value, i
        if read_unit(tokens, i + 1) is not None:
            return value, i
    return None


def _money_before(tokens: Tokens, i: int) -> bool:
    """Tell whether a currency stands right before token i."""
    for first in range(max(0, i - 4), i):
        unit = read_unit(tokens, first)
        if unit is not None and unit.last == i - 1 and len(unit.unit) == 3 and unit.unit.isupper():
            return True
    sign = tokens.words[i - 1] if i else ""
    return len(sign) == 1 and not sign.isalnum() and _sign(sign, tokens.language) is not None


@lru_cache(maxsize=64)
def _sign(sign: str, language: str) -> UnitReading | None:
    from kzcheck.extract.quantity.units import read_prefix

    return read_prefix(tokenize(f"{sign}1", language=language), 1)


def _unit_beside(tokens: Tokens, at: int, first: int, last: int) -> UnitReading | None:
    """Give the unit that stands with a scale: "thousand tons", "millions of euros", "EUR million"."""
    w = tokens.words
    after = at + 1
    while after < last and not w[after][0].isalpha() and w[after] not in "%$€£":
        after += 1
    for i in (after, after + 1):
        if i < last:
            unit = read_unit(tokens, i)
            if unit is not None:
                return unit
    for i in range(first, at):
        unit = read_unit(tokens, i) or (_sign(w[i], tokens.language) if len(w[i]) == 1 and not w[i].isalnum() else None)
        if unit is not None and len(unit.unit) == 3 and unit.unit.isupper():
            return unit
    return None


def _unit(
    tokens: Tokens, first: int, last: int, words: TableWords, *, caption: bool, scale: tuple[Fraction, int] | None
) -> UnitReading | None:
    """Give the unit that fills a part of a text, or the percent in it: "(GWh)", ", kg", "in %"."""
    w = tokens.words
    start = first
    if start < last and w[start] in words.scale_leads:
        start += 1
    if scale is not None and start == scale[1]:
        start += 1
    if start >= last or words.not_units.at(w, start) is not None:
        return None
    stated = _in_unit(tokens, first, last, words)
    if stated is not None:
        return stated
    if caption and (first == 0 or w[first - 1] not in _OPENS):
        return None
    unit = read_unit(tokens, start)
    if (
        unit is not None
        and unit.dimension == "time"
        and singular(w[unit.first]) == w[unit.first]
        and len(w[unit.first]) > 2
    ):
        return None  # "Month", "calendar year" name rows
    if unit is None and len(w[start]) == 1 and not w[start].isalnum():
        unit = _sign(w[start], tokens.language)
        return unit if start == last - 1 else None
    if unit is not None and unit.last >= last - 1:
        return unit
    if caption:
        return None
    # "% change", "Share in percent", but "3.625% notes" are no percentages.
    free = (i for i in range(first, last) if not (i and w[i - 1][0].isdecimal()))
    ratio = next((u for i in free if (u := read_unit(tokens, i)) and u.dimension == "ratio"), None)
    return ratio if ratio is not None and ratio.unit in ("percent", "pp", "bp") else None


def _in_unit(tokens: Tokens, first: int, last: int, words: TableWords) -> UnitReading | None:
    """Give the unit with which a part of a text ends: "Weight in kg", "Price in €"."""
    w = tokens.words
    for i in range(last - 1, first, -1):
        if w[i - 1] in words.scale_leads:
            unit = read_unit(tokens, i) or (
                _sign(w[i], tokens.language) if len(w[i]) == 1 and not w[i].isalnum() else None
            )
            return unit if unit is not None and unit.last in (i, last - 1) and last - 1 == max(unit.last, i) else None
    return None


def _is_currency(unit: UnitReading) -> bool:
    return len(unit.unit) == 3 and unit.unit.isupper()


def _names_shares(tokens: Tokens, cut: int, words: TableWords) -> bool:
    """Tell whether what is left out are shares themselves, not only what is told by the share."""
    w = tokens.words
    return any(w[i] in words.share_words and not _by(w, i, words) for i in range(cut, len(w)))


def _by(words: Sequence[str], i: int, lexicon: TableWords) -> bool:
    """Tell whether "per" stands before word i, a hyphen between them or none."""
    before = [w for w in words[max(0, i - 3) : i] if w not in ("-", "‑")]
    return bool(before) and before[-1] in lexicon.per_words
