"""What is written for people decides nothing: with every message reworded, each verdict and fingerprint is the same."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from kzcheck import pipeline
from kzcheck.model import Claim, Comparison, Finding, Run
from kzcheck.model.claim import Step
from kzcheck.pipeline import Settings

ROOT = Path(__file__).parents[2]

# Sentences whose reading or judging goes through a step of a derivation that others ask for.
TEXTS = {
    "a.txt": "In 2023 exports of Norland rose by 5 percent, or 3 million tons, to 63 million tons.\n\n"
    "Imports of Norland were 40 million tons in 2023, the same as in 2022.\n\n"
    "The mill in Ost plans 5 tons of paper in 2026, the same as in 2024.\n\n"
    "Sales of Acme doubled to $90 million in 2024.\n\nSales of Acme grew by 20 percent over the past three years.\n",
    "b.txt": "Exports of Norland were 55 million tons in 2022 and 63 million tons in 2023.\n\n"
    "Sales of Acme were $30 million in 2023 and $80 million in 2024.\n\n"
    "Output of steel in Norland has grown by 12 percent since 2020.\n\n"
    "This year 4.1 million passengers have used the port of Ost.\n",
    "c.txt": "The port of Ost handled 5 million passengers in 2025.\n\n"
    "The company expects to sell 100 trucks by 2027. By 2027 sales of trucks will be 140.\n",
}

# Functions that make sentences of what was found, and the module that holds each of them.
WORDED = (
    ("kzcheck.compare.comparing", "reason"),
    ("kzcheck.compare.comparing", "chain"),
    ("kzcheck.compare.comparing", "mended"),
)


def facts(run: Run) -> tuple[list[object], list[object], list[object]]:
    """Give all of a run that is no prose."""
    return (
        [_claim(c) for c in run.claims],
        [_comparison(c) for c in run.comparisons],
        [_finding(f) for f in run.findings],
    )


def _claim(c: Claim) -> tuple[object, ...]:
    known = (c.period, c.period_how, c.base, c.base_how, c.cumulative, c.modality, c.metric, c.parties, c.tie, c.role)
    return c.claim_id, c.surface, c.kind, c.value, c.unit, c.hedge, c.interval, *known, tuple(s.sign for s in c.why)


def _comparison(c: Comparison) -> tuple[object, ...]:
    gap = c.gap and (c.gap.share, c.gap.margin)
    return c.id, c.verdict, c.relation, c.claims, c.rule, c.certainty, c.severity, c.mode, gap, c.differs, c.implied


def _finding(f: Finding) -> tuple[object, ...]:
    return f.fingerprint, f.rule, f.severity, f.primary, f.status, f.beneath


def _run(paths: Iterable[str], rules: tuple[str, ...]) -> Run:
    wanted = Settings(paths=tuple(paths), rules=rules, every=True, cache=False, published=None)
    return pipeline.judge(pipeline.read(wanted), wanted)


@pytest.fixture
def _no_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    from concurrent.futures import Future

    from kzcheck.model import ContractResult

    def contract(table, *_: object) -> Future[ContractResult]:
        future: Future[ContractResult] = Future()
        future.set_result(ContractResult(success=True, checked=len(table)))
        return future

    monkeypatch.setattr("kzcheck.table.contract.start", contract)


def _reword(monkeypatch: pytest.MonkeyPatch) -> None:
    """Say everything in other words: each step of a derivation, each reason, each repair."""

    def step(cls: type[Step], rule: str, words: str, sign: str = "") -> Step:
        return tuple.__new__(cls, (f"xx {rule[::-1]}", f"yy {words[::-1]}", sign))

    monkeypatch.setattr(Step, "__new__", step)
    for module, name in WORDED:
        real = getattr(sys.modules[module], name)

        def other(*args: object, _real=real, **kwargs: object) -> object:
            said = _real(*args, **kwargs)
            return said[::-1] if isinstance(said, str) else tuple(line[::-1] for line in said)

        monkeypatch.setattr(f"{module}.{name}", other)


@pytest.mark.usefixtures("_no_contract")
@pytest.mark.parametrize("rules", [(), (str(ROOT / "rules"),)], ids=["no rules", "rules"])
@pytest.mark.parametrize("what", ["texts", "seeds"])
def test_other_words_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, rules: tuple[str, ...]
) -> None:
    if what == "texts":
        for name, text in TEXTS.items():
            (tmp_path / name).write_text(f"---\npublished: 2025-11-05\n---\n{text}", encoding="utf-8")
    monkeypatch.chdir(tmp_path if what == "texts" else ROOT)
    paths = sorted(TEXTS) if what == "texts" else ["seeds"]
    before = _run(paths, rules)
    with monkeypatch.context() as patch:
        _reword(patch)
        after = _run(paths, rules)
    assert facts(after) == facts(before)
    said, reworded = ([c.reason for c in run.comparisons if not c.differs] for run in (before, after))
    assert said != reworded
    assert all(step.rule.startswith("xx ") for claim in after.claims for step in claim.why)


def test_the_texts_have_every_sign(checked) -> None:
    run = checked(TEXTS)
    found = {step.sign for claim in run.claims for step in claim.why} - {""}
    assert found >= {"reference", "restates", "since", "year_before"}
