"""The likely causes of conflicts in sentences."""

from __future__ import annotations

from kzcheck.model import Cause, Slip

_SENTENCES = {
    Slip.OFF_BY_ONE: "off by one in the last place",
    Slip.DIGITS_SWAPPED: "two neighbouring digits look swapped",
    Slip.DIGIT_LOST: "a digit looks lost",
    Slip.DIGIT_DOUBLED: "a digit looks doubled",
    Slip.DIGIT_CHANGED: "one digit differs",
    Slip.FACTOR_10: "unit slip (factor 10)",
    Slip.FACTOR_100: "unit slip (factor 100, such as a share for a percentage)",
    Slip.FACTOR_1000: "unit slip (factor 1,000, such as million for billion)",
    Slip.FACTOR_MILLION: "unit slip (factor 1,000,000)",
    Slip.SHORT_TONS: "short against metric tons",
    Slip.SIGN_LOST: "the sign looks lost",
    Slip.DIRECTION: "the words say the other direction",
    Slip.PERCENT_FOR_POINTS: "percent and percentage points look confused",
    Slip.WRONG_BASE: "the percentage looks taken of the wrong base",
    Slip.CURRENCY_SWAPPED: "the currencies look swapped",
    Slip.PERIODS_SWAPPED: "the figures of two periods look swapped",
    Slip.OTHER_YEAR: "shifted year",
    Slip.PART_OF_YEAR: "part-year figure",
    Slip.OTHER_AGENCY: "other agency",
    Slip.REVISED: "revised or stale figure (one publisher, two dates)",
    Slip.HEADLINE: "headline against body",
}


def words(cause: Cause) -> str:
    """Say a cause, with what of the texts tells so."""
    said = _SENTENCES[cause.slip]
    if cause.told and cause.slip is Slip.OTHER_AGENCY:
        return f"{said} ({', '.join(cause.told)})"
    if cause.told:
        return f"{said} ({cause.told[0]} is given for {' and '.join(cause.told[1:])})"
    return said
