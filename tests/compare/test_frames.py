"""What is one quantity in other words is compared, and what only looks like it is not: pairs of texts, no rules."""

from functools import cache
from pathlib import Path

import pytest

from kzcheck.compare import compare
from kzcheck.compare.parties import owned
from kzcheck.concepts import ConceptError, concepts_of, default
from kzcheck.documents.outline import outlined
from kzcheck.extract import extract, extract_all
from kzcheck.model import Document, Pack, PartialDate
from kzcheck.rules import RulesError, load
from kzcheck.storage import load_yaml
from kzcheck.table import frame

HERE = Path(__file__).parent
LADDERS = ("frames_first", "frames_second")
ROWS = {name: load_yaml((HERE / f"{name}.yaml").read_bytes()) for name in LADDERS}


def documents(name, texts):
    return [
        outlined(Document(id=f"{name}/{n}", text=text, published=PartialDate(2025, 3, 10), publisher=f"Desk {n}"))
        for n, text in enumerate(texts)
    ]


@cache
def conflicting(ladder):
    """Judge all pairs of a file in one run; gives the pairs with a conflict, those suspected apart."""
    some = [d for n, row in enumerate(ROWS[ladder]) for d in documents(str(n), row["texts"])]
    claims = [claim for found, _ in extract_all(some) for claim in found]
    within = {d.id: d.id.partition("/")[0] for d in some}
    found = compare(frame(claims), Pack(), within=within)
    sure = {c.claims[0].partition("/")[0] for c in found if c.severity != "suspected"}
    return sure, {c.claims[0].partition("/")[0] for c in found} - sure


def pairs():
    for ladder, rows in ROWS.items():
        for n, row in enumerate(rows):
            marks = [pytest.mark.xfail(reason=row["not_yet"], strict=True)] if "not_yet" in row else []
            yield pytest.param(ladder, n, id=f"{ladder}-{row['want']}-{row['what']}", marks=marks)


@pytest.mark.parametrize(("ladder", "n"), list(pairs()))
def test_two_texts_contradict_where_they_speak_of_one_quantity(ladder, n):
    sure, suspected = conflicting(ladder)
    if ROWS[ladder][n]["want"] == "conflict":
        assert str(n) in sure | suspected
    else:
        assert str(n) not in sure


@cache
def understood():
    """Give what each sentence of the concepts' examples is about: whose it is, and what is measured."""
    texts = dict.fromkeys(t for c in default() for pair in (*c.same, *c.different) for t in pair)
    some = [Document(id=str(n), text=text) for n, text in enumerate(texts)]
    out = {}
    for text, (found, _) in zip(texts, extract_all(some), strict=True):
        (claim,) = [c for c in found if c.kind != "date"]
        about = claim.about
        slots = about.entity.value, about.concept.value, str(list(about.values)).replace("'", '"')
        out[text] = (claim, slots)
    return out


def example(which):
    return [pytest.param(c.id, *pair, id=f"{c.id}-{n}") for c in default() for n, pair in enumerate(getattr(c, which))]


@pytest.mark.parametrize(("concept", "one", "other"), example("same"))
def test_a_concept_is_known_in_other_words(concept, one, other):
    (first, slots), (second, more) = understood()[one], understood()[other]
    assert first.about.concept.value == second.about.concept.value == concept
    names = owned((slots, more), ("a", "b"), (0, 0), (0, 0))
    assert names[0] == names[1]


@pytest.mark.parametrize(("concept", "one", "other"), example("different"))
def test_what_looks_like_a_concept_is_told_apart(concept, one, other):
    (first, slots), (second, more) = understood()[one], understood()[other]
    names = owned((slots, more), ("a", "b"), (0, 0), (0, 0))
    assert names[0] != names[1] or first.about.measure != second.about.measure


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a:\n  title: A\n  wrds: [a]\n", "x.yaml:3:3: unknown key 'wrds'; did you mean 'words'?"),
        ("a:\n  title: A\n", "x.yaml:1:1: 'a' lacks words"),
        ("A b:\n  title: A\n  words: [a]\n", "x.yaml:1:1: an id is lower case letters"),
        ("a:\n  title: A\n  words: a\n", "x.yaml:3:3: 'words' takes a list of texts"),
        ("a:\n  title: A\n  words: [a]\n  nature: flows\n", "x.yaml:4:3: 'nature' is one of flow, stock, not 'flows'"),
        ("a:\n  title: A\n  words: [a]\n  broader: b\n", "x.yaml: 'a': no concept 'b'"),
        ("- a\n", "x.yaml:1:1: a file of concepts holds entries"),
        ("a:\n  title: [", "x.yaml:"),
    ],
)
def test_a_wrong_concept_is_named_with_its_place(text, message):
    with pytest.raises(ConceptError) as error:
        concepts_of({"x.yaml": text.encode()})
    assert str(error.value).startswith(message)


def test_a_concept_that_stands_in_two_files_is_named():
    text = b"a:\n  title: A\n  words: [a]\n"
    with pytest.raises(ConceptError, match=r"y\.yaml:1:1: 'a' stands in x\.yaml already"):
        concepts_of({"x.yaml": text, "y.yaml": text})


PACK = """
concepts:
  bottles:
    title: bottles filled
    words: ["filled|fills + bottles", bottling output]
    measure: [count]
    nature: flow
"""


def test_a_pack_adds_concepts_of_its_own(tmp_path):
    (tmp_path / "concepts.yaml").write_text(PACK)
    texts = ("Arvo Dairy filled 31,200 bottles in 2023.", "In 2023 Arvo Dairy's bottling output was 36,400.")
    pack = load([tmp_path])
    claims = [c for d in documents("bottles", texts) for c in extract(d, (), pack.concepts)[0] if c.kind != "date"]
    assert [c.about.concept.value for c in claims] == ["bottles", "bottles"]
    assert [c.severity for c in compare(frame(claims), pack)] == ["error"]


def test_a_wrong_key_of_a_packs_concept_is_named(tmp_path):
    (tmp_path / "concepts.yaml").write_text(PACK.replace("nature: flow", "nature: flows"))
    with pytest.raises(RulesError, match="'nature' is one of flow, stock"):
        load([tmp_path])
