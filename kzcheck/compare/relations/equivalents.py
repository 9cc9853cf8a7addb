"""One quantity said in two units: what one is worth in the other has to be the same throughout a text.

"1.2 million barrels a day or 50 million tons a year" implies barrels per ton; so does "3.99 billion barrels (531
million tons)". Units of one dimension are converted and compared as they stand, temperatures by physics.

Terms that stand side by side are a choice and no equivalents: "250 ml or 1 litre", "$9.99 a month or $99.90 a year".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from kzcheck.compare.candidates import PAIRS, Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.equation import Equation, Term
from kzcheck.compare.phrasing import figure, quoted
from kzcheck.compare.quantities import Quantities
from kzcheck.compare.relations.ties import tied
from kzcheck.compare.statement import Statement, is_currency
from kzcheck.compare.verdict import CONFLICT, Judgement, judge
from kzcheck.compare.wording import Node, has, words
from kzcheck.model import Interval

_TIME = "/time"
_AMOUNTS = frozenset({"volume", "mass", "energy"})
"""Dimensions of goods, between which a text tells what one is worth in another."""
_HOUR, _DAY, _WEEK = Fraction(3600), Fraction(86_400), Fraction(604_800)
_WORKED = ((_HOUR, Fraction(1, 5)), (_DAY, Fraction(2, 3) + Fraction(1, 100)), (_WEEK, Fraction(4, 5)))
"""What part of a longer time hours, days and weeks at work or in use make, at the least."""
_DISCOUNT = 1000
"""Up to this amount of money a longer term that is cheaper by the day is a price."""
_FREEZING, _STEP = 32, Fraction(5, 9)
_EQUATION = Equation(relation="equivalent", left=(Term(0),), right=(Term(1),))


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give the equivalents of one dimension, and pairs of equivalents that imply a rate twice in one document."""
    table = scope.table
    dimension = table.text("dimension")
    rates: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    beside = _beside(scope)
    yield from _temperatures(scope)
    for (document, _), roles in tied(table).items():
        same = roles.get("equivalent", [])
        if len(same) != 2:
            continue
        first, second = sorted(same, key=lambda row: (dimension[row].removesuffix(_TIME), row))
        if _one_dimension(table, first, second):
            made = equivalent(scope, first, second, beside.get(min(same), ()))
            if made is not None:
                yield made
            continue
        kinds = tuple(dimension[row].removesuffix(_TIME) for row in (first, second))
        both_rates = len({dimension[row].endswith(_TIME) for row in (first, second)}) == 1
        if both_rates and _exchanged(kinds) and min(table.low[first], table.low[second]) > 0:
            when = _when(scope, first) if all(map(is_currency, kinds)) else ""
            rates.setdefault((document, *kinds, when), []).append((first, second))
    yield from _rates(scope, rates)


def _rates(scope: Scope, rates: Mapping[tuple[str, ...], Sequence[tuple[int, int]]]) -> Iterator[Candidate]:
    for pairs in rates.values():
        for (a, b), (c, d) in combinations(pairs[:PAIRS], 2):
            rule = scope.rule(scope.table.metric(a), "equivalent")
            if rule is None:
                continue
            rows = (a, b, c, d)
            yield Candidate(
                # a / b = c / d, multiplied out.
                equation=Equation(relation="equivalent", left=(Term(0), Term(3)), right=(Term(1), Term(2))),
                rows=rows,
                rule=rule.id,
                certainty=scope.certainty(rows, periods=False),
                severity=rule.severity,
                message=rule.message,
            )


def equivalent(scope: Scope, first: int, second: int, nodes: Sequence[Node]) -> Candidate | None:
    """Give two amounts of one dimension as one, unless the words between and around them offer a choice."""
    table = scope.table
    rule = scope.rule(table.metric(first), "equivalent")
    dimension = table.text("dimension")
    if rule is None or not dimension[first] or not _one_dimension(table, first, second):
        return None
    statements: tuple[Statement, ...] = (table.statement(first), table.statement(second))
    things = {s.noun.casefold() for s in statements if s.dimension == "count"} - {""}
    if len(things) > 1:
        return None  # "two filings (1,646 numbers)"
    if statements[0].unit == statements[1].unit and None not in (statements[0].value, statements[1].value):
        statements = tuple(_as_said(s) for s in statements)  # a number said twice, in words and in digits
    equation = _EQUATION
    between = nodes[nodes.index(first) + 1 : nodes.index(second)] if {first, second} <= set(nodes) else ()
    if _is_choice(statements, nodes, between):
        return None
    if dimension[first].endswith(_TIME):
        long, short = sorted(statements, key=lambda s: s.factor)
        worked = next((least for unit, least in _WORKED if _length(short) <= unit), Fraction(1))
        known = Interval(worked, Fraction(1002, 1000)) if long.factor != short.factor else Interval.point(1)
        equation = replace(_EQUATION, known=known, known_text="the time in use")
        statements = (long, short)
    rows = (statements[0].row, statements[1].row)
    return scope.within_words(equation, rows, rule, statements)


def _one_dimension(table: Quantities, first: int, second: int) -> bool:
    """Tell whether two rows measure one thing; of a total and what it is by the piece, each says its own."""
    dimension = table.text("dimension")
    return bool(table.dimension[first] == table.dimension[second] and dimension[first] == dimension[second])


def _as_said(s: Statement) -> Statement:
    return s if s.value is None else replace(s, interval=Interval.point(s.value), hedge="exact")


def _length(s: Statement) -> Fraction:
    """Give the seconds of the time that a rate is per, where its unit counts one of something."""
    from kzcheck.units import factor

    return factor(s.unit.rpartition("/")[2], "s")


def _is_choice(statements: Sequence[Statement], nodes: Sequence[Node], between: Sequence[Node]) -> bool:
    """Tell whether two amounts are alternatives: two sizes, two durations, or terms of a price or a limit."""
    first, second = statements
    terms = words("terms")
    plain = len(between) == 1 and between[0] in terms["either"]
    ends = first.factor / second.factor
    if first.dimension == "time" and between and between[-1] in terms["either"]:
        return True
    if not first.dimension.endswith(_TIME):
        return plain and _power_of_ten(ends)
    if not between or between[-1] not in terms["either"]:
        return False
    long, short = sorted(statements, key=lambda s: s.factor)
    if has(nodes, "terms", "words"):
        return True
    if long.value is None or short.value is None:
        return False
    cheaper = long.value < short.value
    return plain and cheaper and long.value / long.factor < _DISCOUNT and is_currency(long.unit.partition("/")[0])


def _power_of_ten(x: Fraction) -> bool:
    x = max(x, 1 / x)
    while x > 1 and x.denominator == 1 and x % 10 == 0:
        x /= 10
    return x == 1


def _exchanged(kinds: Sequence[str]) -> bool:
    """Tell whether texts tell a rate between two dimensions: currencies, or amounts of goods."""
    return all(map(is_currency, kinds)) or set(kinds) <= _AMOUNTS


def _beside(scope: Scope) -> dict[int, Sequence[Node]]:
    """Give the sentence of each figure that is tied to another as its equivalent."""
    role = scope.table.text("role")
    return {row: said.nodes for said in scope.wording.sentences for row in said.rows if role[row] == "equivalent"}


def _when(scope: Scope, row: int) -> str:
    """Rates of currencies change: only those of one period are one rate."""
    return str(scope.table.period(row) or "")


def _temperatures(scope: Scope) -> Iterator[Candidate]:
    """Give temperatures of two scales side by side: by physics as they stand, or as differences."""
    table = scope.table
    units = table.text("unit")
    for said in scope.wording.sentences:
        nodes = said.nodes
        for i, node in enumerate(nodes):
            following = nodes[i + 2] if i + 2 < len(nodes) else ""
            if not isinstance(node, int) or not isinstance(following, int):
                continue
            linked = nodes[i + 1] in {"(", "/", "="} or nodes[i + 1] in words("terms")["either"]
            if not linked or {units[node], units[following]} != {"degC", "degF"}:
                continue
            pair = sorted((node, following), key=lambda row: units[row])
            made = _in_two_scales(scope, *pair)
            if made is not None:
                yield made


def _in_two_scales(scope: Scope, celsius: int, fahrenheit: int) -> Candidate | None:
    table = scope.table
    rule = scope.rule(table.metric(celsius), "equivalent")
    if rule is None:
        return None
    rows = (celsius, fahrenheit)
    grown = any(table.kind[row] in ("difference", "change") or table.direction[row] for row in rows)
    read = [_scaled(table, rows, start) for start in ((0,) if grown else (_FREEZING, 0))]
    fitting = [s for s in read if judge(_EQUATION, s, measured=False).verdict != CONFLICT]
    return scope.within_words(_EQUATION, rows, rule, (fitting or read)[0])


def _scaled(table: Quantities, rows: tuple[int, int], start: int) -> tuple[Statement, Statement]:
    """Read both temperatures in degrees Celsius, those in Fahrenheit counted from `start`."""
    first, second = (_bare(table.statement(row), signed=bool(start)) for row in rows)
    zero = Interval.point(-start)
    value = None if second.value is None else (second.value - start) * _STEP
    turned = replace(
        second, value=value, interval=(second.interval + zero).scale(_STEP), ulp=second.ulp * _STEP, unit=first.unit
    )
    return first, turned


def _bare(s: Statement, *, signed: bool) -> Statement:
    """Give a temperature in its own degrees, or a difference of two, whose sign its words may leave out."""
    turn = -1 if not signed and s.value is not None and s.value < 0 else 1
    value = None if s.value is None else s.value / s.factor * turn
    return replace(
        s,
        value=value,
        interval=s.interval.scale(turn / s.factor),
        ulp=s.ulp / s.factor,
        factor=Fraction(1),
        kind="level",
        dimension="temperature",
    )


def _said(_: Equation, statements: Sequence[Statement], judgement: Judgement) -> str | None:
    """Say what one unit is worth in the other by each of two pairs of equivalents."""
    if len(statements) != 4:
        return None
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


DECLARES: tuple[Relation, ...] = (
    Relation(
        name="equivalent",
        holds="one quantity in two units: every text uses the same rate",
        asked=True,
        direct=True,
        shared=True,
        sentence=_said,
    ),
)
