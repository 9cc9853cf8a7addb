"""Repairs: a few numbers whose change makes several findings vanish, each proven by doing it and checking again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.ledger.repair.rewording import reworded
from kzcheck.model import Claim, Interval, Repair, Run

Check = Callable[[Mapping[str, str]], Run]

TRADE = "Trade turnover between Kazakhstan and Azerbaijan"
PHRASES = (
    f"{TRADE} was {{}} in {{}}.",
    f"{TRADE} reached {{}} in {{}}, the ministry said.",
    f"Officials of both sides met. {TRADE} came to {{}} in {{}}.",
    f"{TRADE} amounted to {{}} in {{}} (preliminary data).",
)


def texts(*figures: str, year: int = 2024) -> dict[str, str]:
    """Give a document a figure, each in words of its own."""
    return {f"{n}.md": PHRASES[n % len(PHRASES)].format(figure, year) + "\n" for n, figure in enumerate(figures)}


def shown(run: Run, repair: Repair) -> dict[str, str]:
    """Give what a repair writes by the claim's words: {"$529 million": "533.4"}, "" where words cannot say it."""
    claims = {c.claim_id: c for c in run.claims}
    return {claims[c.claim].surface: c.text for c in repair.changes}


def written(run: Run, repair: Repair) -> dict[str, str]:
    """Put the texts of a repair into the documents."""
    out = {d.id: d.text for d in run.documents}
    claims = {c.claim_id: c for c in run.claims}
    for change in sorted(repair.changes, key=lambda c: -c.start):
        name = claims[change.claim].document
        out[name] = out[name][: change.start] + change.text + out[name][change.end :]
    return out


def assert_mends(check: Check, run: Run, repair: Repair) -> None:
    after = check(written(run, repair))
    assert not {f.fingerprint for f in after.findings} & set(repair.findings)
    assert {f.comparison for f in after.findings} <= {f.comparison for f in run.findings}


def test_one_wrong_figure_in_several_places(checked: Check) -> None:
    run = checked(texts("$533.4 million", "$533.4 million", "$529 million", "$533 million", "$529 million"))
    first, other = run.repairs
    assert len(first.findings) == len(run.findings) == 6
    assert shown(run, first) == {"$529 million": "533.4"}
    assert [len(r.changes) for r in (first, other)] == [2, 3]
    assert (first.voices, other.voices) == (2, 3)
    assert first.findings == other.findings
    for repair in run.repairs:
        assert_mends(checked, run, repair)


def test_a_copy_is_changed_with_what_it_copies_and_is_no_further_voice_against_it(checked: Check) -> None:
    sources = texts("$529 million", "$533.4 million", "$533.4 million")
    run = checked(sources | {"copy.md": sources["0.md"]})
    first = run.repairs[0]
    assert {c.claim.partition(":")[0] for c in first.changes} == {"0.md", "copy.md"}
    assert first.voices == 1
    assert_mends(checked, run, first)


def test_as_many_on_both_sides_are_a_tie_and_both_are_offered_in_one_order(checked: Check) -> None:
    sources = texts("$529 million", "$529 million", "$533.4 million", "$533.4 million")
    run = checked(sources)
    assert [shown(run, r) for r in run.repairs] == [{"$533.4 million": "529"}, {"$529 million": "533.4"}]
    backwards = checked(dict(reversed(sources.items())))
    assert backwards.repairs == run.repairs


def test_three_figures_need_two_of_them_changed(checked: Check) -> None:
    run = checked(texts("$529 million", "$529 million", "$533.4 million", "$540 million"))
    assert shown(run, run.repairs[0]) == {"$533.4 million": "529", "$540 million": "529"}
    assert len(run.repairs[0].findings) == len(run.findings) == 5


def test_a_figure_that_brings_a_new_conflict_is_not_offered(checked: Check) -> None:
    sources = texts("$600.0 million", "$550.0 million", "$550.0 million")
    sources |= {"before.md": PHRASES[0].format("$500.0 million", 2023)}
    growth = f"{TRADE} grew by 20 percent in 2024."
    run = checked(sources | {"growth.md": growth})
    assert {"$600.0 million": "550.0"} not in [shown(run, r) for r in run.repairs]
    assert {"$600.0 million": "550.0"} in [shown(run, r) for r in checked(sources).repairs]


def test_what_would_conflict_anew_is_changed_along(checked: Check) -> None:
    sources = texts("$600.0 million", "$550.0 million", "$550.0 million")
    sources |= {"before.md": PHRASES[0].format("$500.0 million", 2023)}
    run = checked(sources | {"growth.md": f"{TRADE} grew by 20 percent in 2024."})
    first, *others = [shown(run, r) for r in run.repairs]
    assert first == {"$550.0 million": "600.0"}
    assert {"$600.0 million": "550.0", "by 20 percent": "10"} in others
    for repair in run.repairs:
        assert len(repair.findings) == len(run.findings) == 4
        assert_mends(checked, run, repair)


def test_growth_and_levels_are_changed_in_the_form_that_they_have(checked: Check) -> None:
    sources = texts("$550 million", "$551 million")
    sources["growth.md"] = PHRASES[0].format("$500 million", 2023) + f" {TRADE} grew by 30 percent in 2024.\n"
    run = checked(sources)
    said = [shown(run, r) for r in run.repairs]
    assert {"by 30 percent": "10"} in said
    assert {"$550 million": "650", "$551 million": "650"} in said
    for repair in run.repairs:
        assert_mends(checked, run, repair)


@pytest.mark.parametrize(
    ("figure", "text", "value"),
    [
        ("over $600 million", "500", 500_000_000),
        ("about $600 million", "500", 500_000_000),
        ("half a billion dollars", "", 629_200_000),
        ("700-800 million dollars", "", 529_200_000),
    ],
)
def test_a_hedged_figure_stays_hedged_and_words_and_ranges_are_not_rewritten(
    checked: Check, figure: str, text: str, value: int
) -> None:
    near = "629" if figure.startswith("half") else "529"
    run = checked(texts(figure, f"${near} million", f"${near}.2 million"))
    first = run.repairs[0]
    (change,) = first.changes
    assert (change.text, change.value) == (text, value)
    assert first.written == bool(text)


def test_a_multiple_in_words_gets_no_decimals(checked: Check) -> None:
    levels = f"{TRADE} was ${{}} million in 2020 and ${{}} million in 2024.\n"
    run = checked(
        {
            "times.md": f"{TRADE} grew fivefold from 2020 to 2024.\n",
            "a.md": levels.format("100", "300"),
            "b.md": levels.format("100.2", "301"),
        }
    )
    (change,) = run.repairs[0].changes
    assert (change.value, change.text) == (3, "")


def test_what_lies_above_a_whole_gets_a_bound_and_no_made_up_number(checked: Check) -> None:
    freight = "Freight between Kazakhstan and Azerbaijan {} million tons in {}."
    run = checked(
        {
            "part.md": freight.format("was 1.84", "the first nine months of 2022"),
            "year.md": freight.format("was 1.485", "2022"),
            "again.md": freight.format("reached 1.49", "2022"),
        }
    )
    first, other = run.repairs
    assert [(c.bound, c.value, c.text) for c in first.changes] == [("at_most", 1_480_000, "")]
    assert {(c.bound, c.value, c.text) for c in other.changes} == {("at_least", 1_840_000, "")}


@pytest.mark.parametrize(
    "figures", [(), ("$529 million",), ("$529 million", "$529 million"), ("$529 million", "$540 million")]
)
def test_nothing_is_offered_where_no_two_findings_have_a_number_in_common(
    checked: Check, figures: tuple[str, ...]
) -> None:
    assert checked(texts(*figures)).repairs == ()


def test_many_findings_of_many_years_are_each_mended(checked: Check) -> None:
    sources = {}
    for year in range(2000, 2012):
        for n, figure in enumerate(("$529 million", "$529 million", "$533.4 million")):
            sources[f"{year}-{n}.md"] = PHRASES[n].format(figure, year)
    run = checked(sources)
    assert len(run.findings) == 24
    assert [len(r.changes) for r in run.repairs] == [1, 2] * 12
    assert {f for r in run.repairs for f in r.findings} == {f.fingerprint for f in run.findings}


AMOUNTS = st.sampled_from(
    (
        "$529 million",
        "$533.4 million",
        "$533 million",
        "$540 million",
        "$0.53 billion",
        "$529,000,000",
        "over $550 million",
        "about $500 million",
        "nearly $540 million",
        "$1.2 billion",
        "half a billion dollars",
    )
)


@st.composite
def sources(draw: st.DrawFn) -> dict[str, str]:
    """Levels of two years and growth between them, in several documents, at odds more often than not."""
    out = {}
    for n in range(draw(st.integers(3, 6))):
        if draw(st.integers(0, 3)):
            said = draw(st.sampled_from(PHRASES)).format(draw(AMOUNTS), draw(st.sampled_from((2023, 2024))))
        else:
            said = f"{TRADE} grew by {draw(st.sampled_from((2, 14, 40)))} percent in 2024."
        out[f"{n}.md"] = said + "\n"
    return out


@settings(max_examples=30)
@given(documents=sources())
def test_what_is_offered_mends_what_it_names_and_breaks_nothing(checked: Check, documents: dict[str, str]) -> None:
    run = checked(documents)
    for repair in run.repairs:
        assert len(repair.findings) > 1
        if repair.written:
            assert_mends(checked, run, repair)


def claim(surface: str, value: str, **more: object) -> Claim:
    fields: dict[str, object] = {"kind": "level", "unit": "USD", **more}
    return Claim(
        claim_id="c",
        document="d",
        start=7,
        end=7 + len(surface),
        surface=surface,
        sentence=surface,
        sentence_start=7,
        value=Fraction(value),
        interval=Interval.point(Fraction(value)),
        **fields,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("surface", "value", "new", "place", "text"),
    [
        ("$529 million", "529000000", "533400000", "100000", "533.4"),
        ("$529 million", "529000000", "530000000", "100000", "530.0"),
        ("$1,529,000", "1529000", "533400", "100", "533,400"),
        ("1 529 000 tons", "1529000", "2533400", "100", "2 533 400"),
        ("999 tons", "999", "1204", "1", "1,204"),
        ("fell by 14%", "-14", "-16", "1", "16"),
        ("fell by 14%", "-14", "16", "1", None),
        ("fivefold", "5", "3", "1", None),
        ("5-7 billion", "6000000000", "8000000000", "1000000000", None),
        ("23 universities", "23", "24", "1", "24"),
        ("$529 million", "529000000", "533333333.25", "0.01", None),
    ],
)
def test_a_number_is_written_in_the_form_of_the_claim_or_not_at_all(
    surface: str, value: str, new: str, place: str, text: str | None
) -> None:
    found = reworded(claim(surface, value), Fraction(new), Fraction(place))
    assert (found and found[2]) == text
    if found is not None:
        assert surface[found[0] - 7 : found[1] - 7].strip("0123456789., ") == ""
