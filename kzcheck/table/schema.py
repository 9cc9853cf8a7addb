"""The columns of the table of claims: the one place that lists them, with their types and what they mean.

One row a claim. Exact numbers stand twice: as Float64 to compute and screen with, and as a fraction in text
("10669/20") to prove with, in the column of the same name with `_exact`. A missing number or date is NA or NaT; a
missing text is "". Several values in one cell are a JSON list.
"""

from __future__ import annotations

from dataclasses import dataclass

from kzcheck.model import HEDGES, KINDS, MODALITIES, Source

HOWS = ("", "stated", "inferred", "assumed")
SOURCES = tuple(str(s) for s in Source)

TEXT = "str"
CATEGORY = "category"
PLACE = "int64"
NUMBER = "Float64"
FLAG = "bool"
DAY = "datetime64[s]"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name, pandas dtype, what it means, and the values that a category starts with."""

    name: str
    dtype: str
    meaning: str
    known: tuple[str, ...] = ()


COLUMNS = (
    Column("claim_id", TEXT, "unique and stable name of the claim"),
    Column("document", CATEGORY, "id of the document that states it"),
    Column("start", PLACE, "where the quote starts in the document, in code points"),
    Column("end", PLACE, "where the quote ends, not included"),
    Column("surface", TEXT, "the quote: the document's text from start to end"),
    Column("sentence", TEXT, "the sentence around it"),
    Column("sentence_start", PLACE, "where the sentence starts in the document"),
    Column("kind", CATEGORY, "level, change, ratio, difference, share, count, ...", KINDS),
    Column("digits", TEXT, "the numeral as written"),
    Column("value", NUMBER, "the value in the stated unit, scales multiplied out; NA for ranges and dates"),
    Column("value_exact", TEXT, "the value as a fraction"),
    Column("range_low", NUMBER, "the lower end of a stated range"),
    Column("range_low_exact", TEXT, "the same as a fraction"),
    Column("range_high", NUMBER, "the upper end of a stated range"),
    Column("range_high_exact", TEXT, "the same as a fraction"),
    Column("unit", CATEGORY, "the unit stated, by its canonical name"),
    Column("unit_text", TEXT, "the words that name the unit or the things counted"),
    Column("dimension", CATEGORY, 'what the unit measures ("mass", "USD"); "" where the unit is unknown or none'),
    Column("factor", NUMBER, "what one unit is in the base unit of its dimension"),
    Column("factor_exact", TEXT, "the same as a fraction"),
    Column("ulp", NUMBER, "one unit of the last stated place, in the stated unit"),
    Column("ulp_exact", TEXT, "the same as a fraction"),
    Column("hedge", CATEGORY, "exact, about, nearly, over, ...", HEDGES),
    Column("hedge_text", TEXT, "the words that said so"),
    Column("low", NUMBER, "the lower end of the allowed interval, NA where there is none"),
    Column("low_exact", TEXT, "the same as a fraction"),
    Column("high", NUMBER, "the upper end of the allowed interval, NA where there is none"),
    Column("high_exact", TEXT, "the same as a fraction"),
    Column("low_closed", FLAG, "whether the lower end itself is allowed"),
    Column("high_closed", FLAG, "whether the upper end itself is allowed"),
    Column("modality", CATEGORY, "actual, target, forecast, ...", MODALITIES),
    Column("negated", FLAG, "whether the text denies it"),
    Column("metric", CATEGORY, "the quantity that it is about"),
    Column("metric_how", CATEGORY, "how the metric is known"),
    Column("subject", TEXT, "what it is about, in the words of the text"),
    Column("frame", TEXT, "the sentence with its numbers blanked, and the place in it: one frame, one quantity"),
    Column("entity", CATEGORY, "whose quantity it is, as a normalised key"),
    Column("entity_text", CATEGORY, "the same in the words of the text"),
    Column("entity_from", CATEGORY, "where it was found: clause, sentence_before, heading, title, ...", SOURCES),
    Column("concept", CATEGORY, "what is measured, as a normalised key"),
    Column("concept_text", CATEGORY, "the same in the words of the text"),
    Column("concept_from", CATEGORY, "where it was found", SOURCES),
    Column("qualifiers", TEXT, "what restricts it (segment, place, product, basis), sorted keys, a JSON list"),
    Column("qualifiers_text", TEXT, "the same in the words of the text, in the same order"),
    Column("qualifiers_from", TEXT, "where each was found, in the same order"),
    Column("basis", TEXT, "those of the qualifiers that say how it is measured (adjusted, excluding tax), a JSON list"),
    Column("measure", CATEGORY, 'what the unit measures, a flow or a stock, per what: "money flow", "mass / person"'),
    Column("title", TEXT, "the quantity in plain words"),
    Column("parties", TEXT, "whose quantity it is, a JSON list"),
    Column("period_start", DAY, "first day of the period"),
    Column("period_end", DAY, "the day after the last one"),
    Column("period_how", CATEGORY, "how the period is known", HOWS),
    Column("period_text", TEXT, "the words that name the period"),
    Column("period_symbol", TEXT, 'what stands for a period that is said but cannot be dated: "year-1"'),
    Column("base_start", DAY, "first day of the period that a change counts from"),
    Column("base_end", DAY, "the day after the last one"),
    Column("base_how", CATEGORY, "how the base period is known", HOWS),
    Column("base_symbol", TEXT, "the same of the base period"),
    Column("cumulative", FLAG, "whether it is a total of a part of the year"),
    Column("record", CATEGORY, "high or low where the text calls it a record", ("", "high", "low")),
    Column("record_from", DAY, "the first day that the record is of, NaT where it is of all before"),
    Column("speaker", CATEGORY, "who says it"),
    Column("source", CATEGORY, "whose statistics they are"),
    Column("publisher", CATEGORY, "who published the document"),
    Column("published", CATEGORY, "when, as far as known: YYYY, YYYY-MM or YYYY-MM-DD"),
    Column("tie", TEXT, "claims of one statement have the same one; empty where it stands alone"),
    Column(
        "role",
        CATEGORY,
        "its part in that statement: start, end, ratio, part, total, ...; anaphoric: it refers back (the two sides)",
    ),
    Column("direction", PLACE, "1 where the words say that it rose, -1 where it fell, else 0"),
    Column("readings", TEXT, "the values that a multiple may have, a JSON list of fractions; empty where it has one"),
    Column("heading", FLAG, "whether it stands in a title or a heading"),
    Column("table", PLACE, "the number of the table in its document that it is a figure of, from 1; 0 outside tables"),
    Column("table_row", PLACE, "the number of its row in the table, from 1; 0 outside tables"),
    Column("table_column", PLACE, "the number of its column among those of figures, from 1; 0 outside tables"),
    Column("row", TEXT, "the labels of its row, from the section down, a JSON list; empty outside tables"),
    Column("column", TEXT, "the heads over it, from the top down, a JSON list; empty outside tables"),
    Column("signs", CATEGORY, "the signs of its derivation by which relations decide, sorted"),
    Column("why", TEXT, "the derivation, a JSON list of [rule, words, sign]"),
)

NAMES = tuple(c.name for c in COLUMNS)
