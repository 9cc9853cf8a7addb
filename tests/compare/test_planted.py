"""One slip in each of 200 documents of ten fields: what is found and named, and that the clean ones are left alone."""

from __future__ import annotations

from collections import Counter

import pytest
from planter import KINDS, documents
from planter_forms import documents as in_other_forms

from kzcheck.compare import compare
from kzcheck.extract import extract
from kzcheck.model import Document, Pack
from kzcheck.table import frame

UNNAMED = {"weekday", "anniversary"}
"""Slips that the relation itself names."""


def conflicts(texts):
    """Give the slips that the conflicts of each text look like, one text apart from all others."""
    found = {str(i): [] for i in range(len(texts))}
    claims = [c for i, text in enumerate(texts) for c in extract(Document(id=str(i), text=text))[0]]
    within = {name: name for name in found}
    document = {c.claim_id: c.document for c in claims}
    for c in compare(frame(claims), Pack(), within=within):
        found[document[c.claims[0]]].append(c.cause.slip.value if c.cause else "")
    return list(found.values())


@pytest.fixture(scope="module")
def planted():
    """Give the documents and what is found in them."""
    some = list(documents())
    return some, conflicts([text for _, _, _, text in some])


def test_each_kind_of_slip_is_found(planted):
    some, found = planted
    told = Counter(kind for kind, *_ in some)
    seen = Counter(kind for (kind, *_), slips in zip(some, found, strict=True) if slips)
    assert {kind: (seen[kind], told[kind]) for kind in KINDS if seen[kind] < told[kind] - 1} == {}


def test_most_slips_are_called_what_they_are(planted):
    some, found = planted
    named = Counter(kind for (kind, *_), slips in zip(some, found, strict=True) if kind in slips)
    told = Counter(kind for kind, *_ in some if kind not in UNNAMED)
    assert {kind: (named[kind], told[kind]) for kind in told if named[kind] < told[kind] // 2} == {}
    assert named.total() >= told.total() * 8 // 10


def test_the_same_documents_without_a_slip_are_left_alone(planted):
    some, _ = planted
    found = conflicts([text for _, _, text, _ in some])
    assert [some[i][2] for i, slips in enumerate(found) if slips] == []


def test_most_slips_in_other_forms_are_found_and_their_clean_twins_left_alone():
    some = list(in_other_forms())
    assert [
        clean for (_, _, clean, _), slips in zip(some, conflicts([c for _, _, c, _ in some]), strict=True) if slips
    ] == []
    found = [bool(slips) for slips in conflicts([text for *_, text in some])]
    assert sum(found) >= len(some) * 6 // 10
