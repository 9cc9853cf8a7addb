"""Read the date that a document's first lines carry, for documents whose date nothing else tells.

A dateline is a line that is little more than a date ("10 April 2023, 13:20", "Published: 2025-03-13"), or one that
opens with a place and a date ("ASTANA, March 11 (Agency) - ..."). A date inside a running sentence is none.
"""

from __future__ import annotations

from functools import cache

from kzcheck.extract.time.mentions import find
from kzcheck.extract.types import Mention, Passage
from kzcheck.lang import Tokens, read, tokenize
from kzcheck.model import Document, PartialDate

_LINES = 12
_REACH = 1500
_SPARE = 6
"""Words that a line may hold beside its date and still be a dateline."""

_FRONT = 6
"""Tokens before the date of a line that opens with place and date."""

_MARKS = frozenset("(-–—/|:")
"""What stands between the date and the text of a dateline that opens a paragraph."""

_ANY_YEAR = PartialDate(2024, 12, 31)
"""Where days without a year are read for their month and day alone; a leap year has all of them."""


def dateline(text: str, language: str = "en") -> tuple[PartialDate, str, tuple[int, int]] | None:
    """Give a document's own date from its first lines, or None.

    The date is as precise as the line says it, `how` is inferred, the span is that of the date in `text`. A day without
    a year ("ASTANA, March 11") gives a date only where the first lines name the same day with its year: a wrong year
    would date everything else.
    """
    document = Document(id="", text=text, language=language, published=_ANY_YEAR)
    dated: dict[tuple[int, int], int] = {}
    undated: tuple[tuple[int, int], tuple[int, int]] | None = None
    at = 0
    for line in text[:_REACH].split("\n")[:_LINES]:
        start, at = at, at + len(line) + 1
        tokens = tokenize(text, start, start + len(line))
        if not len(tokens):
            continue
        for mention in find(tokens, Passage(document, start, start + len(line), tokens)):
            period = mention.period
            if period is None or mention.form not in ("day", "month"):
                continue
            span = tokens.start[mention.first], tokens.end[mention.last]
            opens = _opens(tokens, mention, language)
            if mention.how == "stated" and opens:
                day = period.start.day if mention.form == "day" else None
                return PartialDate(period.start.year, period.start.month, day), "inferred", span
            if mention.form == "day":
                same = period.start.month, period.start.day
                if mention.how == "stated":
                    dated.setdefault(same, period.start.year)
                elif opens and undated is None:
                    undated = same, span
    if undated is None or undated[0] not in dated:
        return None
    (month, day), span = undated
    return PartialDate(dated[month, day], month, day), "inferred", span


def _opens(tokens: Tokens, mention: Mention, language: str) -> bool:
    """Tell whether a date stands as datelines do: in a line of little else, or behind a place at the line's start."""
    labels, sentence = _words(language)
    first = tokens.words[mention.first]
    before = [w for w in tokens.raw[: mention.first] if w[0].isalnum()]
    if (first in sentence and first not in labels) or len(before) > _FRONT:
        return False
    if not all(w[0].isupper() or w[0].isdigit() or w.lower() in labels for w in before):
        return False
    behind = [w for w in tokens.raw[mention.last + 1 :] if w[0].isalnum()]
    if len(behind) <= _SPARE and sum(w[0].islower() for w in behind) <= 2:
        return True
    mark = tokens.raw[mention.last + 1]
    return bool(before) and (mark in _MARKS or before[-1].lower() in labels)


@cache
def _words(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Give the labels of dates, and the words that make a date part of a sentence."""
    data = read(language, "periods")
    said = [phrase for phrases in data["prefixes"].values() for phrase in phrases]
    return frozenset(data["dateline"]["labels"]), frozenset(said)
