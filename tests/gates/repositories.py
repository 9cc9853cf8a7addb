"""Texts of sources that contradict one another."""

from __future__ import annotations

AGENCY = "Trade turnover between the two countries amounted to $533.4 million in 2024, the agency said.\n"
BUREAU = "Trade turnover between the two countries amounted to $470 million in 2024, the bureau said.\n"
FREIGHT = "In 2023 freight on the mountain route was {} million tons, the port said.\n"
GRAIN = "In 2022 the grain harvest of the province was {} million tons, the office said.\n"


OUTCOMES = ("Failed: ", "Not failed: ", "Nothing compared: ", "Passed: ")


def document(publisher: str, text: str) -> str:
    """Give a text its front matter."""
    return f"---\npublisher: {publisher}\npublished: 2025-01\n---\n{text}"


def summary(output: str) -> str:
    """Give what the last line of a check counts: "1 new, 0 known, 0 fixed"."""
    return next(line.partition(": ")[2] for line in output.splitlines() if line.startswith(OUTCOMES))
