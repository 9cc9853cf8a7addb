"""Judging with perfect extraction: the gold claims as a table, scored against the gold comparisons."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from gold_frame import rows, table

from kzcheck.compare import compare
from kzcheck.model import Comparison
from kzcheck.rules import load

RULES = Path(__file__).parents[2] / "rules"
READ = (
    {"001.6", "10.5", "04.1", "04.2"},  # 135.7 in 2021, +40 % and +14.4 % make 217, not 529.4
    {"04.2", "16.1", "18.1"},  # 529.4 in 2023 and +50 % make 794, not 470
    {"59.2", "67.1", "67.3"},  # 1.84 in nine months of 2022 is above 2.8 / 2 (at most 1.66) for the year
)
"""Contradictions that the gold does not list, read: each is one."""


def closest(comparisons: list[Comparison], wanted: frozenset[str]) -> set[str]:
    """The verdicts of the comparisons that hold these claims and at most two more, or some of them and no other."""
    sets = [(frozenset(c.claims), c.verdict) for c in comparisons]
    fits = [(len(wanted ^ s), v) for s, v in sets if (wanted <= s and len(s) <= len(wanted) + 2) or s <= wanted]
    near = {v for n, v in fits if n == min(m for m, _ in fits)}
    return near - {"incomparable"} if len(near) > 1 else near


def scored(comparisons: list[Comparison], pairs: list[dict]) -> Counter[tuple[str, str]]:
    said: Counter[tuple[str, str]] = Counter()
    for p in pairs:
        if p["verdict"] != "unclear":
            found = closest(comparisons, frozenset(k.removeprefix("S:") for k in p["claims"]))
            said[p["verdict"], found.pop() if len(found) == 1 else "" if found else "incomparable"] += 1
    return said


def right(said: Counter[tuple[str, str]]) -> float:
    return sum(n for (want, got), n in said.items() if want == got) / said.total()


@pytest.fixture(scope="module")
def pack():
    return load([RULES])


def test_the_seeds_hold_no_contradiction_and_nearly_every_verdict_is_right(shared, pack):
    frame, _ = table(shared, "seeds")
    comparisons = list(compare(frame, pack, every=True))
    assert [c.reason for c in comparisons if c.verdict == "conflict"] == []
    said = scored(comparisons, rows(shared / "gold/seeds_pairs.jsonl"))
    assert sum(n for (want, got), n in said.items() if want != got) <= 2


def test_news_of_one_field(shared, pack):
    frame, claims = table(shared, "seeds", "kz")
    comparisons = list(compare(frame, pack, every=True))
    pairs = rows(shared / "corpora/kz/pairs.jsonl")
    said = scored(comparisons, pairs)
    conflicts = sum(n for (want, _), n in said.items() if want == "conflict")
    assert right(said) >= 0.9
    assert said["conflict", "conflict"] / conflicts >= 0.9
    listed = [frozenset(k.removeprefix("S:") for k in p["claims"]) for p in pairs]
    called = [frozenset(c.claims) for c in comparisons if c.verdict == "conflict"]
    beyond = [s for s in called if s not in READ and not any(s <= want or want <= s for want in listed)]
    assert len(beyond) <= 0.05 * len(called)
    assert len({c.claim_id for c in claims}) == len(claims)


def test_every_reported_conflict_says_what_it_takes(shared, pack):
    frame, _ = table(shared, "seeds", "kz")
    for c in compare(frame, pack):
        assert c.severity in ("error", "warning")
        assert c.gap is not None
        assert c.gap.margin > 0
        assert len(c.chain) == len(c.claims) + 2
        assert json.dumps(c.reason)
