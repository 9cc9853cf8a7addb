"""Say of which time a sentence is that names none: what the text before it, its list or its heading speaks of.

Only what frames a text is carried on: a time that opens a sentence ("On 7 March 2024 the town bought the mill."), one
that all figures of a sentence share, the one of the line that introduces a list, or of a title. A time merely mentioned
before is not; where several were, the figure stays undated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kzcheck.extract.time import calendar
from kzcheck.extract.time.mentions import PeriodWords, find, found
from kzcheck.extract.types import Mention, Passage, Quantity, Setting, When
from kzcheck.lang import tokenize
from kzcheck.model import Step

REPORT = "period.report"
"""The step that gives a figure the time of its report."""
GROWTH = frozenset({"change", "ratio", "difference"})
_BACK = 4
"""Passages that are looked back to for a time that goes on."""
_ITEMS = 40
"""Passages that are looked back to for the line that introduces a list."""
_REPEATS = 12
"""Passages that are looked back to for the same figure said with its period."""
_LONG = 800
"""Days from which a time is too long to be that of the figures told after it."""
_INDENT = 200
"""Characters before a sentence on its line, in which the mark of its item stands."""
_REFERRING = 12
"""Words at the start of a sentence among which one may refer to what was said before."""
_LEADING = 2
"""Tokens before a time that still opens its sentence."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """A time that goes on, and how certainly it holds for a figure that names none."""

    mention: Mention
    how: str


class Carried:
    """The period that the text around a passage speaks of, looked up once when a quantity needs it."""

    __slots__ = ("_asked", "_found", "_quantities", "_words", "passage")

    def __init__(self, passage: Passage, quantities: Sequence[Quantity], words: PeriodWords) -> None:
        """Take the passage with its quantities, and the time words of its language."""
        self.passage = passage
        self._quantities = quantities
        self._words = words
        self._asked = False
        self._found: _Frame | None = None

    def when(self, q: Quantity, mentions: list[Mention]) -> When:
        """Give the carried period of a quantity that has none of its own."""
        repeated = _repeated(self.passage, q, self._quantities, self._words)
        if repeated is not None:
            return repeated
        if any(m.role == "now" for m in mentions):
            return When()
        if not self._asked:
            self._asked = True
            self._found = _frame(self.passage, self._words)
        if self._found is None:
            return self._set(q)
        m = self._found.mention
        if self._is_present(q) and m.form != "this":
            return self._set(q)
        if m.period is not None and m.period.days > _LONG and q.kind not in GROWTH:
            return When()  # what many years saw tells of no time of a single figure
        return When(
            m.period,
            self._found.how if m.period is not None else "",
            m.symbol,
            cumulative=m.cumulative if m.period is None else calendar.is_part_year(m.period),
            why=[Step("period.carried", m.symbol)],
            symbol=m.key if m.period is None else "",
            unresolved=m.period is None,
        )

    def permitted(self, q: Quantity) -> When | None:
        """Give the time of the report to what may be by a rule that it tells ("members may borrow up to 5 books")."""
        words = self.passage.tokens.words
        intended = [word for word in words[: q.first] if word in self._words["intent"]]
        when = self._set(q, standing=True) if intended and intended[-1] in self._words["permitting"] else None
        return when if when and when.period else None

    def _set(self, q: Quantity, *, standing: bool = False) -> When:
        """Give the time of the report or note in which a figure stands, where no other is spoken of."""
        setting = self.passage.setting
        if setting is None:
            return When()
        of_now = q.kind not in GROWTH and (standing or self._is_present(q))
        if setting.rule == REPORT and (not of_now or self._is_elsewhere(setting)):
            return When()
        return When(
            setting.period,
            setting.how,
            setting.text,
            cumulative=setting.period is not None and calendar.is_part_year(setting.period),
            why=[Step(setting.rule, setting.text)],
            symbol=setting.symbol,
            unresolved=setting.period is None,
        )

    def _is_elsewhere(self, setting: Setting) -> bool:
        """Tell whether the paragraph speaks of another time than its report does: of what was agreed years ago."""
        here = self.passage.before
        while here is not None and here.paragraph == self.passage.paragraph:
            said = _opening(here)
            if said is not None and not (said.period and setting.period and setting.period.covers(said.period)):
                return True
            here = here.before
        return False

    def _is_present(self, q: Quantity) -> bool:
        """Tell whether a figure is told of now, not of the time that the text was speaking of."""
        words, present = self.passage.tokens.words, self._words["present"]
        verbs = [i for i, word in enumerate(words) if word in present or self._is_past(i)]
        # The verb of a figure stands before it, or behind it where it is the subject.
        nearest = max((i for i in verbs if i < q.first), default=min(verbs, default=-1))
        return nearest >= 0 and words[nearest] in present

    def _is_past(self, i: int) -> bool:
        """Tell whether a word is a verb that tells of what was: no participle behind "is" or "has"."""
        words, sets = self.passage.tokens.words, self._words
        word = words[i]
        if word in sets["past_tense"] and word in sets["states"]:
            return True
        told = word in sets["acts"] or word in sets["past_tense"] or word.endswith(tuple(sets["past_endings"]))
        return told and i > 0 and words[i - 1] not in sets["auxiliaries"] and words[i - 1] not in sets["present"]


def _frame(passage: Passage, words: PeriodWords) -> _Frame | None:
    """Give the time that goes on into a passage."""
    if _is_item(passage, words):
        return _of_list(passage, words)
    refers = not words["referring"].isdisjoint(passage.tokens.words[:_REFERRING])
    here = passage.before
    for _ in range(_BACK):
        if here is None or passage.paragraph - here.paragraph > 1 or _is_rule(here):
            break
        same = here.paragraph == passage.paragraph
        if not same and not refers and not is_title(here):
            return _of_event(passage, here, words)
        frame = _opening(here)
        if frame is not None and not refers and _is_day_of_figures(here, frame, words):
            return None
        if frame is not None:
            return _Frame(frame, "inferred" if refers else "assumed")
        if any(m.role in ("period", "window") and m.period is not None for m in found(here)):
            shared = _shared(here, alone=not same)
            day = shared is not None and shared.period is not None and shared.period.days == 1
            if shared is None or (day and not refers and not _tells_of_event(here, words)):
                return None
            return _Frame(shared, "inferred" if refers else "assumed")
        if same and _is_item(here, words):
            return _of_list(here, words)
        here = here.before
    return _of_heading(passage)


def _is_rule(passage: Passage) -> bool:
    """Tell whether a passage is a line of marks between two parts of a text."""
    return not any(map(str.isalnum, passage.text))


def _of_event(passage: Passage, before: Passage, words: PeriodWords) -> _Frame | None:
    """Give the time that opens the paragraph before, where a passage goes on about its event: "the acquisition"."""
    said = passage.tokens.words
    named = {word for article, word in pairwise(said[:_REFERRING]) if article in words["articles"]} & words["events"]
    here: Passage | None = before
    opening = None
    for _ in range(_BACK):
        if here is None or here.paragraph != before.paragraph:
            break
        opening = _opening(here) if named & {*here.tokens.words} else None
        here = here.before
    if opening is None or opening.period is None:
        return _of_heading(passage)
    return _Frame(opening, "assumed")


def _is_day_of_figures(passage: Passage, m: Mention, words: PeriodWords) -> bool:
    """Tell whether a day is that on which figures were so ("on 1 January 42 boats lay there"), not an event's."""
    known = m.period is not None and m.period.days == 1 and bool(passage.whens)
    return known and next(_verbs(passage, words), "") in words["states"]


def _tells_of_event(passage: Passage, words: PeriodWords) -> bool:
    """Tell whether a sentence says that something happened on its day: "a storm struck on 14 January"."""
    return next(_verbs(passage, words), "") in words["acts"]


def _verbs(passage: Passage, words: PeriodWords) -> Iterator[str]:
    return (word for word in passage.tokens.words if word in words["states"] or word in words["acts"])


def _is_item(passage: Passage, words: PeriodWords) -> bool:
    """Tell whether a passage is the first sentence of an item of a list: its mark opens it or stands before it."""
    text = passage.document.text
    before = text[max(0, passage.start - _INDENT) : passage.start].rpartition("\n")[2].split()
    # A mark that is also emphasis or a sign stands apart from the words: "**38,700** people" opens with none.
    first = (before or passage.text.split(None, 1) or [""])[0]
    if not before and not first.isascii():
        first = first[0]
    return first in words["bullets"] and len(before) <= 1


def _of_list(passage: Passage, words: PeriodWords) -> _Frame | None:
    """Give the time of the paragraph that introduces the list in which a passage is an item."""
    here, lead = passage.before, None
    paragraph = passage.paragraph
    for _ in range(_ITEMS):
        if here is None or paragraph - here.paragraph > 1:
            break
        if here.paragraph != paragraph and lead is not None:
            break
        paragraph = here.paragraph
        if _is_item(here, words) or here.text in words["bullets"]:
            lead = None
        elif lead is None and (paragraph != passage.paragraph or _introduces(here)):
            lead = here
        here = here.before
    if lead is None:
        return None
    said = _opening(lead) or _shared(lead, alone=True)
    if said is not None:
        return _Frame(said, "inferred")
    return None if any(_dates(m) for m in found(lead)) or not _introduces(lead) else _frame(lead, words)


def _introduces(passage: Passage) -> bool:
    return passage.document.text[passage.end - 1 : passage.end] == ":"


def _opening(passage: Passage) -> Mention | None:
    """Give the time that opens a sentence, where it is one and no row of several."""
    said = found(passage)
    if not said or said[0].first > _LEADING or said[0].group or said[0].aside or not _dates(said[0]):
        return None
    return said[0] if said[0].first == 0 or passage.tokens.words[said[0].first - 1] in ",-–—•:" else None


def _dates(m: Mention) -> bool:
    known = m.period is not None or ("/" in m.key)
    return (
        known
        and m.role in ("period", "window")
        and m.form not in ("since", "samein", "ahead", "until", "context", "vague")
    )


def _shared(passage: Passage, *, alone: bool) -> Mention | None:
    """Give the one time that a passage names, where its figures are of it or, `alone`, where it names no other."""
    said = [m for m in found(passage) if m.role in ("period", "window", "deadline")]
    dating = [m for m in said if _dates(m)]
    if not dating or len({(m.period, m.key) for m in said if m.period is not None or m.key}) != 1:
        return None
    return dating[-1] if alone or is_title(passage) or _all_of(passage, dating[-1]) else None


def _all_of(passage: Passage, m: Mention) -> bool:
    """Tell whether no figure of a passage is of another time."""
    main = [when for q, when in passage.whens if q.role != "start" and when.period is not None]
    return all(when.period == m.period for when in main)


def _of_heading(passage: Passage) -> _Frame | None:
    if not passage.heading or passage.is_heading:
        return None
    heading = Passage(passage.document, 0, 0, tokenize(passage.heading), paragraph=passage.paragraph, is_heading=True)
    said = [m for m in find(heading.tokens, heading) if m.role == "period" and (m.period is not None or m.key)]
    return _Frame(said[0], "inferred") if len(said) == 1 else None


def is_title(passage: Passage) -> bool:
    """Tell whether a passage is a line that no full stop ends."""
    return passage.is_heading or passage.document.text[passage.end - 1 : passage.end] not in '.!?…"”:;,'


def _repeated(passage: Passage, q: Quantity, quantities: Sequence[Quantity], words: PeriodWords) -> When | None:
    """Give the period of the same growth, or of "the" same level, of the same unit, said shortly before."""
    here = passage.before
    grown = q.kind in GROWTH
    if q.value is None or not (grown or (q.unit and q.significant > 1 and _is_definite(passage, q, quantities, words))):
        return None
    for _ in range(_REPEATS if grown else _BACK):
        if here is None:
            return None
        for other, when in here.whens:
            if other.kind == q.kind and other.unit == q.unit and when.period is not None and other.value == q.value:
                why = [Step("period.repeated", when.text)]
                return When(when.period, "inferred", when.text, when.base, when.base_how, when.cumulative, why)
        here = here.before
    return None


def _is_definite(passage: Passage, q: Quantity, quantities: Sequence[Quantity], words: PeriodWords) -> bool:
    """Tell whether an article stands right before a figure, or before the row of figures in which it stands."""
    said = passage.tokens.words
    first = q.first
    for before in reversed([o for o in quantities if o.last < q.first]):
        if not all(word in words["joints"] for word in said[before.last + 1 : first]):
            break
        first = before.first
    return first > 0 and said[first - 1] in words["definite"]
