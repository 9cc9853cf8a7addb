"""How the numbers of a column are written: which sign is the decimal mark and which only groups digits.

A group has three digits. A column, or else the whole file, must give a clue; where none does, nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

_NUMBER = re.compile(
    r"(?P<sign>[-−+]?)(?P<open>\(?)(?P<money>[$€£¥₸₽]?)\s?"
    r"(?P<digits>\d[\d.,'’  \u00a0\u2007\u2009\u202f]*|[.,]\d+)(?P<power>[eE][-+]?\d+)?"
    r"\s?(?P<percent>%?)(?P<close>\)?)(?P<tail>[$€£¥₸₽]?)(?P<flag>(?:\s[a-z]{1,2})?)"
)
_GROUPED = {mark: re.compile(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+") for mark in (".", ",")}
_BLANKS = re.compile(r"['’  \u00a0\u2007\u2009\u202f]")
_BLANK_GROUPS = re.compile(r"\d{1,3}(?:['’  \u00a0\u2007\u2009\u202f]\d{3})+(?:[.,]\d+)?")
NONE = frozenset(
    {"", ".", "..", "...", ":", "-", "–", "—", "n/a", "na", "nan", "null", "none", "nil", "#n/a", "x", "c", ": c"}
)
"""What data files write where there is no number."""


class Mark(StrEnum):
    """The decimal mark of a column; UNSURE where its numbers may be read in two ways."""

    POINT = "."
    COMMA = ","
    UNSURE = ""


def is_number(text: str) -> bool:
    """Tell whether a cell holds a number, whatever its notation."""
    m = _NUMBER.fullmatch(text.strip())
    return m is not None and bool(m["open"]) == bool(m["close"]) and _sound(m["digits"])


def _sound(digits: str) -> bool:
    return _BLANKS.search(digits) is None or _BLANK_GROUPS.fullmatch(digits.strip()) is not None


def mark_of(cells: Iterable[str]) -> Mark | None:
    """Give the decimal mark that the numbers of a column show; None where no number has either sign."""
    found: set[Mark] = set()
    for cell in cells:
        m = _NUMBER.fullmatch(cell.strip())
        if m is not None:
            found.add(_clue(_BLANKS.sub("", m["digits"])) or Mark.UNSURE)
            if not any(sign in m["digits"] for sign in ".,"):
                found.discard(Mark.UNSURE)
    sure = found - {Mark.UNSURE}
    if len(sure) == 1:
        return next(iter(sure))
    return Mark.UNSURE if found else None


def _clue(digits: str) -> Mark | None:
    """Tell what one number shows: "1.5" has a decimal point, "1,234" may be either, "1.234,5" has a comma."""
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return None
    mark = Mark(digits[last])
    other = Mark.COMMA if mark is Mark.POINT else Mark.POINT
    if other in digits:
        return mark
    if digits.count(mark) > 1:
        return other
    after = len(digits) - last - 1
    before = digits[:last]
    if after != 3 or len(before) > 3 or before.lstrip("0") == "":
        return mark
    return None


def plain(text: str, mark: Mark) -> tuple[str, str]:
    """Write a number as the grammar reads it ("1.234,50" with a decimal comma is "1234.50"), and its flag if any."""
    m = _NUMBER.fullmatch(text.strip())
    if m is None:
        return text, ""
    digits = _BLANKS.sub("", m["digits"])
    group = Mark.COMMA if mark is not Mark.COMMA else Mark.POINT
    digits = digits.replace(group, "").replace(",", ".")
    sign = "-" if m["sign"] in {"-", "−"} or m["open"] else m["sign"]
    return f"{sign}{m['money']}{digits}{m['power'] or ''}{m['percent']}{m['tail']}", m["flag"].strip()
