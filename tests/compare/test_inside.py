"""One document seldom contradicts itself: two figures under one name are two things, unless one may have gone wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzcheck import check


@pytest.mark.parametrize(
    ("then", "found"),
    [
        ("41,900 euros", True),
        ("491,000 euros", True),
        ("2.3 million euros", False),
        ("419,000 euros", False),
    ],
)
def test_two_figures_of_one_text_contradict_where_one_may_be_the_other_gone_wrong(
    tmp_path: Path, then: str, found: bool
) -> None:
    (tmp_path / "report.md").write_text(
        "The fire caused a loss of 419,000 euros in 2024. Nobody was hurt.\n\n"
        f"In 2024 the fire caused a loss of {then}, the insurer said.\n",
        encoding="utf-8",
    )
    conflicts = [c for c in check(tmp_path, rules=[]).comparisons if c.verdict == "conflict"]
    assert bool(conflicts) is found
