"""Fiscal calendars: when the years end that a document counts by, and which days a part of such a year has.

A document says so itself ("our fiscal year ends on the last Saturday of September", "for the fiscal year ended June 30,
2024"); the patterns of such statements stand in the language's periods.yaml under `calendars`. Where it does not, a
fiscal period has no days, only a name that equals itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from kzcheck.extract.time.patterns import Grammar, compile_grammar, evaluate
from kzcheck.extract.time.readings import OPS, Clock, Reading, Values
from kzcheck.lang import read, tokenize
from kzcheck.model import Document, Period

_YEAR_END = 12
_CLOSE = 6
"""Days by which the end of a year of whole weeks may miss the end of its month."""
_SNAP = 8
"""Days by which a span counted back in months may miss the start of a fiscal period."""
_WINDOW = 300
"""Characters around a trigger that are read as its sentence."""
_NAMED = 12
"""Tokens that may lie between the end of a year and its name."""
_SAID_OFTEN = 3
_FIRST_HALF = 5
_SPLIT = re.compile(r"[.;!?]\s+|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class FiscalCalendar:
    """Years of twelve months, or of 52 or 53 weeks, that end with month `month`.

    `day` is the last day, 0 for that of the month. With `weekday` (0 is Monday) a year ends on the last such day up to
    then, or with `nearest` on the nearest one. `lead` is how many years after its name a year ends (None: not known).
    `ends` are ends that the text states. `counts_all` tells that bare years and quarters are of this calendar too.
    """

    month: int
    day: int = 0
    weekday: int | None = None
    nearest: bool = False
    lead: int | None = None
    ends: tuple[date, ...] = ()
    counts_all: bool = False

    def year(self, number: int) -> Period | None:
        """Give the days of the year named `number`; None where its name does not tell which one it is."""
        return self.translate(Period.of_year(number))

    def translate(self, part: Period, *, spans: bool = False) -> Period | None:
        """Give the days of a part of a fiscal year, told as the same part of the calendar year of that name.

        `spans` tells that the name is of two years ("2024/25"), of which `part` is told in the first. None where the
        calendar does not tell which year has the name.
        """
        lead = self._lead(spans=spans)
        if lead is None:
            return None
        start, end = self._day(part.start, lead), self._day(part.end, lead)
        return Period(start, end) if start < end else None

    def snap(self, span: Period) -> Period:
        """Give a span that was counted back in months the start of the fiscal quarter that it means."""
        if self.weekday is None and not self.ends:
            return span
        year, month = span.start.year, span.start.month
        # The month before the span starts is the last of a quarter.
        ends = [m for m in (month - 2, month - 1, month) if (m - self.month) % 3 == 0]
        starts = [self._boundary(year, m) + timedelta(days=1) for m in ends]
        near = min(starts, key=lambda day: abs((day - span.start).days))
        return Period(near, span.end) if abs((near - span.start).days) <= _SNAP and near < span.end else span

    def _lead(self, *, spans: bool) -> int | None:
        if spans:
            return 0 if self.month == _YEAR_END else 1
        if self.lead is not None:
            return self.lead
        # A year that ends in spring may be named after either of its years.
        return 0 if self.month > _FIRST_HALF else None

    def _day(self, day: date, lead: int) -> date:
        start = self._boundary(day.year + lead, self.month + day.month - 1 - _YEAR_END) + timedelta(days=1)
        return start + timedelta(days=day.day - 1)

    def _boundary(self, year: int, month: int) -> date:
        """Give the last day of the fiscal month that ends with a month, numbered from 1 and beyond either end."""
        year, month = year + (month - 1) // _YEAR_END, (month - 1) % _YEAR_END + 1
        last = date(year + month // _YEAR_END, month % _YEAR_END + 1, 1) - timedelta(days=1)
        nominal = last.replace(day=min(self.day, last.day)) if self.day else last
        if self.weekday is not None:
            back = (nominal.weekday() - self.weekday) % 7
            nominal += timedelta(days=7 - back if self.nearest and back > 7 // 2 else -back)
        near = (end for end in self.ends if abs((end - nominal).days) <= _CLOSE)
        return min(near, key=lambda end: abs((end - nominal).days), default=nominal)


@dataclass(slots=True)
class _Statement:
    """What one sentence says of a year's end: its rule, or a dated end, and the year's name if one stands by it."""

    at: int
    month: int = 0
    day: int = 0
    weekday: int | None = None
    nearest: bool = False
    end: date | None = None
    name: int | None = None


@dataclass(slots=True)
class _Learned:
    """All that a document says of one kind of year."""

    rules: Counter[tuple[int, int, int | None, bool]] = field(default_factory=Counter)
    ends: Counter[date] = field(default_factory=Counter)
    leads: Counter[int] = field(default_factory=Counter)
    counts_all: bool = False


def calendars_of(document: Document) -> Mapping[str, FiscalCalendar]:
    """Give the calendars that a document states, by the kind of year that the language data names."""
    return _calendars(document.text, document.language)


def symbol_of(part: Period, kind: str, *, spans: bool = False) -> str:
    """Name a fiscal period whose days are unknown: "fiscal/2024-Q3", "marketing/2024/25" (`kzcheck.model.is_named`)."""
    name = str(part)
    if spans:
        year = name[:4]
        name = f"{year}/{(int(year) + 1) % 100:02d}{name[4:]}"
    return f"{kind}/{name}"


@lru_cache(maxsize=8)
def _calendars(text: str, language: str) -> Mapping[str, FiscalCalendar]:
    words = _words(language)
    learned: dict[str, _Learned] = {}
    done = 0
    for trigger in words.triggers.finditer(text):
        if trigger.start() < done:
            continue
        start, done = _sentence(text, trigger.start(), trigger.end())
        _learn(words, learned, text, start, done)
    out = {kind: _calendar(some, words, kind, text) for kind, some in learned.items()}
    return {kind: made for kind, made in out.items() if made is not None}


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    low = max(0, start - _WINDOW)
    for cut in _SPLIT.finditer(text, low, start):
        low = cut.end()
    after = _SPLIT.search(text, end, min(len(text), end + _WINDOW))
    return low, min(len(text), end + _WINDOW) if after is None else after.start() + 1


@dataclass(frozen=True, slots=True)
class _Words:
    grammar: Grammar
    triggers: re.Pattern[str]
    restating: tuple[frozenset[str], ...]
    kinds: Mapping[str, str]
    named: Mapping[str, re.Pattern[str]]


@cache
def _words(language: str) -> _Words:
    data = read(language, "periods")
    own = data["calendars"]
    grammar = compile_grammar({**data, "rules": own["rules"], "strong": own["strong"]})
    triggers = "|".join(re.escape(phrase).replace(r"\ ", r"[\s-]+") for phrase in own["triggers"])
    kinds = {word: kind for kind, some in data["classes"]["year_kind"].items() for word in str(some).split()}
    alternatives = {kind: "|".join(w for w, k in kinds.items() if k == kind) for kind in set(kinds.values())}
    named = {
        kind: re.compile(rf"\b(?:{some})(?:\s+\w+)?\s+(\d{{4}})\b", re.IGNORECASE)
        for kind, some in alternatives.items()
    }
    restating = tuple(frozenset(phrase.split()) for phrase in own["restating"])
    return _Words(grammar, re.compile(rf"\b(?:{triggers})\b", re.IGNORECASE), restating, kinds, named)


def _learn(words: _Words, learned: dict[str, _Learned], text: str, start: int, end: int) -> None:
    """Take what one sentence says."""
    tokens = tokenize(text, start, end)
    said = frozenset(tokens.words)
    units = words.grammar.values["unit"]
    kinds = [(after not in units, words.kinds[w]) for w, after in pairwise([*tokens.words, ""]) if w in words.kinds]
    kind = min(kinds, key=lambda kind: kind[0], default=(False, "fiscal"))[1]
    here = learned.setdefault(kind, _Learned())
    here.counts_all = here.counts_all or any(some <= said for some in words.restating)
    codes = words.grammar.encode(tokens.raw)
    statements: list[_Statement] = []
    names: list[tuple[int, int]] = []
    for at, found in _matches(words.grammar, tokens, codes):
        if isinstance(found, Reading):
            if found.period is not None and not found.spans:
                names.append((at, found.period.start.year))
        else:
            statements.extend(_placed(found, at))
    for statement in statements:
        if statement.end is None:
            here.rules[statement.month, statement.day, statement.weekday, statement.nearest] += 1
            continue
        here.ends[statement.end] += 1
        named = statement.name
        if named is None and names:
            at, number = min(names, key=lambda name: abs(name[0] - statement.at))
            named = number if abs(at - statement.at) <= _NAMED else None
        if named is not None:
            here.leads[_nominal(statement.end)[0] - named] += 1


def _placed(found: list[_Statement], at: int) -> list[_Statement]:
    """Place the statements of one match at its token."""
    for statement in found:
        statement.at += at
    return found


def _matches(grammar: Grammar, tokens: Any, codes: str) -> Iterator[tuple[int, Any]]:
    """Give what each longest match in a sentence says, with its token."""
    clock = Clock(None)
    for start, end in grammar.stretches(codes):
        free = 0
        for at, matches in grammar.run(codes[start:end]):
            if at < free:
                continue
            for match in matches:
                found = evaluate(grammar, match, tokens, codes, start + at, _OPS, clock)
                if found is not None:
                    free = at + match.length
                    yield start + at, found
                    break


def _calendar(learned: _Learned, words: _Words, kind: str, text: str) -> FiscalCalendar | None:
    """Make the calendar that most of the statements agree on."""
    months: Counter[int] = Counter()
    for (month, *_), count in learned.rules.items():
        months[month] += 3 * count
    for end, count in learned.ends.items():
        months[_nominal(end)[1]] += count
    if not months:
        return None
    month = months.most_common(1)[0][0]
    ends = tuple(sorted(end for end in learned.ends if _nominal(end)[1] == month))
    rules = [rule for rule, _ in learned.rules.most_common() if rule[0] == month]
    # A rule that names a weekday says more than one that names a day.
    rules.sort(key=lambda rule: rule[2] is None)
    day, weekday, nearest = rules[0][1:] if rules else _rule_of(ends)
    leads = {lead: count for lead, count in learned.leads.items() if lead in (0, 1)}
    lead = max(leads, key=lambda some: leads[some]) if leads else _usual_lead(ends, words, kind, text)
    return FiscalCalendar(
        month=month, day=day, weekday=weekday, nearest=nearest, lead=lead, ends=ends, counts_all=learned.counts_all
    )


def _usual_lead(ends: tuple[date, ...], words: _Words, kind: str, text: str) -> int | None:
    """Tell from how often years are named whether the last one bears the name of its end or of the year before."""
    if not ends or kind not in words.named:
        return None
    last = _nominal(ends[-1])[0]
    named = Counter(int(m[1]) for m in words.named[kind].finditer(text))
    if max(named[last], named[last - 1]) < _SAID_OFTEN:
        return None
    return 0 if named[last] >= named[last - 1] else 1


def _rule_of(ends: tuple[date, ...]) -> tuple[int, int | None, bool]:
    """Give the day, weekday and nearness of a calendar of which only ends are known."""
    if all((end + timedelta(days=1)).day == 1 for end in ends):
        return 0, None, False
    weekdays = {end.weekday() for end in ends}
    off = [_nominal(end)[2] for end in ends]
    if len(ends) > 1 and len(weekdays) == 1 and all(abs(days) <= _CLOSE for days in off):
        return 0, weekdays.pop(), any(days > 0 for days in off) or all(abs(days) <= 7 // 2 for days in off)
    if len(ends) == 1 and abs(off[0]) <= 7 // 2:
        return 0, weekdays.pop(), True
    return ends[-1].day, None, False


def _nominal(end: date) -> tuple[int, int, int]:
    """Give the year and month whose end a day stands for, and by how many days it comes after it."""
    before = end.replace(day=1) - timedelta(days=1)
    if (end - before).days <= _CLOSE:
        return before.year, before.month, (end - before).days
    after = date(end.year + end.month // _YEAR_END, end.month % _YEAR_END + 1, 1) - timedelta(days=1)
    return end.year, end.month, (end - after).days


# What the patterns under `calendars` mean.


def _last_weekday(v: Values, clock: Clock) -> list[_Statement]:  # noqa: ARG001  every op has this shape
    """Read "ends on the last Saturday of September"."""
    return [_Statement(0, month=v["month"], weekday=v["weekday"])]


def _near_weekday(v: Values, clock: Clock) -> list[_Statement]:  # noqa: ARG001
    """Read "the Friday closest to November 30", "the Sunday nearest the end of December"."""
    return [_Statement(0, month=v["month"], day=_last_day(v), weekday=v["weekday"], nearest=True)]


def _ends_on(v: Values, clock: Clock) -> list[_Statement]:  # noqa: ARG001
    """Read "ends on June 30", "runs to the end of March"."""
    return [_Statement(0, month=v["month"], day=_last_day(v))]


def _runs(v: Values, clock: Clock) -> list[_Statement] | None:
    """Read "from July 1 to June 30", "April-March", where it is a whole year."""
    return _ends_on(v, clock) if v["month"] % _YEAR_END == v["first"] - 1 else None


def _starts_on(v: Values, clock: Clock) -> list[_Statement]:  # noqa: ARG001
    """Read "begins on July 1": it ends on the day before."""
    first = date(2023, v["month"], v.get("day", 1)) - timedelta(days=1)
    return [_Statement(0, month=first.month, day=_last_day({"month": first.month, "day": first.day}))]


def _last_day(v: Values) -> int:
    """Give the day of a month that is said, 0 for its last."""
    day: int = v.get("day", 0)
    longest = (date(2023 + v["month"] // _YEAR_END, v["month"] % _YEAR_END + 1, 1) - timedelta(days=1)).day
    return 0 if day >= longest else day


def _ended(v: Values, clock: Clock) -> list[_Statement]:  # noqa: ARG001
    """Read "the fiscal years ended November 29, 2024 and December 1, 2023"."""
    days = [v[name].period for name in ("a", "b", "c") if name in v]
    return [_Statement(0, end=day.start) for day in days if day is not None and day.days == 1]


def _named_ended(v: Values, clock: Clock) -> list[_Statement]:
    """Read "fiscal 2024 ended on February 1, 2025"."""
    whole: Reading = v["whole"]
    found = _ended(v, clock)
    for statement in found:
        if whole.period is not None and not whole.spans:
            statement.name = whole.period.start.year
    return found


_OPS = {
    **OPS,
    "runs": _runs,
    "named_ended": _named_ended,
    "last_weekday": _last_weekday,
    "near_weekday": _near_weekday,
    "ends_on": _ends_on,
    "starts_on": _starts_on,
    "years_ended": _ended,
}
