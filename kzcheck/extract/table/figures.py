"""Read one cell: a figure with its sign, brackets and marks; a piece of a split cell; nothing; or text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from fractions import Fraction

from kzcheck.documents import number_format
from kzcheck.extract.number.numerals import Numbers, precision, read_simple
from kzcheck.extract.quantity.units import UnitReading, read_prefix, read_unit
from kzcheck.extract.table.words import TableWords
from kzcheck.lang import Tokens, tokenize
from kzcheck.model import Cell

_PLAIN = re.compile(r"(\()?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?(\))?")
_DIGITS = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_YEAR = re.compile(r"(?:1[89]|20|21)[0-9]{2}")
_NOTES = frozenset("*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰⁽⁾ªᵃᵇᶜ#")
_NOTE = re.compile(r"[(\[](?:[0-9]{1,2}|[a-zA-Z])[)\]]")
_NOTES_AT_END = re.compile(r"(?:\s*(?:[(\[⁽](?:[0-9⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}|[a-z])[)\]⁾]|[*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰]))+$")
_LETTER = re.compile(r"\s*[(\[]([a-z])[)\]]")
_MINUS = frozenset("-−–‒﹣－")
_LONGEST = 60
PERCENT = "percent"


class Sort(Enum):
    """What a cell holds."""

    EMPTY = auto()
    NONE = auto()
    FIGURE = auto()
    PART = auto()
    TEXT = auto()


@dataclass(slots=True, kw_only=True)
class Figure:
    """A number of a cell: the quote text[start:end], its value as shown, and what the cell itself says of its unit.

    `open` tells that its bracket is closed in another cell, `bracketed` that it stands in brackets, `scaled` that it
    has a scale of its own ("5.4 million"), `year` that it could be a year. `pair` is the figure in brackets behind it.
    `shown_in` is the scale in which a spreadsheet shows what it stores (1000 for "#,##0,"), where no head says it.
    """

    start: int
    end: int
    value: Fraction
    ulp: Fraction
    significant: int
    digits: str
    unit: UnitReading | None = None
    unit_text: str = ""
    currency: bool = False
    open: bool = False
    bracketed: bool = False
    scaled: bool = False
    year: bool = False
    signed: bool = False
    pair: Figure | None = None
    hedge: str = "exact"
    hedge_text: str = ""
    shown_in: Fraction = Fraction(1)


@dataclass(slots=True)
class Entry:
    """One cell that holds something: what it is, over which columns it reaches, its text without marks of notes."""

    cell: Cell
    sort: Sort
    first: int
    last: int
    text: str
    figure: Figure | None = None


def read_cell(text: str, cell: Cell, numbers: Numbers, words: TableWords) -> Entry:
    """Read what a cell holds; of a stored number all digits, to the place to which they are shown."""
    entry = _read_cell(text, cell, numbers, words)
    if cell.stored is None:
        return entry
    if entry.figure is not None and entry.figure.pair is None:
        _take_stored(entry.figure, cell.stored, cell.format)
    return entry


def _take_stored(figure: Figure, stored: Fraction, code: str) -> None:
    """Put the stored number, in the scale in which it is shown, for the figure that was read from the cell."""
    shown = number_format.show(Decimal(stored.numerator) / Decimal(stored.denominator), code)
    if shown.number is None:
        return
    m = _DIGITS.search(figure.digits)
    digits = Fraction(m[0].replace(",", "")) if m is not None else Fraction(0)
    # A word beside the digits scales them ("533.4 million").
    word = abs(figure.value) / digits if digits else Fraction(1)
    whole = Fraction(shown.number) * word
    places = Fraction(1, 10 ** len(m[0].partition(".")[2] if m is not None else "")) * word
    if abs(whole - figure.value) <= places / 2:
        figure.value, figure.ulp = whole, places
        figure.shown_in = Fraction(shown.scale) if word == 1 else Fraction(1)


def _read_cell(text: str, cell: Cell, numbers: Numbers, words: TableWords) -> Entry:
    said = text[cell.start : cell.end]
    entry = Entry(cell, Sort.TEXT, cell.column, cell.column + cell.column_span - 1, said)
    if not said:
        entry.sort = Sort.EMPTY
        return entry
    plain = _PLAIN.fullmatch(said)
    if plain is not None:
        entry.figure = _plain(plain, cell.start)
        entry.sort = Sort.FIGURE
        return entry
    if said.lower() in words.empty:
        entry.sort = Sort.NONE
        return entry
    if len(said) <= _LONGEST:
        tokens = tokenize(text, cell.start, cell.end, language=words.language)
        if any(w[0].isdecimal() or (w[0] == "." and len(w) > 1) for w in tokens.words):
            figure = _figure(tokens, numbers, words)
            if figure is not None:
                entry.figure, entry.sort = figure, Sort.FIGURE
                return entry
        elif _is_part(tokens):
            entry.sort = Sort.NONE if any(w in words.empty for w in tokens.words) else Sort.PART
            return entry
    entry.text = _NOTES_AT_END.sub(lambda mark: _noted(mark, words.language), said) or said
    return entry


def _noted(found: re.Match[str], language: str) -> str:
    """Drop marks of notes at the end of a label, save a letter that is a unit: "Depth (m)"."""
    letter = _LETTER.fullmatch(found[0])
    if letter is None or read_unit(tokenize(letter[1], language=language), 0) is None:
        return ""
    return found[0]


def is_year(said: str) -> bool:
    """Tell whether digits can be a year."""
    return _YEAR.fullmatch(said) is not None


def _plain(m: re.Match[str], start: int) -> Figure:
    """Take digits as they mostly stand in tables, "(1,234.5)" at the most, without cutting them into tokens."""
    decimals = len(m[3]) - 1 if m[3] else 0
    value = Fraction(int(m[2].replace(",", "") + (m[3] or ".")[1:]), 10**decimals)
    ulp, significant = precision(value, decimals)
    negative = m[1] is not None
    return Figure(
        start=start,
        end=start + len(m[0]),
        value=-value if negative else value,
        ulp=ulp,
        significant=significant,
        digits=m[2] + (m[3] or ""),
        open=negative and m[4] is None,
        bracketed=negative,
        year=not decimals and not negative and is_year(m[2]),
    )


def _is_part(tokens: Tokens) -> bool:
    """Tell whether a cell without digits only goes with its neighbour: "$", "%", ")%", "x"."""
    n = len(tokens)
    i = 0
    while i < n:
        word = tokens.words[i]
        if word in ("(", ")", "[", "]") or word in _NOTES or word in ("—", "–", "-"):
            i += 1
            continue
        unit = _sign_at(tokens, i)
        if unit is None:
            return False
        i = unit.last + 1
    return True


def _sign_at(tokens: Tokens, i: int) -> UnitReading | None:
    """Read the sign of a currency, or of a unit that is no word, at token i."""
    unit = read_unit(tokens, i)
    if unit is not None and (not tokens.words[i].isalpha() or unit.unit in (PERCENT, "pp", "bp", "x")):
        return unit
    for last in range(min(i + 3, len(tokens)), i, -1):
        before = read_prefix(tokens, last)
        if before is not None and before.first == i and before.last == last - 1:
            return before if any(not w.isalpha() for w in tokens.words[i:last]) else None
    return None


def unit_of(tokens: Tokens) -> UnitReading | None:
    """Give the unit that a piece of a split cell adds to its neighbour."""
    return next((u for i in range(len(tokens)) if (u := _sign_at(tokens, i)) is not None), None)


def _figure(tokens: Tokens, numbers: Numbers, lists: TableWords) -> Figure | None:
    """Read a cell of one figure, or of one with another in brackets; None where it says more than that."""
    words = tokens.words
    n = len(words)
    d = next(i for i, w in enumerate(words) if w[0].isdecimal() or (w[0] == "." and len(w) > 1))
    prefix = read_prefix(tokens, d)
    lead = [i for i in range(d) if prefix is None or not prefix.first <= i <= prefix.last]
    if prefix is None and d > 1 and words[d - 1] in "([" + "".join(_MINUS):
        prefix = read_prefix(tokens, d - 1)
        lead = [i for i in range(d) if prefix is None or not prefix.first <= i <= prefix.last]
    opened = minus = False
    hedge = ""
    for i in lead:
        if words[i] in lists.hedge_signs and not hedge:
            hedge = words[i]
        elif words[i] in ("(", "["):
            opened = True
        elif words[i] in _MINUS:
            minus = True
        elif words[i] != "+" and words[i] not in _NOTES:
            return None
    numeral = read_simple(tokens, d, numbers, money=prefix is not None)
    if numeral is None or numeral.value is None or numeral.form != "digits":
        return None
    value = -numeral.value if opened or minus else numeral.value
    figure = Figure(
        start=tokens.start[min([*lead, d, *([] if prefix is None else [prefix.first])])],
        end=tokens.end[numeral.last],
        value=value,
        ulp=numeral.ulp,
        significant=numeral.significant,
        digits=tokens.surface(d, numeral.last),
        unit=prefix,
        unit_text="" if prefix is None else tokens.surface(prefix.first, prefix.last),
        currency=prefix is not None,
        open=opened,
        bracketed=opened,
        scaled=numeral.scaled,
        year=not lead and prefix is None and not numeral.scaled and is_year(tokens.surface(d, numeral.last)),
        signed=minus or "+" in words[:d],
        hedge=lists.hedge_signs.get(hedge, "exact"),
        hedge_text=hedge,
    )
    return figure if _after(tokens, numeral.last + 1, n, figure, numbers, lists) else None


def _is_remark(inner: Tokens, lists: TableWords) -> bool:
    """Tell whether a bracket behind a figure only remarks on it, and names no unit or scale: "(more in summer)"."""
    words = inner.words
    named = any(w in lists.scales for w in words) or (words and read_unit(inner, 0) is not None)
    return bool(words) and words[0].isalpha() and not named


def _after(tokens: Tokens, i: int, n: int, figure: Figure, numbers: Numbers, lists: TableWords) -> bool:
    """Take what stands behind the digits: brackets, a unit, marks of notes, another figure in brackets."""
    words = tokens.words
    while i < n:
        word = words[i]
        if word in (")", "]") and figure.open:
            figure.open = False
            figure.end = tokens.end[i]
        elif word in lists.hedge_ends and tokens.glued(i) and not figure.hedge_text:
            figure.hedge, figure.hedge_text, figure.end = lists.hedge_ends[word], word, tokens.end[i]
        elif word in _NOTES:
            figure.year = False if word == "#" else figure.year
        elif figure.pair is None and word in ("(", "["):
            close = next((k for k in range(i, n) if words[k] in (")", "]")), -1)
            if close < 0:
                return False
            inner = tokenize(tokens.text, tokens.end[i], tokens.start[close], language=tokens.language)
            if _NOTE.fullmatch(tokens.surface(i, close)) is None:
                if not any(w[0].isdecimal() for w in inner.words):
                    return close == n - 1 and _is_remark(inner, lists)
                figure.pair = _figure(inner, numbers, lists)
                if figure.pair is None and not any(w.isalpha() for w in inner.words):
                    return False
            elif inner.words[0].isdecimal():
                figure.pair = _figure(inner, numbers, lists)
                if figure.pair is not None:
                    figure.pair.signed = True  # a note as well as a figure: the head decides
            i = close
        else:
            unit = read_unit(tokens, i) if figure.pair is None and (figure.unit is None or figure.currency) else None
            if unit is None or (figure.unit is not None and unit.unit != figure.unit.unit):
                return False
            if word.isalpha() and len(word) == 1 and tokens.glued(i):
                return False
            figure.unit, figure.unit_text = unit, tokens.surface(unit.first, unit.last)
            figure.end = tokens.end[unit.last]
            figure.year = False
            i = unit.last
        i += 1
    return True
