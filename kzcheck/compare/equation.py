"""Relations between claims as equations over intervals in which every claim occurs once.

Two sides, each a product or a sum, joined by "=" or "<=". As no claim occurs twice, the interval of a side is exactly
the set of its possible values, and the equation can hold exactly if the two intervals meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kzcheck.compare.arithmetic import at_most, times, total
from kzcheck.compare.statement import Statement
from kzcheck.model import Interval

PRODUCT, SUM = "product", "sum"


@dataclass(frozen=True, slots=True)
class Term:
    """The claim at `index` of the comparison, in one form.

    `form` is level (x), growth (1 + x, of a change), left_over (1 - 1/x, of a ratio: the part of the end that was
    gained) or left_over_growth (the same of a change). All grow with x. It counts `weight` times: an average over the
    five figures whose sum stands on the other side counts 5 times.
    """

    index: int
    form: str = "level"
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Equation:
    """`left` (op) = or <= `right` (op); `derived` are the indexes of claims that the others give.

    These are ratio, change, share, total or difference: numbers that their author computed. `equal` is False for "<=".
    `known` is a number on the right that no claim states (the whole, the days of a year), `known_text` its name.
    """

    relation: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    op: str = PRODUCT
    equal: bool = True
    derived: tuple[int, ...] = ()
    known: Interval | None = None
    known_text: str = ""

    @property
    def terms(self) -> tuple[Term, ...]:
        """Give the terms of both sides."""
        return self.left + self.right

    def sides(self, intervals: Sequence[Interval]) -> tuple[Interval, Interval]:
        """Give what each side can be, from what each claim allows."""
        left = _fold(self.op, self.left, intervals)
        return left, _fold(self.op, self.right, intervals, self.known)

    def holds(self, intervals: Sequence[Interval]) -> bool:
        """Tell whether some choice of a number from each interval makes it true."""
        left, right = self.sides(intervals)
        return left.meets(right) if self.equal else at_most(left, right)

    def side_of(self, index: int) -> tuple[Term, tuple[Term, ...], tuple[Term, ...], bool]:
        """Give the term of a claim, what else stands on its side, the other side, and whether it stands left."""
        for mine, other, on_left in ((self.left, self.right, True), (self.right, self.left, False)):
            for term in mine:
                if term.index == index:
                    return term, tuple(t for t in mine if t is not term), other, on_left
        raise ValueError(f"claim {index} does not occur in {self}")

    def implied(self, index: int, intervals: Sequence[Interval]) -> Interval | None:
        """Give what the other claims allow claim `index` to be, or None where they cannot tell (a zero divisor)."""
        term, rest, other, on_left = self.side_of(index)
        whole = _fold(self.op, rest, intervals, None if on_left else self.known)
        against = _fold(self.op, other, intervals, self.known if on_left else None)
        if self.op == SUM:
            out = against - whole
        else:
            if whole.low is None or whole.low < 0 or against.low is None or against.low < 0:
                return None
            out = against / whole
        if not self.equal:
            out = (
                Interval(None, out.high, high_closed=out.high_closed)
                if on_left
                else Interval(out.low, None, out.low_closed)
            )
        return unform(out.scale(Fraction(1, term.weight)), term.form)

    def implied_value(self, index: int, statements: Sequence[Statement]) -> Fraction | None:
        """Give what the other claims as stated make of claim `index`, or None where one of them states no value."""
        term, rest, other, on_left = self.side_of(index)
        whole = _fold_values(self.op, rest, statements, None if on_left else self.known)
        against = _fold_values(self.op, other, statements, self.known if on_left else None)
        if whole is None or against is None:
            return None
        if self.op == SUM:
            value = against - whole
        elif whole == 0:
            return None
        else:
            value = against / whole
        return unform_value(value / term.weight, term.form)


def _fold(op: str, terms: Iterable[Term], intervals: Sequence[Interval], known: Interval | None = None) -> Interval:
    forms = [weighed(form_of(intervals[t.index], t.form), t) for t in terms]
    if known is not None:
        forms.append(known)
    return times(forms) if op == PRODUCT else total(forms)


def _fold_values(
    op: str, terms: Iterable[Term], statements: Sequence[Statement], known: Interval | None = None
) -> Fraction | None:
    out = Fraction(1 if op == PRODUCT else 0)
    if known is not None:
        if known.low is None or known.high is None:
            return None
        out = (known.low + known.high) / 2
    for t in terms:
        stated = statements[t.index].value
        value = None if stated is None else form_value(stated, t.form)
        if value is None:
            return None
        out = out * value * t.weight if op == PRODUCT else out + value * t.weight
    return out


def weighed(x: Interval, term: Term) -> Interval:
    """Count an interval as often as a term does."""
    return x if term.weight == 1 else x.scale(Fraction(term.weight))


def form_value(x: Fraction, form: str) -> Fraction | None:
    """Give a number in the form of a term, or None where it has none."""
    match form:
        case "growth":
            return 1 + x
        case "left_over":
            return 1 - 1 / x if x > 0 else None
        case "left_over_growth":
            return 1 - 1 / (1 + x) if x > -1 else None
        case _:
            return x


def unform_value(x: Fraction, form: str) -> Fraction | None:
    """Undo `form_value`."""
    match form:
        case "growth":
            return x - 1
        case "left_over":
            return 1 / (1 - x) if x < 1 else None
        case "left_over_growth":
            return 1 / (1 - x) - 1 if x < 1 else None
        case _:
            return x


def form_of(x: Interval, form: str) -> Interval:
    """Give an interval in the form of a term; all forms are increasing, so ends go to ends."""
    return x if form == "level" else _map(x, form, form_value)


def unform(x: Interval, form: str) -> Interval:
    """Undo `form_of`."""
    return x if form == "level" else _map(x, form, unform_value)


def _map(x: Interval, form: str, f: Callable[[Fraction, str], Fraction | None]) -> Interval:
    low = None if x.low is None else f(x.low, form)
    high = (
        f(x.high, form) if x.high is not None else Fraction(1) if form.startswith("left") and f is form_value else None
    )
    return Interval(
        low, high, x.low_closed and low is not None, x.high_closed and high is not None and x.high is not None
    )
