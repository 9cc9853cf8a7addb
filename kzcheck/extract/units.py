"""Read the unit that stands before or after a number, by the words of the language's units.yaml.

A spelling is looked up whole, the longest first. One that can mean several things ("ton", "$", "m", "in") lists its
senses with what must stand around it; the first sense that fits is taken, and `why` says which it was. Rates ("tons a
year", "$/bbl", "people per square kilometre") are put together by grammar from the units they name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from kzcheck.lang import Tokens, read, tokenize
from kzcheck.units import dimension as dimension_of

_LANGUAGE = "en"
_ONE = Fraction(1)
_GROUP = re.compile(r"\(([^()]*)\)")
_NUMBER = re.compile(r"\d{1,3}(?:[,  ]\d{3})*|\d+")
# How many tokens to either side of a number count as beside it.
_BESIDE = 3


@dataclass(frozen=True, slots=True)
class UnitReading:
    """A unit as it was read: pint's name for it and the tokens `first`..`last` (both included) that say it.

    The number times `factor` is the value in `unit` ("50 cents" is 50 times 1/100 USD). `why` says how an ambiguous
    spelling was decided, "" where there was nothing to decide. `per` is the part of `unit` below the stroke, if any.
    """

    unit: str
    first: int
    last: int
    factor: Fraction
    why: str
    dimension: str
    per: str = ""


class _Sense(NamedTuple):
    unit: str
    factor: Fraction
    why: str
    tests: tuple[tuple[str, Any], ...]


class _Spelling(NamedTuple):
    """One way to write a unit: lower-cased tokens, tokens as written where case matters, which of them are glued."""

    words: list[str]
    raw: list[str] | None
    glued: tuple[bool, ...]
    senses: tuple[_Sense, ...]


_Table = dict[str, tuple[_Spelling, ...]]


class _Lexicon(NamedTuple):
    after: _Table
    before: _Table
    below: _Table
    per: frozenset[str]
    strokes: frozenset[str]
    each: frozenset[str]
    not_each: frozenset[tuple[str, ...]]
    adverbs: dict[str, tuple[tuple[list[str], str], ...]]
    hyphens: frozenset[str]
    minus: frozenset[str]
    powers: dict[str, str]
    scales: dict[str, int]
    starts: frozenset[str]


def read_unit(tokens: Tokens, i: int, *, money: str = "") -> UnitReading | None:
    """Read the unit phrase that starts at token `i`, just after a number, with its rate: "tons per year", "km/h".

    A hyphen at `i` that glues number and unit ("5-kg") is skipped. Where `money` names the unit read before the number,
    only what turns it into a rate is read ("a barrel" after "$80"), and the whole rate is given. None where no unit
    starts here.
    """
    lexicon = _lexicon()
    words = tokens.words
    n = len(words)
    if i >= n:
        return None
    if money:
        return _rated(tokens, UnitReading(money, i, i - 1, _ONE, "", ""), lexicon)
    at = i
    if words[i] in lexicon.hyphens and i + 1 < n and tokens.glued(i) and tokens.glued(i + 1):
        at = i + 1
    if words[at] not in lexicon.after:
        return None
    found = _find(tokens, at, lexicon.after, i)
    if found is None:
        return None
    sense, last = found
    reading = UnitReading(sense.unit, at, last, sense.factor, sense.why, "")
    rated = _rated(tokens, reading, lexicon) if last + 1 < n else None
    if rated is not None:
        return rated
    return UnitReading(sense.unit, at, last, sense.factor, sense.why, _dimension(sense.unit))


def read_prefix(tokens: Tokens, i: int) -> UnitReading | None:
    """Read the unit that ends just before token `i`, where a number starts: "$", "US$", "EUR", "pH". None: no unit."""
    table = _lexicon().before
    words = tokens.words
    for first in range(max(0, i - 3), i):
        for spelling in table.get(words[first], ()):
            if first + len(spelling.words) == i and _fits(tokens, first, spelling):
                sense = _choose(tokens, first, i - 1, spelling.senses, i)
                if sense is not None:
                    return UnitReading(sense.unit, first, i - 1, sense.factor, sense.why, _dimension(sense.unit))
    return None


def read_rate(tokens: Tokens, i: int) -> UnitReading | None:
    """Read what a quantity is counted by, at token `i`: "a barrel", "per 100,000 people", "/t", "each month", "annually".

    `unit` is the denominator alone ("bbl", "(100000*person)"). None where nothing of the kind starts here.
    """
    lexicon = _lexicon()
    if i >= len(tokens.words) or tokens.words[i] not in lexicon.starts:
        return None
    found = _below(tokens, i, lexicon)
    if found is None:
        return None
    unit, last, why = found
    return UnitReading(unit, i, last, _ONE, why, _dimension(unit), unit)


def _rated(tokens: Tokens, reading: UnitReading, lexicon: _Lexicon) -> UnitReading | None:
    """Add every rate that follows a unit ("kWh/m2 per year"), or give None where none does."""
    unit, last, why, per = reading.unit, reading.last, reading.why, ""
    n = len(tokens.words)
    while last + 1 < n and tokens.words[last + 1] in lexicon.starts and per.count("/") < 2:
        found = _below(tokens, last + 1, lexicon)
        if found is None:
            break
        below, last, reason = found
        per = f"{per}/{below}" if per else below
        why = why or reason
    if not per:
        return None
    if any(sign in unit for sign in "/*"):
        unit = f"({unit})" if "/" not in unit else unit
    whole = f"{unit}/{per}"
    return UnitReading(whole, reading.first, last, reading.factor, why, _dimension(whole), per)


def _below(tokens: Tokens, i: int, lexicon: _Lexicon) -> tuple[str, int, str] | None:
    """Read a denominator at token i: its unit, its last token, and why."""
    words = tokens.words
    n = len(words)
    for phrase, unit in lexicon.adverbs.get(words[i], ()):
        if words[i : i + len(phrase)] == phrase:
            return unit, i + len(phrase) - 1, ""
    j = i
    if words[j] in lexicon.hyphens:
        # "miles-per-hour"
        j += 1
        if j + 1 >= n or words[j] not in lexicon.per or words[j + 1] not in lexicon.hyphens:
            return None
        j += 1
    elif words[j] in lexicon.each:
        return _each(tokens, i, lexicon)
    elif words[j] not in lexicon.per and words[j] not in lexicon.strokes:
        return None
    j += 1
    if j >= n:
        return None
    stroke = words[i] in lexicon.strokes
    count, j = _multiple(tokens, j, lexicon)
    if j < n:
        found = _find(tokens, j, lexicon.below, i)
        if found is not None and (not stroke or found[0].tests or tokens.glued(j) or tokens.glued(i) is False):
            sense, last = found
            return _times(count, sense.unit), last, sense.why
    if count > 1 and not stroke:
        return _times(count, "count"), j - 1, ""
    return None


def _each(tokens: Tokens, i: int, lexicon: _Lexicon) -> tuple[str, int, str] | None:
    """Read "a barrel", "each month", unless it goes on "a year earlier"."""
    words = tokens.words
    if i + 1 >= len(words):
        return None
    found = _find(tokens, i + 1, lexicon.below, i)
    if found is None:
        return None
    sense, last = found
    spelled = words[last]
    if len(spelled) < 3:
        # "a t", "a g": one letter after an article is no unit
        return None
    for phrase in lexicon.not_each:
        if tuple(words[last + 1 : last + 1 + len(phrase)]) == phrase:
            return None
    return sense.unit, last, sense.why


def _multiple(tokens: Tokens, j: int, lexicon: _Lexicon) -> tuple[int, int]:
    """Read the number of "per 100,000 people", "per million": it and the token after it."""
    words = tokens.words
    count = 1
    if _NUMBER.fullmatch(words[j]):
        count = int(words[j].replace(",", ""))
        j += 1
        # "per 100 000"
        while j < len(words) and count < 1000 and len(words[j]) == 3 and words[j].isdecimal():
            count = count * 1000 + int(words[j])
            j += 1
    while j < len(words) and words[j] in lexicon.scales:
        count *= lexicon.scales[words[j]]
        j += 1
    return max(count, 1), j


def _times(count: int, unit: str) -> str:
    return unit if count == 1 else f"({count}*{unit})"


def _find(tokens: Tokens, i: int, table: _Table, number_end: int) -> tuple[_Sense, int] | None:
    """Give the sense of the longest spelling at token i that has one here, and its last token."""
    for spelling in table.get(tokens.words[i], ()):
        if _fits(tokens, i, spelling):
            last = i + len(spelling.words) - 1
            sense = _choose(tokens, i, last, spelling.senses, number_end)
            if sense is not None:
                return sense, last
    return None


def _fits(tokens: Tokens, i: int, spelling: _Spelling) -> bool:
    n = len(spelling.words)
    if n > 1:
        if tokens.words[i : i + n] != spelling.words:
            return False
        if any(glued and not tokens.glued(i + k) for k, glued in enumerate(spelling.glued)):
            return False
    return spelling.raw is None or tokens.raw[i : i + n] == spelling.raw


def _choose(tokens: Tokens, first: int, last: int, senses: tuple[_Sense, ...], number: int) -> _Sense | None:
    for sense in senses:
        if all(_TESTS[name](tokens, first, last, number, what) for name, what in sense.tests):
            return sense
    return None


# What may stand in the conditions of a sense. Each takes the tokens, the first and last token of the unit, the token
# after the number (for a unit before it: the number itself), and what the data says.


def _word(tokens: Tokens, i: int) -> str:
    return tokens.words[i] if 0 <= i < len(tokens.words) else ""


def _glued(tokens: Tokens, first: int, _last: int, _number: int, wanted: bool) -> bool:
    return tokens.glued(first) is wanted


def _next(tokens: Tokens, _first: int, last: int, _number: int, some: frozenset[str]) -> bool:
    return _word(tokens, last + 1) in some


def _not_next(tokens: Tokens, _first: int, last: int, _number: int, some: frozenset[str]) -> bool:
    return _word(tokens, last + 1) not in some


def _before(tokens: Tokens, first: int, _last: int, number: int, some: frozenset[str]) -> bool:
    """Tell whether a word stands right before the unit, or before the numeral that the unit follows."""
    i = min(first, number) - 1
    return _word(tokens, i) in some or _word(tokens, i - 1) in some


def _not_before(tokens: Tokens, first: int, last: int, number: int, some: frozenset[str]) -> bool:
    return not _before(tokens, first, last, number, some)


def _near(tokens: Tokens, _first: int, _last: int, _number: int, some: frozenset[str]) -> bool:
    return not some.isdisjoint(tokens.raw) or not some.isdisjoint(tokens.words)


def _not_near(tokens: Tokens, first: int, last: int, number: int, some: frozenset[str]) -> bool:
    return not _near(tokens, first, last, number, some)


def _beside(tokens: Tokens, first: int, last: int, number: int, some: frozenset[str]) -> bool:
    low = max(0, min(first, number) - 1 - _BESIDE)
    high = max(last, number) + 1 + _BESIDE
    return not some.isdisjoint(tokens.raw[low:high]) or not some.isdisjoint(tokens.words[low:high])


def _amount(tokens: Tokens, first: int, _last: int, number: int, wanted: bool) -> bool:
    """Tell whether the number looks like a sum: a scale word, a point or a comma, or at least five digits."""
    scales = _lexicon().scales
    around = (number, number + 1) if first < number else (first - 1, first - 2)
    has = any(
        w in scales or (w[:1].isdecimal() and (not w.isdecimal() or len(w) > 4))
        for w in (_word(tokens, k) for k in around)
    )
    return has is wanted


_TESTS = {
    "glued": _glued,
    "next": _next,
    "not_next": _not_next,
    "before": _before,
    "not_before": _not_before,
    "near": _near,
    "not_near": _not_near,
    "beside": _beside,
    "amount": _amount,
}


@cache
def _dimension(unit: str) -> str:
    return dimension_of(unit)


@cache
def _lexicon() -> _Lexicon:
    """Compile the units' words once."""
    data: dict[str, Any] = read(_LANGUAGE, "units")
    currencies: dict[str, list[str]] = read(_LANGUAGE, "currencies")
    lists: dict[str, frozenset[str]] = {name: frozenset(some) for name, some in data["lists"].items()}
    odd_codes = frozenset(data["codes_that_are_words"])
    after: list[_Spelling] = []
    before: list[_Spelling] = []
    for spelling in data["ambiguous"]:
        senses = tuple(_sense(row, lists) for row in spelling["senses"])
        made = list(_spellings(spelling, senses))
        (before if spelling.get("before") else after).extend(made)
    for unit, row in data["units"].items():
        after.extend(_of_unit(unit, row, data["prefixes"]))
    for unit, symbols in data["before"].items():
        before.extend(_spellings({"symbols": symbols}, (_Sense(unit, _ONE, "", ()),)))
    for code, names in currencies.items():
        tests = (("amount", True),) if code in odd_codes else ()
        senses = (_Sense(code, _ONE, "", tests),)
        after.extend(_spellings({"words": names, "symbols": [code]}, senses))
        before.extend(_spellings({"symbols": [code]}, senses))
    below = [s for s in after if not s.words[0].isdecimal()]
    for unit, row in data["below"].items():
        below.extend(_spellings({"words": row}, (_Sense(unit, _ONE, "", ()),)))
    rates = data["rates"]
    adverbs: dict[str, list[tuple[list[str], str]]] = {}
    for unit, some in rates["adverbs"].items():
        for phrase in some:
            cut = tokenize(phrase).words
            adverbs.setdefault(cut[0], []).append((cut, unit))
    per, strokes, each = (frozenset(rates[name]) for name in ("per", "strokes", "each"))
    hyphens = frozenset(data["hyphens"])
    minus = frozenset(data["minus"])
    return _Lexicon(
        after=_table(after),
        before=_table(before),
        below=_table(below),
        per=per,
        strokes=strokes,
        each=each,
        not_each=frozenset(tuple(tokenize(phrase).words) for phrase in rates["not_each_before"]),
        adverbs={word: tuple(sorted(some, key=lambda a: -len(a[0]))) for word, some in adverbs.items()},
        hyphens=hyphens,
        minus=minus,
        powers=data["powers"],
        scales={word: int(float(value)) for word, value in rates["scales"].items()},
        starts=per | strokes | each | hyphens | frozenset(adverbs),
    )


def _sense(row: dict[str, Any], lists: dict[str, frozenset[str]]) -> _Sense:
    """Read one sense of an ambiguous spelling: unit, factor, why, and conditions under their names."""
    tests: list[tuple[str, Any]] = []
    for name, what in row.items():
        if name in _TESTS:
            tests.append((name, what if isinstance(what, bool) else _union(what, lists)))
    return _Sense(row["unit"], Fraction(str(row.get("factor", 1))), row.get("why", ""), tuple(tests))


def _union(names: list[str], lists: dict[str, frozenset[str]]) -> frozenset[str]:
    """Put lists named "@money" and single words together."""
    return frozenset().union(*(lists[name[1:]] if name.startswith("@") else (name,) for name in names))


def _of_unit(unit: str, row: dict[str, Any], prefixes: dict[str, dict[str, Any]]) -> Iterator[_Spelling]:
    """Give the spellings of a unit and of its prefixed forms."""
    factor = Fraction(str(row.get("factor", 1)))
    of = row.get("unit", unit)
    yield from _spellings(row, (_Sense(of, factor, row.get("why", ""), ()),))
    for prefix in row.get("prefixes", ()):
        sense = (_Sense(prefix + of, factor, "", ()),)
        names = [prefixes[prefix]["word"] + word for word in row.get("words", ()) if "." not in word]
        symbols = [p + s for p in prefixes[prefix]["symbols"] for s in row.get("symbols", ())]
        yield from _spellings({"words": names, "symbols": symbols}, sense)


def _spellings(row: dict[str, Any], senses: tuple[_Sense, ...]) -> Iterator[_Spelling]:
    for text in expand(row.get("words", ())):
        forms = (text, text.replace(" ", "-")) if " " in text else (text,)
        for form in forms:
            cut = tokenize(form)
            yield _Spelling(cut.words, None, _glue(cut), senses)
    for text in expand(row.get("symbols", ())):
        cut = tokenize(text)
        yield _Spelling(cut.words, cut.raw, _glue(cut), senses)


def _glue(cut: Tokens) -> tuple[bool, ...]:
    return tuple(cut.glued(k) for k in range(len(cut)))


def expand(patterns: Iterable[str]) -> Iterator[str]:
    """Write out the shorthand of the data: "ton(s)" is "ton" and "tons", "met(re|er)" is "metre" and "meter"."""
    for pattern in patterns:
        parts = _GROUP.split(pattern)
        choices = [(part,) if k % 2 == 0 else _choices(part) for k, part in enumerate(parts)]
        yield from ("".join(pick) for pick in product(*choices))


def _choices(group: str) -> tuple[str, ...]:
    return tuple(group.split("|")) if "|" in group else ("", group)


def _table(spellings: Iterable[_Spelling]) -> _Table:
    """Index by the first word, the longest first; of two alike the first said wins."""
    out: dict[str, list[_Spelling]] = {}
    seen: set[tuple[tuple[str, ...], tuple[str, ...] | None]] = set()
    for spelling in spellings:
        key = tuple(spelling.words), None if spelling.raw is None else tuple(spelling.raw)
        if key not in seen:
            seen.add(key)
            out.setdefault(spelling.words[0], []).append(spelling)
    return {word: tuple(sorted(some, key=_specific)) for word, some in out.items()}


def _specific(spelling: _Spelling) -> tuple[int, bool]:
    """Sort long spellings before short ones, and of equal length those with case before those without."""
    return -len(spelling.words), spelling.raw is None
