"""Runs made by hand, so that reports are tested without the rest of the program."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from kzcheck.model import (
    Cause,
    Claim,
    Comparison,
    ContractResult,
    Coverage,
    Differs,
    Document,
    Example,
    Finding,
    Gap,
    ImpliedBound,
    Interval,
    Metric,
    Notice,
    Pack,
    PartialDate,
    Period,
    Rule,
    Run,
    Skip,
    Skipped,
    Slip,
    Step,
)
from kzcheck.model.verification import Candidate, Checked

MILLION = 10**6

HARBOUR = """Harbour traffic grows

The port of Aktal said on Monday that 533.4 million dollars of goods crossed its quays in 2024, up from
$470 million a year earlier. It handled 1.4 million tons of grain.

Nearly 1.5 million tons are expected by 2027. In the first nine months of 2022 it was 1.84 million tons.
"""

CUSTOMS = """---
title: Yearbook of the customs office
---
Trade through the port came to $470 million in 2024. The year 2022 closed at 1.485 million tons of grain.
Traffic by value has grown almost fivefold since 2020, from $109 million to $529 million in 2023.
"""

HOSTILE = (
    'Cargo of <script>alert("x")</script> & "quotes" \'single\' rose to $7 million</p></svg></style> in 2024. '
    "Direction \u202e$8 million\u202c turned, bell \x07, escape \x1b[31mred. ::error::%0A | `pipe` 🚢 "
    + "x" * 60_000
    + " $9 million "
    + "y" * 60_000
    + "\n=cmd|' /C calc'!A0\n"
)


def claim(
    document: Document,
    surface: str,
    value: int | str | None,
    unit: str,
    interval: Interval,
    *,
    nth: int = 0,
    year: int | None = 2024,
    **more: object,
) -> Claim:
    """Make a claim where `surface` stands in a document for the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = document.text.index(surface, start + 1)
    breaks = [document.text.rfind(mark, 0, start) for mark in (". ", ".\n", "\n\n")]
    dot = max([document.body, *(at + 2 for at in breaks if at >= 0)])
    stop = document.text.find(".", start + len(surface))
    while stop >= 0 and document.text[stop + 1 : stop + 2].isdigit():
        stop = document.text.find(".", stop + 1)
    end = len(document.text) if stop < 0 else stop + 1
    known: dict[str, object] = {
        "claim_id": f"{document.id}@{start}",
        "kind": "level",
        "digits": surface.strip("$").split()[0],
        "ulp": None if value is None else Fraction(1, 10),
        "metric": "port.trade",
        "metric_how": "stated",
        "parties": ("Aktal",),
        "period": None if year is None else Period.of_year(year),
        "period_how": "" if year is None else "stated",
        "publisher": document.publisher,
        "published": "" if document.published is None else str(document.published),
        "why": (Step("<number> <scale> <currency>", surface), Step("in <year>", f"in {year}")),
    }
    return Claim(
        document=document.id,
        start=start,
        end=start + len(surface),
        surface=surface,
        sentence=document.text[dot:end],
        sentence_start=dot,
        value=None if value is None else Fraction(value),
        unit=unit,
        interval=interval,
        **{**known, **more},  # type: ignore[arg-type]
    )


def half_open(low: float | str, high: float | str, scale: int = 1) -> Interval:
    """Give [low, high) from decimal texts, times a scale."""
    return Interval(Fraction(str(low)) * scale, Fraction(str(high)) * scale, high_closed=False)


def harbour_run() -> Run:
    """Give a run with conflicts, roundings, agreements, incomparable claims, notices, and a broken expectation."""
    news = Document(
        id="news/harbour.txt",
        text=HARBOUR,
        title="Harbour traffic grows",
        publisher="Aktal Herald",
        published=PartialDate(2025, 3, 13),
        published_how="stated",
        url="https://example.org/harbour?a=1&b=2",
    )
    customs = Document(
        id="customs.md",
        text=CUSTOMS,
        body=CUSTOMS.index("Trade"),
        title="Yearbook of the customs office",
        publisher="Customs office",
        published=PartialDate(2025, 2),
        published_how="inferred",
        format="markdown",
    )
    trade = claim(news, "533.4 million dollars", 533_400_000, "USD", half_open("533.35", "533.45", MILLION))
    trade_before = claim(
        news,
        "$470 million",
        470_000_000,
        "USD",
        half_open("465", "475", MILLION),
        year=2023,
        period_how="inferred",
        period_text="a year earlier",
    )
    grain = claim(news, "1.4 million tons", 1_400_000, "t", half_open("1.35", "1.45", MILLION), metric="port.grain")
    nearly = claim(
        news,
        "Nearly 1.5 million tons",
        1_500_000,
        "t",
        Interval(Fraction(1_395_000), Fraction(1_500_000), high_closed=False),
        metric="port.grain",
        hedge="nearly",
        hedge_text="Nearly",
        modality="forecast",
        year=2027,
    )
    months = claim(
        news,
        "1.84 million tons",
        1_840_000,
        "t",
        half_open("1.835", "1.845", MILLION),
        metric="port.grain",
        year=None,
        period=Period(date(2022, 1, 1), date(2022, 10, 1)),
        period_how="inferred",
        period_text="the first nine months of 2022",
        cumulative=True,
        source="harbour master",
    )
    official = claim(
        customs, "$470 million", 470_000_000, "USD", half_open("465", "475", MILLION), source="customs statistics"
    )
    year = claim(
        customs,
        "1.485 million tons",
        1_485_000,
        "t",
        half_open("1.4845", "1.4855", MILLION),
        metric="port.grain",
        year=2022,
    )
    fold = claim(
        customs,
        "almost fivefold",
        5,
        "x",
        Interval(Fraction("4.65"), Fraction(5), high_closed=False),
        kind="ratio",
        hedge="nearly",
        hedge_text="almost",
        year=2023,
        base=Period.of_year(2020),
        base_how="stated",
        tie="t1",
        role="ratio",
    )
    begin = claim(
        customs, "$109 million", 109 * MILLION, "USD", half_open("108.5", "109.5", MILLION), year=2020, role="start"
    )
    close = claim(
        customs, "$529 million", 529 * MILLION, "USD", half_open("528.5", "529.5", MILLION), year=2023, role="end"
    )
    comparisons = (
        Comparison(
            id="c1",
            verdict="conflict",
            relation="same",
            claims=(trade.claim_id, official.claim_id),
            rule="same-figure",
            metric="port.trade",
            period="2024",
            severity="error",
            reason="$533.4 million allows 533.35 to 533.45, $470 million allows 465 to 475: off by at least 10.9 %.",
            chain=("$533.4 million is at least 533.35", "$470 million is below 475", "533.35 - 475 = 58.35"),
            cause=Cause(slip=Slip.OTHER_AGENCY),
            gap=Gap(share=Fraction(1167, 10669), margin=Fraction(58, 1000), repair="say 475 instead of 533.4 million"),
            remarks=("the two name different statistics",),
        ),
        Comparison(
            id="c2",
            verdict="conflict",
            relation="part_year",
            claims=(months.claim_id, year.claim_id),
            rule="part-of-year",
            metric="port.grain",
            period="2022",
            severity="warning",
            certainty="inferred",
            reason="Nine months of 2022 (1.84 million t) exceed the whole year (1.485 million t).",
            chain=("nine months: at least 1.835", "year: below 1.4855", "1.835 > 1.4855"),
            gap=Gap(share=Fraction(19, 100), margin=Fraction(11, 100)),
            remarks=(f"without {months.claim_id}, 2 conflicts would dissolve",),
        ),
        Comparison(
            id="c3",
            verdict="round",
            relation="same",
            claims=(grain.claim_id, nearly.claim_id),
            rule="same-figure",
            metric="port.grain",
            reason="1.4 million t and nearly 1.5 million t meet between 1.395 and 1.45 million t.",
            mode="hedge",
        ),
        Comparison(
            id="c4",
            verdict="agree",
            relation="ratio",
            claims=(begin.claim_id, close.claim_id, fold.claim_id),
            rule="growth",
            metric="port.trade",
            reason="529 / 109 = 4.853, which “almost fivefold” allows (4.65 to 5).",
            chain=("529 / 109 = 4.853", "4.65 <= 4.853 < 5"),
            implied=(
                half_open("105.7", "113.871", MILLION),
                half_open("504.525", "547.5", MILLION),
                Interval(Fraction("528.5") / Fraction("109.5"), Fraction("529.5") / Fraction("108.5"), False, False),
            ),
        ),
        Comparison(
            id="c5",
            verdict="incomparable",
            relation="same",
            claims=(trade.claim_id, close.claim_id),
            rule="same-figure",
            metric="port.trade",
            reason="Different years: 2024 and 2023.",
            mode="period",
        ),
    )
    findings = (
        Finding(
            comparison="c2",
            rule="part-of-year",
            severity="warning",
            message="Grain through Aktal: nine months of 2022 are said to exceed the whole year.",
            primary=months.claim_id,
            fingerprint="1f00aa1122334455",
            status="known",
            reason="the yearbook was revised",
        ),
        Finding(
            comparison="c1",
            rule="same-figure",
            severity="error",
            message="Trade through Aktal in 2024 is said to be $533.4 million and $470 million.",
            primary=trade.claim_id,
            fingerprint="9c41d07be2aa0318",
        ),
    )
    pack = Pack(
        metrics=(
            Metric(name="port.trade", title="Trade through the port of Aktal", unit="USD", file="port.yaml", line=3),
            Metric(name="port.grain", title="Grain through the port of Aktal", unit="t", file="port.yaml", line=9),
        ),
        rules=(
            Rule(
                id="same-figure",
                relation="same",
                title="The same quantity has one value",
                message="{metric} is said to be {values}",
                examples=(Example(expect="conflict", texts=("Trade was $5 million.", "Trade was $7 million.")),),
                file="port.yaml",
                line=20,
            ),
            Rule(id="part-of-year", relation="part_year", title="A part-year is no more than its year"),
            Rule(id="growth", relation="ratio", title="Growth follows from the levels"),
        ),
        files=("port.yaml",),
    )
    return Run(
        documents=(customs, news),
        claims=(official, year, fold, begin, close, trade, trade_before, grain, nearly, months),
        comparisons=comparisons,
        findings=findings,
        notices=(
            Notice(severity="warning", code="unreadable", message="no text layer in this PDF", where="scan.pdf"),
            Notice(
                severity="info",
                code="period-unresolved",
                message="“in the season” has no dates",
                where="news/harbour.txt",
                line=3,
                column=14,
            ),
        ),
        contract=ContractResult(
            success=False,
            checked=14,
            failures=("row 6 (news/harbour.txt@216): unit t has another dimension than USD",),
            expectations=("claim_id is unique", "low <= high"),
        ),
        pack=pack,
        settings=(("paths", "seeds"), ("rules", "port.yaml")),
        coverage=Coverage(numbers=10, compared=8, skipped=(Skipped(reason=Skip.UNDATED, pairs=2),)),
        made_at="2026-01-01T00:00:00Z",
        version="0.1.0",
        implied=(
            ImpliedBound(
                metric="port.trade",
                period=Period.of_year(2022),
                unit="USD",
                interval=Interval(Fraction(398_123_456), None, False, False),
                claims=(close.claim_id, fold.claim_id),
            ),
        ),
    )


def hostile_run() -> Run:
    """Give a run whose every text tries to break out of the report."""
    bad = Document(
        id='"><img src=x onerror=alert(1)>.txt',
        text=HOSTILE,
        title="</title><script>alert(2)</script>",
        publisher="<b onmouseover='alert(3)'>P</b>\u202e",
        url="javascript:alert(4)",
        published=PartialDate(2024),
    )
    seven = claim(
        bad, "$7 million", 7 * MILLION, "USD", half_open("6.3", "7.7", MILLION), metric='m"><script>', speaker="</svg>"
    )
    eight = claim(bad, "\u202e$8 million", 8 * MILLION, "USD", half_open("7.2", "8.8", MILLION), metric='m"><script>')
    nine = claim(bad, "$9 million", 9 * MILLION, "USD", half_open("8.1", "9.9", MILLION), metric="]]>--><!--")
    conflict = Comparison(
        id='c"><script>',
        verdict="conflict",
        relation="same",
        claims=(seven.claim_id, eight.claim_id, nine.claim_id),
        rule="r</style><script>alert(5)</script>",
        metric='m"><script>',
        severity="error",
        reason="7 is not 9 <script>alert(6)</script>\n::error file=x::%0A | `x`",
        chain=("<svg onload=alert(7)>",),
        cause=Cause(slip=Slip.OTHER_AGENCY, told=("=HYPERLINK(1)",)),
        gap=Gap(share=Fraction(1, 20), margin=Fraction(1, 40), repair="<i>"),
    )
    finding = Finding(
        comparison=conflict.id,
        rule=conflict.rule,
        severity="error",
        message="]]> <script>alert(8)</script> & ::error::%0A\r\n\x1b[31m",
        primary=seven.claim_id,
        fingerprint="dead'\"<beef",
    )
    return Run(
        documents=(bad,),
        claims=(seven, eight, nine),
        comparisons=(conflict,),
        findings=(finding,),
        notices=(Notice(severity="error", code="<x>", message="<script>alert(9)</script>", where="a\nb"),),
        settings=(("<k>", "<v>"),),
        coverage=Coverage(numbers=3, compared=3),
        made_at="2026-01-01T00:00:00Z",
        version="0",
    )


def empty_run() -> Run:
    """Give a run that read nothing."""
    return Run(documents=(), claims=(), comparisons=(), findings=(), version="0.1.0", made_at="2026-01-01T00:00:00Z")


DRAFT = """---
title: Aktal in figures
---
Trade through Aktal came to $533.4 million in 2024, and it was $529 million in 2023. It had risen almost fivefold since
2020. The port moved 1.85 million tons of grain in the first nine months of 2022.

Some 41 cranes stand on the quays. In 2024 the port handled 3 million tons of grain.
"""


def draft_run() -> tuple[Run, tuple[Checked, ...], frozenset[str]]:
    """Give a run with a draft among its documents, what is made of its claims, and which document it is.

    One claim of each kind: contradicted though another source says the same, copied, derived, contradicted and
    accepted, unsupported without and with something near.
    """
    run = harbour_run()
    draft = Document(id="draft.md", text=DRAFT, body=DRAFT.index("Trade"), title="Aktal in figures", format="markdown")
    news = {c.surface: c for c in run.claims if c.document == "news/harbour.txt"}
    customs = {c.surface: c for c in run.claims if c.document == "customs.md"}
    trade = claim(draft, "$533.4 million", 533_400_000, "USD", half_open("533.35", "533.45", MILLION))
    before = claim(draft, "$529 million", 529 * MILLION, "USD", half_open("528.5", "529.5", MILLION), year=2023)
    times = claim(
        draft,
        "almost fivefold",
        5,
        "x",
        Interval(Fraction("4.65"), Fraction(5), high_closed=False),
        kind="ratio",
        hedge="nearly",
        hedge_text="almost",
        year=2023,
        base=Period.of_year(2020),
        base_how="stated",
    )
    months = claim(
        draft,
        "1.85 million tons",
        1_850_000,
        "t",
        half_open("1.845", "1.855", MILLION),
        metric="port.grain",
        year=None,
        period=Period(date(2022, 1, 1), date(2022, 10, 1)),
        period_how="stated",
        cumulative=True,
    )
    cranes = claim(
        draft, "Some 41 cranes", 41, "count", Interval(Fraction(38), Fraction(44)), kind="count", metric="", year=None
    )
    grain = claim(draft, "3 million tons", 3 * MILLION, "t", half_open("2.7", "3.3", MILLION), metric="port.grain")
    c1, c2, _, c4, _ = run.comparisons
    made = (
        replace(c1, id="d1", claims=(trade.claim_id, customs["$470 million"].claim_id)),
        replace(
            c4, id="d2", claims=(customs["$109 million"].claim_id, customs["$529 million"].claim_id, times.claim_id)
        ),
        replace(c2, id="d3", claims=(months.claim_id, customs["1.485 million tons"].claim_id)),
        Comparison(
            id="d4",
            verdict="incomparable",
            relation="same",
            claims=(grain.claim_id, news["Nearly 1.5 million tons"].claim_id),
            rule="same-figure",
            metric="port.grain",
            reason="not compared: period: 2024 and 2027",
            differs=Differs.PERIOD,
            detail="2024 and 2027",
        ),
    )
    rows = (
        Checked(
            claim=trade.claim_id,
            status="contradicted",
            how="sources",
            by=(customs["$470 million"].claim_id,),
            also=(news["533.4 million dollars"].claim_id,),
            comparison="d1",
            conflicts=("d1",),
            reason=c1.reason,
        ),
        Checked(
            claim=before.claim_id,
            status="supported",
            how="copied",
            by=(customs["$529 million"].claim_id,),
            reason="a source says the very same",
        ),
        Checked(
            claim=times.claim_id,
            status="supported",
            how="derived",
            by=(customs["$109 million"].claim_id, customs["$529 million"].claim_id),
            comparison="d2",
            reason=c4.reason,
        ),
        Checked(
            claim=months.claim_id,
            status="contradicted",
            how="sources",
            by=(customs["1.485 million tons"].claim_id,),
            comparison="d3",
            conflicts=("d3",),
            reason=c2.reason,
            accepted=True,
        ),
        Checked(
            claim=cranes.claim_id,
            status="unsupported",
            reason="no source says anything that can be compared with it",
        ),
        Checked(
            claim=grain.claim_id,
            status="unsupported",
            reason="no source says anything that can be compared with it",
            nearest=(Candidate(claim=news["Nearly 1.5 million tons"].claim_id, differs="period: 2024 and 2027"),),
        ),
    )
    known, new = run.findings
    findings = (
        replace(new, comparison="d1", primary=trade.claim_id, message=c1.reason),
        replace(known, comparison="d3", primary=months.claim_id, message=c2.reason),
    )
    whole = replace(
        run,
        documents=(draft, *run.documents),
        claims=(trade, before, times, months, cranes, grain, *run.claims),
        comparisons=(*made, *run.comparisons),
        findings=findings,
    )
    return whole, rows, frozenset({"draft.md"})


def hostile_draft() -> tuple[Run, tuple[Checked, ...], frozenset[str]]:
    """Give a draft whose every text tries to break out of the page."""
    run = hostile_run()
    seven, eight, nine = run.claims
    rows = (
        Checked(
            claim=seven.claim_id,
            status="contradicted",
            how="draft",
            by=(eight.claim_id, nine.claim_id),
            comparison=run.comparisons[0].id,
            conflicts=(run.comparisons[0].id,),
            reason="<script>alert(10)</script>",
        ),
        Checked(claim=eight.claim_id, status="supported", how="copied", by=(seven.claim_id,), reason="<b>"),
        Checked(
            claim=nine.claim_id,
            status="unsupported",
            reason="<script>alert(11)</script>",
            nearest=(Candidate(claim=seven.claim_id, differs="</dd><script>alert(12)</script>"),),
        ),
    )
    return run, rows, frozenset({seven.document})
