"""What a number allows: from stated places, hedges and kinds to an interval. Nothing else decides a verdict.

Sources: half a unit of the last stated place separates right from wrong best on checked statements of financial
reports (measured against flat tolerances); hedge widths after Ferson et al. 2015, "Natural language of uncertainty:
numeric hedge words", Williams & Power 2013, Cummins et al. 2012; half-open rounding intervals after XBRL
Calculations 1.1 and `unround` of the R package scrutiny.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from kzcheck.model.interval import Interval

_ZERO, _ONE = Fraction(0), Fraction(1)
_EXACT_KINDS = frozenset({"ordinal", "anniversary", "date", "rank", "score"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The widths of hedges as shares of the value.

    "About" a number of at least `long` digits is `about_units` of its last stated place to each side, however large it
    is, unless `about_units` is zero. Defaults stand in extract/precision.yaml; a metric or rule overrides them.
    """

    about: Fraction = Fraction(7, 100)
    about_units: Fraction = Fraction(3, 2)
    long: Fraction = Fraction(3)
    nearly: Fraction = Fraction(7, 100)
    one_digit_cap: Fraction = Fraction(10, 100)
    senses: tuple[tuple[str, str, str], ...] = field(default=())
    """(hedge, kind, other hedge): what a hedge means for one kind of quantity, such as ("over", "duration",
    "at_least")."""

    def sense(self, hedge: str, kind: str) -> str:
        """Give the hedge that `hedge` stands for with this kind of quantity."""
        return next((other for h, k, other in self.senses if h == hedge and k == kind), hedge)


DEFAULT = Policy()


def allowed(
    value: Fraction,
    ulp: Fraction,
    *,
    hedge: str = "exact",
    kind: str = "level",
    percent: bool = False,
    exact: bool = False,
    significant: int = 2,
    policy: Policy = DEFAULT,
) -> Interval:
    """Give the interval of true values that the statement allows, in the unit of `value`.

    `ulp` is one unit of the last stated place and `significant` the count of stated digits without the trailing zeros
    that stand before a decimal mark (both from the numeral as written). `exact` holds for targets, and for counts of
    things without trailing zeros. `percent` holds for percentages, whose precision is the last written digit, zero or
    not: "40 %" is 39.5 to 40.5.
    """
    if value.numerator < 0:
        return -allowed(
            -value,
            ulp,
            hedge=hedge,
            kind=kind,
            percent=percent,
            exact=exact,
            significant=significant,
            policy=policy,
        )
    half = _half(
        value, ulp, percent=percent, exact=exact or kind in _EXACT_KINDS, significant=significant, policy=policy
    )
    match policy.sense(hedge, kind):
        case "about":
            long = significant >= policy.long and policy.about_units > 0
            reach = max(half, policy.about_units * ulp if long else value * policy.about)
            return Interval(value - reach, value + reach)
        case "nearly":
            return Interval(value * (1 - policy.nearly), value, high_closed=False)
        case "over":
            return Interval(value, None, low_closed=False)
        case "at_least":
            return Interval(value, None)
        case "under":
            return Interval(None, value, high_closed=False)
        case "up_to" | "at_most":
            return Interval(None, value)
        case _:
            return Interval(value - half, value + half, high_closed=False) if half else Interval(value, value)


def _half(value: Fraction, ulp: Fraction, *, percent: bool, exact: bool, significant: int, policy: Policy) -> Fraction:
    if exact:
        return _ZERO
    if percent:
        return min(ulp, _ONE) / 2
    half = ulp / 2
    return min(half, value * policy.one_digit_cap) if significant <= 1 else half
