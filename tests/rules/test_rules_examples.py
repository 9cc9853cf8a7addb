"""Examples inside rules are run, and every rule of the shipped pack keeps its own."""

from pathlib import Path

import pytest

from kzcheck.model import Comparison, Example, Pack, Rule
from kzcheck.rules import load, run_examples

PACK = Path(__file__).parents[2] / "rules" / "kazakhstan-azerbaijan"


def verdict(rule: str, said: str) -> Comparison:
    return Comparison(
        id="c", verdict=said, relation="same", claims=("a", "b"), rule=rule, metric="m", reason=f"is {said}"
    )


def rule(expect: str) -> Rule:
    return Rule(id="r", relation="same", examples=(Example(expect=expect, texts=("A.", "B."), line=7),), file="r.yaml")


@pytest.mark.parametrize(
    ("expect", "said", "got"),
    [
        ("conflict", ["agree", "conflict", "round"], "conflict"),
        ("round", ["agree", "round"], "round"),
        ("agree", ["incomparable", "agree"], "agree"),
        ("incomparable", ["incomparable"], "incomparable"),
        ("incomparable", [], ""),
    ],
)
def test_the_gravest_verdict_of_the_rule_counts(expect, said, got):
    (result,) = run_examples(Pack(rules=(rule(expect),)), lambda _texts, _when: [verdict("r", v) for v in said])
    assert result.passed
    assert result.got == got


def test_what_another_rule_says_does_not_count():
    (result,) = run_examples(Pack(rules=(rule("agree"),)), lambda _texts, _when: [verdict("other", "agree")])
    assert not result.passed
    first, why = str(result).splitlines()
    assert first == "r.yaml:7: r: expected agree, got no comparison: A. | B."
    assert why.startswith("  why: other rules compared: other: ")


def test_an_example_that_fails_says_why():
    (result,) = run_examples(Pack(rules=(rule("agree"),)), lambda _texts, _when: [verdict("r", "conflict")])
    assert result.reasons[0] in str(result).splitlines()[1]
    (silent,) = run_examples(Pack(rules=(rule("agree"),)), lambda _texts, _when: [])
    assert "no two numbers of its metrics were found" in str(silent)


def test_texts_and_dates_are_handed_on():
    seen = []
    dated = Example(expect="agree", texts=("A.", "B."), published=("2024", "2025-01"))
    pack = Pack(rules=(Rule(id="r", relation="same", examples=(dated, *rule("agree").examples)),))
    run_examples(pack, lambda texts, when: seen.append((tuple(texts), tuple(when))) or [])
    assert seen == [(("A.", "B."), ("2024", "2025-01")), (("A.", "B."), ("", ""))]


def test_rules_that_are_off_are_not_run():
    off = Rule(id="r", relation="same", severity="off", examples=rule("agree").examples)
    assert run_examples(Pack(rules=(off,)), lambda _texts, _when: []) == []


SHIPPED = load([PACK])


@pytest.fixture(scope="module")
def results():
    from kzcheck.pipeline import check_texts

    return {(r.rule.id, r.example.line): r for r in run_examples(SHIPPED, check_texts(SHIPPED))}


@pytest.mark.parametrize(
    ("name", "line"),
    [(r.id, e.line) for r in SHIPPED.rules for e in r.examples],
    ids=[f"{r.id}-{e.expect}-{e.line}" for r in SHIPPED.rules for e in r.examples],
)
def test_the_shipped_rules_keep_their_examples(results, name, line):
    result = results[name, line]
    assert result.passed, f"{result}\n{result.reasons}"
