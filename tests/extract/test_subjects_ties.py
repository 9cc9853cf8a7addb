"""How numbers are tied to metrics: what must hold whatever the words are."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.documents.outline import outlined
from kzcheck.extract import extract
from kzcheck.extract.quantity.finding import Context
from kzcheck.extract.quantity.finding import find as numbers
from kzcheck.extract.text.clauses import cut
from kzcheck.extract.text.passages import Layout
from kzcheck.extract.time.periods import find
from kzcheck.model import Document, Metric, PartialDate

WORDS = st.lists(
    st.sampled_from(
        ["ships", "rose", "to", "by", "and", ",", "(", ")", "in", "5 tons", "30 percent", "$4", "including", "|", "it"]
    ),
    min_size=1,
    max_size=25,
)


def metric(name, *words, exclude=(), **more):
    spoken = tuple(tuple(part.strip() for part in way.split("&")) for way in words)
    more.setdefault("unit", "t")
    return Metric(name=name, title=name, words=(("en", spoken),), exclude=(("en", tuple(exclude)),), **more)


def claims(text, metrics=(), **more):
    document = outlined(Document(id="d", text=text, published=PartialDate(2025, 2, 1), **more))
    return [c for c in extract(document, metrics)[0] if c.kind != "date"]


def only(text, *metrics, **more):
    (claim,) = claims(text, metrics, **more)
    return claim


HARVEST = metric("farm.harvest", "harvest* | crop")
CATCH = metric("sea.catch", "catch | landings")


def test_the_order_of_the_metrics_changes_nothing():
    text = "The harvest was 5 tons and the catch 7 tons."
    one = [c.metric for c in claims(text, (HARVEST, CATCH))]
    assert one == [c.metric for c in claims(text, (CATCH, HARVEST))] == ["farm.harvest", "sea.catch"]


def test_two_equally_good_metrics_give_none_and_say_so():
    claim = only("The harvest was 5 tons.", HARVEST, metric("other.harvest", "harvest"))
    assert claim.metric_how == "discovered"
    assert any("equally good" in step.rule for step in claim.why)


def test_the_more_words_the_better():
    wheat = metric("farm.wheat", "harvest* & wheat")
    assert only("The wheat harvest was 5 tons.", HARVEST, wheat).metric == "farm.wheat"
    assert only("The rye harvest was 5 tons.", HARVEST, wheat).metric == "farm.harvest"


def test_an_excluded_word_forbids_in_the_clause_only():
    rye = metric("farm.harvest", "harvest*", exclude=("winter",))
    assert only("The winter harvest was 5 tons.", rye).metric_how == "discovered"
    first, _ = claims("The harvest was 5 tons, winter damage 2 tons.", (rye,))
    assert first.metric == "farm.harvest"


def test_a_metric_wants_its_dimension():
    assert only("The harvest took 5 days.", HARVEST).metric_how == "discovered"
    assert only("The harvest grew by 5%.", HARVEST).metric == "farm.harvest"
    assert only("The harvest was 5 tons a year.", HARVEST).metric == "farm.harvest"


def test_a_metric_for_targets_takes_no_facts():
    aim = metric("farm.aim", "harvest*", modalities=("target",))
    assert only("The harvest was 5 tons.", aim).metric_how == "discovered"
    assert only("They aim at a harvest of 5 tons.", aim).metric == "farm.aim"


def test_a_hyphen_is_as_good_as_a_blank():
    port = metric("port.cargo", "hong kong")
    assert only("The Hong-Kong terminal moved 5 tons.", port).metric == "port.cargo"


def test_parties_that_only_the_title_names_are_inferred_and_missing_ones_assumed():
    trade = metric("trade", "trade", unit="USD", parties=("Norway", "Sweden"))
    assert only("Trade of Norway and Sweden was $5 million.", trade).metric_how == "stated"
    assert only("Trade was $5 million.", trade, title="Norway and Sweden").metric_how == "inferred"
    assert only("Trade was $5 million.", trade, title="A visit to Norway").metric_how == "assumed"
    assert only("Trade was $5 million.", trade).metric_how == "discovered"


def test_what_is_narrowed_apart_is_told_apart():
    adjusted = only("Seasonally adjusted harvest: it was 5 tons.", HARVEST)
    assert "seasonally adjusted" in adjusted.qualifiers
    assert only("Revenue excluding tax was $5 million.").qualifiers == ("excluding tax",)


def test_a_table_row_takes_its_label_and_its_column():
    text = "| City | Rain | Sun |\n| Oslo | 760 mm | 1670 h |\n| Bergen | 2250 mm | 1190 h |\n"
    found = {c.surface: c.metric for c in claims(text)}
    assert found["760 mm"] != found["2250 mm"]
    assert "oslo" in found["760 mm"]
    assert "rain" in found["760 mm"]


@given(WORDS)
def test_every_number_has_a_clause_that_holds_it(words):
    document = Document(id="d", text=" ".join(words))
    passage = Layout(document, "en").at(0)
    found = numbers(passage, find(passage.tokens, passage), "en", Context())
    clauses = cut(passage.tokens.words, found, "en")
    assert len(clauses) == len(found)
    for (start, end), quantity in zip(clauses, found, strict=True):
        assert 0 <= start <= quantity.number_first < end <= len(passage.tokens.words)


@given(st.integers(2, 900), st.integers(2, 900), st.text(string.ascii_lowercase, min_size=3, max_size=9))
def test_a_frame_does_not_depend_on_the_number(one, other, noun):
    text = "In Tromso the club keeps {} boxes beside the " + noun + "."
    first, second = claims(text.format(one)), claims(text.format(other))
    assert [c.frame for c in first] == [c.frame for c in second]


@given(st.sampled_from(["more than", "less than", "about", "at least", "nearly", "up to"]))
def test_a_frame_does_not_depend_on_the_hedge(hedge):
    plain, hedged = only("Mona keeps 12 bees."), only(f"Mona keeps {hedge} 12 bees.")
    assert plain.frame == hedged.frame != ""


@given(WORDS)
def test_an_unrelated_metric_changes_nothing(words):
    text = " ".join(words)
    known = [(c.surface, c.metric) for c in claims(text, (HARVEST,))]
    assert known == [(c.surface, c.metric) for c in claims(text, (HARVEST, metric("x", "zzyzx & harvest")))]


@pytest.mark.parametrize("word", ["he", "it", "they"])
def test_a_sentence_that_leans_on_another_has_the_frame_of_both(word):
    alone = only(f"{word.title()} sold 12 boats.")
    after = claims(f"Mona is here. {word.title()} sold 12 boats.")[-1]
    assert alone.frame != after.frame
