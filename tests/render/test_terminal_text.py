"""Reports for the terminal: complete, plain where asked for, and never broken inside a number."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from runs import empty_run, harbour_run, hostile_run

from kzcheck.render.terminal import check_text, explain_text, report_text, wrap

ESCAPE = "\x1b"


def test_the_report_names_what_was_found_the_worst_first() -> None:
    text = report_text(harbour_run(), page="reports/index.html")
    assert "2 documents, 10 claims, 2 quantities, 5 comparisons" in text
    assert re.search(r"2 conflict\n.*1 round\n.*1 agree\n.*1 incomparable", text)
    assert "2 findings: 1 new (1 error, 0 warnings), 1 known" in text
    assert text.index("Trade through Aktal in 2024 is said to be") < text.index("Grain through Aktal: nine months")
    assert "crossed its quays" in text
    assert "⟦533.4 million dollars⟧" in text
    assert "Aktal Herald, 13 March 2025  news/harbour.txt:3:39" in text
    assert "3. 533.35 - 475 = 58.35" in text
    assert "scan.pdf: no text layer in this PDF" in text
    assert "Internal data check: failed, 1 failure" in text
    assert "without “1.84 million tons” (Aktal Herald), 2 conflicts would dissolve" in text
    assert "inferred; “1.84 million tons”: period January to September 2022, inferred from “the" in text
    assert "Page: reports/index.html" in text
    assert "kzcheck explain 9c41d07be2aa0318" in text


@pytest.mark.parametrize("run", [harbour_run(), hostile_run(), empty_run()], ids=["harbour", "hostile", "empty"])
def test_plain_text_has_no_escape_codes_and_fits(run) -> None:
    for width in (40, 72, 100):
        text = report_text(run, color=False, width=width)
        assert ESCAPE not in text
        assert max(cell_len(line) for line in text.splitlines()) <= width
        assert all(line == line.rstrip() for line in text.splitlines())


def test_colour_adds_codes_and_changes_no_word() -> None:
    colored = report_text(harbour_run(), color=True)
    assert ESCAPE in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == report_text(harbour_run())


def test_documents_cannot_send_codes_to_the_terminal() -> None:
    text = report_text(hostile_run(), color=False) + check_text(hostile_run())
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert "‹U+001B›[31m" in text


def test_nothing_read_is_no_success() -> None:
    assert "Nothing was read." in report_text(empty_run())
    assert "No contradiction found." not in report_text(empty_run())


def test_the_gate_says_what_failed_and_how_to_accept_it() -> None:
    text = check_text(harbour_run(), baseline="b.yaml", gone=("1-aa",))
    assert "Failed: 1 new, 1 known, 1 fixed" in text
    assert "is said to be $533.4 million" in text
    assert "nine months of 2022" not in text
    assert "Fixed since the baseline was written:\n  1-aa\n" in text
    assert "Failed because of 1 new error: 9c41d07be2aa0318." in text
    assert 'kzcheck baseline update PATH... --baseline b.yaml --accept 9c41d07be2aa0318 --reason "..."' in text


def test_a_terminal_shows_twenty_findings_and_counts_the_others() -> None:
    run = harbour_run()
    worst = run.findings[1]
    run = replace(run, findings=tuple(replace(worst, fingerprint=f"{n:016x}") for n in range(23)))
    text = check_text(run)
    assert "✗ 20. " in text
    assert "✗ 21. " not in text
    assert "and 3 more findings: --all shows them" in text
    assert "✗ 23. " in check_text(run, every=True)


def test_the_gate_passes_below_its_level() -> None:
    run = harbour_run()
    finding = replace(run.findings[1], severity="warning")
    run = replace(run, findings=(finding,))
    said = check_text(run)
    assert "Not failed: 1 new" in said
    assert "1 warning does not fail the build" in said
    assert "Failed: 1 new" in check_text(run, fail_on="warning")
    assert "Not failed: 1 new" in check_text(run, fail_on="never")
    run = replace(run, findings=(replace(finding, severity="suspected"),))
    assert "Not failed: 1 new" in check_text(run, fail_on="warning")
    assert "Failed because of 1 new suspected contradiction" in check_text(run, fail_on="suspected")


def test_explaining_a_claim_shows_its_derivation() -> None:
    run = harbour_run()
    text = explain_text(run, run.claims[2].claim_id)
    assert "almost 5 times" in text
    assert "[4.65, 5)" in text
    assert re.search(r"├─ <number> <scale> <currency>  “almost fivefold”\n +└─ in <year>", text)
    assert "✓ agree 529 / 109 = 4.853" in text


def test_explaining_findings_comparisons_rules_and_metrics() -> None:
    run = harbour_run()
    assert "Claim news/harbour.txt@" in explain_text(run, "9c41")
    assert explain_text(run, "9c41") == explain_text(run, "c1")
    assert "1.4 million t and nearly 1.5 million t meet" in explain_text(run, "c3")
    assert "port.yaml:20" in explain_text(run, "same-figure")
    assert "$109 million, 2020" in explain_text(run, "port.trade")
    with pytest.raises(LookupError, match=r"did you mean port\.trade"):
        explain_text(run, "port.trad")


NUMBERS = re.compile(r"\$?\d[\d.,]*(?: \d{3})*(?: (?:million|billion|%|t|km))*")


@given(
    st.lists(
        st.sampled_from(
            ["trade", "of", "$533.4 million", "1 500 000", "62 %", "4.5 million t", "12 km", "universities", "a", "🚢"]
        ),
        min_size=1,
        max_size=40,
    ),
    st.integers(30, 90),
    st.integers(0, 6),
)
def test_lines_break_between_words_and_never_in_numbers(words: list[str], width: int, hang: int) -> None:
    lines = [line.plain for line in wrap([(" ".join(words), "")], width, 0, hang)]
    assert all(cell_len(line) <= width for line in lines)
    back = " ".join(line.strip() for line in lines)
    assert back == " ".join(words)
    for word in words:
        assert sum(line.count(word) for line in lines) >= words.count(word) or len(word) > width - hang


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300), st.integers(30, 60))
def test_no_character_is_lost(text: str, width: int) -> None:
    lines = [line.plain for line in wrap([(text, "")], width)]
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_the_report_stands_as_it_did(golden) -> None:
    golden("report.txt", report_text(harbour_run(), page="reports/index.html"))


def test_the_report_is_the_same_wherever_it_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    here = report_text(harbour_run())
    monkeypatch.chdir(tmp_path)
    for name, value in {"COLUMNS": "33", "TERM": "dumb", "FORCE_COLOR": "1", "NO_COLOR": "1"}.items():
        monkeypatch.setenv(name, value)
    assert report_text(harbour_run()) == here
