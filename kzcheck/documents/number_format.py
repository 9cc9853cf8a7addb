"""Spreadsheet number formats: what a reader of the sheet sees of a stored number.

The codes are those of ECMA-376 part 1, 18.8.31 (numFmts), which OpenDocument writers, Excel and LibreOffice share:
up to four sections (positive; negative; zero; text), conditions, colours, currencies, literals, trailing commas as
scales, percent, fractions, exponents, dates. Rounding is half away from zero on the number's 15 decimal digits, as
Excel does it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import isfinite
from typing import NamedTuple

GENERAL = "General"

BUILT_IN: dict[int, str] = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0_);\\("$"#,##0\\)',
    6: '"$"#,##0_);[Red]\\("$"#,##0\\)',
    7: '"$"#,##0.00_);\\("$"#,##0.00\\)',
    8: '"$"#,##0.00_);[Red]\\("$"#,##0.00\\)',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)',
    42: '_("$"* #,##0_);_("$"* \\(#,##0\\);_("$"* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)',
    44: '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}
"""The formats that files name by number only (ECMA-376 part 1, 18.8.30)."""

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TOKEN = re.compile(
    r"""
      "(?P<quoted>[^"]*)"?                                  # "text"
    | \\(?P<escaped>.)                                      # \x
    | _(?P<space>.)                                         # as wide as x
    | \*(?P<fill>.)                                         # x again and again
    | \[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]               # [$€-407]
    | \[(?P<condition>[<>=]{1,2})(?P<limit>-?[\d.]+)\]      # [>=1000]
    | \[(?P<elapsed>h+|m+|s+)\]                             # [h]
    | \[[^\]]*\]                                            # [Red], [DBNum1]
    | (?P<general>General)
    | (?P<halves>AM/PM|A/P)
    | (?P<date>y+|m+|d+|h+|s+(?:\.0+)?)
    | (?P<exponent>E[+-])
    | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_PLACES = frozenset("0#?")
_LONGEST_CODE = 1_000
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001  spreadsheets know no zones
_FIRST_DAY_1904 = datetime(1904, 1, 1)  # noqa: DTZ001  the same
_LAST_DAY = 2_958_465  # 9999-12-31
_PLAIN_UP_TO = Decimal(10) ** 15


class Shown(NamedTuple):
    """What a cell shows: the text, and the number behind its numeral at full precision.

    `number` has the scale that the numeral is shown in: 12.5 for 12.5 %, 1234.567 for 1234567 shown as "1,235" by a
    format of thousands, whose `scale` is then 1000. None where no number is shown, or a date.
    """

    text: str
    number: Decimal | None = None
    scale: int = 1


class _Piece(NamedTuple):
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Section:
    """One section of a format, ready to be used."""

    pieces: tuple[_Piece, ...]
    condition: str = ""
    limit: Decimal = Decimal(0)
    is_date: bool = False
    is_text: bool = False
    percent: int = 0
    scale: int = 0
    grouped: bool = False
    decimals: int = 0
    fraction: bool = False

    def holds(self, value: Decimal) -> bool:
        """Tell whether the section's condition is met."""
        match self.condition:
            case "<":
                return value < self.limit
            case "<=":
                return value <= self.limit
            case ">":
                return value > self.limit
            case ">=":
                return value >= self.limit
            case "<>":
                return value != self.limit
            case _:
                return value == self.limit


def decimal(text: str) -> Decimal:
    """Give a stored number at the 15 digits that spreadsheets know of it: "0.28499999999999998" is 0.285.

    Raises ValueError where it is no finite number.
    """
    number = float(text)
    if not isfinite(number):
        raise ValueError(f"{text!r} is no number")
    return Decimal(f"{number:.15g}")


def show(value: Decimal, code: str, *, from_1904: bool = False) -> Shown:
    """Show a number by a format code; a code that cannot be read shows it plainly.

    Dates whose parts are all numerals are written year first, since their order in the format is no secret.
    """
    sections = _sections(code)
    if not sections:
        return Shown(_general(value), value)
    section, signed = _choose(sections, value)
    if section is None:
        return Shown("")
    if section.is_date:
        return Shown(_date(section, value, from_1904=from_1904))
    return _number(section, value, signed=signed)


def show_text(text: str, code: str) -> str:
    """Show a text by a format code: the fourth section, or a lone section of text, may stand words beside it."""
    sections = _sections(code)
    if len(sections) > 3:
        section = sections[3]
    elif sections and sections[-1].is_text:
        section = sections[-1]
    else:
        return text
    return "".join(text if p.kind == "text" else p.text for p in section.pieces if p.kind in {"text", "literal"})


def is_date(code: str) -> bool:
    """Tell whether a format shows dates or times of day."""
    sections = _sections(code)
    return bool(sections) and sections[0].is_date


@lru_cache(maxsize=4096)
def _sections(code: str) -> tuple[_Section, ...]:
    if not code or code.lower() == GENERAL.lower() or len(code) > _LONGEST_CODE:
        return ()
    parts: list[list[_Piece]] = [[]]
    limits: list[tuple[str, Decimal]] = [("", Decimal(0))]
    for m in _TOKEN.finditer(code):
        kind = m.lastgroup or ""
        if kind == "other" and m[0] == ";":
            parts.append([])
            limits.append(("", Decimal(0)))
        elif kind == "limit":
            limits[-1] = (m["condition"], Decimal(m["limit"]))
        elif (piece := _piece(kind, m)) is not None:
            parts[-1].append(piece)
    return tuple(_section(pieces, *limit) for pieces, limit in zip(parts[:4], limits, strict=False))


def _piece(kind: str, m: re.Match[str]) -> _Piece | None:
    match kind:
        case "quoted" | "escaped" | "currency":
            return _Piece("literal", m[kind])
        case "space":
            return _Piece("literal", " ")
        case "other" if m[0] in _PLACES:
            return _Piece("place", m[0])
        case "other" if m[0] == "@":
            return _Piece("text", "")
        case "other" if m[0] in ".,%/":
            return _Piece(m[0], m[0])
        case "other":
            return _Piece("literal", m[0])
        case "general" | "exponent":
            return _Piece(kind, m[0])
        case "date" | "elapsed" | "halves":
            return _Piece(kind, m[kind].lower())
        case _:
            return None


def _section(pieces: list[_Piece], condition: str, limit: Decimal) -> _Section:
    is_date = any(p.kind in {"date", "elapsed", "halves"} for p in pieces)
    if is_date or any(p.kind == "text" for p in pieces):
        return _Section(tuple(pieces), condition, limit, is_date=is_date, is_text=not is_date and not _places(pieces))
    places = _places(pieces)
    point = next((i for i, p in enumerate(pieces) if p.kind == "."), len(pieces))
    power = next((i for i, p in enumerate(pieces) if p.kind == "exponent"), len(pieces))
    last = places[-1] if places else -1
    # A comma between places groups by thousands; one that follows the last of them divides by a thousand.
    whole = [i for i in places if i < min(point, power)]
    end = whole[-1] if whole else -1
    scale = sum(
        1
        for i, p in enumerate(pieces)
        if p.kind == "," and places and (i > last or end < i < point) and _only_commas(pieces, i, (end, last))
    )
    grouped = any(p.kind == "," and whole and whole[0] < i < whole[-1] for i, p in enumerate(pieces))
    slash = any(p.kind == "/" for p in pieces) and len(places) > 1
    return _Section(
        tuple(pieces),
        condition,
        limit,
        percent=sum(p.kind == "%" for p in pieces),
        scale=scale,
        grouped=grouped,
        decimals=sum(1 for i in places if point < i < power),
        fraction=slash,
    )


def _places(pieces: list[_Piece] | tuple[_Piece, ...]) -> list[int]:
    return [i for i, p in enumerate(pieces) if p.kind == "place"]


def _only_commas(pieces: list[_Piece], at: int, ends: tuple[int, int]) -> bool:
    """Tell whether only commas stand between a comma and the place before it."""
    while at >= 0 and pieces[at].kind == ",":
        at -= 1
    return at in ends


def _choose(sections: tuple[_Section, ...], value: Decimal) -> tuple[_Section | None, bool]:
    """Give the section that shows a number, and whether it writes the sign of a negative one itself."""
    numeric = [s for s in sections[:3] if not s.is_text]
    if not numeric:
        return _Section((_Piece(GENERAL.lower(), ""),)), False
    if any(s.condition for s in numeric):
        for index, section in enumerate(numeric):
            if section.condition:
                if section.holds(value):
                    return section, section.condition.startswith("<") and section.limit <= 0
            elif not (index == 1 and len(numeric) == 3 and value >= 0):  # the second of three is for negative numbers
                return section, index == 1 and len(numeric) == 3
        return None, False
    if value < 0 and len(numeric) > 1:
        return numeric[1], True
    if value == 0 and len(numeric) > 2:
        return numeric[2], False
    return numeric[0], False


def _general(value: Decimal) -> str:
    """Write a number without a format: whole to 15 digits, fractions to ten significant ones."""
    if value == value.to_integral_value() and abs(value) < _PLAIN_UP_TO:
        return f"{value:.0f}"
    rounded = Decimal(f"{value:.10g}")
    if abs(rounded) >= _PLAIN_UP_TO or (rounded and abs(rounded) < Decimal("1e-9")):
        return f"{rounded.normalize():E}"
    return f"{rounded.normalize():f}"


def _number(section: _Section, value: Decimal, *, signed: bool) -> Shown:
    pieces = section.pieces
    if not pieces:
        return Shown("")
    if any(p.kind == "general" for p in pieces):
        sign = "-" if value < 0 else ""
        body = "".join(_general(abs(value)) if p.kind == "general" else p.text for p in pieces)
        return Shown((sign + body).strip(), value)
    if not _places(pieces):
        # Words alone, as "-" for zero: nothing but the stored number tells what they stand for.
        text = "".join(p.text for p in pieces).strip()
        return Shown(text, value * 100**section.percent if text else None)
    scale = 1000**section.scale
    number = value * 100**section.percent / scale
    size = abs(number)
    if section.fraction:
        text = _as_fraction(pieces, size)
    elif any(p.kind == "exponent" for p in pieces):
        text = _as_power(section, size)
    else:
        text = _as_decimal(section, size)
    negative = number < 0 and not signed and any(c in "123456789" for c in text)
    return Shown(" ".join((("-" if negative else "") + text).split(" ")).strip(), number, scale)


def _rounded(size: Decimal, decimals: int) -> Decimal:
    return size.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _as_decimal(section: _Section, size: Decimal) -> str:
    """Lay the digits of a number into the places, from the decimal point to both sides."""
    written = f"{_rounded(size, section.decimals):f}"
    whole, _, rest = written.partition(".")
    pieces = section.pieces
    point = next((i for i, p in enumerate(pieces) if p.kind == "."), len(pieces))
    left = _whole(pieces[:point], "" if whole == "0" else whole, grouped=section.grouped)
    return left + _decimals(pieces[point:], rest)


def _whole(pieces: tuple[_Piece, ...], digits: str, *, grouped: bool) -> str:
    places = _places(pieces)
    first = places[0] if places else -1
    out: list[str] = []
    used = 0
    for i in range(len(pieces) - 1, -1, -1):
        kind, text = pieces[i]
        if kind == "place":
            take = [digits[len(digits) - 1 - used]] if used < len(digits) else []
            if i == first:
                take = list(reversed(digits[: len(digits) - used])) or take
            if not take and text == "0":
                take = ["0"]
            for digit in take:
                if grouped and used and used % 3 == 0:
                    out.append(",")
                out.append(digit)
                used += 1
        elif kind == "%" or (kind == "literal" and (i < first or used < len(digits) or i > (places or [-1])[-1])):
            out.append(text[::-1])
        elif kind == "literal" and any(pieces[j].text == "0" for j in places if j < i):
            out.append(text[::-1])  # between places that are always filled
    return "".join(out)[::-1]


def _decimals(pieces: tuple[_Piece, ...], digits: str) -> str:
    places = [p.text for p in pieces if p.kind == "place"]
    keep = len(digits)
    while keep and places[keep - 1] != "0" and digits[keep - 1] == "0":
        keep -= 1
    out: list[str] = []
    used = 0
    for kind, text in pieces:
        if kind == "." and not used:
            out.append("." if keep or "0" in places else "")
        elif kind == "place":
            out.append(digits[used] if used < keep else "")
            used += 1
        elif kind in {"literal", "%"}:
            out.append(text)
    return "".join(out)


def _as_power(section: _Section, size: Decimal) -> str:
    pieces = section.pieces
    at = next(i for i, p in enumerate(pieces) if p.kind == "exponent")
    front = [p for p in pieces[:at] if p.kind == "place"]
    whole = max(1, len(front) - section.decimals)
    power = size.adjusted() if size else 0
    power -= power % whole if whole > 1 else 0
    mantissa = _rounded(size.scaleb(-power), section.decimals)
    if mantissa >= 10**whole:
        power += whole
        mantissa = _rounded(size.scaleb(-power), section.decimals)
    width = sum(p.kind == "place" for p in pieces[at:])
    sign = "-" if power < 0 else ("+" if pieces[at].text.endswith("+") else "")
    tail = "".join(p.text for p in pieces[at + 1 :] if p.kind in {"literal", "%"})
    return f"{mantissa:f}E{sign}{abs(power):0{width}d}{tail}"


def _as_fraction(pieces: tuple[_Piece, ...], size: Decimal) -> str:
    slash = next(i for i, p in enumerate(pieces) if p.kind == "/")
    below = "".join(p.text for p in pieces[slash + 1 :] if p.kind in {"place", "literal"}).strip()
    before = [i for i in _places(pieces) if i < slash]
    mixed = any(b - a > 1 for a, b in pairwise(before))
    whole = int(size) if mixed else 0
    rest = Fraction(size) - whole
    fixed = below.isdigit() and below.strip("0") != ""
    # A fixed denominator is its own; else as many digits as there are places.
    part = (
        Fraction(int(rest * int(below) + Fraction(1, 2)), int(below))
        if fixed
        else rest.limit_denominator(10 ** max(1, min(len(below), 4)) - 1)
    )
    if part == 1 and mixed:
        whole, part = whole + 1, Fraction(0)
    shown = f"{part * int(below)}/{int(below)}" if fixed and part else f"{part.numerator}/{part.denominator}"
    if not mixed:
        return shown
    return str(whole) if not part else f"{whole} {shown}" if whole else shown


def _date(section: _Section, value: Decimal, *, from_1904: bool) -> str:
    if not 0 <= value <= _LAST_DAY:
        return _general(value)
    first = _FIRST_DAY_1904 if from_1904 else _FIRST_DAY
    seconds = int((value * 86_400).to_integral_value(rounding=ROUND_HALF_UP))
    days = seconds // 86_400
    if not from_1904 and days < 60:
        days += 1  # spreadsheets of 1900 know a 29 February of that year
    try:
        at = first + timedelta(days=days, seconds=seconds % 86_400)
    except OverflowError:
        return _general(value)
    codes = [p.text for p in section.pieces if p.kind == "date"]
    letters = {code[0] for code in codes}
    if {"y", "d"} <= letters and "m" in letters and all(len(c) < 3 for c in codes if c[0] in "md"):
        clock = f" {at:%H:%M}" if letters & set("hs") else ""
        return f"{at:%Y-%m-%d}{clock}"
    return _written(section.pieces, at, seconds)


def _written(pieces: tuple[_Piece, ...], at: datetime, seconds: int) -> str:
    half = any(p.kind == "halves" for p in pieces)
    out: list[str] = []
    clock = False  # "m" beside hours or seconds is minutes
    for index, (kind, text) in enumerate(pieces):
        if kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[text[0]]
            out.append(f"{seconds // unit:0{len(text)}d}")
            clock = True
        elif kind == "halves":
            out.append(f"{at:%p}")
        elif kind == "date":
            follows = next((p.text[0] for p in pieces[index + 1 :] if p.kind == "date"), "")
            minutes = text[0] == "m" and len(text) < 3 and (clock or follows == "s")
            out.append(_part(text, at, minutes=minutes, half=half))
            clock = text[0] == "h" or (clock and text[0] == "s")
        else:
            out.append(text)
    return "".join(out).strip()


def _part(code: str, at: datetime, *, minutes: bool, half: bool) -> str:
    size = len(code)
    if minutes:
        return f"{at.minute:0{size}d}"
    match code[0]:
        case "y":
            return f"{at.year:04d}" if size > 2 else f"{at.year % 100:02d}"
        case "m" if size > 2:
            name = _MONTHS[at.month - 1]
            return {3: name[:3], 5: name[0]}.get(size, name)
        case "m":
            return f"{at.month:0{size}d}"
        case "d" if size > 2:
            return _DAYS[at.weekday()] if size > 3 else _DAYS[at.weekday()][:3]
        case "d":
            return f"{at.day:0{size}d}"
        case "h":
            hour = (at.hour % 12 or 12) if half else at.hour
            return f"{hour:0{min(size, 2)}d}"
        case _:
            return f"{at.second:02d}"
