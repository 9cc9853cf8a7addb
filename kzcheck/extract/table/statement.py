"""What a document states once of all its amounts: "All amounts in this report are in thousands of euros"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from kzcheck.extract.table.measures import Measure, measure_of
from kzcheck.extract.table.words import holds, table_words
from kzcheck.extract.types import Passage, Quantity
from kzcheck.lang import tokenize
from kzcheck.model import Document, Step

_LONGEST = 300
_MOST = 200
_ENDS = re.compile(r"[.!?](?=\s)|\n")
_PLAIN = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Statement:
    """The sentence text[start:end], the scale and currency that it states, and whether it speaks of prose, too."""

    start: int
    end: int
    measure: Measure
    prose: bool


def statement_of(document: Document, language: str) -> Statement | None:
    """Give the first sentence outside tables that states a scale for every table, or for all text, of a document."""
    text = document.text
    for number, m in enumerate(_leads(language).finditer(text)):
        if number >= _MOST:
            break
        start = max((e.end() for e in _ENDS.finditer(text, max(0, m.start() - _LONGEST), m.start())), default=0)
        stop = _ENDS.search(text, m.end(), m.end() + _LONGEST)
        end = len(text) if stop is None else stop.start()
        if end - start <= _LONGEST and document.table_at(m.start()) is None:
            found = _read(text, start, m.start(), end, language)
            if found is not None:
                return found
    return None


@cache
def _leads(language: str) -> re.Pattern[str]:
    words = table_words(language)
    scales = "|".join(re.escape(word) for word in sorted(words.scales, key=len, reverse=True))
    return re.compile(rf"(?i)\b(?:{'|'.join(map(re.escape, sorted(words.scale_leads)))})\s+(?:{scales})\b")


def _read(text: str, start: int, lead: int, end: int, language: str) -> Statement | None:
    words = table_words(language)
    before = tokenize(text, start, lead).words
    whole = tokenize(text, start, end).words
    prose = holds(words.everywhere, whole)
    said = words.stated_subjects.intersection(before) and not any(w[0].isdecimal() for w in whole)
    if not said or not (prose or holds(words.every_table, whole)):
        return None
    measure = measure_of(text[lead:end], language)
    if measure is None or measure.scale is None:
        return None
    return Statement(start, end, replace(measure, text=text[start:end].strip()), prose)


def in_prose(found: Sequence[Quantity], passage: Passage, statement: Statement | None) -> list[Quantity]:
    """Give the quantities of a passage in the scale that the document states for its prose.

    A currency alone is scaled, where no scale of its own stands beside the digits; the statement itself claims nothing.
    """
    if statement is None or not found:
        return list(found)
    start, tokens = statement.start, passage.tokens
    kept = [q for q in found if not start <= tokens.start[q.first] < statement.end]
    scale, unit = statement.measure.scale, statement.measure.unit
    if statement.prose and scale is not None and unit is not None:
        for quantity in kept:
            if quantity.unit == unit.unit and _PLAIN.fullmatch(
                tokens.surface(quantity.number_first, quantity.number_last)
            ):
                _scale(quantity, scale, statement.measure.text)
    return kept


def _scale(quantity: Quantity, scale: Fraction, words: str) -> None:
    def scaled(value: Fraction | None) -> Fraction | None:
        return None if value is None else value * scale

    quantity.value, quantity.ulp = scaled(quantity.value), quantity.ulp * scale
    quantity.range_low, quantity.range_high = scaled(quantity.range_low), scaled(quantity.range_high)
    quantity.spread = scaled(quantity.spread)
    quantity.why.append(Step("document: scale", words))
