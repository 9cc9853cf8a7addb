"""Read numerals: digits with any separators, number words, fractions, scales, ranges, with their stated precision.

`read` is given the tokens of a passage and the index where a numeral may start. It knows no language: all words come
from `lang/<language>/numbers.yaml`. A numeral keeps how precisely it was stated: "1.50" to hundredths, "1,500,000" to
hundred thousands, "half a billion" to hundred millions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from itertools import takewhile
from typing import Any

from kzcheck.lang import Tokens, read
from kzcheck.model import Step

_LONGEST_DIGITS = 36
_CURRENCY_SIGNS = frozenset("$€£¥₹₽₸₼₺₴₩")
_ZERO, _ONE, _TEN = Fraction(0), Fraction(1), Fraction(10)
# Above every scale.
_MOST_DECIMALS = 12
_BEYOND = Fraction(10**30)
_FIRST_YEAR = 1900
_SPACES = frozenset(" \u00a0\u2009\u202f\u2007")
_APOSTROPHES = frozenset("'’‘`")
# "3/4" is a fraction, "16/580" so many of so many.
_LARGEST_PART = 100
_STROKES = frozenset("/⁄∕")
_RAISED_AT = frozenset("×∙·")
_BEFORE_SIGN = frozenset("([|><=~≈≤≥") | _CURRENCY_SIGNS


@dataclass(slots=True)
class Numeral:
    """A number as written at tokens `first`..`last` (both included).

    `form` is digits, words, fraction ("a third", "3/4"), multiple ("doubled", "fivefold"), vague ("dozens") or odds
    ("one in five"). `scaled` tells whether a scale word was read, `article` whether the number is only an article and a
    scale ("a million"). A range has value None and its ends in `low` and `high`; `spread` is the x of "± x".
    """

    first: int
    last: int
    value: Fraction | None
    ulp: Fraction
    significant: int
    digits: str
    form: str = "digits"
    scale: Fraction = _ONE
    scaled: bool = False
    low: Fraction | None = None
    high: Fraction | None = None
    spread: Fraction | None = None
    of: Numeral | None = None
    why: list[Step] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The number words of a language as look-up tables."""

    small: dict[str, int]
    tens: dict[str, int]
    hundred: frozenset[str]
    scales: dict[str, Fraction]
    plural_scales: dict[str, Fraction]
    money_letters: dict[str, Fraction]
    glued_letters: dict[str, Fraction]
    noun_letters: dict[str, Fraction]
    kelvins: frozenset[str]
    degrees: frozenset[str]
    not_noun: frozenset[str]
    of_whose: frozenset[str]
    articles: frozenset[str]
    half: dict[str, Fraction]
    fractions: dict[str, Fraction]
    plural_fractions: dict[str, Fraction]
    vulgar: dict[str, Fraction]
    superscripts: dict[str, str]
    dozens: dict[str, int]
    couples: dict[str, int]
    coupled: frozenset[str]
    timed: frozenset[str]
    counting: frozenset[str]
    lasting: frozenset[str]
    vague_counts: dict[str, int]
    vague: dict[str, Fraction]
    join: frozenset[str]
    a: frozenset[str]
    of: frozenset[str]
    within: frozenset[str]
    out: frozenset[str]
    exchanged: frozenset[str]
    every: frozenset[str]
    point: frozenset[str]
    minus: frozenset[str]
    plus: frozenset[str]
    plus_signs: frozenset[str]
    to: frozenset[str]
    dashes: frozenset[str]
    signs: frozenset[str]
    emphatic: frozenset[str]
    either: frozenset[str]
    between: frozenset[str]
    plus_minus: frozenset[str]
    plus_minus_pairs: frozenset[tuple[str, str]]
    times_signs: frozenset[str]
    sides: frozenset[str]
    relays: frozenset[str]
    caret: frozenset[str]
    fold: frozenset[str]
    folds: dict[str, int]
    times_words: frozenset[str]
    times_glued: frozenset[str]
    multiples: dict[str, Fraction]
    starts: frozenset[str]


@cache
def numbers(language: str) -> Numbers:  # long: a line a list of words
    """Give the number words of a language, compiled once."""
    data: dict[str, Any] = read(language, "numbers")
    small = {w: int(v) for w, v in data["small"].items()}
    tens = {w: int(v) for w, v in data["tens"].items()}
    fold = frozenset(data["fold"])
    multiples = {w: Fraction(str(v)) for w, v in data["multiples"].items()}
    folds = {word + f: n for f in fold for word, n in (small | tens | dict.fromkeys(data["hundred"], 100)).items()}
    fractions = _fractions(data["fractions"])
    vague = _fractions(data["vague"])
    words = (
        set(small) | set(tens) | set(data["hundred"]) | set(data["scales"]) | set(multiples) | set(folds) | set(vague)
    )
    words |= set(fractions) | set(data["dozens"]) | set(data["articles"]) | set(data["minus"]) | set(data["vulgar"])
    words |= set(data["vague_counts"]) | set(data["couples"])
    return Numbers(
        small=small,
        tens=tens,
        hundred=frozenset(data["hundred"]),
        scales=_fractions(data["scales"]),
        plural_scales=_fractions(data["plural_scales"]),
        money_letters=_fractions(data["letters"]["money"]),
        glued_letters=_fractions(data["letters"]["glued"]),
        noun_letters=_fractions(data["letters"]["noun"]),
        kelvins=frozenset(data["letters"]["kelvin"]["letters"]),
        degrees=frozenset(data["letters"]["kelvin"]["beside"]),
        not_noun=frozenset(data["letters"]["not_noun"]),
        of_whose=frozenset(data["letters"]["of_whose"]),
        articles=frozenset(data["articles"]),
        half=_fractions(data["half"]),
        fractions=fractions,
        plural_fractions=_fractions(data["plural_fractions"]),
        vulgar=_fractions(data["vulgar"]),
        superscripts={w: str(v) for w, v in data["superscripts"].items()},
        dozens={w: int(v) for w, v in data["dozens"].items()},
        couples={w: int(v) for w, v in data["couples"].items()},
        coupled=frozenset(data["coupled"]),
        timed=frozenset(data["coupled"]) | frozenset(data["timed"]),
        counting=frozenset([*small, *tens, *data["hundred"], *data["scales"]]),
        lasting=frozenset(data["lasting"]),
        vague_counts={w: int(v) for w, v in data["vague_counts"].items()},
        vague=vague,
        join=frozenset(data["and"]),
        a=frozenset(data["a"]),
        of=frozenset(data["of"]),
        within=frozenset(data["in"]),
        out=frozenset(data["out"]),
        exchanged=frozenset(data["exchanged"]),
        every=frozenset(data["every"]),
        point=frozenset(data["point"]),
        minus=frozenset(data["minus"]),
        plus=frozenset(data["plus"]),
        plus_signs=frozenset(data["plus_signs"]),
        to=frozenset(data["to"]),
        dashes=frozenset(data["dashes"]),
        signs=frozenset(data["signs"]),
        emphatic=frozenset(data["emphatic"]),
        either=frozenset(data["or"]),
        between=frozenset(data["between"]),
        plus_minus=frozenset(data["plus_minus"]),
        plus_minus_pairs=frozenset((a, b) for a, b in data["plus_minus_pairs"]),
        times_signs=frozenset(data["times_signs"]),
        sides=frozenset(data["sides"]),
        relays=frozenset(data["relays"]),
        caret=frozenset(data["caret"]),
        fold=fold,
        folds=folds,
        times_words=frozenset(data["times_words"]),
        times_glued=frozenset(data["times_glued"]),
        multiples=multiples,
        starts=frozenset(words),
    )


def _fractions(table: dict[str, Any]) -> dict[str, Fraction]:
    return {word: Fraction(str(value)) for word, value in table.items()}


def parse_digits(raw: str, *, decimal_comma: bool = False) -> tuple[Fraction, int] | None:
    """Read one run of digits with inner points and commas as (value, decimals), or None where it is no number.

    Groups of three (or of two before a last three, as in India) between separators are thousands. A single comma before
    one, two or more than three digits is a decimal comma only where `decimal_comma` is set.
    """
    if len(raw) > _LONGEST_DIGITS:
        return None
    if raw.isdecimal():
        return Fraction(int(raw)), 0
    points, commas = raw.count("."), raw.count(",")
    if points and commas:
        last = "." if raw.rfind(".") > raw.rfind(",") else ","
        other = "," if last == "." else "."
        if raw.count(last) > 1:
            return None
        whole, _, decimals = raw.partition(last)
        if not _grouped(whole.split(other)):
            return None
        return Fraction(int(whole.replace(other, "") + decimals), 10 ** len(decimals)), len(decimals)
    if points == 1:
        whole, _, decimals = raw.partition(".")
        return Fraction(int(whole + decimals), 10 ** len(decimals)), len(decimals)
    mark = "." if points else ","
    groups = raw.split(mark)
    if _grouped(groups) and (groups[0] != "0" or not commas):
        return Fraction(int("".join(groups))), 0
    if commas == 1 and (decimal_comma or groups[0] == "0"):
        return Fraction(int("".join(groups)), 10 ** len(groups[1])), len(groups[1])
    return None


def _grouped(groups: list[str]) -> bool:
    """Tell whether the groups between separators are thousands, or lakhs and crores."""
    if not 1 <= len(groups[0]) <= 3 or len(groups[-1]) != 3:
        return len(groups) == 1
    inner = {len(g) for g in groups[1:-1]}
    return inner <= {3} or (inner == {2} and len(groups[0]) <= 2)


def precision(value: Fraction, decimals: int) -> tuple[Fraction, int]:
    """Give (ulp, significant digits) of a plain number written with that many decimals."""
    if decimals:
        return Fraction(1, 10**decimals), max(len(str(abs(value.numerator * 10**decimals // value.denominator))), 1)
    whole = abs(value.numerator)
    if not whole:
        return _ONE, 1
    digits = str(whole)
    bare = digits.rstrip("0")
    return _ONE if bare == digits else Fraction(10 ** (len(digits) - len(bare))), len(bare)


def read_numeral(
    tokens: Tokens,
    i: int,
    words: Numbers,
    *,
    money: bool = False,
    sign: Sequence[str] = (),
    to: bool = True,
    scaled_to: bool = True,
) -> Numeral | None:
    """Read the longest numeral that starts at token i, with its range, spread or odds, or give None.

    `money` says that a currency stands before it (then "m" is million), `sign` in which words, which may stand before
    the end of a range once more ("US$15 to US$17"); `to` allows a range joined by a word ("3 to
    5"), `scaled_to` one whose first end has a scale of its own ("3 million to 5 million").
    """
    one = read_simple(tokens, i, words, money=money)
    if one is None:
        return None
    n = len(tokens)
    w = tokens.words
    j = one.last + 1
    if j >= n or one.value is None:
        return one
    nxt = w[j]
    k = plus_minus(tokens, j, words)
    if k > j:
        other = read_simple(tokens, k, words, money=money)
        if other is not None and other.value is not None:
            one.spread = other.value
            one.last = other.last
            if other.scaled and not one.scaled:
                # "13.8 ± 0.1 billion years"
                one.value, one.ulp, one.scale, one.scaled = (
                    one.value * other.scale,
                    one.ulp * other.scale,
                    other.scale,
                    True,
                )
            one.why.append(Step("plus-minus", tokens.surface(one.first, one.last)))
            _power_of_both(tokens, one, words)
        return one
    if one.form == "fraction" and nxt in words.join and _after_between(tokens, one.first, words):
        # "between a third and a half"
        other = read_simple(tokens, j + 1, words, money=False)
        return (_span(tokens, one, other, dash=False) if other is not None and other.form == one.form else None) or one
    if one.form in ("multiple", "fraction"):
        return one
    if nxt in words.within or (nxt in words.out and j + 1 < n and w[j + 1] in words.of):
        return _odds(tokens, one, j, words) or one
    if nxt in words.dashes and j + 3 < n and w[j + 2] in words.dashes and all(map(tokens.glued, range(j, j + 4))):
        tied = _tied(tokens, one, j + 1, words)
        if tied is not None:
            return tied
    return _range(tokens, one, words, money=money, sign=sign, to=to and (scaled_to or not one.scaled)) or one


def _power_of_both(tokens: Tokens, one: Numeral, words: Numbers) -> None:
    """Read the power of ten after "(1.2 ± 0.1) × 10^9", which holds for the value and its spread."""
    close = one.last + 1
    opened = one.first > 0 and tokens.words[one.first - 1] == "("
    if not opened or close + 2 >= len(tokens) or tokens.words[close] != ")" or one.value is None or one.spread is None:
        return
    if tokens.words[close + 1] not in words.times_signs:
        return
    last, factor, _ = _power(tokens, close, _ONE, _ONE, words)
    if last > close:
        one.value, one.spread, one.ulp = one.value * factor, one.spread * factor, one.ulp * factor
        one.first, one.last = one.first - 1, last
        one.digits = tokens.surface(one.first, last)


def plus_minus(tokens: Tokens, j: int, words: Numbers) -> int:
    """Give the token after "±", "+-", "+/-" or "plus or minus" at token j, or j where none stands there."""
    w = tokens.words
    if j < len(w) and w[j] in words.plus_minus:
        return j + 1
    if j + 3 < len(w) and w[j] in words.plus and w[j + 1] in words.either and w[j + 2] in words.minus:
        return j + 3
    k = j + 2 if j + 2 < len(w) and w[j + 1] == "/" else j + 1
    return k + 1 if k < len(w) and (w[j], w[k]) in words.plus_minus_pairs else j


def _odds(tokens: Tokens, one: Numeral, j: int, words: Numbers, *, hyphens: bool = False) -> Numeral | None:
    """Read "one in five", "9 out of 10", with hyphens "1-in-8"."""
    out = tokens.words[j] in words.out
    k = j + 2 if out or hyphens else j + 1
    if k < len(tokens) and tokens.words[k] in words.articles:
        return None
    if k < len(tokens) and tokens.words[k] in words.every:
        k += 1
    other = read_simple(tokens, k, words, money=False) if k < len(tokens) else None
    if other is None or other.value is None or one.value is None or other.scaled or one.scaled:
        return None
    whole = one.value.denominator == 1 and other.value.denominator == 1
    if not whole or not 0 < one.value < other.value:
        return None
    usual = other.value <= 10 or other.value in (12, 20, 25, 50, 100, 1000, 10000, 100000)
    usual = usual or (one.value == 1 and (other.value < _FIRST_YEAR or "," in other.digits))
    tens = one.value < _TEN <= other.value and other.value in (10, 100, 1000)
    mixed = one.form != other.form and (
        not (tens or one.value == 1) or other.value < 10 or _is_time(tokens, other.last + 1, words)
    )
    if not usual or (not out and (one.value > 10 or mixed)):
        return None
    ratio = one.value / other.value
    why = [*one.why, *other.why, Step("odds", tokens.surface(one.first, other.last))]
    ulp = Fraction(1, other.value.numerator)
    return Numeral(one.first, other.last, ratio, ulp, 1, tokens.surface(one.first, other.last), "odds", why=why)


def _tied(tokens: Tokens, one: Numeral, j: int, words: Numbers) -> Numeral | None:
    """Read two whole numbers on hyphens around the word at token j: "1-in-8", "3-for-1", "4-to-1"."""
    word = tokens.words[j]
    if word in words.within:
        return _odds(tokens, one, j, words, hyphens=True)
    other = read_simple(tokens, j + 2, words, money=False)
    if other is None or one.value is None or not other.value or one.scaled or other.scaled:
        return None
    down = word in words.to and one.value > other.value
    whole = one.value.denominator == 1 or (down and other.value == 1)
    if not (down or word in words.exchanged) or not whole or other.value.denominator != 1:
        return None
    surface = tokens.surface(one.first, other.last)
    why = [*one.why, *other.why, Step("so many for so many", surface)]
    ulp = 1 / other.value
    return Numeral(one.first, other.last, one.value / other.value, ulp, 2, surface, "proportion", why=why)


def _is_time(tokens: Tokens, j: int, words: Numbers) -> bool:
    """Tell whether a length of time is named at token j: "one in 10 minutes" is no proportion."""
    return j < len(tokens) and tokens.words[j] in words.coupled


def _range(
    tokens: Tokens, one: Numeral, words: Numbers, *, money: bool, sign: Sequence[str] = (), to: bool
) -> Numeral | None:
    """Read the second end of a range: "5-7 billion", "10 000-12 000", "two to three", "four- to fivefold"."""
    w = tokens.words
    n = len(tokens)
    j = one.last + 1
    k = j + 1
    dash = w[j] in words.dashes
    if dash and k < n and w[k] not in words.dashes and tokens.glued(j) and (w[k] in words.to or w[k] in words.either):
        # "7- or 8-inch", "16-to-24-year-olds"
        either = w[k] in words.either
        k += 2 if k + 1 < n and w[k + 1] in words.dashes and tokens.glued(k + 1) else 1
        dash = False
        if not to:
            return None
        if either:
            return _either(tokens, one, k, words, money=money)
    elif dash:
        # "5 -7" is a list or a sign; "5-7", "5 - 7" and "5 – 7" are ranges.
        if k >= n or tokens.glued(j) != tokens.glued(k):
            return None
    elif w[j] in words.to and to:
        pass
    elif w[j] in words.either and to:
        return _either(tokens, one, k, words, money=money)
    elif w[j] in words.join and _after_between(tokens, one.first, words):
        pass
    else:
        return None
    if money and k < n and tokens.raw[k] in _CURRENCY_SIGNS:
        k += 1
    elif sign and w[k : k + len(sign)] == list(sign):
        k += len(sign)
    if k >= n:
        return None
    if w[k] in words.articles:
        return None
    other = read_simple(tokens, k, words, money=money)
    if other is None or other.form not in ("digits", "words", "multiple"):
        return None
    if other.form == "multiple" and one.form != "words" and w[other.last] not in words.folds:
        return None
    return _span(tokens, one, other, dash=dash)


def _after_between(tokens: Tokens, first: int, words: Numbers) -> bool:
    """Tell whether "between" stands just before (a currency sign or an article may stand between)."""
    return any(tokens.words[i] in words.between for i in range(max(0, first - 3), first))


def _either(tokens: Tokens, one: Numeral, k: int, words: Numbers, *, money: bool) -> Numeral | None:
    """Read "seven or eight", "tens or hundreds": neighbours, or two vague words."""
    other = read_simple(tokens, k, words, money=money) if k < len(tokens) else None
    if other is None or other.value is None or one.value is None:
        return None
    if one.form == "vague" and other.form == "vague" and other.value > one.value:
        one.last = other.last
        one.digits = tokens.surface(one.first, one.last)
        return one
    if other.form == one.form and one.value < other.value <= one.value * 2 and other.form in ("digits", "words"):
        return _span(tokens, one, other, dash=False)
    return None


def _span(tokens: Tokens, one: Numeral, other: Numeral, *, dash: bool) -> Numeral | None:
    """Make one range of two numerals; the scale of the second holds for the first where that keeps the order."""
    if one.value is None or other.value is None:
        return None
    low, ulp = one.value, one.ulp
    if other.scaled and not one.scaled and low < other.value / other.scale:
        low *= other.scale
        ulp *= other.scale
    high = other.value
    mantissa = other.value / other.scale
    if other.scaled and not one.scaled and mantissa <= low < mantissa * _TEN and one.form == other.form:
        # "9-7 lakh"
        low, high, ulp = high, low * other.scale, ulp * other.scale
    if not low < high or (dash and low < 0):
        return None
    surface = tokens.surface(one.first, other.last)
    why = [*one.why, *other.why, Step("range", surface)]
    form = other.form if other.form == "multiple" else one.form
    return Numeral(
        one.first,
        other.last,
        None,
        min(ulp, other.ulp),
        max(one.significant, other.significant),
        surface,
        form,
        other.scale,
        one.scaled or other.scaled,
        low,
        high,
        why=why,
    )


def read_simple(tokens: Tokens, i: int, words: Numbers, *, money: bool) -> Numeral | None:
    """Read one number without ranges at token i, or give None."""
    n = len(tokens)
    if i >= n:
        return None
    w = tokens.words[i]
    c = w[0]
    if c.isdecimal() or (c == "." and len(w) > 1):
        return _digits(tokens, i, words, money=money)
    if w in words.vulgar:
        return _finish(
            tokens, _plain(tokens, i, i, words.vulgar[w], Fraction(1, 100), 1, "fraction"), words, money=money
        )
    if w in words.signs:
        return _signed(tokens, i, words, money=money)
    if w in words.starts:
        return _words(tokens, i, words, money=money)
    return None


def _signed(tokens: Tokens, i: int, words: Numbers, *, money: bool) -> Numeral | None:
    """Read a minus sign glued to digits, with a gap or a bracket before it."""
    if i + 1 >= len(tokens) or not tokens.glued(i + 1) or not tokens.words[i + 1][0].isdecimal():
        return None
    if tokens.glued(i) and tokens.words[i - 1] not in _BEFORE_SIGN:
        return None
    return _negative(tokens, i, _digits(tokens, i + 1, words, money=money))


def _negative(tokens: Tokens, i: int, number: Numeral | None) -> Numeral | None:
    if number is None or number.value is None:
        return None
    number.first = i
    number.value = -number.value
    number.digits = tokens.surface(i, number.last)
    number.why.append(Step("minus", tokens.raw[i]))
    return number


@dataclass(slots=True)
class _Run:
    """A number in digits while what follows it is read: the places it states, and its last token so far."""

    first: int
    last: int
    value: Fraction
    decimals: int
    ulp: Fraction
    significant: int
    form: str = "digits"


def _digits(tokens: Tokens, i: int, words: Numbers, *, money: bool) -> Numeral | None:
    run = _run(tokens, i, words)
    if run is None:
        return None
    if run.last + 1 < len(tokens):
        odds = _few_of_many(tokens, run)
        if odds is not None:
            return odds
        _lengthen(tokens, run, words)
    number = _plain(tokens, i, run.last, run.value, run.ulp, run.significant, run.form)
    return _finish(tokens, number, words, money=money)


def _run(tokens: Tokens, i: int, words: Numbers) -> _Run | None:
    """Read the digits at a token, groups after spaces among them; None where they are no number."""
    raw = tokens.raw[i]
    last = i
    if raw[0] == ".":
        decimals = len(raw) - 1
        if decimals > _LONGEST_DIGITS:
            return None
        value = Fraction(int(raw[1:]), 10**decimals)
    else:
        follows = tokens.words[i + 1] if i + 1 < len(tokens) else ""
        parsed = parse_digits(raw, decimal_comma=follows in words.scales or follows.isalpha() or follows == "%")
        if parsed is None:
            return None
        value, decimals = parsed
        if not decimals and len(raw) <= 3 and follows:
            last, joined = _spaced(tokens, i)
            if last > i:
                point = joined.find(".")
                whole = joined.replace(".", "")
                decimals = len(joined) - point - 1 if point >= 0 else 0
                value = Fraction(int(whole), 10**decimals)
    ulp, significant = precision(value, decimals)
    return _Run(i, last, value, decimals, ulp, significant)


def _lengthen(tokens: Tokens, run: _Run, words: Numbers) -> None:
    """Read what digits are followed by: a fraction, a half, an exponent, a power."""
    j = run.last + 1
    x = tokens.words[j]
    if x in words.vulgar:
        # "5½", and half of the last stated place in "6.02½"
        place = run.ulp if run.decimals else _ONE
        run.value += words.vulgar[x] * place
        run.ulp, run.last = place / 100, j
    elif not (_mixed(tokens, run) or _divided(tokens, run, words) or _of_place(tokens, run, words)):
        if x in words.join and (part := read_part(tokens, j, words)) is not None:
            # "5 and a half"
            run.value += part[0]
            run.ulp, run.last = Fraction(1, 10), part[1]
        elif x == "e" and tokens.glued(j):
            run.last, run.value, run.ulp = _exponent(tokens, j, run.value, run.ulp, words)
        elif x in words.times_signs or x in words.caret or x[0] in words.superscripts:
            run.last, run.value, run.ulp = _power(tokens, run.last, run.value, run.ulp, words)


def _mixed(tokens: Tokens, run: _Run) -> bool:
    """Read "2 1/2", and "2 1 / 2" where all marks stand apart; tell whether such a thing stands there."""
    w, j = tokens.words, run.last + 1
    if run.decimals or j + 2 >= len(w) or w[j + 1] not in _STROKES or tokens.glued(j):
        return False
    if not (_is_small(w[j]) and _is_small(w[j + 2])):
        return False
    if tokens.glued(j + 1) == tokens.glued(j + 2) and 0 < int(w[j]) < int(w[j + 2]):
        run.value += Fraction(int(w[j]), int(w[j + 2]))
        run.ulp, run.last = Fraction(1, int(w[j + 2])), j + 2
    return True


def _below(tokens: Tokens, run: _Run) -> int | None:
    """Give what stands below the stroke of "3/4", and of "3 / 4" where all marks stand apart."""
    w, j = tokens.words, run.last + 1
    if run.decimals or w[j] not in _STROKES or j + 1 >= len(w) or not _is_small(w[j + 1]):
        return None
    return int(w[j + 1]) if tokens.glued(j) == tokens.glued(j + 1) else None


def _few_of_many(tokens: Tokens, run: _Run) -> Numeral | None:
    """Read "16/580 samples"."""
    below = _below(tokens, run)
    if below is None or below <= _LARGEST_PART or not 0 < run.value < below:
        return None
    last = run.last + 1
    surface = tokens.surface(run.first, last + 1)
    why = [Step("odds", surface)]
    return Numeral(run.first, last + 1, run.value / below, Fraction(1, below), 1, surface, "odds", why=why)


def _divided(tokens: Tokens, run: _Run, words: Numbers) -> bool:
    """Read "3/4"; tell whether two numbers with a stroke between stand there."""
    below = _below(tokens, run)
    if below is None:
        return False
    w, j = tokens.words, run.last + 1
    follows = w[j + 2] if j + 2 < len(w) else ""
    proper = 0 < run.value < below or (run.value > 0 and below and follows in words.of)
    if proper and below <= _LARGEST_PART and follows != "/":
        run.value /= below
        run.ulp, run.significant, run.last, run.form = Fraction(1, below), 1, j + 1, "fraction"
    return True


def _of_place(tokens: Tokens, run: _Run, words: Numbers) -> bool:
    """Read "12-1/4", and the quarter of the last stated place in "5.81-1/4"; tell whether such a thing stands there."""
    w, j = tokens.words, run.last + 1
    if w[j] not in words.dashes or j + 3 >= len(w) or w[j + 2] != "/":
        return False
    if not (_is_small(w[j + 1]) and _is_small(w[j + 3])):
        return False
    glued = all(tokens.glued(k) for k in range(j, j + 4))
    if glued and len(tokens.raw[run.first]) < 5 and 0 < int(w[j + 1]) < int(w[j + 3]):
        run.ulp /= int(w[j + 3])
        run.value, run.last = run.value + int(w[j + 1]) * run.ulp, j + 3
    return True


def read_part(tokens: Tokens, join: int, words: Numbers) -> tuple[Fraction, int] | None:
    """Read the fraction that is added at "and": "and a half", "and three quarters"; (it, its last token)."""
    w = tokens.words
    j = join + 1
    n = len(w)
    if j < n and w[j] in words.fractions and _of_time(tokens, j + 1, words):
        return words.fractions[w[j]], j
    if j < n and w[j] in words.half and (j + 1 == n or (w[j + 1] not in words.of and w[j + 1] not in words.articles)):
        return words.half[w[j]], j
    if j + 1 >= n:
        return None
    count = 1 if w[j] in words.articles else words.small.get(w[j], 0)
    k = j + 2 if j + 2 < n and w[j + 1] in words.dashes and tokens.glued(j + 1) else j + 1
    timed = _of_time(tokens, k + 1, words)
    part = words.plural_fractions.get(w[k]) if count > 1 else None
    if count == 1 or (part is None and timed):
        part = words.fractions.get(w[k])
    if part is None or not 0 < count * part < 1 or (k + 1 < n and w[k + 1] in words.of and not timed):
        return None
    return count * part, k


def _of_time(tokens: Tokens, k: int, words: Numbers) -> bool:
    """Tell whether a length of time is named at token k, perhaps after "of": "one and a quarter (of) hours"."""
    w = tokens.words
    if k < len(w) and w[k] in words.of:
        k += 1
    return k < len(w) and w[k] in words.timed


def _is_small(word: str) -> bool:
    return len(word) <= 3 and word.isdecimal()


def _spaced(tokens: Tokens, i: int) -> tuple[int, str]:
    """Join groups of three digits after single spaces or apostrophes: "10 000", "1'500'000"; (last token, digits).

    Commas and points that stand apart are joined as well: "1 , 118", "1 . 5".
    """
    raw = tokens.raw
    joined = raw[i]
    last = i
    j = i + 1
    n = len(tokens)
    gap = ""
    while j < n:
        between = tokens.gap(j)
        k = j
        if raw[j] == "," and between == " " and j + 1 < n and tokens.gap(j + 1) == " ":
            # "1 , 118": a text whose tokens were set apart
            mark, k = " , ", j + 1
        elif raw[j] == "." and between == " " and j + 1 < n and tokens.gap(j + 1) == " ":
            if raw[j + 1].isdecimal() and len(raw[j + 1]) < 10:
                return j + 1, f"{joined}.{raw[j + 1]}"
            break
        elif len(between) == 1 and between in _SPACES:
            mark = between
        elif raw[j] in _APOSTROPHES and not between and j + 1 < n and tokens.glued(j + 1):
            mark, k = "'", j + 1
        else:
            break
        group = raw[k]
        if (gap and mark != gap) or not group[0].isdecimal() or joined == "0":
            break
        whole, _, decimals = group.partition(".")
        if len(whole) != 3 or not whole.isdecimal() or (decimals and not decimals.isdecimal()):
            break
        gap = mark
        joined += group
        last = k
        j = k + 1
        if decimals or len(joined) > _LONGEST_DIGITS:
            break
    # "12 000-strong" joins; "in group 3 144 people" cannot be told apart and joins as well.
    return last, joined


def _exponent(tokens: Tokens, j: int, value: Fraction, ulp: Fraction, words: Numbers) -> tuple[int, Fraction, Fraction]:
    """Read "e6" or "e-3" glued to the digits."""
    k = j + 1
    sign = 1
    if k < len(tokens) and tokens.glued(k) and (tokens.words[k] in words.signs or tokens.words[k] == "+"):
        sign = -1 if tokens.words[k] in words.signs else 1
        k += 1
    if k < len(tokens) and tokens.glued(k) and _is_small(tokens.words[k]) and int(tokens.words[k]) < 60:
        factor = _TEN ** (sign * int(tokens.words[k]))
        return k, value * factor, ulp * factor
    return j - 1, value, ulp


def _power(tokens: Tokens, last: int, value: Fraction, ulp: Fraction, words: Numbers) -> tuple[int, Fraction, Fraction]:
    """Read "10^6", "2^10", "10⁶", "3 x 10^6", "3 × 10⁻⁴" after the first number; (last token, value, ulp)."""
    w = tokens.words
    n = len(tokens)
    base = last
    mantissa = False
    if w[last + 1] in words.times_signs:
        base = last + 2
        mantissa = True
    if base + 1 >= n or not tokens.glued(base + 1) or not _is_small(w[base]):
        return last, value, ulp
    if w[base] != "10" and w[base + 1] not in words.caret:
        return last, value, ulp
    k = base + 1
    digits = ""
    if w[k] in words.caret:
        k += 1
        if k < n and w[k] in words.signs:
            digits = "-"
            k += 1
        if k < n and tokens.glued(k) and _is_small(w[k]):
            digits += w[k]
            k += 1
    elif (
        w[k] in words.signs
        and mantissa
        and (tokens.glued(base) or w[last + 1] in _RAISED_AT)
        and k + 1 < n
        and tokens.glued(k + 1)
        and _is_small(w[k + 1])
    ):
        # "5.5x10-3": the raised figures lost their height
        digits = f"-{w[k + 1]}"
        k += 2
    else:
        while k < n and tokens.glued(k) and w[k][0] in words.superscripts and len(digits) < 3:
            digits += "".join(words.superscripts.get(sign, "?") for sign in w[k])
            k += 1
    if not digits.lstrip("-").isdecimal() or abs(int(digits)) > 60 or not int(w[base]):
        return last, value, ulp
    factor = Fraction(int(w[base])) ** int(digits)
    if mantissa:
        return k - 1, value * factor, ulp * factor
    return k - 1, factor, factor


def _words(tokens: Tokens, i: int, words: Numbers, *, money: bool) -> Numeral | None:
    """Read number words at token i."""
    w = tokens.words
    n = len(tokens)
    first = w[i]
    if first in words.minus:
        # "minus 130", "minus-130"
        tied = i + 2 < n and w[i + 1] in words.signs and tokens.glued(i + 1) and tokens.glued(i + 2)
        k = i + 2 if tied else i + 1
        if k < n and w[k] not in words.minus and w[k] not in words.signs:
            inner = read_simple(tokens, k, words, money=money)
            return None if inner is None or inner.form not in ("digits", "words") else _negative(tokens, i, inner)
        return None
    if first in words.folds:
        value = Fraction(words.folds[first])
        return _multiple(tokens, i, i, value, *precision(value, 0))
    if first in words.multiples:
        value = words.multiples[first]
        return _multiple(tokens, i, i, value, _ONE if value >= 1 else Fraction(1, 10), 1)
    if first in words.articles:
        return _article(tokens, i, words, money=money)
    if first in words.scales and i > 1 and w[i - 1] in words.emphatic and w[i - 2] in words.articles:
        # "a cool million"
        return _cardinal(tokens, i - 1, words, money=money, article=True)
    if first in words.half:
        return _half(tokens, i, i, words, money=money)
    if first in words.vague_counts or first in words.couples:
        return _vague_count(tokens, i, i, words, money=money)
    if first in words.vague:
        if i + 1 < n and w[i + 1] in words.of:
            scale = words.vague.get(w[i + 2]) if i + 2 < n else None
            if scale is not None and scale > words.vague[first]:
                # "tens of thousands", "hundreds of millions"
                value = (Fraction(10) if words.vague[first] == 24 else words.vague[first]) * scale
                return _vague(tokens, i, i + 2, value)
            return _vague(tokens, i, i, words.vague[first])
        if i + 1 < n and w[i + 1] in words.either:
            return _vague(tokens, i, i, words.vague[first])
        return None
    if first in words.fractions:
        # "quarter million"
        part = _fraction(tokens, i, i, words.fractions[first], words, money=money)
        return part if part is not None and part.scaled else None
    if first in words.dozens and first not in words.small:
        return None
    return _cardinal(tokens, i, words, money=money)


def _vague(tokens: Tokens, first: int, last: int, value: Fraction) -> Numeral:
    surface = tokens.surface(first, last)
    return Numeral(first, last, value, value, 1, surface, "vague", scaled=True, why=[Step("vague number", surface)])


def _multiple(tokens: Tokens, first: int, last: int, value: Fraction, ulp: Fraction, significant: int) -> Numeral:
    surface = tokens.surface(first, last)
    return Numeral(first, last, value, ulp, significant, surface, "multiple", why=[Step("multiple word", surface)])


def _article(tokens: Tokens, i: int, words: Numbers, *, money: bool) -> Numeral | None:
    """Read what an article can start: "a million", "a dozen", "a third", "a half", "a quarter of a million"."""
    w = tokens.words
    j = i + 1
    if j >= len(tokens):
        return None
    x = w[j]
    if x in words.hundred or x in words.scales:
        return _cardinal(tokens, i, words, money=money, article=True)
    if x in words.dozens:
        if j + 1 < len(tokens) and w[j + 1] in words.of and words.dozens[x] != 12:
            return _finish_words(tokens, i, j, Fraction(words.dozens[x]), words, money=money)
        return (
            _finish_words(tokens, i, j, Fraction(words.dozens[x]), words, money=money)
            if words.dozens[x] == 12
            else None
        )
    if x in words.half:
        return _half(tokens, i, j, words, money=money)
    if x in words.fractions:
        return _fraction(tokens, i, j, words.fractions[x], words, money=money)
    if x in words.couples or x in words.vague_counts:
        return _vague_count(tokens, i, j, words, money=money)
    return None


def _vague_count(tokens: Tokens, first: int, i: int, words: Numbers, *, money: bool) -> Numeral | None:
    """Read "a couple of hundred", "several thousand", "a few million": at least twice the scale; "a couple of days"."""
    del money
    w = tokens.words
    n = len(tokens)
    j = i + 1
    if j < n and w[j] in words.of:
        j += 1
    if j >= n:
        return None
    couple = w[i] in words.couples
    scale = Fraction(100) if w[j] in words.hundred else words.scales.get(w[j], words.plural_scales.get(w[j]))
    if scale is None and w[j] in words.dozens and words.dozens[w[j]] == 12:
        scale = Fraction(12)
    if scale is None and couple and j > i + 1 and w[j] in words.coupled:
        surface = tokens.surface(first, i)
        return Numeral(first, j - 1, Fraction(2), Fraction(1), 2, surface, "words", why=[Step("a couple", surface)])
    if scale is None:
        return None
    if scale == 100 and j + 1 < n and w[j + 1] in words.scales:
        j += 1
        scale *= words.scales[w[j]]
    value = 2 * scale
    surface = tokens.surface(first, j)
    form = "words" if couple else "vague"
    return Numeral(first, j, value, scale, 1, surface, form, scaled=True, why=[Step("vague number", surface)])


def _half(tokens: Tokens, first: int, i: int, words: Numbers, *, money: bool) -> Numeral | None:
    """Read "half a billion", "half-million", "half a dozen"; "half" alone is a fraction."""
    w = tokens.words
    n = len(tokens)
    value = words.half[w[i]]
    j = i + 1
    while j < n and (w[j] in words.articles or (w[j] in words.dashes and tokens.glued(j))):
        j += 1
        if j > i + 2:
            break
    if j < n and j > i:
        x = w[j]
        scale = Fraction(100) if x in words.hundred else words.scales.get(x)
        if x in words.dozens and words.dozens[x] == 12:
            scale = Fraction(12)
        if scale is not None:
            surface = tokens.surface(first, j)
            why = [Step("half of a scale", surface)]
            ulp = scale / 10 if scale != 12 else _ONE
            return Numeral(first, j, value * scale, ulp, 1, surface, "words", scale, scaled=True, why=why)
    return _fraction(tokens, first, i, value, words, money=money)


def _fraction(tokens: Tokens, first: int, last: int, value: Fraction, words: Numbers, *, money: bool) -> Numeral | None:
    """Give a fraction, times the scale in "a quarter of a million"."""
    del money
    w = tokens.words
    n = len(tokens)
    j = last + 1
    of = j + 1 < n and w[j] in words.of and w[j + 1] in words.articles
    if of or (j < n and (w[j] in words.scales or (w[j] in words.dashes and tokens.glued(j)))):
        j += 2 if of else 1 if w[j] in words.dashes else 0
        scale = words.scales.get(w[j]) if j < n else None
        if scale is not None:
            surface = tokens.surface(first, j)
            ulp = scale / (100 if (value * 10).denominator > 1 else 10)
            why = [Step("fraction of a scale", surface)]
            return Numeral(first, j, value * scale, ulp, 1, surface, "words", scale, scaled=True, why=why)
    surface = tokens.surface(first, last)
    ulp = Fraction(1, 10) if value.denominator <= 10 else value
    return Numeral(first, last, value, ulp, 1, surface, "fraction", why=[Step("fraction", surface)])


def _cardinal(tokens: Tokens, i: int, words: Numbers, *, money: bool, article: bool = False) -> Numeral | None:
    """Read a cardinal in words: "two and a half million", "one hundred and five", "twenty-five", "a hundred"."""
    said = _Said(tokens, i, words, article=article)
    said.read()
    last = said.last
    if last < i:
        return None
    plain = said.total + (said.current or 0)
    spoken = _spoken_decimals(tokens, said, words)
    if spoken:
        value = plain + Fraction(int(spoken), 10 ** len(spoken))
        ulp, significant = precision(value, len(spoken))
        number = _plain(tokens, i, last + 1 + len(spoken), value, ulp, significant, "words")
        return _finish(tokens, number, words, money=money)
    if said.fraction:
        number = _plain(tokens, i, last, plain + said.fraction, Fraction(1, 10), 2, "words")
        return _finish(tokens, number, words, money=money)
    value = Fraction(plain)
    w = tokens.words
    n = len(tokens)
    # "two thirds", "three-quarters", "one half"
    j = last + 1
    k = j + 1 if j + 1 < n and w[j] in words.dashes and tokens.glued(j) == tokens.glued(j + 1) else j
    if k < n and not said.scaled and 0 < plain < 100:
        named = words.plural_fractions.get(w[k]) if plain > 1 else words.fractions.get(w[k])
        if named is not None and plain * named < 1:
            return _fraction(tokens, i, k, plain * named, words, money=money)
    if k < n and w[k] in words.fold and plain and (k == j or tokens.glued(j)):
        return _multiple(tokens, i, k, value, *precision(value, 0))
    if not said.scaled:
        return _finish_words(tokens, i, last, value, words, money=money)
    surface = tokens.surface(i, last)
    ulp, significant = precision(value, 0)
    why = [Step("number words", surface)]
    return Numeral(i, last, value, ulp, significant, surface, "words", said.scale, scaled=True, why=why)


def _spoken_decimals(tokens: Tokens, said: _Said, words: Numbers) -> str:
    """Give the decimals of "three point one four" as digits, "" where there are none."""
    w = tokens.words
    j = said.last + 1
    if j >= len(w) or w[j] not in words.point or said.current is None or said.scaled:
        return ""
    digits = ""
    for word in w[j + 1 : j + 1 + _MOST_DECIMALS]:
        if words.small.get(word, 10) >= 10:
            break
        digits += str(words.small[word])
    return digits


class _Said:
    """What the words of a cardinal come to, read token by token up to the first that does not go on with it.

    `total` are the parts that a scale has closed ("two million"), `current` the one that is open, `fraction` what "and
    a half" adds to it, `scale` the last scale, `last` the last token that belongs to the number.
    """

    def __init__(self, tokens: Tokens, first: int, words: Numbers, *, article: bool) -> None:
        """Begin at a token; an `article` there is a one ("a hundred")."""
        self._tokens, self._w, self._words = tokens, tokens.words, words
        self._first = first
        self._at = first + 1 if article else first
        self._below = _BEYOND
        self.total = 0
        self.current: int | None = 1 if article else None
        self.fraction = _ZERO
        self.scale = _ONE
        self.scaled = False
        self.last = first - 1

    def read(self) -> None:
        """Read as far as the number goes."""
        while self._at < len(self._w) and self._goes_on(self._w[self._at]):
            pass

    def _goes_on(self, x: str) -> bool:
        """Read the token at hand, or tell that the number ended before it."""
        words, current = self._words, self.current
        if x in words.small:
            return self._small(words.small[x])
        if x in words.tens:
            return self._ten(words.tens[x])
        if x in words.hundred:
            return (current is None or 0 < current < 100) and self._take((current or 1) * 100)
        if x in words.dozens and current is not None and words.dozens[x] == 12 and current < 100:
            return self._take(current * 12)
        if x in words.scales and current is not None:
            return self._scale(current, words.scales[x])
        if x in words.join and self.last >= self._first and self._follows() and (current is not None or self.scaled):
            return self._joined(self._follows())
        if x == "," and self.scaled and current is None:
            return _goes_on(self._tokens, self._at + 1, words) and self._pass()
        return x in words.dashes and current is not None and self._hyphen(current, self._follows())

    def _follows(self) -> str:
        return self._w[self._at + 1] if self._at + 1 < len(self._w) else ""

    def _pass(self, tokens: int = 1) -> bool:
        """Go on behind a token that only joins."""
        self._at += tokens
        return True

    def _take(self, value: int | None) -> bool:
        """Make the token at hand a part of the number; `value` is the open part with it."""
        self.current = value
        self.last = self._at
        return self._pass()

    def _small(self, v: int) -> bool:
        current = self.current
        if current is None:
            return self._take(v)
        fits = (current % 100 == 0 and current >= 100) or (current % 100 >= 20 and current % 10 == 0 and 0 < v < 10)
        return fits and self._take(current + v)

    def _ten(self, v: int) -> bool:
        current = self.current
        if current is None:
            return self._take(v)
        return current % 100 == 0 and current >= 100 and self._take(current + v)

    def _scale(self, current: int, scale: Fraction) -> bool:
        part = (current + self.fraction) * scale
        if scale >= self._below or part.denominator != 1:
            return False
        self.total += part.numerator
        self.fraction = _ZERO
        self._below = self.scale = scale
        self.scaled = True
        return self._take(None)

    def _joined(self, follows: str) -> bool:
        """Go on behind "and": with a fraction, or with what is below a hundred or a thousand."""
        words, current = self._words, self.current
        added = read_part(self._tokens, self._at, words) if current is not None else None
        if added is not None:
            self.fraction, self.last = added
            self._at = self.last + 1
            return True
        if follows not in words.small and follows not in words.tens:
            return False
        if current is not None:
            limit = 100 if current % 100 == 0 and current >= 100 else 0
        else:
            limit = 1000 if self._below == 1000 else 0
        return bool(limit) and not _own_number(self._tokens, self._first, self._at, words, limit=limit) and self._pass()

    def _hyphen(self, current: int, follows: str) -> bool:
        """Go on behind a hyphen: "twenty-five", "ten-million", "four-and-a-half"."""
        words, w, j = self._words, self._w, self._at
        if not follows or self._tokens.glued(j + 1) != self._tokens.glued(j):
            return False
        if follows in words.small and current % 100 >= 20 and current % 10 == 0 and words.small[follows] < 10:
            return self._pass()
        if self._tokens.glued(j) and (follows in words.scales or follows in words.hundred):
            return self._pass()
        half = j + 5
        if follows in words.join and half < len(w) and w[j + 3] in words.articles and w[half] in words.fractions:
            self.fraction = words.fractions[w[half]]
            self.last = half
            self._at = half + 1
            return True
        return False


def _own_number(tokens: Tokens, first: int, join: int, words: Numbers, *, limit: int) -> bool:
    """Tell whether a number of its own stands after "and", and no part below `limit` of the number before it.

    "One hundred and two hundred" and "one thousand and two thousand" are two numbers each, "one hundred and two
    thousand" is one, save after "between", where the numbers that "and" parts rise ("between five hundred and one
    thousand"), unless a later "and" parts them ("between one hundred and two thousand and one million").
    """
    w = tokens.words
    n = len(w)
    k = join + 1
    while k < n and (w[k] in words.small or w[k] in words.tens or w[k] in words.dashes):
        k += 1
    if limit == 100 and k < n and w[k] in words.hundred:
        return True
    if k < n and w[k] in words.hundred:
        k += 1
    if k == n or w[k] not in words.scales:
        return False
    if limit > 100:
        return True
    if not _after_between(tokens, first, words):
        return False
    phrase = takewhile(lambda m: w[m][0].isalnum() and w[m] not in words.between, range(k + 1, n - 1))
    return not any(w[m] in words.join and w[m + 1] in words.counting for m in phrase)


def _goes_on(tokens: Tokens, i: int, words: Numbers) -> bool:
    """Tell whether number words after a comma go on with the number: "three million, two hundred and forty"."""
    w = tokens.words
    if i + 1 >= len(w) or not (w[i] in words.small or w[i] in words.tens):
        return False
    k = i + 3 if w[i + 1] in words.dashes and i + 3 < len(w) else i + 1
    return w[k] in words.hundred or w[k] in words.scales


def _finish_words(tokens: Tokens, i: int, last: int, value: Fraction, words: Numbers, *, money: bool) -> Numeral:
    ulp, significant = precision(value, 0)
    if value == 12 and tokens.words[last] in words.dozens:
        significant = 1
    return _finish(tokens, _plain(tokens, i, last, value, ulp, significant, "words"), words, money=money)


def _plain(
    tokens: Tokens, first: int, last: int, value: Fraction, ulp: Fraction, significant: int, form: str
) -> Numeral:
    """Give a number before its scale is read."""
    surface = tokens.surface(first, last)
    why = [Step("digits" if form == "digits" else "number words", surface)]
    return Numeral(first, last, value, ulp, significant, surface, form, why=why)


def _finish(tokens: Tokens, number: Numeral, words: Numbers, *, money: bool) -> Numeral:
    """Read the scale after a number, and what is added below it ("1 million 84 thousand")."""
    w = tokens.words
    n = len(tokens)
    scale = _ONE
    last = number.last
    while last + 1 < n:
        found = _scale_at(tokens, last + 1, words, money=money)
        if found is None or (number.scaled and found[0] < 1000):
            break
        scale *= found[0]
        number.scaled = True
        number.why.append(Step("scale", tokens.surface(last + 1, found[1])))
        last = found[1]
        if number.form == "fraction":
            number.form = "words"
    if not number.scaled or number.value is None:
        return number
    value = number.value * scale
    number.ulp *= scale
    if scale >= 1_000_000 and last + 2 < n and w[last + 1][0].isdecimal():
        parsed = parse_digits(tokens.raw[last + 1])
        lower = words.scales.get(w[last + 2])
        if parsed is not None and lower is not None and lower < scale and parsed[0] * lower < scale:
            value += parsed[0] * lower
            number.ulp = precision(*parsed)[0] * lower
            number.significant = 2
            number.why.append(Step("lower scale added", tokens.surface(last + 1, last + 2)))
            last += 2
    number.value, number.scale, number.last = value, scale, last
    number.digits = tokens.surface(number.first, last)
    return number


def read_scale(tokens: Tokens, j: int, words: Numbers) -> tuple[Fraction, int] | None:
    """Read the scale of a sum of money at token j ("million", "bn", "m"): its factor and its last token."""
    return _scale_at(tokens, j, words, money=True) if j < len(tokens) else None


def _scale_at(tokens: Tokens, j: int, words: Numbers, *, money: bool) -> tuple[Fraction, int] | None:
    """Read a scale word or letter at token j: its factor and its last token."""
    w = tokens.words
    n = len(tokens)
    x = w[j]
    if x in words.scales:
        return words.scales[x], j
    if x in words.plural_scales and j + 1 < n and w[j + 1] in words.of:
        return words.plural_scales[x], j
    if x in words.hundred:
        return Fraction(100), j
    glued = tokens.glued(j)
    raw = tokens.raw[j]
    if x in words.dashes and j + 1 < n and tokens.glued(j + 1) == glued and w[j + 1] in words.scales:
        return words.scales[w[j + 1]], j + 1
    if len(raw) > 2:
        return None
    if money and raw in words.money_letters and (glued or raw not in ("t", "T", "L")):
        return words.money_letters[raw], j
    if not glued:
        return None
    if raw in words.glued_letters:
        return None if raw in words.kelvins and not words.degrees.isdisjoint(w) else (words.glued_letters[raw], j)
    if raw in words.noun_letters and j + 1 < n:
        follows = w[j + 1]
        k = j + 2 if follows in words.dashes and tokens.glued(j + 1) else j + 1
        if raw == "m" and k > j + 1:
            return None
        if follows in words.of and j + 2 < n and w[j + 2] in words.of_whose:
            return words.noun_letters[raw], j
        if _noun_at(tokens, k, words):
            return words.noun_letters[raw], j
    if raw in words.noun_letters and any(_scaled_so(tokens, i, raw, words) for i in range(1, j)):
        # "sold 3.4m copies, and 41m in all"
        return words.noun_letters[raw], j
    return None


def _noun_at(tokens: Tokens, k: int, words: Numbers) -> bool:
    """Tell whether a noun at token k makes a letter before it a scale: "5m users"."""
    w = tokens.words
    return k < len(w) and w[k].isalpha() and len(w[k]) > 2 and w[k] not in words.not_noun


def _scaled_so(tokens: Tokens, i: int, letter: str, words: Numbers) -> bool:
    """Tell whether token i is the same letter as the scale of a number before things that are counted."""
    scales = tokens.raw[i] == letter and tokens.glued(i) and tokens.words[i - 1][0].isdecimal()
    return scales and _noun_at(tokens, i + 1, words)
