"""A text's numbers against data files: supported, contradicted or not known, matched by names, never by value."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzcheck import pipeline
from kzcheck.ledger import verify
from kzcheck.storage import load_yaml

DATA = """{"tests": 25300, "modules": 463, "model": {"accuracy": 0.934, "latency_ms": 12.5},
 "runs": {"2023": {"failures": 40}, "2024": {"failures": 52}}, "download_mb": 48.2, "error_rate_pct": 2.8}"""


@pytest.fixture
def verdicts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Give what a data file makes of each number of a text, by the words of the number."""
    monkeypatch.chdir(tmp_path)

    def told(text: str, data: str = DATA, name: str = "results.json") -> dict[str, str]:
        Path("draft.md").write_text(text)
        Path(name).write_text(data)
        wanted = pipeline.Settings(paths=("draft.md",), every=True, cache=False)
        reading, drafts = pipeline.read_drafts(wanted, (name,))
        rows = verify(reading.claims, pipeline._compare(reading, None, every=True), (), drafts)
        surfaces = {claim.claim_id: claim.surface for claim in reading.claims}
        return {surfaces[row.claim]: row.status for row in rows}

    return told


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The suite has 25,300 tests.", "supported"),
        ("The suite has about 25,000 tests.", "supported"),
        ("The suite has 25,400 tests.", "contradicted"),
        ("It consists of 463 modules.", "supported"),
        ("It consists of 461 modules.", "contradicted"),
        ("It has 463 plugins.", "unsupported"),
        ("We added 40 tests.", "unsupported"),
        ("12 slow tests were skipped.", "unsupported"),
        ("It runs 300 tests on Windows.", "unsupported"),
        ("The error rate is 2.8 %.", "supported"),
        ("The error rate is 3.1 %.", "contradicted"),
        ("The download is 48.2 MB.", "supported"),
        ("The crash rate is 2.8 %.", "unsupported"),
    ],
)
def test_a_number_is_held_against_the_leaf_that_its_words_name(verdicts, text, status):
    assert list(verdicts(text).values()) == [status]


def test_an_equal_number_tells_that_another_name_is_of_the_same_leaf(verdicts):
    text = "| Kind | Count |\n|---|---|\n| Slow tests | 25,300 |\n\nThe suite has 25,100 slow tests."
    assert verdicts(text) == {"25,300": "supported", "25,100 slow tests": "contradicted"}


def test_one_name_of_several_values_contradicts_none(verdicts):
    data = "works,tests\nA,500\nB,600\n"
    assert verdicts("It has 550 tests.", data, "results.csv") == {"550 tests": "unsupported"}


def test_a_row_is_told_by_its_labels(verdicts):
    data = "engine,latency (ms)\nRedwood,12.5\nPinebark,18.4\n"
    said = verdicts("The latency of Redwood is 12.5 ms.\n\nThe latency of Pinebark is 18.3 ms.", data, "results.csv")
    assert said == {"12.5 ms": "supported", "18.3 ms": "contradicted"}


PAIRS = load_yaml(Path(__file__).with_name("data_pairs.yaml").read_bytes())


@pytest.mark.parametrize("pair", PAIRS, ids=[" ".join(pair["text"].split())[:40] for pair in PAIRS])
def test_what_data_make_of_a_text(verdicts, pair):
    ((name, data),) = pair["data"].items()
    told = verdicts(pair["text"], data, name)
    for surface, status in pair["of"].items():
        assert {told[s] for s in told if s.startswith(surface)} == {status}, surface
