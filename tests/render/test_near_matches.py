"""What is suspected stands apart with its reasons, and near matches are shown without a verdict."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kzcheck.model import Evidence, Grade, Link, NearMatch, Run, Weighed
from kzcheck.render import render
from kzcheck.render.links import sure
from kzcheck.render.terminal import check_text, report_text
from kzcheck.render.view import View, found_words
from tests.render.runs import harbour_run


def link(probability: float, grade: Grade = Grade.PROBABLE) -> Link:
    return Link(
        grade=grade,
        probability=probability,
        evidence=(
            Weighed(evidence=Evidence.CONCEPT, level="apart", weight=-0.3),
            Weighed(evidence=Evidence.ENTITY, level="equal", weight=0.4),
            Weighed(evidence=Evidence.PERIOD, level="equal", weight=1.4),
            Weighed(evidence=Evidence.PLACE, level="other", weight=0.6),
        ),
    )


def suspecting() -> Run:
    run = harbour_run()
    first, *others = run.findings
    doubted = tuple(replace(c, link=link(0.874)) if c.id == first.comparison else c for c in run.comparisons)
    ids = [c.claim_id for c in run.claims]
    pairs = [NearMatch(claims=(ids[n], ids[-1]), link=link(0.3 + n / 100, Grade.POSSIBLE)) for n in range(7)]
    findings = (replace(first, severity="suspected", status="new"), *others)
    return replace(run, comparisons=doubted, findings=findings, near=tuple(pairs))


def test_how_sure_it_is_stands_with_its_weightiest_reasons() -> None:
    assert sure(link(0.874)) == "the same period, the same name, but other words for the figure; 87 % sure"
    assert sure(Link(grade=Grade.PROBABLE, probability=0.999)) == "99 % sure"


def test_every_reason_is_in_words_and_none_is_a_name_of_ours() -> None:
    for evidence in Evidence:
        weighed = Weighed(evidence=evidence, level="no_such_level", weight=1.0)
        assert sure(Link(grade=Grade.POSSIBLE, probability=0.5, evidence=(weighed,))) == "50 % sure"


def test_suspected_contradictions_come_after_all_others_under_a_heading_of_their_own() -> None:
    run = suspecting()
    said = report_text(run)
    head = said.index("Suspected contradictions: ")
    assert "suspected contradiction, new" in said[head:]
    assert "error, " not in said[head:]
    assert "About one thing: the same period" in said[head:]
    assert found_words(View(run).heads).endswith("and 1 suspected contradiction")


def test_at_most_five_near_matches_are_on_a_terminal_the_likeliest_first() -> None:
    for text in (report_text(suspecting()), check_text(suspecting())):
        near = text[text.index("Near matches: look here") :]
        found = [int(n) for n in re.findall(r"(\d+)\s% sure", near)]
        assert found == [36, 35, 34, 33, 32]
        assert "and 2 more near matches" in near


def test_a_page_folds_near_matches_away_and_holds_all_of_them() -> None:
    page = render(suspecting(), "html")
    section = page[page.index('<section id="near"') :]
    section = section[: section.index("</section>")]
    assert "<details" in section
    assert "open" not in re.findall(r"<details[^>]*>", section)[0]
    assert section.count("% sure") == 7
    assert page.index('id="suspected"') < page.index('<section id="near"')


@pytest.mark.parametrize("form", ["markdown", "concise", "sarif", "html", "text"])
def test_every_form_that_people_read_says_why_a_contradiction_is_suspected(form: str) -> None:
    assert "87 % sure" in " ".join(render(suspecting(), form).split())


@pytest.mark.parametrize("form", ["text", "html", "markdown"])
def test_nothing_is_said_of_near_matches_where_there_are_none(form: str) -> None:
    assert "look here" not in render(harbour_run(), form)
