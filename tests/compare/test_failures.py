"""One comparison that cannot be computed costs none of the others."""

from __future__ import annotations

import pytest

import kzcheck
from kzcheck.compare import comparing
from kzcheck.compare.relations import same
from kzcheck.model import Pack
from kzcheck.pipeline import check_texts

TWICE = "The lake held 40 million litres in 2021.\n\nThe lake held 70 million litres in 2021.\n"


LEAP_DAYS = [
    "Catches on 29 February 2020 were 80 tonnes. Catches on 28 February 2019 were 60 tonnes.",
    "Catches on 28 February 2019 were 60 tonnes. Catches on 29 February 2020 were 60.0 tonnes.",
    "Catches rose by 5 % in the year to 29 February 2024, to 63 tonnes. They were 60 tonnes on 28 February 2023.",
    "Stocks were 40 tonnes on 29 February 2024, up 3 % from a year earlier. Stocks were 35 tonnes on 1 March 2023.",
    "On 29 February 2000 the lake held 5 million litres, 2 million more than a year before.",
    "Tolls from 29 February 2024 to 28 February 2025 were 4 million euros, 9 % more than in the year before.",
    "Tolls from 1 March 2023 to 29 February 2024 were 4 million euros. Tolls in February 2024 were 5 million euros.",
    "The fourth anniversary of the founding on 29 February 2020 fell on 29 February 2024.",
    "The sixth anniversary of the founding on 29 February 2020 fell on 28 February 2025.",
    "The flood of 29 February 1900 took 12 mills. The flood of 28 February 1900 took 14 mills.",
    "At 31 tonnes the catch of 29 February 2024 was the highest since 29 February 1996. It was 40 tonnes in 2001.",
    "Revenue was 9 million euros in the fiscal year ended 29 February 2024, twice that of the year before.",
    "A ferry a day took 300 people from 29 February 2024 to 1 March 2024. In all it took 900 people in those days.",
    "Sales were 120 tonnes last month, 5 % more than a year ago. Sales were 90 tonnes on 28 February 2023.",
]
LOSSES = [
    "The deficit was about $(8,140) or $(1.12) per unit for 2021 and $950 or $0.13 per unit for 2020.",
    "The loss was -4 million euros (-5 million dollars) in May and -6 million euros (-9 million dollars) in May.",
    "Net income (loss) was $(7.4) million or $(0.31) per share for 2022 and $1.9 million or $0.08 per share for 2021.",
    "The result went from -5 million euros in 2021 to 3 million euros in 2022, a rise of 160 %.",
    "The balance was -4 million euros in 2022 and doubled to -8 million euros in 2023.",
    "Net migration was minus 300 people in 2021, three times the minus 100 people of 2020.",
    "The margin was -3 % in 2020 and 0 % in 2021, an increase of 3 percentage points.",
    "Temperatures fell from -5 °C (23 °F) to -12 °C (10 °F), a drop of 7 °C (13 °F).",
    "The fund returned -120 % in 2021: it had 40 million euros in 2020 and -8 million euros in 2021.",
    "The share of exports was -5 % of the total of 200 million euros, or -10 million euros.",
    "The loss was $(1.20) a share on 4 million shares, or $(4.8) million. It was $(2.20) a share, or $(4.8) million.",
    "EBITDA was EUR -1.2 million (USD -1.3 million) in May and EUR -0.4 million (USD 0.5 million) in June.",
    "The change was between -3 and 2 million euros in 2022, or -1.5 to 1 % of sales of 200 million euros.",
    "Output was 0 tonnes in 2020 and 40 tonnes in 2021, a hundredfold increase. Output was 0 tonnes in 2021.",
]


@pytest.mark.parametrize("text", [*LEAP_DAYS, *LOSSES])
@pytest.mark.parametrize("published", ["", "2024-02-29"])
def test_leap_days_and_losses_are_judged_like_any_other_figure(text, published):
    judge = check_texts(Pack())
    for texts in ([text], [text, text.replace("0", "1", 1)]):
        for comparison in judge(texts, [published] * len(texts)):
            assert comparison.reason
            assert (comparison.gap is not None) == (comparison.verdict == "conflict")


def test_they_are_told_in_a_report(tmp_path):
    run = checked("\n\n".join((*LEAP_DAYS, *LOSSES)), tmp_path)
    assert len(run.claims) > 60
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
