"""One comparison that cannot be computed costs none of the others."""

from __future__ import annotations

import pytest

import kzcheck
from kzcheck.compare import comparing
from kzcheck.compare.relations import same

TWICE = "The lake held 40 million litres in 2021.\n\nThe lake held 70 million litres in 2021.\n"


@pytest.mark.parametrize(
    "text",
    [
        "Catches on 29 February 2020 were 80 tonnes. Catches on 28 February 2019 were 60 tonnes.",
        "Catches on 28 February 2019 were 60 tonnes. Catches on 29 February 2020 were 60.0 tonnes.",
        "The deficit was about $(8,140) or $(1.12) per unit for 2021 and $950 or $0.13 per unit for 2020.",
        "The loss was -4 million euros (-5 million dollars) in May and -6 million euros (-9 million dollars) in May.",
    ],
)
def test_leap_days_and_losses_are_judged_like_any_other_figure(text, tmp_path):
    run = checked(text, tmp_path)
    assert run.claims
    assert [n.message for n in run.notices if n.code == "comparison-failed"] == []


def checked(text, folder):
    """Give the run over one document."""
    path = folder / "d.txt"
    path.write_text(text, encoding="utf-8")
    return kzcheck.check(path, rules=[])


def _break(*_args, **_options):
    raise ZeroDivisionError("nothing to divide by")


def test_what_cannot_be_said_of_one_pair_is_named_with_its_place(monkeypatch, tmp_path):
    monkeypatch.setattr(comparing, "reason", _break)
    run = checked(TWICE, tmp_path)
    (notice,) = [n for n in run.notices if n.code == "comparison-failed"]
    assert "'40 million litres' and '70 million litres'" in notice.message
    assert notice.where.endswith("d.txt")
    assert (notice.line, notice.severity) == (1, "warning")


def test_a_relation_that_fails_leaves_the_others(monkeypatch, tmp_path):
    monkeypatch.setattr(same, "candidates", _break)
    text = TWICE + "\nThe price rose by 50 %, from 41 euros to 72 euros.\n"
    run = checked(text, tmp_path)
    assert [c.relation for c in run.comparisons if c.verdict == "conflict"] == ["change"]
    assert [n.code for n in run.notices if n.severity == "warning"] == ["comparison-failed"]
