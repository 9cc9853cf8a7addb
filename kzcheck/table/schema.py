"""The columns of the table of claims: the one place that declares them, with their types and what they mean.

One row a claim. Exact numbers stand twice: as Float64 to compute and screen with, and as a fraction in text
("10669/20") to prove with, in the column of the same name with `_exact`. A missing number or date is NA or NaT; a
missing text is "". Several values in one cell are a JSON list.

The table, its kept form, the lines of `extract`, their JSON Schema and the guide read the columns here. `register`
makes a column of another package known; nothing is registered but by such a call: kzcheck loads no module because it
happens to be installed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter
from typing import Any

from kzcheck.model import HEDGES, KINDS, MODALITIES, Claim, Source

HOWS = ("", "stated", "inferred", "assumed")
SOURCES = tuple(str(s) for s in Source)

TEXT = "str"
CATEGORY = "category"
PLACE = "int64"
NUMBER = "Float64"
FLAG = "bool"
DAY = "datetime64[s]"


def _by_name(claim: Claim) -> Any:
    """Stand for the attribute of the column's name."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name, pandas dtype, what it means, and the values that a category starts with.

    `read` gives its value of a claim: a Fraction for NUMBER, a date for DAY, None where there is none; without it the
    claim's attribute at `path`, or of the column's name, is taken. `exact` writes a number as a fraction in text;
    `many` values stand in one cell as a JSON list; `of_unit` columns are looked up once for each unit. `shown` ones
    stand in the lines of `extract` too, where `extra` is what their JSON Schema says besides type and meaning.
    """

    name: str
    dtype: str
    meaning: str
    known: tuple[str, ...] = ()
    path: str = ""
    read: Callable[[Claim], Any] = _by_name
    exact: bool = False
    many: bool = False
    of_unit: bool = False
    shown: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the function that reads it once and for all."""
        if self.read is _by_name:
            object.__setattr__(self, "read", attrgetter(self.path or self.name))


def _day(period: str, end: str) -> Callable[[Claim], Any]:
    def read(claim: Claim) -> Any:
        found = getattr(claim, period)
        return None if found is None else getattr(found, end)

    return read


def _of_qualifiers(name: str) -> Callable[[Claim], tuple[str, ...]]:
    return lambda claim: tuple(str(getattr(slot, name)) for slot in claim.about.qualifiers)


def _readings(claim: Claim) -> tuple[str, ...]:
    return tuple(map(str, claim.readings))


def _signs(claim: Claim) -> str:
    return " ".join(sorted({step.sign for step in claim.why if step.sign}))


_NAME = {"minLength": 1}
_PLACE = {"minimum": 0}
_STEPS = {
    "items": {
        "type": "object",
        "required": ["rule", "words"],
        "properties": {"rule": {"type": "string"}, "words": {"type": "string"}},
    }
}

COLUMNS = (
    Column("claim_id", TEXT, "unique and stable name of the claim", extra=_NAME, shown=True),
    Column("document", CATEGORY, "id of the document that states it", extra=_NAME, shown=True),
    Column("start", PLACE, "where the quote starts in the document, in code points", extra=_PLACE, shown=True),
    Column("end", PLACE, "where the quote ends, not included", extra=_PLACE, shown=True),
    Column("surface", TEXT, "the quote: the document's text from start to end", shown=True),
    Column("sentence", TEXT, "the sentence around it", shown=True),
    Column("sentence_start", PLACE, "where the sentence starts in the document"),
    Column("speaker", CATEGORY, "who says it", shown=True),
    Column("publisher", CATEGORY, "who published the document", shown=True),
    Column("published", CATEGORY, "when, as far as known: YYYY, YYYY-MM or YYYY-MM-DD", shown=True),
    Column("source", CATEGORY, "whose statistics they are", shown=True),
    Column("kind", CATEGORY, "level, change, ratio, difference, share, count, ...", KINDS, shown=True),
    Column("digits", TEXT, "the numeral as written", shown=True),
    Column("value", NUMBER, "the value in the stated unit, scales multiplied out; NA for ranges and dates", shown=True),
    Column("value_exact", TEXT, "the value as a fraction", exact=True, path="value"),
    Column("unit", CATEGORY, "the unit stated, by its canonical name", shown=True),
    Column("unit_text", TEXT, "the words that name the unit or the things counted", shown=True),
    Column(
        "dimension",
        CATEGORY,
        'what the unit measures ("mass", "USD"); "" where the unit is unknown or none',
        of_unit=True,
    ),
    Column("factor", NUMBER, "what one unit is in the base unit of its dimension", of_unit=True),
    Column("factor_exact", TEXT, "the same as a fraction", of_unit=True, exact=True),
    Column("ulp", NUMBER, "one unit of the last stated place, in the stated unit", shown=True),
    Column("ulp_exact", TEXT, "the same as a fraction", exact=True, path="ulp"),
    Column("hedge", CATEGORY, "exact, about, nearly, over, ...", HEDGES, shown=True),
    Column("hedge_text", TEXT, "the words that said so", shown=True),
    Column(
        "low", NUMBER, "the lower end of the allowed interval, NA where there is none", path="interval.low", shown=True
    ),
    Column("low_exact", TEXT, "the same as a fraction", path="interval.low", exact=True),
    Column(
        "high",
        NUMBER,
        "the upper end of the allowed interval, NA where there is none",
        path="interval.high",
        shown=True,
    ),
    Column("high_exact", TEXT, "the same as a fraction", path="interval.high", exact=True),
    Column("low_closed", FLAG, "whether the lower end itself is allowed", path="interval.low_closed", shown=True),
    Column("high_closed", FLAG, "whether the upper end itself is allowed", path="interval.high_closed", shown=True),
    Column("range_low", NUMBER, "the lower end of a stated range", shown=True),
    Column("range_low_exact", TEXT, "the same as a fraction", exact=True, path="range_low"),
    Column("range_high", NUMBER, "the upper end of a stated range", shown=True),
    Column("range_high_exact", TEXT, "the same as a fraction", exact=True, path="range_high"),
    Column("modality", CATEGORY, "actual, target, forecast, ...", MODALITIES, shown=True),
    Column("negated", FLAG, "whether the text denies it", shown=True),
    Column("metric", CATEGORY, "the quantity that it is about", shown=True),
    Column("metric_how", CATEGORY, "how the metric is known", shown=True),
    Column("subject", TEXT, "what it is about, in the words of the text", shown=True),
    Column("frame", TEXT, "the sentence with its numbers blanked, and the place in it: one frame, one quantity"),
    Column("entity", CATEGORY, "whose quantity it is, as a normalised key", path="about.entity.value", shown=True),
    Column("entity_text", CATEGORY, "the same in the words of the text", path="about.entity.text"),
    Column(
        "entity_from",
        CATEGORY,
        "where it was found: clause, sentence_before, heading, title, ...",
        SOURCES,
        path="about.entity.source",
        shown=True,
    ),
    Column("concept", CATEGORY, "what is measured, as a normalised key", path="about.concept.value", shown=True),
    Column("concept_text", CATEGORY, "the same in the words of the text", path="about.concept.text"),
    Column("concept_from", CATEGORY, "where it was found", SOURCES, path="about.concept.source", shown=True),
    Column(
        "qualifiers",
        TEXT,
        "what restricts it (segment, place, product, basis), sorted keys, a JSON list",
        path="about.values",
        many=True,
        shown=True,
    ),
    Column(
        "qualifiers_text",
        TEXT,
        "the same in the words of the text, in the same order",
        read=_of_qualifiers("text"),
        many=True,
    ),
    Column(
        "qualifiers_from", TEXT, "where each was found, in the same order", read=_of_qualifiers("source"), many=True
    ),
    Column(
        "basis",
        TEXT,
        "those of the qualifiers that say how it is measured (adjusted, excluding tax), a JSON list",
        path="about.bases",
        many=True,
    ),
    Column(
        "measure",
        CATEGORY,
        'what the unit measures, a flow or a stock, per what: "money flow", "mass / person"',
        path="about.measure",
        shown=True,
    ),
    Column("title", TEXT, "the quantity in plain words", path="about.title", shown=True),
    Column("parties", TEXT, "whose quantity it is, a JSON list", many=True, shown=True),
    Column("period_start", DAY, "first day of the period", read=_day("period", "start"), shown=True),
    Column("period_end", DAY, "the day after the last one", read=_day("period", "end"), shown=True),
    Column("period_how", CATEGORY, "how the period is known", HOWS, shown=True),
    Column("period_text", TEXT, "the words that name the period", shown=True),
    Column("period_symbol", TEXT, 'what stands for a period that is said but cannot be dated: "year-1"', shown=True),
    Column(
        "base_start", DAY, "first day of the period that a change counts from", read=_day("base", "start"), shown=True
    ),
    Column("base_end", DAY, "the day after the last one", read=_day("base", "end"), shown=True),
    Column("base_how", CATEGORY, "how the base period is known", HOWS, shown=True),
    Column("base_symbol", TEXT, "the same of the base period", shown=True),
    Column("cumulative", FLAG, "whether it is a total of a part of the year", shown=True),
    Column("record", CATEGORY, "high or low where the text calls it a record", ("", "high", "low"), shown=True),
    Column("record_from", DAY, "the first day that the record is of, NaT where it is of all before", shown=True),
    Column("tie", TEXT, "claims of one statement have the same one; empty where it stands alone", shown=True),
    Column(
        "role",
        CATEGORY,
        "its part in that statement: start, end, ratio, part, total, ...; anaphoric: it refers back (the two sides)",
        shown=True,
    ),
    Column("direction", PLACE, "1 where the words say that it rose, -1 where it fell, else 0"),
    Column(
        "readings",
        TEXT,
        "the values that a multiple may have, a JSON list of fractions; empty where it has one",
        read=_readings,
        many=True,
    ),
    Column("heading", FLAG, "whether it stands in a title or a heading"),
    Column("section", CATEGORY, 'the heading above it; "" where that is the title of the document, or none'),
    Column(
        "table",
        PLACE,
        "the number of the table in its document that it is a figure of, from 1; 0 outside tables",
        extra=_PLACE,
        shown=True,
    ),
    Column(
        "table_row", PLACE, "the number of its row in the table, from 1; 0 outside tables", extra=_PLACE, shown=True
    ),
    Column(
        "table_column",
        PLACE,
        "the number of its column among those of figures, from 1; 0 outside tables",
        extra=_PLACE,
        shown=True,
    ),
    Column(
        "row",
        TEXT,
        "the labels of its row, from the section down, a JSON list; empty outside tables",
        many=True,
        shown=True,
    ),
    Column(
        "column", TEXT, "the heads over it, from the top down, a JSON list; empty outside tables", many=True, shown=True
    ),
    Column("signs", CATEGORY, "the signs of its derivation by which relations decide, sorted", read=_signs),
    Column("why", TEXT, "the derivation, a JSON list of [rule, words, sign]", many=True, extra=_STEPS, shown=True),
)
"""The columns of kzcheck itself, in the order of the table and of the lines of `extract`."""

_ALL: list[Column] = list(COLUMNS)


def register(column: Column) -> None:
    """Make a column known, after all others; raises ValueError where its name is taken or it cannot be read."""
    if column.name in names():
        raise ValueError(f"the column {column.name!r} is declared already")
    if column.of_unit or isinstance(column.read, attrgetter):
        raise ValueError(f"the column {column.name!r} needs `read`: a function that gives its value of a claim")
    _ALL.append(column)
    shown.cache_clear()


def withdraw(name: str) -> None:
    """Forget a column that was registered."""
    _ALL[:] = [column for column in _ALL if column.name != name or column in COLUMNS]
    shown.cache_clear()


def columns() -> tuple[Column, ...]:
    """Give every column, those that were registered last."""
    return tuple(_ALL)


@cache
def shown() -> tuple[Column, ...]:
    """Give the columns that the lines of `extract` have."""
    return tuple(column for column in columns() if column.shown)


def registered() -> tuple[Column, ...]:
    """Give the columns that were registered."""
    return columns()[len(COLUMNS) :]


def names() -> tuple[str, ...]:
    """Give the names of every column."""
    return tuple(column.name for column in columns())
