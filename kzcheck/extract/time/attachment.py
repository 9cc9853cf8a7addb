"""Tie each quantity of a passage to its period, and each change or ratio to the period that it counts from.

A time expression belongs to the quantity it stands with: behind it with no other between, else before it in the same
clause, else at the start of the sentence, else in the sentences before. What is measured against ("than", "from",
"against") is of another time than what is measured. Where these disagree or are missing, the period stays unknown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import compress, pairwise

from kzcheck.extract.time import calendar
from kzcheck.extract.time.carrying import GROWTH, Carried
from kzcheck.extract.time.fiscal import symbol_of
from kzcheck.extract.time.lists import Row, pairs_of, rows_of_figures, rows_of_times
from kzcheck.extract.time.mentions import PeriodWords, period_words, spoken_of
from kzcheck.extract.types import Mention, Passage, Quantity, When
from kzcheck.model import PartialDate, Period, Step
from kzcheck.model.claim import Sign, signed

_DATED = frozenset({"level", "change", "ratio", "difference", "share", "count", "ordinal", "duration", "age", "rank"})
_SAID = frozenset({"period", "window", "deadline", "now"})
_SIGNED = frozenset({Sign.WINDOW, Sign.SINCE, Sign.DEADLINE, Sign.UNTIL})
_FORMER = 5
"""Words before a quantity among which one may tell that it is an earlier one."""
_OPENED = 2
"""Tokens from an opening bracket to the quantity that opens what stands in it."""
_RATES = frozenset({"percent", "pp", "bp"})
_ROW = 2
_YEAR = 373
"""Days of the longest fiscal year, of 53 weeks, and a little."""
_SHORTEST_YEAR = 365
_CONNECTED = 3
"""Words between a quantity and a time from which on something else may stand there that the time dates."""
_SPLIT_YEAR = re.compile(r"\d{4}[/\u2010-\u2013-]\d\d(?:\d\d)?\b")
"""Two calendar years written as one, "2023/24": a season, a school year, a year of accounts."""


@dataclass(slots=True)
class _Sentence:
    """A passage cut into clauses, with what ties of its quantities share."""

    passage: Passage
    words: PeriodWords
    quantities: list[Quantity]
    mentions: list[Mention]
    clauses: list[int] = field(default_factory=list)
    segments: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    bracketed: set[int] = field(default_factory=set)
    intended: set[int] = field(default_factory=set)
    timed: set[int] = field(default_factory=set)
    """The tokens of the time words."""
    firsts: list[int] = field(default_factory=list)
    """Where the quantities start, in order."""
    links: list[tuple[int, int]] = field(default_factory=list)
    """Where the phrases start and end that join a figure to something else."""
    restricting: list[int] = field(default_factory=list)
    """Where the words stand that open a clause about the noun before them."""
    of_levels: dict[int, bool] = field(default_factory=dict)
    """What `_belongs_to_level` found for the mention that starts at a token."""

    def clause(self, token: int) -> int:
        """Give the number of a token's clause."""
        return self.clauses[token]

    def segment(self, token: int) -> int:
        """Give the number of the part between commas that holds a token."""
        return self.segments[token]

    def around(self, token: int) -> int:
        """Give the clause of a token, or the one around its brackets."""
        clause = self.clauses[token]
        head = self.heads[clause]
        hangs = clause in self.bracketed or self.passage.tokens.words[head] in self.words["inserted"]
        return self.clauses[head - 1] if hangs and head > 0 else clause

    def crowded(self, first: int, last: int) -> bool:
        """Tell whether a quantity stands between two tokens."""
        # No two overlap, so the next one ends first.
        after = bisect_right(self.firsts, first)
        return after < len(self.firsts) and self.quantities[after].last < last


def tie(passage: Passage, quantities: list[Quantity], mentions: list[Mention]) -> list[When]:
    """Give the period of each quantity, in their order; the result is kept on the passage as well."""
    if not quantities:
        return []
    sentence = _sentence(passage, quantities, mentions)
    carried = Carried(passage, quantities, sentence.words)
    listed = _listed(sentence)
    whens = [listed.get(i) or _period(sentence, q, carried) for i, q in enumerate(quantities)]
    _label(sentence, whens)
    _in_order(sentence, whens)
    _share(quantities, whens)
    for q, when in zip(quantities, whens, strict=True):
        if q.kind in GROWTH:
            _base(sentence, q, when, whens)
    for i, q in enumerate(quantities):
        if i and q.tie and q.tie == quantities[i - 1].tie and signed(q.why, Sign.RESTATES):
            _same_base(whens[i - 1], whens[i])
    for q, when in zip(quantities, whens, strict=True):
        if when.period is None and not when.unresolved and _is_measured_against(sentence, q):
            _against(sentence, q, when, whens)
    passage.whens = list(zip(quantities, whens, strict=True))
    return whens


def _listed(sentence: _Sentence) -> dict[int, When]:
    """Give the periods of the figures that stand in rows beside rows of times, and of those that a row leaves open."""
    words, quantities = sentence.passage.tokens.words, sentence.quantities
    if not sentence.mentions or (len(quantities) < _ROW and not any(m.group for m in sentence.mentions)):
        return {}
    rows = rows_of_times(sentence.mentions)
    figures = rows_of_figures(quantities, words, sentence.words["joints"], sentence.timed)
    ordering = [i for i, word in enumerate(words) if word in sentence.words["respectively"]]
    alone = [m for m in sentence.mentions if not m.group and m.role == "period" and not m.aside]
    pairs = pairs_of(rows, quantities, figures, ordering, alone) if rows else {}
    out = _sharing(sentence, figures, pairs)
    for i, q in enumerate(quantities):
        if rows and i not in pairs and i not in out and (row := _row_of(sentence, rows, q)) is not None:
            out[i] = _of_several(sentence, q, row)
    for i, mention in pairs.items():
        when = _read(sentence, quantities[i], mention, intent=False)
        when.why.append(Step("period.listed", mention.symbol))
        out[i] = when
    return out


def _sharing(sentence: _Sentence, figures: list[list[int]], pairs: dict[int, Mention]) -> dict[int, When]:
    """Give the figures of a row the one time that stands right behind it: "28 and 580 in 2024"."""
    out: dict[int, When] = {}
    for row in figures:
        first, last = sentence.quantities[row[0]], sentence.quantities[row[-1]]
        if len(row) < _ROW or row[0] in pairs or _is_measured_against(sentence, first):
            continue
        ahead = [m for m in sentence.mentions if m.last < first.first]
        behind = next((m for m in sentence.mentions if m.first > last.last), None)
        if ahead and sentence.segment(ahead[-1].last) == sentence.segment(first.first):
            continue
        if behind is None or behind.role != "period" or behind.group or behind.form in ("since", "on", "samein"):
            continue
        if sentence.segment(behind.first) != sentence.segment(last.first) or sentence.crowded(last.last, behind.first):
            continue
        for i in row[:-1]:
            out[i] = _read(sentence, sentence.quantities[i], behind, intent=False)
            out[i].why.append(Step("period.shared", behind.symbol))
    return out


def _row_of(sentence: _Sentence, rows: list[Row], q: Quantity) -> Row | None:
    """Give the row of times that a figure stands beside alone."""
    mention, _ = _own(sentence, q, against=_is_measured_against(sentence, q), intent=False)
    if mention is None or not mention.group:
        return None
    return next((row for row in rows if row.closed and row.first <= mention.first <= row.last), None)


def _of_several(sentence: _Sentence, q: Quantity, row: Row) -> When:
    """Date a figure that is said of several times: one that holds at each of them is told once of each.

    So is a rate or share, one beside "both", and what is so on several days; a flow may be that of all together.
    """
    words = sentence.passage.tokens.words
    each = not sentence.words["each"].isdisjoint(words[max(0, row.first - 2) : row.first + 2])
    beside = sentence.segment(q.first) == sentence.segment(row.first) and row.first > q.last
    days = all(time.form == "day" and time.period is not None and time.period.days == 1 for time in row.times)
    if each or days or (beside and (q.kind == "share" or q.unit in _RATES)):
        whens = [_read(sentence, q, time, intent=False) for time in row.times]
        for when in whens:
            when.why.append(Step("period.each", "the same at each time of the row"))
            when.how = "inferred" if when.period else ""
        return replace(whens[0], also=tuple(whens[1:]))
    said = ", ".join(str(time.period or time.key) for time in row.times)
    why = [Step("period.several", "of several times together")]
    return When(unresolved=True, symbol=f"several: {said}", why=why)


def _sentence(passage: Passage, quantities: list[Quantity], mentions: list[Mention]) -> _Sentence:
    words = period_words(passage.document.language)
    out = _Sentence(passage, words, quantities, mentions)
    said = passage.tokens.words
    out.timed = {i for m in mentions for i in range(m.first, m.last + 1)}
    out.firsts = [q.first for q in quantities]
    inside = set(out.timed)
    inside.update(i for q in quantities for i in range(q.first, q.last + 1))
    _cut(out, inside, {m.first for m in mentions if m.role != "base"})
    found = ((i, words.connecting.at(said, i)) for i in words.connecting.places(said))
    out.links = [(i, i + hit[1]) for i, hit in found if hit is not None]
    out.restricting = [i for i, word in enumerate(said) if word in words["restrictive"]]
    out.intended = _intended(words, passage.tokens.raw, out.segments)
    return out


@dataclass(slots=True)
class _Cuts:
    """The clause and the segment that are open while a sentence is cut; `outer` are those around brackets."""

    heads: list[int]
    bracketed: set[int]
    clause: int = 0
    segment: int = 0
    count: int = 0
    segments: int = 0
    outer: list[tuple[int, int]] = field(default_factory=list)
    inserted: list[int] = field(default_factory=list)

    def begin(self, head: int) -> None:
        """Begin a clause, and a segment with it, at a token."""
        self.count, self.segments = self.count + 1, self.segments + 1
        self.clause, self.segment = self.count, self.segments
        self.heads.append(head)

    def insert(self, head: int) -> None:
        """Begin a clause that another one goes on behind."""
        self.outer.append((self.clause, self.segment))
        self.begin(head)
        self.bracketed.add(self.clause)

    def go_on(self) -> None:
        """Go on with the clause around."""
        self.clause, self.segment = self.outer.pop()

    def part(self) -> None:
        """Begin a segment of the same clause."""
        self.segments += 1
        self.segment = self.segments


def _cut(out: _Sentence, inside: set[int], starts: set[int]) -> None:
    """Give each token its clause and segment; `inside` are those of figures and times, `starts` the first of times."""
    words, said = out.words, out.passage.tokens.words
    hard, soft, ordering = words["hard_breaks"], words["soft_breaks"], words["respectively"]
    cuts = _Cuts(out.heads, out.bracketed)
    out.heads.append(-1)
    done = 0
    for i in compress(range(len(said)), map(words.breaking.__contains__, said)):
        word = said[i]
        if word == "," and not ordering.isdisjoint(said[max(0, i - 1) : i + 2]):
            continue
        # What stands before this token belongs to the clause that was open.
        out.clauses.extend([cuts.clause] * (i - done))
        out.segments.extend([cuts.segment] * (i - done))
        done = i
        if cuts.outer and word == "," and cuts.inserted and cuts.clause == cuts.inserted[-1]:
            cuts.inserted.pop()
            cuts.go_on()
            cuts.part()
        if i in inside:
            continue
        if word in words["opening"]:
            cuts.insert(i)
        elif cuts.outer and word in words["closing"]:
            cuts.go_on()
        elif word in words["inserted"] and i and said[i - 1] == ",":
            cuts.insert(i)
            cuts.inserted.append(cuts.clause)
        elif word in hard or (word in soft and word != "," and i + 1 in starts):
            cuts.begin(i)
        elif word in soft:
            cuts.part()
    out.clauses.extend([cuts.clause] * (len(said) - done))
    out.segments.extend([cuts.segment] * (len(said) - done))


# The period of one quantity.


def _period(sentence: _Sentence, q: Quantity, carried: Carried) -> When:
    if q.kind == "anniversary":
        return _anniversary(sentence, q)
    against = _is_measured_against(sentence, q)
    intent = _is_intended(sentence, q)
    apart = _is_apart_from_all(sentence, q)
    if apart is not None:
        return apart
    mention, near = _own(sentence, q, against=against, intent=intent)
    if mention is not None and (day := _day_of_outlook(sentence, q, mention)) is not None:
        return _read(sentence, q, day, intent=intent)
    since = _since(sentence, q)
    if since is not None and q.kind not in GROWTH and not near and _beside(sentence, q, since):
        return _from_since(sentence, q, since)
    unplaced = any(
        m.role == "period" and m.form not in ("since", "on", "samein") and not _belongs_to_level(sentence, m)
        for m in sentence.mentions
    )
    if mention is not None:
        when = _read(sentence, q, mention, intent=intent)
        if when.period is not None or when.unresolved:
            return when
        if near:
            return when
    if against or q.kind not in _DATED:
        return When()
    if intent:
        allowed = carried.permitted(q) if not unplaced and since is None else None
        why = [Step("period.intent", "what is planned takes no period from elsewhere")]
        return allowed or When(unresolved=True, why=why)
    if since is not None:
        return _from_since(sentence, q, since)
    return When() if unplaced else carried.when(q, sentence.mentions)


def _is_apart_from_all(sentence: _Sentence, q: Quantity) -> When | None:
    """Give a time that equals no other to what was before, is the mean of many years, or holds from a day on."""
    if _is_former(sentence, q):
        step = Step("period.former", "what was before, at a time not said")
    elif _is_average(sentence, q):
        step = Step("period.average", "the mean of a window of time")
    elif any(m.form == "effective" and m.first > q.last and _beside(sentence, q, m) for m in sentence.mentions) or (
        q.role in ("start", "end") and any(m.form == "effective" and m.first > q.last for m in sentence.mentions)
    ):
        step = Step("period.effective", "what holds from a day on, or held until then")
    else:
        return None
    name = step.rule.partition(".")[2]
    return When(unresolved=True, symbol=f"{name}: {sentence.passage.tokens.start[q.first]}", why=[step])


def _is_average(sentence: _Sentence, q: Quantity) -> bool:
    """Tell whether a quantity is told to be the mean of a window: "the ten-year average of 3.4 million"."""
    words, units = sentence.passage.tokens.words, sentence.words.grammar.values["unit"]
    for i in range(q.first - 1, max(1, q.first - _FORMER - 1), -1):
        if words[i] in sentence.words["averages"]:
            over = words[i - 1] in units or words[i - 1] in sentence.words["long"]
            return over and (words[i - 2] == "-" or words[i - 1] in sentence.words["long"])
        if i in sentence.timed or words[i] in sentence.words.breaking:
            return False
    return False


def _day_of_outlook(sentence: _Sentence, q: Quantity, m: Mention) -> Mention | None:
    """Give the day that opens a sentence about what is expected from then: "as of 30 June, 5 million are due within".

    The window says when something will happen to the figure, the day when the figure is what it is.
    """
    first = sentence.mentions[0]
    ahead = m.role == "window" and (m.form == "ahead" or m.period is None) and m.first > q.last
    opens = first.first <= 1 and first.form == "day" and first.role == "period" and first.period is not None
    return first if ahead and opens and q.kind not in GROWTH else None


def _is_former(sentence: _Sentence, q: Quantity) -> bool:
    """Tell whether a quantity is told to be an earlier one: "its previous budget of 12 million"."""
    words, former = sentence.passage.tokens.words, sentence.words["former"]
    if former.isdisjoint(words[max(0, q.first - _FORMER) : q.first]) or q.kind in GROWTH:
        return False
    for i in range(q.first - 1, max(-1, q.first - _FORMER - 1), -1):
        if words[i] in former:
            linked = i == q.first - 1 or words[q.first - 1] in sentence.words["attributive"]
            linked = linked or (words[q.first - 1] == "," and q.kind in _DATED - {"age"})
            return linked and i not in sentence.timed and not _dated_behind(sentence, q)
        if i in sentence.timed or (words[i] in sentence.words.breaking and not (words[i] == "," and i == q.first - 1)):
            return False
    return False


def _dated_behind(sentence: _Sentence, q: Quantity) -> bool:
    return any(
        m.first > q.last and sentence.segment(m.first) == sentence.segment(q.first) and m.role == "period"
        for m in sentence.mentions
    )


def _beside(sentence: _Sentence, q: Quantity, m: Mention) -> bool:
    return sentence.segment(m.first) == sentence.segment(q.first)


def _anniversary(sentence: _Sentence, q: Quantity) -> When:
    """Date an anniversary: the year said or spoken of, else that of publication; its base is so many years before."""
    passage, count = sentence.passage, q.value
    published = passage.document.published
    if count is None or count.denominator != 1:
        return When()
    said = [m for m in sentence.mentions if m.period is not None and m.role == "period"]
    event = None
    if published is not None:
        event = next((m for m in said if m.period and m.period.start.year == published.year - count), None)
    own = [m for m in said if m is not event]
    spoken = None
    if own:
        when = _read(sentence, q, own[-1], intent=True)
    elif not sentence.words["referring"].isdisjoint(passage.tokens.words[:3]) and (spoken := spoken_of(passage)):
        when = When(
            Period.of_year(spoken.start.year), "inferred", str(spoken), why=[Step("period.carried", str(spoken))]
        )
    elif published is not None:
        when = When(Period.of_year(published.year), "inferred", why=[Step("period.anniversary", "year of publication")])
    else:
        return When()
    if event is not None and not spoken:
        when.base, when.base_how = event.period, event.how
    elif when.period is not None:
        when.base, when.base_how = calendar.year(when.period.start.year - int(count)), "inferred"
    return when


def _own(sentence: _Sentence, q: Quantity, *, against: bool, intent: bool) -> tuple[Mention | None, bool]:
    """Give the mention that the sentence offers, and whether it stands right with the quantity."""
    if not sentence.mentions:
        return None, False
    inside = [m for m in sentence.mentions if q.first <= m.first and m.last <= q.last and m.form != "since"]
    if inside:
        return inside[0], True
    fitting = [m for m in sentence.mentions if _fits(sentence, q, m, against=against)]
    if not against:
        fitting = [m for m in fitting if not _belongs_to_level(sentence, m)]
    labelled = _labelling(sentence, q, fitting) or _explained(sentence, q)
    if labelled is not None:
        return labelled, True
    behind = [m for m in fitting if m.first > q.last]
    ahead = [m for m in fitting if m.last < q.first]
    if behind and _fills_brackets_behind(sentence, q, behind[0]):
        return behind[0], True
    behind = [m for m in behind if not _of_complement(sentence, q, m, ahead)]
    nearest = _in_segment(sentence, q, ahead, behind, against=against)
    if nearest is not None:
        return nearest, True
    shared = _shared(sentence, q, behind)
    if shared is not None and not against:
        return shared, False
    clause = sentence.clause(q.first)
    if q.role == "start":
        spans = [m for m in fitting if _ends_of_range(sentence, m) is not None and sentence.clause(m.first) == clause]
        return (spans[0], True) if spans else (None, False)
    if against:
        return None, False
    said = [m for m in ahead if sentence.clause(m.last) == clause]
    if said and not (intent and _is_past(sentence, said[-1])):
        return said[-1], False
    return _further(sentence, q, fitting, ahead, intent=intent), False


def _labelling(sentence: _Sentence, q: Quantity, fitting: Sequence[Mention]) -> Mention | None:
    """Give the time that labels the clause of a quantity: "2023: 1.7 million tons"."""
    clause = sentence.clause(q.first)
    head = sentence.heads[clause]
    if not clause or sentence.passage.tokens.words[head] not in sentence.words["labelling"]:
        return None
    return next((m for m in fitting if m.last == head - 1), None)


def _in_segment(
    sentence: _Sentence, q: Quantity, ahead: Sequence[Mention], behind: Sequence[Mention], *, against: bool
) -> Mention | None:
    """Give the time of a quantity's own segment: the first behind it, with nothing between, or the last ahead."""
    segment = sentence.segment(q.first)
    for m in behind[:1]:
        if sentence.segment(m.first) == segment and not sentence.crowded(q.last, m.first):
            return m
    near = [m for m in ahead if sentence.segment(m.last) == segment]
    if near and (not against or not sentence.crowded(near[-1].last, q.first)):
        return near[-1]
    return None


def _further(
    sentence: _Sentence, q: Quantity, fitting: Sequence[Mention], ahead: list[Mention], *, intent: bool
) -> Mention | None:
    """Give the time that another clause of the sentence lends."""
    clause = sentence.clause(q.first)
    fitting = [
        m
        for m in fitting
        if sentence.clause(m.first) not in sentence.bracketed
        and not (m.first > q.last and _of_complement(sentence, q, m, ahead))
    ]
    settled = [m for m in fitting if m.role != "deadline" and not (intent and _is_past(sentence, m))]
    later = [m for m in settled if m.first > q.last and _reaches_back(sentence, q, m) and not _opens_own(sentence, m)]
    relative = _relative(sentence, q)
    if relative is not None:
        return relative
    same = [m for m in later if sentence.clause(m.first) == clause]
    earlier = [m for m in settled if m.last < q.first]
    return next((some[0] for some in (same[:1], earlier[-1:], later[:1], _inserted(sentence, q)) if some), None)


def _inserted(sentence: _Sentence, q: Quantity) -> list[Mention]:
    """Give the one time of a sentence, said of its subject: "the show, which ran from 3 to 9 May, drew 800 people"."""
    words, sets = sentence.passage.tokens.words, sentence.words
    said = [m for m in sentence.mentions if m.role == "period" and m.period is not None and m.last < q.first]
    if len(sentence.mentions) != 1 or not said:
        return []
    m = said[0]
    clause = sentence.clause(m.first)
    if clause not in sentence.bracketed or words[sentence.heads[clause]] not in sets["inserted"]:
        return []
    told = any(w in sets["acts"] or w in sets["past_tense"] for w in words[m.last + 1 : q.first])
    built = not sets["participles"].isdisjoint(words[sentence.heads[clause] : m.first])
    return said if told and not built else []


def _explained(sentence: _Sentence, q: Quantity) -> Mention | None:
    """Give the time right before the brackets that a quantity opens: "higher than in 2022 (1.7 million tons)"."""
    clause = sentence.clause(q.first)
    head = sentence.heads[clause]
    if clause not in sentence.bracketed or q.first - head > _OPENED:
        return None
    if any(sentence.clause(m.first) == clause for m in sentence.mentions):
        return None
    return next((m for m in sentence.mentions if m.last == head - 1 and m.period is not None), None)


def _fills_brackets_behind(sentence: _Sentence, q: Quantity, m: Mention) -> bool:
    """Tell whether a time stands alone in brackets right behind a quantity: "86,000 (2017)"."""
    words = sentence.passage.tokens.words
    alone = m.last + 1 < len(words) and words[m.last + 1] in sentence.words["closing"]
    return alone and m.first == q.last + 2 and words[q.last + 1] in sentence.words["opening"]


def _of_complement(sentence: _Sentence, q: Quantity, m: Mention, ahead: list[Mention]) -> bool:
    """Tell whether a time behind a quantity dates something else that stands between them.

    That is what the quantity is said to be connected with ("a charge related to the purchase of the mill in 2020"), the
    condition that it is under ("500 euros if sales exceed 2 million in 2026"), and what a clause
    says of its noun ("received goods that were ordered in 2022") where a time stands before them as well.
    """
    if m.first - q.last - 1 < _CONNECTED:
        return False
    link = bisect_right(sentence.links, (q.last, len(sentence.clauses)))
    if link < len(sentence.links) and sentence.links[link][1] < m.first - 1:
        return True
    words = sentence.passage.tokens.words
    if not sentence.words["conditional"].isdisjoint(words[q.last + 1 : m.first]):
        return True
    said = bisect_right(sentence.restricting, q.last)
    restricted = said < len(sentence.restricting) and sentence.restricting[said] < m.first
    return restricted and any(a.role == "period" and a.period is not None for a in ahead)


def _shared(sentence: _Sentence, q: Quantity, behind: list[Mention]) -> Mention | None:
    """Give the time at the end of a quantity's own part of the sentence: "9 boats with a crew of 80 in 2024"."""
    m = next((m for m in behind if m.role == "period"), None)
    if m is None or sentence.segment(m.first) != sentence.segment(q.first):
        return None
    between = [o for o in sentence.quantities if q.last < o.first and o.last < m.first]
    return None if any(o.role == "start" or _is_measured_against(sentence, o) for o in between) else m


def _reaches_back(sentence: _Sentence, q: Quantity, m: Mention) -> bool:
    """Tell whether a time expression behind a comma can still be a quantity's: no other clause lies between."""
    words, ordering = sentence.passage.tokens.words, sentence.words["respectively"]
    between = [i for i in range(q.last + 1, m.first) if ordering.isdisjoint(words[i - 1 : i + 2])]
    if q.first <= 2:
        # "At 533 million, turnover in 2024 was": an opening phrase speaks of what follows it.
        return sum(words[i] == "," for i in between) <= 1
    return all(words[i] != "," or i + 1 == m.first for i in between)


def _opens_own(sentence: _Sentence, m: Mention) -> bool:
    """Tell whether a time opens a clause with figures of its own: "it had 900 works and in 2024 it had 1,450"."""
    clause = sentence.clause(m.first)
    head = sentence.heads[clause]
    joined = head >= 0 and sentence.passage.tokens.words[head] in sentence.words["soft_breaks"]
    own = any(q.first > m.last and sentence.clause(q.first) == clause for q in sentence.quantities)
    return joined and head == m.first - 1 and own


def _relative(sentence: _Sentence, q: Quantity) -> Mention | None:
    """Give the time that a clause such as "when it moved 5 tons" speaks of: the last one before it."""
    clause = sentence.clause(q.first)
    start = sentence.heads[clause]
    if not clause or sentence.passage.tokens.words[start] not in sentence.words["relative"]:
        return None
    before = [
        m
        for m in sentence.mentions
        if m.last < start and m.period is not None and m.form != "since" and m.role != "event"
    ]
    if sentence.passage.tokens.words[start] not in sentence.words["relative_to_last"]:
        before = [m for m in before if m.role != "base"]
    return before[-1] if before else None


def _fits(sentence: _Sentence, q: Quantity, m: Mention, *, against: bool) -> bool:
    if m.form in ("since", "on") or (m.aside and _is_apart(sentence, q, m)):
        return False
    if q.kind not in GROWTH and _is_attribute(sentence, q, m):
        return True
    if m.role in _SAID:
        if m.form == "samein" and q.kind in GROWTH:
            return False
        return not (against and m.role == "deadline")
    return m.role == "base" and against and not sentence.crowded(q.last, m.first) and m.first > q.last


def _is_apart(sentence: _Sentence, q: Quantity, m: Mention) -> bool:
    """Tell whether a time that dates a noun dates no figure of it: "the stadium, rebuilt in 2016, holds 42,000"."""
    if sentence.segment(m.first) == sentence.segment(q.first):
        return False
    # "Version 3, released in May 2021, had 40 faults" tells of then.
    return not any(
        word in sentence.words["past_tense"] or (word in sentence.words["acts"] and i != m.first - 1)
        for i, word in enumerate(sentence.passage.tokens.words)
    )


def _is_attribute(sentence: _Sentence, q: Quantity, m: Mention) -> bool:
    """Tell whether a time expression stands with the noun of a number: "than the 2023 harvest of 5 tons"."""
    words = sentence.passage.tokens.words
    if m.role == "event" or not m.last < q.first <= m.last + 4:
        return False
    if words[q.first - 1] not in sentence.words["attributive"]:
        return False
    # "Twice as much as in 2010, at 5 tons" says nothing of what was in 2010.
    return m.role != "base" or "," not in words[m.last + 1 : q.first]


def _is_past(sentence: _Sentence, m: Mention) -> bool:
    published = sentence.passage.document.published
    return published is not None and m.period is not None and m.period.end <= published.period.end


def _is_measured_against(sentence: _Sentence, q: Quantity) -> bool:
    if q.role == "start":
        return True
    if q.kind in GROWTH:
        return False
    words = sentence.passage.tokens.words
    against, links = sentence.words["measured_against"], sentence.words["comparison_links"]
    for i in range(q.first - 1, max(-1, q.first - 9), -1):
        if words[i] in against:
            return q.role != "end"
        if words[i] not in links and i not in sentence.timed:
            return False
    return False


def _is_intended(sentence: _Sentence, q: Quantity) -> bool:
    """Tell whether the words between the commas around a quantity speak of what is meant to come."""
    if not sentence.intended:
        return False
    if sentence.segments[q.first] in sentence.intended:
        return True
    clause, around = sentence.clause(q.first), sentence.around(q.first)
    if clause == around:
        return False
    return any(c == around and s in sentence.intended for c, s in zip(sentence.clauses, sentence.segments, strict=True))


def _intended(words: PeriodWords, raw: list[str], segments: list[int]) -> set[int]:
    """Give the segments that hold a word of intent."""
    intent = words["intent"]
    out = set() if intent.isdisjoint(raw) else {segments[i] for i, word in enumerate(raw) if word in intent}
    if not words["intent_after_to"].isdisjoint(raw):
        after = words["intent_after_to"]
        out |= {segments[i] for i in range(1, len(raw)) if raw[i] in after and raw[i - 1] in words["intent_before"]}
    return out


def _read(sentence: _Sentence, q: Quantity, m: Mention, *, intent: bool) -> When:
    """Give what a mention means for this quantity."""
    published = sentence.passage.document.published
    form = m.form or m.role
    why = [Step(f"period.{form}", m.symbol, form if form in _SIGNED else "")]
    when = When(m.period, m.how, m.symbol, cumulative=m.cumulative, why=why)
    if m.period is None:
        symbol = m.key if m.relate is None or m.form == "ago" else ""
        return replace(when, how="", unresolved=m.role != "now", symbol=symbol)
    if m.how == "assumed" and m.relate is not None:
        return replace(when, period=None, how="", cumulative=False, unresolved=True)
    if m.form == "until" and published is not None and m.period.start <= published.last_day:
        why.append(Step("period.open_start", "a total up to then has no start"))
        return replace(when, period=None, how="", unresolved=True, symbol=f"until: {m.period}")
    if m.form == "this" and not intent and published is not None and m.period.whole_year == published.year:
        end = published.period.start
        if published.month is not None and published.month < 12 and end > m.period.start:
            why.append(Step("period.to_date", "what has happened this year is up to publication", Sign.TO_DATE))
            return replace(when, period=Period(m.period.start, end), how="inferred", cumulative=True)
    ends = _ends_of_range(sentence, m)
    if ends is not None and (q.kind in GROWTH or q.role in ("start", "end")):
        first, last = ends
        why.append(Step("period.ends", "growth between two years is from the first to the last"))
        if q.role == "start":
            return replace(when, period=first, how="inferred")
        return replace(when, period=last, how="inferred", base=first, base_how="inferred")
    if m.form == "window" and m.duration is not None and (q.kind in GROWTH or q.role in ("end", "start")):
        return _over_window(sentence, q, m, when)
    return when


def _ends_of_range(sentence: _Sentence, m: Mention) -> tuple[Period, Period] | None:
    """Give the first and last year of "between 2010 and 2020" or "from 2010 to 2020"."""
    if (
        m.form != "range"
        or m.period is None
        or sentence.passage.tokens.words[m.first] not in sentence.words["spanning"]
    ):
        return None
    first, last = m.period.start.year, m.period.end.year - 1
    if last <= first or m.period != calendar.years(first, last):
        return None
    return Period.of_year(first), Period.of_year(last)


def _over_window(sentence: _Sentence, q: Quantity, m: Mention, when: When) -> When:
    """Read growth "over the past five years": it ends with the last full year; where it starts is ambiguous."""
    published = sentence.passage.document.published
    if q.role == "start":
        return replace(when, period=None, how="", unresolved=True)
    rivals = [o for o in sentence.mentions if o is not m and o.role == "period" and o.period is not None]
    if rivals:
        end = rivals[-1]
        return replace(when, period=end.period, how="inferred", text=end.symbol, cumulative=end.cumulative)
    assert m.duration is not None  # noqa: S101  told by the caller
    if published is None or m.duration[1] not in ("year", "decade"):
        return when
    when.why.append(Step("period.last_full_year", "growth over past years is up to the last full one"))
    return replace(when, period=calendar.last_full_year(published), how="inferred", cumulative=False)


def _since(sentence: _Sentence, q: Quantity) -> Mention | None:
    """Give the "since 2020" that governs a quantity, unless a superlative stands before it."""
    some = [m for m in sentence.mentions if m.form == "since" and m.period is not None]
    if not some:
        return None
    words = sentence.passage.tokens.words
    some = [m for m in some if sentence.words["records"].isdisjoint(words[max(0, m.first - 4) : m.first])]
    near = [m for m in some if sentence.clause(m.first) in (sentence.clause(q.first), sentence.around(q.first))]
    if q.kind not in GROWTH and not q.role:
        near = [m for m in near if m.first <= 1 or _beside(sentence, q, m)]
    near += [m for m in some if m.last < q.first and (q.kind in GROWTH or q.role in ("start", "end"))]
    return near[0] if near else None


def _from_since(sentence: _Sentence, q: Quantity, m: Mention) -> When:
    published, setting = sentence.passage.document.published, sentence.passage.setting
    assert m.period is not None  # noqa: S101  only resolved ones are taken
    if published is None and setting is not None and setting.period is not None and q.kind not in GROWTH and not q.role:
        # A report without a date tells of what was up to the end of its period.
        until = calendar.span(m.period, setting.period)
        why = [Step("period.since", m.symbol, Sign.SINCE), Step(setting.rule, setting.text)]
        if until is not None and until != setting.period:
            return When(until, "assumed", m.symbol, why=why)
    when = When(text=m.symbol, why=[Step("period.since", m.symbol, Sign.SINCE)], unresolved=True)
    if published is None or q.role == "start":
        return when
    if q.kind in GROWTH or q.role == "end":
        whole = m.period.whole_year
        if whole is not None and whole < published.year - 1:
            when.why.append(Step("period.last_full_year", "growth since a year is up to the last full one"))
            return replace(when, period=calendar.last_full_year(published), how="inferred", unresolved=False)
        return when
    end = published.period.start
    if end <= m.period.start:
        return when
    period = Period(m.period.start, end)
    return replace(when, period=period, how="inferred", cumulative=calendar.is_part_year(period), unresolved=False)


# Quantities said together, and bases.


def _label(sentence: _Sentence, whens: list[When]) -> None:
    """Read a bare year in brackets behind a dated figure as the same part of that year: "in May 2025 12 (2024: 9)"."""
    for i, (q, when) in enumerate(zip(sentence.quantities, whens, strict=True)):
        if not i or when.period is None or when.period.days < _SHORTEST_YEAR or _is_measured_against(sentence, q):
            continue
        clause = sentence.clause(q.first)
        m = next((m for m in sentence.mentions if m.period == when.period and _labels(sentence, m, clause)), None)
        if m is None or m.form not in ("year", "range"):
            continue
        head = sentence.heads[sentence.clause(m.first)]
        explained = next((k for k in range(i - 1, -1, -1) if sentence.quantities[k].last < head), None)
        if explained is None or sentence.quantities[explained].last + _OPENED < head:
            continue
        whens[i] = _same_part(when, whens[explained])


def _same_part(when: When, other: When) -> When:
    """Bring a figure of a bare year to the part of it, or the kind of year, that another figure is of."""
    period = when.period
    assert period is not None  # noqa: S101  told by the caller
    years = period.end.year - period.start.year
    kind, _, name = other.symbol.partition("/")
    step = Step("period.label", "the same part of the year in brackets")
    if (
        other.period is None
        and name.isdecimal() == (years == 1)
        and name.replace("/", "").isdecimal()
        and years <= _ROW
    ):
        symbol = symbol_of(Period.of_year(period.start.year), kind, spans=years > 1)
        return replace(when, period=None, how="", symbol=symbol, unresolved=True, why=[*when.why, step])
    if other.period is None or other.period.whole_year is not None or other.period.days > _YEAR or years != 1:
        return when
    moved = other.period.shift_years(period.start.year - (other.period.end - timedelta(days=1)).year)
    return when if moved == other.period else replace(when, period=moved, how="inferred", why=[*when.why, step])


def _in_order(sentence: _Sentence, whens: list[When]) -> None:
    """Give figures the times of as many before them, where "respectively" pairs the two rows of figures."""
    words = sentence.passage.tokens.words
    if sentence.words["respectively"].isdisjoint(words):
        return
    rows = rows_of_figures(sentence.quantities, words, sentence.words["joints"], sentence.timed)
    for before, row in pairwise(rows):
        closed = sentence.quantities[row[-1]].last
        ordered = any(words[i] in sentence.words["respectively"] for i in range(closed + 1, len(words)))
        if len(before) != len(row) or len(row) < _ROW or not ordered or any(whens[i].period is None for i in before):
            continue
        times = [whens[i].period for i in before]
        # What stands open, or took all one time over, is of the times of the row before.
        if len(set(times)) > 1 and len({whens[i].period for i in row}) == 1:
            for i, k in zip(row, before, strict=True):
                step = Step("period.in_order", "respectively")
                whens[i] = replace(whens[k], how="inferred", also=(), why=[*whens[k].why, step])


def _labels(sentence: _Sentence, m: Mention, clause: int) -> bool:
    """Tell whether a time in brackets stands in a clause, or before the colon that opens it."""
    held = sentence.clause(m.first)
    return held in sentence.bracketed and (held == clause or sentence.heads[clause] == m.last + 1)


def _share(quantities: list[Quantity], whens: list[When]) -> None:
    """Give the period of one quantity of a group to those that have none."""
    for i, (q, when) in enumerate(zip(quantities, whens, strict=True)):
        if not q.tie or when.period is not None or when.unresolved or q.role == "start":
            continue
        group = [
            w
            for j, (o, w) in enumerate(zip(quantities, whens, strict=True))
            if j != i and o.tie == q.tie and o.role != "start" and w.period is not None
        ]
        if group:
            whens[i] = replace(group[0], base=None, base_how="")


def _base(sentence: _Sentence, q: Quantity, when: When, whens: list[When]) -> None:
    """Set what a change, ratio or difference counts from."""
    if when.base is not None:
        return
    m = _base_mention(sentence, q)
    if m is not None:
        base, how = _aligned(m, when.period)
        when.base, when.base_how = base, how if base is not None else ""
        when.base_symbol = m.key if base is None else ""
        when.why.append(Step("base.stated", m.symbol))
        if base is None and when.period is None:
            return
        if base is not None:
            return
    against = _compared_level(sentence, q, whens)
    if against is not None and against.period is not None and m is None:
        when.base, when.base_how = against.period, "inferred"
        when.why.append(Step("base.of_level", against.text))
        return
    if when.period is None or m is not None:
        return
    pointed = _pointed_level(sentence, q, whens)
    if pointed is not None:
        when.base, when.base_how = pointed.period, "inferred" if pointed.period else ""
        when.why.append(Step("base.pointed", pointed.text))
    elif signed(when.why[:1], Sign.WINDOW):
        when.why.append(Step("base.ambiguous", "the first year of the window may count or not"))
    elif _has_default(sentence, q, when):
        when.base, when.base_how = when.period.shift_years(-1), "assumed" if q.kind == "difference" else "inferred"
        when.why.append(Step("base.year_before", "no base is said", Sign.YEAR_BEFORE))


def _same_base(first: When, again: When) -> None:
    """Give a growth that is said once more in other terms the base of the first: "by 2 °C (3.6 °F) since 1990"."""
    if again.base is None and not again.base_symbol and first.base is not None:
        again.base, again.base_how, again.base_symbol = first.base, first.base_how, first.base_symbol
        again.why.append(Step("base.restated", first.text))


def _is_measured(sentence: _Sentence, q: Quantity) -> bool:
    """Tell whether a growth says itself what it is measured against: "below the long-term average"."""
    words = sentence.passage.tokens.words
    return not sentence.words["measuring"].isdisjoint(words[q.last : q.last + 2])


def _has_default(sentence: _Sentence, q: Quantity, when: When) -> bool:
    if when.period is None or signed(when.why, Sign.DEADLINE, Sign.UNTIL):
        return False
    longest = 731 if _SPLIT_YEAR.search(when.text) else 366
    # What rose by an amount within months may have done so from their start to their end.
    shortest = 59 if q.kind != "difference" else 360
    if _deadline(sentence, when) or not shortest <= when.period.days <= longest:
        return False
    return (q.kind != "difference" or q.direction != 0) and not _is_measured(sentence, q)


def _pointed_level(sentence: _Sentence, q: Quantity, whens: list[When]) -> When | None:
    """Give the level that "double that volume" points back to."""
    words = sentence.passage.tokens.words
    if q.last + 1 >= len(words) or words[q.last + 1] not in sentence.words["pointing"]:
        return None
    said = [w for o, w in zip(sentence.quantities, whens, strict=True) if o.last < q.first and o.kind not in GROWTH]
    return next((w for w in said if w.period is not None), When())


def _deadline(sentence: _Sentence, when: When) -> bool:
    return any(m.role == "deadline" and m.symbol == when.text for m in sentence.mentions)


def _base_mention(sentence: _Sentence, q: Quantity) -> Mention | None:
    words = sentence.passage.tokens.words
    some = [m for m in sentence.mentions if m.role == "base" or (m.form == "samein" and m.role == "period")]
    some = [
        m
        for m in some
        if m.form != "since" or sentence.words["records"].isdisjoint(words[max(0, m.first - 4) : m.first])
    ]
    some = [m for m in some if not _belongs_to_level(sentence, m)]
    some = [m for m in some if m.form != "since" or m.first < q.first or not _rivalled(sentence, q, m)]
    segment, clause = sentence.segment(q.first), sentence.clause(q.first)
    if _is_measured(sentence, q):
        some = [m for m in some if sentence.segment(m.first) == segment]
    near = [m for m in some if sentence.segment(m.first) == segment]
    for held in (
        [m for m in near if m.first > q.last],
        [m for m in near if m.last < q.first],
        [m for m in some if sentence.clause(m.first) == clause],
        [m for m in some if m.first <= 1],
    ):
        if held:
            return min(held, key=lambda m: abs(m.first - q.last))
    return None


def _rivalled(sentence: _Sentence, q: Quantity, m: Mention) -> bool:
    """Tell whether another growth stands nearer to a base behind it."""
    others = [o for o in sentence.quantities if o.kind in GROWTH and q.last < o.first and o.last < m.first]
    # "rose 39 points, or 4%, since 1970" is one growth.
    return any(not o.tie or o.tie != q.tie for o in others)


def _belongs_to_level(sentence: _Sentence, m: Mention) -> bool:
    """Tell whether a base stands right behind a level that is measured against: "from 3 tons in the same period"."""
    if m.first not in sentence.of_levels:
        sentence.of_levels[m.first] = _stands_behind_level(sentence, m)
    return sentence.of_levels[m.first]


def _stands_behind_level(sentence: _Sentence, m: Mention) -> bool:
    return any(
        q.last < m.first <= q.last + 6
        and q.kind not in GROWTH
        and sentence.segment(q.first) == sentence.segment(m.first)
        and not sentence.crowded(q.last, m.first)
        and _is_measured_against(sentence, q)
        for q in sentence.quantities
    )


def _aligned(m: Mention, period: Period | None) -> tuple[Period | None, str]:
    """Give the base that a mention names for a quantity of this period: the same months where only a year is said."""
    base, how = m.period, m.how
    if m.relate is not None and m.form != "since":
        if period is not None:
            base, how = m.relate(period), "inferred"
        elif m.how == "assumed":
            return None, ""
    if base is not None and period is not None and base.whole_year is not None and m.form != "since":
        within = (period.days < 360 and period.start.year == (period.end.replace(day=1)).year) or _inside_year(period)
        if within and base.whole_year != period.start.year:
            return calendar.same_part(period, base), "inferred"
    return base, how


def _inside_year(period: Period) -> bool:
    whole = Period.of_year(period.start.year)
    return whole.covers(period) and whole != period


def _compared_level(sentence: _Sentence, q: Quantity, whens: list[When]) -> When | None:
    """Give the level that a change is measured against.

    It stands in the same clause ("63 % more than the 1.57 Mt of 2023"), or is where the figures said with it start
    ("from 9 Mt in 2019 to 8 Mt in 2023, that is by 11 %").
    """
    for other, when in zip(sentence.quantities, whens, strict=True):
        if other.role == "start" and other.tie and other.tie == q.tie and when.period is not None:
            return when
        if (
            other is not q
            and other.kind not in GROWTH
            and when.period is not None
            and _is_measured_against(sentence, other)
            and sentence.clause(other.first) == sentence.clause(q.first)
        ):
            return when
    return None


def _against(sentence: _Sentence, q: Quantity, when: When, whens: list[When]) -> None:
    """Date a level that is measured against, from the base of what is measured against it."""
    near = [
        (o, w)
        for o, w in zip(sentence.quantities, whens, strict=True)
        if o is not q and ((o.tie and o.tie == q.tie) or sentence.clause(o.first) == sentence.clause(q.first))
    ]
    based = [w for o, w in near if w.base is not None and o.kind in GROWTH]
    if based:
        _date(when, based[0].base, based[0].text)
        when.why.append(Step("period.base", "the level that growth starts from"))
        return
    said = _base_mention_of_level(sentence, q)
    if said is not None and said.period is not None and said.how != "assumed":
        main = next((w.period for _, w in near if w.period is not None), None)
        _date(when, _aligned(said, main)[0], said.symbol)
        when.why.append(Step("period.base", said.symbol))
        return
    ends = [w for o, w in near if o.role == "end" or o.tie == 0 or o.kind == "level"]
    main_when = next((w for w in ends if w.period is not None and not w.unresolved), None)
    if main_when is None or main_when.period is None:
        return
    if signed(main_when.why, Sign.WINDOW, Sign.SINCE):
        when.unresolved = True
        return
    if any(_is_intended(sentence, o) for o, _ in near):
        return
    if _deadline(sentence, main_when) or main_when.period.days > 366 or main_when.period.days < 59:
        return
    _date(when, main_when.period.shift_years(-1), main_when.text)
    when.why.append(Step("period.year_before", "the level that growth starts from"))


def _date(when: When, period: Period | None, text: str) -> None:
    when.period, when.text = period, text
    when.how = "" if period is None else "inferred"
    when.cumulative = period is not None and calendar.is_part_year(period)


def _base_mention_of_level(sentence: _Sentence, q: Quantity) -> Mention | None:
    some = [m for m in sentence.mentions if m.role == "base" and not _belongs_to_level(sentence, m)]
    same = [m for m in some if sentence.clause(m.first) == sentence.clause(q.first)]
    return next(iter(same or some), None)


def apply_policy(when: When, policy: str, published: PartialDate | None) -> When:
    """Give the period that a metric's policy assigns where the text says none, as inferred.

    `policy` is "last full year" (before publication), "year of publication" or "none". A period that is known, and one
    that the text leaves open on purpose ("in the near future"), stays as it is. Raises ValueError on another policy.
    """
    if policy not in ("last full year", "year of publication", "none"):
        raise ValueError(f"{policy!r} is no policy: write last full year, year of publication or none")
    if policy == "none" or when.period is not None or when.unresolved or published is None:
        return when
    year = published.year - 1 if policy == "last full year" else published.year
    why = [*when.why, Step("period.policy", policy)]
    return replace(when, period=Period.of_year(year), how="inferred", text=when.text or policy, why=why)
