"""What every report needs of a run: look-ups, the order of findings, places, voices and quotes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from kzcheck.compare.relations import relation
from kzcheck.model import (
    GRAVITY,
    Claim,
    Comparison,
    Document,
    Finding,
    Interval,
    Metric,
    Question,
    Repair,
    Rule,
    Run,
    by_id,
    failing,
    values,
)
from kzcheck.model.verification import STATUSES, Checked
from kzcheck.model.visible import visible
from kzcheck.render import causes
from kzcheck.render.numbers import humane, humane_date, humane_period, interval_words

VERDICTS = ("conflict", "round", "agree", "incomparable")
SYMBOLS = {"conflict": "✗", "round": "≈", "agree": "✓", "incomparable": "○", "": "·"}
SUSPICION = "?"
SUSPECTED = "these are probably about one thing; they fail no build unless --fail-on says suspected"
NEAR = "look here; these may be about one thing, and were not judged"
STATUS_SYMBOLS = {"contradicted": "✗", "unsupported": "?", "supported": "✓"}
_STATUS = {"new": 0, "known": 1, "waived": 2}
_SEVERITY = {severity: place for place, severity in enumerate(GRAVITY)}
SEVERITY_NAMES = {"error": "error", "warning": "warning", "suspected": "suspected contradiction"}
_WORKED_OUT = frozenset({"ratio", "change", "difference", "share", "total", "equivalent"})
_UNITLESS = frozenset({"ordinal", "rank", "score"})
# Kinds whose words say more than their number: "second meeting", "20th anniversary", "in 2024".
_BY_NAME = frozenset({"ordinal", "rank", "score", "anniversary", "date"})
HOW = {"discovered": "grouped without a rule"}
# What keeps claims apart, where the word that a comparison uses for it is no word of the reader's.
_DIFFERS = {
    "modality": "plan or outcome",
    "base": "base of the growth",
    "parties": "whose figure",
    "metric": "quantity",
}
_UNSURE = frozenset({"inferred", "assumed", "discovered"})
# Hedges in words that fit into a sentence of ours, whatever the text said ("exceeding", "some").
HEDGES = {
    "about": "about",
    "nearly": "nearly",
    "over": "more than",
    "at_least": "at least",
    "under": "less than",
    "up_to": "up to",
    "at_most": "at most",
}
_MOST_NAMED = 3
# A period as machines write it, but not inside a path or right beside a quotation mark.
_PERIOD = re.compile(r"(?<![\w/.'“-])\d{4}(?:-[0-9QH]{2})+(?:/\d{4}(?:-\d{2})+)?(?![\w/'”-])")


class Quote(NamedTuple):
    """A sentence in three pieces: what stands before the claim, the claim, what stands after it."""

    before: str
    marked: str
    after: str


class Counts(NamedTuple):
    """How many of each verdict."""

    conflict: int
    round: int
    agree: int
    incomparable: int


@dataclass(frozen=True)
class View:
    """A run with its look-ups; everything in it follows from the run alone."""

    run: Run

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """Claims by id."""
        return by_id(self.run.claims)

    @cached_property
    def documents(self) -> dict[str, Document]:
        """Documents by id."""
        return {d.id: d for d in self.run.documents}

    @cached_property
    def comparisons(self) -> dict[str, Comparison]:
        """Comparisons by id."""
        return {c.id: c for c in self.run.comparisons}

    @cached_property
    def metrics(self) -> dict[str, Metric]:
        """Metrics of the rules by name."""
        return {m.name: m for m in self.run.pack.metrics}

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """Rules by id."""
        return {r.id: r for r in self.run.pack.rules}

    @cached_property
    def by_claim(self) -> dict[str, tuple[Comparison, ...]]:
        """Comparisons that hold a claim, by the claim's id."""
        found: defaultdict[str, list[Comparison]] = defaultdict(list)
        for comparison in self.run.comparisons:
            for claim_id in comparison.claims:
                found[claim_id].append(comparison)
        return {claim_id: tuple(some) for claim_id, some in found.items()}

    @cached_property
    def repairs(self) -> dict[str, tuple[Repair, ...]]:
        """Repairs by the fingerprint of a finding that they make vanish."""
        found: defaultdict[str, list[Repair]] = defaultdict(list)
        for repair in self.run.repairs:
            for fingerprint in repair.findings:
                found[fingerprint].append(repair)
        return {fingerprint: tuple(some) for fingerprint, some in found.items()}

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Findings, the worst first: suspected ones last, else new ones, errors and wide margins before others."""
        return tuple(sorted(self.run.findings, key=self._rank))

    def _rank(self, finding: Finding) -> tuple[bool, int, int, Fraction, str, str]:
        comparison = self.comparisons.get(finding.comparison)
        margin = comparison.gap.margin if comparison is not None and comparison.gap is not None else Fraction(0)
        status, severity = _STATUS.get(finding.status, 3), _SEVERITY.get(finding.severity, len(_SEVERITY))
        return suspected(finding), status, severity, -margin, finding.comparison, finding.fingerprint

    @cached_property
    def heads(self) -> tuple[Finding, ...]:
        """Give the findings that stand by themselves, the worst first: what one claim brings about is one."""
        return heads(self.findings)

    def beneath(self, finding: Finding) -> tuple[Finding, ...]:
        """Give the findings that the same claim brings about and that stand beneath this one."""
        return tuple(self._by_mark[mark] for mark in finding.beneath if mark in self._by_mark)

    @cached_property
    def _by_mark(self) -> Mapping[str, Finding]:
        return {f.fingerprint: f for f in self.findings}

    def with_status(self, *statuses: str) -> tuple[Finding, ...]:
        """Give the findings of these statuses that stand by themselves, the worst first."""
        return tuple(f for f in self.heads if f.status in statuses)

    def with_verdict(self, verdict: str) -> tuple[Comparison, ...]:
        """Give the comparisons with this verdict, in the run's order."""
        return tuple(c for c in self.run.comparisons if c.verdict == verdict)

    def verdict_of(self, claim: Claim) -> str:
        """Give the gravest verdict that any comparison with this claim came to, "" where it was compared with none."""
        return gravest(c.verdict for c in self.by_claim.get(claim.claim_id, ()))

    def claims_of(self, comparison: Comparison, first: str = "") -> tuple[Claim, ...]:
        """Give a comparison's claims, the one called `first` before the others."""
        known = [self.claims[c] for c in comparison.claims if c in self.claims]
        return tuple(sorted(known, key=lambda c: c.claim_id != first))

    def place(self, claim: Claim) -> str:
        """Give file:line:column of a claim, or page, cell, slide or paragraph where its format has these."""
        document = self.documents.get(claim.document)
        return claim.document if document is None else document.where(claim.start)

    def metric_title(self, name: str) -> str:
        """Give a metric's title where the rules name one, else what the texts call the quantity most."""
        metric = self.metrics.get(name)
        return (metric.title if metric is not None else "") or self._titles.get(name, name)

    @cached_property
    def _titles(self) -> dict[str, str]:
        """Give for each quantity the title that most of its claims have, the shortest of equally many."""
        said: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for name, title in zip(values(self.run.claims, "metric"), values(self.run.claims, "title"), strict=True):
            if title:
                said[name][title] += 1
        return {name: min(some, key=lambda t: (-some[t], len(t), t)) for name, some in said.items()}

    def headline(self, comparison: Comparison, finding: Finding) -> tuple[str, str]:
        """Give what a finding is about (quantity and period) and one sentence that says what is said by whom.

        The rule's own message is that sentence where it has one.
        """
        own = fold(finding.message)
        claims = self.claims_of(comparison, finding.primary)
        if own != fold(comparison.reason) or len(claims) < 2:
            return "", own
        return self._told(comparison, claims, self.focus(comparison))

    def told(self, comparison: Comparison, first: str) -> tuple[str, str]:
        """Give what a comparison is about (quantity and period) and one sentence that says what is said by whom.

        The claim called `first` comes first, and is set against the others where these together say what it can be.
        """
        return self._told(comparison, self.claims_of(comparison, first), self.focus(comparison, first))

    def _told(
        self, comparison: Comparison, claims: Sequence[Claim], focus: tuple[Claim, Interval] | None
    ) -> tuple[str, str]:
        periods = {c.period for c in claims}
        one = humane_period(claims[0].period) if len(periods) == 1 and claims[0].period is not None else ""
        title = visible(self.metric_title(comparison.metric))
        about = ", ".join(part for part in (title, one) if part)
        return about, self._sentence(comparison, claims, focus, dated=not one)

    def _sentence(
        self,
        comparison: Comparison,
        claims: Sequence[Claim],
        focus: tuple[Claim, Interval] | None,
        *,
        dated: bool,
    ) -> str:
        but = ", but " if comparison.verdict == "conflict" else ", and "
        if focus is not None:
            claim, implied = focus
            others = [_figure_of(c, dated=dated) for c in claims if c.claim_id != claim.claim_id]
            given = _listed(others, _MOST_NAMED)
            makes = "makes" if len(others) == 1 else "make"
            return f"{_says([claim], dated=dated)}{but}{given} {makes} {implied_words(implied, unit_of(claim))}"
        if relation(comparison.relation).nested and len(claims) == 2:
            part, whole = sorted(claims, key=lambda c: (c.period.days if c.period else 0, c.claim_id))
            return f"{_says([part], dated=dated)}{but}{_says([whole], dated=dated)} as a whole"
        voices: dict[str, list[Claim]] = {}
        for claim in claims:
            voices.setdefault(_name_of(claim), []).append(claim)
        return _listed([_says(some, dated=dated) for some in voices.values()], _MOST_NAMED, joint=", ")

    def steps(self, comparison: Comparison) -> tuple[str, ...]:
        """Give the arithmetic as steps without numbers of their own, as lists number them anyway."""
        return tuple(self.spoken(re.sub(r"^\d+\.\s+", "", step)) for step in comparison.chain)

    def reason(self, comparison: Comparison) -> str:
        """Give a comparison's reason on one line, with periods as people say them."""
        return self.spoken(comparison.reason)

    @cached_property
    def _periods(self) -> dict[str, str]:
        """The run's periods that are no whole years, as machines write them and as people say them."""
        said = {p for name in ("period", "base") for p in values(self.run.claims, name)} - {None}
        found = {p for p in said if p.whole_year is None}
        return {str(p): humane_period(p) for p in found}

    def spoken(self, text: str) -> str:
        """Write periods as people say them, "2022-01/2022-09" as "January to September 2022", on one line."""
        return _PERIOD.sub(lambda m: self._periods.get(m[0], m[0]), fold(text))

    def cause(self, comparison: Comparison) -> str:
        """Say the likely cause of a conflict, "" where none fits."""
        return "" if comparison.cause is None else self.spoken(causes.words(comparison.cause))

    def remarks(self, comparison: Comparison) -> tuple[str, ...]:
        """Give the remarks with the ids of claims replaced by what the claims say."""
        out = []
        for remark in comparison.remarks:
            said = remark
            # The longest first: "a:12" must not be found inside "a:123".
            for claim_id in sorted(comparison.claims, key=lambda c: (-len(c), c)):
                if claim_id in self.claims and claim_id in said:
                    said = _with_claim_named(said, self.claims[claim_id])
            out.append(self.spoken(said))
        return tuple(out)

    def doubts(self, comparison: Comparison) -> tuple[str, ...]:
        """Say what had to be inferred or assumed about the claims of a comparison, and from which words."""
        found = []
        for claim in self.claims_of(comparison):
            parts = []
            if claim.period is not None and claim.period_how in _UNSURE:
                parts.append(f"period {inferred_words(claim)}")
            if claim.base is not None and claim.base_how in _UNSURE:
                parts.append(f"counted from {humane_period(claim.base)}, {claim.base_how}")
            if claim.metric and claim.metric_how in _UNSURE:
                parts.append(f"quantity {HOW.get(claim.metric_how, claim.metric_how)}")
            if parts:
                found.append(f"“{fold(shorten(claim.surface, 60))}”: {', '.join(parts)}")
        return tuple(found)

    def title(self, finding: Finding) -> str:
        """Give a finding as one sentence that stands alone."""
        comparison = self.comparisons.get(finding.comparison)
        if comparison is None:
            return fold(finding.message)
        about, sentence = self.headline(comparison, finding)
        return f"{about}: {sentence}" if about else sentence

    def focus(self, comparison: Comparison, first: str = "") -> tuple[Claim, Interval] | None:
        """Choose the claim to set against what the others imply, and give what they do.

        It is the one called `first` where that can be drawn, else the one where the gap (of a conflict) or what they
        share shows best; the one that would have to change goes before others, and a number that its author worked out
        (a ratio, share or total) before a level. None where the claims compare as they stand.
        """
        if relation(comparison.relation).direct:
            return None
        best: tuple[float, Claim, Interval] | None = None
        for claim_id, implied in zip(comparison.claims, comparison.implied, strict=False):
            claim = self.claims.get(claim_id)
            if claim is None or implied is None or implied.empty or not drawable(claim):
                continue
            if implied.low is None and implied.high is None:
                continue
            worked_out = claim.kind in _WORKED_OUT or claim.role in _WORKED_OUT
            blamed = comparison.gap is not None and claim_id in comparison.gap.mends
            score = _visibility(claim.interval, implied, comparison.verdict) + 0.15 * worked_out + 0.5 * blamed
            if claim_id == first:
                return claim, implied
            if best is None or score > best[0]:
                best = score, claim, implied
        return None if best is None else best[1:]

    def quote(self, claim: Claim, reach: int = 240) -> Quote:
        """Give the claim's sentence with at most `reach` characters to each side of the claim, white space folded."""
        at = claim.start - claim.sentence_start
        sentence = claim.sentence
        if sentence[at : at + len(claim.surface)] != claim.surface or at < 0:
            document = self.documents.get(claim.document)
            if document is None or document.text[claim.start : claim.end] != claim.surface:
                return Quote("", fold(claim.surface), "")
            start, end = claim.start - reach, claim.end + reach
            sentence, at = document.text[max(0, start) : end], min(claim.start, reach)
        before, after = sentence[:at], sentence[at + len(claim.surface) :]
        if len(before) > reach:
            before = "…" + before[-reach:]
        if len(after) > reach:
            after = after[:reach] + "…"
        return Quote(fold(before), fold(shorten(claim.surface, 2 * reach)), fold(after))

    def marked(self, claims: Sequence[Claim], reach: int = 240) -> tuple[tuple[str, bool], ...]:
        """Give the sentence of some claims in pieces of (text, whether it is a claim), as `quote` does for one.

        Empty where there is no more than one claim, or where they do not stand in one sentence side by side.
        """
        some = sorted(claims, key=lambda c: c.start)
        sentence, first = some[0].sentence, some[0].sentence_start
        pieces: list[tuple[str, bool]] = []
        at = 0
        for claim in some:
            start, end = claim.start - first, claim.end - first
            if len(some) < 2 or start < at or sentence[start:end] != claim.surface:
                return ()
            before = sentence[at:start]
            if not pieces and len(before) > reach:
                before = "…" + before[-reach:]
            pieces += [(fold(shorten(before, 2 * reach)), False), (fold(shorten(claim.surface, 2 * reach)), True)]
            at = end
        after = sentence[at:]
        return (*pieces, (fold(after[:reach] + "…" if len(after) > reach else after), False))

    def counts(self, comparisons: Iterable[Comparison] | None = None) -> Counts:
        """Count verdicts, of the whole run where no comparisons are given."""
        some = self.run.comparisons if comparisons is None else tuple(comparisons)
        return Counts(*(sum(c.verdict == v for c in some) for v in VERDICTS))


def suspected(finding: Finding) -> bool:
    """Tell whether a finding rests on a link that is only probable."""
    return finding.severity == GRAVITY[-1]


def found_words(findings: Iterable[Finding], new: str = "") -> str:
    """Count contradictions and suspected ones: "2 contradictions and 1 suspected contradiction"; "" for none.

    `new` stands before each, "new" for one.
    """
    counts = Counter(suspected(f) for f in findings)
    named = ((counts[False], f"{new} contradiction"), (counts[True], f"{new} suspected contradiction"))
    parts = [plural(count, name.strip()) for count, name in named if count]
    return " and ".join(parts)


def heads(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Give the findings that stand beneath no other of these."""
    marks = {f.fingerprint for f in findings}
    return tuple(f for f in findings if f.above not in marks)


def tally(run: Run) -> Counter[str]:
    """Count the findings by status, those that one claim brings about as one, those left out on request too."""
    return Counter(f.status for f in heads(run.findings)) + Counter(dict(run.hidden))


def status_counts(rows: Iterable[Checked]) -> str:
    """Count the claims of a draft by what becomes of them: "8 supported, 2 unsupported, 1 contradicted"."""
    counts = Counter(row.status for row in rows)
    if not counts:
        return "the draft states no numbers to check"
    return ", ".join(f"{counts[status]:,} {status}" for status in reversed(STATUSES))


def draft_headline(rows: Sequence[Checked]) -> str:
    """Say how many numbers of a draft could be compared with sources, and what that gave."""
    counts = Counter(row.status for row in rows)
    if not rows:
        return "No number was found in the draft, so nothing was compared."
    judged = len(rows) - counts["unsupported"]
    if not judged:
        return f"Nothing was compared: the sources cover none of {plural(len(rows), 'number')} in the draft."
    parts = [f"{counts[status]:,} {status}" for status in ("contradicted", "supported") if counts[status]]
    rest = f"; {counts['unsupported']:,} not covered by any source" if counts["unsupported"] else ""
    return f"{judged:,} of {plural(len(rows), 'number')} in the draft compared ({', '.join(parts)}){rest}."


def fails(finding: Finding, fail_on: str) -> bool:
    """Tell whether a finding fails a gate at this level: new, and as severe as it (never: none does)."""
    return finding.status == "new" and finding.severity in failing(fail_on)


def evidence(view: View, finding: Finding) -> list[str]:
    """Give a finding's quotes and arithmetic as plain lines."""
    comparison = view.comparisons.get(finding.comparison)
    if comparison is None:
        return []
    lines = []
    for claim in view.claims_of(comparison, finding.primary):
        quote = view.quote(claim, reach=160)
        said = f"“{quote.before.lstrip()}⟦{quote.marked}⟧{quote.after.rstrip()}”"
        lines.append(f"{visible(view.place(claim))}: {said} ({visible(voice(claim))}, {dated(claim)})")
        if bounds := allowed_words(claim):
            lines.append(f"  allows {bounds}")
    lines.append(view.reason(comparison))
    lines += [f"{n}. {step}" for n, step in enumerate(view.steps(comparison), start=1)]
    return lines


def gravest(verdicts: Iterable[str]) -> str:
    """Give the verdict that matters most among some, "" where there is none."""
    found = set(verdicts)
    return next((v for v in VERDICTS if v in found), "")


def voice(claim: Claim) -> str:
    """Say who says it: publisher, speaker, and whose statistics, as far as known."""
    who = claim.publisher or claim.document
    if claim.speaker and claim.speaker not in who:
        who = f"{claim.speaker} in {who}" if claim.publisher else claim.speaker
    return f"{who} (figures: {claim.source})" if claim.source else who


def drawable(claim: Claim) -> bool:
    """Tell whether a claim's interval has an end to draw."""
    return claim.kind != "date" and not (claim.interval.low is None and claim.interval.high is None)


def unit_of(claim: Claim) -> str:
    """Give the unit to write a claim's numbers in; places and scores have none."""
    return "" if claim.kind in _UNITLESS else claim.unit


def noun_of(claim: Claim) -> str:
    """Give the words of the text for what a claim counts, "" where its unit says it."""
    return fold(claim.unit_text) if "count" in claim.unit.split("/") else ""


def _with_claim_named(text: str, claim: Claim) -> str:
    name = f"“{shorten(claim.surface, 60)}” ({_name_of(claim)})"
    quoted = f"'{fold(claim.surface)}' ({claim.claim_id})"
    if quoted in text:
        return text.replace(quoted, name)
    return re.sub(rf"(?<!\w){re.escape(claim.claim_id)}(?!\w)", lambda _: name, text)


def _name_of(claim: Claim) -> str:
    return visible(claim.publisher or claim.speaker or claim.document)


def _says(claims: Sequence[Claim], *, dated: bool) -> str:
    """Say who says what: "Trend says 1.84 million t for January to September 2022"."""
    said = [_value_and_time(c, dated=dated) for c in claims]
    both = "both " if len(said) == 2 else ""
    return f"{_name_of(claims[0])} says {both}{_listed(said, _MOST_NAMED)}"


def _figure_of(claim: Claim, *, dated: bool) -> str:
    return f"{_value_and_time(claim, dated=dated)} ({_name_of(claim)})"


def _value_and_time(claim: Claim, *, dated: bool) -> str:
    when = ""
    if claim.period is not None and claim.base is not None:
        when = f" from {humane_period(claim.base)} to {humane_period(claim.period)}"
    elif dated and claim.period is not None:
        when = f" for {humane_period(claim.period)}"
    return f"{fold(value_words(claim, HEDGES))}{when}"


def _listed(parts: Sequence[str], most: int, joint: str = " and ") -> str:
    shown = list(parts[:most])
    if len(parts) > most:
        shown.append(f"{len(parts) - most} more")
    return f"{', '.join(shown[:-1])}{joint}{shown[-1]}" if len(shown) > 1 else "".join(shown)


def _visibility(one: Interval, other: Interval, verdict: str) -> float:
    """Give the share of the axis that the gap between two intervals takes, or what they share where they meet."""
    ends = [float(e) for e in (one.low, one.high, other.low, other.high) if e is not None]
    span = max(ends) - min(ends)
    if not span:
        return 0.0
    lows = [float(i.low) for i in (one, other) if i.low is not None]
    highs = [float(i.high) for i in (one, other) if i.high is not None]
    shared = min([*highs, max(ends)]) - max([*lows, min(ends)])
    return (-shared if verdict == "conflict" else shared) / span


def dated(claim: Claim) -> str:
    """Say when it was published, "undated" where nobody knows."""
    return humane_date(claim.published) if claim.published else "undated"


def implied_words(implied: Interval, unit: str) -> str:
    """Say what other figures make of one, to four digits: what is worked out is no more precise than its sources."""
    return interval_words(implied, unit, significant=4, counted=False)


def value_words(claim: Claim, hedges: Mapping[str, str] | None = None) -> str:
    """Write what the claim says, hedge included: "more than $500 million", "23 universities".

    The hedge stands in the words of the text, or in those of `hedges` by its sense.
    """
    if claim.kind in _BY_NAME or claim.hedge == "plus_minus":
        return claim.surface
    noun, unit = noun_of(claim), unit_of(claim)
    if claim.value is None:
        if claim.range_low is not None and claim.range_high is not None:
            return f"{humane(claim.range_low, unit)} to {humane(claim.range_high, unit, noun)}"
        return claim.surface
    number = humane(claim.value, unit, noun, significant=6)
    if claim.kind in {"change", "difference"} and claim.value > 0:
        number = f"+{number}"
    if claim.hedge == "exact":
        return number
    word = (hedges or {}).get(claim.hedge) or claim.hedge_text or claim.hedge.replace("_", " ")
    return f"{word} {number}"


def allowed_words(claim: Claim) -> str:
    """Say which true values the claim allows, "" where it sets no bound (a date)."""
    if claim.interval.low is None and claim.interval.high is None:
        return ""
    return interval_words(claim.interval, unit_of(claim), noun_of(claim))


def period_words(claim: Claim) -> str:
    """Say of which period the claim speaks and how that was known; "" where it has none.

    Words that could not be dated stand with their document: "last year (of notes.txt, whose date is not known)".
    """
    if claim.period is None:
        if not claim.period_symbol:
            return ""
        unknown = "" if claim.published else ", whose date is not known"
        return f"{fold(claim.period_text)} (of {visible(claim.document)}{unknown})"
    when = humane_period(claim.period)
    if claim.base is not None:
        when += f" against {humane_period(claim.base)}"
    return when if claim.period_how in {"", "stated"} else f"{when} ({claim.period_how})"


def inferred_words(claim: Claim) -> str:
    """Say of which period a claim is, how that is known, and from which words: "2023, inferred from “last year”"."""
    if claim.period is None:
        return ""
    words = fold(claim.period_text)
    said = f" from “{words}”" if words and words != str(claim.period) else ""
    return f"{humane_period(claim.period)}, {claim.period_how}{said}"


def fold(text: str) -> str:
    """Fold white space to single spaces, keeping one at either end, and show unseen characters."""
    return visible(re.sub(r"\s+", " ", text))


def shorten(text: str, most: int) -> str:
    """Cut the middle out of a text longer than `most` characters."""
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]} … {text[-half:]}"


def plural(count: int, noun: str, many: str = "") -> str:
    """Write "1 claim", "1,204 claims"."""
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def waiting_words(question: Question) -> str:
    """Say how many comparisons wait for the answer to a question, and for which words."""
    one = question.waiting == 1
    if question.kind == "statistics":
        return f"{plural(question.waiting, 'conflict')} {'turns' if one else 'turn'} on it"
    waits = f"{plural(question.waiting, 'comparison')} {'waits' if one else 'wait'} for it"
    said = ", ".join(f"“{fold(shorten(words, 60))}”" for words in question.words[:3])
    return f"{waits} ({said})" if said else waits


def answer_place(question: Question) -> str:
    """Say where the answer to a question is to be written."""
    parts = (f"in {visible(question.file)}" if question.file else "", visible(question.where))
    return ", ".join(part for part in parts if part)


def accept_command(finding: Finding, paths: str = "PATH...") -> str:
    """Give the command that accepts one finding for a reason, to be run on the documents of the run."""
    return f'kzcheck baseline update {paths} --accept {visible(finding.fingerprint)} --reason "..."'


def what_differs(comparison: Comparison) -> str:
    """Name what keeps the claims of an incomparable one apart: period, parties, scope, modality, unit, ..."""
    return comparison.differs or comparison.mode or "other"


def differs_words(what: str) -> str:
    """Say what keeps claims apart in words of the reader: "parties" is "whose figure"."""
    return _DIFFERS.get(what, fold(what))


def difference(comparison: Comparison) -> str:
    """Say how the claims of an incomparable one differ, without what `what_differs` says already."""
    return comparison.detail or comparison.differs or comparison.reason


def file_of(document: str) -> str:
    """Give the file that a document stands in: a row of a corpus is called PATH#ID."""
    path, mark, _ = document.partition(".jsonl#")
    return f"{path}.jsonl" if mark else document
