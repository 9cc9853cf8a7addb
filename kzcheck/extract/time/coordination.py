"""Read times that are said in a row: "June 30, 2025 and 2024", "fiscal 2024, 2023 and 2022", "May and June 2024".

What one of them says holds for the others: a bare year behind a day is that day of another year, one behind a quarter
that quarter; a month without a year is of the year of the next one. "The three and six months ended June 30, 2025 and
2024" is four times, in the order in which figures are given for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from kzcheck.extract.time import calendar
from kzcheck.extract.time.readings import Reading
from kzcheck.extract.types import Mention
from kzcheck.model import Period

_DATES = frozenset({"day", "month"})
_LIST = 6
"""Tokens from one time of a list of figures with their times to the next."""
_PARTS = frozenset({"month", "quarter", "half"})

Said = list[tuple[Mention, Reading]]
"""The mentions of a passage, each with its reading before it was brought to the days of its calendar."""


def coordinate(
    out: Said,
    words: Sequence[str],
    sets: Mapping[str, frozenset[str]],
    settle: Callable[[Reading, Mention], None],
    latest: date | None,
) -> None:
    """Give the members of each row what the others say, and number the rows (`Mention.group`).

    `latest` is the day of publication. Of the word lists `sets`, `joints` are the words between two members; a row
    holds at least one that is none of `commas`, or three members. `settle` writes a reading that has changed into its
    mention.
    """
    for number, row in enumerate(_rows(out, words, sets["joints"], sets["commas"]), 1):
        _backwards(out, row, settle)
        members = _expanded(out, row, settle)
        for i in row:
            out[i][0].group = number
        if members:
            head = out[row[0]][0]
            head.several = members
            for i in row[1:]:
                other = out[i][0]
                other.period = other.point = other.relate = None
                other.how, other.form, other.key = "", "vague", ""
    _years_elsewhere(out, words, settle, latest)


def _rows(out: Said, words: Sequence[str], joints: frozenset[str], commas: frozenset[str]) -> Iterator[list[int]]:
    """Give the places of the mentions of each row."""
    row: list[int] = []
    joined = False
    for i, (mention, reading) in enumerate(out):
        between = words[out[i - 1][0].last + 1 : mention.first] if row else []
        joined_on = row and between and all(word in joints for word in between) and _is_member(mention, reading)
        # "In 2022, and in the first half of 2023": another kind of time with its own preposition is apart.
        if joined_on and (reading.grain == out[i - 1][1].grain or mention.unled):
            row.append(i)
            joined = joined or any(word not in commas for word in between)
            continue
        if len(row) > 1 and (joined or len(row) > 2 or _is_cut(words, out[row[-1]][0], joints, commas)):
            yield row
        row, joined = ([i] if _is_member(mention, reading) else []), False
        if reading.several:
            yield [i]
    if len(row) > 1 and (joined or len(row) > 2 or _is_cut(words, out[row[-1]][0], joints, commas)):
        yield row


def _is_cut(words: Sequence[str], last: Mention, joints: frozenset[str], commas: frozenset[str]) -> bool:
    """Tell whether a row goes on behind its last known member: "for fiscal 2025, 2024 and" at the end of a page."""
    after = words[last.last + 1 : last.last + 2]
    return bool(after) and after[0] in joints and after[0] not in commas


def _is_member(mention: Mention, reading: Reading) -> bool:
    known = reading.period is not None or bool(reading.several) or reading.make is not None
    return known and mention.role in ("period", "event") and mention.form not in ("since", "until", "on", "samein")


def _backwards(out: Said, row: list[int], settle: Callable[[Reading, Mention], None]) -> None:
    """Give members without a year that of the next one: "May and June 2024"."""
    for i, after in zip(reversed(row[:-1]), reversed(row[1:]), strict=True):
        mention, reading = out[i]
        following = out[after][1]
        dated = following.period is not None and following.how == "stated" and following.grain != "year"
        if reading.make is None or following.period is None or not dated:
            continue
        period = reading.make(following.period.start.year)
        if period is not None and period.start > following.period.start and reading.form == following.form:
            period = reading.make(following.period.start.year - 1)
        if period is not None:
            made = replace(reading, period=period, make=None, how="stated", fiscal=reading.fiscal or following.fiscal)
            out[i] = mention, made
            settle(made, mention)


def _expanded(out: Said, row: list[int], settle: Callable[[Reading, Mention], None]) -> tuple[Mention, ...]:
    """Bring later members to the construction of the first; give all times where the first is several in itself."""
    mention, first = out[row[0]]
    if first.several:
        made: list[Mention] = []
        for part in first.several:
            again = [part, *(_adapted(part, out[i][1]) or out[i][1] for i in row[1:])]
            for reading in again:
                one = replace(mention, several=())
                settle(reading, one)
                made.append(one)
        return tuple(made)
    for i in row[1:]:
        adapted = _adapted(first, out[i][1])
        if adapted is not None:
            out[i] = out[i][0], adapted
            settle(adapted, out[i][0])
        elif out[i][1].grain != "year":
            first = out[i][1]
    return ()


def _adapted(first: Reading, other: Reading) -> Reading | None:
    """Give the reading of a member in the words of the first one; None where it says all itself."""
    period, here = other.period, first.period
    if period is None:
        return None
    if first.again is not None and other.form in _DATES:
        length = first.again(period)
        return None if length is None else replace(first, period=length, make=None, how=other.how)
    if first.form == "end" and other.form in _PARTS:
        return replace(other, form="end", point=calendar.last_of(period, 1, "month"))
    named = other.grain == "year" and other.form in ("year", "fiscal") and not other.spans
    says_more = first.grain != "year" or first.form in ("end", "ended") or bool(first.fiscal and not other.fiscal)
    if here is None or first.spans or not named or not says_more:
        return None
    years = period.start.year - (here.end - timedelta(days=1)).year
    moved = None if first.point is None else first.point.shift_years(years)
    return replace(
        first,
        period=here.shift_years(years),
        point=moved,
        make=None,
        fiscal=other.fiscal or first.fiscal,
        how=other.how,
    )


def _years_elsewhere(
    out: Said, words: Sequence[str], settle: Callable[[Reading, Mention], None], latest: date | None
) -> None:
    """Give parts without a year that of the same kind of part before them, or behind them in one list of figures.

    "In the first half of 2024 5 tons, in the second 6"; "41 in January, 37 in February and 29 in March 2024".
    """
    for i, (mention, reading) in enumerate(out):
        if reading.form not in _PARTS or reading.make is None or mention.role not in ("period", "base"):
            continue
        anchor = _anchor(out, i, words)
        if anchor is None:
            continue
        period = reading.make(anchor.start.year)
        if period is not None and mention.role == "period" and period.start < anchor.start and reading.form == "month":
            earlier = any(said.period == anchor for _, said in out[:i])
            after = reading.make(anchor.start.year + 1)
            known = after is not None and (latest is None or after.start <= latest)
            period = after if earlier and known else period
        if period is not None and period != anchor:
            made = replace(reading, period=period, make=None, how="inferred")
            out[i] = mention, made
            settle(made, mention)


def _anchor(out: Said, i: int, words: Sequence[str]) -> Period | None:
    """Give the dated time of the same kind before a time without a year, else the one that closes its list."""
    form = out[i][1].form
    for _, reading in reversed(out[:i]):
        if reading.form == form and reading.make is None and reading.period is not None and reading.how == "stated":
            return reading.period
    for k in range(i + 1, len(out)):
        (before, _), (mention, reading) = out[k - 1], out[k]
        near = mention.first - before.last <= _LIST and words[mention.first] == words[before.first]
        if reading.form != form or not near or mention.role != "period":
            return None
        if reading.make is None and reading.period is not None and reading.how == "stated":
            return reading.period
    return None
