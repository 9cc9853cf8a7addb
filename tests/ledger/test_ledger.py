"""Findings keep their identity through harmless edits, and the baseline accepts exactly what it names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.ledger import (
    Baseline,
    BaselineError,
    findings,
    fingerprint,
    of_revision,
    read_baseline,
    settle,
    updated,
    write_baseline,
)
from kzcheck.model import Claim, Comparison, Gap, Interval, Period, Waiver


def claim(name: str, value: int, publisher: str = "", **more: object) -> Claim:
    values: dict[str, object] = {
        "claim_id": name,
        "document": "a.txt",
        "start": 10,
        "end": 20,
        "surface": f"${value} million",
        "sentence": f"Trade reached ${value} million, they said.",
        "sentence_start": 0,
        "kind": "level",
        "value": Fraction(value),
        "unit": "USD",
        "interval": Interval.point(value),
        "period": Period.of_year(2024),
        "publisher": publisher,
        **more,
    }
    return Claim(**values)  # type: ignore[arg-type]


def conflict(*claims: str, name: str = "c1", margin: int = 10, severity: str = "error", **more: object) -> Comparison:
    values: dict[str, object] = {
        "id": name,
        "verdict": "conflict",
        "relation": "same",
        "claims": claims,
        "rule": "same-figure",
        "metric": "trade",
        "severity": severity,
        "reason": "533 is not 470",
        "gap": Gap(share=Fraction(margin, 100), margin=Fraction(margin, 100)),
        **more,
    }
    return Comparison(**values)  # type: ignore[arg-type]


A, B, C = claim("a", 533, "Agency"), claim("b", 470, "Bureau"), claim("c", 400, "Council")


def mark(*claims: Claim, **more: object) -> str:
    return fingerprint(conflict(*(c.claim_id for c in claims), **more), {c.claim_id: c for c in claims})  # type: ignore[arg-type]


class TestFingerprint:
    def test_it_carries_its_version(self) -> None:
        assert mark(A, B).startswith("1-")
        assert len(mark(A, B)) == 18

    @pytest.mark.parametrize(
        "change",
        [
            {"document": "renamed.txt"},
            {"start": 500, "end": 510, "sentence_start": 490},
            {"claim_id": "x99"},
            {"sentence": "Quite another sentence says $533 million."},
            {"surface": "533 mln dollars"},
            {"publisher": "AGENCY "},
        ],
    )
    def test_harmless_edits_change_nothing(self, change: dict[str, object]) -> None:
        assert mark(replace(A, **change), B) == mark(A, B)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        "change",
        [
            {"value": Fraction(534)},
            {"period": Period.of_year(2023)},
            {"publisher": "Another"},
            {"unit": "EUR"},
            {"hedge": "about"},
            {"modality": "target"},
            {"metric": "imports"},
        ],
    )
    def test_what_is_said_by_whom_of_when_counts(self, change: dict[str, object]) -> None:
        assert mark(replace(A, **change), B) != mark(A, B)  # type: ignore[arg-type]

    def test_order_rule_text_and_margin_change_nothing_but_a_further_voice_does(self) -> None:
        assert mark(B, A) == mark(A, B)
        assert mark(A, B, reason="said otherwise", margin=3, name="c9") == mark(A, B)
        assert mark(A, B, C) != mark(A, B)
        assert mark(A, B, rule="another") != mark(A, B)

    @given(st.lists(st.sampled_from([" ", "\n", "\t", "  \r\n"]), min_size=6, max_size=6))
    def test_rewrapping_an_anonymous_sentence_changes_nothing(self, gaps: list[str]) -> None:
        words = ["Trade", "reached", "$533", "million,", "they", "said."]
        sentence = "".join(w + g for w, g in zip(words, gaps, strict=True))
        plain = replace(A, publisher="")
        assert mark(replace(plain, sentence=sentence), B) == mark(plain, B)

    def test_anonymous_sentences_stay_apart(self) -> None:
        plain = replace(A, publisher="")
        assert mark(replace(plain, sentence="Elsewhere it was $533 million."), B) != mark(plain, B)


class TestFindings:
    def test_only_conflicts_count_errors_first_then_the_widest(self) -> None:
        made = [
            conflict("a", "b", name="c1", margin=1),
            conflict("a", "c", name="c2", margin=50, severity="warning"),
            conflict("b", "c", name="c3", margin=20),
            replace(conflict("a", "b", name="c4"), verdict="round", severity=""),
        ]
        assert [f.comparison for f in findings(made, [A, B, C])] == ["c3", "c1", "c2"]

    def test_the_claim_on_most_conflicts_is_shown_first_else_the_latest(self) -> None:
        old, new = replace(A, published="2024-01"), replace(B, published="2024-03-01")
        assert findings([conflict("b", "a")], [new, old])[0].primary == "b"
        both = findings([conflict("a", "b", name="c1"), conflict("a", "c", name="c2")], [old, new, C])
        assert [f.primary for f in both] == ["a", "a"]

    def test_two_findings_of_one_kind_stay_apart(self) -> None:
        twin = replace(B, claim_id="b2", start=100, end=110)
        found = findings([conflict("a", "b", name="c1"), conflict("a", "b2", name="c2")], [A, B, twin])
        assert len({f.fingerprint for f in found}) == 2

    def test_waivers_accept_until_their_day(self) -> None:
        waiver = Waiver(fingerprint=mark(A, B), reason="restated", until=date(2025, 6, 30))
        made = [conflict("a", "b")]
        (found,) = findings(made, [A, B], waivers=[waiver], today=date(2025, 6, 30))
        assert (found.status, found.reason) == ("waived", "restated")
        assert findings(made, [A, B], waivers=[waiver], today=date(2025, 7, 1))[0].status == "new"


class TestBaseline:
    def accepted(self, *made: Comparison, claims: tuple[Claim, ...] = (A, B, C)) -> Baseline:
        return updated(Baseline(), findings(made, claims), made, claims, reason="known since May")

    def test_written_and_read_it_is_the_same(self, tmp_path: Path) -> None:
        baseline = self.accepted(conflict("a", "b", name="c1"), conflict("b", "c", name="c2", reason='"x": #y \n z'))
        write_baseline(tmp_path / "b.yaml", baseline)
        assert read_baseline(tmp_path / "b.yaml").entries == baseline.entries
        marks = [line for line in (tmp_path / "b.yaml").read_text(encoding="utf-8").splitlines() if line[2:4] == "1-"]
        assert marks == sorted(marks)

    def test_an_empty_one_is_read_back(self, tmp_path: Path) -> None:
        write_baseline(tmp_path / "b.yaml", Baseline())
        assert read_baseline(tmp_path / "b.yaml").entries == {}

    def test_what_it_names_is_known_and_what_joins_is_new(self) -> None:
        baseline = self.accepted(conflict("a", "b"))
        found = findings([conflict("a", "b"), conflict("a", "c", name="c2")], [A, B, C], baseline=baseline)
        assert [(f.comparison, f.status) for f in found] == [("c1", "known"), ("c2", "new")]
        assert found[0].reason == "known since May"

    def test_an_old_pair_that_comes_to_light_is_not_new(self) -> None:
        baseline = self.accepted(conflict("a", "b", name="c1"), conflict("b", "c", name="c2"))
        assert findings([conflict("a", "c", name="c3")], [A, C], baseline=baseline)[0].status == "known"

    def test_an_expired_entry_counts_no_more(self, tmp_path: Path) -> None:
        path = tmp_path / "b.yaml"
        made = [conflict("a", "b")]
        write_baseline(path, updated(Baseline(), findings(made, [A, B]), made, [A, B], until=date(2025, 1, 31)))
        baseline = read_baseline(path)
        assert findings(made, [A, B], baseline=baseline, today=date(2025, 1, 31))[0].status == "known"
        after = settle(made, [A, B], baseline=baseline, today=date(2025, 2, 1))
        assert after.findings[0].status == "new"
        assert "expired on 2025-01-31, so its finding counts as new" in str(after.notices[0])
        assert after.gone == ()

    def test_without_a_reason_it_accepts_nothing_where_one_is_required(self) -> None:
        made = [conflict("a", "b")]
        bare = updated(Baseline(), findings(made, [A, B]), made, [A, B])
        assert settle(made, [A, B], baseline=bare).findings[0].status == "known"
        strict = settle(made, [A, B], baseline=replace(bare, require_reason=True))
        assert strict.findings[0].status == "new"
        assert "gives no reason" in str(strict.notices[0])

    def test_a_copy_in_another_voice_is_no_new_voice(self) -> None:
        made = [conflict("a", "b")]
        copied = replace(A, claim_id="a2", document="0.txt", publisher="Syndicate")
        baseline = self.accepted(*made)
        (found,) = findings([conflict("a2", "b")], [copied, A, B], baseline=baseline)
        assert found.status == "known"
        other = replace(copied, sentence="They put trade at $533 million.")
        assert findings([conflict("a2", "b")], [other, A, B], baseline=baseline)[0].status == "new"

    def test_what_another_entry_makes_known_keeps_that_entry(self) -> None:
        baseline = self.accepted(conflict("a", "b", name="c1"), conflict("b", "c", name="c2"))
        after = settle([conflict("a", "c", name="c3")], [A, C], baseline=baseline)
        assert (after.findings[0].status, after.gone) == ("known", ())

    def test_claims_of_an_earlier_revision_make_nothing_new(self) -> None:
        before = of_revision((), [A, C])
        assert findings([conflict("a", "c")], [A, C], baseline=before)[0].status == "known"
        assert findings([conflict("a", "b")], [A, B], baseline=before)[0].status == "new"

    def test_updating_keeps_reasons_and_the_gone_are_named(self) -> None:
        first = self.accepted(conflict("a", "b"))
        made = [conflict("a", "b"), conflict("b", "c", name="c2")]
        second = updated(first, findings(made, [A, B, C], baseline=first), made, [A, B, C], reason="later")
        assert sorted(e.reason for e in second.entries.values()) == ["known since May", "later"]
        first_mended = settle([conflict("a", "c", name="c3")], [A, C], baseline=first)
        assert [(g.fingerprint, g.reason) for g in first_mended.gone] == [(mark(A, B), "known since May")]

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("findings:\n  1-a:\n    reson: x\n", "b.yaml:3:5: unknown key 'reson'; did you mean 'reason'?"),
            ("findings:\n  1-a:\n    until: soon\n", "b.yaml:3:5: until: 'soon' is not a valid date: write YYYY-MM-DD"),
            ("findings: [1\n", "not valid YAML"),
            ("findings: [1]\n", "expected `findings:`"),
            ("- 1-a\n", "expected `findings:`"),
            ("findings:\n  1-a: {x: \udcff}\n", "b.yaml:2:12: not valid YAML: byte 0xff is no UTF-8"),
            ("findings:\n  1-a: \x01\n", "b.yaml:2:8: not valid YAML"),
        ],
    )
    def test_faults_are_placed(self, tmp_path: Path, text: str, said: str) -> None:
        path = tmp_path / "b.yaml"
        path.write_text(text, encoding="utf-8", errors="surrogateescape")
        with pytest.raises(BaselineError) as caught:
            read_baseline(path)
        assert said in str(caught.value)

    def test_a_missing_file_says_how_to_make_one(self, tmp_path: Path) -> None:
        with pytest.raises(BaselineError, match="baseline create"):
            read_baseline(tmp_path / "none.yaml")


class TestOneWrongClaim:
    CLAIMS = tuple(claim(f"s{n}", 500 + n, f"Voice {n}") for n in range(6))

    def settled(self, *pairs: tuple[int, int], baseline: Baseline | None = None) -> dict[str, object]:
        made = [conflict(f"s{a}", f"s{b}", name=f"c{a}{b}", margin=50 - n) for n, (a, b) in enumerate(pairs)]
        return {f.comparison: f for f in findings(made, self.CLAIMS, baseline=baseline)}

    def test_what_one_claim_brings_about_stands_beneath_the_first(self) -> None:
        found = self.settled((0, 1), (0, 2), (0, 3), (4, 5))
        head, *rest = (found[name] for name in ("c01", "c02", "c03"))
        assert head.beneath == tuple(f.fingerprint for f in rest)
        assert {f.above for f in rest} == {head.fingerprint}
        assert (found["c45"].beneath, found["c45"].above) == ((), "")

    def test_the_claim_with_the_most_conflicts_takes_them(self) -> None:
        found = self.settled((1, 2), (0, 1), (0, 2), (0, 3))
        assert found["c12"].above == ""
        assert len(found["c01"].beneath) == 2

    def test_known_and_new_findings_are_never_one(self) -> None:
        first = findings([conflict("s0", "s1", name="c01")], self.CLAIMS)
        accepted = updated(Baseline(), first, [conflict("s0", "s1", name="c01")], self.CLAIMS)
        found = self.settled((0, 1), (0, 2), baseline=accepted)
        assert [found[name].status for name in ("c01", "c02")] == ["known", "new"]
        assert not any(f.above or f.beneath for f in found.values())

    @given(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda p: p[0] < p[1]), max_size=12))
    def test_every_finding_is_a_head_or_beneath_one_that_shares_a_claim(self, pairs: set[tuple[int, int]]) -> None:
        found = self.settled(*sorted(pairs))
        by_mark = {f.fingerprint: f for f in found.values()}
        for f in found.values():
            assert not (f.above and f.beneath)
            assert all(by_mark[mark].above == f.fingerprint for mark in f.beneath)
            if f.above:
                assert f.fingerprint in by_mark[f.above].beneath
                assert set(by_mark[f.above].comparison[1:]) & set(f.comparison[1:])
