"""The heads over a column are those whose columns it meets, however many there are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kzcheck.extract.table.figures import Entry, Sort
from kzcheck.extract.table.layout import Head
from kzcheck.model import Cell

SPANS = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), max_size=12)
"""For each head: how many columns lie free before it, and how many it spans."""


@given(spans=SPANS, first=st.integers(0, 40), width=st.integers(1, 4))
def test_a_column_has_the_heads_that_span_it(spans: list[tuple[int, int]], first: int, width: int) -> None:
    entries, at = [], 0
    for gap, span in spans:
        at += gap
        cell = Cell(row=0, column=at, start=at, end=at + 1, column_span=span)
        entries.append(Entry(cell, Sort.TEXT, at, at + span - 1, f"head {at}"))
        at += span
    last = first + width - 1
    wanted = [e for e in entries if set(range(e.first, e.last + 1)) & set(range(first, last + 1))]
    assert Head(entries).over(first, last) == wanted
