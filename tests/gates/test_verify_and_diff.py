"""A draft against its sources, and what changed between two runs."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from repositories import AGENCY, FREIGHT, GRAIN, document

RULES = """
metrics:
  freight.route:
    title: Freight on the route
    unit: t
    words: {en: [freight & route]}
rules:
  freight-same:
    relation: same
    metrics: [freight.*]
    message: Two figures for one year
    examples: &some
      conflict: [Freight on the route was 3 million tons in 2020. | In 2020 freight on the route was 5 million tons.]
      agree: [Freight on the route was 3.1 million tons in 2020. | In 2020 freight on the route was 3.1 million tons.]
      round: [Freight on the route was 3.1 million tons in 2020. | In 2020 freight on the route was 3.14 million tons.]
  freight-growth:
    relation: ratio
    metrics: [freight.*]
    message: The growth does not fit
    examples: *some
  freight-part:
    relation: part_year
    metrics: [freight.*]
    message: A part is above its year
    examples: *some
"""
SOURCE = (
    "In 2022 freight on the route was 2 million tons. In 2023 freight on the route was 2.76 million tons.\n\n"
    + AGENCY
    + "\n"
    + GRAIN.format("11.5")
    + "\nIn the first four months of 2019 freight on the route was 0.5 million tons.\n"
)
NOWHERE = "Freight on the route was 9 million tons in 2015."
WRONG = "Freight on the route was 3.4 million tons in 2023."


@pytest.fixture
def folder(tmp_path: Path, git) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "freight.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "a.md").write_text(document("Port", SOURCE), encoding="utf-8")
    (tmp_path / "sources" / "b.md").write_text(document("Fort", "Nobody spoke.\n"), encoding="utf-8")
    return tmp_path


def verdicts(kz, folder: Path, text: str, *more: str) -> tuple[int, dict[str, tuple[str, str]]]:
    (folder / "draft.md").write_text(document("We", text), encoding="utf-8")
    done = kz("verify", "draft.md", "--against", "sources/a.md", "sources/b.md", "--format", "json", *more)
    data = json.loads(done.stdout)
    assert data["drafts"] == ["draft.md"]
    assert data["sources"] == ["sources/a.md", "sources/b.md"]
    return done.returncode, {c["claim"]["surface"]: (c["status"], c["how"]) for c in data["claims"]}


@pytest.mark.parametrize(
    ("text", "expected", "code"),
    [
        ("In 2023 freight on the route reached 2.76 million tons.", {"2.76 million tons": ("supported", "agree")}, 0),
        (
            "Freight on the route was some 2.8 million tons in 2023.",
            {"some 2.8 million tons": ("supported", "agree")},
            0,
        ),
        ("Freight on the route was 2.8 million tons in 2023.", {"2.8 million tons": ("supported", "round")}, 0),
        ("Freight on the route was 3.4 million tons in 2023.", {"3.4 million tons": ("contradicted", "sources")}, 1),
        (
            "Freight on the route grew by 38 percent from 2022 to 2023.",
            {"by 38 percent": ("supported", "derived")},
            0,
        ),
        (
            "Freight on the route grew by 90 percent from 2022 to 2023.",
            {"by 90 percent": ("contradicted", "sources")},
            1,
        ),
        ("Freight on the route was 9 million tons in 2015.", {"9 million tons": ("unsupported", "")}, 0),
        ("The town has 41 bakeries.", {"41 bakeries": ("unsupported", "")}, 0),
        (AGENCY, {"$533.4 million": ("supported", "copied")}, 0),
        (
            "Freight on the route was 1.1 million tons in 2016. In 2016 freight on the route came to 1.9 million tons.",
            {"1.1 million tons": ("contradicted", "draft"), "1.9 million tons": ("contradicted", "draft")},
            1,
        ),
    ],
)
def test_each_claim_of_the_draft_is_judged(
    folder: Path, kz, text: str, expected: dict[str, tuple[str, str]], code: int
) -> None:
    done, found = verdicts(kz, folder, text)
    assert {surface: found.get(surface) for surface in expected} == expected
    assert done == code


def test_what_comes_near_is_named_with_what_differs(folder: Path, kz) -> None:
    (folder / "draft.md").write_text(
        document("We", "Freight on the route was 9 million tons in 2015."), encoding="utf-8"
    )
    done = kz("verify", "draft.md", "--against", "sources", "--require", "support")
    assert done.returncode == 1
    assert "closest match; differs in period: 2015 and 20" in done.stdout
    assert "Port, " in done.stdout
    assert "Failed: 0 supported, 1 unsupported, 0 contradicted\nFailed because of 1 new error" in done.stdout
    assert "0 supported" in kz("verify", "draft.md", "--against", "sources", "--format", "markdown").stdout


def test_a_draft_among_its_sources_is_a_draft(folder: Path, kz) -> None:
    (folder / "sources" / "draft.md").write_text(document("We", FREIGHT.format("2")), encoding="utf-8")
    done = kz("verify", "sources/draft.md", "--against", "sources", "--format", "json")
    assert json.loads(done.stdout)["sources"] == ["sources/a.md", "sources/b.md"]


def test_a_baseline_accepts_a_contradiction(folder: Path, kz) -> None:
    text = "Freight on the route was 3.4 million tons in 2023."
    assert verdicts(kz, folder, text)[0] == 1
    kz("baseline", "create", "draft.md", "sources", "--reason", "restated")
    code, found = verdicts(kz, folder, text, "--baseline", "kzcheck-baseline.yaml")
    assert (code, found["3.4 million tons"]) == (0, ("contradicted", "sources"))


def test_a_verification_shows_the_contradictions_in_the_formats_of_hosts(folder: Path, kz) -> None:
    verdicts(kz, folder, "Freight on the route was 3.4 million tons in 2023.")
    done = kz("verify", "draft.md", "--against", "sources", "--output", "sarif=v.sarif", "--format", "github")
    (result,) = json.loads((folder / "v.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "draft.md"
    (other,) = result["relatedLocations"]
    assert other["physicalLocation"]["artifactLocation"]["uri"] == "sources/a.md"
    assert done.stdout.startswith("::error file=draft.md,line=")


def test_where_support_is_required_every_format_names_what_lacks_it(folder: Path, kz) -> None:
    (folder / "draft.md").write_text(document("We", NOWHERE + " The town has 41 bakeries."), encoding="utf-8")
    ask = ("verify", "draft.md", "--against", "sources", "--require", "support")
    done = kz(*ask, "--output", "sarif=v.sarif", "--output", "junit=v.xml", "--format", "gitlab")
    assert done.returncode == 1
    results = json.loads((folder / "v.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert [r["ruleId"] for r in results] == ["support", "support"]
    assert len({entry["fingerprint"] for entry in json.loads(done.stdout)}) == 2
    failures = ET.parse(folder / "v.xml").getroot().iter("failure")  # noqa: S314  our own text
    assert ["no source says anything" in f.get("message", "") for f in failures] == [True, True]
    assert kz(*ask, "--fail-on", "never").returncode == 0


def test_what_lacks_support_is_accepted_as_any_finding(folder: Path, kz) -> None:
    text = NOWHERE + "\n\n<!-- kzcheck: ignore support: counted by hand -->\nThe town has 41 bakeries.\n"
    (folder / "draft.md").write_text(document("We", text), encoding="utf-8")
    against = ("draft.md", "--against", "sources")
    done = kz("verify", *against, "--require", "support")
    assert (done.returncode, "41 bakeries: unsupported (accepted)" in done.stdout) == (1, True)
    assert "1 accepted" in kz("baseline", "create", *against, "--reason", "our own archive").stdout
    accepted = ("--require", "support", "--baseline", "kzcheck-baseline.yaml")
    done = kz("verify", *against, *accepted)
    assert (done.returncode, done.stderr) == (0, "")
    # Without the demand the comment has nothing to accept, which is no reason to complain of it.
    assert kz("verify", *against, "--baseline", "kzcheck-baseline.yaml").returncode == 0


def test_a_part_below_its_year_supports_nothing(folder: Path, kz) -> None:
    _, found = verdicts(kz, folder, "Freight on the route was 1.4 million tons in 2019.")
    assert found == {"1.4 million tons": ("unsupported", "")}


def test_an_accepted_contradiction_hides_no_other(folder: Path, kz) -> None:
    assert verdicts(kz, folder, WRONG)[0] == 1
    kz("baseline", "create", "draft.md", "--against", "sources", "--reason", "restated")
    known = ("--baseline", "kzcheck-baseline.yaml")
    assert verdicts(kz, folder, WRONG, *known)[0] == 0
    (folder / "sources" / "b.md").write_text(
        document("Fort", "In 2023 freight on the route was 3.1 million tons.\n"), encoding="utf-8"
    )
    assert verdicts(kz, folder, WRONG, *known)[0] == 1


def test_sources_that_differ_are_both_named(folder: Path, kz) -> None:
    (folder / "sources" / "b.md").write_text(document("Fort", WRONG), encoding="utf-8")
    (folder / "draft.md").write_text("In 2023 freight on the route was 2.76 million tons.\n", encoding="utf-8")
    done = kz("verify", "draft.md", "--against", "sources", "--format", "json")
    (claim,) = json.loads(done.stdout)["claims"]
    assert (claim["status"], claim["how"]) == ("contradicted", "sources")
    assert [c["document"] for c in claim["by"]] == ["sources/b.md"]
    assert [c["document"] for c in claim["also"]] == ["sources/a.md"]
    assert len(claim["conflicts"]) == 1


def test_a_draft_is_no_source_of_its_own_whatever_it_is_called(folder: Path, kz) -> None:
    draft = folder / "sources" / "draft.md"
    draft.write_text("The town has 41 bakeries.\n", encoding="utf-8")
    (folder / "sources" / "link.md").symlink_to("draft.md")
    for name in ("sources/draft.md", "./sources/../sources/draft.md", str(draft)):
        done = kz("verify", name, "--against", "sources", "--format", "json")
        assert done.stdout, done.stderr
        data = json.loads(done.stdout)
        assert [c["status"] for c in data["claims"]] == ["unsupported"], name


def test_the_machine_forms_agree_and_keep_their_schema(folder: Path, kz, monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"{WRONG} {NOWHERE} In 2023 freight on the route reached 2.76 million tons. =1+1 <b> & \n::error::%0A 5 🚢."
    made = {}
    for name in ("json", "jsonl", "csv"):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        made[name] = kz("verify", "-", "--against", "sources", "--format", name).stdout
    data = json.loads(made["json"])
    schema = json.loads(kz("schema", "verification").stdout)
    jsonschema.validate(data, schema)
    assert set(data) == set(schema["properties"])
    assert set(data["claims"][0]) == set(schema["$defs"]["checked"]["properties"])
    assert {s for c in data["claims"] for s in [c["status"]]} == {"contradicted", "unsupported"}
    assert [json.loads(line) for line in made["jsonl"].splitlines()] == data["claims"]
    rows = list(csv.DictReader(io.StringIO(made["csv"])))
    assert [(r["status"], r["surface"]) for r in rows] == [(c["status"], c["claim"]["surface"]) for c in data["claims"]]


def test_the_page_is_written_and_a_big_draft_is_cut(folder: Path, kz) -> None:
    (folder / "draft.md").write_text(WRONG, encoding="utf-8")
    page = ("--output", "html=sources/page.html")
    assert kz("verify", "draft.md", "--against", "sources", *page).returncode == 1
    assert "3.4 million t" in (folder / "sources" / "page.html").read_text(encoding="utf-8")
    many = "".join(f"The town number {n} has {n + 7} bakeries.\n\n" for n in range(310))
    (folder / "big.md").write_text(many, encoding="utf-8")
    # The page among the sources is no source.
    data = json.loads(kz("verify", "big.md", "--against", "sources", "--format", "json", *page).stdout)
    assert data["sources"] == ["sources/a.md", "sources/b.md"]
    cut = sorted(path.name for path in (folder / "sources").glob("*.html"))
    assert cut == ["page-1.html", "page-2.html", "page.html"]
    assert kz("verify", "draft.md", "--against", "sources", *page).returncode == 1
    assert [path.name for path in (folder / "sources").glob("*.html")] == ["page.html"]
    assert kz("verify", "draft.md", "--against", "sources", "--format", "html").stdout.startswith("<!doctype html>")


def test_a_draft_without_numbers_says_so(folder: Path, kz) -> None:
    (folder / "draft.md").write_text("Nobody counted anything.\n", encoding="utf-8")
    done = kz("verify", "draft.md", "--against", "sources", "--output", "html=page.html")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "No number was found in the draft, so nothing was compared.",
        "",
        "Nothing compared: the draft states no numbers to check",
    ]
    assert "<h1>The draft states no numbers to check.</h1>" in (folder / "page.html").read_text(encoding="utf-8")


def test_without_a_source_nothing_is_verified(folder: Path, kz) -> None:
    (folder / "draft.md").write_text(WRONG, encoding="utf-8")
    (folder / "empty").mkdir()
    done = kz("verify", "draft.md", "--against", "empty")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "kzcheck: error: no source to hold the draft against: nothing readable in empty\n"


def test_opening_needs_a_page(folder: Path, kz) -> None:
    (folder / "draft.md").write_text(WRONG, encoding="utf-8")
    done = kz("verify", "draft.md", "--against", "sources", "--open")
    assert done.returncode == 2
    assert done.stderr.startswith("kzcheck: error: --open needs the page: --output html=FILE")


@pytest.mark.parametrize("args", [("draft.md",), ("--against", "sources"), ("draft.md", "--against", "nowhere")])
def test_what_is_missing_is_said(folder: Path, kz, args: tuple[str, ...]) -> None:
    (folder / "draft.md").write_text("5 tons.\n", encoding="utf-8")
    done = kz("verify", *args)
    assert done.returncode == 2
    assert done.stderr.startswith("kzcheck: error: ")


def test_what_came_went_and_changed(repository: Path, git, kz) -> None:
    (repository / "old.json").write_text(kz("check", "docs", "--no-rules", "--format", "json").stdout, encoding="utf-8")
    bureau = repository / "docs" / "bureau.md"
    bureau.write_text(document("Bureau", AGENCY.replace("agency", "bureau")), encoding="utf-8")
    (repository / "docs" / "port.md").write_text(document("Port", FREIGHT.format("2.7")), encoding="utf-8")
    for old in ("old.json", "HEAD"):
        done = kz("diff", old, ".", "docs", "--no-rules", "--format", "json")
        found = json.loads(done.stdout)
        assert [(a["surface"], b["surface"]) for a, b in found["claims_changed"]] == [
            ("$470 million", "$533.4 million")
        ]
        assert "2.7 million tons" in {c["surface"] for c in found["claims_came"]}
        assert found["claims_went"] == []
        assert (len(found["findings_went"]), found["findings_came"]) == (1, [])
    shown = kz("diff", "HEAD", ".", "docs", "--no-rules").stdout
    assert "Findings that went: 1" in shown
    assert "$470 million (2024) -> $533.4 million (2024)" in shown
    assert kz("diff", "HEAD", "HEAD", "docs", "--no-rules").stdout == "Nothing changed.\n"


def test_diff_of_nothing_is_no_success(repository: Path, git, kz) -> None:
    (repository / "empty").mkdir()
    done = kz("diff", "HEAD", ".", "empty", "--no-rules")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("kzcheck: error: nothing readable in empty\n")
    (repository / "late").mkdir()
    (repository / "late" / "a.md").write_text(document("Agency", AGENCY), encoding="utf-8")
    done = kz("diff", "HEAD", ".", "late", "--no-rules")
    assert done.returncode == 0
    assert done.stderr == "kzcheck: warning: no document of these paths is there at HEAD\n"


def test_diff_of_what_is_no_run(repository: Path, kz) -> None:
    (repository / "x.json").write_text("[]", encoding="utf-8")
    done = kz("diff", "x.json", ".")
    assert (done.returncode, done.stderr) == (
        2,
        "kzcheck: error: x.json is no run: make one with kzcheck check --format json\n",
    )
