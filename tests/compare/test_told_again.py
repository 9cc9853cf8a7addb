"""Figures that one document tells twice are seen to agree where they are called alike, and are left alone elsewhere."""

from __future__ import annotations

import pytest

from kzcheck.compare import compare
from kzcheck.model import Pack
from kzcheck.pipeline import Settings, read


def together(text: str) -> set[frozenset[str]]:
    """Give the pairs of quotes that stand in a comparison of one quantity which holds."""
    found = read(Settings(cache=False), given=[{"id": "report.md", "text": text}])
    said = {c.claim_id: f"{c.surface}@{c.start}" for c in found.claims}
    made = compare(found.table, Pack(), every=True)
    held = [c for c in made if c.relation == "same" and c.verdict in ("agree", "round")]
    return {frozenset(said[claim].split("@")[0] for claim in c.claims) for c in held if len(c.claims) > 1}


HERD = """# Elk herd of the Brenn valley, 2023

| Animals | 2022 | 2023 |
|---|---|---|
| Calves | 4,118 | 4,377 |
| Bulls | 2,905 | 2,861 |

"""


@pytest.mark.parametrize(
    ("below", "pair"),
    [
        ("| Winter count | 2022 | 2023 |\n|---|---|---|\n| Calves | 4,118 | 4,377 |\n", {"4,377"}),
        ("Rangers counted 4,377 calves in 2023.\n", {"4,377", "4,377 calves"}),
    ],
    ids=["a second table", "the prose"],
)
def test_an_equal_figure_under_the_same_name_agrees(below: str, pair: set[str]) -> None:
    assert frozenset(pair) in together(HERD + below)


def test_a_figure_in_full_and_its_rounding_agree() -> None:
    text = "# Ferry line\n\n| Passengers | 2023 |\n|---|---|\n| Night ferries | 1,728,361 |\n\n"
    found = together(text + "Night ferries carried 1.728 million passengers in 2023.\n")
    assert any("1,728,361" in pair for pair in found)


@pytest.mark.parametrize(
    "below",
    [
        "| Animals | 2022 | 2023 |\n|---|---|---|\n| Foxes | 3,905 | 4,377 |\n",
        "The valley has 4,377 hectares of forest.\n",
        "Rangers counted 4,377 calves in 2022.\n",
    ],
    ids=["another row", "another unit", "another year"],
)
def test_an_equal_figure_of_something_else_does_not(below: str) -> None:
    assert not any("4,377" in pair for pair in together(HERD + below))


def test_a_label_of_several_rows_is_one_only_with_its_section() -> None:
    text = """# Sales 2023

| Region | 2023 |
|---|---|
| **Tents** | |
| Abroad | 5,371 |
| **Boots** | |
| Abroad | 8,264 |

| Region | 2023 |
|---|---|
| **Ropes** | |
| Abroad | 5,371 |
| **Maps** | |
| Abroad | 1,940 |
"""
    assert frozenset({"5,371"}) not in together(text)
