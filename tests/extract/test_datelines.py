"""What counts as a document's own date in its first lines."""

import pytest

from kzcheck.extract.time.datelines import dateline


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        ("10 April 2023, 13:20\nThe council met.", "2023-04-10", "10 April 2023, 13:20"),
        ("Council meets\n\n10 April 2023, 13:20\nThe council met.", "2023-04-10", "10 April 2023, 13:20"),
        (" date 2025-10-21 Oslo, October 21, AGENCY\n\nOn October 21 they met.", "2025-10-21", "2025-10-21"),
        ("ASTANA, March 11, 2024 (Agency) - Output rose in 2023.", "2024-03-11", "March 11, 2024"),
        ("LONDON, 3 May 2022 /Wire/ -- Acme sold 5 ships.", "2022-05-03", "3 May 2022"),
        ("Published: 2024-05-03\nOutput rose.", "2024-05-03", "2024-05-03"),
        ("Updated on 12.03.2024 at 10:00\nOutput rose.", "2024-03-12", "on 12.03.2024 at 10:00"),
        ("By A. Writer | 7 June 2023 | Gazette", "2023-06-07", "7 June 2023"),
        ("March 2024\nMonthly review\n", "2024-03", "March 2024"),
        (
            "Oslo, October 21\n\nOn October 21, 2025, they met for the third time in the old town hall.",
            "2025-10-21",
            "October 21",
        ),
    ],
)
def test_dateline(text: str, day: str, words: str) -> None:
    found = dateline(text)
    assert found is not None
    known, how, (start, end) = found
    assert (str(known), how, text[start:end]) == (day, "inferred", words)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Output rose in 2023 by 5 percent.",
        "In March 2024 the company sold 5 ships.",
        "January 5, 1998 was a cold day in the north and 5 people died.",
        "Annual report 2023\nOutput rose.",
        "ASTANA, March 11 (Agency) - Output rose in 2023.",
        "The treaty\n\nIt was signed on 24 May 2005 in the capital by both of the ministers.",
    ],
)
def test_no_dateline(text: str) -> None:
    assert dateline(text) is None
