"""The way from a document to its claims, passage by passage, without a second look."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from kzcheck.extract import assemble
from kzcheck.extract.attribution import corrections
from kzcheck.extract.attribution import modality as moods
from kzcheck.extract.attribution.voices import Voices
from kzcheck.extract.quantity import finding as quantities
from kzcheck.extract.quantity.anchors import Anchors
from kzcheck.extract.quantity.items import no_words
from kzcheck.extract.subject.subjects import Subjects
from kzcheck.extract.table import Cell, SaidCell, Tables
from kzcheck.extract.table.notes import Notes
from kzcheck.extract.table.statement import in_prose
from kzcheck.extract.tagged import tagged
from kzcheck.extract.text.passages import Layout
from kzcheck.extract.text.silent import code_blocks, silent
from kzcheck.extract.time import periods, records, references
from kzcheck.extract.time.mentions import period_words
from kzcheck.extract.time.reporting import reported
from kzcheck.extract.types import Mention, Mood, Passage, Quantity, What, When
from kzcheck.lang import languages
from kzcheck.model import Claim, Concept, Document, Interval, Metric, Notice, Step, isolated
from kzcheck.model.claim import Sign

_FALLBACK = "en"
# What a date is about where no metric asks for dates, and the mood of every date.
_NOTHING, _PLAIN = What(), Mood()


def extract(
    document: Document, metrics: Sequence[Metric] = (), concepts: Sequence[Concept] = ()
) -> tuple[list[Claim], list[Notice]]:
    """Find the claims of a document, in the order of its text.

    `metrics` name the quantities that claims are about; without any, subjects are discovered, by the concepts that
    kzcheck knows and by `concepts`, of which one with a known id takes its place. The notices name what was not read:
    a language without word lists, time words that no date could be given.
    """
    return next(extract_all((document,), metrics, concepts))


def extract_all(
    documents: Iterable[Document], metrics: Sequence[Metric] = (), concepts: Sequence[Concept] = ()
) -> Iterator[tuple[list[Claim], list[Notice]]]:
    """Find the claims of many documents one after the other; the metrics are compiled once a language."""
    known = languages()
    readers: dict[str, tuple[Subjects, Voices]] = {}
    for document in documents:
        language = document.language.split("-")[0].lower() or _FALLBACK
        if language not in known:
            message = f"no word lists for language {document.language!r}: nothing was read (known: {', '.join(known)})"
            yield [], [Notice(severity="warning", code="language-unknown", message=message, where=document.id)]
            continue
        if language not in readers:
            readers[language] = Subjects(metrics, language, concepts), Voices(language)
        found: list[Claim] = []
        notices: list[Notice] = []
        with isolated(notices.append, "the rest of the document was not read", document):
            _document(document, *readers[language], language, found, notices)
        if document.facts:
            found = tagged(document, found)
        yield ([_leaf(claim) for claim in found] if document.is_data else found), notices


def _leaf(claim: Claim) -> Claim:
    """Note of a claim that it is a leaf of data, named by its labels alone; its last zeros are stated, too."""
    why = (Step("data: leaf", claim.sentence, Sign.LEAF), *claim.why)
    digits = "".join(c for c in claim.digits if c.isdecimal())
    if not digits.endswith("0") or "." in claim.digits or claim.ulp is None or not claim.value:
        return replace(claim, why=why)
    ulp = min(claim.ulp, abs(claim.value) / int(digits))
    half = Fraction(0) if claim.kind == "count" and ulp == 1 else ulp / 2
    interval = Interval(claim.value - half, claim.value + half, high_closed=not half)
    return replace(claim, why=why, ulp=ulp, interval=interval)


def _document(
    document: Document,
    subjects: Subjects,
    voices: Voices,
    language: str,
    claims: list[Claim],
    notices: list[Notice],
) -> None:
    """Add what the passages that hold an anchor say, in order; one that cannot be read costs itself alone."""
    reader = _Reader(document, subjects, voices, language, claims, notices)
    layout = Layout(document, language)
    anchors = Anchors(document.text, language)
    blocks = code_blocks(document)
    starts = [start for start, _ in blocks]
    if blocks:
        message = f"{len(blocks)} block{'s' * (len(blocks) > 1)} of code not read"
        notices.append(Notice(severity="info", code="code", message=message, where=document.id))
    done = document.body
    while (offset := anchors.after(done)) >= 0:
        block = bisect_right(starts, offset) - 1
        if block >= 0 and offset < blocks[block][1]:
            done = blocks[block][1]
            continue
        passage = layout.read(offset)
        done = max(passage.end, offset + 1)
        before = len(claims)
        with isolated(notices.append, "the numbers of this sentence were not read", document, passage.start):
            reader.read(passage)
            continue
        del claims[before:]


class _Reader:
    """One document on its way from passages to claims."""

    def __init__(
        self,
        document: Document,
        subjects: Subjects,
        voices: Voices,
        language: str,
        claims: list[Claim],
        notices: list[Notice],
    ) -> None:
        self.document = document
        self.language = language
        self.claims = claims
        self.notices = notices
        self._subjects = subjects
        self._voices = voices
        self._context = quantities.Context(silent(document, no_words(document.text)))
        self._tables = Tables(document, language)
        self._notes = Notes(document, claims, period_words(language)["bullets"])
        self._reported = reported(document)
        self._ties = 0

    def read(self, passage: Passage) -> None:
        """Add the claims of one passage: a row of a table by its grid, anything else by its words."""
        row = self._tables.row(passage.start, passage.tokens) if self.document.tables else None
        if row is None:
            self._prose(passage)
            return
        cells = [*row.figures, *(cell for said in row.said for cell in self._said(passage, said))]
        cells.sort(key=lambda cell: cell.path.start)
        passage.row = replace(row.row, paths={cell.path.start: cell.path for cell in cells})
        counted = [m for start, end in row.labels for m in self._counted(passage, start, end)] if cells else []
        made = self._figures(passage, cells, counted) if cells else []
        for start, end in row.labels:
            while made and made[0].start < start:
                self._add(made.pop(0))
            self._prose(self._cell(passage, start, end), label=True)
        for claim in made:
            self._add(claim)

    def _cell(self, passage: Passage, start: int, end: int) -> Passage:
        return Passage(self.document, start, end, paragraph=passage.paragraph, heading=passage.heading)

    def _said(self, passage: Passage, said: SaidCell) -> list[Cell]:
        """Read a cell of words with numbers as prose, and give its numbers what the table says of the cell."""
        cell = self._cell(passage, said.start, said.end)
        shift = bisect_left(passage.tokens.start, said.start)
        words = cell.tokens.words
        if passage.tokens.words[shift : shift + len(words)] != words:
            return []  # a row so long that it is read in parts, this cell across two of them
        mentions = periods.find(cell.tokens, cell)
        found = quantities.find(cell, mentions, self.language, self._context)
        out = []
        for q, own in zip(found, references.tie(cell, found, mentions), strict=True):
            start, end = cell.tokens.start[q.first], cell.tokens.end[q.last]
            moved = replace(
                q,
                first=q.first + shift,
                last=q.last + shift,
                number_first=q.number_first + shift,
                number_last=q.number_last + shift,
                tie=0,
                role="",
            )
            when = own if own.period is not None or own.unresolved else said.when
            out.append(Cell(moved, when, said.mood, replace(said.path, start=start, end=end)))
        return out

    def _add(self, claim: Claim) -> None:
        self.claims.append(replace(claim, claim_id=f"{self.document.id}:{len(self.claims) + 1}"))

    def _counted(self, passage: Passage, start: int, end: int) -> list[Mention]:
        """Give the numbers with their units in a label of a row, which say nothing of what its figures measure."""
        cell = self._cell(passage, start, end)
        shift = bisect_left(passage.tokens.start, start)
        found = quantities.find(cell, periods.find(cell.tokens, cell), self.language, self._context)
        return [Mention(q.first + shift, q.last + shift, "number", None, "") for q in found if q.unit_text]

    def _figures(self, passage: Passage, cells: Sequence[Cell], counted: Sequence[Mention]) -> list[Claim]:
        """Give the claims of the figures in a row of a table, not yet numbered; `counted` are numbers in its labels."""
        document = self.document
        found = [cell.quantity for cell in cells]
        taken = {i for q in found for i in range(q.first, q.last + 1)}
        mentions = [m for m in periods.find(passage.tokens, passage) if m.first not in taken and m.last not in taken]
        states = [
            cell.mood if cell.mood.modality != "actual" else said
            for cell, said in zip(cells, moods.tie(passage, found, mentions, self.language), strict=True)
        ]
        self._voices.attribute(passage, states, [q.first for q in found])
        whats = self._subjects.tie(passage, found, [*mentions, *counted], states)
        sentence = assemble.short(document.text[passage.start : passage.end])
        return [
            assemble.claim(
                passage, cell.quantity, cell.when, what, mood, number=0, tie="", sentence=sentence, path=cell.path
            )
            for cell, what, mood in zip(cells, whats, states, strict=True)
        ]

    def _prose(self, passage: Passage, *, label: bool = False) -> None:
        """Add the claims of a passage of prose; in a `label` of a table a number that counts nothing is of a name."""
        tokens = passage.tokens
        if not label and not passage.is_heading:
            passage.setting = self._notes.setting(passage) or self._reported
        mentions = periods.find(tokens, passage)
        found, back = quantities.find_all(passage, mentions, self.language, self._context)
        if equal := references.find(passage, found, mentions, self.language):
            found = sorted((*found, *equal), key=lambda q: q.first)
        found = in_prose(found, passage, self._tables.statement)
        if label:
            found, back = [q for q in found if q.unit_text], []
        places: list[tuple[int, int, int | Mention | Quantity]] = [(q.first, q.last, q) for q in back]
        states: list[Mood] = []
        whens: list[When] = []
        whats: list[What] = []
        named: dict[int, What] = {}
        asides: list[Mention] = []
        if found:
            whens = references.tie(passage, found, mentions)
            asides = records.mark(passage, found, whens, mentions, self.language)
            states = moods.tie(passage, found, mentions, self.language)
            corrections.mark(passage, found, states, self.language)
            self._voices.attribute(passage, states, [q.first for q in found])
        # "the Treaty (May 24, 2005)": a date in brackets is that of the thing named before it.
        bracketed = [m for m in mentions if m.is_claim and _in_brackets(passage, m)] if self._subjects.dated else []
        if found or bracketed:
            dates = [assemble.as_quantity(m) for m in bracketed]
            states_of_dates = [Mood() for _ in dates]
            whats = self._subjects.tie(passage, [*found, *dates], [*mentions, *asides], [*states, *states_of_dates])
            named = {id(m): what for m, what in zip(bracketed, whats[len(found) :], strict=True)}
            places += [(q.first, q.last, i) for i, q in enumerate(found)]
        for mention in mentions:
            if mention.is_claim:
                places.append((mention.first, mention.last, mention))
            if mention.period is None and mention.symbol and not mention.open_ended:
                self.notices.append(_unresolved(passage, mention))
        if len(places) > 1:
            places.sort(key=lambda place: (place[0], place[1], isinstance(place[2], int)))
        sentence = assemble.short(passage.document.text[passage.start : passage.end])
        for _, _, what in places:
            number = len(self.claims) + 1
            if isinstance(what, Mention):
                about = named.get(id(what), _NOTHING)
                made = assemble.date_claim(passage, what, about, _PLAIN, number=number, sentence=sentence)
                self.claims.append(made)
            elif isinstance(what, Quantity):
                self._tell(passage, what, When(), _NOTHING, _PLAIN, sentence)
            else:
                self._tell(passage, found[what], whens[what], whats[what], states[what], sentence)
        self._ties += max((q.tie for q in found), default=0)

    def _tell(self, passage: Passage, q: Quantity, when: When, what: What, mood: Mood, sentence: str) -> None:
        """Add the claim of a quantity; one that is said of several times is told once of each."""
        tie = f"{passage.document.id}:tie{self._ties + q.tie}" if q.tie else ""
        for k, one in enumerate((when, *when.also)):
            # It is tied to its neighbours at the first.
            number = len(self.claims) + 1
            made = assemble.claim(passage, q, one, what, mood, number=number, tie="" if k else tie, sentence=sentence)
            self.claims.append(made)


def _in_brackets(passage: Passage, mention: Mention) -> bool:
    """Tell whether the time words fill a pair of brackets."""
    words = passage.tokens.words
    first, last = mention.first - 1, mention.last + 1
    return first > 0 and last < len(words) and words[first] == "(" and words[last] == ")"


def _unresolved(passage: Passage, mention: Mention) -> Notice:
    """Name time words that no date could be given."""
    start, end = passage.tokens.start[mention.first], passage.tokens.end[mention.last]
    document = passage.document
    place = document.location(start)
    words = " ".join(document.text[start:end].split())
    return Notice(
        severity="info",
        code="period-unresolved",
        message=f"no dates known for {words!r}",
        where=document.id,
        line=place.line,
        column=place.column,
    )
