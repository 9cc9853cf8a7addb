"""A relation, an output and a column of another package, each declared once, are found wherever they are read."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import jsonschema
import pytest

import kzcheck
from kzcheck.cli import main
from kzcheck.compare import relations
from kzcheck.ledger.repair.independence import Independence
from kzcheck.render import register as register_format
from kzcheck.render import render
from kzcheck.render.formats import withdraw as withdraw_format
from kzcheck.render.promises import json_schema as promised
from kzcheck.rules import RulesError, json_schema, load
from kzcheck.table import schema
from kzcheck.table.frame import claims_of, frame, read_parquet

ROOT = Path(__file__).parents[2]
RELATION = '''
"""What was sold is not above a ceiling that is stated."""

import numpy as np

from kzcheck.compare.candidates import Candidate
from kzcheck.compare.declaring import Key, Relation
from kzcheck.compare.equation import SUM, Equation, Term

LIMIT = Key(name="limit", meaning="the metric of the ceiling", required=True)


def candidates(scope):
    table = scope.table
    metric = table.coded("metric")
    for rule in scope.pack.rules:
        if rule.relation != "ceiling":
            continue
        level = table.level & ~table.left_out
        sold = np.flatnonzero(level & np.isin(metric, rule.metrics)).tolist()
        for top in np.flatnonzero(level & (metric == rule.other("limit"))).tolist():
            for row in (row for row in sold if table.start[row] == table.start[top]):
                equation = Equation(relation="ceiling", left=(Term(0),), right=(Term(1),), op=SUM, equal=False)
                yield Candidate(equation=equation, rows=(row, top), rule=rule.id, message=rule.message)


DECLARES = (
    Relation(
        name="ceiling",
        holds="what was sold is not above the `limit`",
        asked=True,
        keys=(LIMIT,),
        links=True,
        direct=True,
        bounds=True,
        words={"conflict": "sold through the ceiling", "agree": "sold below the ceiling", "round": "just sold"},
    ),
)
'''
OUTPUT = '''
"""How many claims and findings there are."""

from kzcheck.render.formats import Format


def render(run, options):
    return f"claims {len(run.claims)}, findings {len(run.findings)}\\n"


def draft(verified, options):
    return "".join(f"{row.status}\\n" for row in verified.rows)


TALLY = Format(
    name="tally",
    meaning="the counts",
    run=render,
    claims="yard.tallies:render",
    draft="yard.tallies:draft",
    file="tally.txt",
)
'''
COLUMN = '''
"""How many words the sentence of a claim has."""

from kzcheck.table.schema import PLACE, Column


def words(claim):
    return len(claim.sentence.split())


WORDS = Column("words", PLACE, "how many words its sentence has", read=words, shown=True)
'''
PACK = """
metrics:
  sales: {title: Cars sold, unit: count, words: {en: [sold]}}
  cap: {title: Sales allowed, unit: count, words: {en: [allowed]}}
rules:
  under-cap: {relation: ceiling, metrics: [sales], limit: cap, message: More was sold than allowed.}
"""
SOLD, ALLOWED = "Acme sold 5,210 cars in 2024.\n", "The law allowed 4,000 cars in 2024.\n"

Said = Callable[..., str]


@pytest.fixture
def yard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A package beside kzcheck that makes its three things known, and two texts of which its relation speaks."""
    package = tmp_path / "packages" / "yard"
    package.mkdir(parents=True)
    for name, text in (("__init__", ""), ("ceilings", RELATION), ("tallies", OUTPUT), ("wordy", COLUMN)):
        (package / f"{name}.py").write_text(text, encoding="utf-8")
    work = tmp_path / "work"
    (work / "docs").mkdir(parents=True)
    (work / "pack.yaml").write_text(PACK, encoding="utf-8")
    (work / "docs" / "sold.txt").write_text(SOLD, encoding="utf-8")
    (work / "docs" / "allowed.txt").write_text(ALLOWED, encoding="utf-8")
    monkeypatch.syspath_prepend(str(package.parent))
    monkeypatch.chdir(work)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    ceilings, tallies, wordy = (import_module(f"yard.{name}") for name in ("ceilings", "tallies", "wordy"))
    relations.register(ceilings)
    register_format(tallies.TALLY)
    schema.register(wordy.WORDS)
    yield ceilings
    relations.withdraw(ceilings)
    withdraw_format("tally")
    schema.withdraw("words")
    for name in [name for name in sys.modules if name.partition(".")[0] == "yard"]:
        del sys.modules[name]


@pytest.fixture
def said(yard: ModuleType, capfd: pytest.CaptureFixture[str]) -> Said:
    """A command of kzcheck, to what it prints."""

    def run(*words: str, code: int = 0) -> str:
        with pytest.raises(SystemExit) as ending:
            main(list(words))
        told = capfd.readouterr()
        assert ending.value.code in (code, None if code == 0 else code), told
        return told.out + told.err

    return run


@pytest.fixture
def lists(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    return import_module("make_lists")


class TestARelation:
    def test_rules_ask_for_it_with_its_own_key(self, yard: ModuleType) -> None:
        (rule,) = load([Path("pack.yaml")]).rules
        assert (rule.relation, rule.other("limit")) == ("ceiling", "cap")

    def test_a_rule_without_its_key_is_refused(self, yard: ModuleType, tmp_path: Path) -> None:
        bad = tmp_path / "bad.yaml"
        bad.write_text(PACK.replace("limit: cap, ", ""), encoding="utf-8")
        with pytest.raises(RulesError, match="lacks 'limit': the metric of the ceiling"):
            load([bad])

    def test_a_key_that_names_no_metric_is_refused(self, yard: ModuleType, tmp_path: Path) -> None:
        bad = tmp_path / "bad.yaml"
        bad.write_text(PACK.replace("limit: cap", "limit: cup"), encoding="utf-8")
        with pytest.raises(RulesError, match="'limit' names the unknown metric 'cup'; did you mean 'cap'"):
            load([bad])

    def test_the_schema_for_editors_has_it(self, yard: ModuleType) -> None:
        rule = json_schema()["properties"]["rules"]["additionalProperties"]["properties"]
        assert "ceiling" in rule["relation"]["enum"]
        assert rule["limit"]["description"] == "the metric of the ceiling"

    def test_the_guide_lists_it(self, yard: ModuleType, lists: ModuleType) -> None:
        row = "| `ceiling` | what was sold is not above the `limit` |\n"
        assert row in lists.relations()
        assert row in lists.rules((ROOT / "docs/rules.md").read_text(encoding="utf-8"))

    def test_the_gate_tells_of_it_in_its_own_words(self, said: Said) -> None:
        told = said("check", "docs", "--rules", "pack.yaml", code=1)
        assert "sold through the ceiling" in " ".join(told.split())
        assert "rule under-cap" in told

    @pytest.mark.parametrize("form", ["json", "sarif", "junit", "markdown", "github", "gitlab", "csv", "text", "html"])
    def test_every_format_shows_it(self, yard: ModuleType, form: str) -> None:
        run = kzcheck.check("docs", rules=["pack.yaml"])
        (conflict,) = run.comparisons
        assert conflict.relation == "ceiling"
        assert "4,000 cars" in render(run, form)

    def test_its_claims_compare_as_they_stand(self, yard: ModuleType) -> None:
        from kzcheck.render.view import View

        run = kzcheck.check("docs", rules=["pack.yaml"])
        assert View(run).focus(run.comparisons[0]) is None

    def test_a_draft_is_contradicted_by_it_and_not_supported(self, said: Said) -> None:
        options = ("--against", "docs/allowed.txt", "--rules", "pack.yaml")
        assert "contradicted" in said("verify", "docs/sold.txt", *options, code=1)
        Path("less.txt").write_text(SOLD.replace("5,210", "3,210"), encoding="utf-8")
        told = " ".join(said("verify", "less.txt", *options).split())
        assert "0 supported, 1 unsupported" in told
        assert "only bounds it" in told

    def test_repairs_hold_what_it_links_together(self, yard: ModuleType) -> None:
        run = kzcheck.check("docs", rules=["pack.yaml"])
        sold, allowed = (next(c for c in run.claims if c.metric == name) for name in ("sales", "cap"))
        linked = Independence(run.claims, run.pack, {})
        assert linked.keys(sold) & linked.keys(allowed)

    def test_a_rule_is_explained_with_its_key(self, said: Said) -> None:
        told = said("explain", "under-cap", "--rules", "pack.yaml")
        assert "limit    cap" in told

    def test_a_taken_name_is_refused(self, yard: ModuleType) -> None:
        second = ModuleType("second")
        second.DECLARES = yard.DECLARES  # type: ignore[attr-defined]
        with pytest.raises(ValueError, match="'ceiling' of second is declared already"):
            relations.register(second)  # type: ignore[arg-type]


class TestAnOutput:
    @pytest.mark.parametrize("command", ["check", "verify", "extract", "table", "report"])
    def test_the_help_of_each_command_offers_it(self, said: Said, command: str) -> None:
        assert "tally" in said(command, "--help")

    def test_another_name_is_answered_with_it(self, said: Said) -> None:
        assert "'tally'" in said("check", "docs", "--format", "tallies", code=2)
        assert "tally" in said("check", "docs", "--output", "tallies=x", code=2)

    def test_commands_write_it(self, said: Said) -> None:
        rules = ("--rules", "pack.yaml")
        assert "claims 4, findings 1\n" in said("check", "docs", *rules, "--format", "tally", code=1)
        said("check", "docs", *rules, "--output", "tally=out.txt", code=1)
        assert Path("out.txt").read_text(encoding="utf-8") == "claims 4, findings 1\n"
        assert "claims 4, findings 0\n" in said("extract", "docs", *rules, "--format", "tally")
        assert "claims 4, findings 0\n" in said("table", "docs", *rules, "--format", "tally")
        options = ("--against", "docs/allowed.txt", *rules, "--format", "tally")
        assert said("verify", "docs/sold.txt", *options, code=1).startswith("contradicted\n")

    def test_a_report_has_its_file_where_it_is_asked_for(self, said: Said) -> None:
        said("report", "docs", "--rules", "pack.yaml", "--output", "out")
        assert not Path("out/tally.txt").exists()
        said("report", "docs", "--rules", "pack.yaml", "--output", "out", "--format", "tally")
        assert Path("out/tally.txt").read_text(encoding="utf-8") == "claims 4, findings 1\n"

    def test_the_library_writes_it(self, yard: ModuleType) -> None:
        assert render(kzcheck.check("docs", rules=["pack.yaml"]), "tally") == "claims 4, findings 1\n"


class TestAColumn:
    def test_the_table_has_it_last(self, yard: ModuleType) -> None:
        table = kzcheck.claims("docs", rules=["pack.yaml"])
        assert list(table.columns)[-1] == "words"
        assert sorted(set(table["words"])) == [6, 7]

    def test_claims_come_back_without_it(self, yard: ModuleType) -> None:
        claims = list(kzcheck.check("docs", rules=["pack.yaml"]).claims)
        assert claims_of(frame(claims)) == claims

    def test_lines_and_their_schema_have_it(self, said: Said) -> None:
        for line in said("extract", "docs", "--rules", "pack.yaml").splitlines():
            row = json.loads(line)
            assert row["words"] == len(row["sentence"].split())
            jsonschema.Draft202012Validator(promised("claim")).validate(row)
        described = json.loads(said("schema", "claim"))["properties"]["words"]
        assert described == {"type": "integer", "description": "how many words its sentence has"}
        assert "words" in json.loads(said("schema", "run"))["$defs"]["claim"]["required"]

    def test_csv_has_it(self, said: Said) -> None:
        rows = list(csv.DictReader(io.StringIO(said("extract", "docs", "--rules", "pack.yaml", "--format", "csv"))))
        assert {row["words"] for row in rows} == {"6", "7"}

    def test_parquet_has_it(self, said: Said) -> None:
        said("extract", "docs", "--rules", "pack.yaml", "--format", "parquet", "--output", "claims.parquet")
        assert sorted(set(read_parquet(Path("claims.parquet"))["words"])) == [6, 7]

    def test_what_was_kept_before_it_was_known_is_read_anew(self, said: Said) -> None:
        column = schema.registered()[0]
        schema.withdraw("words")
        before = said("extract", "docs", "--rules", "pack.yaml")
        schema.register(column)
        first, again = (said("extract", "docs", "--rules", "pack.yaml") for _ in range(2))
        assert '"words": 6' not in before
        assert '"words": 6' in first
        assert first == again

    def test_the_guide_lists_it(self, yard: ModuleType, lists: ModuleType) -> None:
        assert "| `words` | int64 | how many words its sentence has |  |\n" in lists.columns()


def test_nothing_is_known_of_a_package_that_is_only_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "yard"
    package.mkdir()
    (package / "__init__.py").write_text("raise SystemExit('loaded')", encoding="utf-8")
    info = tmp_path / "yard-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: yard\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(
        "[kzcheck.relations]\nyard = yard\n[kzcheck]\nyard = yard\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    assert kzcheck.check(texts=[SOLD, ALLOWED], rules=[]).claims
    assert "yard" not in sys.modules
