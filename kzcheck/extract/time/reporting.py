"""Find the period that a whole document reports on, which is that of its figures that no other words date.

A report says so in its first lines: "For the quarterly period ended June 28, 2025", "Annual report 2024", "Norvik
reports second quarter 2025 results". The words that make a line one of these stand in the language's periods.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kzcheck.extract.time.carrying import REPORT
from kzcheck.extract.time.mentions import PeriodWords, find, period_words
from kzcheck.extract.types import Mention, Passage, Setting
from kzcheck.lang import tokenize
from kzcheck.model import Document, Period

_LINES = 40
_REACH = 6000
_LONGEST = 160
"""Characters that a line may have and still be one that names what is reported on."""
_TITLES = 3
"""Lines at the start of a text of which one may be its title."""
_SPARE = 4
"""Words that may stand beside the period in a line that names nothing else."""
_SHORTEST = 27
"""Days of the shortest period that a document reports on."""


def reported(document: Document) -> Setting | None:
    """Give the time that the first lines of a document say it reports on; None where they say none or several.

    A part of a fiscal year whose days the document does not tell has a symbol in place of a period.
    """
    said = _said(document)
    if said is None:
        return None
    return Setting(REPORT, said.symbol, said.period, said.key, "assumed" if said.period else "")


def _said(document: Document) -> Mention | None:
    found: Mention | None = None
    for number, line in _front(document):
        mention = _named(document, line, is_title=number < _TITLES)
        if mention is None:
            continue
        if found is not None and (found.period, found.key) != (mention.period, mention.key):
            return None
        found = mention
    return found


def _front(document: Document) -> Iterator[tuple[int, str]]:
    """Give the first lines that hold words, outside of tables, numbered; the title that metadata give is the first."""
    if document.title:
        yield 0, document.title
    at, number = document.body, 0
    for line in document.text[at : at + _REACH].split("\n"):
        start, at = at, at + len(line) + 1
        if line.strip() and document.table_at(start) is None:
            yield number, line
            number += 1
        if number >= _LINES:
            return


def _named(document: Document, line: str, *, is_title: bool) -> Mention | None:
    """Give the one time of a line that says what is reported on."""
    if len(line) > _LONGEST:
        return None
    tokens = tokenize(line.lstrip("# "))
    words = period_words(document.language)
    head = Passage(document, 0, 0, tokens, is_heading=True)
    said = [m for m in find(tokens, head) if m.role == "period" and (m.period is not None or "/" in m.key)]
    if len(said) != 1 or (said[0].period is not None and said[0].period.days < _SHORTEST):
        return None
    mention = said[0]
    beside = sum(w[0].isalnum() for w in (*tokens.words[: mention.first], *tokens.words[mention.last + 1 :]))
    spanned = mention.form == "ended" and mention.first <= 1 and beside <= _SPARE
    if spanned:
        return mention
    months = _months(words, tokens.words) if is_title and line.rstrip()[-1:] not in ".:;" else None
    year = None if mention.period is None else mention.period.whole_year
    if months is None or (year is not None and not months):
        return None
    return mention if year is None else replace(mention, period=Period.of_months(year, 1, months))


def _months(words: PeriodWords, said: list[str]) -> int | None:
    """Give how many months of a year alone a title means with its words for a report; None where it has none."""
    hits = (words.reporting.at(said, i) for i in words.reporting.places(said))
    return next((hit[0] for hit in sorted(filter(None, hits), key=lambda hit: -hit[1])), None)
