"""The claim: one number that a document states, with everything that ties it down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from kzcheck.model.frame import NOTHING, Frame
from kzcheck.model.interval import Interval
from kzcheck.model.period import Period

KINDS = (
    "level",  # "$529 million", "4.5 million tons"
    "change",  # "by 40 percent": value 40 in percent, negative where it fell
    "ratio",  # "fivefold", "5 times", "doubled": value 5 in x
    "difference",  # "1.108 million tons more", "up by $4 million": signed
    "share",  # "74.7 % of it", "a third of"
    "count",  # "23 universities"
    "duration",  # "a year and a half"
    "age",
    "rank",
    "ordinal",  # tells which, not how many: "second meeting", and with the role anaphoric "the two sides"
    "anniversary",  # "20th anniversary"
    "date",  # "March 11", "in 2024"
    "score",  # sport results
)

# Allowed interval of each in model/precision.py.
HEDGES = ("exact", "about", "nearly", "over", "at_least", "under", "up_to", "at_most", "between", "plus_minus")

MODALITIES = ("actual", "target", "forecast", "capacity", "hypothetical", "negated")


class Sign(StrEnum):
    """What a step of a derivation tells those who decide by it; its rule and words are for people only."""

    REFERENCE = "reference"  # "the same as last year": the number stands elsewhere
    RESTATES = "restates"  # "up 5 %, or 3 tons": the change before in other terms
    DEADLINE = "deadline"
    UNTIL = "until"
    WINDOW = "window"
    SINCE = "since"
    TO_DATE = "to_date"  # "this year" of a year that is not over: up to when, the text does not say
    YEAR_BEFORE = "year_before"  # a growth without a base: the year before is a guess
    LEAF = "leaf"  # the number stands in a data file, where its labels alone name it


class Step(NamedTuple):
    """One step of a derivation: the rule of the grammar, the words that it read, and a `Sign` or ""."""

    rule: str
    words: str
    sign: str = ""


def signed(steps: Iterable[Step], *signs: Sign) -> bool:
    """Tell whether some step has one of these signs."""
    return any(step.sign in signs for step in steps if step.sign)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One row of the table (DESIGN.md section 3). `text[start:end]` of the document is `surface`, always.

    Numbers are exact and stand in `unit`, the pint unit that the words name, with number scales multiplied out: "494
    thousand tons" is 494000 in t, "353.6 ms" is 353.6 in ms. `low`..`high` is the allowed interval in the same unit. A
    range has value None and range_low, range_high. `period_how` and `base_how`: stated, inferred, assumed, or "" where
    there is no period. Claims of one statement carry the same `tie` (empty: alone) and their `role` in it: start, end,
    ratio, change, difference, part, total, share, equivalent; "the two sides", which refers back and is never compared,
    is an ordinal in the role anaphoric. `about` is the frame: whose it is, what is measured, what
    restricts it; the key in `metric` of a quantity that no rule names is made of it. `frame` names the sentence with
    its numbers blanked and the place in it: claims of one frame are of one quantity. `period_symbol` and `base_symbol`
    stand for periods that are said but cannot be dated: the unit and how many after that of publication ("year-1" for
    "last year"), else the unit and the words ("month: march"). In one document the same symbol is the same period;
    across documents it tells nothing. `direction` is +1 where the words say that it rose, -1 where it fell, 0 where
    they say neither; `readings` are the values that a multiple may have ("5 times more" is 5 or 6), () where it has
    one. `heading` tells that it stands in a title or a heading, `section` is the heading above it. `record` is high or
    low where the text calls the figure a record: no earlier one since the day `record_from` (None: none at all) passes
    it. `table` is the number of the table that it is a figure of, from 1, 0 outside tables; `table_row` and
    `table_column` its row and its column among those of figures, likewise; `row` the labels that lead to it, from the
    section down, and `column` the heads over it, from the top down.
    """

    claim_id: str
    document: str
    start: int
    end: int
    surface: str
    sentence: str
    sentence_start: int
    kind: str
    digits: str = ""
    value: Fraction | None = None
    range_low: Fraction | None = None
    range_high: Fraction | None = None
    unit: str = ""
    unit_text: str = ""
    ulp: Fraction | None = None
    hedge: str = "exact"
    hedge_text: str = ""
    interval: Interval
    modality: str = "actual"
    negated: bool = False
    metric: str = ""
    metric_how: str = ""
    subject: str = ""
    frame: str = ""
    about: Frame = NOTHING
    parties: tuple[str, ...] = ()
    period: Period | None = None
    period_how: str = ""
    period_text: str = ""
    period_symbol: str = ""
    base: Period | None = None
    base_how: str = ""
    base_symbol: str = ""
    cumulative: bool = False
    record: str = ""
    record_from: date | None = None
    speaker: str = ""
    source: str = ""
    publisher: str = ""
    published: str = ""
    tie: str = ""
    role: str = ""
    direction: int = 0
    readings: tuple[Fraction, ...] = ()
    heading: bool = False
    section: str = ""
    table: int = 0
    table_row: int = 0
    table_column: int = 0
    row: tuple[str, ...] = ()
    column: tuple[str, ...] = ()
    why: tuple[Step, ...] = ()

    @property
    def qualifiers(self) -> tuple[str, ...]:
        """Give what restricts the quantity, sorted."""
        return self.about.values

    @property
    def title(self) -> str:
        """Give the quantity in plain words, "" where nothing is known of it."""
        return self.about.title
