"""Which facts are asked for, how much waits for them, and that the answer settles it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kzcheck.compare import compare, questions
from kzcheck.extract import extract_all
from kzcheck.model import Document, Metric, Pack, PartialDate, Rule
from kzcheck.table import frame

WHEAT = Metric(
    name="farm.wheat", title="Wheat exports", unit="t", words=(("en", (("wheat",),)),), file="rules/farm.yaml", line=3
)


def document(name, text, published="", **fields):
    day = PartialDate.parse(published) if published else None
    return Document(id=name, text=text, published=day, **fields)


def asked(*documents, pack=None):
    pack = pack or Pack()
    claims = [c for found, _ in extract_all(documents, pack.metrics) for c in found]
    table = frame(claims)
    return questions(table, pack, documents, compare(table, pack, documents=documents))


INTERVIEW = document("press/interview.txt", "Wheat exports reached 5 million tons last year.")
REPORTS = (
    document("a.txt", "Wheat exports came to 6 million tons in 2024.", "2025-03-01"),
    document("b.txt", "In 2024, wheat exports amounted to 6.1 million tons.", "2025-04-01"),
    document("c.txt", "Wheat exports came to 4 million tons in 2021.", "2022-03-01"),
)


def test_an_undated_document_is_asked_for_its_date():
    (question,) = asked(INTERVIEW, *REPORTS)
    assert question.text == "When was press/interview.txt published?"
    assert question.waiting == 2, "the answer points to one year, and 2024 has two figures"
    assert (question.claims, question.words) == (("press/interview.txt:1",), ("last year",))
    assert question.file == "press/sources.yaml"
    assert question.answer == ("sources:", "  - file: interview.txt", "    published: YYYY")


def test_the_answer_settles_it():
    dated = replace(INTERVIEW, published=PartialDate.parse("2025"), published_how="stated")
    assert not asked(dated, *REPORTS)


def test_what_nothing_waits_for_is_not_asked():
    other = document("d.txt", "Rail freight reached 5 million tons last year.")
    assert not asked(other, *REPORTS)
    monthly = document("e.txt", "Wheat exports reached 500,000 tons last month.")
    assert not asked(monthly, *REPORTS), "no figure of a month is there to compare it with"


def test_a_coarse_date_is_asked_for_more():
    monthly = document("m.txt", "Wheat exports reached 500,000 tons last month.", "2025")
    stated = document("n.txt", "Wheat exports came to 510,000 tons in March 2025.", "2025-05-01")
    (question,) = asked(monthly, stated)
    assert question.text == "In which month of 2025 was m.txt published?"
    assert question.answer[-1] == "    published: YYYY-MM-DD"


@pytest.mark.parametrize(
    ("name", "file", "answer"),
    [
        ("2024 talks: notes.txt", "sources.yaml", '  - file: "2024 talks: notes.txt"'),
        ("16.txt", "sources.yaml", '  - file: "16.txt"'),
        ("x/2024-03-report.md", "x/sources.yaml", "  - file: 2024-03-report.md"),
        ("corpus.jsonl#7", "corpus.jsonl", '"published": "YYYY"'),
        ("stdin", "", "--published YYYY"),
    ],
)
def test_where_the_answer_goes(name, file, answer):
    (question,) = asked(replace(INTERVIEW, id=name), *REPORTS)
    assert question.file == file
    assert answer in question.answer


def test_a_metric_is_asked_what_it_means_without_a_period():
    bare = document("bare.txt", "Wheat exports reach 5 million tons.", "2025-05-01")
    (question,) = asked(bare, *REPORTS, pack=Pack(metrics=(WHEAT,)))
    assert (question.kind, question.about, question.waiting) == ("period", "farm.wheat", 2)
    assert (question.file, question.answer) == ("rules/farm.yaml", ("unstated_period: last full year",))


def test_a_policy_waits_for_the_date_of_publication():
    bare = document("bare.txt", "Wheat exports reach 5 million tons.")
    policy = Pack(metrics=(replace(WHEAT, unstated_period="last full year"),))
    (question,) = asked(bare, *REPORTS, pack=policy)
    assert (question.kind, question.about, question.waiting) == ("published", "bare.txt", 2)


def test_a_conflict_with_official_statistics_asks_whose_the_other_figure_is():
    official = document(
        "official.txt",
        "According to the State Customs Committee, wheat exports were 9 million tons in 2024.",
        "2025-03",
    )
    rule = Rule(id="levels", relation="same", metrics=("farm.wheat",))
    pack = Pack(metrics=(WHEAT,), rules=(rule,))
    (question,) = asked(official, REPORTS[0], pack=pack)
    assert (question.kind, question.about, question.waiting) == ("statistics", "a.txt", 1)
    assert question.answer[-1] == "    statistics: NAME OF THE AGENCY"
    answered = replace(REPORTS[0], statistics="Ministry of Agriculture")
    assert not asked(official, answered, pack=pack)


def test_what_more_waits_for_is_asked_first():
    second = document("z.txt", "Wheat exports reached 7 million tons last year. Rail freight was 3 million tons.")
    third = document("y.txt", "Wheat exports reached 7 million tons last year, and wheat imports 2 million tons.")
    found = asked(second, third, *REPORTS, document("i.txt", "Wheat imports came to 2 million tons in 2024.", "2025"))
    assert [q.about for q in found] == ["y.txt", "z.txt"]
