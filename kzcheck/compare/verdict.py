"""The verdict: conflict, agree or round, by one mechanism for every relation, pair and cycle, in exact arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kzcheck.compare.arithmetic import distance, widened
from kzcheck.compare.equation import PRODUCT, SUM, Equation, form_of, unform, weighed
from kzcheck.compare.statement import BOUNDS, Statement
from kzcheck.model import Interval

CONFLICT, ROUND, AGREE, INCOMPARABLE = "conflict", "round", "agree", "incomparable"
_STEP = Fraction(1, 1 << 20)
_WIDEST = Fraction(1 << 10)
_WORKED_OUT = frozenset({"change", "ratio", "difference"})
"""Kinds of figures that their authors worked out of others, each in their own way."""
_ONE_PRECISION = 2
"""Figures of which the one is up to so many times as coarse as the other are of one precision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """The change of one claim that would mend a conflict: claim `index` would have to be `target` at least or at most.

    `size` is how far it has to move, as a share of what it says.
    """

    index: int
    target: Fraction
    size: Fraction
    upward: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A verdict with its numbers.

    `mode` tells how a rounding came about; `cut` is the index of the claim whose digits had to be read as cut off.
    `share`, `margin` and `repair` as in `Gap`; `within_place` tells that the gap is smaller than one unit of the last
    place of the coarsest plain claim.
    """

    verdict: str
    mode: str = ""
    cut: int | None = None
    share: Fraction = Fraction(0)
    margin: Fraction = Fraction(0)
    repair: Repair | None = None
    within_place: bool = False


def judge(equation: Equation, statements: Sequence[Statement], *, measured: bool = True) -> Judgement:
    """Judge claims under a relation (DESIGN.md section 5); without `measured`, a conflict comes without its numbers."""
    intervals = [s.interval for s in statements]
    if equation.holds(intervals):
        if agrees(equation, statements):
            return Judgement(verdict=AGREE)
        return Judgement(verdict=ROUND, mode=_mode(equation, statements))
    for index in _may_be_cut(equation, statements):
        cut = [s.cut() if i == index else s.interval for i, s in enumerate(statements)]
        if equation.holds(cut):
            return Judgement(verdict=ROUND, mode="cut off", cut=index)
    if not measured:
        return Judgement(verdict=CONFLICT)
    repair = _repair(equation, statements)
    return Judgement(
        verdict=CONFLICT,
        share=_share(equation, intervals),
        margin=_margin(equation, intervals),
        repair=repair,
        within_place=_within_place(equation, statements),
    )


def to_one_place(equation: Equation, statements: Sequence[Statement]) -> tuple[Statement, ...] | None:
    """Read the one figure of a sum or a difference that ends in a zero to the place of the others, where it then fails.

    "249 million, 5 million more than the 240 million before": beside figures told to the million, 240 million is
    told to the million too. Gives None where the claims fit all the same, or do not fit as they stand.
    """
    plain = [s for s in statements if s.plain and s.value]
    place = min((s.ulp for s in plain), default=Fraction(0))
    round_ones = [i for i, s in enumerate(statements) if s.plain and s.ulp == place * 10]
    if len(plain) < len(statements) or len(round_ones) != 1 or equation.op != SUM:
        return None
    if any(s.ulp not in (place, place * 10) for s in plain):
        return None
    at = round_ones[0]
    s = statements[at]
    sharp = replace(
        s, ulp=place, interval=Interval((s.value or 0) - place / 2, (s.value or 0) + place / 2, True, False)
    )
    read = tuple(sharp if i == at else x for i, x in enumerate(statements))
    fails = judge(equation, statements, measured=False).verdict != CONFLICT
    return read if fails and judge(equation, read, measured=False).verdict == CONFLICT else None


def agrees(equation: Equation, statements: Sequence[Statement]) -> bool:
    """Tell whether claims that can all be true are true as stated."""
    if not equation.equal:
        return _order_as_stated(equation, statements)
    if len(statements) == 2 and len(equation.left) == len(equation.right) == 1 and not equation.derived:
        return _same_as_stated(equation, statements)
    stated = [s.as_stated for s in statements]
    for i, s in enumerate(statements):
        value = equation.implied_value(i, statements)
        if value is not None:
            if s.plain or s.exact:
                if i in equation.derived and s.rounds_to(value):
                    return True
            elif not s.ranged and value in s.interval:
                return True
        elif s.ranged or s.hedged:
            implied = equation.implied(i, stated)
            if i in equation.derived and implied is not None and s.as_stated.covers(implied):
                return True
        if s.ranged and i in equation.derived and value is not None and value in s.as_stated:
            return True
    return not equation.derived and _all_exact(equation, statements)


def _all_exact(equation: Equation, statements: Sequence[Statement]) -> bool:
    # Without a derived claim among them, plain levels agree where the equation holds for the stated values themselves.
    return all(s.value is not None for s in statements) and equation.holds(
        [Interval.point(s.value) for s in statements if s.value is not None]
    )


def _same_as_stated(equation: Equation, statements: Sequence[Statement]) -> bool:
    first, second = statements
    ours, theirs = (
        form_of(s.interval, t.form) for s, t in ((statements[t.index], t) for t in equation.left + equation.right)
    )
    values = equation.implied_value(0, statements)
    if values is not None and values == first.value:
        alike = first.hedge == second.hedge
        return alike or not (first.excludes_itself or second.excludes_itself)
    if (first.hedged or first.ranged) and ours.covers(theirs):
        return True
    if (second.hedged or second.ranged) and theirs.covers(ours):
        return True
    if "plus_minus" in (first.hedge, second.hedge) and values is not None and second.value is not None:
        back = equation.implied_value(1, statements)
        return values in first.interval and back is not None and back in second.interval
    return False


def _order_as_stated(equation: Equation, statements: Sequence[Statement]) -> bool:
    points = [Interval.point(s.value) if s.value is not None else s.interval for s in statements]
    left, right = equation.sides(points)
    if left.high is not None and right.low is not None and left.high <= right.low:
        return True
    left, right = equation.sides([s.interval for s in statements])
    return left.high is not None and right.low is not None and left.high <= right.low


def _may_be_cut(equation: Equation, statements: Sequence[Statement]) -> Iterator[int]:
    """Give the claims to one of which cutting off is granted."""
    for i in equation.derived:
        if statements[i].plain:
            yield i
    if equation.derived or len(statements) != 2:
        return
    plain = [i for i, s in enumerate(statements) if s.plain]
    if _may_be_one_place(statements):
        return
    if len(plain) < 2:
        yield from plain
        return
    # What is planned or foreseen is quoted, and not worked out by who tells of it.
    if all(statements[i].kind in _WORKED_OUT and statements[i].modality == "actual" for i in plain):
        yield from plain
        return
    first, second = (_coarseness(equation, i, statements) for i in plain)
    # Of two figures of one precision neither was cut off from the other, as it was rounded to the same place. Figures
    # in different units differ a little in coarseness where their precision is the same.
    if max(first, second) > min(first, second) * _ONE_PRECISION:
        yield plain[0] if first > second else plain[1]


def _may_be_one_place(two: Sequence[Statement]) -> bool:
    """Tell whether two figures may be stated to one place: "610,000" beside "619,000" is no 619,000 cut off."""
    fine, coarse = sorted(two, key=lambda s: s.ulp)
    few = coarse.value is not None and abs(coarse.value) < 100 * coarse.ulp
    return coarse.zeros and few and coarse.ulp == fine.ulp * 10


def _coarseness(equation: Equation, index: int, statements: Sequence[Statement]) -> Fraction:
    term = equation.side_of(index)[0]
    s = statements[index]
    value = s.value if s.value is not None else Fraction(1)
    size = 1 + value if term.form == "growth" else value
    return s.place / abs(size) if size else s.place


def _mode(equation: Equation, statements: Sequence[Statement]) -> str:
    if any(s.hedge in BOUNDS for s in statements):
        return "bound"
    if any(s.hedged or s.ranged for s in statements):
        return "hedge"
    for i, s in enumerate(statements):
        value = equation.implied_value(i, statements)
        if s.plain and s.value is not None and value is not None and not s.rounds_to(value):
            continue
        if s.plain and s.value is not None and value is not None:
            return "nearest"
    return "nearest"


def _share(equation: Equation, intervals: Sequence[Interval]) -> Fraction:
    left, right = equation.sides(intervals)
    apart = distance(left, right)
    near = [abs(x) for x in (left.low, left.high, right.low, right.high) if x is not None]
    if left.high is not None and right.low is not None and left.high <= right.low:
        near = [abs(left.high), abs(right.low)]
    elif right.high is not None and left.low is not None and right.high <= left.low:
        near = [abs(right.high), abs(left.low)]
    largest = max(near, default=Fraction(0))
    return apart / largest if largest else Fraction(0)


def _margin(equation: Equation, intervals: Sequence[Interval]) -> Fraction:
    """Find the uniform widening that dissolves a conflict, to a millionth; what is given has been verified."""
    forms = [Interval(None, None)] * len(intervals)
    for t in equation.terms:
        forms[t.index] = weighed(form_of(intervals[t.index], t.form), t)
    bare = Equation(
        relation=equation.relation,
        left=tuple(type(t)(t.index) for t in equation.left),
        right=tuple(type(t)(t.index) for t in equation.right),
        op=equation.op,
        equal=equation.equal,
        known=equation.known,
    )

    def dissolved(share: Fraction) -> bool:
        return bare.holds([widened(x, share) for x in forms])

    low, high = Fraction(0), _STEP
    while not dissolved(high):
        low, high = high, high * 4
        if high > _WIDEST:
            return _WIDEST
    while high - low > _STEP and high - low > high / 256:
        middle = (low + high) / 2
        if dissolved(middle):
            high = middle
        else:
            low = middle
    return high


def _repair(equation: Equation, statements: Sequence[Statement]) -> Repair | None:
    intervals = [s.interval for s in statements]
    best: Repair | None = None
    for i, s in enumerate(statements):
        implied = equation.implied(i, intervals)
        if implied is None or implied.empty:
            continue
        mine = s.interval
        if mine.high is not None and implied.low is not None and implied.low >= mine.high:
            target, near, upward = implied.low, mine.high, True
        elif mine.low is not None and implied.high is not None and implied.high <= mine.low:
            target, near, upward = implied.high, mine.low, False
        else:
            continue
        size = abs(target - near) / abs(near) if near else abs(target - near)
        if best is None or size < best.size:
            best = Repair(index=i, target=target, size=size, upward=upward)
    return best


def _within_place(equation: Equation, statements: Sequence[Statement]) -> bool:
    plain = [i for i, s in enumerate(statements) if s.plain]
    if not plain:
        return False
    coarsest = max(plain, key=lambda i: _coarseness(equation, i, statements))
    implied = equation.implied(coarsest, [s.interval for s in statements])
    return implied is not None and distance(statements[coarsest].interval, implied) < statements[coarsest].place


__all__ = ["AGREE", "CONFLICT", "INCOMPARABLE", "PRODUCT", "ROUND", "Judgement", "Repair", "agrees", "judge", "unform"]
