"""Edits that change nothing for a reader change no number, period or verdict."""

from __future__ import annotations

import os
import re
import textwrap
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck import pipeline
from kzcheck.documents.formats import of
from kzcheck.model import Pack, PartialDate
from kzcheck.storage import load_yaml

CORPUS = Path(__file__).parents[2] / "kzcheck/lang/en/corpus"
MARKED = re.compile("⟦([^⟦⟧]*)⟧")
MANY = int(os.environ.get("KZCHECK_FUZZ", "0"))
few = settings(max_examples=MANY or 25, deadline=None, derandomize=not MANY)


@cache
def sentences() -> tuple[str, ...]:
    """Give the sentences of the corpora of claims, with the brackets around what is claimed."""
    found: list[str] = []
    for path in sorted(CORPUS.glob("*.yaml")):
        data = load_yaml(path.read_bytes())
        rows = data.get("sentences", ()) if isinstance(data, dict) else data
        found += [r["text"] for r in rows if "claims" in r and "known_wrong" not in r and _is_plain(r["text"])]
    return tuple(found)


def _is_plain(text: str) -> bool:
    """Tell whether a sentence has no marks or cut-up figures of its own, with which an edit would not be harmless."""
    return not re.search(r"[\n`_*\[<|]| [.,] ", text)


def _has_one_sum(text: str) -> bool:
    """Tell whether one sum of money stands in a sentence: in ranges "US$" is read in fewer ways than "$"."""
    return text.count("$") == 1 and "cent" not in text


def _unmarked(text: str) -> str:
    return MARKED.sub(r"\1", text)


def _on_numbers(put: str) -> Callable[[str], str]:
    """Give an edit that puts every claimed number, as it stands in brackets, between marks."""
    return lambda text: MARKED.sub(lambda m: put.format(m[1]), text)


EDITS: dict[str, Callable[[str], str]] = {
    "lines end with CR LF": lambda text: _unmarked(text) + "\r\n",
    "wrapped at another place": lambda text: _wrapped(_unmarked(text)),
    "no-break blanks in numbers": lambda text: MARKED.sub(lambda m: m[1].replace(" ", "\u00a0"), text),
    "a zero-width blank after the number": _on_numbers("{}\u200b"),
    "bold": _on_numbers("**{}**"),
    "italics": _on_numbers("_{}_"),
    "a link": _on_numbers("[{}](https://example.org/a)"),
    "bold in HTML": _on_numbers("<b>{}</b>"),
    "italics by stars": _on_numbers("*{}*"),
    "signs escaped": lambda text: re.sub(r"(?<!\\)([$%])", r"\\\1", _unmarked(text)),
    "percent for %": lambda text: re.sub(r"(?<=\d) ?%(?!\w)", " percent", _unmarked(text)),
    "% for percent": lambda text: re.sub(r"(?<=\d) percent\b(?! point)", "%", _unmarked(text)),
    "US$ for $": lambda text: (
        re.sub(r"(?<![\w$])\$(?=\d)", "US$", _unmarked(text)) if _has_one_sum(text) else _unmarked(text)
    ),
    "mln for million": lambda text: re.sub(r"(?<=\d) million\b", " mln", _unmarked(text)),
    "bn for billion": lambda text: re.sub(r"(?<=\d) billion\b", "bn", _unmarked(text)),
    "the year named as one": lambda text: re.sub(r"\bin (?=(?:19|20)\d\d\b(?![-–/]))", "in the year ", _unmarked(text)),
    "thin blanks for commas": lambda text: re.sub(r"(?<!,\d\d)(?<=\d),(?=\d{3})", "\u202f", _unmarked(text)),
    "a quotation": lambda text: f"> {_unmarked(text)}",
    "a paragraph before": lambda text: f"It was a quiet week in the town.\n\n{_unmarked(text)}",
    "a paragraph after": lambda text: f"{_unmarked(text)}\n\nIt was a quiet week in the town.",
}


def _wrapped(text: str) -> str:
    """Break a line at the blank nearest to its middle, if it is long."""
    middle = len(text) // 2
    at = text.find(" ", middle)
    return text if len(text) < 90 or at < 0 or text[at + 1 : at + 2] in "-*#>|" else f"{text[:at]}\n{text[at + 1 :]}"


def read(text: str, format_: str) -> Counter[tuple[object, ...]]:
    """Give what a text says, without where it stands."""
    (document,), _ = of(f".{format_}", data := text.encode()).read(f"a.{format_}", data)
    known = replace(document, published=PartialDate(2025, 10, 21), published_how="stated")
    _, rows = pipeline._extract([known], Pack(), 1, pipeline._silent)
    return Counter((c.kind, c.value, c.range_low, c.range_high, c.unit, c.hedge, str(c.period)) for c in rows.claims)


@pytest.mark.parametrize("edit", EDITS)
@few
@given(data=st.data())
def test_a_harmless_edit_changes_no_claim(edit: str, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(sentences()))
    assert read(EDITS[edit](text), "md") == read(_unmarked(text), "md"), EDITS[edit](text)


PROSE = (
    "The ferry carried 412,000 passengers in 2023, up from 388,500 in 2022. On the island line there were 96,400; "
    "the crossing took 42 minutes on average, and fares brought in 3.7 million euros. At year end the company "
    "had 214 employees. Fuel for the boats cost 1.2 million euros, 8 percent more than a year earlier. In the first "
    "quarter of 2024, Harbour Lines sold 71,300 tickets and Captain's Club members bought 9,800 of them."
)


@pytest.mark.parametrize("suffix", ["md", "txt"])
@few
@given(width=st.integers(30, 110))
def test_it_does_not_matter_where_lines_of_prose_are_broken(suffix: str, width: int) -> None:
    wrapped = textwrap.fill(PROSE, width, break_long_words=False, break_on_hyphens=False)
    assert read(wrapped + "\n", suffix) == read(PROSE + "\n", suffix)


LINES = (
    "Households\n1,204\nPersons per household\n2.3\n",
    "Ridership on the northern line\n31,200 passengers took the bus in May.\n",
    "Catch of the harbour   1,204 t\nCatch of the bay       1,310 t\nCatch of the river     1,290 t\n",
)


@pytest.mark.parametrize("text", LINES)
def test_lines_that_are_no_prose_stay_apart(text: str) -> None:
    (document,), _ = of(".txt", text.encode()).read("a.txt", text.encode())
    _, rows = pipeline._extract([document], Pack(), 1, pipeline._silent)
    sentences = {c.sentence for c in rows.claims}
    assert sentences
    assert sentences <= set(text.splitlines())
