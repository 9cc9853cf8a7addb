"""The arithmetic of a verdict in words and figures that a reader can check with a pocket calculator."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kzcheck.compare.declaring import relation
from kzcheck.compare.equation import PRODUCT, Equation, Term, form_of, form_value
from kzcheck.compare.statement import SHARES, Statement
from kzcheck.compare.verdict import AGREE, CONFLICT, ROUND, Judgement
from kzcheck.model import Interval
from kzcheck.units import unit_words

_SCALES = (
    (Fraction(10**12), "trillion"),
    (Fraction(10**9), "billion"),
    (Fraction(10**6), "million"),
    (Fraction(1), ""),
)
_MILLION = 10**6
_PLACES = 7
PART_AND_WHOLE = {
    CONFLICT: "a part above its whole",
    AGREE: "a part below its whole",
    ROUND: "a part that reaches its whole",
}
"""What a level and another that it may not pass make of one another, by verdict, where the first is a part."""
_NOT_ABOVE = {CONFLICT: "the one above the other", AGREE: "the one below the other", ROUND: "no more than the other"}
"""What two levels of which one is not above the other make of one another, where their relation has no words for it."""
_SYMBOLS = {"percent": " %", "x": " times", "pp": " percentage points", "bp": " basis points", "permille": " ‰"}


def _usual_scale(sizes: Sequence[Fraction]) -> tuple[Fraction, str]:
    """Choose the scale that most of the numbers are said in: 0.8 million, but 500 million, not 0.5 billion."""
    own = [next((i for i, (k, _) in enumerate(_SCALES) if x >= (k / 2 if k == _MILLION else k)), 3) for x in sizes]
    best = max(own, key=lambda i: (own.count(i), i), default=3)
    return _SCALES[best]


def _relative(s: Statement) -> bool:
    return s.kind in ("change", "ratio") or s.unit in SHARES or s.unit == "x"


def figure(x: Fraction, digits: int = 4) -> str:
    """Write a number as people do: as many digits as needed, at least `digits` significant ones, 1,500 with a comma."""
    size = abs(x)
    if size == 0:
        return "0"
    if x.denominator == 1 and size < 10**7:
        return f"{int(x):,}"
    places = 0
    while size * 10**places < 10 ** (digits - 1) and places < 9:
        places += 1
    return written(x, places)


def written(x: Fraction, places: int) -> str:
    """Write a number to `places` decimals, without trailing zeros after the point."""
    scaled = round(x * 10**places)
    whole, rest = divmod(abs(scaled), 10**places)
    tail = f"{rest:0{places}d}".rstrip("0") if places else ""
    sign = "-" if scaled < 0 else ""
    return f"{sign}{whole:,}.{tail}" if tail else f"{sign}{whole:,}"


class Phrasing:
    """Figures of one comparison: levels of a dimension in one unit and scale, growth as percentages or multiples."""

    def __init__(self, equation: Equation, statements: Sequence[Statement]) -> None:
        """Choose a unit and a scale for each dimension: the unit of its first claim, a scale that suits its least."""
        self.equation = equation
        self.statements = statements
        self._unit: dict[str, tuple[Statement, Fraction, str]] = {}
        for s in statements:
            if s.dimension not in self._unit and not _relative(s):
                alike = [x for x in statements if x.dimension == s.dimension and not _relative(x)]
                sizes = [abs(n / s.factor) for x in alike if (n := x.value or x.interval.low or x.interval.high)]
                scale, name = _usual_scale(sizes)
                self._unit[s.dimension] = s, scale, name

    def _scale_of(self, s: Statement) -> Fraction:
        if _relative(s):
            return SHARES.get(s.unit, Fraction(1))
        unit, scale, _ = self._unit[s.dimension]
        return unit.factor * scale

    def number(self, x: Fraction, s: Statement, *, exact: bool = False) -> str:
        """Write a working number in the way that the claim `s` is written, without its unit."""
        return figure(x / self._scale_of(s), 9 if exact else 4)

    def units(self, s: Statement) -> str:
        """Name the unit of the numbers of a claim."""
        if _relative(s):
            return _SYMBOLS.get(s.unit, " times")
        unit, _, name = self._unit[s.dimension]
        words = "" if unit.unit in ("count", "") else unit_words(unit.unit, unit.noun)
        return "".join(f" {part}" for part in (name, words) if part)

    def allows(self, x: Interval, s: Statement) -> str:
        """Write an interval: "462.9 to 463.4", "above 500 million", "under 5 times"."""
        if x.low is not None and x.low == x.high:
            return f"exactly {self.number(x.low, s)}{self.units(s)}"
        never_below = x.low is None or (x.low == 0 and s.kind not in ("change", "difference"))
        if never_below and x.high is not None:
            return f"{'at most' if x.high_closed else 'below'} {self.number(x.high, s)}{self.units(s)}"
        if x.high is None:
            if x.low is None:
                return "any number"
            return f"{'at least' if x.low_closed else 'above'} {self.number(x.low, s)}{self.units(s)}"
        low, high = self._both(x, s)
        below = "below " if s.hedge == "nearly" and x == s.interval else ""
        return f"{low} to {below}{high}{self.units(s)}"

    def _both(self, x: Interval, s: Statement) -> tuple[str, str]:
        """Write both ends exactly where that takes few digits, else with enough to tell them apart."""
        assert x.low is not None  # noqa: S101  the caller has looked
        assert x.high is not None  # noqa: S101
        scale = self._scale_of(s)
        ends = x.low / scale, x.high / scale
        exact = [places for places in range(_PLACES) if all((end * 10**places).denominator == 1 for end in ends)]
        if exact and max(abs(end) for end in ends) * 10 ** exact[0] < 10**_PLACES:
            return written(ends[0], exact[0]), written(ends[1], exact[0])
        for digits in range(4, 10):
            low, high = (figure(end, digits) for end in ends)
            if low != high:
                break
        return low, high

    def formula(self, index: int) -> str:
        """Write how the other claims give claim `index`: "529.4 / 1.143", or "" where one of them states no value."""
        term, rest, other, on_left = self.equation.side_of(index)
        if any(self.statements[t.index].value is None for t in rest + other):
            return ""
        join, undo = (" × ", " / ") if self.equation.op == PRODUCT else (" + ", " - ")
        known = [self.equation.known_text] if self.equation.known is not None else []
        text = join.join([*(self._factor(t) for t in other), *(known if on_left else [])])
        text += "".join(f"{undo}{x}" for x in [*(self._factor(t) for t in rest), *([] if on_left else known)])
        if term.weight != 1:
            text = f"({text}) / {term.weight}"
        if term.form == "growth":
            text += " - 1"
        return text

    def _factor(self, t: Term) -> str:
        s = self.statements[t.index]
        assert s.value is not None  # noqa: S101  the caller has looked
        if t.weight != 1:
            return f"{t.weight} × {self._factor(Term(t.index, t.form))}"
        if t.form != "level":
            value = form_value(s.value, t.form)
            return "?" if value is None else figure(value, 9)
        if s.unit in SHARES and self.equation.op == PRODUCT:
            return f"{self.number(s.value, s, exact=True)}{self.units(s)}"
        return self.number(s.value, s, exact=True)


def subject(equation: Equation, statements: Sequence[Statement]) -> int:
    """Choose the claim that the others are held against: the one from another document, else the derived one."""
    documents = [s.document for s in statements]
    alone = [i for i, d in enumerate(documents) if documents.count(d) == 1]
    if len(statements) > 2 and len(alone) == 1 and len(set(documents)) == 2:
        return alone[0]
    return equation.derived[0] if equation.derived else len(statements) - 1


def reason(equation: Equation, statements: Sequence[Statement], judgement: Judgement) -> str:
    """Say in one sentence what the claims make of one another."""
    declared = relation(equation.relation)
    said = declared.sentence(equation, statements, judgement) if declared.sentence else None
    if said is not None:
        return said
    say = Phrasing(equation, statements)
    if len(statements) == 2 and (statements[0].note or not equation.derived):
        return _pair(say, equation, statements, judgement)
    index = subject(equation, statements)
    s = statements[index]
    implied = equation.implied(index, [x.interval for x in statements])
    value = equation.implied_value(index, statements)
    formula = say.formula(index)
    given = ""
    if formula and value is not None:
        given = f"{formula} = {say.number(value, s)}{say.units(s)}"
    if implied is not None and (implied.low is not None or implied.high is not None) and implied.low != implied.high:
        given = f"{given} ({say.allows(implied, s)})" if given else f"the other claims give {say.allows(implied, s)}"
    when = f" for {s.period}" if s.period and s.kind not in ("change", "ratio") else ""
    if not equation.equal and implied is not None and given and formula:
        given = f"{formula} = {say.number(value or Fraction(0), s)}{say.units(s)}, so {say.allows(implied, s)}"
    joint = ", but" if judgement.verdict == CONFLICT else ", and"
    ours = f"{quoted(s)} allows {say.allows(s.interval, s)}"
    return f"{given or 'taken together'}{when}{joint} {ours}{how(judgement, statements)}"


def _pair(say: Phrasing, equation: Equation, statements: Sequence[Statement], judgement: Judgement) -> str:
    first, second = statements
    if first.note or second.note:
        return _noted(equation, first, second, judgement)
    when = f" for {first.period}" if first.period and first.period == second.period else ""
    ours, theirs = (f"{quoted(s)} allows {say.allows(s.interval, s)}" for s in (first, second))
    if judgement.verdict == AGREE and first.interval == second.interval:
        return f"{quoted(first)} and {quoted(second)} say the same{when}"
    if not equation.equal:
        words = relation(equation.relation).words or _NOT_ABOVE
        link = words.get(judgement.verdict, words[ROUND])
        return f"{ours}{_for(first)}, {theirs}{_for(second)}: {link}{how(judgement, statements)}"
    if judgement.verdict == CONFLICT:
        return f"{ours}{when}, but {theirs}"
    if judgement.cut is not None:
        return f"{ours}{when} and {theirs}{how(judgement, statements)}"
    left, right = (form_of(s.interval, t.form) for s, t in zip(statements, equation.left + equation.right, strict=True))
    meet = first.interval.meet(second.interval) if equation.left[0].form == equation.right[0].form else left.meet(right)
    link = "" if judgement.verdict == AGREE else f"; they meet in {say.allows(meet, first)}"
    return f"{ours}{when} and {theirs}{link}{how(judgement, statements)}"


def _noted(equation: Equation, first: Statement, second: Statement, judgement: Judgement) -> str:
    ours, theirs = (f"{quoted(s)} gives {s.note}" for s in (first, second))
    if judgement.verdict == CONFLICT:
        return f"{ours}, but {theirs}" + ("" if equation.equal else ": counted in the wrong order")
    words = relation(equation.relation).words.get(judgement.verdict)
    return f"{ours}, {theirs}: " + (words or ("the same" if equation.equal else "in order"))


def _for(s: Statement) -> str:
    return f" for {s.period}" if s.period else ""


def how(judgement: Judgement, statements: Sequence[Statement]) -> str:
    """Say how a rounding came about, where that is not the usual way."""
    if judgement.cut is not None:
        return f", true if {quoted(statements[judgement.cut])} was cut off and not rounded"
    return f" (by {judgement.mode})" if judgement.mode and judgement.mode != "nearest" else ""


def quoted(s: Statement) -> str:
    """Quote a claim."""
    return f"'{s.surface}'"


def chain(
    equation: Equation, statements: Sequence[Statement], judgement: Judgement, places: Sequence[str]
) -> tuple[str, ...]:
    """Give the same as numbered steps: what each claim allows and where, what follows, and where it ends."""
    say = Phrasing(equation, statements)
    steps = []
    if relation(equation.relation).alone:
        said = (reason(equation, statements, judgement), mended(equation, statements, judgement))
        return tuple(f"{i}. {step}." for i, step in enumerate(said, 1))
    for s, place in zip(statements, places, strict=True):
        voice = f"{s.voice} ({place})" if place and place.partition(":")[0] != s.voice else place or s.voice
        allowed = s.note or say.allows(s.interval, s)
        steps.append(f"{voice}: {quoted(s)} says {allowed}{'' if s.note else _for(s)}")
    steps.append(reason(equation, statements, judgement))
    if judgement.verdict == CONFLICT:
        gap = "" if statements[0].note else f"Off by at least {percentage(judgement.share)}; "
        steps.append(f"{gap}{mended(equation, statements, judgement)}")
    return tuple(f"{i}. {step}." for i, step in enumerate(steps, 1))


def mended(equation: Equation, statements: Sequence[Statement], judgement: Judgement) -> str:
    """Say the smallest change of one claim that would mend a conflict."""
    repair = judgement.repair
    if repair is None:
        return "no change of one claim alone would mend it"
    s = statements[repair.index]
    declared = relation(equation.relation)
    if declared.mend is not None:
        return declared.mend(statements)
    if s.note:
        return f"{quoted(s)} or {quoted(statements[1 - repair.index])} would have to be of another time"
    say = Phrasing(equation, statements)
    way = "at least" if repair.upward else "at most"
    return f"{quoted(s)} would have to be {way} {say.number(repair.target, s)}{say.units(s)}"


def mending(statements: Sequence[Statement], judgement: Judgement) -> tuple[str, ...]:
    """Name the claims (ids) that `mended` speaks of: either would have to change."""
    repair = judgement.repair
    if repair is None:
        return ()
    both = len(statements) > 1 and statements[repair.index].note
    return tuple(s.claim_id for i, s in enumerate(statements) if both or i == repair.index)


def percentage(x: Fraction) -> str:
    """Write a share in percent."""
    return f"{figure(x * 100, 2)} %" if x * 1000 >= 1 else "under 0.1 %"
