"""Read lengths of time: "3.5 years", "an hour and a half", "1 year 1 month 21 days", "a couple of weeks"."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from kzcheck.lang import Tokens, read

_SECONDS = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86400,
    "week": 604800,
    "fortnight": 1209600,
    "month": 2592000,
    "quarter": 7776000,
    "year": 31536000,
    "decade": 315360000,
    "century": 3153600000,
}


@dataclass(frozen=True, slots=True)
class Duration:
    """Counts with their units, in the order said; tokens `first`..`last` hold them."""

    parts: tuple[tuple[Fraction, str], ...]
    first: int
    last: int

    @property
    def seconds(self) -> Fraction:
        """Give the length in seconds, a month as 30 days and a year as 365."""
        return sum((count * _SECONDS[unit] for count, unit in self.parts), Fraction(0))


@cache
def _tables(language: str) -> tuple[dict[str, str], dict[str, Fraction], dict[str, Fraction], frozenset[str]]:
    data = read(language, "periods")
    classes = data["classes"]
    units = {w: unit for name in ("unit", "clock") for unit, words in classes[name].items() for w in words.split()}
    ones = {w: Fraction(n) for n, words in classes["number"].items() for w in words.split()}
    tens = {w: Fraction(n) for n, words in classes["tens"].items() for w in words.split()}
    lengths = data["lengths"]
    ones |= {w: Fraction(str(n)) for w, n in lengths["counts"].items()}
    return units, ones, tens, frozenset(lengths["links"])


def duration(tokens: Tokens, at: int, language: str = "en") -> Duration | None:
    """Read the length of time that starts at a token, or give None."""
    parts: list[tuple[Fraction, str]] = []
    i = at
    while (part := _part(tokens.words, i, language)) is not None:
        count, unit, after = part
        parts.append((count, unit))
        i = after
    if not parts:
        return None
    words = tokens.words
    half = _half(words, i, language)
    if half is not None:
        count, unit = parts[-1]
        parts[-1] = count + Fraction(1, 2), unit
        i = half
    return Duration(tuple(parts), at, i - 1)


def _part(words: list[str], at: int, language: str) -> tuple[Fraction, str, int] | None:
    units, _, _, links = _tables(language)
    counted = _count(words, at, language)
    if counted is None:
        return None
    count, i = counted
    while i < len(words) and words[i] in links:
        i += 1
    if i < len(words) and words[i] in units:
        return count, units[words[i]], i + 1
    return None


def _count(words: list[str], at: int, language: str) -> tuple[Fraction, int] | None:
    _, ones, tens, _ = _tables(language)
    if at >= len(words):
        return None
    word = words[at]
    if word[0].isdigit():
        plain = word.replace(",", "")
        return (Fraction(plain), at + 1) if plain.replace(".", "", 1).isdecimal() else None
    i = at + 1
    if word in tens:
        count = tens[word]
        while i < len(words) and words[i] in ("-", "and"):
            i += 1
        if i < len(words) and words[i] in ones:
            return count + ones[words[i]], i + 1
        return count, at + 1
    if word not in ones:
        return None
    half = _half(words, i, language)
    return (ones[word] + Fraction(1, 2), half) if half is not None else (ones[word], i)


def _half(words: list[str], at: int, language: str) -> int | None:
    """Give where "and a half" ends, if it stands here."""
    for phrase in read(language, "periods")["lengths"]["half_more"]:
        said = phrase.split()
        if words[at : at + len(said)] == said:
            return at + len(said)
    return None
