"""Likely explanations of a conflict: which slip it looks like, or where the other figure comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Slip(StrEnum):
    """Why two figures may differ: a kind of slip, or another origin of one of them."""

    OFF_BY_ONE = "off_by_one_last_place"
    DIGITS_SWAPPED = "digits_swapped"
    DIGIT_LOST = "digit_lost"
    DIGIT_DOUBLED = "digit_doubled"
    DIGIT_CHANGED = "digit_changed"
    FACTOR_10 = "factor_10"
    FACTOR_100 = "factor_100"
    FACTOR_1000 = "factor_1000"
    FACTOR_MILLION = "factor_million"
    SHORT_TONS = "short_tons"
    SIGN_LOST = "sign_lost"
    DIRECTION = "direction"
    PERCENT_FOR_POINTS = "percent_for_points"
    WRONG_BASE = "wrong_base"
    CURRENCY_SWAPPED = "currency_swapped"
    PERIODS_SWAPPED = "periods_swapped"
    OTHER_YEAR = "other_year"
    PART_OF_YEAR = "part_of_year"
    OTHER_AGENCY = "other_agency"
    REVISED = "revised"
    HEADLINE = "headline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A likely explanation: which slip, and what of the texts tells so (a surface and its period, two agencies)."""

    slip: Slip
    told: tuple[str, ...] = ()
