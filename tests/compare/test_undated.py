"""Documents whose date nobody knows: their "last year" is one time, and only their own."""

from __future__ import annotations

import pytest

import kzcheck
from kzcheck.compare import compare
from kzcheck.extract import extract
from kzcheck.model import Document, Pack, PartialDate
from kzcheck.table import frame

EXPORTS = "Wheat exports reached {} million tons {}."


def claims_of(*texts, published=""):
    claims = []
    for number, text in enumerate(texts, 1):
        day = PartialDate.parse(published) if published else None
        claims += extract(Document(id=f"notes{number}.txt", text=text, published=day))[0]
    return [c for c in claims if c.kind != "date"]


def compared(claims):
    return compare(frame(claims), Pack(), every=True)


def verdicts(*texts):
    return [c.verdict for c in compared(claims_of(*texts))]


@pytest.mark.parametrize(
    ("words", "symbol"),
    [
        ("last year", "year-1"),
        ("a year ago", "year-1"),
        ("this year", "year+0"),
        ("five years ago", "year-5"),
        ("last month", "month-1"),
        ("in March", "month: march"),
        ("in the third quarter", "quarter: third quarter"),
        ("over the past five years", "time: past five years"),
        ("in 2024", ""),
        ("in recent years", "vague: in recent years"),
    ],
)
def test_words_that_cannot_be_dated_have_a_symbol(words, symbol):
    (claim,) = claims_of(EXPORTS.format(5, words))
    assert claim.period_symbol == symbol
    assert (claim.period is None) == (words != "in 2024")


def test_a_known_date_leaves_no_symbol():
    (claim,) = claims_of(EXPORTS.format(5, "last year"), published="2025-03-01")
    assert (str(claim.period), claim.period_symbol) == ("2024", "")


def test_a_date_too_coarse_for_the_words_leaves_them_as_a_symbol():
    (claim,) = claims_of(EXPORTS.format(5, "last month"), published="2025")
    assert claim.period_symbol == "month-1"


def test_one_document_contradicts_itself_about_last_year():
    text = f"{EXPORTS.format(5, 'last year')}\n\nThe minister spoke on Monday. {EXPORTS.format(7, 'a year ago')}"
    assert verdicts(text) == ["conflict"]


def test_other_words_are_another_time():
    text = f"{EXPORTS.format(5, 'last year')}\n\nThe minister spoke on Monday. {EXPORTS.format(7, 'this year')}"
    (comparison,) = compared(claims_of(text))
    assert comparison.verdict == "incomparable"
    assert "'last year' of notes1.txt, whose date is not known" in comparison.reason


def test_last_year_of_two_documents_is_not_compared():
    assert verdicts(EXPORTS.format(5, "last year"), EXPORTS.format(7, "last year")) == ["incomparable"]


def test_a_figure_repeated_of_another_time_does_not_agree():
    text = f"{EXPORTS.format(5, 'last year')}\n\nThe minister spoke on Monday. {EXPORTS.format(5, 'this year')}"
    assert verdicts(text) == ["incomparable"]


def test_growth_against_two_bases_does_not_conflict():
    text = (
        "Wheat exports rose by 5 percent compared with last month.\n\n"
        "Wheat exports rose by 9 percent compared with last year."
    )
    (comparison,) = compared(claims_of(text))
    assert (comparison.verdict, comparison.reason) == ("incomparable", "not compared: base: said in other words")


def test_plans_for_two_years_do_not_conflict():
    plan = "Wheat exports are expected to reach {} million tons {}."
    assert verdicts(f"{plan.format(5, 'this year')}\n\n{plan.format(9, 'next year')}") == ["incomparable"]


@pytest.mark.parametrize(
    "text",
    [
        "- 16 colors: set `DEPTH = 1`\n- 256 colors: set `DEPTH = 2`\n",
        "The callback is passed two arguments.\n\nThe callback is passed three arguments.",
        "| Kind | Tool | Tier |\n|---|---|---|\n| Tracing | a | 1 |\n| Tracing | b | 3 |\n| Tracing | c | 2 |\n",
        "Sent a: 16.0 KiB / 74.6 KiB (21.45%)\nSent a: 74.6 KiB / 74.6 KiB (100%)",
    ],
    ids=["a list", "the same words", "a column of one label", "a log of progress"],
)
def test_what_one_document_lists_is_no_contradiction(text):
    assert "conflict" not in verdicts(text)


def test_the_same_list_with_another_number_in_two_documents_is_one():
    texts = ("The callback is passed two arguments.", "The callback is passed three arguments.")
    assert "conflict" in [c.verdict for c in compared(claims_of(*texts, published="2025-03-13"))]


def test_one_document_contradicts_itself_in_other_words():
    assert "conflict" in verdicts("The plant has 440 workers.\n\nIn all, 470 workers are at the plant.")


def test_undated_texts_checked_together_are_of_one_time():
    (found,) = compared(claims_of("Wheat exports were 5 million tons.", "Wheat exports were 7 million tons."))
    assert (found.verdict, found.certainty, found.severity) == ("conflict", "assumed", "warning")


def test_one_fiscal_quarter_is_the_same_in_two_texts():
    words = "in the third quarter of fiscal 2024", "in Q3 FY24", "in the second quarter of fiscal 2024"
    one, same, other = (EXPORTS.format(n, said) for n, said in zip((5, 7, 9), words, strict=True))
    assert verdicts(one, same) == ["conflict"]
    assert verdicts(one, other) == ["incomparable"]


def test_the_same_days_said_in_two_texts_are_of_one_time(tmp_path):
    for name, hours in (("a", 8), ("b", 3)):
        text = f"---\npublished: 2025-05-30\n---\nOn Monday and Friday Rhea worked {hours} hours per day.\n"
        (tmp_path / f"{name}.md").write_text(text)
    run = kzcheck.check([tmp_path], rules=[])
    assert [c.relation for c in run.comparisons if c.verdict == "conflict"] == ["same"]
