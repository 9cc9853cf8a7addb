"""What a matched time pattern means: one small function for each `op` that the language data names.

A reading is one of: a period; a function of a year that the words leave out ("in March"); a function of the period that
the text speaks of ("a year earlier"); or nothing, where the words are understood but not resolvable.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from kzcheck.extract.time import calendar
from kzcheck.model import PartialDate, Period

Values = Mapping[str, Any]
_MONTH_UNITS = ("month", "quarter")
_MONTHS = 12


@dataclass(slots=True)
class Reading:
    """The meaning of time words before the sentence around them is known.

    Exactly one of `period`, `make` (of a year left unsaid) and `relate` (of the period spoken of) is set, or none where
    the words cannot be resolved. `fallback` is what a related one means where nothing is spoken of. `form` names the
    construction for the tying of quantities, `point` the narrower time that "the end of 2024" names. `key` names what
    waits for the publication date alone, whatever its words: "year-1" for "last year" and "a year ago".
    """

    period: Period | None = None
    how: str = "stated"
    grain: str = ""
    form: str = ""
    make: Callable[[int], Period | None] | None = None
    relate: Callable[[Period], Period | None] | None = None
    fallback: Period | None = None
    point: Period | None = None
    role: str = ""
    cumulative: bool = False
    open_ended: bool = False
    is_claim: bool = True
    duration: tuple[Fraction, str] | None = None
    key: str = ""
    fiscal: str = ""
    """The kind of year (fiscal, marketing, school) that `period` is a part of, told as that of the calendar year."""
    again: Callable[[Period], Period | None] | None = None
    """What the words before a date make of another date: "the three months ended" """
    several: tuple[Reading, ...] = ()
    """The times that the words name in a row: "the three and six months ended June 30"."""
    spans: bool = False
    """Whether that year is named by both its years ("2024/25"); `period` is then told in the first."""


@dataclass(slots=True)
class Clock:
    """What is known of "now": the publication date, and whether the sentence speaks of what is to come."""

    published: PartialDate | None
    future: bool = False


SKIP = Reading(form="skip")
"""Time words that are no mention: a rate ("a year"), a plain duration ("three years")."""


def _unresolved(form: str = "", **more: Any) -> Reading:
    return Reading(how="", form=form, **more)


def derived(base: Reading, change: Callable[[Period], Period | None], **more: Any) -> Reading | None:
    """Give the reading of a part of another one, whichever way that one is known; None where it has no such part."""
    if base.period is not None:
        part = change(base.period)
        return None if part is None else replace(base, period=part, **more)
    make, relate = base.make, base.relate
    if make is not None:
        probe = make(2023)
        if probe is None or change(probe) is None:
            return None
        return replace(base, make=lambda number: _then(make(number), change), **more)
    if relate is not None:
        return replace(
            base, relate=lambda anchor: _then(relate(anchor), change), fallback=_then(base.fallback, change), **more
        )
    return replace(base, key="", **more)


def _then(period: Period | None, change: Callable[[Period], Period | None]) -> Period | None:
    return None if period is None else change(period)


def _undated(grain: str, make: Callable[[int], Period | None], **more: Any) -> Reading:
    return Reading(how="inferred", grain=grain, make=make, **more)


def _some_year() -> Reading:
    return _undated("year", calendar.year)


# Years.


def year4(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001  every op has this shape
    """Read a year of four digits."""
    return Reading(calendar.year(v["year4"]), grain="year", form="year")


def year2(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read a year of two digits: 70 to 99 are of the last century."""
    return Reading(calendar.year(_century(v["yy"])), grain="year", form="year")


def _century(two: int) -> int:
    return 1900 + two if two >= 70 else 2000 + two


def unit_by_now(v: Values, clock: Clock) -> Reading | None:
    """Read "last year", "this month", "next week": the calendar unit `by` after that of publication."""
    unit = v["unit"]
    by = v.get("by", v.get("rel", 0))
    period = None if clock.published is None else calendar.shifted(clock.published, unit, by)
    if period is None:
        return _unresolved("now", grain=unit, key=f"{unit}{by:+d}")
    return Reading(period, "inferred", unit, "this" if by == 0 else "now")


def unit_by_context(v: Values, clock: Clock) -> Reading | None:
    """Read "the previous year", "that year": the unit `by` after that of the period spoken of."""
    unit, by = v["unit"], v.get("by", v.get("rel", 0))

    def relate(anchor: Period) -> Period | None:
        start = PartialDate(anchor.start.year, anchor.start.month, anchor.start.day)
        here = calendar.containing(start, unit)
        if unit == "year" and 360 <= anchor.days <= 366:
            return anchor.shift_years(by)
        if here is None or not here.covers(anchor):
            return None
        return calendar.shifted(start, unit, by)

    known = clock.published is not None and (by < 0 or v.get("of_publication"))
    fallback = calendar.shifted(clock.published, unit, by) if known and clock.published is not None else None
    return Reading(how="inferred", grain=unit, form="context", relate=relate, fallback=fallback, is_claim=False)


def the_year(v: Values, clock: Clock) -> Reading | None:
    """Read "the year" in "the end of the year": that of the text, else that of publication."""
    read = unit_by_now if clock.future else unit_by_context
    found = read({"unit": v.get("unit", "year"), "by": 0, "of_publication": True}, clock)
    return None if found is None else replace(found, form="unit")


def earlier(v: Values, clock: Clock) -> Reading | None:
    """Read "a year earlier", "two months later": the period spoken of, moved by a count of units."""
    count, unit, sign = v.get("COUNT", Fraction(1)), v["unit"], v["sign"]
    if Fraction(count).denominator != 1:
        return _unresolved("context", is_claim=False)
    by = int(count) * sign

    def relate(anchor: Period) -> Period | None:
        if unit == "year":
            return anchor.shift_years(by)
        start = calendar.add(anchor.start, by, unit)
        end = calendar.add(anchor.end, by, unit)
        months = max(1, round(anchor.days / 30.5))
        fits = unit in calendar.DAYS or by * calendar.MONTHS[unit] % months == 0
        return Period(start, end) if fits and start is not None and end is not None and start < end else None

    fallback = None
    if clock.published is not None and sign < 0:
        fallback = calendar.shifted(clock.published, unit, by)
    form = v.get("form", "context")
    key = f"{unit}{by:+d}" if form == "ago" else ""
    return Reading(how="inferred", grain=unit, form=form, relate=relate, fallback=fallback, is_claim=False, key=key)


def ago(v: Values, clock: Clock) -> Reading | None:
    """Read "five years ago": the calendar unit so many before publication."""
    count, unit = v.get("COUNT", Fraction(1)), v["unit"]
    if Fraction(count).denominator != 1:
        return _unresolved("now", grain=unit)
    by = int(count) * v.get("sign", -1)
    period = None if clock.published is None else calendar.shifted(clock.published, unit, by)
    if period is None:
        return _unresolved("now", grain=unit, key=f"{unit}{by:+d}")
    return Reading(period, "inferred", unit, "ago")


def yearly(v: Values, clock: Clock) -> Reading | None:
    """Read "year-on-year", "month on month": the same span one unit before, as a base."""
    return replace(earlier({"unit": v["unit"], "sign": -1}, clock) or SKIP, fallback=None, role="base", form="on")


# Parts of a year or of another whole.


def month(v: Values, clock: Clock) -> Reading | None:
    """Read a month with or without its year."""
    number = v.get("month", v.get("other"))
    base = v.get("YEAR") or (year2(v, clock) if "yy" in v else None)
    return _dated(base, lambda whole: Period.of_months(whole.start.year, number), grain="month", form="month")


def _dated(base: Reading | None, part: Callable[[Period], Period | None], **more: Any) -> Reading | None:
    if base is not None and base.grain not in ("year", ""):
        return None
    return derived(base or _some_year(), part, is_claim=True, **more)


def quarter(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read a quarter by its number, of a year said or not."""
    number = v["number"]
    if not 1 <= number <= 4:
        return None
    return _dated(
        v.get("YEAR"),
        lambda whole: Period.of_months(whole.start.year, number * 3 - 2, 3),
        grain="quarter",
        form="quarter",
        cumulative=number == 1,
        fiscal=v.get("year_kind", ""),
    )


def quarters(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read "Q1-Q3 2024"."""
    first, last = v["a"].make, v["b"].make
    found = _dated(
        v.get("YEAR"),
        lambda whole: calendar.span(first(whole.start.year), last(whole.start.year)),
        grain="quarter",
        form="range",
    )
    return None if found is None else replace(found, cumulative=_starts_year(found))


def half(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read a half year by its number."""
    number = v["number"]
    if not 1 <= number <= 2:
        return None
    return _dated(
        v.get("YEAR"),
        lambda whole: Period.of_months(whole.start.year, number * 6 - 5, 6),
        grain="half",
        form="half",
        cumulative=number == 1,
    )


def season(v: Values, clock: Clock) -> Reading | None:
    """Read a season as three whole months of the northern year; a winter needs both its years, or none."""
    first = v["season"]
    base = v.get("YEAR")
    if "rel" in v:
        if clock.published is None or clock.published.month is None:
            return _unresolved("now")
        base = Reading(calendar.year(_season_year(first, clock.published, v["rel"])), "inferred", "year")
    elif first == 12 and base is not None:
        return _unresolved("season")
    found = _dated(base, lambda whole: Period.of_months(whole.start.year, first, 3), grain="season", form="season")
    return None if found is None else replace(found, how="inferred" if found.how else "")


def _season_year(first: int, published: PartialDate, rel: int) -> int:
    moment = published.period.start
    ahead = range(moment.year - 2, moment.year + 3)
    spans = {y: Period.of_months(y, first, 3) for y in ahead}
    if rel < 0:
        return max(y for y in ahead if spans[y].end <= moment)
    if rel > 0:
        return min(y for y in ahead if spans[y].start > moment)
    return min(y for y in ahead if spans[y].end > moment)


def winter(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read "winter 2023/24"."""
    number = v["year4"]
    if v["season"] != 12 or (number + 1) % 100 != v["yy"]:
        return None
    return Reading(Period.of_months(number, 12, 3), "inferred", "season", "season")


def first_units(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read "the first nine months of 2024"; without a whole only months and quarters of a year are meant."""
    count, unit, whole = v["COUNT"], v["unit"], v.get("WHOLE")
    if whole is None and unit not in _MONTH_UNITS:
        return SKIP
    if Fraction(count).denominator != 1 or not 1 <= count <= 400:
        return None
    found = derived(
        whole or _some_year(),
        lambda w: calendar.first_of(w, count, unit),
        grain=unit,
        form="first",
        is_claim=True,
    )
    return None if found is None else replace(found, cumulative=_starts_year(found))


def _starts_year(reading: Reading) -> bool:
    sample = reading.period
    if sample is None and reading.make is not None:
        sample = reading.make(2023)
    if sample is None and reading.relate is not None:
        sample = reading.relate(Period.of_year(2023))
    return sample is not None and calendar.is_part_year(sample)


def last_units(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read "the last three months of 2024"."""
    count, unit, whole = v.get("COUNT", Fraction(1)), v["unit"], v["WHOLE"]
    if Fraction(count).denominator != 1:
        return None
    return derived(whole, lambda w: calendar.last_of(w, count, unit), grain=unit, form="last", is_claim=True)


def nth_unit(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read "the third week of March"."""
    number, unit, whole = v["ORD"], v["unit"], v["WHOLE"]
    if whole.grain == unit:
        return None
    found = derived(whole, lambda w: calendar.nth_of(w, number, unit), grain=unit, form="nth", is_claim=True)
    return found if found is None else replace(found, cumulative=unit == "quarter" and number == 1)


def months_of(v: Values, clock: Clock) -> Reading | None:
    """Read "8 months of 2024", "9M2022": the first months."""
    if not 1 <= v["COUNT"] <= _MONTHS:
        return SKIP
    base = v["WHOLE"] if "WHOLE" in v else year4(v, clock) if "year4" in v else year2(v, clock)
    found = first_units({"COUNT": v["COUNT"], "unit": "month", "WHOLE": base}, clock)
    return found if found is None or "year_kind" not in v else replace(found, fiscal=v["year_kind"])


def pass_on(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read the part that the pattern holds as it stands."""
    found: Reading = v.get("whole") or v["part"]
    return found


def of_year(v: Values, clock: Clock) -> Reading | None:
    """Read a quarter or half of a year said ("Q3 2024", "3Q24"), or of none."""
    part: Reading = v["PART"]
    base = v.get("YEAR") or (year2(v, clock) if "yy" in v else None)
    if base is None or part.make is None:
        return part
    if base.grain != "year":
        return None
    make = part.make
    return derived(
        base,
        lambda whole: make(whole.start.year),
        grain=part.grain,
        form=part.form,
        cumulative=part.cumulative,
        is_claim=True,
        fiscal=part.fiscal or base.fiscal,
    )


def month_by_now(v: Values, clock: Clock) -> Reading | None:
    """Read "last August", "next June", "this May".

    "Last August" said in October can be of this year or the last: neither is taken.
    """
    if clock.published is None or clock.published.month is None:
        return _unresolved("now", grain="month")
    number, here, rel = v["month"], clock.published, v["rel"]
    assert here.month is not None  # noqa: S101  told above
    if (rel < 0 and number < here.month) or (rel > 0 and number > here.month):
        return _unresolved("now", grain="month")
    return Reading(Period.of_months(here.year + rel, number), "inferred", "month", "month")


def the_unit(v: Values, clock: Clock) -> Reading | None:
    """Read "during the year", "in the quarter": the one spoken of; only a year can also be that of publication."""
    found = the_year(v, clock)
    if found is None:
        return None
    return replace(found, fallback=found.fallback if v["unit"] == "year" else None)


def edge(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read the end, start or middle of a whole.

    A flow said "at the end of 2024" is that of the year, so the end of a whole keeps the whole as period and names its
    last month (last day of a month) as point. "Mid-2026" is June; early, late and other middles have no fixed bounds.
    """
    base: Reading = v["WHOLE"]
    at = v["edge"]
    match at, base.grain:
        case "end", "year" | "quarter" | "half" | "decade" | "month":
            unit = "day" if base.grain == "month" else "month"
            point = None if base.period is None else calendar.last_of(base.period, 1, unit)
            return replace(base, form="end", point=point, is_claim=True, key="", fiscal=v.get("year_kind", base.fiscal))
        case "start", "year" | "quarter" | "half" | "month":
            unit = "day" if base.grain == "month" else "month"
            return derived(base, lambda w: calendar.first_of(w, 1, unit), grain=unit, form="start", is_claim=True)
        case "middle", "year":
            return derived(
                base, lambda w: Period.of_months(w.start.year, 6), grain="month", form="middle", is_claim=True
            )
        case _:
            return _unresolved("vague")


def year_end(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read "by year-end"."""
    found = edge({"WHOLE": the_year({}, clock), "edge": "end"}, clock)
    # "Stood at 6.9 % at year-end", where no year is spoken of, may be of the year before.
    return found if found is None or clock.future else replace(found, fallback=None)


def rest(v: Values, clock: Clock) -> Reading | None:
    """Read "the rest of the year": from publication to its end."""
    if clock.published is None or clock.published.day is None:
        return _unresolved("now")
    here = calendar.containing(clock.published, v["unit"])
    today = clock.published.period.start
    return _unresolved("now") if here is None else Reading(Period(today, here.end), "inferred", v["unit"], "rest")


def to_date(v: Values, clock: Clock) -> Reading | None:
    """Read "so far this year", "year to date": from the start of the unit up to publication."""
    unit = v.get("unit", "year")
    if clock.published is None:
        return _unresolved("todate")
    here = calendar.containing(clock.published, unit)
    end = clock.published.period.start
    if here is None or end <= here.start:
        return _unresolved("todate")
    running = unit == "year" and not v.get("partial")
    return Reading(Period(here.start, end), "inferred", unit, "todate", cumulative=running)


def year_to(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read "YTD Sep 2024", "Q3 2024 YTD": from the start of its year to the end of a part of it."""
    base: Reading = v["whole"]
    found = derived(base, lambda w: Period(Period.of_year(w.start.year).start, w.end), grain="year", form="range")
    return None if found is None else replace(found, cumulative=_starts_year(found))


def month_to(v: Values, clock: Clock) -> Reading | None:
    """Read "Sep YTD 2024"."""
    base = month(v, clock)
    return None if base is None else year_to({"whole": base}, clock)


def part_of_year(v: Values, clock: Clock) -> Reading | None:
    """Read "2024-Q1", "2024:H2"."""
    return of_year({"PART": v["PART"], "YEAR": year4(v, clock)}, clock)


def so_far(v: Values, clock: Clock) -> Reading | None:
    """Read "so far in 2024", "since the start of 2024": up to publication, or since the start of an earlier year."""
    base: Reading = v["YEAR"]
    if clock.published is None or base.period is None:
        return _unresolved("todate")
    if base.period.start.year == clock.published.year:
        return to_date({"unit": "year"}, clock)
    return replace(base, form="since", role="base") if base.period.start.year < clock.published.year else None


# Days.


def day(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read a day of a month, of a year said or not. A day that no calendar has is not read."""
    number, of = v["day"], v["month"]
    if calendar.day(2024, of, number) is None:
        return _unresolved("vague")
    base = v.get("YEAR")
    if base is not None and base.period is not None and calendar.day(base.period.start.year, of, number) is None:
        return _unresolved("vague")
    if base is None:
        return _undated("day", lambda y: calendar.day(y, of, number), form="day")
    return _dated(base, lambda w: calendar.day(w.start.year, of, number), grain="day", form="day")


def iso_day(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read year, month and day as numbers."""
    found = calendar.day(v["year4"], v["mm"], v["day"])
    return _unresolved("vague") if found is None else Reading(found, grain="day", form="day")


def iso_named_day(v: Values, clock: Clock) -> Reading | None:
    """Read "2019-aug-01"."""
    return iso_day({"year4": v["year4"], "mm": v["month"], "day": v["day"]}, clock)


def numeric_month(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read "2023-04" or "04/2023"."""
    return Reading(Period.of_months(v["year4"], v["mm"]), grain="month", form="month")


def dotted_day(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read "10.04.2023", day first."""
    number, of, year_number = (int(p) for p in v["dotted"].split("."))
    found = calendar.day(year_number, of, number)
    return _unresolved("vague") if found is None else Reading(found, grain="day", form="day")


def slashed_day(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read "25/04/2023" or "04/25/2023"; where both orders give a day, neither is taken."""
    a, b, number = v["a"], v["b"], v["year4"]
    ways = {calendar.day(number, b, a), calendar.day(number, a, b)} - {None}
    return Reading(ways.pop(), grain="day", form="day") if len(ways) == 1 else _unresolved("vague")


def day_by_now(v: Values, clock: Clock) -> Reading | None:
    """Read "yesterday", "tomorrow"."""
    return unit_by_now({"unit": "day", "by": v["relday"] + v.get("by", 0)}, clock)


def weekday(v: Values, clock: Clock) -> Reading | None:
    """Read a weekday: the last one up to publication, the next one where the sentence looks ahead."""
    if clock.published is None or clock.published.day is None:
        return _unresolved("now")
    today = clock.published.period.start
    behind = (today.weekday() - v["weekday"]) % 7
    rel = v.get("rel")
    if rel == 0:
        found = today + timedelta(days=v["weekday"] - today.weekday())
    elif rel is not None:
        # "Next Friday" is of this week or the next; "last Monday" only plain where this week's is still to come.
        if rel > 0 or v["weekday"] <= today.weekday():
            return _unresolved("now")
        found = today - timedelta(days=behind)
    elif clock.future:
        found = today + timedelta(days=-behind % 7)
    else:
        found = today - timedelta(days=behind)
    return Reading(Period.of_day(found), "inferred", "day", "weekday")


def weekdays(v: Values, clock: Clock) -> Reading | None:
    """Read "last week from Monday to Wednesday"."""
    found = unit_by_now({"unit": "week", "by": v["rel"]}, clock)
    a, b = v["a"], v["b"]
    if found is None or a >= b:
        return None

    def change(w: Period) -> Period:
        return Period(w.start + timedelta(days=a), w.start + timedelta(days=b + 1))

    return derived(found, change, grain="day", form="range")


def weekend(v: Values, clock: Clock) -> Reading | None:
    """Read "last weekend": Saturday and Sunday."""
    found = unit_by_now({"unit": "week", "by": v.get("rel", 0)}, clock)
    return None if found is None else derived(found, lambda w: Period(w.start + timedelta(days=5), w.end), grain="day")


def week_of(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read "the week of 3 March", "the week ending 9 March", "the week starting 3 March"."""

    def change(p: Period) -> Period:
        if v["week"] == "ending":
            return Period(p.end - timedelta(days=7), p.end)
        start = p.start if v["week"] == "starting" else p.start - timedelta(days=p.start.weekday())
        return Period(start, start + timedelta(days=7))

    base: Reading = v["DATE"]
    return derived(base, change, grain="week", form="week") if base.grain == "day" else None


# Ranges and windows.


def between(v: Values, clock: Clock) -> Reading | None:
    """Read from one point to another, both included; a year said once holds for both."""
    a: Reading = v["a"]
    b: Reading = v["b"]
    if v.get("same") and a.grain != b.grain:
        return None
    if a.form == "vague" or b.form == "vague" or "" in (a.grain, b.grain):
        return _unresolved("range")
    a = _settled(a, clock)
    b = _settled(b, clock)
    grain = a.grain
    found: Reading | None
    if a.period is not None and b.period is not None:
        found = Reading(calendar.span(a.period, b.period), _weaker(a.how, b.how), grain, "range")
    elif a.make is not None and b.period is not None:
        found = Reading(_ending(a.make, b.period), b.how, grain, "range")
    elif a.period is not None and b.make is not None:
        found = Reading(_starting(a.period, b.make), a.how, grain, "range")
    elif a.make is not None and b.make is not None:
        first, last = a.make, b.make
        found = _undated(grain, lambda y: _then(last(y), lambda end: _ending(first, end)), form="range")
    else:
        return _unresolved("range")
    if found.make is None and found.period is None:
        return _unresolved("range")
    kinds = {a.fiscal, b.fiscal} - {""}
    return replace(found, cumulative=_starts_year(found), fiscal=kinds.pop() if kinds else "", spans=b.spans)


def _settled(reading: Reading, clock: Clock) -> Reading:
    if reading.relate is not None:
        return replace(reading, relate=None, period=reading.fallback if clock.published else None)
    return reading


def _weaker(a: str, b: str) -> str:
    return "" if not a or not b else "assumed" if "assumed" in (a, b) else "inferred" if "inferred" in (a, b) else a


def _ending(first: Callable[[int], Period | None], last: Period) -> Period | None:
    for number in (last.start.year, last.start.year - 1):
        start = first(number)
        if start is not None and start.start <= last.start and start != last:
            return calendar.span(start, last)
    return None


def _starting(first: Period, last: Callable[[int], Period | None]) -> Period | None:
    for number in (first.start.year, first.start.year + 1):
        end = last(number)
        if end is not None and first.start <= end.start and first != end:
            return calendar.span(first, end)
    return None


def days_between(v: Values, clock: Clock) -> Reading | None:
    """Read "1-15 March 2024"."""
    a, b = v["a"], v["b"]
    base: Reading | None = v.get("WHOLE")
    if base is None:
        base = month(v, clock) if "month" in v else unit_by_now({"unit": "month", "by": v["rel"]}, clock)
    if base is None or a >= b or base.grain != "month":
        return None

    def change(w: Period) -> Period | None:
        first, last = calendar.day(w.start.year, w.start.month, a), calendar.day(w.start.year, w.start.month, b)
        return None if first is None or last is None else calendar.span(first, last)

    return derived(base, change, grain="day", form="range", is_claim=True) or _unresolved("vague")


def two_years(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read "2012-13": the year that starts with its last two digits after it."""
    number, two = v["year4"], v["yy"]
    last = number // 100 * 100 + two
    if last <= number:
        last += 100
    if not 1 <= last - number <= 30:
        return None
    return Reading(calendar.years(number, last), grain="year", form="range")


def fiscal(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read "fiscal 2024", "FY24": the calendar year of that name, to be brought to the days of its calendar."""
    number = v["year4"] if "year4" in v else _century(v["yy"])
    return Reading(calendar.year(number), grain="year", form="fiscal", fiscal=v["year_kind"])


def fiscal_years(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read "FY2024/25", "the 2024-25 school year"."""
    first = v["year4"] if "year4" in v else _century(v["yy"])
    last = v["last"] if "last" in v else v["yy"]
    if last < 100:
        last += first // 100 * 100 + (100 if last < first % 100 else 0)
    if last == first + 1:
        return Reading(calendar.year(first), grain="year", form="fiscal", fiscal=v["year_kind"], spans=True)
    return Reading(calendar.years(first, last), grain="year", form="range", fiscal=v["year_kind"])


def of_calendar(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read the part of a year that is told to be a fiscal one: "fiscal Q2"."""
    part: Reading = v["part"]
    return replace(part, fiscal=v["year_kind"])


def ended_unit(v: Values, clock: Clock) -> Reading | None:
    """Read "the year to March 2024": twelve months; "the quarter to June": three."""
    last: Reading = v["POINT"]
    if last.grain not in ("day", "month"):
        return _unresolved("vague")
    return ended({"unit": v["unit"], "POINT": last}, clock)


def ended_day(v: Values, clock: Clock) -> Reading | None:
    """Read "3 months to 30 June 2025", where a day or month of a known year closes the span."""
    last: Reading = v["POINT"]
    return ended(v, clock) if last.grain in ("day", "month") and last.period is not None else None


def ended(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read "the three months ended 30 June 2024": so many units that end with a point."""
    count, unit, last = v.get("COUNT", Fraction(1)), v["unit"], v["POINT"]
    if last.grain not in ("day", "month", "quarter") or Fraction(count).denominator != 1:
        return None

    def change(w: Period) -> Period | None:
        month_end = w.end.day == 1
        start = calendar.add(w.end if month_end else w.start + timedelta(days=1), -count, unit)
        return None if start is None or start >= w.end else Period(start, w.end)

    found = derived(last, change, grain=unit, form="ended", is_claim=True, again=change)
    return None if found is None else replace(found, cumulative=_starts_year(found))


def then_ended(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read "the nine months then ended": so many units up to the end of the period spoken of."""
    count, unit = v["COUNT"], v["unit"]

    def relate(anchor: Period) -> Period | None:
        start = calendar.add(anchor.end, -count, unit)
        return None if start is None or start >= anchor.end else Period(start, anchor.end)

    return Reading(how="inferred", grain=unit, form="context", relate=relate, is_claim=False)


def ended_each(v: Values, clock: Clock) -> Reading | None:
    """Read "the three and nine months ended 30 September 2024": two spans with one end."""
    spans = [ended({**v, "COUNT": v[name]}, clock) for name in ("a", "b")]
    return _several([span for span in spans if span is not None], len(spans))


def parts_each(v: Values, clock: Clock) -> Reading | None:
    """Read "the first and second quarters of 2024"."""
    part = quarter if v["unit"] == "quarter" else half
    some = [part({**v, "number": v[name]}, clock) for name in ("a", "b", "c", "d") if name in v]
    return _several([one for one in some if one is not None], len(some))


def _several(some: list[Reading], wanted: int) -> Reading | None:
    if len(some) < wanted:
        return None
    return Reading(how="", form="several", several=tuple(some), is_claim=False)


def window(v: Values, clock: Clock) -> Reading | None:
    """Read "over the past five years", "the next three months": a window from publication."""
    count, unit, rel = v.get("COUNT", Fraction(1)), v["unit"], v["rel"]
    length = (Fraction(count), unit)
    if clock.published is None:
        return _unresolved("window", duration=length, role="window")
    side = calendar.before if rel < 0 else calendar.after
    period = side(clock.published, Fraction(count), unit)
    if period is None:
        return _unresolved("window", duration=length, role="window")
    return Reading(
        period,
        "inferred",
        unit,
        "window" if rel < 0 else "ahead",
        duration=length,
        role="window",
        cumulative=calendar.is_part_year(period),
    )


def window_before(v: Values, clock: Clock) -> Reading | None:
    """Read "the previous five years": before the period spoken of, else before publication."""
    length = Fraction(v["COUNT"])
    unit = v["unit"]

    def relate(anchor: Period) -> Period | None:
        start = calendar.add(anchor.start, -length, unit)
        return None if start is None else Period(start, anchor.start)

    fallback = None if clock.published is None else calendar.before(clock.published, length, unit)
    return Reading(
        how="inferred",
        grain=unit,
        form="window",
        relate=relate,
        fallback=fallback,
        duration=(length, unit),
        role="window",
    )


def window_ahead(v: Values, clock: Clock) -> Reading | None:
    """Read "within five years", which looks ahead from publication only where the sentence does."""
    if not clock.future:
        return _unresolved("vague", is_claim=False)
    found = window({**v, "rel": 1}, clock)
    if found is None or found.period is None or clock.published is None:
        return found
    first = clock.published.period.start
    end = calendar.add(first, v.get("COUNT", Fraction(1)), v["unit"])
    return found if end is None else replace(found, period=Period(first, end))


def iso_week(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read "week 31" as ISO 8601 numbers them."""
    number = v["int"]

    def make(year_number: int) -> Period | None:
        try:
            start = date.fromisocalendar(year_number, number, 1)
        except ValueError:
            return None
        return Period(start, start + timedelta(days=7))

    return _dated(v.get("YEAR"), lambda w: make(w.start.year), grain="week", form="week")


def decade(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read "the 1990s", "the '90s", "the nineties"."""
    number = v.get("year4", v.get("decade"))
    if number is None:
        number = v["yy"] + (1900 if v["yy"] >= 30 else 2000)
    if number % 10:
        return None
    return Reading(calendar.years(number, number + 9), grain="decade", form="decade")


def century(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read "the 19th century" as its hundred years from 1800."""
    number = v["ORD"]
    if not 1 <= number <= 21:
        return None
    return Reading(calendar.years(max(1, number * 100 - 100), number * 100 - 1), grain="century", form="century")


# What only the text around can tell.


def same_span(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read "the same period", "the same months of 2023": the part spoken of, of another year if one is said."""
    of: Reading | None = v.get("YEAR")
    if "by" in v:
        by = v["by"]
        return Reading(how="inferred", form="samein", relate=lambda anchor: anchor.shift_years(by), is_claim=False)
    if of is None:
        return Reading(how="inferred", grain="", form="same", relate=lambda anchor: anchor, is_claim=False)
    if of.period is not None:
        other = of.period
        return Reading(
            how="inferred",
            form="samein",
            relate=lambda anchor: _unless_same(calendar.same_part(anchor, other), anchor),
            is_claim=False,
        )
    if of.relate is not None:
        other_year = of.relate

        def relate(anchor: Period) -> Period | None:
            found = other_year(anchor)
            number = None if found is None else found.whole_year
            return found if number is None or found is None else calendar.same_part(anchor, found)

        return Reading(how="inferred", form="samein", relate=relate, is_claim=False)
    return _unresolved("samein", is_claim=False)


def _unless_same(found: Period | None, anchor: Period) -> Period | None:
    return None if found == anchor else found


def spoken_of(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read "since then", "in this period": the period spoken of."""
    return Reading(
        how="inferred",
        form=v.get("form", "same"),
        role=v.get("role", ""),
        relate=lambda anchor: anchor,
        is_claim=False,
    )


def now(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read "currently": no period of its own."""
    return _unresolved("present", role="now", is_claim=False)


def open_end(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read "in the near future"."""
    return _unresolved("open", role="deadline", open_ended=True, is_claim=False)


def vague(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Read time words that have no bounds: "in recent years", "a few months ago"."""
    return _unresolved("vague", is_claim=False)


def skip(v: Values, clock: Clock) -> Reading | None:  # noqa: ARG001
    """Pass over a rate or a plain duration."""
    return SKIP


# Counts inside patterns.


def count(v: Values, clock: Clock) -> Any:  # noqa: ARG001
    """Read a count: digits, words, tens with ones, "a", a half more."""
    total = Fraction(0)
    for part in ("int", "decimal", "number", "tens", "ones", "plus"):
        if part in v:
            total += Fraction(v[part])
    return total


def ordinal(v: Values, clock: Clock) -> Any:  # noqa: ARG001
    """Read an ordinal number."""
    return v.get("ordinal", v.get("int")) + v.get("tens", 0)


def month_name(v: Values, clock: Clock) -> Any:  # noqa: ARG001
    """Read the number of a month."""
    return v.get("month", v.get("other"))


OPS: Mapping[str, Callable[[Values, Clock], Any]] = {
    op.__name__: op
    for op in (
        year4, year2, unit_by_now, unit_by_context, the_year, earlier, ago, yearly, month, quarter, quarters, half,
        season, winter, first_units, last_units, nth_unit, months_of, pass_on, of_year, month_by_now, the_unit, edge,
        rest, to_date, so_far, day, iso_day, iso_named_day, numeric_month, dotted_day, slashed_day, day_by_now,
        weekday, weekdays, weekend, week_of, between, days_between, two_years, fiscal, fiscal_years, of_calendar,
        ended_unit, ended, ended_day, year_to, month_to, part_of_year,
        then_ended, ended_each, parts_each, window, window_before, window_ahead, iso_week, decade,
        century, same_span, spoken_of, now, open_end, vague, skip, count, ordinal, month_name, year_end,
    )
}  # fmt: skip
"""Every reading that the language data can name."""
