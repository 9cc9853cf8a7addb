"""Tie each number to what it is about: a metric of the rule packs, or else its own subject (see discovery.py).

All words of all metrics are compiled into one dictionary; a passage is then read once, a look-up a token. A metric is
sought in the number's own clause, its sentence, the sentences before where the sentence refers back, the heading and
the title. A clause with a subject of its own takes none from its neighbours. The context that a metric asks for may
stand anywhere in the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from kzcheck.extract.subject.discovery import Discovery, Found, measure, respective
from kzcheck.extract.subject.naming import country_names, country_phrases
from kzcheck.extract.text.clauses import cut
from kzcheck.extract.types import Mention, Mood, Passage, Quantity, What
from kzcheck.lang import CAPITAL, Phrases, Tokens, read, tokenize
from kzcheck.model import Concept, Frame, Metric, Slot, Source, Step

# Where a word group was found, nearest first: LATER is the clause of a number that follows.
CLAUSE, SENTENCE, LATER, BEFORE, HEADING, TITLE, ASSUMED = range(7)
_NOWHERE = 9
# How many sentences back a paragraph is read for the words that a sentence refers back to.
_BACK = 6
_DASHES = frozenset("-‐‑‒–—")
_BLANKS = "-‐‑‒–—\n\t\r\xa0"
_CAPITALISED = re.compile(rf"\b{CAPITAL}\w*")
_LONGEST_NAME = 40
_FREE = ("ordinal", "anniversary", "date", "rank", "score", "age")
_RELATIVE = ("change", "ratio")


@dataclass(frozen=True, slots=True)
class _Alternative:
    """One way to say a metric: its word groups, those that name a thing (not a country) first."""

    metric: int
    groups: tuple[int, ...]
    heads: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """What else a metric asks of the text."""

    excluded: frozenset[int]
    context: tuple[tuple[str, ...], ...]
    parties: frozenset[str]


class _Word(NamedTuple):
    """What may start with a word: word groups (the words that must follow, the group), a country, a reference."""

    groups: tuple[tuple[tuple[str, ...], int], ...]
    country: bool
    refers: bool
    pair: bool


# A word that has not been looked up.
_NEW = _Word((), country=False, refers=False, pair=False)
# At which level a word group stands, and where: the token (or the depth of the sentence before) and its words.
_Hit: TypeAlias = tuple[int, list[tuple[int, int]]]


@dataclass(slots=True)
class _Scan:
    """Where the word groups and the countries of a passage stand; `words` counts the words of the longest hit there."""

    groups: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    countries: list[tuple[int, str]] = field(default_factory=list)
    refers: bool = False
    pair: bool = False


class Subjects:
    """The metrics of the rule packs, compiled for one language, and what the sentences before were about."""

    def __init__(self, metrics: Sequence[Metric], language: str, concepts: Sequence[Concept] = ()) -> None:
        """Compile the words of `metrics`; without any, every subject is discovered, with `concepts` on top."""
        self.metrics = tuple(metrics)
        self._by_name = {m.name: m for m in self.metrics}
        self.language = language
        self.discovery = Discovery(language, concepts)
        self._ids: dict[str, int] = {}
        self._exact: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        self._stems: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        self._lengths: tuple[int, ...] = ()
        self._known: dict[str, _Word | None] = {}
        self._refers = _refers(language)
        self._pairs = _pairs(language)
        self._starting: dict[int, list[_Alternative]] = {}
        self._compiled: list[_Compiled] = []
        self._country_groups: dict[int, frozenset[str]] = {}
        self._countries = country_phrases(language)
        for at, metric in enumerate(self.metrics):
            self._compile(at, metric)
        self.dated = any("date" in metric.kinds for metric in self.metrics)
        self._lengths = tuple(sorted({len(stem) for stem in self._stems}))
        self._fitting: dict[tuple[int, str, str], bool] = {}
        self._recent: dict[tuple[str, int], _Scan] = {}
        self._texts: dict[str, _Scan] = {}
        self._named: tuple[str, frozenset[str]] = ("", frozenset())
        self._titled: tuple[str, _Scan] = ("", _Scan())
        self._said: tuple[str, list[tuple[str, str]]] = ("", [])
        self._contexts: tuple[str, str, dict[tuple[tuple[str, ...], ...], bool]] = ("", "", {})

    def tie(
        self,
        passage: Passage,
        quantities: list[Quantity],
        mentions: list[Mention],
        moods: Sequence[Mood] | None = None,
    ) -> list[What]:
        """Give one What a quantity, in their order. Passages of one document must come in the document's order.

        `moods`, where given, keep a metric that is for certain modalities only (`Metric.modalities`) to these.
        """
        if not quantities:
            return []
        words = passage.tokens.words
        clauses = cut(words, quantities, self.language)
        masks = respective(passage, quantities, self.language)
        found = self.discovery.find(passage, quantities, mentions, clauses, masks)
        whats = [f.what for f in found]
        if self.metrics:
            scan = self._scan(passage, mentions, quantities)
            for i, quantity in enumerate(quantities):
                mood = moods[i].modality if moods is not None else ""
                what = self._metric(passage, scan, quantity, clauses[i], found[i], masks[i], mood)
                if what is not None:
                    what.subject = whats[i].subject
                    what.about = ruled(whats[i].about, self._by_name[what.metric])
                    what.frame = whats[i].frame
                    whats[i] = what
        if any(q.tie for q in quantities):
            if self.metrics:
                self._inherit(quantities, whats)
            _share_keys(quantities, whats)
        self._said = passage.document.id, [(q.unit, w.metric) for q, w in zip(quantities, whats, strict=True)]
        return whats

    def _compile(self, at: int, metric: Metric) -> None:
        """Take the words of one metric into the dictionaries."""
        for groups in _spoken(metric.words, self.language):
            ids = tuple(self._group(g) for g in groups)
            heads = tuple(i for i in ids if i not in self._country_groups) or ids
            if ids:
                self._starting.setdefault(heads[0], []).append(_Alternative(at, ids, heads))
        self._compiled.append(
            _Compiled(
                frozenset(self._group(words) for words in _spoken(metric.exclude, self.language)),
                tuple(_spoken(metric.context, self.language)),
                frozenset(c for p in metric.parties if (c := self._country(p))),
            )
        )

    def _group(self, spec: str) -> int:
        """Give the number of a word group, compiling it when it is new."""
        known = self._ids.get(spec)
        if known is not None:
            return known
        number = self._ids[spec] = len(self._ids)
        codes: list[str | None] = []
        for phrase in spec.split("|"):
            words = _pattern(phrase)
            if not words:
                continue
            first, rest = words[0], words[1:]
            if first.endswith("*"):
                self._stems.setdefault(first[:-1], []).append((rest, number))
            else:
                self._exact.setdefault(first, []).append((rest, number))
            codes.append(self._country(phrase))
        if codes and all(codes):
            self._country_groups[number] = frozenset(c for c in codes if c)
        return number

    def _country(self, phrase: str) -> str:
        """Give the code of the country that a phrase names ("kazakh*" too), or an empty string."""
        stem = phrase.strip().lower()
        words = tuple(tokenize(stem.rstrip("*")).words)
        hit = self._countries.at(words, 0) if words else None
        if hit is not None and hit[1] == len(words):
            return hit[0]
        if stem.endswith("*") and len(words) == 1:
            codes = {code for name, code in country_names(self.language) if name.startswith(words[0])}
            if len(codes) == 1:
                return codes.pop()
        return ""

    def _of(self, word: str) -> _Word | None:
        """Look a word up once: what may start with it, or None where nothing does."""
        hits = list(self._exact.get(word, ()))
        for n in self._lengths:
            if n > len(word):
                break
            hits.extend(self._stems.get(word[:n], ()))
        country, refers, pair = word in self._countries, word in self._refers, word in self._pairs
        known = _Word(tuple(hits), country, refers, pair) if hits or country or refers or pair else None
        self._known[word] = known
        return known

    def _read(self, tokens: Tokens, masked: Iterable[Mention] = (), quantities: Iterable[Quantity] = ()) -> _Scan:
        """Find the word groups, countries and references of some tokens, each of which is looked at once."""
        out = _Scan()
        words = tokens.words
        get, new = self._known.get, _NEW
        starts = [(i, word, start) for i, word in enumerate(words) if (start := get(word, new)) is not None]
        for i, word, known in starts:
            start = self._of(word) if known is new else known
            if start is None:
                continue
            for rest, group in start.groups:
                if not rest or _follows(words, i + 1, rest):
                    out.groups.setdefault(group, []).append((i, 1 + len(rest)))
            # "US dollars" names no party, "this year" refers to nothing.
            if (
                start.country
                and tokens.raw[i][0].isupper()
                and (hit := self._countries.at(words, i)) is not None
                and not any(q.first <= i <= q.last for q in quantities if q.unit != "count")
            ):
                out.countries.append((i, hit[0]))
            if start.refers and not out.refers and self._refers.at(words, i) is not None:
                out.refers = not any(m.first <= i <= m.last for m in masked)
            if start.pair and not out.pair:
                out.pair = self._pairs.at(words, i) is not None
        return out

    def _scan(self, passage: Passage, mentions: Sequence[Mention] = (), quantities: Sequence[Quantity] = ()) -> _Scan:
        key = (passage.document.id, passage.start)
        scan = self._recent.get(key)
        if scan is None:
            if len(self._recent) > 64:
                self._recent.clear()
            scan = self._recent[key] = self._read(passage.tokens, mentions, quantities)
        return scan

    def _text(self, text: str) -> _Scan:
        scan = self._texts.get(text)
        if scan is None:
            if len(self._texts) > 256:
                self._texts.clear()
            scan = self._texts[text] = self._read(tokenize(text))
        return scan

    def _around(self, passage: Passage) -> tuple[_Scan, _Scan]:
        """Give the scans of the heading and of the title (with the words of the address, where there is one)."""
        document = passage.document
        if self._titled[0] != document.id:
            slug = document.url.rsplit("://", 1)[-1].replace("-", " ").replace("_", " ").replace("/", " ").title()
            self._titled = document.id, self._text(f"{document.title} {slug}")
        return self._text(passage.heading), self._titled[1]

    def _paragraph(self, passage: Passage) -> Iterable[_Scan]:
        """Give the scans of the sentences before, nearest first, as far back as a reference may reach."""
        text = passage.document.text
        before = passage.before
        for _ in range(_BACK):
            # A reference reaches over one blank line, no more.
            if before is None or text.count("\n\n", before.end, passage.start) > 1:
                return
            yield self._scan(before)
            before = before.before

    def _document_countries(self, passage: Passage) -> frozenset[str]:
        """Give the countries that the document names anywhere, capitals included."""
        document = passage.document
        if self._named[0] != document.id:
            title = f"{document.title} {document.publisher.replace('.', ' ')} {document.url}"
            codes = _countries_of(document.text, self.language) | _countries_of(title.title(), self.language)
            self._named = document.id, codes
        return self._named[1]

    def _metric(
        self,
        passage: Passage,
        scan: _Scan,
        quantity: Quantity,
        clause: tuple[int, int],
        found: Found,
        mask: frozenset[int],
        mood: str,
    ) -> What | None:
        """Give the best metric for one quantity, or None; two equally good ones give none, and say so."""
        leans = scan.refers or found.leans or quantity.elided_unit
        hits = self._hits(passage, scan, quantity, clause, mask, leans=leans)
        judged: list[tuple[tuple[int, ...], int, int]] = []
        starting = self._starting
        for group in hits:
            for alternative in starting.get(group, ()):
                at = alternative.metric
                fit = self._fitting.get((at, quantity.kind, quantity.unit))
                if fit is None:
                    fit = self._fitting[at, quantity.kind, quantity.unit] = fits(self.metrics[at], quantity)
                if not fit or (mood and (only := self.metrics[at].modalities) and mood not in only):
                    continue
                held = self._judge(passage, scan, hits, alternative, quantity, clause, found)
                if held is not None:
                    judged.append((*held, alternative.metric))
        if not judged:
            return None
        rank, worst, at = min(judged)
        said = self._just_said(passage, quantity) if leans and rank[0] >= BEFORE else None
        if said is not None and any(m == said for _, _, m in judged):
            # What the sentence before gave figures of goes on in one that leans on it.
            rank, worst, at = min(j for j in judged if j[2] == said)
            rivals = {at}
        else:
            rivals = {m for r, _, m in judged if r == rank}
        if len(rivals) > 1:
            names = ", ".join(sorted(self.metrics[m].name for m in rivals))
            found.what.why.append(Step("equally good metrics, so none", names))
            return None
        metric = self.metrics[at]
        how = "stated" if worst <= LATER else "assumed" if worst == ASSUMED else "inferred"
        return What(metric=metric.name, how=how, parties=metric.parties, why=[Step(f"metric {how}", metric.title)])

    def _just_said(self, passage: Passage, quantity: Quantity) -> int | None:
        """Give the metric that the passage before spoke of first, in figures of the same measure."""
        document, figures = self._said
        if document == passage.document.id:
            for unit, metric in figures:
                if measure(unit) == measure(quantity.unit):
                    return next((i for i, m in enumerate(self.metrics) if m.name == metric), None)
        return None

    def _hits(
        self,
        passage: Passage,
        scan: _Scan,
        quantity: Quantity,
        clause: tuple[int, int],
        mask: frozenset[int],
        *,
        leans: bool,
    ) -> dict[int, _Hit]:
        """Give each word group where it stands nearest: in the clause, the sentence, those before, heading or title."""
        start, end = clause
        first, number = quantity.first, quantity.number_first
        out: dict[int, _Hit] = {}
        for group, places in scan.groups.items():
            best: _Hit | None = None
            for place in places:
                i = place[0]
                if i in mask or first <= i < number:
                    continue
                level = SENTENCE if i < start else LATER if i >= end else CLAUSE
                if best is None or level < best[0]:
                    best = level, [place]
                elif level == best[0]:
                    best[1].append(place)
            if best is not None:
                out[group] = best
        if leans:
            for depth, earlier in enumerate(self._paragraph(passage)):
                for group, places in earlier.groups.items():
                    if group not in out:
                        out[group] = BEFORE, [(depth, places[0][1])]
        for level, around in zip((HEADING, TITLE), self._around(passage), strict=True):
            for group, places in around.groups.items():
                if group not in out:
                    out[group] = level, places
        return out

    def _judge(
        self,
        passage: Passage,
        scan: _Scan,
        hits: dict[int, _Hit],
        alternative: _Alternative,
        quantity: Quantity,
        clause: tuple[int, int],
        found: Found,
    ) -> tuple[tuple[int, ...], int] | None:
        """Give (rank, worst level) of an alternative, lower is better, or None where it does not hold."""
        level = _NOWHERE
        heads = alternative.heads
        for group in alternative.groups:
            hit = hits.get(group)
            if hit is None:
                return None
            if hit[0] < level and group in heads:
                level = hit[0]
        if level > CLAUSE and (found.own_subject or found.part):
            return None
        if level >= HEADING and scan.refers:
            return None
        compiled = self._compiled[alternative.metric]
        if not compiled.excluded.isdisjoint(hits) and any(
            hits[g][0] == CLAUSE and any(i < found.end for i, _ in hits[g][1]) for g in compiled.excluded if g in hits
        ):
            return None
        worst, matched, size, distance, depth = level, 0, 0, 0, 0
        number, first, last = quantity.number_first, quantity.first, quantity.last
        for group in alternative.groups:
            at, places = hits[group]
            # The unit's own word ("TEU") says no more than the unit does.
            own_unit = at <= LATER and quantity.unit != "count" and all(first <= i <= last for i, _ in places)
            if not own_unit and (at <= LATER or level > LATER):
                matched += 1
                size += max(n for _, n in places)
            if at <= LATER:
                distance += min(abs(i - number) for i, _ in places)
            elif at == BEFORE:
                depth = max(depth, places[0][0])
            worst = max(worst, at)
        if compiled.context and not self._has_context(passage, compiled.context):
            return None
        # Words of the sentence itself weigh more than what it leans on, and there the nearest sentence; then the more,
        # the longer, the nearer.
        rank = (level, max(worst - SENTENCE, 0), depth if level > LATER else 0, -matched, -size, worst, depth, distance)
        if compiled.parties:
            named = self._parties_level(passage, scan, compiled.parties, clause)
            if named is None:
                return None
            worst = max(worst, TITLE if named == ASSUMED and compiled.context else named)
        return rank, worst

    def _has_context(self, passage: Passage, context: tuple[tuple[str, ...], ...]) -> bool:
        """Tell whether the document or its title holds, of one alternative, a word of every group."""
        document = passage.document
        if self._contexts[0] != document.id:
            text = _plain(f"{document.text}\n{document.title}\n{document.url}\n{document.publisher}")
            self._contexts = document.id, text, {}
        _, text, kept = self._contexts
        known = kept.get(context)
        if known is None:
            known = any(all(_holds(text, group) for group in groups) for groups in map(_listed, context))
            kept[context] = known
        return known

    def _parties_level(
        self, passage: Passage, scan: _Scan, parties: frozenset[str], clause: tuple[int, int]
    ) -> int | None:
        """Tell where the parties of a metric are named, or None where the words speak of others."""
        start, end = clause
        here = {c for _, c in scan.countries}
        near = {c for i, c in scan.countries if start <= i < end}
        if near - parties or (here - parties and not parties <= here):
            return None
        if parties <= here:
            return SENTENCE
        known = self._document_countries(passage)
        if parties <= known:
            return TITLE
        return ASSUMED if parties & known else None

    def _inherit(self, quantities: list[Quantity], whats: list[What]) -> None:
        """Let quantities that are said together (a level and its change) share the metric of those that have one."""
        groups: dict[int, list[int]] = {}
        for i, quantity in enumerate(quantities):
            if quantity.tie:
                groups.setdefault(quantity.tie, []).append(i)
        for members in groups.values():
            named = {whats[i].metric for i in members if whats[i].metric and whats[i].how != "discovered"}
            if len(named) != 1:
                continue
            metric = self._by_name[named.pop()]
            how = next(whats[i].how for i in members if whats[i].metric == metric.name)
            for i in members:
                what = whats[i]
                if (
                    what.how == "discovered"
                    and quantities[i].role not in ("part", "share")
                    and fits(metric, quantities[i])
                ):
                    what.metric, what.how, what.parties = metric.name, how, metric.parties
                    what.about = ruled(what.about, metric)
                    what.why.append(Step("metric of the figures said with it", metric.title))


def ruled(about: Frame, metric: Metric) -> Frame:
    """Give the frame of a quantity that a rule names: its concept and its title are the metric's."""
    concept = Slot(value=metric.name, text=metric.title, source=Source.RULE)
    return replace(about, concept=concept, title=metric.title)


def fits(metric: Metric, quantity: Quantity) -> bool:
    """Tell whether a quantity's kind and unit may be a figure of this metric.

    Changes and ratios have no unit of their own; a rate ("tons a year") fits the metric of the amount.
    """
    kind = quantity.kind
    if metric.kinds:
        if kind not in metric.kinds:
            return False
    elif kind in _FREE or (kind == "share" and metric.unit not in ("percent", "x")):
        return False
    if kind in _RELATIVE or kind in _FREE or kind == "share":
        return True
    return measure(quantity.unit) in _measures(metric.units or (metric.unit,))


@cache
def _measures(units: tuple[str, ...]) -> frozenset[str]:
    return frozenset(measure(unit) for unit in units)


def _share_keys(quantities: list[Quantity], whats: list[What]) -> None:
    """Give changes, ratios and starts the discovered key of the level or count that they are said with."""
    keys: dict[int, What] = {}
    for quantity, what in zip(quantities, whats, strict=True):
        if (
            quantity.tie
            and what.how == "discovered"
            and quantity.kind in ("level", "count")
            and quantity.role not in ("part", "total")
        ):
            keys.setdefault(quantity.tie, what)
    for quantity, what in zip(quantities, whats, strict=True):
        level = keys.get(quantity.tie)
        if level is None or what.how != "discovered" or what is level or quantity.role in ("part", "share", "total"):
            continue
        start = quantity.kind == "count" and quantity.role == "start"
        # "Net income of $5 million, or $2 a share": what is told by the piece is another quantity.
        by_piece = quantity.kind == "level" and measure(quantity.unit or "") == "money/count"
        if not by_piece and (start or quantity.kind in (*_RELATIVE, "difference", "level")):
            what.metric, what.subject = level.metric, level.subject
            what.about, what.parties = level.about, level.parties


def _follows(words: Sequence[str], i: int, rest: tuple[str, ...]) -> bool:
    """Tell whether the words from i on are these, hyphens left out."""
    for want in rest:
        while i < len(words) and words[i] in _DASHES:
            i += 1
        if i >= len(words):
            return False
        have = words[i]
        if have != want and not (want[-1] == "*" and len(want) > 1 and have.startswith(want[:-1])):
            return False
        i += 1
    return True


def _spoken(words: Iterable[tuple[str, tuple[Any, ...]]], language: str) -> list[Any]:
    """Give the alternatives of one language."""
    return [alternative for spoken, alternatives in words if spoken == language for alternative in alternatives]


@cache
def _listed(groups: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Give the phrases of each group, plain."""
    return tuple(tuple(_plain(phrase).strip() for phrase in group.split("|")) for group in groups)


def _plain(text: str) -> str:
    """Write a text in lower case, with blanks for hyphens and white space."""
    text = text.lower()
    for mark in _BLANKS:
        text = text.replace(mark, " ")
    return f" {text} "


def _holds(text: str, phrases: Iterable[str]) -> bool:
    """Tell whether a plain text holds one of the phrases as whole words ("kazakh*": as the start of a word)."""
    for phrase in phrases:
        sought = phrase.rstrip("*")
        at = text.find(sought)
        while at >= 0:
            whole = phrase != sought or not text[at + len(sought)].isalnum()
            if whole and not text[at - 1].isalnum():
                return True
            at = text.find(sought, at + 1)
    return False


def _pattern(phrase: str) -> tuple[str, ...]:
    """Cut a phrase as texts are cut, each trailing "*" kept on its word, hyphens left out."""
    words: list[str] = []
    for word in tokenize(phrase.strip()).words:
        if word == "*" and words:
            words[-1] += "*"
        elif word not in _DASHES:
            words.append(word)
    return tuple(words)


@cache
def _capitals(language: str) -> Phrases[str]:
    capitals = read(language, "subjects")["capitals"]
    return Phrases((name, code) for code, names in capitals.items() for name in names)


def _countries_of(text: str, language: str) -> frozenset[str]:
    """Give the countries that a text names, or whose capitals it names."""
    out = set()
    tables = country_phrases(language), _capitals(language)
    for m in _CAPITALISED.finditer(text):
        word = m.group().lower()
        for table in tables:
            if word in table.starts:
                hit = table.at(tokenize(text, m.start(), min(len(text), m.end() + _LONGEST_NAME)).words, 0)
                if hit is not None:
                    out.add(hit[0])
    return frozenset(out)


@cache
def _refers(language: str) -> Phrases[bool]:
    return Phrases((phrase, True) for phrase in read(language, "subjects")["refers_back"])


@cache
def _pairs(language: str) -> Phrases[bool]:
    return Phrases((phrase, True) for phrase in read(language, "subjects")["pair"])
