"""Find the time expressions of a passage and say which days they mean.

The words and patterns stand in the language's periods.yaml, their compiled form in `patterns`, what each construction
means in `readings`, what times in a row give one another in `coordination`. Here a reading meets its sentence: the
words before it give its role, the publication date or the text around it the year that it leaves out. Where that cannot
be told the period stays None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

from kzcheck.extract.time import calendar
from kzcheck.extract.time.coordination import coordinate
from kzcheck.extract.time.fiscal import calendars_of, symbol_of
from kzcheck.extract.time.patterns import Match, compile_grammar, evaluate
from kzcheck.extract.time.readings import OPS, SKIP, Clock, Reading
from kzcheck.extract.types import Mention, Passage
from kzcheck.lang import Phrases, Tokens, read, tokenize, words_of
from kzcheck.model import Document, Period, Step

_BREAKING = ("hard_breaks", "soft_breaks", "opening", "closing", "inserted")
_BACK = 4
"""Passages that are looked back to for the period spoken of."""
_DEEPEST = 32
"""Passages that may lean on one another in a row, each relative to the one before ("a year earlier" after another)."""


class PeriodWords(dict[str, frozenset[str]]):
    """The plain word lists of a language's periods.yaml by name, and beside them what is compiled of the rest."""

    def __init__(self, data: dict[str, Any]) -> None:
        """Compile the data. Raises ValueError where it has a fault."""
        super().__init__((name, frozenset(map(str, words))) for name, words in data.items() if isinstance(words, list))
        self.grammar = compile_grammar(data)
        self.prefixes = _by_last_word((phrase, kind) for kind, some in data["prefixes"].items() for phrase in some)
        compared = [(phrase, "strong") for phrase in data["comparisons"]]
        self.comparisons = _by_last_word(compared + [(phrase, "weak") for phrase in data["measured"]])
        self.connecting: Phrases[str] = Phrases((phrase, "connecting") for phrase in data["connecting"])
        self.reporting: Phrases[int] = Phrases(
            (phrase, int(months)) for months, some in data["reporting"].items() for phrase in some
        )
        self.subordinators: dict[str, str] = data["subordinators"]
        self.breaking = frozenset([","]).union(*(self[name] for name in _BREAKING))
        """Words that can open or close a clause or a part between commas."""


@cache
def period_words(language: str) -> PeriodWords:
    """Give the compiled time words of a language. Raises ValueError where its data has a fault."""
    return PeriodWords(read(language, "periods"))


def _by_last_word(entries: Iterable[tuple[str, str]]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    out: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, kind in entries:
        words = words_of(phrase)
        out.setdefault(words[-1], []).append((words, kind))
    for some in out.values():
        some.sort(key=lambda entry: -len(entry[0]))
    return out


def _ending(table: dict[str, list[tuple[tuple[str, ...], str]]], words: list[str], end: int) -> tuple[str, int] | None:
    if end <= 0:
        return None
    for phrase, kind in table.get(words[end - 1], ()):
        n = len(phrase)
        if n <= end and (n == 1 or tuple(words[end - n : end]) == phrase):
            return kind, n
    return None


def find(tokens: Tokens, passage: Passage, *, depth: int = 0) -> list[Mention]:
    """Give all time expressions of a passage in order, none overlapping, each the longest that the grammar reads.

    Periods are half-open days, resolved against `passage.document.published` as far as that is known. An expression
    that is understood but cannot be resolved has `period` None. The result is kept on the passage. `depth` counts the
    passages that lean on this one, each on the one before it.
    """
    words = period_words(passage.document.language)
    codes = words.grammar.encode(tokens.raw)
    mentions: list[Mention] = []
    if words.grammar.strong.search(codes):
        mentions = _Finder(words, tokens, passage, codes, depth).mentions()
    if tokens is passage.tokens:
        passage.mentions = mentions
    return mentions


def of_head(document: Document, words: str) -> Mention | None:
    """Give the one time that the head of a column or row names, or a caption; None where it names none or several.

    `words` may be put together from several cells ("Three Months Ended" above "June 28, 2025"). A bare year is of the
    document's own calendar where it says that all its years are. `period` is None, and `key` its symbol, where the
    days are not known.
    """
    head = Passage(document, 0, 0, tokenize(words), is_heading=True)
    said = [m for m in find(head.tokens, head) if m.role == "period" and (m.period is not None or m.key)]
    return said[0] if len(said) == 1 else None


def found(passage: Passage, *, depth: int = 0) -> list[Mention]:
    """Give the time expressions of a passage, worked out now if `find` has not seen it yet."""
    return find(passage.tokens, passage, depth=depth) if passage.mentions is None else passage.mentions


_NAME = 7
"""Words within which the noun follows of which a year is the name: "the 2022 Long-Term Incentive Plan"."""
_COUNTED = frozenset({"year", "quarter", "half", "first", "last", "end", "start"})
"""Readings that are of a fiscal year where a document says that all its years are."""
_WEAK = frozenset({"vague", "skip", "open_end"})
"""Readings that give way to one that starts inside them and reaches further."""


def _outreached(places: tuple[tuple[int, tuple[Match, ...]], ...], i: int, end: int) -> bool:
    return any(at < end < at + matches[0].length and matches[0].rule.op not in _WEAK for at, matches in places[i + 1 :])


class _Finder:
    """One passage on its way from characters to mentions."""

    __slots__ = ("clock", "codes", "depth", "passage", "tokens", "words")

    def __init__(self, words: PeriodWords, tokens: Tokens, passage: Passage, codes: str, depth: int) -> None:
        self.words = words
        self.tokens = tokens
        self.passage = passage
        self.codes = codes
        self.depth = depth
        self.clock = Clock(passage.document.published, not words["future"].isdisjoint(tokens.raw))

    def mentions(self) -> list[Mention]:
        """Read every run of time words that holds a strong one."""
        grammar, codes = self.words.grammar, self.codes
        out: list[tuple[Mention, Reading]] = []
        looks_ahead = self.clock.future
        for start, end in grammar.stretches(codes):
            free = 0
            places = grammar.run(codes[start:end])
            for i, (at, matches) in enumerate(places):
                if at < free:
                    continue
                for match in matches:
                    if match.rule.op in _WEAK and _outreached(places, i, at + match.length):
                        continue
                    if looks_ahead:
                        self.clock.future = self._is_future(start + at)
                    reading = evaluate(grammar, match, self.tokens, codes, start + at, OPS, self.clock)
                    if reading is not None:
                        free = at + match.length
                        if reading is not SKIP:
                            self._accept(out, reading, start + at, start + free - 1)
                        break
        self._ordinals(out)
        if len(out) > 1 or any(reading.several for _, reading in out):
            self._join(out)
            coordinate(out, self.tokens.words, self.words, self._settle, self._latest())
        self._relate(out)
        _spread_events([mention for mention, _ in out])
        return [mention for mention, _ in out]

    def _ordinals(self, out: list[tuple[Mention, Reading]]) -> None:
        """Add the quarters and halves that an ordinal alone names behind one that is named in full.

        "1.7 million in the first quarter and 1.9 million in the second": where nothing follows that it could count.
        """
        words = self.tokens.words
        ordinals, articles = self.words.grammar.values["ordinal"], self.words["articles"]
        for i, (mention, reading) in enumerate(list(out)):
            part = OPS.get(reading.form) if reading.form in ("quarter", "half") else None
            end = out[i + 1][0].first if i + 1 < len(out) else len(words)
            if part is None or mention.role not in ("period", "base"):
                continue
            for at in range(mention.last + 2, end):
                alone = words[at] in ordinals and words[at - 1] in articles
                after = words[at + 1] if at + 1 < len(words) else "."
                counted = after[0].isdigit() and words[at - 2] in self.words["joints"]
                if not alone or not (counted or after in self.words["ends_direction"] or not after.isalnum()):
                    continue
                named = part({"number": ordinals[words[at]], "year_kind": reading.fiscal}, self.clock)
                if named is not None:
                    named = replace(named, is_claim=False)
                    place = next((k for k, (m, _) in enumerate(out) if m.first > at), len(out))
                    told: list[tuple[Mention, Reading]] = []
                    self._accept(told, named, at - 1, at)
                    out[place:place] = told

    def _is_future(self, at: int) -> bool:
        """Tell whether the clause of a token looks ahead."""
        raw, hard, future = self.tokens.raw, self.words["hard_breaks"], self.words["future"]
        low = at
        joining = self.words["joining"]
        while low > 0 and raw[low - 1] not in hard and (raw[low - 1] not in joining or low >= at - 1):
            low -= 1
        high = at
        while high < len(raw) and raw[high] not in hard and raw[high] not in joining:
            high += 1
        return not future.isdisjoint(raw[low:high])

    def _accept(self, out: list[tuple[Mention, Reading]], reading: Reading, first: int, last: int) -> None:
        words = self.tokens.words
        prefix = _ending(self.words.prefixes, words, first)
        kind, reach = prefix or ("", 0)
        clause = self._prefix_of_clause(first - reach) if kind in ("", "period") else None
        if clause is not None:
            kind = clause
        if self._is_no_time(reading, first, last, reach, kind):
            return
        if reading.form == "unit" and words[first - 1] in self.words["ambiguous"]:
            reading = Reading(how="", form="vague", is_claim=False)
        if reading.form == "vague" and 0 < first == last and self.tokens.raw[first].istitle():
            return  # a name, as in "Secured Overnight Financing Rate"
        if out and out[-1][0].last >= first - reach - 1 and self._is_apposition(out[-1], reading):
            out.pop()
        surface = self.tokens.surface(first, last)
        if words[last] in self.words["open_directions"] and not self._ends(last):
            reading = Reading(how="", form="vague", is_claim=False)
        taken = out[-1][0].last if out else -1
        if reading.form == "first" and reading.make is not None and self._is_of_another(first, last):
            reading = Reading(how="", form="vague", is_claim=False)
        if self._is_portion(first - reach, kind, reach, taken):
            reading = replace(reading, period=None, make=None, relate=None, how="", form="vague")
        if reading.make is not None:
            reading = self._placed(reading)
        told = reading
        reading = self._of_calendar(reading)
        role = reading.role or self._role(reading, kind, first, reach)
        if role in ("period", "deadline") and self._dates_event(first, last, reach):
            role = "event"
            if words[first - reach - 1] in self.words["starting"]:
                reading = replace(reading, form="effective")
        if reading.role and kind in ("period", "since"):
            kind = "period"
        mention = Mention(
            # "2 weeks before today": the word before is the other expression's.
            max(first - reach, taken + 1) if kind and role != "now" else first,
            last,
            role,
            reading.period,
            reading.how if reading.period is not None else "",
            symbol=surface,
            cumulative=reading.cumulative and reading.period is not None,
            open_ended=reading.open_ended,
            is_claim=reading.is_claim,
            duration=reading.duration,
            why=[Step(f"period.{reading.form or reading.grain}", surface)],
            form=reading.form,
            point=reading.point,
            relate=reading.relate,
            key=self._key(reading, first, last) if reading.period is None else "",
            fiscal=reading.fiscal,
            unled=not reach,
            aside=self._is_aside_clause(first - reach),
        )
        self._by_prefix(mention, reading, kind)
        out.append((mention, told))

    def _is_no_time(self, reading: Reading, first: int, last: int, reach: int, kind: str) -> bool:
        """Tell whether words that read as a time are none where they stand: "1800 s", a name, a unit that counts."""
        words = self.tokens.words
        if words[last] == "s" and words[first].isdecimal() and not self.tokens.glued(last):
            # "1800 s" are seconds
            return True
        if reading.grain == "year" and words[last].isdecimal() and not self._is_year(reading, first, last, reach):
            return True
        match reading.form:
            case "half" | "quarter":
                return words[last].isalpha() and not self._is_calendar(reading)
            case "unit":
                return kind != "period" or (last + 1 < len(words) and words[last + 1] in self.words["specifying"])
            case "month":
                return first == last and not reach and self._is_name(first)
            case "open":
                dashed = first == last or words[last - 1] in self.words.grammar.values["dash"]
                return dashed and not self._ends(last)
            case _:
                return False

    def _latest(self) -> date | None:
        published = self.clock.published
        return None if published is None or self.clock.future else published.last_day

    def _settle(self, reading: Reading, mention: Mention) -> None:
        """Write into a mention what its words mean beside others."""
        found = self._of_calendar(reading)
        mention.period, mention.point, mention.how = found.period, found.point, found.how if found.period else ""
        mention.form, mention.fiscal, mention.cumulative = found.form, found.fiscal, found.cumulative
        mention.key = found.key if found.period is None else ""
        mention.why = [Step(f"period.{found.form or found.grain}", mention.symbol)]

    def _of_calendar(self, reading: Reading) -> Reading:
        """Bring a part of a fiscal year to its days, by what the document says of its years; else to a name."""
        if reading.period is None or not (reading.fiscal or reading.form in _COUNTED or reading.form == "ended"):
            return reading
        calendars = calendars_of(self.passage.document)
        if reading.form == "ended":
            own = calendars.get("fiscal")
            return reading if own is None else replace(reading, period=own.snap(reading.period))
        kind = reading.fiscal
        known = calendars.get(kind or "fiscal")
        if not kind and (known is None or not known.counts_all):
            return reading
        period = None if known is None else known.translate(reading.period, spans=reading.spans)
        if period is None:
            name = symbol_of(reading.period, kind, spans=reading.spans)
            return replace(reading, period=None, make=None, relate=None, point=None, how="", key=name)
        point = reading.point if known is None or reading.point is None else known.translate(reading.point)
        return replace(reading, period=period, point=point, how=reading.how if kind else "inferred")

    def _key(self, reading: Reading, first: int, last: int) -> str:
        """Name what waits for the publication date by its unit or, where that does not say it, by its words."""
        if reading.form == "open" or reading.role == "now":
            return ""
        while first < last and self.tokens.words[first] in self.words["articles"]:
            first += 1
        said = "vague" if reading.form == "vague" else reading.grain or "time"
        return reading.key or f"{said}: {' '.join(self.tokens.words[first : last + 1])}"

    def _prefix_of_clause(self, first: int) -> str | None:
        """Give what opens the clause of a time expression: "after the March release", "since it opened in 2021"."""
        words = self.tokens.words
        for i in range(first - 1, max(-1, first - 7), -1):
            word = words[i]
            if word in self.words.subordinators and words[i + 1] not in self.words["no_clause"]:
                return self.words.subordinators[word] if i < first - 1 else None
            if not word.isalpha():
                break
        return None

    def _ends(self, last: int) -> bool:
        return last + 1 >= len(self.tokens) or self.tokens.words[last + 1] in self.words["ends_direction"]

    def _is_year(self, reading: Reading, first: int, last: int, reach: int) -> bool:
        """Tell whether digits that look like a year are one, from the words beside them."""
        words, sets = self.tokens.words, self.words
        if len(words[last]) != 4 or (first < last and reading.form not in ("year", "range")):
            return True
        following = words[last + 1] if last + 1 < len(words) else ""
        if first == last and self._is_half_date(first):
            return False
        unit = following in sets["counted"] and not (len(following) == 1 and self.tokens.glued(last + 1))
        if unit and not (first - reach == 0 and reach and following in sets["subjects"]):
            return False
        if first < last:
            return True
        number, published = int(words[last]), self.clock.published
        near = published is None or abs(number - published.year) <= 60
        if reach:
            prefix = " ".join(words[first - reach : first])
            if number % 100 == 0 and prefix in sets["partitives"]:
                return False
            return prefix not in sets["doubtful"] or (near and published is not None)
        if not 1900 <= number <= 2100 or not near:
            return False
        if first == 0:
            return not following or not following.isalpha() or following in sets["year_followers"]
        before, raw = words[first - 1], self.tokens.raw[first - 1]
        if before in sets["not_years"] or (self.tokens.glued(first) and raw not in "([,:;-–—/“\"'‘"):
            return False
        if before in sets["determiners"] or self.passage.is_heading:
            return True
        return raw.islower() and (not following.isalpha() or len(following) == 1)

    def _is_of_another(self, first: int, last: int) -> bool:
        """Tell whether first months are not those of a year: "its first three months", "the first two after launch"."""
        words = self.tokens.words
        owned = first > 0 and words[first - 1] in self.words["possessives"]
        return owned or (last + 1 < len(words) and words[last + 1] in self.words["specifying"])

    def _is_apposition(self, before: tuple[Mention, Reading], after: Reading) -> bool:
        """Tell whether what stands right before adds nothing: "the period January-June", "overnight on 3 January"."""
        mention, reading = before
        units = self.words.grammar.values["unit"]
        dated = after.period is not None or after.make is not None
        if reading.form == "vague" and mention.first == mention.last and dated:
            return True
        return reading.form == "same" or (reading.form == "vague" and self.tokens.words[mention.last] in units)

    def _is_name(self, at: int) -> bool:
        """Tell whether a month's name without a date stands between capitals as a person's does: "April Jones"."""
        raw = self.tokens.raw
        return any(0 <= i < len(raw) and raw[i].istitle() for i in (at - 1, at + 1))

    def _is_half_date(self, at: int) -> bool:
        """Tell whether a dash or stroke and a small number stand beside a year: "2016 - 11"."""
        words, dashes = self.tokens.words, self.words.grammar.values["dash"]
        return any(
            0 <= number < len(words)
            and (words[mark] in dashes or words[mark] == "/")
            and words[number].isdecimal()
            and len(words[number]) <= 2
            for mark, number in ((at + 1, at + 2), (at - 1, at - 2))
        )

    def _is_calendar(self, reading: Reading) -> bool:
        """Tell that no match is spoken of, whose halves and quarters are minutes."""
        return reading.make is None or self.words["matches"].isdisjoint(self.tokens.words)

    def _is_portion(self, at: int, kind: str, reach: int, taken: int) -> bool:
        """Tell whether an unread time word or a part hangs on the expression: "most of 2024"."""
        words = self.tokens.words
        last = [w for w in words[at : at + reach][-1:] if kind and w in self.words["portion_links"]]
        while at > 0 and words[at - 1] in self.words["portion_links"]:
            at -= 1
            last = [words[at]] if not last or last[0] in self.words["articles"] else last
        if at - 1 <= taken or not last:
            return False
        before = words[at - 1]
        if last[0] in self.words["partitives"] and before in self.words["portions"]:
            return True
        hangs = last[0] not in self.words["articles"] and before in self.words.grammar.values["unit"]
        return hangs and self._unread(at - 1)

    def _unread(self, at: int) -> bool:
        """Tell whether a unit of time is no rate and no length ("a year in 2024", "12 days in 2024")."""
        before = self.tokens.words[at - 1] if at else ""
        numbers = self.words.grammar.values["number"]
        rated = before in self.words["rates"] or (at > 1 and self.tokens.words[at - 2] in self.words["rates"])
        return not (rated or before in numbers or before[:1].isdigit())

    def _placed(self, reading: Reading) -> Reading:
        """Give a period to words without a year: from the text before them, else from the publication date."""
        make = reading.make
        assert make is not None  # noqa: S101  asked before
        period = _nearest(make, reading, self.clock)
        return replace(reading, period=period, how="inferred" if period else "")

    def _role(self, reading: Reading, kind: str, first: int, reach: int) -> str:
        measured = _ending(self.words.comparisons, self.tokens.words, first)
        match kind:
            case "since" | "from":
                return "base"
            case "by" | "until" if measured is None or measured[1] == 1:
                return "deadline"
        yearly = reading.form in ("year", "now", "this", "context", "samein", "on")
        if measured and (
            measured[0] == "strong" or (yearly and self.tokens.words[first - 1] in self.words["measured"])
        ):
            return "base"
        return "base" if self._compared(first - reach) else "period"

    def _dates_event(self, first: int, last: int, reach: int) -> bool:
        """Tell whether a time is that of something else by its words: "due June 2030", "the 2019 Plan"."""
        words, raw = self.tokens.words, self.tokens.raw
        at = first - reach
        if at > 0 and words[at - 1] in self.words["event_verbs"]:
            return True
        titled = at > 0 and raw[at - 1][0].isupper() and words[at - 1] in self.words["instruments"]
        named = titled or (at > 0 and words[at - 1] in self.words["laws"])
        if reach and named and words[at] in self.words["partitives"]:
            return True
        if reach or first != last or not words[first].isdecimal():
            return False
        held = _ending(self.words.prefixes, words, first - 1) if words[first - 1] in self.words["articles"] else None
        for i in range(last + 1, min(len(words), last + _NAME)):
            if words[i] in self.words["instruments"] or (words[i] in self.words["gatherings"] and not held):
                return True
            if not (raw[i].isalpha() or raw[i] in "-&’") or (raw[i].islower() and i > last + 2):
                return False
        return False

    def _is_aside_clause(self, at: int) -> bool:
        """Tell whether a participle that opens its part of the sentence stands before a time: ", rebuilt in 2016,"."""
        words = self.tokens.words
        opens = at == 1 or (at > 1 and words[at - 2] in self.words["commas"])
        told = words[at - 1] in self.words["participles"] or words[at - 1].endswith(tuple(self.words["past_endings"]))
        return opens and told

    def _compared(self, at: int) -> bool:
        words = self.tokens.words
        for _ in range(6):
            measured = _ending(self.words.comparisons, words, at)
            if measured is not None and measured[0] == "strong":
                return True
            if at == 0 or words[at - 1] not in self.words["comparison_links"]:
                return False
            at -= 1
        return False

    def _by_prefix(self, mention: Mention, reading: Reading, kind: str) -> None:
        """Change what the words mean by what stands before them: since, until, through, before, after."""
        match kind:
            case "since" if mention.role == "base":
                mention.form = "since"
            case "until" if mention.role != "base":
                mention.form = "until"
            case "through" if mention.period is not None and reading.grain in ("month", "day", "quarter"):
                start = Period.of_year(mention.period.start.year).start
                mention.period = Period(start, mention.period.end)
                mention.cumulative = calendar.is_part_year(mention.period)
                mention.form = "range"
            case "before" | "after":
                _leave_open(mention)
                mention.key = f"{kind}: {mention.symbol.lower()}"
        if mention.form == "end" and mention.period is not None:
            mention.why.append(Step("period.end_of_whole", "a flow said at its end is that of the whole"))

    def _join(self, out: list[tuple[Mention, Reading]]) -> None:
        """Leave two expressions unresolved that are the ends of a range which no pattern reads."""
        words = self.tokens.words
        joints = self.words.grammar.values["until"].keys() | self.words.grammar.values["dash"].keys()
        for (a, _), (b, _) in pairwise(out):
            between = words[a.last + 1 : b.first + 1]
            opened = words[a.first] in self.words["spanning"]
            if (between[0] in joints and len(between) <= 2 and (opened or a.form == b.form)) or (
                opened and len(between) == 1 and b.form != "context"
            ):
                for mention in (a, b):
                    _leave_open(mention)

    def _relate(self, out: list[tuple[Mention, Reading]]) -> None:
        """Resolve what is said relative to another period of the text."""
        for i, (mention, reading) in enumerate(out):
            if mention.relate is None:
                continue
            anchor = self._anchor(out, i)
            period = None if anchor is None else mention.relate(anchor)
            if anchor is None:
                period = reading.fallback
            if period is not None:
                unsaid = anchor is None and reading.form == "context"
                mention.period, mention.how = period, "assumed" if unsaid else "inferred"
                mention.cumulative = calendar.is_part_year(period)

    def _anchor(self, out: list[tuple[Mention, Reading]], i: int) -> Period | None:
        aside: Period | None = None
        for j in (*range(i - 1, -1, -1), *range(i + 1, len(out))):
            mention = out[j][0]
            if j > i and self.tokens.words[mention.first - 1] in self.words["opening"]:
                continue
            spoken = _speaks_of(mention) or (out[i][0].form == "samein" and self._has_come(mention))
            if spoken and (mention.relate is None or j < i):
                # Of a row of times ("in 2023 and 2024") none is the one spoken of.
                period: Period | None = None if mention.group else mention.period
                if not self._is_aside(mention):
                    return period
                aside = aside or period
        return spoken_of(self.passage, depth=self.depth) if aside is None else aside

    def _has_come(self, mention: Mention) -> bool:
        """Tell whether a deadline is one by which something had happened: "had reached 78 % by 18 May"."""
        published = self.clock.published
        if published is None or mention.period is None or mention.role != "deadline":
            return False
        return mention.period.end <= published.period.end

    def _is_aside(self, mention: Mention) -> bool:
        """Tell whether a time expression dates a number that something is measured against: "from 4 % in May"."""
        words = self.tokens.words
        for i in range(mention.first - 1, max(-1, mention.first - 7), -1):
            if words[i] in self.words["measured_against"]:
                return True
            if words[i] in self.words["hard_breaks"] or words[i] == ",":
                return False
        return False


def _spread_events(mentions: list[Mention]) -> None:
    """Take all times of a row for those of something else where its first one is: "mature in 2027 and 2031"."""
    events = {m.group for m in mentions if m.group and m.role == "event"}
    for mention in mentions:
        if mention.group in events:
            mention.role = "event"


def _leave_open(mention: Mention) -> None:
    """Take back what the words were read as: they name no period."""
    mention.period = mention.point = mention.relate = None
    mention.how, mention.form, mention.key = "", "vague", ""
    mention.cumulative = False


def _speaks_of(mention: Mention) -> bool:
    return (
        mention.period is not None
        and mention.role in ("period", "window")
        and mention.form not in ("since", "samein", "ahead", "until")
    )


def spoken_of(passage: Passage, *, across: bool = True, depth: int = 0) -> Period | None:
    """Give the period that the passages before this one speak of last.

    They are those of the same paragraph, of the one before it where `across`, and else the title above. A single day
    ("she said on Tuesday") is mostly that of the telling, and speaks on only where `across`. `depth` passages lean on
    this one already; where that is too many, none is given.
    """
    if depth >= _DEEPEST:
        return None
    here = passage.before
    for _ in range(_BACK):
        if here is None or passage.paragraph - here.paragraph > 1:
            return None
        said = [m for m in found(here, depth=depth + 1) if _speaks_of(m) and m.form != "context"]
        if not across:
            said = [m for m in said if m.period is not None and m.period.days > 1]
        if here.paragraph != passage.paragraph and not across and not (len(said) == 1 and _is_title(here)):
            return None
        if said:
            return _main(here, [m.period for m in said])
        here = here.before
    return None


def _main(passage: Passage, said: list[Period | None]) -> Period | None:
    """Give the last period of a passage that its figures are of, rather than what they are measured against."""
    whens = passage.whens
    against = {w.base for _, w in whens} | {w.period for q, w in whens if q.role == "start"}
    main = [w.period for q, w in whens if w.period is not None and q.role != "start" and w.period not in against]
    return next((p for p in reversed(said) if p not in against), main[-1] if main else said[-1])


def _is_title(passage: Passage) -> bool:
    """Tell whether a passage is a line that no full stop ends."""
    return passage.is_heading or passage.document.text[passage.end - 1 : passage.end] not in '.!?…"”:;,'


def _nearest(make: Callable[[int], Period | None], reading: Reading, clock: Clock) -> Period | None:
    published = clock.published
    if published is None:
        return None
    ways = [p for y in (published.year + 1, published.year, published.year - 1) if (p := make(y)) is not None]
    if clock.future:
        return next((p for p in reversed(ways) if p.end > published.period.start), None)
    begun = [p for p in ways if p.start <= published.last_day]
    if reading.grain in ("day", "month", "week"):
        return begun[0] if begun else None
    return next((p for p in begun if (p.end - published.last_day).days <= 16), None)
