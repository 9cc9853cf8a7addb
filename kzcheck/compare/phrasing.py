"""The arithmetic of a verdict in words and figures that a reader can check with a pocket calculator."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kzcheck.compare.equation import PRODUCT, Equation, Term, form_of, form_value
from kzcheck.compare.statement import SHARES, Statement
from kzcheck.compare.verdict import AGREE, CONFLICT, Judgement
from kzcheck.model import Interval

_SCALES = (
    (Fraction(10**12), "trillion"),
    (Fraction(10**9), "billion"),
    (Fraction(10**6), "million"),
    (Fraction(1), ""),
)
_SYMBOLS = {"percent": " %", "x": " times", "pp": " percentage points", "permille": " ‰"}


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
    """Figures of one comparison: levels in one scale of one unit, growth as percentages or multiples."""

    def __init__(self, equation: Equation, statements: Sequence[Statement]) -> None:
        """Choose the unit and the scale from the levels."""
        self.equation = equation
        self.statements = statements
        levels = [s for s in statements if s.kind not in ("change", "ratio") and s.unit not in SHARES and s.unit != "x"]
        self.unit = levels[0] if levels else None
        sizes = [abs(x / self.factor) for s in levels for x in (s.value, s.interval.low, s.interval.high) if x]
        self.scale, self.scale_name = next(((k, n) for k, n in _SCALES if sizes and max(sizes) >= k * 1), _SCALES[-1])

    @property
    def factor(self) -> Fraction:
        """Give what turns the unit shown into the working one."""
        return self.unit.factor if self.unit else Fraction(1)

    def number(self, x: Fraction, s: Statement, *, exact: bool = False) -> str:
        """Write a working number in the way that the claim `s` is written, without its unit."""
        if s.kind == "change" or s.unit in SHARES:
            return figure(x / SHARES.get(s.unit, Fraction(1)), 9 if exact else 4)
        if s.kind == "ratio" or s.unit == "x":
            return figure(x, 9 if exact else 4)
        return figure(x / self.factor / self.scale, 9 if exact else 4)

    def units(self, s: Statement) -> str:
        """Name the unit of the numbers of a claim."""
        if s.kind == "change" or s.unit in SHARES:
            return _SYMBOLS.get(s.unit, " %")
        if s.kind == "ratio" or s.unit == "x":
            return " times"
        unit = self.unit.unit if self.unit else s.unit
        return "".join(f" {part}" for part in (self.scale_name, "" if unit in ("count", "") else unit) if part)

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
        return f"{low} to {high}{self.units(s)}"

    def _both(self, x: Interval, s: Statement) -> tuple[str, str]:
        assert x.low is not None  # noqa: S101  the caller has looked
        assert x.high is not None  # noqa: S101
        for digits in (4, 5, 6, 7, 8, 9):
            scale = self._scale_of(s)
            low, high = figure(x.low / scale, digits), figure(x.high / scale, digits)
            if low != high:
                break
        return low, high

    def _scale_of(self, s: Statement) -> Fraction:
        if s.kind == "change" or s.unit in SHARES:
            return SHARES.get(s.unit, Fraction(1))
        if s.kind == "ratio" or s.unit == "x":
            return Fraction(1)
        return self.factor * self.scale

    def formula(self, index: int) -> str:
        """Write how the other claims give claim `index`: "529.4 / 1.143", or "" where one of them states no value."""
        term, rest, other, _ = self.equation.side_of(index)
        if any(self.statements[t.index].value is None for t in rest + other):
            return ""
        join, undo = (" × ", " / ") if self.equation.op == PRODUCT else (" + ", " - ")
        text = join.join(self._factor(t) for t in other)
        text += "".join(f"{undo}{self._factor(t)}" for t in rest)
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
    say = Phrasing(equation, statements)
    if len(statements) == 2 and not equation.derived:
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
    joint = ", but" if judgement.verdict == CONFLICT else ","
    tail = {CONFLICT: "allows", AGREE: "says as much:"}.get(judgement.verdict, "allows")
    said = f"{quoted(s)} {tail} {say.allows(s.interval, s)}"
    return f"{given or 'taken together'}{when}{joint} {said}{_how(judgement, statements)}"


def _pair(say: Phrasing, equation: Equation, statements: Sequence[Statement], judgement: Judgement) -> str:
    first, second = statements
    if first.note or second.note:
        return _noted(equation, first, second, judgement)
    when = f" for {first.period}" if first.period and first.period == second.period else ""
    ours, theirs = (f"{quoted(s)} allows {say.allows(s.interval, s)}" for s in (first, second))
    if judgement.verdict == AGREE and first.interval == second.interval:
        return f"{quoted(first)} and {quoted(second)} say the same{when}"
    if not equation.equal:
        link = {CONFLICT: "a part above its whole", AGREE: "a part below its whole"}.get(
            judgement.verdict, "a part that reaches its whole"
        )
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


def chain(equation: Equation, statements: Sequence[Statement], judgement: Judgement) -> tuple[str, ...]:
    """Give the same as numbered steps: what each claim allows, what follows, and where it ends."""
    say = Phrasing(equation, statements)
    steps = [f"{s.voice}: {quoted(s)} says {say.allows(s.interval, s)}{_for(s)}" for s in statements]
    steps.append(reason(equation, statements, judgement))
    if judgement.verdict == CONFLICT:
        steps.append(f"Off by at least {percentage(judgement.share)}; {mended(equation, statements, judgement)}")
    return tuple(f"{i}. {step}." for i, step in enumerate(steps, 1))


def mended(equation: Equation, statements: Sequence[Statement], judgement: Judgement) -> str:
    """Say the smallest change of one claim that would mend a conflict."""
    repair = judgement.repair
    if repair is None:
        return "no change of one claim alone would mend it"
    s = statements[repair.index]
    say = Phrasing(equation, statements)
    way = "at least" if repair.upward else "at most"
    return f"{quoted(s)} would have to be {way} {say.number(repair.target, s)}{say.units(s)}"


def percentage(x: Fraction) -> str:
    """Write a share in percent."""
    return f"{figure(x * 100, 2)} %" if x * 1000 >= 1 else "under 0.1 %"
