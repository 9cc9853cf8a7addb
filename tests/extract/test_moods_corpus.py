"""What the corpus says of moods, denials, voices and sources."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kzcheck.extract import extract
from kzcheck.model import Document, PartialDate
from kzcheck.storage import load_yaml

CORPUS = load_yaml((Path(__file__).parents[2] / "kzcheck" / "lang" / "en" / "corpus" / "moods.yaml").read_bytes())
BRACKETED = re.compile("⟦([^⟧]*)⟧")


def cases(name):
    out = []
    for i, row in enumerate(CORPUS[name]):
        marks = [pytest.mark.xfail(reason=row["known_wrong"], strict=True)] if "known_wrong" in row else []
        out.append(pytest.param(row, id=f"{name}-{i}", marks=marks))
    return out


def bracketed(row):
    """Give the claims that the brackets of a row's text hold, in order."""
    text = row["text"]
    plain = text.replace("⟦", "").replace("⟧", "")
    document = Document(id="corpus", text=plain, published=PartialDate.parse("2025-02-10"))
    claims = [c for c in extract(document)[0] if c.kind != "date"]
    out = []
    for place, m in enumerate(BRACKETED.finditer(text)):
        start = m.start() - 2 * place
        end = start + len(m[1])
        over = [c for c in claims if c.start < end and start < c.end]
        assert over, f"nothing found at {m[1]!r}"
        out.append(max(over, key=lambda c: min(end, c.end) - max(start, c.start)))
    return out


@pytest.mark.parametrize("row", cases("moods"))
def test_mood(row):
    assert [c.modality for c in bracketed(row)] == row["moods"]


@pytest.mark.parametrize("row", cases("denied"))
def test_denial_turns_a_bound_round(row):
    (claim,) = bracketed(row)
    assert ("negated" if claim.negated else claim.hedge) == row["hedge"]


@pytest.mark.parametrize("row", cases("voices"))
def test_who_says_it(row):
    (claim,) = bracketed(row)
    assert claim.speaker == row["speaker"]


@pytest.mark.parametrize("row", cases("sources"))
def test_whose_statistics_it_is(row):
    (claim,) = bracketed(row)
    assert claim.source == row["source"]
