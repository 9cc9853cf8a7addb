"""Arithmetic that a sentence, or two that follow one another, does by itself: no name of a quantity is needed for it.

Which figures belong together is read off the forms of the language data (`lang/*/arithmetic.yaml`): "of 240 nests, 96
(40 %)", "from 1,200 to 1,800, an increase of 50 %", "730,000 litres a year. That is 2,000 litres a day."
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from kzcheck.compare.candidates import Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.equation import SUM, Equation, Term
from kzcheck.compare.phrasing import quoted
from kzcheck.compare.quantities import Quantities
from kzcheck.compare.relations.equivalents import equivalent
from kzcheck.compare.relations.growth import equation as growth_equation
from kzcheck.compare.relations.partitions import equation as whole_equation
from kzcheck.compare.relations.ties import share_equation
from kzcheck.compare.statement import BOUNDS, Statement
from kzcheck.compare.verdict import CONFLICT, judge
from kzcheck.compare.wording import Said, words
from kzcheck.model import Interval, Period

Found = Mapping[str, int]
_DAY = Fraction(86_400)
_YEAR = Fraction(365)
"""Days of a year, the least."""
_MONTH = Fraction(28)


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give what the forms of the language data tie together, and the shares of people that are more than all."""
    for form, said, found in scope.wording.fillings():
        made = _MAKERS[form.relation](scope, said, found)
        if made is not None:
            yield replace(made, certainty="assumed") if form.doubtful else made
    yield from _more_than_all(scope)


def _candidate(
    scope: Scope,
    equation: Equation,
    rows: tuple[int, ...],
    statements: tuple[Statement, ...] = (),
    *,
    asked: str = "",
) -> Candidate | None:
    table = scope.table
    metric = next((table.metric(row) for row in rows if table.metric(row)), "")
    rule = scope.rule(metric, asked or equation.relation)
    if rule is None or len(set(rows)) < len(rows) or any(table.mood[row] < 0 for row in rows):
        return None
    return scope.within_words(equation, rows, rule, statements)


def _share(scope: Scope, said: Said, found: Found) -> Candidate | None:
    """Give whole, share and part; silent where another whole of the sentence, or the one before, fits the share."""
    table = scope.table
    whole, share, part = found["whole"], found["share"], found["part"]
    if not _alike(table, whole, part) or table.value[share] > 1:
        return None
    mine = [table.statement(row) for row in (share, part)]
    for other in _near(scope, said):
        if other in (whole, part) or not _alike(table, other, part) or table.statement(other).hedge in BOUNDS:
            continue
        if judge(share_equation(), (table.statement(other), *mine), measured=False).verdict != CONFLICT:
            return None
    made = _candidate(scope, share_equation(), (whole, share, part))
    more = table.low[part] > table.high[whole]
    # A part that is more than all was perhaps no part of it.
    return replace(made, certainty="assumed") if made is not None and more else made


def _near(scope: Scope, said: Said) -> Iterator[int]:
    """Give the amounts of a sentence and of the one before it."""
    wording = scope.wording
    for other in (said, wording.before(said)):
        if other is not None:
            yield from (row for row in other.rows if "amount" in wording.classes(row))


def _part(scope: Scope, said: Said, found: Found) -> Candidate | None:
    table = scope.table
    whole, part = found["whole"], found["part"]
    if not _alike(table, whole, part) or said.nodes.count(whole) != 1 or table.value[whole] <= 1:
        return None
    equation = Equation(relation="part", left=(Term(0),), right=(Term(1),), op=SUM, equal=False)
    return _candidate(scope, equation, (part, whole))


def _ends(scope: Scope, said: Said, found: Found) -> Candidate | None:
    """Hold the lower end of a range against its upper one; below zero people name the nearer end first."""
    table = scope.table
    low, high = found["low"], found["high"]
    at = said.nodes.index(low)
    before = said.nodes[max(0, at - 3) : at]
    if table.dimension[low] != table.dimension[high] or min(table.value[low], table.value[high]) < 0:
        return None
    if not frozenset(words("not_ranges")).isdisjoint(n for n in before if isinstance(n, str)):
        return None
    equation = Equation(relation="ends", left=(Term(0),), right=(Term(1),), op=SUM, equal=False)
    made = _candidate(scope, equation, (low, high))
    return None if made is None else replace(made, quiet=True)


def _difference(scope: Scope, said: Said, found: Found) -> Candidate | None:
    table = scope.table
    start, added, end = found["start"], found["added"], found["end"]
    counted = table.dimension[added] == table.dimension[start]
    if not _alike(table, start, end) or not counted or said.nodes.count(added) != 1:
        return None
    equation = Equation(relation="difference", left=(Term(0), Term(1)), right=(Term(2),), op=SUM, derived=(1,))
    rows = (start, added, end)
    statements = tuple(map(table.statement, rows))
    if not table.direction[added] and table.kind[added] not in ("difference", "change"):
        falls = table.value[end] < table.value[start]
        statements = (statements[0], _turned(statements[1], falls=falls), statements[2])
    return _candidate(scope, equation, rows, statements)


def _turned(s: Statement, *, falls: bool) -> Statement:
    """Read an amount of change without a direction the way that its levels went."""
    if not falls or s.value is None or s.value < 0:
        return s
    return replace(s, value=-s.value, interval=-s.interval)


def _change(scope: Scope, said: Said, found: Found) -> Candidate | None:
    table = scope.table
    start, growth, end = found["start"], found["growth"], found["end"]
    if not _alike(table, start, end) or table.points[growth] or said.nodes.count(growth) != 1:
        return None
    rows = (start, growth, end)
    statements = tuple(map(table.statement, rows))
    if not table.direction[growth] and table.kind[growth] == "change":
        falls = table.value[end] < table.value[start]
        statements = (statements[0], _turned(statements[1], falls=falls), statements[2])
    return _candidate(scope, growth_equation(table, growth), rows, statements)


def _equivalent(scope: Scope, said: Said, found: Found) -> Candidate | None:
    return equivalent(scope, found["first"], found["second"], said.nodes)


def _span(scope: Scope, said: Said, found: Found) -> Candidate | None:
    """Hold how long something took against the dates at which it began and ended."""
    length, dates = found["length"], found["range"]
    at = said.nodes.index(length)
    period = scope.table.period(dates)
    if (
        period is None
        or (at and said.nodes[at - 1] in words("open_lengths"))
        or _after(said, at) in words("open_lengths")
    ):
        return None
    least, most = _lasting(period)
    s = scope.table.statement(length)
    ran = replace(
        scope.table.statement(dates),
        value=None,
        interval=Interval(least * _DAY, most * _DAY),
        factor=s.factor,
        unit=s.unit,
        dimension=s.dimension,
        kind="duration",
    )
    equation = Equation(relation="span", left=(Term(0),), right=(Term(1),), op=SUM)
    return _candidate(scope, equation, (length, dates), (s, ran))


def _after(said: Said, at: int) -> str:
    node = said.nodes[at + 1] if at + 1 < len(said.nodes) else ""
    return node if isinstance(node, str) else ""


def _lasting(period: Period) -> tuple[Fraction, Fraction]:
    """Give how many days lie between two dates, the least and the most: each may be any day of its month or year."""
    days = Fraction(period.days)
    if period.start.day != 1 or period.end.day != 1:
        return days - 1, days
    grain = _YEAR if period.start.month == 1 == period.end.month else _MONTH
    return max(days - 2 * (grain + 3), Fraction(1)), days


def _age(scope: Scope, said: Said, found: Found) -> Candidate | None:
    """Hold an age against the day of birth and the day at which it is told."""
    table = scope.table
    age, birth, at = found["age"], found["birth"], found["at"]
    born, then = table.period(birth), table.period(at)
    if born is None or then is None or born.days > 366 or then.days > 366 or then.start <= born.start:
        return None
    if said.nodes.count(age) != 1:
        return None
    least = then.start.year - born.start.year - 1
    most = (then.end.year if then.days <= 31 else then.start.year) - born.start.year
    s = table.statement(age)
    lived = replace(
        table.statement(at),
        value=None,
        interval=Interval(Fraction(least) * s.factor, Fraction(most) * s.factor),
        factor=s.factor,
        unit=s.unit,
        dimension=s.dimension,
        kind="age",
        note=f"an age of {least} or {most}",
    )
    told = replace(s, note=f"an age of {s.value / s.factor}" if s.value is not None else "an age")
    equation = Equation(relation="age", left=(Term(0),), right=(Term(1),), op=SUM)
    return _candidate(scope, equation, (age, at), (told, lived))


def _more_than_all(scope: Scope) -> Iterator[Candidate]:
    """Give shares of people or things that are above all of them: "118 % of respondents own a phone"."""
    table, wording = scope.table, scope.wording
    holders = frozenset(words("holders"))
    for said in wording.sentences:
        for at, node in enumerate(said.nodes):
            if not isinstance(node, int) or "percent" not in wording.classes(node) or table.low[node] <= 1:
                continue
            after = [n for n in said.nodes[at + 1 : at + 5] if isinstance(n, str)]
            if len(after) > 1 and not holders.isdisjoint(after) and after[0] in words("of"):
                made = _candidate(scope, whole_equation(1, equal=False), (node,), asked="share")
                if made is not None:
                    yield made


def _alike(table: Quantities, *rows: int) -> bool:
    return len({int(table.dimension[row]) for row in rows}) == 1 and len({int(table.mood[row]) for row in rows}) == 1


_Maker = Callable[[Scope, Said, Found], Candidate | None]
_MAKERS: Mapping[str, _Maker] = {
    "share": _share,
    "part": _part,
    "ends": _ends,
    "difference": _difference,
    "change": _change,
    "equivalent": _equivalent,
    "span": _span,
    "age": _age,
}
RELATIONS_OF_FORMS: Sequence[str] = tuple(_MAKERS)
"""The relations for which the language data may hold forms."""


def _age_mended(statements: Sequence[Statement]) -> str:
    return f"{quoted(statements[0])} would have to be {statements[1].note}"


DECLARES: tuple[Relation, ...] = (
    Relation(name="ends", holds="the lower end of a range is named first", rules=("same",), bounds=True),
    Relation(name="span", holds="how long something took fits its dates", rules=("anniversary",)),
    Relation(name="age", holds="an age fits the dates of birth and telling", rules=("anniversary",), mend=_age_mended),
)
