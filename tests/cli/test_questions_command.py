"""`kzcheck questions`: what is asked, and that writing the answer where it says settles it."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def press(here):
    folder = here / "press"
    folder.mkdir()
    (folder / "interview.txt").write_text("Wheat exports reached 5 million tons last year.\n", encoding="utf-8")
    (folder / "annual.md").write_text(
        "---\npublished: 2025-03\n---\nWheat exports came to 7.2 million tons in 2024.\n", encoding="utf-8"
    )
    return folder


def test_the_answer_written_where_it_is_asked_for_settles_it(kz, press, here):
    first = kz("questions", "press", "--no-rules")
    assert first.returncode == 0
    lines = first.stdout.splitlines()
    assert "  ? When was press/interview.txt published? 1 comparison waits for it (“last year”)." in lines
    at = lines.index("    write in press/sources.yaml:")
    answer = "\n".join(line.removeprefix("      ") for line in lines[at + 1 : at + 4])
    (here / "press" / "sources.yaml").write_text(answer.replace("YYYY", "2025") + "\n", encoding="utf-8")
    assert kz("questions", "press", "--no-rules").stdout == "No open comparison can be settled by adding metadata.\n"
    assert kz("check", "press", "--no-rules").returncode == 1, "5 and 7.2 million tons of one year"


def test_questions_as_data(kz, press):
    done = kz("questions", "press", "--no-rules", "--format", "json")
    (question,) = json.loads(done.stdout)
    assert (question["kind"], question["about"], question["waiting"]) == ("published", "press/interview.txt", 1)


def test_the_report_asks_as_well(kz, press, here):
    done = kz("report", "press", "--no-rules", "--output", "out")
    assert "When was press/interview.txt published? 1 comparison waits for it" in done.stdout
    page = (here / "out" / "index.html").read_text(encoding="utf-8")
    assert "When was press/interview.txt published?" in page
    assert "- file: interview.txt" in page
    data = json.loads((here / "out" / "findings.json").read_text(encoding="utf-8"))
    assert [q["about"] for q in data["questions"]] == ["press/interview.txt"]


def test_figures_take_the_statistics_that_metadata_names(kz, press, here):
    (here / "press" / "sources.yaml").write_text(
        "sources:\n  - file: annual.md\n    statistics: Grain Board\n", encoding="utf-8"
    )
    rows = map(json.loads, kz("extract", "press").stdout.splitlines())
    assert {r["document"]: r["source"] for r in rows if r["kind"] == "level"} == {
        "press/annual.md": "Grain Board",
        "press/interview.txt": "",
    }


def test_nothing_readable_is_two(kz, here):
    (here / "empty").mkdir()
    assert kz("questions", "empty").returncode == 2
