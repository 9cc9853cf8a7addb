"""What people read names things in words: no key, no stem, no name of a library's unit."""

from __future__ import annotations

import html
import re
from fractions import Fraction

import pytest

import kzcheck
from kzcheck.model import Run
from kzcheck.render import render
from kzcheck.render.html import pages
from kzcheck.render.numbers import humane
from kzcheck.render.terminal import explain_text
from kzcheck.units import defined, unit_words

FORMS = ("text", "html", "markdown", "concise")
FIRST = """Wexley Clinic and its tram, 2024

The clinic in Wexley employed 22 people in 2024. It earned $0.73 per share in 2024. Its margin narrowed by 50 basis
points in 2024 from 2023. The wait fell to 41 minutes in 2024. Nurses were paid $21.50 an hour in 2024. The reservoir
beside it held 3,200 cubic metres in 2024. Rent came to €14.20 per square metre in 2024. Trains ran at 88 km/h in 2024.
The clinic sold 4,500 homes in 2024. Adjusted EBITDA, net of sales, was $14 million in 2024.
"""
SECOND = (
    FIRST.replace("22 people", "27 people")
    .replace("$0.73", "$0.78")
    .replace("50 basis", "80 basis")
    .replace("41 minutes", "47 minutes")
    .replace("$21.50", "$23.50")
    .replace("3,200", "3,900")
    .replace("€14.20", "€15.60")
    .replace("88 km/h", "97 km/h")
    .replace("4,500", "4,900")
    .replace("$14 million", "$16 million")
)
ALONE = "\nThe oldest heron on the weir stood 93 cm tall.\n"
UNREADABLE = (
    (r"(?<![\w-])\d[\d,.]* person\b", "the name of a unit"),
    (r"/count\b|\bcount/|/person\b|\b\d[\d,.]* (?:bp|count|m2|m3|half_year|LOC)\b", "the name of a unit"),
    (r"(?:^|[\s“>(])~[<>]?[a-z][\w;: <>]*(?:\[\w|;)", "the key of a quantity"),
    (r"(?m)\[(?:money|ratio|change|length|time|USD/\w+|EUR/\w+)\](?!$)", "the dimension in the key of a quantity"),
    (
        r"\bof whom\b|\bdates alone\b|\bnot known and not known\b|\bbreaks its contract\b|\bcomes? on top\b",
        "our own English",
    ),
    (r"\bplus_minus\b|\bat_least\b|\bup_to\b|\bpart_year\b|\bleft_over\b|\bone_undated\b", "an internal term"),
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("texts")
    for name, text in (("gazette", f"{FIRST}{ALONE}"), ("ledger", SECOND)):
        front = f"---\npublisher: Wexley {name}\npublished: 2025-04-02\n---\n"
        (folder / f"{name}.md").write_text(front + text, encoding="utf-8")
    return kzcheck.check([folder], rules=())


def said(form: str, run: Run) -> str:
    """Give what a person reads of a form, without its markup and the data that a page carries."""
    text = render(run, form)
    if form == "html":
        text = html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"<(style|script)[\s\S]*?</\1>", " ", text)))
    return text


@pytest.mark.parametrize("form", FORMS)
def test_nothing_that_only_a_programmer_could_read_reaches_a_person(form: str, run: Run) -> None:
    text = said(form, run)
    for pattern, what in UNREADABLE:
        found = re.search(pattern, text)
        assert found is None, f"{what}: {text[max(0, found.start() - 60) : found.end() + 60]!r}"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("words", ["27 people", "$0.78 a share", "basis points", "47 minutes", "$23.5 an hour", "m³"])
def test_figures_stand_in_the_words_of_people(form: str, words: str, run: Run) -> None:
    assert words in " ".join(said(form, run).split())


def test_an_explained_claim_is_told_in_words_as_well(run: Run) -> None:
    texts = [explain_text(run, claim.claim_id) for claim in run.claims if claim.metric]
    assert len(texts) > 10
    for text in texts:
        for pattern, what in UNREADABLE:
            assert re.search(pattern, text) is None, f"{what}: {text}"


@pytest.mark.parametrize(
    ("value", "unit", "noun", "words"),
    [
        (1, "person", "", "1 person"),
        (22, "person", "", "22 people"),
        (1, "min", "", "1 minute"),
        (3, "USD/count", "€ per share", "$3 a share"),
        (3, "USD/count", "", "$3 each"),
        (4, "EUR/m2", "", "€4/m²"),
        (40, "count/day", "homes per day", "40 homes per day"),
        (40, "t/day", "", "40 t/day"),
        (7, "USD/h", "", "$7 an hour"),
        (50, "bp", "", "50 basis points"),
        (2, "half_year", "", "2 half-years"),
        (23, "count", "universities", "23 universities"),
    ],
)
def test_units_are_written_as_people_do(value: int, unit: str, noun: str, words: str) -> None:

    assert humane(Fraction(value), unit, noun) == words


def test_no_unit_shows_how_its_name_is_built() -> None:
    shown = [unit_words(unit) for unit in defined()]
    assert not [words for words in shown if "_" in words or re.search(r"[a-z][23]\b", words)]


def test_a_page_lists_documents_by_what_was_compared_and_quantities_alone_in_one_table(run: Run) -> None:
    made = render(run, "html")
    listing = made[made.index('aria-label="Documents"') :]
    head = re.findall(r"<th[^>]*>([^<]*)</th>", listing[: listing.index("</thead>")])
    assert head[-2:] == ["With a verdict", "Numbers found"]
    assert "data-sortable" in listing[: listing.index("<thead>")]
    lone = made[made.index('aria-label="Quantities without a comparison"') :]
    assert "93 cm" in lone[: lone.index("</table>")]
    assert "<article" not in lone[: lone.index("</section>")]


def test_a_report_has_the_title_that_it_is_given(run: Run) -> None:
    made = pages(run, "Clinic <figures>")["index.html"]
    assert "<title>Clinic &lt;figures&gt;: " in made
    assert "<strong>Clinic &lt;figures&gt;</strong>" in made
    assert "<title>Clinic" not in render(run, "html")
