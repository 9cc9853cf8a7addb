"""Shares of a whole, rates, averages, directions and headlines: what texts say, and what a rule names."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from making import claim, judged, spread, verdict

from kzcheck.compare import compare
from kzcheck.compare.quantities import Quantities
from kzcheck.extract import extract
from kzcheck.model import Document, Interval, Metric, Pack, PartialDate, Period, Rule, Slip
from kzcheck.pipeline import check_texts
from kzcheck.rules import load, run_examples
from kzcheck.table import claims_of, frame


def said(text: str, relation: str, published: str = "") -> list[tuple[str, str]]:
    """Give verdict and severity of the comparisons of a relation that a text alone leads to."""
    day = PartialDate.parse(published) if published else None
    document = Document(id="d", text=text, published=day)
    found = compare(frame(extract(document)[0]), Pack(), documents=[document], every=True)
    return [(c.verdict, c.severity) for c in found if c.relation == relation]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The soil is made up of 40 % sand, 35 % clay and 30 % silt.", [("conflict", "error")]),
        ("The soil is made up of 40 % sand, 35 % clay and 25 % silt.", [("agree", "")]),
        ("The soil is made up of 40.2 % sand, 35.1 % clay and 24.8 % silt.", [("round", "")]),
        ("The seats are split 50 percent left, 30 percent right and 10 percent centre.", [("conflict", "warning")]),
        ("Of the members, 40% agreed, 35% did not and the remaining 30% kept silent.", [("conflict", "error")]),
        ("Of the members, 40% agreed, 35% did not and the remaining 25% kept silent.", [("agree", "")]),
    ],
)
def test_shares_that_the_words_make_the_parts_of_a_whole(text, expected):
    assert said(text, "partition") == expected


@pytest.mark.parametrize(
    "text",
    [
        "The shop sells 60 % tea, 50 % coffee and 40 % cake to its guests.",  # nothing says that they are parts
        "Guests could choose several answers: 60 % took tea, 50 % coffee and the remaining 40 % cake.",
        "She spends 60 % of her pay on rent, and 50 % of the remaining on food.",
        "The votes were split 60 % to 40 % in the north and 70 % to 30 % in the south.",
        "The soil consists of 40 % sand and 35 % clay.",
        "Women made up 60 % of pupils and 55 % of teachers.",
        "The feed consists of 60 % grass, 25 % hay and 15 % grain, with 18 % protein.",
        "The vote was split 52 % to 48 %, with a turnout of 78 %.",
        "Turnout was 61 %, with 48 % voting yes, 45 % no and the rest abstaining at 7 %.",
    ],
)
def test_percentages_that_need_not_make_a_whole(text):
    assert not [verdict for verdict, _ in said(text, "partition") if verdict == "conflict"]


PARTS = Pack(
    metrics=tuple(Metric(name=f"mix.{n}", title=n, unit="percent") for n in ("coal", "gas", "wind")),
    rules=(Rule(id="mix", relation="partition", metrics=("mix.*",)),),
)


@pytest.mark.parametrize(("wind", "expected"), [("25", "agree"), ("27", "conflict"), ("26", "round")])
def test_a_rule_makes_shares_of_three_documents_one_whole(wind, expected):
    shares = [
        claim(numeral, kind="share", metric=f"mix.{name}", period=2024)
        for name, numeral in (("coal", "40"), ("gas", "35"), ("wind", wind))
    ]
    assert verdict(*shares, pack=PARTS) == expected
    # Of another year, a share is no part of this whole.
    later = claim("90", kind="share", metric="mix.wind", period=2025)
    assert verdict(*shares[:2], later, pack=PARTS) == ""


def test_no_share_of_a_rule_is_above_the_whole():
    rule = Rule(id="share", relation="share", metrics=("freight.rail",), others=(("total", "freight"),))
    metrics = tuple(Metric(name=n, title=n, unit="t") for n in ("freight", "freight.rail"))
    too_large = claim("120", kind="share", metric="freight.rail", period=2024)
    assert verdict(too_large, pack=Pack(metrics=metrics, rules=(rule,))) == "conflict"
    whole = claim("100", kind="share", metric="freight.rail", period=2024)
    assert not judged(whole, pack=Pack(metrics=metrics, rules=(rule,)))


@pytest.mark.parametrize(("total", "expected"), [("438", "agree"), ("440", "agree"), ("498", "conflict")])
def test_a_figure_per_day_against_the_figure_of_the_year(total, expected):
    rate = claim("1.2", unit="bbl/day", scale=10**6, period=2023)
    assert verdict(rate, claim(total, unit="bbl", scale=10**6, period=2023)) == expected
    # Of a part of the year nothing follows for the year.
    half = claim(total, unit="bbl", scale=10**6, period=Period.of_months(2023, 1, 6), cumulative=True)
    assert verdict(rate, half) != "agree"


def test_a_rate_beside_a_stock_is_not_multiplied():
    pack = Pack(metrics=(Metric(name="freight", title="freight", unit="bbl", nature="stock"),))
    rate = claim("1.2", unit="bbl/day", period=2023)
    assert not [c for c in judged(rate, claim("498", unit="bbl", period=2023), pack=pack) if c.relation == "rate"]


HEADS = Pack(
    metrics=(
        Metric(name="income", title="income", unit="USD"),
        Metric(name="income.head", title="income per head", unit="USD"),
        Metric(name="people", title="people", unit="count"),
    ),
    rules=(
        Rule(
            id="head", relation="average", metrics=("income.head",), others=(("total", "income"), ("count", "people"))
        ),
    ),
)


@pytest.mark.parametrize(("head", "expected"), [("12500", "agree"), ("12440", "round"), ("15200", "conflict")])
def test_a_figure_per_head_against_total_and_population(head, expected):
    claims = (
        claim(head, unit="USD", metric="income.head", period=2024),
        claim("20.1", unit="count", scale=10**6, metric="people", period=2024),
        claim("251", unit="USD", scale=10**9, metric="income", period=2024),
    )
    assert verdict(*claims, pack=HEADS) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The 12 trains carried 636 tons, an average of 53 tons each.", ["agree"]),
        ("The 12 trains carried 636 tons, an average of 63 tons each.", ["conflict"]),
        ("They sold 41 cars for $818,000, or $19,951 per car.", ["agree"]),
        ("They sold 41 cars for $818,000, or $25,951 per car.", ["conflict"]),
        ("He drove 312 km in 4 hours, an average of 78 km/h.", ["agree"]),
        ("The 12 trains carried 636 tons, and 63 tons were lost.", []),
        ("They sold 41 cars for $818,000 and bought others at $25,951 per car.", []),
    ],
)
def test_an_average_said_with_its_total_and_count(text, expected):
    assert [verdict for verdict, _ in said(text, "average")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Unemployment fell from 3 percent to 4 percent.", [("conflict", "error")]),
        ("Exports rose to $4 million from $5 million.", [("conflict", "error")]),
        ("Output fell sharply from 4.5 million tons in 2023 to 5.2 million tons in 2024.", [("conflict", "error")]),
        ("Unemployment fell from 4 percent to 3 percent.", []),
        ("Exports rose from $5 million to about $4.8 million.", []),
        ("Prices slowed their decline from 4 percent to 3 percent.", []),
        ("The club rose from 5 to 3 in the table.", []),
        ("The yen fell from 140 yen to 150 yen.", []),
        ("The yen fell from 140 to 150 per dollar.", []),
        ("Japan's currency dropped from 140 yen to 150 yen.", []),
        ("The ticket dropped from 140 yen to 150 yen.", [("conflict", "error")]),
        ("Turnover did not fall from $3 million to $4 million.", []),
    ],
)
def test_the_direction_that_words_give_against_the_two_levels(text, expected):
    assert said(text, "direction") == expected


def test_a_headline_is_held_against_the_body():
    head = claim("600", hedge="over", heading=True, document="d")
    body = claim("533.4", period=2024, document="d")
    found = [c for c in judged(head, body) if c.relation == "headline"]
    assert [(c.verdict, c.severity, c.cause.slip) for c in found] == [("conflict", "warning", Slip.HEADLINE)]
    other = claim("610", period=2023, document="d")
    assert [c.verdict for c in judged(head, body, other) if c.relation == "headline"] == ["agree"]
    # Of two figures that both do not fit, no one can tell which the headline means.
    assert not [c for c in judged(head, body, claim("511", period=2023, document="d")) if c.relation == "headline"]


def test_only_a_line_of_its_own_at_the_start_is_a_title():
    headings = [
        [c.heading for c in extract(Document(id="d", text=text))[0] if c.kind != "date"]
        for text in ("Port ships 5 tons\n\nThe port shipped 5 tons.", "The port shipped 5 tons.\n\nIt lost 3 tons.")
    ]
    assert headings == [[True, False], [False, False]]


def test_what_judging_reads_of_derivations_is_what_the_extraction_writes():
    texts = {"vague": "This year trade has already reached $500 million.", "guessed": "In 2024 trade grew fivefold."}
    for name, text in texts.items():
        document = Document(id="d", text=text, published=PartialDate.parse("2024-08-15"))
        made = [c for c in extract(document)[0] if c.kind in ("level", "ratio")]
        assert getattr(Quantities(frame(made)), name).tolist() == [True], name


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("Trade grew by 5 times.", (5, 6)),
        ("Trade is 5 times higher.", (5, 6)),
        ("Trade grew 5 times.", ()),
        ("Trade is 5 times as large.", ()),
    ],
)
def test_both_readings_of_a_multiple_reach_the_judging(text, readings):
    (made,) = extract(Document(id="d", text=text))[0]
    assert made.readings == tuple(map(Fraction, readings))
    table = frame([made])
    assert claims_of(table) == [made]
    assert Quantities(table).statement(0).readings == bool(readings)


@pytest.mark.parametrize(("end", "expected"), [("27", "agree"), ("37", "round"), ("32", "conflict")])
def test_a_multiple_of_two_readings_convicts_only_where_both_fail(end, expected):
    ratio = claim("2.7", kind="ratio", readings=(Fraction(27, 10), Fraction(37, 10)), period=2024, base=2023)
    assert verdict(claim("10.0", period=2023), ratio, claim(end, period=2024)) == expected


BENCH = (
    "Quickfmt formats the tree in 0.52s in a single process. Oldfmt takes 9.4s on one core, 18x slower.\n\n"
    "| Tool | Wall time |\n|---|---|\n| Quickfmt | 0.52s |\n| Oldfmt | {table} |\n"
)


@pytest.mark.parametrize(("table", "expected"), [("9.41s", "round"), ("31.41s", "conflict")])
def test_a_table_that_repeats_one_side_of_a_comparison_repeats_the_other(table, expected):
    document = Document(id="d", text=BENCH.format(table=table))
    found = compare(frame(extract(document)[0]), Pack(), documents=[document], every=True)
    surfaces = {c.claim_id: c.surface for c in extract(document)[0]}
    by_claims = {frozenset(surfaces[k] for k in c.claims): c.verdict for c in found}
    assert by_claims[frozenset({"9.4s", table})] == expected
    assert by_claims[frozenset({"0.52s", "18x slower", "9.4s"})] == "round"


def test_a_figure_repeated_in_fewer_words_agrees_and_another_figure_says_nothing():
    texts = ("Linting the billing module takes 2.5 minutes.", "Linting the large billing module takes {} minutes.")
    for numeral, expected in (("2.5", ["agree"]), ("7.5", [])):
        documents = [Document(id=f"d{i}", text=t.format(numeral)) for i, t in enumerate(texts)]
        claims = [c for d in documents for c in extract(d)[0]]
        found = compare(frame(claims), Pack(), documents=documents, every=True)
        assert [c.verdict for c in found if c.verdict != "incomparable"] == expected


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The walk takes 15 more minutes than the bus.", "The walk takes 18 more minutes than the bus."),
        ("Nadia got 76, 65 and 91 marks.", "Nadia got 46, 65 and 91 marks."),
        ("Exactly 5 / 7 of the hives were lost.", "Exactly 3 / 7 of the hives were lost."),
        ("The ratio of nurses to beds is 4 to 6.", "The ratio of nurses to beds is less than 4 to 6."),
        ("They paid $ 38 for the tool.", "They paid $ more than 38 for the tool."),
    ],
)
def test_sentences_that_differ_in_one_number_contradict_one_another(first, second):
    day = PartialDate.parse("2024-08-15")
    documents = [Document(id=f"d{i}", text=text, published=day) for i, text in enumerate((first, second))]
    claims = [c for d in documents for c in extract(d)[0]]
    assert [c.verdict for c in compare(frame(claims), Pack())] == ["conflict"]


SERIES = "Over the past six years grain traffic has grown {growth}. It was {first} tons in 2019, {last} tons in 2025."


@pytest.mark.parametrize(
    ("growth", "levels", "expected"),
    [
        ("threefold", ("200,000", "600,000"), [("agree", "")]),
        ("almost threefold", ("200,000", "580,000"), [("agree", "")]),
        ("almost threefold", ("200,000", "870,000"), [("conflict", "warning")]),
    ],
)
def test_growth_over_a_window_is_held_against_the_series_of_its_document(growth, levels, expected):
    metric = Metric(
        name="grain", title="grain", unit="t", words=(("en", (("grain|it",),)),), unstated_period="last full year"
    )
    text = SERIES.format(growth=growth, first=levels[0], last=levels[1])
    document = Document(id="d", text=text, published=PartialDate.parse("2026-02-01"))
    pack = Pack(metrics=(metric,))
    found = compare(frame(extract(document, pack.metrics)[0]), pack, every=True)
    assert [(c.verdict, c.severity) for c in found if c.relation in {"ratio", "change"}] == expected


def test_a_range_agrees_with_what_its_stated_ends_hold_and_rounds_to_what_its_widened_ones_do():
    start, end = claim("20", period=2020), claim("90", period=2024)
    for ends, expected in ((("4", "5"), "agree"), (("3", "4"), "round"), (("2", "3"), "conflict")):
        ratio = spread(*ends, kind="ratio", period=2024, base=2020)
        wider = Interval(ratio.range_low - Fraction(6, 10), ratio.range_high + Fraction(6, 10))
        assert verdict(start, replace(ratio, interval=wider), end) == expected, ends


PACK = load([Path(__file__).with_name("wholes.yaml")])
RESULTS = run_examples(PACK, check_texts(PACK))


@pytest.mark.parametrize("result", RESULTS, ids=[f"{r.rule.id}-{r.example.expect}" for r in RESULTS])
def test_rules_for_averages_rates_and_partitions_keep_their_examples(result):
    assert result.passed, str(result)
