"""What stands on the page, gathered from a run before anything is drawn."""

from __future__ import annotations

import base64
import re
from base64 import b64encode
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from kzcheck.compare.relations import relation
from kzcheck.model import Claim, Comparison, Document, Finding, ImpliedBound, Interval, Run
from kzcheck.model.visible import visible
from kzcheck.render import links
from kzcheck.render.coverage import Apart, headline, left_out, not_compared, unread_documents
from kzcheck.render.csv import claims_csv
from kzcheck.render.html import plot
from kzcheck.render.html.parts import Part
from kzcheck.render.json import render as json_text
from kzcheck.render.numbers import humane, humane_period, percent_of, plain
from kzcheck.render.options import Options
from kzcheck.render.view import (
    HOW,
    SEVERITY_NAMES,
    SYMBOLS,
    VERDICTS,
    Counts,
    View,
    accept_command,
    allowed_words,
    dated,
    difference,
    differs_words,
    drawable,
    fold,
    found_words,
    gravest,
    implied_words,
    inferred_words,
    noun_of,
    period_words,
    plural,
    shorten,
    unit_of,
    value_words,
    voice,
    what_differs,
)
from kzcheck.units import UnitError, factor

# Documents up to this length are shown whole; of longer ones the passages around claims.
WHOLE_DOCUMENT = 20_000
_AROUND = 320
# Texts beyond this many characters in all are shown only around the claims of the comparisons on the page.
TEXTS = 1_200_000
# Beyond these, lists say how many more there are and where.
MOST_FOLDED = 300
MOST_ROWS = 3_000
MOST_UNLIKE = 100
MOST_ENTRIES = 3_000
MOST_CAMPS = 100
# Findings that an index shows whole; the others stand with their quantities.
MOST_INDEXED = 25
_MOST_INSIDE = 1_500_000
_LEVELS = frozenset({"level", "count", "duration", "age"})


class Row(NamedTuple):
    """A row of an interval plot: who says what; `claim` is None for what the others imply."""

    who: str
    value: str
    when: str
    allows: str
    hedged: bool
    claim: Claim | None
    anchor: str
    track: plot.Track


class Figure(NamedTuple):
    """An interval plot."""

    title: str
    rows: tuple[Row, ...]
    panel: plot.Panel


class Said(NamedTuple):
    """A claim inside a quote: its words, what they allow, and of which period."""

    surface: str
    allows: str
    period: str
    place: str
    anchor: str


class Exhibit(NamedTuple):
    """A sentence with its source; `pieces` are its stretches of text, marked where they are a claim.

    `differs` says what keeps it from being compared, where it stands beside a claim that it only comes near. `pictures`
    are pieces of the original as data URIs, each with what it shows.
    """

    pieces: tuple[tuple[str, bool], ...]
    who: str
    when: str
    said: tuple[Said, ...]
    differs: str = ""
    pictures: tuple[tuple[str, str], ...] = ()


class Line(NamedTuple):
    """A row of the table of claims."""

    claim: Claim
    verdict: str
    surface: str
    value: str
    allows: str
    period: str
    who: str
    place: str
    anchor: str


class Lead(NamedTuple):
    """The worst finding as the first screen shows it."""

    case: Case
    figure: Figure | None


class Case(NamedTuple):
    """A comparison, ready to show; `finding` where it is one."""

    comparison: Comparison
    finding: Finding | None
    anchor: str
    title: str
    about: str
    reason: str
    steps: tuple[str, ...]
    repair: str
    remarks: tuple[str, ...]
    doubts: tuple[str, ...]
    figures: tuple[Figure, ...]
    exhibits: tuple[Exhibit, ...]
    gap: str
    sure: str = ""


class Piece(NamedTuple):
    """A stretch of a document's text; `claim` where it is one, `omitted` where characters were left out before it."""

    text: str
    claim: Claim | None = None
    anchor: str = ""
    verdict: str = ""
    words: str = ""
    target: str = ""
    omitted: int = 0


class Side(NamedTuple):
    """A note beside a document: what was inferred or assumed for which claim."""

    surface: str
    anchor: str
    words: str


class Page(NamedTuple):
    """A document as the page shows it."""

    document: Document
    anchor: str
    pieces: tuple[Piece, ...]
    sides: tuple[Side, ...]
    counts: Counter[str]
    claims: int
    whole: bool
    link: str
    published: str


class Camp(NamedTuple):
    """One value of a quantity in one period, with those who say it."""

    period: str
    value: str
    allows: str
    kind: str
    voices: tuple[tuple[str, str], ...]
    verdict: str


class Joint(NamedTuple):
    """What claims imply together for a period, and those claims: their words and anchors."""

    words: str
    claims: tuple[tuple[str, str], ...]


class Quantity(NamedTuple):
    """A metric: its verdicts, its timeline, its camps."""

    name: str
    title: str
    anchor: str
    how: str
    claims: int
    documents: int
    counts: Counts
    timeline: plot.Timeline | None
    implied: tuple[Joint, ...]
    camps: tuple[Camp, ...]
    values: int


class Entry(NamedTuple):
    """A line of an index: a quantity, the page that it stands on, and its verdicts."""

    title: str
    link: str
    claims: int
    counts: Counts


class Unlike(NamedTuple):
    """Comparisons that were not judged because one thing differs, by quantity."""

    what: str
    pairs: int
    quantities: tuple[tuple[str, tuple[Comparison, ...]], ...]


class Listed(NamedTuple):
    """A document as a row of an index."""

    title: str
    publisher: str
    published: str
    key: str
    file: str
    claims: int
    compared: int
    anchor: str


class Download(NamedTuple):
    """A file that the page carries, as a data: link; `link` is empty where it is too big to carry."""

    name: str
    link: str


class Content:
    """All parts of the page of one run."""

    def __init__(self, run: Run, part: Part | None = None, parts: Sequence[Part] = (), title: str = "") -> None:
        """Take a run; nothing is worked out before it is asked for.

        `part` where the page shows only a part of it, `parts` where it is the index of such pages. `title` is what the
        report is called.
        """
        self.title = fold(title)
        self.run = run if part is None else part.run
        self.part = part
        self.parts = tuple(parts)
        run = self.run
        self.view = View(run)
        self.symbols: Mapping[str, str] = SYMBOLS
        self.elsewhere = "findings.json"
        self.around = "Many documents: the passages around the claims of comparisons on this page."
        self.verdicts = VERDICTS
        self.marks: tuple[str, ...] = VERDICTS

    @cached_property
    def anchors(self) -> dict[str, str]:
        """Anchors of claims by id: short, stable, and safe in an attribute and a link; "" of those not on the page."""
        shown = {c.claim_id for some in self._marked_claims.values() for c in some}
        named = ((c.claim_id, f"claim-{n}") for n, c in enumerate(self.run.claims, start=1))
        return {claim_id: name if claim_id in shown else "" for claim_id, name in named}

    @cached_property
    def _marked_claims(self) -> dict[str, list[Claim]]:
        """Give the claims by document, in the order of the text; of a big run only those of comparisons on the page."""
        found: defaultdict[str, list[Claim]] = defaultdict(list)
        if self.parts:
            return found
        judged = {c for x in self.run.comparisons if x.id in self._folded_ids for c in x.claims}
        judged |= {c.claim_id for n in self.near[:MOST_FOLDED] for c in n.claims}
        for claim in self.run.claims:
            if claim.document in self.view.documents and (not self.crowded or claim.claim_id in judged):
                found[claim.document].append(claim)
        return {name: sorted(some, key=lambda c: (c.start, -c.end)) for name, some in found.items()}

    @cached_property
    def crowded(self) -> bool:
        """Whether the texts are too long to be shown whole."""
        return self.part is not None or sum(len(d.text) for d in self.run.documents) > TEXTS

    @cached_property
    def case_anchors(self) -> dict[str, str]:
        """Anchors of comparisons by id; a finding is called by its fingerprint."""
        found = {c.id: f"comparison-{n}" for n, c in enumerate(self.run.comparisons, start=1)}
        taken: set[str] = set()
        for number, finding in enumerate(self.view.findings, start=1):
            name = "finding-" + (re.sub(r"[^0-9A-Za-z_-]", "", finding.fingerprint) or str(number))
            name = f"{name}-{number}" if name in taken else name
            taken.add(name)
            found[finding.comparison] = name
        return found

    @cached_property
    def anchors_of(self) -> dict[str, str]:
        """Anchors of the findings that the page shows, by fingerprint."""
        return {case.finding.fingerprint: case.anchor for case in self.findings if case.finding is not None}

    @cached_property
    def counts(self) -> Counts:
        """Verdicts of the run."""
        return self.view.counts()

    @cached_property
    def statuses(self) -> Counter[str]:
        """Findings by status."""
        return Counter(f.status for f in self.view.heads)

    @cached_property
    def headline(self) -> str:
        """The result in one sentence."""
        known = self.statuses["known"] + self.statuses["waived"]
        if not self.run.documents:
            return "Nothing was read, so nothing was checked."
        if not self.run.findings:
            said = self.run.coverage
            if not self.run.claims:
                return "These documents state no numbers to compare."
            if not said.compared:
                return "Nothing could be compared."
            return f"No contradiction in the {said.compared:,} of {plural(said.numbers, 'number')} that were compared"
        new = [f for f in self.view.heads if f.status == "new"]
        if not known:
            return f"{found_words(new)} in {plural(self.read, 'document')}"
        found = found_words(new, "new") or "No new contradiction"
        return f"{found}, {known:,} known before"

    @cached_property
    def read(self) -> int:
        """How many documents were read."""
        return len(self.run.documents) - len(unread_documents(self.run))

    @cached_property
    def lead(self) -> Lead | None:
        """The worst new finding, with the drawing that shows it."""
        case = next((c for c in self.findings if c.finding is not None and c.finding.status == "new"), None)
        return None if case is None else Lead(case, next(iter(case.figures), None))

    @cached_property
    def coverage(self) -> str:
        """How many numbers were compared, and what kept others apart."""
        return headline(self.run)

    @cached_property
    def apart(self) -> tuple[Apart, ...]:
        """Why claims were compared with none."""
        return not_compared(self.view)

    @cached_property
    def left_out(self) -> tuple[str, ...]:
        """What was not read or not understood."""
        return left_out(self.run)

    @cached_property
    def gists(self) -> dict[str, str]:
        """What stands under each verdict's count."""
        severities = Counter(f.severity for f in self.view.heads)
        unlike = [f"{u.pairs:,} by {shorten(u.what, 24)}" for u in self.unlike]
        return {
            "conflict": ", ".join(plural(n, name) for s, name in SEVERITY_NAMES.items() if (n := severities[s])),
            "round": "true once rounded",
            "agree": "true as stated",
            "incomparable": ", ".join(unlike[:2]),
        }

    @cached_property
    def summary(self) -> str:
        """What was checked."""
        quantities = len({(c.metric, c.parties) for c in self.run.claims if c.metric})
        return " · ".join(
            (
                plural(self.read, "document"),
                plural(len(self.run.claims), "claim"),
                plural(quantities, "quantity", "quantities"),
                plural(len(self.run.comparisons), "comparison"),
            )
        )

    @cached_property
    def findings(self) -> tuple[Case, ...]:
        """Findings, the worst first."""
        known = self.view.comparisons
        some = self.view.findings[:MOST_INDEXED] if self.parts else self.view.findings
        return tuple(self.case(known[f.comparison], f) for f in some if f.comparison in known)

    def folded(self, verdict: str) -> tuple[Case, ...]:
        """Prepare the comparisons of a verdict that are no findings, as many as the page shows."""
        return tuple(self.case(c, None) for c in self._folded[verdict])

    @cached_property
    def _folded(self) -> dict[str, tuple[Comparison, ...]]:
        most = 0 if self.parts else MOST_FOLDED
        return {v: self.view.with_verdict(v)[:most] for v in ("round", "agree")}

    @cached_property
    def unlike(self) -> tuple[Unlike, ...]:
        """Incomparable ones by what differs, and then by quantity, the commonest first."""
        groups: defaultdict[str, defaultdict[str, list[Comparison]]] = defaultdict(lambda: defaultdict(list))
        for comparison in self.view.with_verdict("incomparable"):
            groups[what_differs(comparison)][comparison.metric].append(comparison)
        found = [
            Unlike(
                differs_words(what),
                sum(len(some) for some in by_metric.values()),
                tuple(
                    (visible(self.view.metric_title(name)) or "no named quantity", tuple(some))
                    for name, some in sorted(by_metric.items(), key=lambda g: (-len(g[1]), g[0]))
                ),
            )
            for what, by_metric in groups.items()
        ]
        return tuple(sorted(found, key=lambda u: (-u.pairs, u.what)))

    @cached_property
    def near(self) -> tuple[links.Near, ...]:
        """Pairs that were not judged and that a person has to look at, the likeliest first."""
        return links.near_matches(self.view)

    def difference(self, comparison: Comparison) -> str:
        """Say how the claims of an incomparable one differ."""
        return self.view.spoken(difference(comparison))

    def case(self, comparison: Comparison, finding: Finding | None, first: str = "") -> Case:
        """Prepare a comparison for showing, with the claim called `first` set against the others."""
        claims = self.view.claims_of(comparison, first or (finding.primary if finding is not None else ""))
        gap = comparison.gap
        about, title = visible(self.view.metric_title(comparison.metric)), self.view.reason(comparison)
        if first:
            about, title = self.view.told(comparison, first)
        elif finding is not None:
            about, title = self.view.headline(comparison, finding)
        arithmetic, reason = self.view.steps(comparison), self.view.reason(comparison)
        repair = fold(gap.repair) if gap is not None else ""
        return Case(
            comparison=comparison,
            finding=finding,
            anchor=self.case_anchors[comparison.id],
            title=title,
            about=about,
            reason=reason if reason not in title and not any(reason in step for step in arithmetic) else "",
            steps=arithmetic,
            repair="" if any(repair in step for step in arithmetic) else repair,
            remarks=self.view.remarks(comparison),
            doubts=self.view.doubts(comparison),
            figures=self._figures(comparison, claims, first),
            exhibits=tuple(self.exhibits(claims)),
            gap=f"off by at least {percent_of(gap.share)}" if gap is not None and gap.share > 0 else "",
            sure="" if comparison.link is None else links.sure(comparison.link),
        )

    def exhibits(self, claims: Sequence[Claim]) -> Iterable[Exhibit]:
        """Quote each sentence once, with all its claims marked."""
        sentences: defaultdict[tuple[str, int, str, str], list[Claim]] = defaultdict(list)
        for claim in claims:
            sentences[claim.document, claim.sentence_start, claim.sentence, voice(claim)].append(claim)
        for some in sentences.values():
            pieces = self.view.marked(some, reach=320)
            for together in [some] if pieces else [[c] for c in some]:
                quote = self.view.quote(together[0], reach=320)
                yield Exhibit(
                    pieces=pieces or ((quote.before, False), (quote.marked, True), (quote.after, False)),
                    who=self.who(together[0]),
                    when=dated(together[0]),
                    said=tuple(self._said(c) for c in together),
                    pictures=tuple(self._picture(c) for c in together if c.claim_id in self.run.pictures),
                )

    def _picture(self, claim: Claim) -> tuple[str, str]:
        """Give the piece of the original page with the number boxed, and words for those who don't see it."""
        data = b64encode(self.run.pictures[claim.claim_id]).decode("ascii")
        where = visible(self.view.place(claim))
        return f"data:image/png;base64,{data}", f"“{fold(shorten(claim.surface, 60))}” on the page, {where}"

    def who(self, claim: Claim) -> str:
        """Say who says a claim, beside its quote."""
        return visible(voice(claim))

    def name(self, claim: Claim) -> str:
        """Say in short who says a claim, beside its drawing."""
        return visible(claim.publisher or claim.speaker or claim.document)

    def _said(self, claim: Claim) -> Said:
        return Said(
            surface=fold(shorten(claim.surface, 60)),
            allows=allowed_words(claim),
            period=period_words(claim),
            place=visible(self.view.place(claim)),
            anchor=self.anchors[claim.claim_id],
        )

    def _figures(self, comparison: Comparison, claims: Sequence[Claim], first: str) -> tuple[Figure, ...]:
        drawn = [c for c in claims if drawable(c)]
        focus = self.view.focus(comparison, first)
        if focus is not None:
            drawn.sort(key=lambda c: c.claim_id != focus[0].claim_id)
        shade: Sequence[str] = ()
        if focus is not None or (relation(comparison.relation).shared and comparison.verdict != "incomparable"):
            shade = ("gap", "meet")
        elif comparison.verdict == "conflict":
            shade = ("gap",)
        figures = []
        for number, (unit, group) in enumerate(by_unit(drawn)):
            derived = self._implied_row(*focus) if focus is not None and not number else None
            title = "and the figures behind it" if focus is not None and number else ""
            figures.append(self.figure(group, unit, title, () if title or len(drawn) < 2 else shade, derived))
        return tuple(f for f in figures if f is not None)

    def figure(
        self,
        claims: Sequence[Claim],
        unit: str,
        title: str = "",
        shade: Sequence[str] = (),
        derived: tuple[plot.Bar, str] | None = None,
    ) -> Figure | None:
        """Draw claims on one axis in a unit, with what others imply as second row where it is given."""
        bars = [_bar(c, unit) for c in claims]
        if derived is not None:
            bars.insert(1, derived[0])
        panel = plot.panel(bars, unit, shade, shaded=len(bars) if derived is None else 2)
        if panel is None:
            return None
        tracks = list(panel.tracks)
        between = tracks.pop(1) if derived is not None else None
        rows = [self._row(c, t) for c, t in zip(claims, tracks, strict=True)]
        if derived is not None and between is not None:
            rows.insert(1, Row("The other figures", derived[1], "", "", False, None, "", between))
        return Figure(title, tuple(rows), panel)

    def _row(self, claim: Claim, track: plot.Track) -> Row:
        return Row(
            who=self.name(claim),
            value=fold(value_words(claim)),
            when=period_words(claim),
            allows=allowed_words(claim),
            hedged=track.style == "hedged",
            claim=claim,
            anchor=self.anchors[claim.claim_id],
            track=track,
        )

    def _implied_row(self, claim: Claim, implied: Interval) -> tuple[plot.Bar, str]:
        words = implied_words(implied, unit_of(claim))
        return plot.Bar(implied, "derived", f"the other figures together allow {words}"), f"allow {words}"

    @cached_property
    def doubtful(self) -> tuple[Quantity, ...]:
        """Quantities with a conflict or a rounding, for the small multiples."""
        return tuple(q for q in self.quantities if q.counts.conflict or q.counts.round)

    @cached_property
    def sound(self) -> tuple[Quantity, ...]:
        """Quantities of which all comparisons agree."""
        return tuple(q for q in self.quantities if q.counts.agree and not q.counts.conflict and not q.counts.round)

    @cached_property
    def alone(self) -> int:
        """How many quantities were compared with nothing."""
        return len(self.quantities) - len(self.doubtful) - len(self.sound)

    @cached_property
    def most_of_one(self) -> int:
        """The highest count of one verdict in one quantity: the common scale of the small multiples."""
        return max((n for q in self.quantities for n in q.counts[:3]), default=0) or 1

    @staticmethod
    def accept(finding: Finding) -> str:
        """Give the command that accepts a finding."""
        return accept_command(finding)

    @staticmethod
    def number(value: Fraction | None) -> int | float | str:
        """Give the key to sort a value by, "" where there is none."""
        exact = plain(value)
        return "" if exact is None else exact

    @cached_property
    def documents(self) -> tuple[Page, ...]:
        """Documents with their claims marked."""
        return self.pages()

    def pages(self) -> tuple[Page, ...]:
        """Give the documents with their claims marked, of a part those that it has claims of."""
        count = Counter(c.document for c in self.run.claims)
        return tuple(
            self._page(n, d, self._marked_claims.get(d.id, []), count[d.id])
            for n, d in enumerate(self.run.documents, start=1)
            if self.part is None or d.id in self._marked_claims
        )

    @cached_property
    def listed(self) -> tuple[Listed, ...]:
        """Documents as rows of a table with their numbers, those with the most that could be compared first."""
        numbers = [c for c in self.run.claims if c.kind != "date"]
        count = Counter(c.document for c in numbers)
        compared = Counter(c.document for c in numbers if self.view.verdict_of(c) not in {"", "incomparable"})
        anchors = {d.id: f"document-{n}" for n, d in enumerate(self.run.documents, start=1)}
        own = self.run.documents
        some = sorted(own, key=lambda d: (-compared[d.id], -count[d.id], d.id))[:MOST_ENTRIES]
        return tuple(
            Listed(
                title=fold(shorten(d.title, 200)) or visible(d.id),
                publisher=visible(d.publisher),
                published=dated_document(d),
                key="" if d.published is None else str(d.published),
                file=visible(d.id),
                claims=count[d.id],
                compared=compared[d.id],
                anchor="" if self.parts else anchors[d.id],
            )
            for d in some
        )

    def _page(self, number: int, document: Document, claims: list[Claim], count: int) -> Page:
        whole = len(document.text) <= WHOLE_DOCUMENT and not self.crowded
        return Page(
            document=document,
            anchor=f"document-{number}",
            pieces=tuple(self._pieces(document, claims, whole=whole)),
            sides=tuple(s for c in claims if (s := self._side(c)) is not None),
            counts=Counter(self.mark_of(c) for c in claims),
            claims=count,
            whole=whole,
            link=document.url if re.match(r"https?://[^\s]+$", document.url) else "",
            published=dated_document(document),
        )

    def _pieces(self, document: Document, claims: Sequence[Claim], *, whole: bool) -> Iterable[Piece]:
        text, dropped = document.text, 0
        at = document.body
        while at < len(text) and text[at].isspace() and not any(c.start <= at for c in claims[:1]):
            at += 1
        for number, claim in enumerate(claims):
            if claim.start < at and number:
                # A claim inside or across another: what stands after the earlier one is marked, if anything.
                if claim.end <= at:
                    yield self._marked("", claim)
                    continue
                start = at
            else:
                start = max(claim.start, at)
            if not whole and start - at > 2 * _AROUND:
                if number:
                    tail = _word_end(text, at + _AROUND)
                    yield Piece(visible(text[at:tail]))
                    at = tail
                head = _word_start(text, start - _AROUND)
                dropped, at = head - at, head
            yield Piece(visible(text[at:start]), omitted=dropped)
            dropped = 0
            yield self._marked(visible(shorten(text[start : claim.end], 4 * _AROUND)), claim)
            at = max(claim.end, at)
        end = len(text) if whole else min(len(text), _word_end(text, at + _AROUND if claims else at))
        yield Piece(visible(text[at:end]))
        if end < len(text):
            yield Piece("", omitted=len(text) - end)

    def _marked(self, text: str, claim: Claim) -> Piece:
        comparisons = self.view.by_claim.get(claim.claim_id, ())
        verdict = gravest(c.verdict for c in comparisons)
        first = next((c for c in comparisons if c.verdict == verdict), None)
        words = f"{verdict or 'compared with nothing'}: {value_words(claim)}"
        when = period_words(claim)
        return Piece(
            text=text,
            claim=claim,
            anchor=self.anchors[claim.claim_id],
            verdict=verdict,
            words=fold(f"{words}, {when}" if when else words),
            target=self.case_anchors[first.id] if first is not None and self._shown(first) else "",
        )

    def mark_of(self, claim: Claim) -> str:
        """Give what a claim is marked with in its document: the gravest verdict on it."""
        return self.view.verdict_of(claim)

    def _shown(self, comparison: Comparison) -> bool:
        return comparison.id in self._folded_ids

    @cached_property
    def _folded_ids(self) -> frozenset[str]:
        shown = self.view.findings[:MOST_INDEXED] if self.parts else self.view.findings
        found = {f.comparison for f in shown}
        return frozenset(c.id for some in self._folded.values() for c in some) | found

    def _side(self, claim: Claim) -> Side | None:
        known = []
        if claim.period is not None and claim.period_how in {"inferred", "assumed"}:
            known.append(f"period {inferred_words(claim)}")
        if claim.base is not None and claim.base_how in {"inferred", "assumed"}:
            known.append(f"counted from {humane_period(claim.base)}, {claim.base_how}")
        if claim.metric and claim.metric_how in {"inferred", "assumed", "discovered"}:
            known.append(
                f"quantity {self.view.metric_title(claim.metric)}, {HOW.get(claim.metric_how, claim.metric_how)}"
            )
        if not known:
            return None
        return Side(fold(shorten(claim.surface, 80)), self.anchors[claim.claim_id], visible("; ".join(known)))

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Metrics, those with contradictions first, then by how much is said of them."""
        claims: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in self.run.claims:
            if claim.metric and (self.part is None or claim.metric in self.part.metrics):
                claims[claim.metric].append(claim)
        found = [self._quantity(n, name, some) for n, (name, some) in enumerate(sorted(claims.items()), start=1)]
        return tuple(sorted(found, key=lambda q: (-q.counts.conflict, -sum(q.counts[:3]), -q.claims, q.name)))

    @cached_property
    def told(self) -> tuple[Quantity, ...]:
        """Quantities of which something can be shown: a verdict, or how they went over time."""
        return tuple(q for q in self.quantities if any(q.counts[:3]) or q.timeline is not None)

    @cached_property
    def lone(self) -> tuple[Quantity, ...]:
        """Quantities of which there is only what each text says."""
        told = {q.anchor for q in self.told}
        return tuple(q for q in self.quantities if q.anchor not in told)

    @cached_property
    def _implied(self) -> defaultdict[str, list[ImpliedBound]]:
        groups: defaultdict[str, list[ImpliedBound]] = defaultdict(list)
        for bound in self.run.implied:
            groups[bound.metric].append(bound)
        return groups

    def _joint(self, bound: ImpliedBound) -> Joint:
        claims = [self.view.claims[c] for c in bound.claims if c in self.view.claims]
        return Joint(
            words=f"{humane_period(bound.period)}: {implied_words(bound.interval, bound.unit)}",
            claims=tuple((fold(shorten(c.surface, 40)), self.anchors[c.claim_id]) for c in claims),
        )

    @cached_property
    def index(self) -> tuple[Entry, ...]:
        """Where each quantity stands, those with contradictions first, of the page that is an index."""
        names = {name: part for part in self.parts for name in part.metrics}
        numbers = {
            part.file: {
                name: n
                for n, name in enumerate(sorted({c.metric for c in part.run.claims} & set(part.metrics) - {""}), 1)
            }
            for part in self.parts
        }
        claims = Counter(c.metric for c in self.run.claims)
        entries = []
        for name, part in names.items():
            number = numbers[part.file].get(name)
            entries.append(
                Entry(
                    title=visible(self.view.metric_title(name)) or "no named quantity",
                    link=f"{part.file}#quantity-{number}" if number else part.file,
                    claims=claims[name] if name else 0,
                    counts=self.view.counts(self._by_metric.get(name, ())),
                )
            )
        return tuple(sorted(entries, key=lambda e: (-e.counts.conflict, -sum(e.counts[:3]), -e.claims, e.title)))

    @cached_property
    def _by_metric(self) -> dict[str, list[Comparison]]:
        groups: defaultdict[str, list[Comparison]] = defaultdict(list)
        for comparison in self.run.comparisons:
            groups[comparison.metric].append(comparison)
        return groups

    def _quantity(self, number: int, name: str, claims: list[Claim]) -> Quantity:
        hows = {c.metric_how for c in claims}
        levels = [c for c in claims if c.kind in _LEVELS and drawable(c)]
        metric = self.view.metrics.get(name)
        units = Counter(c.unit for c in levels)
        unit = units.most_common(1)[0][0] if units else ""
        if metric is not None and any(convertible(c.unit, metric.unit) for c in levels):
            unit = metric.unit
        groups: defaultdict[tuple[object, ...], list[Claim]] = defaultdict(list)
        for claim in levels:
            if convertible(claim.unit, unit):
                interval = in_unit(claim.interval, claim.unit, unit)
                groups[claim.period, claim.modality, claim.cumulative, interval, claim.hedge].append(claim)
        camps = sorted(groups.values(), key=_chronological)
        placed_ones = {c.claim_id for some in camps for c in some}
        others = [[c] for c in claims if c.claim_id not in placed_ones]
        placed = [self._level(some, unit) for some in camps]
        growths = [g for c in claims if (g := _growth(c)) is not None]
        joint = [b for b in self._implied[name] if convertible(b.unit, unit)]
        bounds = [
            plot.Bound(b.period, in_unit(b.interval, b.unit, unit), f"{self._joint(b).words} together") for b in joint
        ]
        return Quantity(
            name=name,
            title=visible(self.view.metric_title(name)),
            anchor=f"quantity-{number}",
            how="grouped without rules" if "discovered" in hows else "",
            claims=len(claims),
            documents=len({c.document for c in claims}),
            counts=self.view.counts(self._by_metric.get(name, ())),
            timeline=plot.timeline(placed, growths, unit, bounds),
            implied=tuple(self._joint(b) for b in joint),
            camps=tuple(self._camp(some) for some in sorted([*camps, *others], key=_chronological)[:MOST_CAMPS]),
            values=len(camps) + len(others),
        )

    def _level(self, claims: Sequence[Claim], unit: str) -> plot.Level:
        claim = claims[0]
        value = None if claim.value is None else claim.value * _factor(claim.unit, unit)
        noun = noun_of(claim) if "/" in unit else ""
        label = plot.short(value, unit, noun) if value is not None else fold(value_words(claim))
        if claim.hedge != "exact":
            label = f"{claim.hedge_text.lower() or claim.hedge} {label}"
        if len(claims) > 1:
            label += f" ×{len(claims)}"
        verdict = gravest(self.view.verdict_of(c) for c in claims)
        who = "; ".join(dict.fromkeys(visible(voice(c)) for c in claims))
        return plot.Level(
            period=claim.period,
            value=value,
            interval=in_unit(claim.interval, claim.unit, unit),
            kind="part" if claim.cumulative else "actual" if claim.modality == "actual" else "target",
            hedged=claim.hedge != "exact",
            verdict=verdict,
            label=f"{SYMBOLS[verdict]} {shorten(label, 30)}",
            words=f"{fold(value_words(claim))}, {period_words(claim) or 'no period'}: {who}",
        )

    def _camp(self, claims: Sequence[Claim]) -> Camp:
        claim = claims[0]
        voices = dict.fromkeys((visible(voice(c)), self.anchors[c.claim_id]) for c in claims)
        kind = "" if claim.modality == "actual" else claim.modality
        return Camp(
            period=period_words(claim) or "no period",
            value=fold(value_words(claim)),
            allows=allowed_words(claim),
            kind=f"{kind} part-year".strip() if claim.cumulative else kind,
            voices=tuple(voices),
            verdict=gravest(self.view.verdict_of(c) for c in claims),
        )

    @cached_property
    def rows(self) -> tuple[Line, ...]:
        """Rows of the table of claims; those that are dates alone come last."""
        return tuple(self._line(c) for c in sorted(self.run.claims, key=lambda c: c.kind == "date")[:MOST_ROWS])

    def _line(self, claim: Claim) -> Line:
        return Line(
            claim=claim,
            verdict=self.view.verdict_of(claim),
            surface=fold(shorten(claim.surface, 200)),
            value=fold(value_words(claim)),
            allows=allowed_words(claim),
            period=period_words(claim),
            who=visible(voice(claim)),
            place=visible(self.view.place(claim)),
            anchor=self.anchors[claim.claim_id],
        )

    @cached_property
    def rules(self) -> tuple[tuple[str, str, str, Counts], ...]:
        """Rules that ran: id, title, place, verdicts; those of comparisons first, then those that compared nothing."""
        used = Counter(c.rule for c in self.run.comparisons)
        names = [*self.view.rules, *sorted(set(used) - set(self.view.rules))]
        by_rule: defaultdict[str, list[Comparison]] = defaultdict(list)
        for comparison in self.run.comparisons:
            by_rule[comparison.rule].append(comparison)
        found = []
        for name in names:
            rule = self.view.rules.get(name)
            title = rule.title if rule is not None else ""
            place = f"{rule.file}:{rule.line}" if rule is not None and rule.file else "built in"
            found.append((name, title, place, self.view.counts(by_rule[name])))
        return tuple(found)

    @cached_property
    def downloads(self) -> tuple[Download, ...]:
        """The run's data as files inside the page, where they are not too big."""
        files = (
            ("claims.csv", "text/csv", claims_csv),
            ("findings.json", "application/json", lambda run: json_text(run, Options(every=True))),
        )
        if self.parts or self.part is not None:
            return tuple(Download(name, "") for name, _, _ in files)
        return tuple(Download(name, data_link(mime, write(self.run))) for name, mime, write in files)


def dated_document(document: Document) -> str:
    """Say when a document was published and how that is known."""
    if document.published is None:
        return "undated"
    when = humane_date_of(document)
    return f"{when} ({document.published_how})" if document.published_how == "inferred" else when


def humane_date_of(document: Document) -> str:
    """Write a document's date."""
    return humane_period(document.published.period) if document.published is not None else ""


def convertible(unit: str, to: str) -> bool:
    """Tell whether one unit is a multiple of another."""
    try:
        _factor(unit, to)
    except UnitError:
        return False
    return True


def in_unit(interval: Interval, unit: str, to: str) -> Interval:
    """Give an interval in another unit of the same dimension; raise UnitError where there is no factor."""
    return interval if unit == to else interval.scale(_factor(unit, to))


def _factor(unit: str, to: str) -> Fraction:
    return Fraction(1) if unit == to else factor(unit, to)


def _bar(claim: Claim, unit: str) -> plot.Bar:
    interval = in_unit(claim.interval, unit_of(claim), unit)
    hedged = claim.hedge != "exact" or claim.value is None
    return plot.Bar(interval, "hedged" if hedged else "stated", f"allows {allowed_words(claim)}")


def by_unit(claims: Iterable[Claim]) -> list[tuple[str, list[Claim]]]:
    """Group claims that can stand on one axis, each group with its unit, in the order of the claims."""
    groups: list[tuple[str, list[Claim]]] = []
    for claim in claims:
        for unit, group in groups:
            if convertible(unit_of(claim), unit):
                group.append(claim)
                break
        else:
            groups.append((unit_of(claim), [claim]))
    return groups


def _growth(claim: Claim) -> plot.Growth | None:
    if claim.base is None or claim.period is None or claim.value is None or claim.modality != "actual":
        return None
    if claim.kind == "ratio":
        times = claim.value
    elif claim.kind == "change" and claim.unit == "percent":
        times = 1 + claim.value / 100
    else:
        return None
    words = f"{fold(value_words(claim))}, {period_words(claim)}: {visible(voice(claim))}"
    return plot.Growth(claim.base, claim.period, times, humane(claim.value, claim.unit), words) if times > 0 else None


def _chronological(claims: Sequence[Claim]) -> tuple[bool, str, str, Fraction]:
    claim = claims[0]
    day = "" if claim.period is None else claim.period.start.isoformat()
    low = claim.interval.low if claim.interval.low is not None else claim.interval.high
    return claim.period is None, day, claim.modality, low if low is not None else Fraction(0)


def _word_end(text: str, at: int) -> int:
    found = text.find(" ", at, at + 40)
    return found if found >= 0 else min(at, len(text))


def _word_start(text: str, at: int) -> int:
    found = text.rfind(" ", max(0, at - 40), at)
    return found + 1 if found >= 0 else at


def data_link(mime: str, text: str) -> str:
    """Give a file as a link that carries it, "" where it is too big for a page."""
    if len(text) > _MOST_INSIDE:
        return ""
    return f"data:{mime};charset=utf-8;base64,{base64.b64encode(text.encode('utf-8', 'replace')).decode('ascii')}"
