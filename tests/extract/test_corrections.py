"""What a text takes back is denied, and what it puts in its place stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kzcheck.extract import extract
from kzcheck.model import Document
from kzcheck.storage import load_yaml

CORPUS = load_yaml((Path(__file__).parents[2] / "kzcheck" / "lang" / "en" / "corpus" / "corrections.yaml").read_bytes())
BRACKETED = re.compile("⟦([^⟧]*)⟧")


@pytest.mark.parametrize("row", CORPUS, ids=lambda row: row["text"][:40])
def test_what_is_taken_back_is_denied(row):
    plain = BRACKETED.sub(r"\1", row["text"])
    claims = extract(Document(id="corpus", text=plain))[0]
    found = []
    for place, m in enumerate(BRACKETED.finditer(row["text"])):
        start = m.start() - 2 * place
        over = [c for c in claims if c.start < start + len(m[1]) and start < c.end]
        assert over, f"nothing found at {m[1]!r}"
        found += [c.negated for c in over]
    assert found == row["taken_back"]
    assert all(c.modality == "negated" for c in claims if c.negated)
