"""No text makes the extraction raise, lose its place or slow down out of proportion."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kzcheck.documents.outline import outlined
from kzcheck.extract import extract, extract_all
from kzcheck.model import Document, PartialDate

WORDS = """1 23 4.5 1,000 half a an dozen million bn % $ € US$ tons per year to from by and or of in out - – ± ( ) | #
. , : ; increased fell doubled fivefold times x more less than about over nearly up second 20th anniversary 2024
last year March people countries the two km/h °C 10^6 e6 ½ +7 3-1 v0.4.0 COP 29 @ ` http://a.b/1"""
PIECES = st.sampled_from([*WORDS.split(), "\n", "\n\n", "\u200b", "\u202e", "\ud800", "\u0661", "\u0130"])
SPACED = st.lists(PIECES, max_size=60).map(" ".join)
TEXTS = st.one_of(st.text(max_size=300), SPACED, st.lists(PIECES, max_size=40).map("".join))


def claims_of(text, **more):
    return extract(outlined(Document(id="d", text=text, published=PartialDate(2025, 3, 1), **more)))[0]


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(TEXTS)
@example("| a | 1 |\n|---|---|\n| b | ")
@example("5 5/5 5")
@example("1 . 5 . 5 , 000")
@example("It was done more than 2 days before yesterday.")
def test_any_text_is_read_and_quoted_exactly(text):
    claims = claims_of(text)
    for claim in claims:
        assert text[claim.start : claim.end] == claim.surface
        assert claim.surface.strip() == claim.surface != ""
        assert claim.start >= claim.sentence_start
        assert not claim.interval.empty
    assert len({c.claim_id for c in claims}) == len(claims)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_a_document_is_read_alike_alone_and_among_others(texts):
    documents = [Document(id=str(i), text=text) for i, text in enumerate(texts)]
    together = [found for found, _ in extract_all(documents)]
    assert together == [extract(document)[0] for document in documents]


HOSTILE = [
    "9" * 100_000,
    "1 " * 50_000,
    "1a" * 50_000,
    "1." * 50_000,
    "-1" * 50_000,
    "$" * 100_000,
    "(" * 50_000 + "1" + ")" * 50_000,
    " " * 100_000 + "5 tons",
    "\n" * 100_000 + "5 tons",
    "from 1 to " * 20_000,
    "half a " * 30_000,
    "one hundred and " * 20_000,
    "| 1 " * 40_000,
    "| a | 1 |\n" * 10_000,
    "about " * 40_000 + "5 tons",
    "5 tons, " * 20_000,
    "." * 100_000 + "5",
    ". " * 50_000 + "5",
    "# 1\n" * 20_000,
    "`" * 50_000 + "5",
    "```a\n" * 30_000 + "5",
    "a@" * 30_000 + "5",
    "a" + "]\r\n…!qoq" * 5_000 + "2024",
]


@pytest.mark.parametrize("text", HOSTILE, ids=[repr(text[:12]) for text in HOSTILE])
def test_hostile_texts_are_read(text):
    assert all(text[c.start : c.end] == c.surface for c in claims_of(text))


def test_blocks_of_code_are_named_and_not_read():
    text = "It took 5 s.\n\n```console\n$ time make\nreal 7 s\n```\nIn all 9 s.\n\n~~~\n3 s\n```\n4 s\n~~~\nThen 2 s.\n"
    claims, notices = extract(outlined(Document(id="d", text=text)))
    assert [c.digits for c in claims] == ["5", "9", "2"]
    assert [n.message for n in notices] == ["2 blocks of code not read"]
    assert [c.digits for c in claims_of("```\nIt took 5 s.")] == ["5"]


def test_front_matter_is_not_read():
    text = "---\nversion: 5 tons\n---\nIt carried 7 tons."
    assert [c.digits for c in claims_of(text, body=text.index("It"))] == ["7"]


def test_a_language_without_words_is_named():
    claims, notices = extract(Document(id="d", text="5 tonnes", language="xx"))
    assert claims == []
    assert [n.code for n in notices] == ["language-unknown"]
