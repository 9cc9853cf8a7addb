"""What stands on the page of a draft against its sources: its text with each claim marked, and a card a claim."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import PurePath
from typing import NamedTuple

from kzcheck.model import Claim, Comparison, Finding, Run
from kzcheck.model.verification import STATUSES, Checked, Verified
from kzcheck.model.visible import visible
from kzcheck.render import verification
from kzcheck.render.html.content import TEXTS, Case, Content, Download, Exhibit, Figure, Page, Piece, by_unit, data_link
from kzcheck.render.html.parts import Part
from kzcheck.render.options import Options
from kzcheck.render.view import (
    STATUS_SYMBOLS,
    SYMBOLS,
    View,
    accept_command,
    drawable,
    fold,
    period_words,
    plural,
    shorten,
    value_words,
)

# A draft with more claims is cut into pages of so many.
MOST_CARDS = 300
# Contradicted claims that an index shows whole.
MOST_WHOLE = 25
# Rows of the list of claims on an index, and sources that are named though nothing of them is shown.
MOST_LISTED = 3_000
_HOWS = {
    "agree": "as stated",
    "round": "once rounded",
    "derived": "worked out from several claims",
    "copied": "in the same words",
    "sources": "by sources",
    "draft": "by the draft itself",
}
_ROLES = {"contradicted": "contradicts", "supported": "supports", "unsupported": "comes near"}


class Card(NamedTuple):
    """What the sources make of one claim of the draft; `case` is the judgement where there is one."""

    checked: Checked
    anchor: str
    title: str
    about: str
    how: str
    words: str
    place: str
    target: str
    gap: str
    figures: tuple[Figure, ...]
    exhibits: tuple[Exhibit, ...]
    reason: str
    steps: tuple[str, ...]
    case: Case | None
    finding: Finding | None
    also: tuple[Exhibit, ...]
    before: str
    after: str


class Item(NamedTuple):
    """A claim in the list of all: its words, what it says, its status, and where its card stands."""

    number: int
    words: str
    says: str
    status: str
    how: str
    place: str
    link: str


class Slice(NamedTuple):
    """Some claims of a draft in the order of the text, and the part of the run that is about them."""

    part: Part
    rows: tuple[Checked, ...]
    first: int


def slices(run: Run, rows: Sequence[Checked], index: str) -> tuple[Slice, ...]:
    """Cut the claims of a draft into pages, called after the index: draft.html has draft-1.html and so on."""
    path = PurePath(index)
    starts = range(0, len(rows), MOST_CARDS)
    files = [f"{path.stem}-{number}{path.suffix}" for number in range(1, len(starts) + 1)]
    by_id = {c.claim_id: c for c in run.claims}
    comparisons = {c.id: c for c in run.comparisons}
    made = []
    for number, start in enumerate(starts):
        some = tuple(rows[start : start + MOST_CARDS])
        used = {i: comparisons[i] for row in some for i in (row.comparison, *row.conflicts) if i in comparisons}
        shown = [i for row in some for i in _cited(row)]
        held = {i: by_id[i] for i in (*(row.claim for row in some), *shown, *_on(used)) if i in by_id}
        documents = {c.document for c in held.values()}
        own = replace(
            run,
            documents=tuple(d for d in run.documents if d.id in documents),
            claims=tuple(held.values()),
            comparisons=tuple(used.values()),
            findings=tuple(f for f in run.findings if f.comparison in used),
            notices=(),
            repairs=(),
        )
        after = files[number + 1] if number + 1 < len(files) else ""
        made.append(Slice(Part(files[number], (), own, after), some, start))
    return tuple(made)


def _on(comparisons: Mapping[str, Comparison]) -> Iterator[str]:
    for comparison in comparisons.values():
        yield from comparison.claims


def _cited(row: Checked) -> tuple[str, ...]:
    return (*row.by, *row.also, *(near.claim for near in row.nearest))


class Draft(Content):
    """All parts of the page of drafts and what their sources make of them."""

    def __init__(
        self,
        run: Run,
        rows: Sequence[Checked],
        drafts: Collection[str],
        *,
        failing: bool,
        index: str,
        own: Slice | None = None,
        cut: Sequence[Slice] = (),
    ) -> None:
        """Take a run, what was found of each claim of the `drafts`, and whether that fails the gate.

        `own` where the page shows only a slice of it, `cut` where it is the index of such pages.
        """
        super().__init__(run, own.part if own is not None else None, [s.part for s in cut])
        self.whole_run, self.every = run, tuple(rows)
        self.rows_checked = self.every if own is None else own.rows
        self.first = 0 if own is None else own.first
        self.drafts, self.failing, self.index_file = frozenset(drafts), failing, index
        self.cut = tuple(cut)
        self.marks = STATUSES
        self.symbols = SYMBOLS | STATUS_SYMBOLS
        self.elsewhere = "the JSON form"
        self.around = "Long texts: the passages around the claims of this page."
        claims = tuple(self._renamed(c) for c in self.run.claims)
        self._spoken = View(replace(self.run, claims=claims))

    def _renamed(self, claim: Claim) -> Claim:
        return replace(claim, publisher=self._draft_name(claim), speaker="") if claim.document in self.drafts else claim

    def _draft_name(self, claim: Claim) -> str:
        return "The draft" if len(self.drafts) == 1 else f"The draft {claim.document}"

    @staticmethod
    def accept(finding: Finding) -> str:
        """Give the command that accepts a finding."""
        return accept_command(finding, "DRAFT... --against SOURCE...")

    def who(self, claim: Claim) -> str:
        """Say who says a claim, beside its quote."""
        if claim.document not in self.drafts:
            return super().who(claim)
        return visible(", ".join(part for part in (self._draft_name(claim), claim.speaker) if part))

    def name(self, claim: Claim) -> str:
        """Say in short who says a claim, beside its drawing."""
        return visible(self._draft_name(claim)) if claim.document in self.drafts else super().name(claim)

    @cached_property
    def tally(self) -> Counter[str]:
        """Claims of this page by status."""
        return Counter(row.status for row in self.rows_checked)

    @cached_property
    def headline(self) -> str:
        """The result in one sentence."""
        claims, found = len(self.rows_checked), self.tally
        if not claims:
            return "The draft states no numbers to check." if self.drafts else "No draft was read."
        of = f"of {plural(claims, 'claim')}"
        if found["contradicted"]:
            one = found["contradicted"] == 1
            return f"{found['contradicted']:,} {of} {'is' if one else 'are'} contradicted"
        if found["unsupported"]:
            one = found["unsupported"] == 1
            return f"Nothing is contradicted, but {found['unsupported']:,} {of} {'has' if one else 'have'} no support"
        return "The one claim is supported" if claims == 1 else f"All {claims:,} claims are supported"

    @cached_property
    def summary(self) -> str:
        """What was checked."""
        sources = [d for d in self.whole_run.documents if d.id not in self.drafts]
        said = sum(c.document not in self.drafts for c in self.whole_run.claims)
        return " · ".join(
            (
                f"{plural(len(self.drafts), 'draft')}, {plural(len(self.every), 'claim')}",
                f"{plural(len(sources), 'source')}, {plural(said, 'claim')}",
            )
        )

    @cached_property
    def gists(self) -> dict[str, str]:
        """What stands under each status's count."""
        hows = Counter((row.status, _how(row)) for row in self.rows_checked)
        found: defaultdict[str, list[str]] = defaultdict(list)
        for (status, how), count in sorted(hows.items(), key=lambda pair: (-pair[1], pair[0])):
            if how:
                found[status].append(f"{count:,} {how}")
        accepted = Counter(row.status for row in self.rows_checked if row.accepted)
        for status, count in accepted.items():
            found[status].append(f"{count:,} accepted")
        return {status: ", ".join(found[status]) for status in STATUSES}

    @cached_property
    def anchors_of_cards(self) -> dict[str, str]:
        """Anchors of the cards by claim; they count through the drafts, whichever page a card stands on."""
        return {row.claim: f"check-{n}" for n, row in enumerate(self.rows_checked, start=self.first + 1)}

    @cached_property
    def shown(self) -> tuple[Checked, ...]:
        """What has a card on this page: everything, on an index the first contradictions."""
        if not self.cut:
            return self.rows_checked
        return tuple(row for row in self.rows_checked if row.status == "contradicted")[:MOST_WHOLE]

    def with_status(self, status: str) -> Iterator[Card]:
        """Give the cards of a status in the order of the text."""
        wanted = {row.claim for row in self.shown}
        for place, row in enumerate(self.rows_checked):
            if row.status == status and row.claim in wanted:
                yield self._card(row, place)

    def _card(self, row: Checked, place: int) -> Card:
        claim = self.view.claims[row.claim]
        case = self._case(row)
        if case is not None:
            about, title = case.about, case.title
            figures, exhibits = case.figures, case.exhibits
            reason, steps, gap = case.reason, case.steps, case.gap
        else:
            about, title = self._about(claim), self._sentence(row, claim)
            others = [self.view.claims[c] for c in _cited(row) if c in self.view.claims]
            figures, exhibits = self._beside(row, claim, others), tuple(self._quoted(row, claim, others))
            reason, steps, gap = "", (), ""
        around = [self.rows_checked[n].claim if 0 <= n < len(self.rows_checked) else "" for n in (place - 1, place + 1)]
        before, after = ("" if self.cut else self.anchors_of_cards.get(c, "") for c in around)
        return Card(
            checked=row,
            anchor=self.anchors_of_cards[row.claim],
            title=title,
            about=about,
            how=_how(row),
            words=fold(shorten(claim.surface, 80)),
            place=visible(self.view.place(claim)),
            target=self.anchors[row.claim],
            gap=gap,
            figures=figures,
            exhibits=exhibits,
            reason=reason,
            steps=steps,
            case=case,
            finding=self._findings.get(row.comparison),
            also=tuple(self.exhibits([self.view.claims[c] for c in row.also if c in self.view.claims])),
            before=before,
            after=after,
        )

    def _case(self, row: Checked) -> Case | None:
        """Prepare the judgement of a claim, with the claim itself in the place of its copy in a source."""
        comparison = self.view.comparisons.get(row.comparison)
        if comparison is None or row.status == "unsupported":
            return None
        claims = list(comparison.claims)
        if row.claim not in claims:
            claims[next((n for n, c in enumerate(claims) if c not in row.by), 0)] = row.claim
        own = replace(comparison, claims=tuple(claims))
        case = self.case(own, self._findings.get(comparison.id), first=row.claim)
        about, title = self._spoken.told(own, row.claim)
        return case._replace(about=about, title=title)

    @cached_property
    def _findings(self) -> dict[str, Finding]:
        return {f.comparison: f for f in self.run.findings}

    def _about(self, claim: Claim) -> str:
        title = visible(self.view.metric_title(claim.metric))
        return ", ".join(part for part in (title, period_words(claim)) if part)

    def _sentence(self, row: Checked, claim: Claim) -> str:
        said = f"{self._draft_name(claim)} says “{fold(shorten(claim.surface, 80))}”"
        if row.status == "unsupported":
            return visible(f"{said}, and {row.reason}")
        names = list(dict.fromkeys(super(Draft, self).name(self.view.claims[c]) for c in row.by))
        more = f" and {plural(len(names) - 2, 'other')}" if len(names) > 2 else ""
        alike = " in the same words" if row.how == "copied" else ""
        does = "do" if len(names) > 1 else "does"
        return f"{visible(said)}, as {(', ' if more else ' and ').join(names[:2])}{more} {does}{alike}"

    def _beside(self, row: Checked, claim: Claim, others: Sequence[Claim]) -> tuple[Figure, ...]:
        """Draw a claim beside those of sources that are of its kind, on the same axis."""
        drawn = [c for c in (claim, *others) if c.kind == claim.kind and drawable(c)]
        if claim not in drawn or len(drawn) < 2:
            return ()
        unit, group = by_unit(drawn)[0]
        shade = ("meet",) if row.status == "supported" else ()
        figure = self.figure(group, unit, shade=shade) if len(group) > 1 else None
        return () if figure is None else (figure,)

    def _quoted(self, row: Checked, claim: Claim, others: Sequence[Claim]) -> Iterator[Exhibit]:
        yield from self.exhibits([claim])
        if row.status == "supported":
            yield from self.exhibits(others)
            return
        for near in row.nearest:
            if near.claim in self.view.claims:
                for exhibit in self.exhibits([self.view.claims[near.claim]]):
                    yield exhibit._replace(differs=self.view.spoken(near.differs))

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every claim of the page in the order of the text, with the link to its card."""
        shown = {row.claim for row in self.shown}
        files = {row.claim: s.part.file for s in self.cut for row in s.rows}
        made = []
        for number, row in enumerate(self.rows_checked, start=self.first + 1):
            claim = self.view.claims[row.claim]
            anchor = self.anchors_of_cards[row.claim]
            made.append(
                Item(
                    number=number,
                    words=fold(shorten(claim.surface, 60)),
                    says=fold(value_words(claim)),
                    status=row.status,
                    how=_how(row),
                    place=visible(self.view.place(claim)),
                    link=f"#{anchor}" if row.claim in shown else f"{files.get(row.claim, '')}#{anchor}",
                )
            )
        return tuple(made)

    @cached_property
    def _statuses(self) -> dict[str, Checked]:
        return {row.claim: row for row in self.rows_checked}

    @cached_property
    def _citing(self) -> dict[str, Checked]:
        """For each claim of a source the first claim of the draft whose card quotes it."""
        found: dict[str, Checked] = {}
        for row in self.shown:
            for claim_id in _cited(row):
                found.setdefault(claim_id, row)
        return found

    @cached_property
    def _marked_claims(self) -> dict[str, list[Claim]]:
        found: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in self.run.claims:
            marked = self._citing if claim.document not in self.drafts or self.cut else self._statuses
            if claim.claim_id in marked and claim.document in self.view.documents:
                found[claim.document].append(claim)
        return {name: sorted(some, key=lambda c: (c.start, -c.end)) for name, some in found.items()}

    def _marked(self, text: str, claim: Claim) -> Piece:
        own = claim.document in self.drafts
        row = self._statuses[claim.claim_id] if own else self._citing[claim.claim_id]
        said = self.view.claims[row.claim]
        words = f"{row.status}: {value_words(claim)}" if own else f"{_ROLES[row.status]} “{shorten(said.surface, 60)}”"
        when = period_words(claim)
        return Piece(
            text=text,
            claim=claim,
            anchor=self.anchors[claim.claim_id],
            verdict=row.status,
            words=fold(f"{words}, {when}" if when and own else words),
            target=self.anchors_of_cards[row.claim],
        )

    @cached_property
    def texts(self) -> tuple[Page, ...]:
        """The drafts with their claims marked, on an index none."""
        checked = Counter(self.view.claims[row.claim].document for row in self.rows_checked)
        own = (p for p in self._pages if p.document.id in self.drafts)
        return () if self.cut else tuple(p._replace(claims=checked[p.document.id]) for p in own)

    @cached_property
    def documents(self) -> tuple[Page, ...]:
        """The sources that a card quotes, with what it quotes marked."""
        quoted = self._marked_claims.keys() - self.drafts
        return tuple(p for p in self._pages if p.document.id in quoted)

    @cached_property
    def _pages(self) -> tuple[Page, ...]:
        return self.pages()

    @cached_property
    def crowded(self) -> bool:
        """Whether the texts are too long to be shown whole."""
        shown = self.drafts | self._marked_claims.keys()
        return self.part is not None or sum(len(d.text) for d in self.run.documents if d.id in shown) > TEXTS

    def mark_of(self, claim: Claim) -> str:
        """Give what a claim is marked with in its document: its status, or that of the first claim it is quoted for."""
        row = (self._statuses if claim.document in self.drafts else self._citing).get(claim.claim_id)
        return "" if row is None else row.status

    @cached_property
    def silent(self) -> tuple[str, ...]:
        """Sources of which no card of the page quotes anything."""
        quoted = {p.document.id for p in self.documents}
        rest = [d for d in self.run.documents if d.id not in self.drafts and d.id not in quoted]
        return tuple(visible(d.id) for d in rest)

    @cached_property
    def downloads(self) -> tuple[Download, ...]:
        """The claims with what the sources make of them as files inside the page, where they are not too big."""
        if self.cut or self.part is not None:
            return ()
        shown = Verified(run=self.run, rows=self.every, drafts=self.drafts)
        made = (
            ("verification.json", "application/json", verification.json(shown, Options())),
            ("verification.csv", "text/csv", verification.csv(shown, Options())),
        )
        links = (Download(name, data_link(mime, text)) for name, mime, text in made)
        return tuple(d for d in links if d.link)


def _how(row: Checked) -> str:
    return _HOWS.get(row.how, row.how)
