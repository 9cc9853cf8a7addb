"""One claim, ready for exact judging: its numbers in a working unit that all claims of a comparison share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from kzcheck.model import Interval

_CODE = 3
BOUNDS = frozenset({"over", "at_least", "under", "up_to", "at_most"})
SHARES = {"percent": Fraction(1, 100), "pp": Fraction(1, 100), "bp": Fraction(1, 10000), "permille": Fraction(1, 1000)}
"""Units of shares and changes, which work as fractions of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A claim in the working unit: the base unit of its dimension; fractions of one for shares and changes.

    `value` is None for a range. `interval` is what the claim allows; `ulp` one unit of the last stated place. `factor`
    turns the stated unit into the working one. `note` says how a number was made of the
    stated one. `whole` tells that a multiple is written without a decimal mark, `zeros` that a
    whole number ends in a zero, be it stated or not, `readings` that it may mean one
    more than it says ("5 times more"). `ends` are the two ends of a range as they stand, `noun`
    the words of the text for what is counted.
    """

    row: int
    claim_id: str
    document: str
    surface: str
    kind: str
    value: Fraction | None
    interval: Interval
    ulp: Fraction
    factor: Fraction
    unit: str
    hedge: str = "exact"
    whole: bool = False
    zeros: bool = False
    modality: str = "actual"
    period: str = ""
    voice: str = ""
    source: str = ""
    note: str = ""
    dimension: str = ""
    readings: bool = False
    ends: Interval | None = None
    noun: str = ""

    @property
    def as_stated(self) -> Interval:
        """Give what it says without any rounding: the value, the two ends of a range, else what a hedge allows."""
        if self.ends is not None:
            return self.ends
        return self.interval if self.hedged or self.value is None else Interval.point(self.value)

    @property
    def ranged(self) -> bool:
        """Tell whether the claim names two ends and no value."""
        return self.value is None

    @property
    def exact(self) -> bool:
        """Tell whether it allows its own value alone: a count, a target, an ordinal."""
        return self.interval.low is not None and self.interval.low == self.interval.high

    @property
    def hedged(self) -> bool:
        """Tell whether words around the number, not its digits, say what it allows."""
        return self.hedge != "exact"

    @property
    def plain(self) -> bool:
        """Tell whether its digits alone say what it allows, so that it may have been cut off."""
        return not self.hedged and not self.ranged and not self.exact

    @property
    def excludes_itself(self) -> bool:
        """Tell whether the hedge rules the stated value out: "nearly 5", "over 400"."""
        return self.value is not None and self.value not in self.interval

    @property
    def place(self) -> Fraction:
        """Give one unit of the last place: a percentage counts to its last digit, zero or not.

        A single digit is good for a tenth of its value, as in its interval.
        """
        if self.unit in SHARES:
            return min(self.ulp, SHARES[self.unit])
        if self.value is not None and abs(self.value) < 10 * self.ulp:
            return min(self.ulp, abs(self.value) / 10)
        return self.ulp

    def on_top(self) -> Statement:
        """Read "5 times more" as 5 times on top of what was: 6 times as much."""
        value = None if self.value is None else self.value + 1
        return replace(self, value=value, interval=self.interval + Interval.point(1), whole=False)

    def cut(self) -> Interval:
        """Give what it allows if digits may have been cut off as well as rounded."""
        value = self.value
        if value is None or not self.plain:
            return self.interval
        low, high = self.interval.low, self.interval.high
        if value < 0:
            end = value - self.place
            return Interval(end, high, False, self.interval.high_closed) if low is None or end < low else self.interval
        end = value + self.place
        return Interval(low, end, self.interval.low_closed, False) if high is None or end > high else self.interval

    def rounds_to(self, x: Fraction) -> bool:
        """Tell whether x, written to the places of this claim, is its value."""
        if self.value is None:
            return False
        if self.exact or self.whole:
            return x == self.value
        half = self.ulp / 2
        return self.value - half <= x < self.value + half or x == self.value + half


def digits(s: Statement) -> str:
    """Give the significant digits of a claim, to its last stated place."""
    if s.value is None or not s.ulp:
        return ""
    return str(abs(round(s.value / s.ulp)))


def digits_of(s: Statement) -> int:
    """Count the significant digits of a claim."""
    return len(digits(s).lstrip("0"))


def is_currency(unit: str) -> bool:
    """Tell whether a unit is a currency, named by the three letters of ISO 4217."""
    return len(unit) == _CODE and unit.isalpha() and unit.isupper()
