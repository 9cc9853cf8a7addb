"""What the commands print, write and exit with."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from kzcheck import __version__
from kzcheck.cli.app import app
from kzcheck.render import formats

AGENCY = "Trade turnover between the two countries amounted to $533.4 million in 2024, the agency said.\n"
BUREAU = "Trade turnover between the two countries amounted to $470 million in 2024, the bureau said.\n"
SAME = "In 2024, trade turnover between the two countries amounted to $533.4 million.\n"


@pytest.fixture
def conflict(here: Path) -> Path:
    folder = here / "docs"
    folder.mkdir()
    (folder / "agency.txt").write_text(f"---\npublisher: Agency\npublished: 2025-01\n---\n{AGENCY}", encoding="utf-8")
    (folder / "bureau.txt").write_text(f"---\npublisher: Bureau\npublished: 2025-02\n---\n{BUREAU}", encoding="utf-8")
    return folder


@pytest.fixture
def harmony(here: Path) -> Path:
    folder = here / "same"
    folder.mkdir()
    (folder / "agency.txt").write_text(AGENCY, encoding="utf-8")
    (folder / "other.txt").write_text(SAME, encoding="utf-8")
    return folder


class TestHelp:
    @pytest.mark.parametrize("command", ["", *sorted(app.commands)])
    def test_every_command_explains_itself(self, command: str) -> None:
        result = CliRunner().invoke(app, [*command.split(), "--help"])
        assert result.exit_code == 0
        assert result.output.startswith("Usage:")

    @pytest.mark.parametrize("command", ["report", "check", "extract", "table", "explain", "schema"])
    def test_examples_can_be_copied(self, command: str) -> None:
        output = CliRunner().invoke(app, [command, "--help"]).output
        assert f"\n  kzcheck {command}" in output.partition("Examples:")[2]

    def test_help_imports_nothing_heavy(self) -> None:
        heavy = "pandas numpy pint great_expectations rich jinja2 ruamel re2 pyarrow asyncio concurrent.futures"
        code = (
            "import sys; sys.argv = ['kzcheck', '--help']\n"
            "from kzcheck.cli import main\n"
            "try: main()\n"
            "except SystemExit: pass\n"
            f"print('HEAVY', [m for m in {heavy.split()!r} if m in sys.modules])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert "HEAVY []" in done.stdout

    def test_version(self, kz) -> None:
        assert kz("--version").stdout == f"kzcheck {__version__}\n"

    def test_check_offers_every_format_but_the_page(self) -> None:
        assert {one.name for one in formats("check")} == {one.name for one in formats()} - {"html"}


class TestExtract:
    def test_one_object_a_line_with_exact_spans(self, kz, harmony: Path) -> None:
        done = kz("extract", "same", "--no-rules")
        assert done.returncode == 0, done.stderr
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        money = [r for r in rows if r["unit"] == "USD"]
        assert [(r["document"], r["value"]) for r in money] == [
            ("same/agency.txt", 533400000),
            ("same/other.txt", 533400000),
        ]
        for row in rows:
            text = Path(row["document"]).read_text(encoding="utf-8")
            assert text[row["start"] : row["end"]] == row["surface"]
        assert {(r["period_start"], r["period_end"]) for r in money} == {("2024-01-01", "2025-01-01")}

    @pytest.mark.parametrize("format_", ["jsonl", "csv", "json", "parquet", "text"])
    def test_every_format_holds_the_claims(self, kz, harmony: Path, format_: str) -> None:
        done = kz("extract", "same", "--no-rules", "--format", format_, "--output", "out")
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
        data = Path("out").read_bytes()
        if format_ == "parquet":
            import pandas as pd

            assert (pd.read_parquet(io.BytesIO(data))["value"] == 533.4e6).sum() == 2
        elif format_ == "csv":
            assert sum(float(r["value"] or 0) == 533.4e6 for r in csv.DictReader(io.StringIO(data.decode()))) == 2
        else:
            assert data.count(b"533.4 million") >= 2

    def test_table_is_readable(self, kz, harmony: Path) -> None:
        lines = kz("table", "same", "--no-rules").stdout.splitlines()
        assert lines[0].split()[:3] == ["claim", "kind", "value"]
        assert any("$533.4 million" in line and "2024" in line for line in lines)
        assert all(len(line) <= 100 for line in lines)

    def test_standard_input(self, kz) -> None:
        done = kz("extract", "-", "--no-rules", stdin="Exports rose to 3.5 million tons in 2023.\n")
        assert json.loads(done.stdout.splitlines()[0])["document"] == "stdin"

    def test_published_dates_relative_periods(self, kz, here: Path) -> None:
        (here / "a.txt").write_text("Last year exports reached 3.5 million tons.\n", encoding="utf-8")
        rows = [
            json.loads(x)
            for x in kz("extract", "a.txt", "--no-rules", "--published", "2022-05").stdout.split("\n")
            if x
        ]
        assert rows[0]["published"] == "2022-05"
        assert rows[0]["period_start"] == "2021-01-01"
        assert rows[0]["period_how"] == "inferred"

    def test_several_processes_give_the_same(self, kz, here: Path) -> None:
        docs = here / "many"
        docs.mkdir()
        filler = "The weather was fine and nothing else was said about it. " * 2500
        for n in range(16):
            (docs / f"{n:02}.txt").write_text(
                f"Exports reached {n + 2}.5 million tons in 2023. {filler}", encoding="utf-8"
            )
        one = kz("extract", "many", "--no-rules")
        two = kz("extract", "many", "--no-rules", "--jobs", "2")
        assert one.stdout.count("\n") == 16 * one.stdout.count('"document": "many/00.txt"') > 0
        assert two.stdout == one.stdout


class TestCheck:
    def test_a_contradiction_fails(self, kz, conflict: Path) -> None:
        done = kz("check", "docs", "--no-rules")
        assert done.returncode == 1, done.stderr
        assert "533.4" in done.stdout
        assert "470" in done.stdout
        assert "docs/agency.txt:5:" in done.stdout
        assert "1 new" in done.stdout

    def test_agreement_passes(self, kz, harmony: Path) -> None:
        done = kz("check", "same", "--no-rules", "--format", "json", "--all")
        assert done.returncode == 0, done.stderr
        run = json.loads(done.stdout)
        assert [c["verdict"] for c in run["comparisons"] if len(c["claims"]) == 2].count("agree") >= 1
        assert run["findings"] == []

    def test_the_json_form(self, kz, conflict: Path) -> None:
        done = kz("check", "docs", "--no-rules", "--format", "json")
        run = json.loads(done.stdout)
        (found,) = run["comparisons"]
        assert (found["verdict"], found["severity"]) == ("conflict", "error")
        claims = {c["claim_id"]: c for c in run["claims"]}
        assert sorted(claims[c]["value"] for c in found["claims"]) == [470000000, 533400000]
        assert [d["id"] for d in run["documents"]] == ["docs/agency.txt", "docs/bureau.txt"]
        jsonschema.validate(run, json.loads(kz("schema", "run").stdout))

    def test_fail_on_and_baseline(self, kz, conflict: Path) -> None:
        assert kz("check", "docs", "--no-rules", "--fail-on", "never").returncode == 0
        made = kz("baseline", "create", "docs", "--no-rules", "--baseline", "b.yaml", "--reason", "old")
        assert (made.returncode, made.stdout) == (0, "1 accepted in b.yaml\n"), made.stderr
        known = kz("check", "docs", "--no-rules", "--baseline", "b.yaml")
        assert known.returncode == 0, known.stdout
        assert "0 new, 1 known, 0 fixed" in known.stdout
        Path("docs/bureau.txt").unlink()
        gone = kz("check", "docs", "--no-rules", "--baseline", "b.yaml")
        assert "0 new, 0 known, 1 fixed" in gone.stdout
        assert kz("baseline", "create", "docs", "--baseline", "b.yaml").returncode == 2
        assert "1 removed" in kz("baseline", "prune", "docs", "--no-rules", "--baseline", "b.yaml").stdout

    def test_one_finding_alone_is_accepted(self, kz, conflict: Path) -> None:
        other = (
            "In 2023 freight on the route was 2.7 million tons.",
            "In 2023 freight on the route was 3.9 million tons.",
        )
        for name, text in zip(("c", "d"), other, strict=True):
            (conflict / f"{name}.txt").write_text(text, encoding="utf-8")
        run = json.loads(kz("check", "docs", "--no-rules", "--format", "json").stdout)
        first, second = (f["fingerprint"] for f in run["findings"])
        done = kz("baseline", "create", "docs", "--no-rules", "--accept", first, "--reason", "restated")
        assert done.stdout == "1 accepted in kzcheck-baseline.yaml\n", done.stderr
        after = kz("check", "docs", "--no-rules", "--baseline", "kzcheck-baseline.yaml", "--format", "json")
        assert {f["fingerprint"]: f["status"] for f in json.loads(after.stdout)["findings"]} == {
            first: "known",
            second: "new",
        }
        wrong = kz("baseline", "update", "docs", "--no-rules", "--accept", "1-0")
        assert wrong.stderr.startswith("kzcheck: error: no finding has the fingerprint '1-0'")

    def test_several_outputs_at_once(self, kz, conflict: Path) -> None:
        done = kz("check", "docs", "--no-rules", "--output", "json=o/run.json", "--output", "csv=o/findings.csv")
        assert done.returncode == 1
        assert json.loads(Path("o/run.json").read_text(encoding="utf-8"))["findings"]
        assert Path("o/findings.csv").read_text(encoding="utf-8").startswith("severity,status,place,")
        assert "1 new" in done.stdout

    def test_bundles_are_compared_apart(self, kz, here: Path) -> None:
        rows = [{"id": 1, "text": AGENCY, "group": "a"}, {"id": 2, "text": BUREAU, "group": "b"}]
        (here / "c.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        assert kz("check", "c.jsonl", "--no-rules").returncode == 1
        assert kz("check", "c.jsonl", "--no-rules", "--within", "group").returncode == 0
        wrong = kz("check", "c.jsonl", "--no-rules", "--within", "grup")
        assert wrong.returncode == 2
        assert "no document has this field; fields are group" in wrong.stderr

    def test_colours_only_where_they_are_wanted(self, kz, conflict: Path) -> None:
        assert "\x1b[" not in kz("check", "docs", "--no-rules").stdout
        assert "\x1b[" in kz("check", "docs", "--no-rules", env={"FORCE_COLOR": "1"}).stdout
        assert "\x1b[" not in kz("check", "docs", "--no-rules", env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout
        assert "\x1b[" not in kz("check", "docs", "--no-rules", "--no-color", env={"FORCE_COLOR": "1"}).stdout


class TestReport:
    def test_it_writes_everything_and_succeeds_whatever_it_finds(self, kz, conflict: Path) -> None:
        done = kz("report", "docs", "--no-rules", "--output", "out")
        assert done.returncode == 0, done.stderr
        assert sorted(p.name for p in Path("out").iterdir()) == [
            "claims.csv",
            "claims.parquet",
            "findings.json",
            "index.html",
        ]
        assert "470" in done.stdout
        page = Path("out/index.html").read_text(encoding="utf-8")
        assert "533.4" in page
        assert str(conflict.parent) not in page
        again = kz("report", ".", "--no-rules", "--output", "out")
        assert again.returncode == 0
        run = json.loads(Path("out/findings.json").read_text(encoding="utf-8"))
        assert [d["id"] for d in run["documents"]] == ["docs/agency.txt", "docs/bureau.txt"]

    def test_it_is_reproducible(self, kz, conflict: Path) -> None:
        clock = {"SOURCE_DATE_EPOCH": "1700000000"}
        kz("report", "docs", "--no-rules", "--output", "one", env=clock)
        kz("report", "docs", "--no-rules", "--output", "two", env=clock)
        for name in ("index.html", "claims.csv", "findings.json"):
            one, two = (Path(folder, name).read_bytes() for folder in ("one", "two"))
            assert one.replace(b"one/", b"two/") == two
        assert b"2023-11-14" in Path("one/index.html").read_bytes()


class TestExplain:
    def test_a_finding_a_claim_and_what_is_not_there(self, kz, conflict: Path) -> None:
        run = json.loads(kz("check", "docs", "--no-rules", "--format", "json").stdout)
        mark, claim = run["findings"][0]["fingerprint"], run["claims"][0]["claim_id"]
        assert "470" in kz("explain", mark[:10], "docs", "--no-rules").stdout
        assert "533.4" in kz("explain", claim, "docs", "--no-rules").stdout
        wrong = kz("explain", "nothing", "docs", "--no-rules")
        assert wrong.returncode == 2
        assert wrong.stderr.startswith("kzcheck: error: no claim, finding, rule or metric is called 'nothing'")


class TestRules:
    RULES = """
metrics:
  trade.turnover:
    title: Trade turnover
    unit: USD
    words: {en: [[trade turnover]]}
rules:
  same-turnover:
    relation: same
    metrics: [trade.turnover]
    conflict: [["Trade turnover was $5.0 million in 2020.", "Trade turnover was $7.0 million in 2020."]]
    agree: [["Trade turnover was $5.0 million in 2020.", "In 2020, trade turnover was $5.0 million."]]
"""

    def test_schema_is_a_json_schema(self, kz) -> None:
        for args in (("schema",), ("schema", "claim"), ("schema", "rules"), ("rules", "schema")):
            schema = json.loads(kz(*args).stdout)
            jsonschema.validators.validator_for(schema).check_schema(schema)

    def test_an_unknown_unit_is_named_with_its_place(self, kz, here: Path, harmony: Path) -> None:
        (here / "r").mkdir()
        (here / "r/m.yaml").write_text("metrics:\n  a.b:\n    title: T\n    unit: furlongz\n", encoding="utf-8")
        for command in (("check", "same", "--rules", "r"), ("rules", "lint", "r")):
            done = kz(*command)
            assert done.returncode == 2
            assert done.stdout == ""
            assert "r/m.yaml:4:" in done.stderr
            assert "furlongz" in done.stderr

    def test_a_wrong_key_is_named_with_the_nearest(self, kz, here: Path, harmony: Path) -> None:
        (here / "r").mkdir()
        (here / "r/m.yaml").write_text("metrics:\n  a.b:\n    titel: T\n    unit: USD\n", encoding="utf-8")
        done = kz("report", "same", "--rules", "r")
        assert done.returncode == 2
        assert "r/m.yaml:3:5" in done.stderr
        assert "title" in done.stderr
        assert not Path("reports").exists()
