"""The time corpus, one case a line, and properties of the period grammar."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.extract.time.periods import apply_policy, find, tie
from kzcheck.extract.types import Mention, Passage, Quantity, When
from kzcheck.lang import read, tokenize
from kzcheck.model import Document, PartialDate, Period, is_named

CORPUS: dict[str, Any] = read("en", "corpus/periods")
FLAGS = {"cum", "open", "assumed"}
ROLES = {"base", "deadline", "window", "now"}


def passage(text: str, published: str = "", before: Passage | None = None) -> Passage:
    document = Document(id="d", text=text, published=PartialDate.parse(published) if published else None)
    return Passage(document, 0, len(text), tokenize(text), before=before)


def mentions(text: str, published: str = "") -> list[Mention]:
    here = passage(text, published)
    return find(here.tokens, here)


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    spans, plain, start = [], "", 0
    for piece in re.split(r"([⟦⟧])", text):
        if piece == "⟦":
            start = len(plain)
        elif piece == "⟧":
            spans.append((start, len(plain)))
        else:
            plain += piece
    return plain, spans


PHRASES = [
    pytest.param(str(published), text, str(expected), id=f"{published}: {text}")
    for published, cases in CORPUS["phrases"].items()
    for text, expected in cases.items()
]


@pytest.mark.parametrize(("published", "text", "expected"), PHRASES)
def test_phrase(published: str, text: str, expected: str) -> None:
    text, spans = unmarked(text)
    here = passage(text, published)
    found = find(here.tokens, here)
    if spans:
        (start, end), t = spans[0], here.tokens
        found = [m for m in found if t.start[m.first] < end and start < t.end[m.last]]
    period, *rest = expected.split()
    dated = [m for m in found if m.period is not None]
    if period == "none":
        assert not dated
        return
    assert found
    mention = found[0]
    if period == "symbol":
        assert (mention.period, mention.key) == (None, rest[0])
        return
    assert str(mention.period or "abstain") == period
    roles = [word for word in rest if word in ROLES]
    if roles:
        assert mention.role == roles[0]
    assert mention.cumulative == ("cum" in rest)
    assert mention.open_ended == ("open" in rest)
    if mention.period is not None:
        assert (mention.how == "assumed") == ("assumed" in rest)
    assert set(rest) <= FLAGS | ROLES


CALENDARS = [
    pytest.param(case["states"], text, str(expected), id=f"{case['states'][:30]}: {text}")
    for case in CORPUS["calendars"]
    for text, expected in case["phrases"].items()
]


@pytest.mark.parametrize(("states", "text", "expected"), CALENDARS)
def test_document_sets_the_calendar(states: str, text: str, expected: str) -> None:
    document = Document(id="d", text=f"{states} {text}")
    here = Passage(document, len(states) + 1, len(document.text))
    mention = find(here.tokens, here)[0]
    named = f"symbol {mention.key}" if is_named(mention.key) and mention.period is None else "abstain"
    assert str(mention.period or named) == expected


PASSAGES = [pytest.param(case, id=f"{i}: {case['text'][:60]}") for i, case in enumerate(CORPUS["passages"])]


@pytest.mark.parametrize("case", PASSAGES)
def test_passage(case: dict[str, Any]) -> None:
    published = str(case.get("published", ""))
    before = None
    for sentence in case.get("before", ()):
        before = passage(sentence, published, before)
    text, spans = unmarked(case["text"])
    here = passage(text, published, before)
    quantities = [quantity(here, span, expected.split()[0]) for span, expected in zip(spans, case["when"], strict=True)]
    whens = tie(here, quantities, find(here.tokens, here))
    assert [said(when, expected) for when, expected in zip(whens, case["when"], strict=True)] == case["when"]


def quantity(here: Passage, span: tuple[int, int], kind: str) -> Quantity:
    kind, _, role = kind.partition(":")
    inside = [i for i, at in enumerate(here.tokens.start) if span[0] <= at < span[1]]
    return Quantity(
        first=inside[0],
        last=inside[-1],
        number_first=inside[0],
        number_last=inside[0],
        kind=kind,
        digits=here.tokens.raw[inside[0]],
        value=Fraction(next((w for w in here.tokens.words[inside[0] :] if w.isdecimal()), "1")),
        ulp=Fraction(1),
        significant=2,
        unit="t",
        unit_text="",
        tie=1 if role else 0,
        role=role,
    )


def said(when: When, expected: str) -> str:
    """Write a result the way the corpus does, the base only where the corpus has one."""
    kind = expected.split(maxsplit=1)[0]
    named = f"symbol {when.symbol}" if when.symbol and " symbol " in expected else "unknown"
    out = f"{kind} {when.period or named}"
    if " base " in expected:
        out += f" base {when.base or 'unknown'}"
    if when.cumulative:
        out += " cum"
    return out


def test_unknown_publication_leaves_relative_words_symbolic() -> None:
    (mention,) = mentions("Output rose last year.")
    assert mention.period is None
    assert mention.how == ""
    assert mention.symbol == "last year"


def test_words_alone_are_stated_and_the_rest_inferred() -> None:
    stated, inferred = mentions("Output rose in 2023 and on March 11.", "2024-05-05")
    assert (stated.how, inferred.how) == ("stated", "inferred")


def test_end_of_a_year_names_its_last_month_as_well() -> None:
    (mention,) = mentions("It opens by the end of 2028.", "2025-10-21")
    assert mention.period == Period.of_year(2028)
    assert mention.point == Period.of_months(2028, 12)


def test_window_tells_its_length() -> None:
    (mention,) = mentions("It grew over the past three years.", "2025-10-21")
    assert mention.duration == (Fraction(3), "year")


@pytest.mark.parametrize(("policy", "year"), [("last full year", 2023), ("year of publication", 2024), ("none", None)])
def test_policy_dates_what_the_text_leaves_undated(policy: str, year: int | None) -> None:
    when = apply_policy(When(), policy, PartialDate(2024, 3))
    assert when.period == (Period.of_year(year) if year else None)
    assert when.how == ("inferred" if year else "")


def test_policy_leaves_an_open_end_open() -> None:
    assert apply_policy(When(unresolved=True), "last full year", PartialDate(2024)).period is None


def test_policy_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match="last full year"):
        apply_policy(When(), "whenever", None)


DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


@given(DAYS)
def test_every_day_is_read_back(day: date) -> None:
    month = f"{day:%B}"
    for text in (f"on {day.day} {month} {day.year}", f"on {month} {day.day}, {day.year}", f"on {day.isoformat()}"):
        (mention,) = mentions(text, "2024-05-05")
        assert mention.period == Period.of_day(day)


@given(DAYS)
def test_yesterday_today_and_tomorrow_are_neighbours(day: date) -> None:
    found = mentions("yesterday, today, tomorrow", day.isoformat())
    assert [m.period for m in found] == [Period.of_day(day + timedelta(days=n)) for n in (-1, 0, 1)]


@given(DAYS)
def test_months_without_a_year_have_begun_by_publication(day: date) -> None:
    for month in ("January", "June", "December"):
        (mention,) = mentions(f"Output rose in {month}.", day.isoformat())
        assert mention.period is not None
        assert mention.period.start <= day
        assert (day - mention.period.start).days < 366


@given(st.integers(2000, 2030), st.integers(1, 12), st.integers(1, 12))
def test_first_months_start_the_year(year: int, count: int, published: int) -> None:
    (mention,) = mentions(f"in the first {count} months of {year}", f"2031-{published:02d}-15")
    assert mention.period == Period.of_months(year, 1, count)
    assert mention.cumulative == (1 < count < 12)


VOCABULARY = """
the of in to from last year years 2024 March May first 3 12 months quarter same period a ago since by end Q 1 H - , and
next week day 2030 half between until 24 / ' s on over past five tons
"""
WORDS = st.sampled_from(VOCABULARY.split())


@given(st.lists(WORDS, max_size=12), DAYS)
def test_any_words_give_ordered_mentions(words: list[str], day: date) -> None:
    text = " ".join(words)
    found = mentions(text, day.isoformat())
    assert all(m.first <= m.last for m in found)
    assert all(a.last < b.first for a, b in pairwise(found))
    assert all((m.period is None) == (m.how == "") for m in found)
