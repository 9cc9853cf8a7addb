"""Harmless edits make no finding new; planted contradictions all fail and are named; a mended one is gone.

KZCHECK_EDITS sets how many edits are tried (1,000 for the whole proof; fewer in an ordinary run).
"""

from __future__ import annotations

import os
import random
import textwrap
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from repositories import document

from kzcheck.ledger import Baseline, updated
from kzcheck.model import Run
from kzcheck.pipeline import Settings, baseline_of, judge, read

EDITS = int(os.environ.get("KZCHECK_EDITS", "40"))
PLANTED = max(8, EDITS // 5)
THINGS = ("Exports of timber", "Imports of cement", "Freight on the coastal railway", "Output of the copper mines")
QUIET = (
    "The minister thanked everybody who had come.",
    "Work on the quay goes on, and the old one is to be closed for good.",
    "Neither side named a reason.",
)
PACK = """
metrics:
  timber.exports:
    title: Exports of timber
    unit: t
    words: {{en: [exports & timber]}}
rules:
  timber-same:
    relation: same
    metrics: [timber.*]
    message: {message}
    examples:
      conflict:
        - Exports of timber came to 3 million tons in 2020. | In 2020 exports of timber were 5.5 million tons.
      agree:
        - Exports of timber came to 3.1 million tons in 2020. | In 2020 exports of timber were 3.1 million tons.
      round:
        - Exports of timber came to 3.1 million tons in 2020. | In 2020 exports of timber were 3.14 million tons.
"""


def sentence(thing: str, value: float, year: int) -> str:
    return f"{thing} came to {value} million tons in {year}, the office said."


@pytest.fixture
def collection(git, tmp_path: Path) -> Path:
    """Documents with and without a publisher, some in contradiction, committed, with a pack of rules."""
    docs = tmp_path / "docs"
    docs.mkdir()
    for n in range(12):
        said = [sentence(thing, 2.5 + i + (0.9 if n == i else 0), 2019 + n % 3) for i, thing in enumerate(THINGS)]
        text = "\n\n".join([QUIET[n % 3], *said, QUIET[(n + 1) % 3]]) + "\n"
        (docs / f"{n:02}.md").write_text(document(f"Office {n}", text) if n % 4 else text, encoding="utf-8")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "timber.yaml").write_text(PACK.format(message="Two figures"), encoding="utf-8")
    git("add", "-A")
    git("commit", "-qm", "collection")
    return tmp_path


@pytest.fixture(autouse=True)
def _no_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the contract out, which has tests of its own and takes longer than all the rest."""
    monkeypatch.setattr("kzcheck.table.contract.start", lambda *_: SimpleNamespace(result=lambda: None))


SETTINGS = Settings(paths=("docs",), rules=("rules",), made_at="2026-01-01T00:00:00Z")


def run(baseline: Baseline | None = None, settings: Settings = SETTINGS) -> Run:
    return judge(read(settings), settings, baseline=baseline)


def harmless(rng: random.Random, docs: Path) -> str:
    """Make one edit that changes no figure, and name it."""
    file = rng.choice(sorted(docs.glob("*.md")))
    text = file.read_text(encoding="utf-8")
    head, mark, body = text.rpartition("---\n")
    paragraphs = body.strip().split("\n\n")
    kind = rng.choice(("insert", "wrap", "new file", "rename", "message", "comment", "copy a sentence", "blank lines"))
    if kind == "insert":
        paragraphs.insert(rng.randint(0, len(paragraphs)), rng.choice(QUIET))
    elif kind == "wrap":
        paragraphs = [textwrap.fill(" ".join(p.split()), rng.randint(60, 100)) for p in paragraphs]
    elif kind == "new file":
        (docs / f"x{rng.random()}.md").write_text("The sea was calm.\n\nNobody spoke.\n", encoding="utf-8")
    elif kind == "rename":
        file = file.rename(docs / f"r{rng.random()}.md")
    elif kind == "message":
        told = f"Told otherwise {rng.random()}"
        (docs.parent / "rules" / "timber.yaml").write_text(PACK.format(message=told), encoding="utf-8")
    elif kind == "comment":
        paragraphs.insert(0, f"<!-- checked {rng.randint(1, 99)} times in {rng.randint(1990, 2025)} -->")
    elif kind == "copy a sentence":
        said = rng.choice([p for p in paragraphs if "million" in p] or paragraphs)
        (docs / f"c{rng.random()}.md").write_text(document("Syndicate", f"{said}\n"), encoding="utf-8")
    else:
        paragraphs = [f"{p}\n\n" for p in paragraphs]
    file.write_text(head + mark + "\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return kind


def test_harmless_edits_give_no_new_finding(collection: Path) -> None:
    start = run()
    assert len(start.findings) >= 4
    accepted = updated(Baseline(), start.findings, start.comparisons, start.claims, reason="old")
    rng = random.Random(6)  # noqa: S311  no secret
    for number in range(EDITS):
        edit = harmless(rng, collection / "docs")
        if number % 8 and number != EDITS - 1:
            continue  # a look after every few edits, so that several together are tried as well
        now = run(accepted)
        assert [f.message for f in now.findings if f.status == "new"] == [], edit
        assert now.gone == (), edit
    reading = read(SETTINGS)
    since, _ = baseline_of("HEAD", SETTINGS, reading)
    assert [f.message for f in judge(reading, SETTINGS, baseline=since).findings if f.status == "new"] == []


def test_the_order_of_paths_and_of_rules_changes_nothing(collection: Path) -> None:
    files = [str(p) for p in sorted((collection / "docs").glob("*.md"))]
    forward = run(settings=replace(SETTINGS, paths=tuple(files)))
    backward = run(settings=replace(SETTINGS, paths=tuple(reversed(files))))
    assert {f.fingerprint for f in forward.findings} == {f.fingerprint for f in backward.findings}


def test_planted_contradictions_all_fail_and_are_named(collection: Path) -> None:
    start = run()
    accepted = updated(Baseline(), start.findings, start.comparisons, start.claims, reason="old")
    rng = random.Random(7)  # noqa: S311  no secret
    plant = collection / "docs" / "plant.md"
    for number in range(PLANTED):
        thing, year = rng.choice(THINGS), 2019 + number % 3
        value = round(rng.uniform(20, 90), 1)
        plant.write_text(
            document(f"Planter {number}", f"{QUIET[0]} {sentence(thing, value, year)}\n"), encoding="utf-8"
        )
        now = run(accepted)
        new = [f for f in now.findings if f.status == "new"]
        named = {claim for f in new for c in now.comparisons if c.id == f.comparison for claim in c.claims}
        assert any(f.severity == "error" for f in new), (thing, value, year)
        assert any(claim.startswith("docs/plant.md") for claim in named)


def test_a_mended_contradiction_is_gone_and_mending_brings_nothing_new(collection: Path) -> None:
    start = run()
    accepted = updated(Baseline(), start.findings, start.comparisons, start.claims, reason="old")
    wrong = collection / "docs" / "01.md"
    wrong.write_text(wrong.read_text(encoding="utf-8").replace("4.4 million", "3.5 million"), encoding="utf-8")
    now = run(accepted)
    assert len(now.gone) >= 1
    assert all(f.status == "known" for f in now.findings)
