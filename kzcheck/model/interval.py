"""Intervals of exact rationals with open or closed ends: what a stated number allows."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Interval:
    """All x with low <= x <= high, either end open or absent (`None` means unbounded).

    Arithmetic is exact and gives the smallest interval that holds every result. An interval may be empty
    (low > high, or low == high with an open end); arithmetic on an empty one is undefined.
    """

    low: Fraction | None
    high: Fraction | None
    low_closed: bool = True
    high_closed: bool = True

    @classmethod
    def point(cls, value: Fraction | int) -> Interval:
        """Give the interval that holds `value` alone."""
        exact = Fraction(value)
        return cls(exact, exact)

    @property
    def empty(self) -> bool:
        """Tell whether no number lies inside."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and not (self.low_closed and self.high_closed))

    @property
    def width(self) -> Fraction | None:
        """Give high - low, or None where an end is unbounded."""
        return None if self.low is None or self.high is None else self.high - self.low

    def __contains__(self, x: Fraction | int) -> bool:
        """Tell whether the number x is allowed."""
        if self.low is not None and (x < self.low or (x == self.low and not self.low_closed)):
            return False
        return self.high is None or x < self.high or (x == self.high and self.high_closed)

    def covers(self, other: Interval) -> bool:
        """Tell whether every number of `other` lies in this interval."""
        return other.empty or self.meet(other) == other

    def meet(self, other: Interval) -> Interval:
        """Give the intersection."""
        low, low_closed = _tighter(self.low, self.low_closed, other.low, other.low_closed, sign=1)
        high, high_closed = _tighter(self.high, self.high_closed, other.high, other.high_closed, sign=-1)
        return Interval(low, high, low_closed, high_closed)

    def meets(self, other: Interval) -> bool:
        """Tell whether some number lies in both."""
        return not self.meet(other).empty

    def __neg__(self) -> Interval:
        """Mirror at zero."""
        low = None if self.high is None else -self.high
        high = None if self.low is None else -self.low
        return Interval(low, high, self.high_closed, self.low_closed)

    def __add__(self, other: Interval) -> Interval:
        """Give all sums of a number of each."""
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(low, high, self.low_closed and other.low_closed, self.high_closed and other.high_closed)

    def __sub__(self, other: Interval) -> Interval:
        """Give all differences of a number of each."""
        return self + -other

    def scale(self, factor: Fraction | int) -> Interval:
        """Multiply by a number other than zero."""
        if factor < 0:
            return (-self).scale(-factor)
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        return Interval(low, high, self.low_closed, self.high_closed)

    def __mul__(self, other: Interval) -> Interval:
        """Give all products; both must be non-negative, as quantities in a ratio are."""
        self._require_non_negative()
        other._require_non_negative()
        low = None if self.low is None or other.low is None else self.low * other.low
        high = None if self.high is None or other.high is None else self.high * other.high
        return Interval(low, high, self.low_closed and other.low_closed, self.high_closed and other.high_closed)

    def __truediv__(self, other: Interval) -> Interval:
        """Give all quotients; both must be non-negative.

        A divisor that reaches zero leaves the quotient unbounded above.
        """
        self._require_non_negative()
        other._require_non_negative()
        low = Fraction(0) if other.high is None else (self.low or Fraction(0)) / other.high if other.high else None
        high = None if self.high is None or not other.low else self.high / other.low
        low_closed = self.low_closed and other.high_closed and other.high is not None
        return Interval(low, high, low_closed, self.high_closed and other.low_closed)

    def _require_non_negative(self) -> None:
        if self.low is None or self.low < 0:
            raise ValueError(f"a product or quotient needs non-negative intervals, not {self}")

    def __str__(self) -> str:
        """Write it as mathematicians do: [4.5, 5.5), (500, inf)."""
        left = "[" if self.low_closed and self.low is not None else "("
        right = "]" if self.high_closed and self.high is not None else ")"
        return f"{left}{_plain(self.low, '-inf')}, {_plain(self.high, 'inf')}{right}"


def _tighter(
    a: Fraction | None, a_closed: bool, b: Fraction | None, b_closed: bool, *, sign: int
) -> tuple[Fraction | None, bool]:
    if a is None:
        return b, b_closed
    if b is None:
        return a, a_closed
    if a == b:
        return a, a_closed and b_closed
    return (a, a_closed) if (a > b) == (sign > 0) else (b, b_closed)


def _plain(x: Fraction | None, unbounded: str) -> str:
    return unbounded if x is None else f"{float(x):.12g}"
