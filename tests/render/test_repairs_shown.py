"""What every report says of repairs, and what tools can do with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft7Validator, Draft202012Validator
from markdown_it import MarkdownIt
from runs import harbour_run

from kzcheck.model import Run
from kzcheck.render import Options, render
from kzcheck.render.html import page
from kzcheck.render.promises import json_schema
from kzcheck.render.sarif import MOST_RESULTS
from kzcheck.render.terminal import check_text
from kzcheck.render.view import heads

Check = Callable[[Mapping[str, str]], Run]

TRADE = "Trade turnover between Kazakhstan and Azerbaijan"
WRONG = f'⟦ [x](y) @all <b>&amp; & "q" 🚢\r\n::error::%0A the t{TRADE[1:]} was $529\r\nmillion in 2024 🚢</b>.\n'
SOURCES = {
    "docs/ü b.md": f"# A heading 🚢\n\n{TRADE} reached $529 million in 2024.\n",
    "docs/a.md": WRONG,
    "docs/right.txt": f"In 2024 the t{TRADE[1:]} came to $533.4 million.\n",
}


@pytest.fixture(scope="module")
def run(checked: Check) -> Run:
    made = checked(SOURCES)
    assert len(made.findings) == 2
    assert len(made.repairs) == 2
    return made


def results(run: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(render(run, "sarif"))["runs"][0]["results"]
    return found


def fixed(fix: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, str]:
    """Do what a fix says by lines and columns, as a tool that knows nothing of kzcheck would."""
    out = dict(texts)
    for change in fix["artifactChanges"]:
        name = unquote(change["artifactLocation"]["uri"])
        lines = out[name].split("\n")
        for replacement in reversed(change["replacements"]):
            region = replacement["deletedRegion"]
            assert region["startLine"] == region["endLine"]
            line = lines[region["startLine"] - 1]
            start, end = region["startColumn"] - 1, region["endColumn"] - 1
            lines[region["startLine"] - 1] = line[:start] + replacement["insertedContent"]["text"] + line[end:]
        out[name] = "\n".join(lines)
    return out


def test_sarif_fixes_do_what_they_say(run: Run, checked: Check) -> None:
    for result in results(run):
        one, many = result["fixes"]
        assert "Changing “$533.4 million” to “$529 million” in 1 place would make this" in result["message"]["text"]
        assert checked(fixed(one, SOURCES)).findings == ()
        after = fixed(many, SOURCES)
        assert "$533.4\r\nmillion in 2024 🚢</b>" in after["docs/a.md"]
        assert checked(after).findings == ()


def test_sarif_with_fixes_is_valid(run: Run, shared: Path) -> None:
    schema = json.loads((shared / "schemas" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    Draft7Validator(schema).validate(json.loads(render(run, "sarif")))


def test_a_text_that_is_no_file_as_it_stands_gets_no_fix(checked: Check) -> None:
    renamed = {name.replace(".md", ".html"): text for name, text in SOURCES.items()}
    assert all("fixes" not in result or len(result["fixes"]) == 1 for result in results(checked(renamed)))


def test_many_places_are_written_once_and_not_with_every_finding(checked: Check) -> None:
    texts = {f"{n}.md": f"{TRADE} was $529 million in 2024, paper {n} wrote.\n" for n in range(8)}
    run = checked(texts | {"right.md": SOURCES["docs/right.txt"]})
    (first, other) = run.repairs
    wide = replace(run, repairs=(first, replace(other, changes=other.changes * 60)))
    found = results(wide)
    assert sum(len(r["fixes"]) == 2 for r in found) == 1
    assert len(found) <= MOST_RESULTS


def test_json_says_it_as_the_schema_does(run: Run) -> None:
    made = json.loads(render(run, "json"))
    Draft202012Validator(json_schema("run")).validate(made)
    texts = {d.id: d.text for d in run.documents}
    claims = {c["claim_id"]: c for c in made["claims"]}
    for repair in made["repairs"]:
        assert sorted(repair["findings"]) == sorted(f["fingerprint"] for f in made["findings"])
        for change in repair["changes"]:
            text = texts[claims[change["claim"]]["document"]]
            assert {text[change["start"] : change["end"]], change["text"]} == {"529", "533.4"}
            assert change["value"] in {529_000_000, 533_400_000}


def test_people_read_what_would_vanish_and_that_nobody_knows_the_truth(run: Run) -> None:
    for said in (check_text(run), render(run, "text")):
        assert "Smallest repairs: Which of the numbers are true, kzcheck does not know." in said
        assert "2 findings would vanish by changing" in said
        assert "“$533.4 million” to “$529 million” in 1 place: docs/right.txt:1:70" in said
        assert "or “$529 million” to “$533.4 million” in 2 places: docs/a.md:2:71, docs/ü b.md:3:58" in said


def test_markdown_and_annotations_say_it_without_markup_of_the_text(run: Run) -> None:
    made = render(run, "markdown")
    assert "or “$529 million” to “$533.4 million” in 2 places (`docs/a.md:2:71`, `docs/ü b.md:3:58`)" in made
    assert "<b>" not in MarkdownIt("commonmark", {"html": True}).render(made).replace("&lt;b>", "")
    lines = render(run, "github").splitlines()
    assert len(lines) == len(heads(run.findings)) + 1
    assert all("would make this and 1 other finding vanish; so would changing" in line for line in lines[:-1])


def test_the_page_lists_them(run: Run) -> None:
    made = page(run)
    assert 'href="#repairs">Smallest repairs <span class="n">1</span>' in made
    assert "Which of the numbers are true, kzcheck does not know." in made
    assert "docs/ü b.md:3:58" in made
    assert 'id="repairs"' not in page(harbour_run())


def test_nothing_is_said_where_there_is_nothing_to_say() -> None:
    for name in ("text", "markdown", "github", "sarif"):
        made = render(harbour_run(), name, Options())
        assert "Smallest" not in made
        assert "would make" not in made
