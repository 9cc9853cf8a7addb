"""The arithmetic of a verdict in words and figures that a reader can check with a pocket calculator."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

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
_BY_THEMSELVES = frozenset({"calendar", "points"})
"""Relations of which the reason says all that there is to say."""
_LINKS = {
    "part_year": {
        CONFLICT: "a part above its whole",
        AGREE: "a part below its whole",
        ROUND: "a part that reaches its whole",
    },
    "direction": {
        CONFLICT: "its words say the other direction",
        AGREE: "in the direction that its words say",
        ROUND: "no way against its words",
    },
    "record": {CONFLICT: "no record, then", AGREE: "the record stands", ROUND: "the record is reached, not passed"},
}
"""What two levels of which one is not above the other make of one another, by relation and verdict."""

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
        if term.form == "growth":
            text += " - 1"
        return text

    def _factor(self, t: Term) -> str:
        s = self.statements[t.index]
        assert s.value is not None  # noqa: S101  the caller has looked
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
    if equation.relation == "calendar":
        return f"{quoted(statements[0])} is not a valid date: {statements[0].note}"
    if equation.relation == "points":
        ours, theirs = (quoted(s) for s in statements)
        return f"{ours} is a part of what was there, but {theirs} is added to it: the same number of another thing"
    say = Phrasing(equation, statements)
    if len(statements) == 4 and equation.relation == "equivalent":
        return _rates(statements, judgement)
    if equation.relation == "partition":
        return _shares(say, equation, statements, judgement)
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
    said = f"{quoted(s)} allows {say.allows(s.interval, s)}"
    return f"{given or 'taken together'}{when}{joint} {said}{_how(judgement, statements)}"


def _rates(statements: Sequence[Statement], judgement: Judgement) -> str:
    """Say what one unit is worth in the other by each of two pairs of equivalents."""
    a, b, c, d = statements
    turn = c.factor / d.factor
    said = []
    for one, other in ((a, b), (c, d)):
        rate = (other.interval / one.interval).scale(turn)
        ends = [None if x is None else figure(x, 3) for x in (rate.low, rate.high)]
        width = f"{ends[0]} to {ends[1]}" if rate.low else f"at most {ends[1]}"
        if ends[1] is None:
            width = f"at least {ends[0]}"
        said.append(f"{quoted(one)} and {quoted(other)} make {width} {d.unit} per {c.unit}")
    return (", but " if judgement.verdict == CONFLICT else ", and ").join(said)


def _shares(say: Phrasing, equation: Equation, statements: Sequence[Statement], judgement: Judgement) -> str:
    """Say what shares of one whole make together."""
    first = statements[0]
    together = equation.sides([s.interval for s in statements])[0]
    summed = " + ".join(quoted(s) for s in statements)
    joint = ", but" if judgement.verdict == CONFLICT else ", and"
    whole = f"the parts of one whole make {'' if equation.equal else 'at most '}100 %"
    makes = "make" if len(statements) > 1 else "allows"
    return f"{summed} {makes} {say.allows(together, first)}{joint} {whole}{_how(judgement, statements)}"


def _pair(say: Phrasing, equation: Equation, statements: Sequence[Statement], judgement: Judgement) -> str:
    first, second = statements
    if first.note or second.note:
        return _noted(equation, first, second, judgement)
    when = f" for {first.period}" if first.period and first.period == second.period else ""
    ours, theirs = (f"{quoted(s)} allows {say.allows(s.interval, s)}" for s in (first, second))
    if judgement.verdict == AGREE and first.interval == second.interval:
        return f"{quoted(first)} and {quoted(second)} say the same{when}"
    if not equation.equal:
        links = _LINKS.get(equation.relation, _LINKS["part_year"])
        link = links.get(judgement.verdict, links[ROUND])
        return f"{ours}{_for(first)}, {theirs}{_for(second)}: {link}{_how(judgement, statements)}"
    if judgement.verdict == CONFLICT:
        return f"{ours}{when}, but {theirs}"
    if judgement.cut is not None:
        return f"{ours}{when} and {theirs}{_how(judgement, statements)}"
    left, right = (form_of(s.interval, t.form) for s, t in zip(statements, equation.left + equation.right, strict=True))
    meet = first.interval.meet(second.interval) if equation.left[0].form == equation.right[0].form else left.meet(right)
    link = "" if judgement.verdict == AGREE else f"; they meet in {say.allows(meet, first)}"
    return f"{ours}{when} and {theirs}{link}{_how(judgement, statements)}"


def _noted(equation: Equation, first: Statement, second: Statement, judgement: Judgement) -> str:
    ours, theirs = (f"{quoted(s)} gives {s.note}" for s in (first, second))
    if judgement.verdict == CONFLICT:
        return f"{ours}, but {theirs}" + ("" if equation.equal else ": counted in the wrong order")
    if equation.relation == "date":
        return f"{ours}, {theirs}: one lies in the other"
    return f"{ours}, {theirs}: " + ("the same" if equation.equal else "in order")


def _for(s: Statement) -> str:
    return f" for {s.period}" if s.period else ""


def _how(judgement: Judgement, statements: Sequence[Statement]) -> str:
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
    if equation.relation in _BY_THEMSELVES:
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
    if equation.relation == "points":
        return "one of the two would have to be said in the other's unit"
    if equation.relation == "age":
        return f"{quoted(statements[0])} would have to be {statements[1].note}"
    if len(statements) == 1 and s.note:
        return f"{quoted(s)} would have to be another day"
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
