"""Arithmetic inside a sentence and its neighbours: what is wrong is found, what is right is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzcheck.compare import compare
from kzcheck.compare.quantities import Quantities
from kzcheck.compare.relations.sentences import RELATIONS_OF_FORMS
from kzcheck.compare.wording import Wording, forms
from kzcheck.extract import extract
from kzcheck.lang import languages, read
from kzcheck.model import Document, Pack, PartialDate
from kzcheck.storage import load_yaml
from kzcheck.table import frame

CASES = load_yaml((Path(__file__).parent / "arithmetic.yaml").read_bytes())


def cases(side: str) -> list[object]:
    """Give the sentences of one side, each with its kind."""
    return [
        pytest.param(text, id=f"{kind}-{n}")
        for kind, texts in CASES.items()
        for n, text in enumerate(texts.get(side, ()))
    ]


def conflicts(text: str) -> list[str]:
    """Name the relations under which the claims of a text contradict one another."""
    document = Document(id="d", text=text)
    found = compare(frame(extract(document)[0]), Pack(), documents=[document])
    return [c.relation for c in found]


@pytest.mark.parametrize("text", cases("wrong"))
def test_what_cannot_be_right_is_found(text):
    assert conflicts(text)


@pytest.mark.parametrize("text", cases("right"))
def test_what_is_right_is_left_alone(text):
    assert conflicts(text) == []


@pytest.mark.xfail(strict=True, reason="not seen yet")
@pytest.mark.parametrize("text", cases("missed"))
def test_what_is_missed_is_known(text):
    assert conflicts(text)


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.relation)
def test_every_form_has_a_relation_and_figures_of_known_classes(form):
    assert form.relation in RELATIONS_OF_FORMS
    known = {"amount", "level", "percent", "growth", "added", "rate", "time", "age", "date", "range", "bare"}
    assert form.figures
    assert form.figures <= known


def test_every_form_is_filled_by_some_case():
    filled = set()
    for texts in CASES.values():
        for text in (text for some in texts.values() for text in some):
            wording = Wording(Quantities(frame(extract(Document(id="d", text=text))[0])))
            filled |= {form.parts for form, _, _ in wording.fillings()}
    assert [form for form in forms() if form.parts not in filled] == []


def test_the_words_of_arithmetic_are_said_once():
    for language in languages():
        data = read(language, "arithmetic")
        for name, texts in data["forms"].items():
            assert len(texts) == len(set(texts)), name


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (
            "The fee is set to rise by 1.5% in May 2017.",
            "The fee is set to rise by 1.5 percentage points in May 2017.",
            ("points", "warning"),
        ),
        (
            "The board put its growth forecast for 2016 at 3.8 percent.",
            "The board put its growth forecast for 2016 at 3.9 percent.",
            ("same", "error"),
        ),
    ],
)
def test_two_desks_that_tell_one_thing_in_two_ways(first, second, expected):
    texts = {"a": first, "b": second}
    documents = [
        Document(id=name, text=text, publisher=name, published=PartialDate.parse("2016-03-31"))
        for name, text in texts.items()
    ]
    claims = [c for document in documents for c in extract(document)[0]]
    found = compare(frame(claims), Pack(), documents=documents)
    assert [(c.relation, c.severity) for c in found] == [expected]
