"""Formats that other programs read: judged by their schemas and by readers that are not ours."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from markdown_it import MarkdownIt
from runs import empty_run, harbour_run, hostile_run

import kzcheck.render
from kzcheck.model import Run
from kzcheck.render import Options, formats, render
from kzcheck.render.csv import claims_csv
from kzcheck.render.markdown import escape
from kzcheck.render.sarif import uri
from kzcheck.render.view import fold

FILES = [
    ("json", "run.json"),
    ("csv", "findings.csv"),
    ("markdown", "comment.md"),
    ("concise", "concise.txt"),
    ("rdjsonl", "findings.rdjsonl"),
]
RUNS = {"harbour": harbour_run, "hostile": hostile_run, "empty": empty_run}
HELPERS = {"causes", "links", "repairs", "verification", "coverage", "numbers", "options", "view"}
HELPERS |= {"schemas", "formats", "listing", "promises"}


def many() -> Run:
    run = harbour_run()
    conflict, finding = run.comparisons[0], run.findings[1]
    comparisons = tuple(replace(conflict, id=f"m{n}") for n in range(10_000))
    found = tuple(replace(finding, comparison=f"m{n}", fingerprint=f"{n:016x}") for n in range(10_000))
    return replace(run, comparisons=comparisons, findings=found)


@pytest.fixture(params=list(RUNS))
def run(request: pytest.FixtureRequest) -> Run:
    return RUNS[request.param]()


def test_every_module_is_listed_and_has_the_one_signature() -> None:
    modules = {module.name for module in iter_modules(kzcheck.render.__path__)} - HELPERS
    where = {str(one.run).partition(":")[0].rpartition(".")[2] for one in formats()}
    assert modules == where
    for one in formats():
        text = import_module(str(one.run).partition(":")[0]).render(harbour_run(), Options())
        assert isinstance(text, str)
        assert text == render(harbour_run(), one.name)


def test_an_unknown_format_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="no format 'pdf': choose from text, concise, html, json"):
        render(empty_run(), "pdf")


def test_sarif_is_valid(run: Run, shared: Path) -> None:
    schema = json.loads((shared / "schemas" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    Draft7Validator(schema).validate(json.loads(render(run, "sarif")))


def test_sarif_points_to_every_claim_and_leaves_accepted_findings_out() -> None:
    (only,) = json.loads(render(harbour_run(), "sarif"))["runs"]
    (result,) = only["results"]
    assert result["ruleId"] == only["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "same-figure"
    assert result["partialFingerprints"] == {"kzcheck/v1": "9c41d07be2aa0318"}
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "news/harbour.txt"
    region = location["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (3, 39, 60)
    assert [r["physicalLocation"]["artifactLocation"]["uri"] for r in result["relatedLocations"]] == ["customs.md"]
    assert "[$470 million](1)" in result["message"]["text"]
    assert all(rule["help"]["text"] for rule in only["tool"]["driver"]["rules"])


@pytest.mark.parametrize(
    "path", ["a/b.md", "ü ö/ß.txt", "../x y.txt", "c:\\d.txt", "100%.txt", "/etc/passwd", "a#b.md"]
)
def test_uris_are_relative_and_lead_back(path: str) -> None:
    parts = urlsplit(uri(path))
    assert not parts.scheme
    assert not parts.netloc
    assert not parts.path.startswith("/")
    assert unquote(parts.path) == path.replace("\\", "/").lstrip("/")


def test_ten_thousand_findings_stay_within_the_limits() -> None:
    text = render(many(), "sarif")
    assert len(json.loads(text)["runs"][0]["results"]) == 10_000
    marks = [entry["fingerprint"] for entry in json.loads(render(many(), "gitlab"))]
    assert len(set(marks)) == 10_000
    assert len(render(many(), "markdown")) < 65_536
    assert len(ET.fromstring(render(many(), "junit")).findall(".//failure")) == 10_000  # noqa: S314  our own text


def test_junit_counts_add_up(run: Run) -> None:
    suites = ET.fromstring(render(run, "junit"))  # noqa: S314  our own text
    (suite,) = suites
    cases = suite.findall("testcase")
    assert int(suite.get("tests", "")) == len(cases) >= 1
    assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))
    assert int(suite.get("skipped", "")) == len(suite.findall("testcase/skipped"))


def test_junit_fails_what_the_gate_fails() -> None:
    (suite,) = ET.fromstring(render(harbour_run(), "junit"))  # noqa: S314  our own text
    (failure,) = suite.iter("failure")
    assert "news/harbour.txt:3:39" in (failure.text or "")
    assert [s.get("message") for s in suite.iter("skipped")] == ["known: the yearbook was revised"]
    (lenient,) = ET.fromstring(render(harbour_run(), "junit", Options(fail_on="never")))  # noqa: S314  our own text
    assert not list(lenient.iter("failure"))


COMMAND = re.compile(r"::(?P<level>error|warning|notice) (?P<properties>[^\n]*?)::(?P<message>[^\n]*)")


def suspected_run() -> Run:
    run = harbour_run()
    return replace(run, findings=tuple(replace(f, severity="suspected") for f in run.findings))


def test_a_suspected_contradiction_is_shown_mildly_and_fails_only_where_asked() -> None:
    run = suspected_run()
    (sarif,) = json.loads(render(run, "sarif"))["runs"]
    assert {r["level"] for r in sarif["results"]} == {"note"}
    assert "::notice " in render(run, "github")
    assert "::error " not in render(run, "github")
    assert {entry["severity"] for entry in json.loads(render(run, "gitlab"))} == {"info"}
    failures = [
        ET.fromstring(render(run, "junit", Options(fail_on=level))).get("failures")  # noqa: S314  our own text
        for level in ("error", "warning", "suspected")
    ]
    assert failures[:2] == ["0", "0"]
    assert failures[2] != "0"


def test_github_annotations_are_one_command_a_line(run: Run) -> None:
    lines = render(run, "github").splitlines()
    assert len(lines) == sum(f.status == "new" for f in run.findings) + 1
    for line in lines:
        found = COMMAND.fullmatch(line)
        assert found
        for part in found["properties"].split(","):
            name, _, value = part.partition("=")
            assert name in {"file", "line", "col", "endLine", "endColumn", "title"}
            assert ":" not in value
        assert not re.search("%(?!25|0A|0D|3A|2C)", line)


def test_github_annotations_lead_to_the_claim() -> None:
    line = render(harbour_run(), "github", Options(gone=("1-x",)))
    assert line.startswith("::error file=news/harbour.txt,line=3,col=39,endLine=3,endColumn=60,title=Trade through")
    assert "off by at least 10.9 %25" in line
    assert line.endswith("::notice title=kzcheck::1 new, 1 known, 1 fixed\n")


def test_gitlab_has_the_documented_shape(run: Run) -> None:
    for entry in json.loads(render(run, "gitlab")):
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert re.fullmatch("[0-9a-f]{64}", entry["fingerprint"])
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert entry["location"]["lines"]["begin"] >= 1
        assert not entry["location"]["path"].startswith(("/", "./"))


def test_markdown_of_hostile_text_shows_the_text() -> None:
    reader = MarkdownIt("commonmark", {"html": False})
    made = render(hostile_run(), "markdown")
    tokens = [child for token in reader.parse(made) for child in (token.children or [token])]
    shown = "".join(t.content for t in tokens if t.type in {"text", "code_inline", "html_block"})
    assert '<script>alert("x")</script>' in shown
    assert not [t for t in tokens if t.type in {"link_open", "image", "html_inline"}]
    assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e]", made)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60))
def test_markdown_shows_any_text_as_it_is(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(f"> {escape(text)}\n\n- {escape(text)}\n")
    assert {t.type for t in tokens} <= {f"{kind}_{end}" for kind in KINDS for end in ("open", "close")} | {"inline"}
    for token in tokens:
        shown = "".join(child.content for child in token.children or [])
        assert token.type != "inline" or shown.strip() == fold(text).strip()


KINDS = ("blockquote", "paragraph", "bullet_list", "list_item")


def test_markdown_tells_the_finding_whole() -> None:
    text = render(harbour_run(), "markdown", Options(gone=("1-x",)))
    assert text.startswith("## ✗ 1 new contradiction\n")
    assert "1 known · 1 fixed" in text
    assert "> The port of Aktal said on Monday that **533.4 million dollars** of goods" in text
    assert "`news/harbour.txt:3:39`" in text
    assert "3. 533.35 - 475 = 58.35" in text


@pytest.mark.parametrize(("name", "file"), FILES)
def test_formats_stand_as_they_did(golden, name: str, file: str) -> None:
    golden(file, render(harbour_run(), name, Options(every=True)))


def test_the_table_of_claims_stands_as_it_did(golden) -> None:
    golden("claims.csv", claims_csv(harbour_run()))


def test_concise_gives_a_line_a_finding_and_the_counts(run: Run) -> None:
    *found, counts = render(run, "concise").splitlines()
    assert len(found) == sum(f.status == "new" for f in run.findings)
    assert all(re.fullmatch(r".+: (error|warning|suspected): .+ \[.+\]", line) for line in found)
    assert counts.startswith(f"{len(found)} new, ")


def test_reviewdog_gets_the_places_of_both_numbers_in_bytes() -> None:
    run = harbour_run()
    text = run.documents[1].text.replace("The port of Aktal", "The port of Aktál")
    run = replace(run, documents=(run.documents[0], replace(run.documents[1], text=text)))
    (found,) = (json.loads(line) for line in render(run, "rdjsonl").splitlines())
    assert found["severity"] == "ERROR"
    assert found["location"]["path"] == "news/harbour.txt"
    start = found["location"]["range"]["start"]
    line = text.splitlines()[start["line"] - 1].encode()
    assert line[start["column"] - 1 :].startswith(b"533.4 million")
    assert {r["location"]["path"] for r in found["related_locations"]} == {"customs.md"}


def test_no_format_says_where_it_was_made(run: Run) -> None:
    for name in (one.name for one in formats()):
        assert str(Path.home()) not in render(run, name)
        assert str(Path.cwd()) not in render(run, name)
