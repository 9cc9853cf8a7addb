"""The periods that heads, labels and captions name, read with the grammar of time and the fiscal calendar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from kzcheck.extract.table.words import TableWords
from kzcheck.extract.time.fiscal import FiscalCalendar, calendars_of
from kzcheck.extract.time.mentions import find
from kzcheck.extract.types import Mention, Passage
from kzcheck.lang import Phrases, Tokens, tokenize
from kzcheck.model import Document, Period, is_named

_YEARS = re.compile(r"\b(?:1[89]|20|21)[0-9]{2}\b")
_LETTERED = re.compile(r"\b((?:1[89]|20|21)[0-9]{2})([A-Za-z])\b")
_SHORT_YEAR = re.compile(r"(?<![0-9A-Za-z])['’‘]([0-9]{2})(?![0-9A-Za-z])")
_LONGEST = 400
_CENTURY = 69
_STATED = "stated"
_SPAN = 4
"""Words that may tell the span before "ended"."""


@dataclass(frozen=True, slots=True)
class Time:
    """What some words say of time: the one period that they name, how it is known, and whether it is a moment.

    `year` is the number of a bare year, 0 for any other period; `lead` is what names a part of a year and leaves the
    year out ("Years ended December 31,"); `several` tells that more than one period is named.
    """

    period: Period | None = None
    how: str = ""
    text: str = ""
    year: int = 0
    lead: str = ""
    several: tuple[Period, ...] = ()
    cumulative: bool = False
    symbol: str = ""


NEVER = Time()


@dataclass(slots=True)
class Times:
    """The periods that texts of one document name, each text read once."""

    document: Document
    words: TableWords
    _known: dict[str, Time] = field(default_factory=dict)

    @property
    def fiscal(self) -> FiscalCalendar | None:
        """Give the calendar of the document's fiscal years, where it states one."""
        return calendars_of(self.document).get("fiscal")

    def of(self, said: str) -> Time:
        """Read what a text says of time."""
        said = said[:_LONGEST]
        known = self._known.get(said)
        if known is None:
            known = self._known[said] = self._read(said)
        return known

    def names(self, said: str) -> bool:
        """Tell whether a text names a period, or a part of a year without its year."""
        time = self.of(said)
        return time.period is not None or bool(time.lead) or bool(time.several) or is_named(time.symbol)

    def _read(self, said: str) -> Time:
        if not any(c.isdecimal() for c in said) and len(said) > _LONGEST // 4:
            return NEVER
        tokens = tokenize(_LETTERED.sub(self._unlettered, _whole_years(said)))
        mentions = self._mentions(tokens)
        dated = [m for m in mentions if m.period is not None and (m.how == _STATED or _YEARS.search(_text(tokens, m)))]
        lead = next(
            (_text(tokens, m) for m in mentions if m not in dated and m.form in ("ended", "day", "month", "end")), ""
        )
        periods = tuple(dict.fromkeys(m.period for m in dated if m.period is not None))
        named = {m.key: m for m in mentions if m.period is None and is_named(m.key)}
        if not periods and len(named) == 1:
            key, mention = named.popitem()
            return Time(text=_text(tokens, mention), symbol=key)
        if not periods and len(found := _YEARS.findall(said)) == 1 and said.startswith(found[0]):
            return NEVER if said == found[0] else self.of(found[0])  # "2024 deferred tax" may be a name elsewhere
        if not periods:
            symbol = next((m.symbol or m.key for m in mentions if m.period is None and not m.open_ended), "")
            return Time(lead=lead, symbol=symbol)
        if len(periods) > 1:
            return Time(several=periods, lead=lead)
        one = dated[0]
        text = _text(tokens, one)
        year = int(text) if text.isdecimal() and len(text) == 4 else 0
        period = one.period
        if year and self.fiscal is not None and period is not None:
            period = self.fiscal.year(year) or period
        return Time(period, one.how or _STATED, text, year, lead, cumulative=one.cumulative)

    def _mentions(self, tokens: Tokens) -> list[Mention]:
        passage = Passage(self.document, 0, 0, tokens, is_heading=True)
        return [m for m in find(tokens, passage) if m.role in ("period", "deadline", "base")]

    def _unlettered(self, found: re.Match[str]) -> str:
        """Drop the letter of a note from a year ("2024e"), save where the two name a time of their own ("1990s")."""
        own = any(m.period is not None for m in self._mentions(tokenize(found[0])))
        return found[0] if own else found[1]

    def compared(self, said: str) -> tuple[Time, Time] | None:
        """Give the later and the earlier of the two years that a head compares: "'24 vs. '23"."""
        years = sorted(set(_YEARS.findall(_whole_years(said))), reverse=True)
        if len(years) != 2:
            return None
        later, earlier = (self.of(year) for year in years)
        return later, earlier

    def joined(self, lead: str, time: Time) -> Time:
        """Read a year with the part of a year that a lead names: "Years ended December 31," and "2024"."""
        return self.of(f"{lead.rstrip(' ,:')}, {time.year}") if lead and time.year else NEVER

    def spanned(self, time: Time, texts: Iterable[str]) -> Time:
        """Give the span that ends on a day, where one of some texts says which: "Six Months Ended" over a day."""
        for said in texts:
            words = said.split()
            for at in (i for i, w in enumerate(words) if w.strip(",.:").lower() in self.words.span_words):
                for first in range(max(0, at - _SPAN), at + 1):
                    found = self.of(f"{' '.join(words[first : at + 1])} {time.text}")
                    if found.period is not None and found.period.days > 1 and time.period is not None:
                        if found.period.end == time.period.end:
                            return found
                        break
        return time

    def _leads(self, phrases: Phrases[bool], words: list[str]) -> bool:
        """Tell whether a label begins with one of the phrases or has it behind a comma or the like."""
        places = (i for i in phrases.places(words) if phrases.at(words, i) is not None)
        return any(not i or words[i - 1] in self.words.moment_leads for i in places)

    def moment(self, time: Time, label: list[str]) -> Time:
        """Give the day that "beginning of period" or "ending balance" means in a span, else the time as it is."""
        period = time.period
        if period is None or period.days == 1:
            return time
        if self._leads(self.words.opening, label):
            day = period.start - timedelta(days=1)
        elif self._leads(self.words.closing, label):
            day = period.end - timedelta(days=1)
        else:
            return time
        return Time(Period.of_day(day), "inferred", time.text)


def _whole_years(said: str) -> str:
    """Write years of two digits in full: "'24" is 2024, "'98" is 1998."""
    return _SHORT_YEAR.sub(lambda m: f"{19 if int(m[1]) > _CENTURY else 20}{m[1]}", said)


def label_time(texts: Sequence[Time]) -> Time:
    """Give what a row's texts say of its time, the label's own first: where several others name times, none of them."""
    if texts and texts[0].period is not None:
        return texts[0]
    others = {time.period: time for time in texts[1:] if time.period is not None}
    return next(iter(others.values())) if len(others) == 1 else NEVER


def _text(tokens: object, mention: Mention) -> str:
    return tokens.surface(mention.first, mention.last)  # type: ignore[attr-defined,no-any-return]


def nearest(times: Sequence[Time]) -> Time:
    """Give the first of some times that names one period; NEVER where none does or one names several before."""
    for time in times:
        if time.period is not None:
            return time
        if time.several:
            return NEVER
    return NEVER
