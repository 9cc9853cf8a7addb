"""What the corpus says that numbers are about: with rules, without, and by reference."""

import re
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from kzcheck.extract import extract
from kzcheck.model import Document, PartialDate
from kzcheck.rules import load
from kzcheck.storage import load_yaml

CORPUS = load_yaml((Path(__file__).parents[2] / "kzcheck" / "lang" / "en" / "corpus" / "subjects.yaml").read_bytes())
BRACKETS = re.compile("[⟦⟧]")


@cache
def metrics(folder):
    return load([folder]).metrics


@pytest.fixture(scope="session")
def pack(tmp_path_factory):
    """The corpus's own metrics, loaded the way that any pack is."""
    import json

    named = {
        name: {"title": name, **entry, **{k: {"en": entry[k]} for k in ("words", "exclude", "context") if k in entry}}
        for name, entry in CORPUS["metrics"].items()
    }
    folder = tmp_path_factory.mktemp("pack")
    (folder / "metrics.yaml").write_text(json.dumps({"metrics": named}), encoding="utf-8")
    return metrics(folder)


def bracketed(text, known=(), title="", published="2025-02-10"):
    """Give the claims that the brackets of a text hold, in order."""
    spans, plain, last = [], "", 0
    for m in BRACKETS.finditer(text):
        plain += text[last : m.start()]
        last = m.end()
        if m.group() == "⟦":
            spans.append([len(plain)])
        else:
            spans[-1].append(len(plain))
    plain += text[last:]
    document = Document(id="corpus", text=plain, title=title, published=PartialDate.parse(published))
    claims = [c for c in extract(document, known)[0] if c.kind != "date"]
    out = []
    for start, end in spans:
        over = [c for c in claims if c.start < end and start < c.end]
        assert over, f"nothing found at {plain[start:end]!r}"
        out.append(max(over, key=lambda c: min(end, c.end) - max(start, c.start)))
    return out


def cases(name):
    out = []
    for i, row in enumerate(CORPUS[name]):
        why = row.get("known_wrong", "") if isinstance(row, dict) else ""
        marks = [pytest.mark.xfail(reason=why, strict=True)] if why else []
        out.append(pytest.param(row, id=f"{name}-{i}", marks=marks))
    return out


@pytest.mark.parametrize("row", cases("told"))
def test_metric_of_each_number(row, pack):
    found = bracketed(row["text"], pack, row.get("title", ""))
    assert [c.metric if c.metric_how != "discovered" else "-" for c in found] == row["metrics"]


def two(row):
    claims = [c for text in row for c in bracketed(text)]
    assert len(claims) == 2
    return claims


@pytest.mark.parametrize("row", cases("same"))
def test_same_quantity_without_rules(row):
    one, other = two(row)
    assert one.metric == other.metric != ""
    assert one.about.entity.value == other.about.entity.value


@pytest.mark.parametrize("row", cases("different"))
def test_different_quantities_without_rules(row):
    one, other = two(row)
    owners = {one.about.entity.value, other.about.entity.value} - {""}
    assert one.metric != other.metric or one.metric == "" or len(owners) > 1


@pytest.mark.parametrize("row", cases("frames"))
def test_one_sentence_with_other_numbers_has_one_frame(row):
    one, other = (bracketed(text) for text in row)
    assert [c.frame for c in one] == [c.frame for c in other]
    assert all(c.frame for c in one)
    assert len({c.frame for c in one}) == len(one)


@pytest.mark.parametrize("row", cases("other_frames"))
def test_another_sentence_has_another_frame(row):
    (one,), (other,) = (bracketed(text) for text in row)
    assert one.frame != other.frame or not one.frame, "a sentence that leans on another has no frame"


@pytest.mark.parametrize("row", cases("equal"))
def test_equality_in_words(row):
    if row.get("none"):
        document = Document(id="corpus", text=row["text"], published=PartialDate.parse("2025-02-10"))
        assert not [c for c in extract(document)[0] if any(step.rule == "reference" for step in c.why)]
        return
    (claim,) = bracketed(row["text"])
    assert claim.why[0].rule == "reference"
    assert claim.value == Fraction(str(row["value"]))
    assert claim.hedge == row["hedge"]
    assert claim.period is not None


@pytest.mark.parametrize("row", cases("records"))
def test_record(row):
    document = Document(
        id="corpus", text=row["text"].replace("⟦", "").replace("⟧", ""), published=PartialDate.parse("2025-02-10")
    )
    records = [c for c in extract(document)[0] if c.record]
    if row.get("none"):
        assert not records
        return
    (claim,) = bracketed(row["text"])
    assert [c.claim_id for c in records] == [claim.claim_id]
    assert (claim.record, str(claim.record_from or "")) == (row["record"], str(row.get("from", "")))


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Ørsted's revenue was 71 billion kroner in 2024.", "ørsted"),
        ("Škoda sold 926,000 cars in 2024.", "škoda"),
        ("In 2023, Électricité de France produced 320 TWh.", "électricité de france"),
        ("Łódź had 655,000 residents in 2023.", "łódź"),
        ("Ülker's net profit rose to 4 million lira in 2023.", "ülker"),
        ("Étienne Dubois said exports reached 40 million euros in 2023.", "étienne dubois"),
    ],
)
def test_names_begin_with_a_capital_of_any_script(text, entity):
    document = Document(id="d", text=text, language="en")
    found = [claim for claim in extract(document, ())[0] if claim.kind != "date"]
    assert [claim.about.entity.value for claim in found] == [entity]
