"""Inline XBRL 1.1: the facts that a page's numbers are tagged with, each on the text that it tags.

A fact has value, sign and scale worked out, unit, period, concept and entity. What is nil has no value and is no fact;
hidden facts are kept without a text. Tags are found in the source by linear patterns, since HTML readers drop prefixes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from html import unescape
from typing import Any, NamedTuple

from kzcheck.lang import read as read_words
from kzcheck.model import Fact, Period, SourceMap

_TAG = re.compile(r"<(/?)(?:[A-Za-z][\w-]*:)?nonFraction\b([^<>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_CONTEXT = re.compile(r"<((?:[\w-]+:)?context)\b([^<>]*)>(.*?)</\1>", re.IGNORECASE | re.DOTALL)
_UNIT = re.compile(r"<((?:[\w-]+:)?unit)\b([^<>]*)>(.*?)</\1>", re.IGNORECASE | re.DOTALL)
_MEASURE = re.compile(r"<(?:[\w-]+:)?measure\b[^<>]*>\s*([^<]*?)\s*<", re.IGNORECASE)
_DENOMINATOR = re.compile(r"<(?:[\w-]+:)?unitDenominator\b", re.IGNORECASE)
_MEMBER = re.compile(r"<(?:[\w-]+:)?explicitMember\b([^<>]*)>\s*([^<]*?)\s*<", re.IGNORECASE)
_ELEMENT = "<(?:[\\w-]+:)?{}\\b[^<>]*>\\s*([^<]*?)\\s*<"
_DATES = {
    name: re.compile(_ELEMENT.format(name), re.IGNORECASE) for name in ("startDate", "endDate", "instant", "identifier")
}
_ANY_TAG = re.compile(r"<[^<>]*>")
_DIGITS = re.compile(r"[0-9]+")
_WHITE = re.compile(r"\s+")
_DEEPEST = 20

# Names of the transformation registries, without their hyphens (TRR 1 to 5).
_ZERO = frozenset({"fixedzero", "zerodash", "numdash"})
_COMMA = frozenset({"numcommadecimal", "numdotcomma", "numspacecomma", "numcomma", "numcommadecimalapos"})
_NO_VALUE = frozenset({"fixedempty", "nocontent"})
_UNITS = frozenset({"numunitdecimal", "numunitdecimalin", "numunitdecimalapos"})
_IN_WORDS = frozenset({"numwordsen"})


class _Context(NamedTuple):
    entity: str
    period: Period | None
    dimensions: tuple[str, ...]


def is_tagged(source: str) -> bool:
    """Tell whether a page has tags of numbers."""
    return _TAG.search(source) is not None


def facts(source: str, text: str, places: SourceMap) -> tuple[Fact, ...]:
    """Give the facts of a page in the order of its source; `places` leads from its text to that source."""
    contexts = {_attributes(m[2]).get("id", ""): _context(m[3]) for m in _CONTEXT.finditer(source)}
    units = {_attributes(m[2]).get("id", ""): _unit(m[3]) for m in _UNIT.finditer(source)}
    found: list[Fact] = []
    for attributes, start, end in _tags(source):
        inner = unescape(_ANY_TAG.sub("", source[start:end]))
        value = _value(inner, attributes)
        if value is None or attributes.get("xsi:nil") in {"true", "1"}:
            continue
        context = contexts.get(attributes.get("contextref", ""), _Context("", None, ()))
        decimals = attributes.get("decimals", "")
        span = _span(text, places, (start, end), _WHITE.sub(" ", inner).strip())
        found.append(
            Fact(
                start=span[0],
                end=span[1],
                value=value,
                unit=units.get(attributes.get("unitref", ""), ""),
                decimals=int(decimals) if re.fullmatch(r"-?\d{1,3}", decimals) else None,
                exact=decimals.upper() == "INF",
                period=context.period,
                concept=attributes.get("name", ""),
                entity=context.entity,
                dimensions=context.dimensions,
            )
        )
    return tuple(found)


def _tags(source: str) -> Iterator[tuple[Mapping[str, str], int, int]]:
    """Give the attributes of each tag and the span inside it; one tag may stand in another."""
    opened: list[tuple[Mapping[str, str], int]] = []
    for m in _TAG.finditer(source):
        if m[1]:
            if opened:
                attributes, start = opened.pop()
                yield attributes, start, m.start()
        elif not m[2].rstrip().endswith("/") and len(opened) < _DEEPEST:
            opened.append((_attributes(m[2]), m.end()))


def _attributes(text: str) -> dict[str, str]:
    return {m[1].lower(): unescape(m[2] if m[2] is not None else m[3]) for m in _ATTRIBUTE.finditer(text)}


def _context(body: str) -> _Context:
    said = {name: m[1] for name, pattern in _DATES.items() if (m := pattern.search(body)) is not None}
    members = sorted(f"{_attributes(m[1]).get('dimension', '')}={m[2]}" for m in _MEMBER.finditer(body))
    return _Context(said.get("identifier", ""), _period(said), tuple(members))


def _period(said: Mapping[str, str]) -> Period | None:
    try:
        if "instant" in said:
            return Period.of_day(date.fromisoformat(said["instant"][:10]))
        last = date.fromisoformat(said["endDate"][:10])
        return Period(date.fromisoformat(said["startDate"][:10]), last + timedelta(days=1))
    except (KeyError, ValueError):
        return None


def _unit(body: str) -> str:
    """Name a unit without prefixes: "USD", "shares", "pure", "USD/shares"."""
    names = [m[1].rpartition(":")[2] for m in _MEASURE.finditer(body)]
    below = _DENOMINATOR.search(body)
    if below is None:
        return "*".join(names)
    above = len(_MEASURE.findall(body[: below.start()]))
    return f"{'*'.join(names[:above])}/{'*'.join(names[above:])}"


def _value(inner: str, attributes: Mapping[str, str]) -> Fraction | None:
    """Work out the value of a tag: what its format makes of the text, its scale and its sign."""
    form = attributes.get("format", "").rpartition(":")[2].replace("-", "").lower()
    said = _WHITE.sub(" ", inner.replace("\u202f", " ").replace("\u2009", " ")).strip()
    if form in _NO_VALUE:
        return None
    number = Fraction(0) if form in _ZERO else _words(said) if form in _IN_WORDS else _digits(said, form)
    scale = attributes.get("scale", "0")
    if number is None or not re.fullmatch(r"-?\d{1,2}", scale):
        return None
    sign = -1 if attributes.get("sign") == "-" else 1
    return sign * number * Fraction(10) ** int(scale)


def _digits(said: str, form: str) -> Fraction | None:
    if form in _UNITS:
        groups = _DIGITS.findall(said.replace(",", "").replace(".", ""))
        return Fraction(f"{groups[0]}.{groups[1]:>02}") if len(groups) == 2 else None
    plain = said.replace(" ", "").replace("'", "").replace("’", "")
    plain = plain.replace(".", "").replace(",", ".") if form in _COMMA else plain.replace(",", "")
    try:
        return Fraction(plain)
    except (ValueError, ZeroDivisionError):
        return None


@cache
def _numbers() -> dict[str, Any]:
    data = read_words("en", "numbers")
    return {
        "small": data["small"] | data["tens"],
        "scales": {word: Fraction(str(value)) for word, value in data["scales"].items()},
        "hundred": frozenset(data["hundred"]),
        "none": frozenset(data["and"]),
    }


def _words(said: str) -> Fraction | None:
    """Read a number in English words: "twenty-one", "two hundred and five thousand"."""
    numbers = _numbers()
    total = part = Fraction(0)
    seen = False
    for word in re.findall(r"[a-z]+", said.lower()):
        if word in numbers["small"]:
            part += numbers["small"][word]
        elif word in numbers["hundred"]:
            part = (part or Fraction(1)) * 100
        elif word in numbers["scales"]:
            total, part = total + (part or Fraction(1)) * numbers["scales"][word], Fraction(0)
        elif word in numbers["none"]:
            continue
        elif word in {"no", "none", "nil"}:
            return Fraction(0)
        else:
            return None
        seen = True
    return total + part if seen else None


def _span(text: str, places: SourceMap, inside: tuple[int, int], said: str) -> tuple[int, int]:
    """Give where a tagged text stands in the page's text; (0, 0) where it is not shown."""
    k = bisect_left(places.targets, inside[0])
    if not said or k >= len(places.targets) or places.targets[k] >= inside[1]:
        return 0, 0
    start = places.starts[k]
    end = min(start + len(said), len(text))
    return (start, end) if text[start : start + 1] == said[:1] else (0, 0)
