"""The corpus of figures and their times, one sentence a case."""

from __future__ import annotations

import re
from typing import Any

import pytest

from kzcheck.extract import extract
from kzcheck.lang import read
from kzcheck.model import Claim, Document, PartialDate

CORPUS: dict[str, Any] = read("en", "corpus/when")


def cases(groups: dict[Any, dict[str, Any]]) -> list[Any]:
    return [
        pytest.param(str(published), text, str(wanted), id=text[:80])
        for published, sentences in groups.items()
        for text, wanted in sentences.items()
    ]


def times(published: str, marked: str, wanted: str) -> str:
    """Give the times of the figures in brackets as the corpus writes them."""
    parts = re.split(r"[⟦⟧]", marked.replace("\\n", "\n"))
    date = None if published == "undated" else PartialDate.parse(published)
    claims, _ = extract(Document(id="d", text="".join(parts), published=date))
    out, at = [], 0
    for i, (part, following) in enumerate(zip(parts, [*parts[1:], ""], strict=True)):
        at += len(part)
        if i % 2 == 0 and i + 1 < len(parts):
            figures = [c for c in claims if c.kind != "date" and c.start < at + len(following) and at < c.end]
            out.append(written(figures[0], based="<" in wanted.split()[len(out)]) if figures else "lost")
    return " ".join(out)


def written(claim: Claim, *, based: bool) -> str:
    """Write one figure's time: period or symbol that means one time in every text, and its base where asked."""
    named = claim.period_symbol if "/" in claim.period_symbol else ""
    out = str(claim.period or named or "none")
    return f"{out}<{claim.base or 'none'}" if based else out


@pytest.mark.parametrize(
    ("published", "text", "wanted"), cases({key: some for key, some in CORPUS.items() if key != "known_wrong"})
)
def test_figures_get_their_time(published: str, text: str, wanted: str) -> None:
    assert times(published, text, wanted) == wanted


@pytest.mark.parametrize(("published", "text", "wanted"), cases(CORPUS["known_wrong"]))
def test_figures_that_do_not_yet_get_their_time(published: str, text: str, wanted: str) -> None:
    assert times(published, text, wanted) != wanted
