"""Small worlds: true facts in several sources' words never contradict, and one wrong number is named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from worlds import World, world

from kzcheck import check

SEEDS = range(6)


def conflicts(folder: Path, made: World, *, suspected: bool) -> Sequence[tuple[str, ...]]:
    for source, text in made.texts.items():
        (folder / f"{source}.md").write_text(text, encoding="utf-8")
    run = check(folder, rules=[])
    surfaces = {claim.claim_id: claim.surface for claim in run.claims}
    found = [c for c in run.comparisons if c.verdict == "conflict" and (suspected or c.severity != "suspected")]
    return [tuple(surfaces[i] for i in c.claims) for c in found]


@pytest.mark.parametrize("seed", SEEDS)
def test_true_facts_in_several_words_do_not_contradict(tmp_path: Path, seed: int) -> None:
    assert conflicts(tmp_path, world(seed), suspected=False) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_one_wrong_number_is_named(tmp_path: Path, seed: int) -> None:
    made = world(seed, planted=True)
    found = {surface for surfaces in conflicts(tmp_path, made, suspected=True) for surface in surfaces}
    assert any(surface in made.planted or made.planted in surface for surface in found)
