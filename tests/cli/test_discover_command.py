"""`kzcheck discover` drafts rules that lint clean and asks which pairs are one; `kzcheck linking` tells the weights."""

from __future__ import annotations

import json

import pytest

TEXTS = {
    "works.md": "Tarn Ferries carried 412,000 passengers in 2024. Its fleet burned 9,310 tonnes of diesel in 2024.",
    "gazette.md": "In 2024 Tarn Ferries had 412,000 travellers. The ferries of Tarn used 9,310 tonnes of diesel.",
    "radio.md": "The ferries of Tarn took 421,000 travellers on board in 2024 and burned 9,310 tonnes of diesel.",
}


@pytest.fixture
def press(here):
    folder = here / "press"
    folder.mkdir()
    for name, text in TEXTS.items():
        head = f"---\npublished: 2025-02-03\npublisher: {name[:-3].title()}\n---\n\n"
        (folder / name).write_text(head + text + "\n", encoding="utf-8")
    return folder


def test_a_draft_of_what_was_found_lints_clean_and_tests_green(kz, press, here):
    done = kz("discover", "press", "--no-rules", "--output", "rules/found.yaml")
    assert done.returncode == 0, done.stderr
    text = (here / "rules" / "found.yaml").read_text(encoding="utf-8")
    assert "9,310 tonnes of diesel" in text, "a sample quote"
    assert "~" not in text.split("Pairs to decide")[0], "metrics go by titles, not by keys"
    assert kz("rules", "lint", "rules").returncode == 0
    assert kz("rules", "test", "rules").returncode == 0
    again = kz("discover", "press", "--no-rules", "--output", "rules/found.yaml")
    assert again.returncode == 2
    assert "is there already" in again.stderr


def test_an_answer_to_a_pair_counts_from_then_on(kz, press, here):
    before = json.loads(kz("check", "press", "--no-rules", "--format", "json").stdout)
    asked = kz("discover", "press", "--no-rules").stdout.partition("# answers:\n")[2]
    assert "421,000" in asked or not before["near"]
    lines = [line.removeprefix("# ") for line in ("# answers:\n" + asked).splitlines()]
    (here / "rules").mkdir()
    answered = "\n".join(lines).replace("are: same ", "are: different ")
    (here / "rules" / "answers.yaml").write_text(answered + "\n", encoding="utf-8")
    assert kz("rules", "lint", "rules").returncode == 0
    after = json.loads(kz("check", "press", "--rules", "rules", "--format", "json").stdout)
    assert len(after["near"]) + len(after["comparisons"]) < len(before["near"]) + len(before["comparisons"])


def test_the_weights_of_evidence_can_be_read(kz):
    done = kz("linking")
    assert done.returncode == 0
    assert "before any evidence" in done.stdout
    assert "suspected from 75%" in done.stdout
    told = json.loads(kz("linking", "--format", "json").stdout)
    assert told["weights"]["opposed"]["opposed"] < 0 < told["weights"]["digits"]["equal"]
