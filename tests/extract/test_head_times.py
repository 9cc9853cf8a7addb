"""The times that heads of columns name, alone and above one another."""

from __future__ import annotations

from typing import Any

import pytest

from kzcheck.documents.html import read
from kzcheck.extract import extract
from kzcheck.lang import read as words

CORPUS: dict[str, Any] = words("en", "corpus/heads")


def times(*rows: str) -> str:
    """Give the times of the figures in the first row of a table with these rows of heads."""
    figures = ("Ferries, tons", "120", "110"), ("Boats, tons", "131", "101")
    width = rows[-1].count("<th>")
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row[:width])}</tr>" for row in figures)
    (document,), _ = read("d.html", f"<html><body><table>{''.join(rows)}{body}</table></body></html>".encode())
    found = [c for c in extract(document)[0] if c.surface in figures[0]]
    assert found
    return " ".join(str(c.period or (c.period_symbol if "/" in c.period_symbol else "none")) for c in found)


@pytest.mark.parametrize(("head", "wanted"), CORPUS["single"].items())
def test_a_head_names_the_time_of_its_column(head: str, wanted: str) -> None:
    assert times(f"<tr><th>Item</th><th>{head}</th></tr>") == str(wanted)


@pytest.mark.parametrize(("top", "first", "second", "wanted"), CORPUS["stacked"])
def test_heads_above_one_another_name_it_together(top: str, first: str, second: str, wanted: str) -> None:
    above = [f'<tr><th></th><th colspan="2">{said}</th></tr>' for said in top.split(" | ")]
    assert times(*above, f"<tr><th>Item</th><th>{first}</th><th>{second}</th></tr>") == wanted
