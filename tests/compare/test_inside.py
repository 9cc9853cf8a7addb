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


SILENT = {
    "a name that the text gives three numbers is that of several things": """
Ferry revenue in 2024 was 31.4 million euros, the northern line said.

Ferry revenue in 2024 was 31.9 million euros, the coastal line said.

In 2024 ferry revenue was 38.4 million euros, the third line reported.
""",
    "two sentences that differ in two quantities tell of two cases": """
In 2024 the mill used 512 tons of timber and 418 tons of pulp.

In 2024 the mill used 521 tons of timber and 481 tons of pulp.
""",
    "bounds at one number are classes": """
| Term of the loans | Number |
|---|---|
| Loans due in 90 days or less | 14 |
| Loans due in more than 90 days | 22 |
""",
    "a sentence may go on with parts of what it counted before": """
At the end of 2024 the archive had 14,000 maps. Of these, 13,000 maps were of the coast at the end of 2024.
""",
    "items of two lists under two leads, of a carried time": """
# Ward report for 2024

In 2024 the first ward paid:

- A cleaning related charge of $0.1 million

In 2024 the second ward paid:

- A cleaning related charge of $0.3 million
""",
    "amounts of increase over spans that nobody tells": """
The increase in the cost of meals was due to a $62 million increase in wages relating to new kitchens.

Visitors came from nine countries.

The increase in the cost of meals was due to a $215 million increase in wages relating to new kitchens.
""",
    "two amounts of change that differ beside a third that differs too": """
Total income increased $32.9 billion or 5.1% and $36.8 billion or 6.0% in 2024 and 2023, respectively, when compared to
the previous year. These increases in income were due to ticket sales, which increased $31.9 billion or 5.0% and $36.8
billion or 6.1% in 2024 and 2023, respectively, when compared to the previous year.
""",
    "rows below changes are no levels": """
| Cash of the club, in euros | 2022 | 2023 |
|---|---|---|
| **Changes in what is owed:** | | |
| Prepaid fees | 27,356 | 178,708 |

The 78,000 euro increase in prepaid fees in 2023 compared to 2022 came from new members.
""",
    "a number told three times is no sum of itself": """
The case is named docket 1720, with all cases now in docket 1720, and any later case of docket 1720.
""",
    "a page ends before the word of the scale": """
Advance bookings of the ferries increased $208 million from $1,521 million as of December 31, 2024 to $1,728

million as of June 30, 2025. They fall in summer.
""",
    "what follows a cause is not what changed": """
| Costs, in million dollars | 2023 | 2024 |
|---|---|---|
| Cost of the fleet | 133,332 | 146,306 |
| Other cost of the fleet | 82,446 | 91,406 |

Cost of the fleet increased $13.0 billion from 2023 to 2024 due to an increase in other cost of the fleet and fees of
$9.0 billion and $4.0 billion, respectively.
""",
    "an account of changes has the same entry in several sections": """
| Reserves, in euros | 2024 | 2023 |
|---|---|---|
| **Building reserve:** | | |
| Beginning balance | 70,400 | 61,300 |
| Grants received | 4,405 | 9,100 |
| Ending balance | 74,805 | 70,400 |

The money came from the state.

| Cash, in euros | 2024 | 2023 |
|---|---|---|
| **Cash from donors:** | | |
| Grants received | 4,425 | 9,100 |
| Gifts | 1,210 | 1,305 |
""",
    "rows of two tables that differ in most years are of two things": """
| | 2024 | 2023 | 2022 |
|---|---|---|---|
| Repairs, in euros | 5,991 | 8,074 | 6,504 |
| Heating, in euros | 7,112 | 7,003 | 6,871 |

The tables differ in what they count.

| | 2024 | 2023 | 2022 |
|---|---|---|---|
| Repairs, in euros | 5,991 | 8,047 | 6,540 |
| Heating, in euros | 7,112 | 7,003 | 6,871 |
""",
}


def conflicts(folder: Path, text: str) -> list[str]:
    (folder / "report.md").write_text(text.lstrip(), encoding="utf-8")
    return [c.reason for c in check(folder, rules=[]).comparisons if c.verdict == "conflict"]


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_figures_of_several_things_of_one_text_do_not_contradict(tmp_path: Path, text: str) -> None:
    assert conflicts(tmp_path, text) == []


def test_a_row_that_differs_in_one_year_alone_contradicts(tmp_path: Path) -> None:
    table = SILENT["rows of two tables that differ in most years are of two things"]
    assert len(conflicts(tmp_path, table.replace("6,540", "6,504"))) == 1


def test_two_sentences_that_differ_in_one_of_two_quantities_contradict(tmp_path: Path) -> None:
    text = SILENT["two sentences that differ in two quantities tell of two cases"]
    assert len(conflicts(tmp_path, text.replace("481", "418"))) == 1
