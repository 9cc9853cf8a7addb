"""Arithmetic on intervals of any sign, by which every relation is decided.

`Interval` multiplies non-negative quantities only; a change of -100 % or a balance below zero needs the general case.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from kzcheck.model import Interval

ONE = Interval.point(1)
ZERO = Interval.point(0)

_End = tuple[Fraction | None, bool, int]
"""An end of an interval: value (None: unbounded), closed, and the sign of an unbounded one."""


def product(a: Interval, b: Interval) -> Interval:
    """Give the smallest interval that holds x * y for every x of a and y of b, whatever their signs."""
    if a.low is not None and b.low is not None and a.low >= 0 and b.low >= 0:
        return _product_of_positive(a, b)
    corners = [_times(x, y) for x in _ends(a) for y in _ends(b)]
    low = min(corners, key=_order_low)
    high = max(corners, key=_order_high)
    return Interval(
        None if low[2] < 0 else low[0], None if high[2] > 0 else high[0], low[1] and not low[2], high[1] and not high[2]
    )


def _product_of_positive(a: Interval, b: Interval) -> Interval:
    assert a.low is not None  # noqa: S101  the caller has looked
    assert b.low is not None  # noqa: S101
    low = a.low * b.low
    low_closed = (a.low_closed and b.low_closed) or (a.low == 0 and a.low_closed) or (b.low == 0 and b.low_closed)
    nothing = Interval.point(0)
    if nothing in (a, b):
        return nothing
    if a.high is None or b.high is None:
        return Interval(low, None, low_closed)
    return Interval(low, a.high * b.high, low_closed, a.high_closed and b.high_closed)


def _ends(x: Interval) -> tuple[_End, _End]:
    return (
        (x.low, x.low_closed, 0) if x.low is not None else (None, False, -1),
        (x.high, x.high_closed, 0) if x.high is not None else (None, False, 1),
    )


def _times(x: _End, y: _End) -> _End:
    if x[2] or y[2]:
        sign_x = x[2] or _sign(x[0])
        sign_y = y[2] or _sign(y[0])
        sign = sign_x * sign_y
        # Zero times what grows without bound stays zero.
        return (
            (Fraction(0), (x[1] if x[2] == 0 else True) and (y[1] if y[2] == 0 else True), 0)
            if sign == 0
            else (None, False, sign)
        )
    assert x[0] is not None  # noqa: S101  bounded, as no sign of infinity is set
    assert y[0] is not None  # noqa: S101
    value = x[0] * y[0]
    closed = (x[1] and y[1]) or (x[0] == 0 and x[1]) or (y[0] == 0 and y[1])
    return value, closed, 0


def _sign(x: Fraction | None) -> int:
    return 0 if not x else 1 if x > 0 else -1


def _order_low(end: _End) -> tuple[int, Fraction, int]:
    return end[2], end[0] or Fraction(0), 0 if end[1] else 1


def _order_high(end: _End) -> tuple[int, Fraction, int]:
    return end[2], end[0] or Fraction(0), 1 if end[1] else 0


def total(parts: Iterable[Interval]) -> Interval:
    """Give all sums of a number of each."""
    out = ZERO
    for part in parts:
        out = out + part
    return out


def times(factors: Iterable[Interval]) -> Interval:
    """Give all products of a number of each."""
    out = ONE
    for factor in factors:
        out = product(out, factor)
    return out


def at_most(a: Interval, b: Interval) -> bool:
    """Tell whether some x of a and some y of b have x <= y."""
    if a.low is None or b.high is None or a.low < b.high:
        return True
    return a.low == b.high and a.low_closed and b.high_closed


def distance(a: Interval, b: Interval) -> Fraction:
    """Give how far the nearest numbers of two intervals lie apart; 0 where they meet or only touch."""
    if a.low is not None and b.high is not None and a.low > b.high:
        return a.low - b.high
    if b.low is not None and a.high is not None and b.low > a.high:
        return b.low - a.high
    return Fraction(0)


def widened(x: Interval, share: Fraction) -> Interval:
    """Move each end away from the middle by `share` of its size and close it."""
    low = None if x.low is None else x.low - abs(x.low) * share
    high = None if x.high is None else x.high + abs(x.high) * share
    return Interval(low, high, x.low_closed or share > 0, x.high_closed or share > 0)
