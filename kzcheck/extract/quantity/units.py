"""Read the unit that stands before or after a number, by the words of the language's units.yaml.

A spelling is looked up whole, the longest first. One that can mean several things ("ton", "$", "m", "in") lists its
senses with what must stand around it; the first sense that fits is taken, and `why` says which it was. Rates ("tons a
year", "$/bbl", "people per square kilometre") are put together by grammar from the units they name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from kzcheck.lang import Tokens, read, tokenize
from kzcheck.units import dimension as dimension_of

_ONE = Fraction(1)
_GROUP = re.compile(r"\(([^()]*)\)")
# How many tokens to either side of a number count as beside it.
_BESIDE = 3
# Bounds on what a rate may hold: "kg/m2/year" has two strokes, "per 100,000,000" nine digits.
_MOST_STROKES = 2
_MOST_DIGITS = 12
# How many words the thing between a unit and its rate may have: "barrels of crude oil and condensate a day".
_WIDEST_OF = 7


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


_Test = Callable[[Tokens, int, int, int, Any], bool]


class _Sense(NamedTuple):
    unit: str
    factor: Fraction
    why: str
    tests: tuple[tuple[_Test, Any], ...]


class _Spelling(NamedTuple):
    """One way to write a unit: lower-cased tokens, tokens as written where case matters, which of them are glued."""

    words: list[str]
    raw: list[str] | None
    glued: tuple[int, ...]
    senses: tuple[_Sense, ...]


_Table = dict[str, tuple[_Spelling, ...]]


class _Nearby(NamedTuple):
    """What to look for in a sentence: single words, and phrases of several tokens, as written or in small letters."""

    words: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]


class _Lexicon(NamedTuple):
    after: _Table
    before: _Table
    before_ends: frozenset[str]
    below: _Table
    per: frozenset[str]
    strokes: frozenset[str]
    each: frozenset[str]
    not_each: tuple[list[str], ...]
    not_each_at_end: tuple[list[str], ...]
    not_things: frozenset[str]
    adverbs: dict[str, tuple[tuple[list[str], str, bool], ...]]
    after_adverbs: frozenset[str]
    of: frozenset[str]
    joiners_of: frozenset[str]
    joiners: frozenset[str]
    brackets: dict[str, str]
    hyphens: frozenset[str]
    minus: frozenset[str]
    powers: dict[str, str]
    paired: frozenset[str]
    products: frozenset[str]
    factors: dict[str, str]
    trailing: frozenset[str]
    scales: dict[str, int]
    starts: frozenset[str]


def read_unit(tokens: Tokens, i: int, *, money: str = "") -> UnitReading | None:
    """Read the unit phrase that starts at token `i`, just after a number, with its rate: "tons per year", "km/h".

    A hyphen at `i` that glues number and unit ("5-kg") is skipped. "per 100,000 people" right after a number counts
    things. Where `money` names the unit read before the number, only what turns it into a rate is read ("a barrel"
    after "$80"), and the whole rate is given. None where no unit starts here.
    """
    lexicon = _lexicon(tokens.language)
    words = tokens.words
    n = len(words)
    if i >= n:
        return None
    if money:
        return _rated(tokens, money, i, i - 1, _ONE, "", lexicon)
    at = i
    if (
        words[i] in lexicon.hyphens
        and i + 1 < n
        and tokens.glued(i) == tokens.glued(i + 1)
        and (tokens.glued(i) or _apart(tokens, i, lexicon))
    ):
        at = i + 1
    word = words[at]
    if word not in lexicon.after:
        if word in lexicon.per:
            return _rated(tokens, "count", i, i - 1, _ONE, "", lexicon)
        return _bracketed(tokens, i, lexicon) if word in lexicon.brackets else None
    found = _find(tokens, at, lexicon.after, i)
    if found is None:
        return _rated(tokens, "count", i, i - 1, _ONE, "", lexicon) if word in lexicon.per else None
    sense, last = found
    sense, last = _product(tokens, sense, last, lexicon)
    inverse = _inverted(tokens, sense, last, lexicon) if last + 2 < n else None
    if inverse is not None:
        return UnitReading(inverse, at, last + 2, sense.factor, sense.why, _dimension(inverse))
    if last + 1 < n:
        if words[last + 1] in lexicon.of and _dimension(sense.unit) != "ratio":
            rated = _rated_beyond(tokens, sense, at, last, lexicon)
        else:
            rated = _rated(tokens, sense.unit, at, last, sense.factor, sense.why, lexicon)
        if rated is not None:
            return rated
    return UnitReading(sense.unit, at, last, sense.factor, sense.why, _dimension(sense.unit))


def _product(tokens: Tokens, sense: _Sense, last: int, lexicon: _Lexicon) -> tuple[_Sense, int]:
    """Add the second factor of a product of units: "mPa·s", "kg·m"."""
    at = last + 2
    if at >= len(tokens) or tokens.words[last + 1] not in lexicon.products or "/" in sense.unit:
        return sense, last
    found = _factor(tokens, at, lexicon) if tokens.glued(last + 1) and tokens.glued(at) else None
    return (sense, last) if found is None else (sense._replace(unit=f"{sense.unit}*{found[0]}"), found[1])


def _apart(tokens: Tokens, hyphen: int, lexicon: _Lexicon) -> bool:
    """Tell whether a hyphen with spaces ties number and unit where all marks stand apart: "a 10 - gallon cooler"."""
    words = tokens.words
    word = words[hyphen + 1]
    follows = words[hyphen + 2] if hyphen + 2 < len(words) else ""
    if len(word) < 3 or word[-1] == "s" or not word.isalpha():
        return False
    return follows in lexicon.hyphens or (follows.isalpha() and follows not in lexicon.after_adverbs)


def _bracketed(tokens: Tokens, i: int, lexicon: _Lexicon) -> UnitReading | None:
    """Read a unit that stands alone in brackets at token i: "20 (kg)"."""
    if i + 2 >= len(tokens.words) or tokens.words[i + 1] not in lexicon.after:
        return None
    found = _find(tokens, i + 1, lexicon.after, i)
    if found is None or found[0].tests:
        return None
    sense, last = found
    if last + 1 >= len(tokens.words) or tokens.words[last + 1] != lexicon.brackets[tokens.words[i]]:
        return None
    return UnitReading(sense.unit, i, last + 1, sense.factor, sense.why, _dimension(sense.unit))


def read_prefix(tokens: Tokens, i: int) -> UnitReading | None:
    """Read the unit that ends just before token `i`, where a number starts: "$", "US$", "EUR", "pH". None: no unit."""
    lexicon = _lexicon(tokens.language)
    table = lexicon.before
    words = tokens.words
    if not i or words[i - 1] not in lexicon.before_ends:
        return None
    for first in range(max(0, i - 3), i):
        for spelling in table.get(words[first], ()):
            if first + len(spelling.words) == i and _fits(tokens, first, spelling):
                sense = _choose(tokens, first, i - 1, spelling.senses, i)
                if sense is not None:
                    return UnitReading(sense.unit, first, i - 1, sense.factor, sense.why, _dimension(sense.unit))
    return None


def read_pair(tokens: Tokens, i: int) -> UnitReading | None:
    """Read the unit of the whole numbers on a stroke at token `i`: "120/80 mmHg", also of the first of two such pairs.

    None where there is no such pair, or its unit is not one that is said in pairs.
    """
    for _ in range(2):
        if i < 0 or i + 3 >= len(tokens) or tokens.words[i + 1] not in _lexicon(tokens.language).strokes:
            return None
        if not (tokens.words[i].isdecimal() and tokens.words[i + 2].isdecimal() and tokens.glued(i + 2)):
            return None
        unit = read_unit(tokens, i + 3)
        if unit is not None:
            return unit if unit.unit in _lexicon(tokens.language).paired else None
        i += 4
    return None


def read_rate(tokens: Tokens, i: int) -> UnitReading | None:
    """Read what a quantity is counted by, at token `i`: "a barrel", "per 100,000 people", "/t", "annually".

    `unit` is the denominator alone ("bbl", "(100000*person)"). None where nothing of the kind starts here.
    """
    lexicon = _lexicon(tokens.language)
    if i >= len(tokens.words) or tokens.words[i] not in lexicon.starts:
        return None
    found = _below(tokens, i, lexicon, "")
    if found is None:
        return None
    unit, last, why = found
    return UnitReading(unit, i, last, _ONE, why, _dimension(unit), unit)


@cache
def unit_words(language: str) -> frozenset[str]:
    """Give the first words of all units that a language spells out ("dollar", "square"), lower-cased."""
    return frozenset(word for word in _lexicon(language).after if len(word) > 2 and word.isalpha())


def _rated(
    tokens: Tokens, unit: str, first: int, last: int, factor: Fraction, why: str, lexicon: _Lexicon
) -> UnitReading | None:
    """Add every rate that follows a unit ("kWh/m2 per year", "t ha-1"), or give None where none does."""
    words = tokens.words
    n = len(words)
    per = ""
    while last + 1 < n and per.count("/") < _MOST_STROKES:
        found = None
        if words[last + 1] in lexicon.starts:
            found = _below(tokens, last + 1, lexicon, unit)
        elif last + 3 < n and words[last + 2] in lexicon.minus:
            found = _inverse(tokens, last + 1, lexicon)
        if found is None and per:
            found = _further(tokens, last + 1, lexicon)
        if found is None:
            break
        below, last, reason = found
        per = f"{per}/{below}" if per else below
        why = why or reason
    if not per:
        return None
    whole = f"{unit}/{per}"
    return UnitReading(whole, first, last, factor, why, _dimension(whole), per)


def _rated_beyond(tokens: Tokens, sense: _Sense, first: int, last: int, lexicon: _Lexicon) -> UnitReading | None:
    """Add the rate that stands after what the unit is of: "tonnes of oil a year"; the words in between stay free."""
    words = tokens.words
    for i in range(last + 2, min(last + 2 + _WIDEST_OF, len(words))):
        if words[i] in lexicon.starts and i > last + 2:
            found = _below(tokens, i, lexicon, sense.unit)
            if found is not None:
                whole = f"{sense.unit}/{found[0]}"
                return UnitReading(whole, first, last, sense.factor, sense.why, _dimension(whole), found[0])
        if words[i] in lexicon.after_adverbs and words[i] not in lexicon.of and words[i] not in lexicon.joiners_of:
            return None
        # The rate after a further number is that number's: "5 tons of tea worth 3 dollars a kilo".
        if not words[i].isalnum() or (words[i][0].isdecimal() and not tokens.glued(i)):
            return None
    return None


def _inverted(tokens: Tokens, sense: _Sense, last: int, lexicon: _Lexicon) -> str | None:
    """Give the inverse of a unit that has a negative power: "4000 cm−1", "10⁶ m⁻³"."""
    words = tokens.words
    power = lexicon.powers.get(words[last + 2])
    if power is None or words[last + 1] not in lexicon.minus or "/" in sense.unit or not words[last].isalpha():
        return None
    if not tokens.glued(last + 1) or not tokens.glued(last + 2) or _glued_on(tokens, last + 3):
        return None
    return f"count/{sense.unit}" if power == "1" else f"count/{sense.unit}**{power}"


def _glued_on(tokens: Tokens, i: int) -> bool:
    return i < len(tokens) and tokens.glued(i) and (tokens.words[i].isalnum() or tokens.words[i] in "-−–⁻%")


def _inverse(tokens: Tokens, i: int, lexicon: _Lexicon) -> tuple[str, int, str] | None:
    """Read a unit with a negative power at token i: "ha-1", "m⁻²", "s^-1"."""
    words = tokens.words
    j = i + 1
    power = lexicon.powers.get(words[j + 1])
    if power is None or not tokens.glued(j) or not tokens.glued(j + 1):
        return None
    named = lexicon.factors.get(tokens.raw[i])
    if named is not None:
        return named if power == "1" else f"{named}**{power}", j + 1, ""
    # Only a unit of one word: "s-1" is hertz where it stands alone.
    senses = next((x.senses for x in lexicon.below.get(words[i], ()) if len(x.words) == 1 and _fits(tokens, i, x)), ())
    found = _choose(tokens, i, i, senses, i)
    if found is None:
        return None
    return found.unit if power == "1" else f"{found.unit}**{power}", j + 1, ""


def _further(tokens: Tokens, i: int, lexicon: _Lexicon) -> tuple[str, int, str] | None:
    """Read one more factor of a denominator at token i: the K of "W/(m·K)", "W/m·K" and "J/kg K"."""
    words = tokens.words
    product = i + 1 < len(words) and words[i] in lexicon.products and tokens.glued(i) and tokens.glued(i + 1)
    if not product and not (i < len(words) and tokens.raw[i] in lexicon.trailing and not tokens.glued(i)):
        return None
    return _factor(tokens, i + 1 if product else i, lexicon)


def _factor(tokens: Tokens, i: int, lexicon: _Lexicon) -> tuple[str, int, str] | None:
    """Read the sign of one unit at token i, which stands among others, so that "K" are no thousands and "a" no word."""
    if i >= len(tokens):
        return None
    spelled = next(
        (x for x in lexicon.below.get(tokens.words[i], ()) if x.raw is not None and _fits(tokens, i, x)), None
    )
    named = lexicon.factors.get(tokens.raw[i])
    if named is not None and (spelled is None or len(spelled.words) == 1):
        return None if _glued_on(tokens, i + 1) else (named, i, "")
    if spelled is None:
        return None
    last = i + len(spelled.words) - 1
    return None if _glued_on(tokens, last + 1) else (spelled.senses[0].unit, last, "")


def _enclosed(tokens: Tokens, i: int, lexicon: _Lexicon) -> tuple[str, int, str] | None:
    """Read the factors of a denominator in brackets that open at token i: "(kg·K)", "(m2 K)"."""
    close = lexicon.brackets[tokens.words[i]]
    found: list[str] = []
    at = i + 1
    while at < len(tokens) and len(found) < _MOST_STROKES + 1:
        one = _factor(tokens, at, lexicon)
        if one is None:
            return None
        found.append(one[0])
        at = one[1] + 1
        if at < len(tokens) and tokens.words[at] == close:
            return "/".join(found), at, ""
        if at < len(tokens) and tokens.words[at] in lexicon.products:
            at += 1
    return None


def _below(tokens: Tokens, i: int, lexicon: _Lexicon, above: str) -> tuple[str, int, str] | None:
    """Read a denominator at token i, for the unit `above` the stroke: its unit, its last token, and why."""
    words = tokens.words
    n = len(words)
    word = words[i]
    for phrase, unit, alone in lexicon.adverbs.get(word, ()):
        last = i + len(phrase) - 1
        if words[i : last + 1] == phrase and not (alone and _noun_follows(words, last, lexicon)):
            return unit, last, ""
    if word in lexicon.each:
        return _each(tokens, i, lexicon)
    j = i + 1
    stroke = word in lexicon.strokes
    if not stroke and word not in lexicon.per:
        # "miles-per-hour", "12-cent-a-share", and the same with spaces where all marks stand apart
        if word not in lexicon.hyphens or j + 2 >= n or tokens.glued(i) != tokens.glued(j + 1):
            return None
        if words[j] in lexicon.each and words[j + 1] in lexicon.hyphens:
            return _each(tokens, j, lexicon)
        if words[j] not in lexicon.per:
            return None
        j += 2
    if j >= n:
        return None
    if stroke and words[j] in lexicon.brackets and tokens.glued(j):
        return _enclosed(tokens, j, lexicon)
    return _per_what(tokens, i, j, lexicon, above, stroke=stroke)


def _per_what(
    tokens: Tokens, i: int, j: int, lexicon: _Lexicon, above: str, *, stroke: bool
) -> tuple[str, int, str] | None:
    """Read what something is told by, at token j behind the mark at i: "per month", "per 100 vehicles", "/kg"."""
    n = len(tokens)
    if tokens.words[j] in lexicon.scales:
        # "per million British thermal units" has a name of its own
        named = _find(tokens, j, lexicon.below, i)
        if named is not None:
            return named[0].unit, named[1], named[0].why
    count, after = _multiple(tokens, j, lexicon, stroke=stroke)
    if after < n:
        found = _find(tokens, after, lexicon.below, i)
        # "$7/$9" are two sums
        if found is not None and not (stroke and _digit_at(tokens, found[1] + 1)):
            sense, last = found
            return _times(count, sense.unit), last, sense.why
        if _is_thing(tokens, after, lexicon, stroke=stroke, above=above):
            return _times(count, "count"), after, ""
    if count > 1 and not stroke:
        return _times(count, "count"), after - 1, ""
    return None


def _digit_at(tokens: Tokens, i: int) -> bool:
    return i < len(tokens) and tokens.glued(i) and tokens.words[i][0].isdecimal()


def _is_thing(tokens: Tokens, i: int, lexicon: _Lexicon, *, stroke: bool, above: str) -> bool:
    """Tell whether token i is a noun that something is counted by: "per vehicle", "$5/user"."""
    word = tokens.raw[i]
    if not word.isalpha() or not word.islower() or len(word) < 3 or word in lexicon.not_things:
        return False
    return not stroke or (len(above) == 3 and above.isupper() and tokens.glued(i))


def _noun_follows(words: list[str], last: int, lexicon: _Lexicon) -> bool:
    if last + 1 >= len(words):
        return False
    return words[last + 1].isalpha() and words[last + 1] not in lexicon.after_adverbs


def _each(tokens: Tokens, i: int, lexicon: _Lexicon) -> tuple[str, int, str] | None:
    """Read "a barrel", "each month", unless it goes on "a year earlier"."""
    words = tokens.words
    # "$80-a-barrel"
    j = i + 2 if i + 2 < len(words) and words[i + 1] in lexicon.hyphens else i + 1
    if j >= len(words) or len(words[j]) < 3:
        return None
    found = _find(tokens, j, lexicon.below, i)
    if found is None:
        return None
    sense, last = found
    j = last + 1
    if any(words[j : j + len(phrase)] == phrase for phrase in lexicon.not_each):
        return None
    for phrase in lexicon.not_each_at_end:
        # "5 percent a year before.", but "5 tonnes a year before tax"
        if words[j : j + len(phrase)] == phrase and not _word(tokens, j + len(phrase)).isalnum():
            return None
    return sense.unit, last, sense.why


def _multiple(tokens: Tokens, j: int, lexicon: _Lexicon, *, stroke: bool) -> tuple[int, int]:
    """Read the number of "per 100,000 people", "per million", "/100 km": it and the token after it."""
    words = tokens.words
    n = len(words)
    count, after = 1, j
    digits = words[j].replace(",", "")
    if digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS and digits[0] != "0":
        count, after = int(digits), j + 1
        # "per 100 000"
        while after < n and len(digits) <= _MOST_DIGITS and len(words[after]) == 3 and words[after] == "000":
            count, after, digits = count * 1000, after + 1, digits + "000"
        if stroke and digits.strip("0") != "1":
            # "5 kg/11 lb" says the same twice
            return 1, j
    while after < n and words[after] in lexicon.scales and count * lexicon.scales[words[after]] <= 10**_MOST_DIGITS:
        count *= lexicon.scales[words[after]]
        after += 1
    return count, after


def _times(count: int, unit: str) -> str:
    return unit if count == 1 else f"({count}*{unit})"


def _find(tokens: Tokens, i: int, table: _Table, number: int) -> tuple[_Sense, int] | None:
    """Give the sense of the longest spelling at token i that has one here, and its last token."""
    for spelling in table.get(tokens.words[i], ()):
        if _fits(tokens, i, spelling):
            last = i + len(spelling.words) - 1
            sense = _choose(tokens, i, last, spelling.senses, number)
            if sense is not None:
                return sense, last
    return None


def _fits(tokens: Tokens, i: int, spelling: _Spelling) -> bool:
    n = len(spelling.words)
    if n == 1:
        return spelling.raw is None or tokens.raw[i] == spelling.raw[0]
    if tokens.words[i : i + n] != spelling.words or (
        spelling.raw is not None and tokens.raw[i : i + n] != spelling.raw
    ):
        return False
    return all(tokens.glued(i + k) for k in spelling.glued)


def _choose(tokens: Tokens, first: int, last: int, senses: tuple[_Sense, ...], number: int) -> _Sense | None:
    for sense in senses:
        for test, what in sense.tests:
            if not test(tokens, first, last, number, what):
                break
        else:
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


def _closed_by(tokens: Tokens, _first: int, last: int, _number: int, some: frozenset[str]) -> bool:
    """Tell whether such a word follows and ends the phrase: "11 in long and", not "11 in long queues"."""
    if _word(tokens, last + 1) not in some:
        return False
    after = _word(tokens, last + 2)
    return not after.isalpha() or after in _lexicon(tokens.language).joiners


def _before(tokens: Tokens, first: int, _last: int, number: int, some: frozenset[str]) -> bool:
    """Tell whether one of the two words before the unit, or before the numeral that it follows, is such a word."""
    i = min(first, number) - 1
    return _word(tokens, i) in some or _word(tokens, i - 1) in some


def _not_before(tokens: Tokens, first: int, last: int, number: int, some: frozenset[str]) -> bool:
    return not _before(tokens, first, last, number, some)


def _near(tokens: Tokens, _first: int, _last: int, _number: int, some: _Nearby) -> bool:
    return _holds(tokens.raw, tokens.words, some)


def _not_near(tokens: Tokens, _first: int, _last: int, _number: int, some: _Nearby) -> bool:
    return not _holds(tokens.raw, tokens.words, some)


def _beside(tokens: Tokens, first: int, last: int, number: int, some: _Nearby) -> bool:
    low, high = max(0, min(first, number) - 1 - _BESIDE), max(last, number) + 1 + _BESIDE
    if "(" not in tokens.words[low:high] and ")" not in tokens.words[low:high]:
        return _holds(tokens.raw[low:high], tokens.words[low:high], some)
    # What stands outside the brackets around the number is said of another one.
    opened = next((k for k in range(min(first, number), low - 1, -1) if tokens.words[k : k + 1] == ["("]), low)
    low, high = max(low, opened), next((k for k in range(last, high) if tokens.words[k : k + 1] == [")"]), high)
    return _holds(tokens.raw[low:high], tokens.words[low:high], some)


def _holds(raw: list[str], words: list[str], some: _Nearby) -> bool:
    if not some.words.isdisjoint(words) or not some.words.isdisjoint(raw):
        return True
    for phrase in some.phrases:
        if phrase[0] in raw:
            n = len(phrase)
            if any(tuple(raw[k : k + n]) == phrase for k, word in enumerate(raw) if word == phrase[0]):
                return True
    return False


def _amount(tokens: Tokens, first: int, _last: int, number: int, wanted: bool) -> bool:
    """Tell whether the number looks like a sum: a scale word, a point or a comma, or at least five digits."""
    scales = _lexicon(tokens.language).scales
    around = (number, number + 1) if first < number else (number - 1, number - 2)
    some = [_word(tokens, k) for k in around]
    return any(w in scales or (w[:1].isdecimal() and (not w.isdecimal() or len(w) > 4)) for w in some) is wanted


def _scaled(tokens: Tokens, _first: int, _last: int, number: int, wanted: bool) -> bool:
    """Tell whether a scale word follows the number that the unit stands before."""
    return (_word(tokens, number + 1) in _lexicon(tokens.language).scales) is wanted


def _decimal(tokens: Tokens, first: int, _last: int, _number: int, wanted: bool) -> bool:
    """Tell whether the number has decimals, or is written with a stroke: "3/4"."""
    return ("." in _word(tokens, first - 1) or _word(tokens, first - 2) == "/") is wanted


def _digits(tokens: Tokens, first: int, _last: int, _number: int, most: int) -> bool:
    return len(_word(tokens, first - 1)) <= most


def _ends(tokens: Tokens, _first: int, last: int, _number: int, wanted: bool) -> bool:
    return (last + 1 >= len(tokens.words)) is wanted


def _ends_phrase(tokens: Tokens, _first: int, last: int, _number: int, wanted: bool) -> bool:
    after = _word(tokens, last + 1)
    return (not after.isalnum() or after in _lexicon(tokens.language).after_adverbs) is wanted


def _opens(tokens: Tokens, first: int, _last: int, _number: int, wanted: bool) -> bool:
    """Tell whether the unit opens the sentence, so that its capital says nothing."""
    before = _word(tokens, first - 1)
    return (not before.isalnum()) is wanted


def _quoted(tokens: Tokens, first: int, _last: int, _number: int, wanted: bool) -> bool:
    """Tell whether a quotation is open before the unit: an odd number of straight marks, or more opened than closed."""
    before = tokens.raw[:first]
    open_curly = before.count("“") + before.count("„") > before.count("”")
    return (open_curly or before.count('"') % 2 == 1) is wanted


def _counted_by(tokens: Tokens, first: int, _last: int, number: int, wanted: bool) -> bool:
    """Tell whether the unit is what something is counted by: "a pound", "per pound", "/pound"."""
    lexicon = _lexicon(tokens.language)
    between = tokens.words[number:first] if number < first else []
    return any(w in lexicon.per or w in lexicon.each or w in lexicon.strokes for w in between) is wanted


_WORD_TESTS: dict[str, _Test] = {
    "next": _next,
    "not_next": _not_next,
    "closed_by": _closed_by,
    "before": _before,
    "not_before": _not_before,
}
_NEAR_TESTS: dict[str, _Test] = {"near": _near, "not_near": _not_near, "beside": _beside}
_PLAIN_TESTS: dict[str, _Test] = {
    "glued": _glued,
    "counted_by": _counted_by,
    "amount": _amount,
    "decimal": _decimal,
    "scaled": _scaled,
    "ends": _ends,
    "ends_phrase": _ends_phrase,
    "quoted": _quoted,
    "opens": _opens,
    "digits": _digits,
}


@cache
def _dimension(unit: str) -> str:
    return dimension_of(unit)


@cache
def _lexicon(language: str) -> _Lexicon:  # long: a line a list of words
    """Compile the words that a language has for units, once."""
    data: dict[str, Any] = read(language, "units")
    currencies: dict[str, list[str]] = read(language, "currencies")
    odd_codes = frozenset(data["codes_that_are_words"])
    after: list[_Spelling] = []
    before: list[_Spelling] = []
    for row in data["ambiguous"]:
        senses = tuple(_sense(sense, data["lists"]) for sense in row["senses"])
        (before if row.get("before") else after).extend(_spellings(row, senses))
    for unit, row in data["units"].items():
        after.extend(_of_unit(unit, row, data["prefixes"]))
    for row in data["multiples"]:
        after.extend(_spellings(row, (_sense(row, {}),)))
    for unit, symbols in data["before"].items():
        before.extend(_spellings({"symbols": symbols}, (_Sense(unit, _ONE, "", ()),)))
    for code, names in data["names_before_sums"].items():
        before.extend(_spellings({"symbols": names}, (_Sense(code, _ONE, "", ((_amount, True),)),)))
    for code, names in data["names_before_numbers"].items():
        before.extend(_spellings({"symbols": names}, (_Sense(code, _ONE, "", ()),)))
    for code, names in currencies.items():
        senses = (_Sense(code, _ONE, "", ()),)
        sure = (_Sense(code, _ONE, "", ((_amount, True),)),) if code in odd_codes else senses
        after.extend(_spellings({"words": names}, senses))
        after.extend(_spellings({"symbols": [code]}, sure))
        before.extend(_spellings({"symbols": [code]}, sure))
    below: list[_Spelling] = []
    for unit, words in data["below"].items():
        below.extend(_spellings({"words": words}, (_Sense(unit, _ONE, "", ()),)))
    below.extend(spelling for spelling in after if not spelling.words[0].isdecimal())
    rates = data["rates"]
    adverbs: dict[str, list[tuple[list[str], str, bool]]] = {}
    for name in ("adverbs", "before_no_noun"):
        for unit, phrases in rates[name].items():
            for phrase in phrases:
                cut = tokenize(phrase).words
                adverbs.setdefault(cut[0], []).append((cut, unit, name == "before_no_noun"))
    per, strokes, each = (frozenset(rates[name]) for name in ("per", "strokes", "each"))
    hyphens = frozenset(data["hyphens"])
    return _Lexicon(
        after=_table(after),
        before=_table(before),
        before_ends=frozenset(spelling.words[-1] for spelling in before),
        below=_table(below),
        per=per,
        strokes=strokes,
        each=each,
        not_each=_cuts(rates["not_each_before"]),
        not_each_at_end=_cuts(rates["not_each_before_at_end"]),
        not_things=frozenset(rates["not_things"]),
        adverbs={word: tuple(sorted(some, key=lambda a: -len(a[0]))) for word, some in adverbs.items()},
        after_adverbs=frozenset(rates["after_adverbs"]),
        of=frozenset(rates["of"]),
        joiners_of=frozenset(rates["joiners_of"]),
        joiners=frozenset(data["lists"]["joiners"]),
        brackets=data["brackets"],
        hyphens=hyphens,
        minus=frozenset(data["minus"]),
        powers=data["powers"],
        paired=frozenset(data["paired"]),
        products=frozenset(data["products"]),
        factors=data["factors"],
        trailing=frozenset(data["trailing"]),
        scales={word: int(float(value)) for word, value in rates["scales"].items()},
        starts=per | strokes | each | hyphens | frozenset(adverbs),
    )


def _cuts(phrases: list[str]) -> tuple[list[str], ...]:
    return tuple(tokenize(phrase).words for phrase in phrases)


def _sense(row: dict[str, Any], lists: dict[str, list[str]]) -> _Sense:
    """Read one sense of an ambiguous spelling: unit, factor, why, and conditions under their names."""
    tests: list[tuple[_Test, Any]] = []
    for name, what in row.items():
        if name in _PLAIN_TESTS:
            tests.append((_PLAIN_TESTS[name], what))
        elif name in _WORD_TESTS:
            tests.append((_WORD_TESTS[name], frozenset(_listed(what, lists))))
        elif name in _NEAR_TESTS:
            cuts = [tuple(tokenize(text).raw) for text in _listed(what, lists)]
            words = frozenset(cut[0] for cut in cuts if len(cut) == 1)
            tests.append((_NEAR_TESTS[name], _Nearby(words, tuple(cut for cut in cuts if len(cut) > 1))))
    return _Sense(row["unit"], Fraction(str(row.get("factor", 1))), row.get("why", ""), tuple(tests))


def _listed(names: list[str], lists: dict[str, list[str]]) -> Iterator[str]:
    """Put lists named "@money" and single words together."""
    for name in names:
        yield from lists[name[1:]] if name.startswith("@") else (name,)


def _of_unit(unit: str, row: dict[str, Any], prefixes: dict[str, dict[str, Any]]) -> Iterator[_Spelling]:
    """Give the spellings of a unit and of its prefixed forms."""
    yield from _spellings(row, (_Sense(unit, _ONE, "", ()),))
    for prefix in row.get("prefixes", ()):
        words = [prefixes[prefix]["word"] + word for word in row.get("words", ())]
        symbols = [p + symbol for p in prefixes[prefix]["symbols"] for symbol in row.get("symbols", ())]
        yield from _spellings({"words": words, "symbols": symbols}, (_Sense(prefix + unit, _ONE, "", ()),))


def _spellings(row: dict[str, Any], senses: tuple[_Sense, ...]) -> Iterator[_Spelling]:
    for text in expand(row.get("words", ())):
        words, _raw, glued = _cut(text)
        yield _Spelling(words, None, glued, senses)
        if " " in text:
            words, _raw, glued = _cut(text.replace(" ", "-"))
            yield _Spelling(words, None, glued, senses)
    for text in expand(row.get("symbols", ())):
        words, raw, glued = _cut(text)
        yield _Spelling(words, raw, glued, senses)


def _cut(text: str) -> tuple[list[str], list[str], tuple[int, ...]]:
    """Give the words of a spelling, as they are written, and those that stand without a gap."""
    if text.isalpha():
        return [text.lower()], [text], ()
    cut = tokenize(text)
    return cut.words, cut.raw, _glue(cut)


def _glue(cut: Tokens) -> tuple[int, ...]:
    """Give the tokens that stand without a gap."""
    return tuple(k for k in range(1, len(cut)) if cut.glued(k))


def expand(patterns: Iterable[str]) -> Iterator[str]:
    """Write out the shorthand of the data: "ton(s)" is "ton" and "tons", "met(re|er)" is "metre" and "meter"."""
    for pattern in patterns:
        if "(" not in pattern:
            yield pattern
            continue
        parts = _GROUP.split(pattern)
        choices = [(part,) if k % 2 == 0 else _choices(part) for k, part in enumerate(parts)]
        yield from ("".join(pick) for pick in product(*choices))


def _choices(group: str) -> tuple[str, ...]:
    return tuple(group.split("|")) if "|" in group else ("", group)


def _table(spellings: Iterable[_Spelling]) -> _Table:
    """Index by the first word, the longest first; of two alike the first said wins."""
    out: dict[str, list[_Spelling]] = {}
    seen: set[tuple[tuple[str, ...], tuple[str, ...] | None, tuple[int, ...]]] = set()
    for spelling in spellings:
        key = tuple(spelling.words), None if spelling.raw is None else tuple(spelling.raw), spelling.glued
        if key not in seen:
            seen.add(key)
            out.setdefault(spelling.words[0], []).append(spelling)
    return {word: tuple(sorted(some, key=_specific)) for word, some in out.items()}


def _specific(spelling: _Spelling) -> tuple[int, bool]:
    """Sort long spellings before short ones, and of equal length those with case before those without."""
    return -len(spelling.words), spelling.raw is None
