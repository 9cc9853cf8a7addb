"""The same events as several publishers tell them: what is compared without any rules, and what is not."""

from __future__ import annotations

import pytest

from kzcheck.compare import compare
from kzcheck.documents.outline import outlined
from kzcheck.extract import extract
from kzcheck.model import Document, Pack, PartialDate
from kzcheck.table import frame


def judged(*texts: str, published: str = "2024-06-03") -> set[tuple[str, frozenset[str]]]:
    """Give (verdict, surfaces) of what documents of one day lead to."""
    day = PartialDate.parse(published)
    documents = [outlined(Document(id=f"d{i}", text=text, published=day)) for i, text in enumerate(texts)]
    claims = [claim for document in documents for claim in extract(document)[0]]
    surface = {c.claim_id: c.surface for c in claims}
    found = compare(frame(claims), Pack(), documents=documents, every=True)
    return {(c.verdict, frozenset(surface[k] for k in c.claims)) for c in found}


def conflicts(*texts: str) -> set[frozenset[str]]:
    return {surfaces for verdict, surfaces in judged(*texts) if verdict == "conflict"}


RELEASE = (
    "Harbour Lines carried 4.18 million passengers in 2023. Revenue was €612 million, net profit €48 million. "
    "Harbour Lines employed 2,340 people at the end of 2023."
)


def test_a_figure_without_a_name_is_of_the_one_that_the_document_is_about():
    blog = (
        "Harbour Lines did well. In 2023 Harbour Lines' net profit was €84 million, the company's revenue €612 million."
    )
    found = judged(RELEASE, blog)
    assert ("conflict", frozenset({"€48 million", "€84 million"})) in found
    assert ("agree", frozenset({"€612 million"})) in found


@pytest.mark.parametrize(
    "other",
    [
        "Polar Ferries carried 1.9 million passengers in 2023. Polar Ferries' revenue was €201 million in 2023.",
        "Harbour Lines met its rival in court. Polar Ferries runs the other line. Revenue was €201 million in 2023.",
        "In 2023 the revenue of Harbour Lines in Norway was €93 million.",
    ],
)
def test_a_figure_of_somebody_else_is_not_compared(other):
    assert not conflicts(RELEASE, other)


def test_a_name_that_one_document_shows_is_read_in_the_headings_and_rows_of_another():
    table = "| Operator | Revenue in 2023, € million |\n|---|---|\n| Harbour Lines | 621 |\n| Polar Ferries | 201 |\n"
    assert conflicts(RELEASE, table) == {frozenset({"€612 million", "621"})}


def test_the_years_above_the_columns_of_a_table_are_those_of_its_figures():
    table = "| Indicator | 2022 | 2023 |\n|---|---|---|\n| Deaths | 5,120 | 5,310 |\n| Births | 4,987 | 4,702 |\n"
    text = "There were 4,987 births in 2022 and 4,702 in 2023. In 2022 there were 5,210 deaths."
    assert conflicts(table, text) == {frozenset({"5,120", "5,210 deaths"})}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (
            "The jobless rate was 5.2 % in March, 0.3 percentage points lower than in February, when it was 5.5 %.",
            "agree",
        ),
        ("Coverage fell from 91.2 % in 2019 to 87.4 % in 2023, that is by 3.8 percentage points.", "agree"),
        ("Coverage fell from 91.2 % in 2019 to 87.4 % in 2023, that is by 8.3 percentage points.", "conflict"),
        ("Coverage fell from 17.3 % in 2019 to 9.1 % in 2023, that is by 8.2 %.", "conflict"),
        ("Coverage fell from 17.3 % in 2019 to 9.1 % in 2023, that is by 47 %.", "agree"),
    ],
)
def test_percentage_points_add_to_a_rate_and_percentages_multiply_it(text, verdict):
    assert {v for v, surfaces in judged(text) if len(surfaces) == 3} == {verdict}


def test_the_next_sentence_goes_on_with_the_period_of_the_figures_not_with_what_they_are_compared_with():
    release = "In 2023 sales rose to $2.34 billion from $2.09 billion in 2022. Net income was $310 million."
    assert not conflicts(release, "Net income was $265 million in 2022.")
    assert conflicts(release, "Net income was $265 million in 2023.") == {frozenset({"$310 million", "$265 million"})}


def test_growth_is_held_against_the_levels_that_another_document_tells():
    table = "| Indicator | 2022 | 2023 |\n|---|---|---|\n| Live births | 52,340 | 49,980 |\n"
    assert conflicts(table, "The number of live births fell by 5.4 % in 2023.")
    assert not conflicts(table, "The number of live births fell by 4.5 % in 2023.")


@pytest.mark.parametrize(
    ("share", "verdict"),
    [
        ("Government debt was 43.1 % of GDP in 2023.", "agree"),
        ("Government debt was 34.1 % of GDP in 2023.", "conflict"),
    ],
)
def test_a_share_is_held_against_its_part_and_its_whole(share, verdict):
    found = judged("GDP was €41.5 billion in 2023. Government debt was €17.9 billion in 2023.", share)
    assert [v for v, surfaces in found if len(surfaces) == 3] == [verdict]


@pytest.mark.parametrize(
    "other",
    [
        "There were 550 suspected measles cases in 2023.",
        "There were 395 measles cases among children in 2023.",
        "There were 398 confirmed measles cases in the first half of 2023.",
        "A total of 500 measles cases are expected in 2024.",
    ],
)
def test_other_counts_beside_confirmed_cases(other):
    assert not conflicts("There were 412 confirmed measles cases in 2023.", other)


def test_the_same_figure_in_other_words_agrees():
    found = judged(
        "In 2023 the line carried 4.18 million passengers.", "Passenger traffic came to 4.18 million in 2023."
    )
    assert ("agree", frozenset({"4.18 million passengers", "4.18 million"})) in found


def test_goals_that_were_scored_are_no_aims():
    (claim,) = extract(Document(id="d", text="The team scored 64 goals in 2023."))[0][:1]
    assert claim.modality == "actual"


def test_earnings_by_the_share_are_one_quantity_however_they_are_written():
    assert not conflicts("Tarn Foods had a net income of $19.3 million, or 78 cents per share, in 2023.", "")
    assert conflicts(
        "Tarn Foods had a net income of $19.3 million, or 78 cents per share, in 2023.",
        "Tarn Foods had earnings per share of $0.87 in 2023.",
    )


def test_a_share_in_brackets_after_a_participle_is_an_aside_and_no_loss():
    (claim,) = extract(Document(id="d", text="Many corals have died (41 percent)."))[0]
    assert claim.value == 41


def test_a_basis_that_one_text_names_alone_tells_two_figures_apart():
    assert not conflicts(
        "Tarn Foods had a net income of $5.2 billion in 2023.",
        "Tarn Foods had a non-GAAP net income of $5.9 billion in 2023.",
    )
