"""One quantity, one period: levels beside levels, growth beside growth, in camps where many say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, pairwise

import numpy as np
import pandas as pd

from kzcheck.compare.candidates import PAIRS, Candidate, Scope
from kzcheck.compare.declaring import Relation
from kzcheck.compare.equation import SUM, Equation, Term
from kzcheck.compare.linking.again import told_again
from kzcheck.compare.linking.retold import retelling
from kzcheck.compare.phrasing import quoted
from kzcheck.compare.quantities import AHEAD, Array, Quantities, number
from kzcheck.compare.screen import groups, groups_apart, positions
from kzcheck.compare.statement import Statement, digits_of, is_currency
from kzcheck.compare.verdict import Judgement
from kzcheck.model import Interval
from kzcheck.model.cause import Slip

_CAMP_PAIRS = 24
_ISSUED_TOGETHER = 31
_LONG = 300
_TELLING = 2
"""Digits that a figure needs for its repetition to tell anything."""
_NO_PRICE = 10_000
"""From this amount of money on a number is no price that is the same in several currencies."""
_WORDS = 2
"""Words that name a quantity at the least."""


def candidates(scope: Scope) -> Iterator[Candidate]:
    """Give the pairs of claims that state one quantity at one time: levels, then growth, then amounts of change."""
    table = scope.table
    rows = np.flatnonzero(table.framed & ~table.repeated)
    yield from _pairs(scope, rows, table.frame_node[rows], ("same",), verbatim=True)
    rows = np.flatnonzero(table.level & ~table.crowded)
    yield from _pairs(scope, rows, table.node[rows], ("same",))
    rows = np.flatnonzero(table.growth & ~table.crowded)
    yield from _pairs(scope, rows, table.growth_node[rows], ("ratio", "same"))
    rows = np.flatnonzero((table.kind == "difference") & table.difference & ~table.crowded)
    yield from _pairs(scope, rows, table.difference_node[rows], ("ratio", "same"))
    yield from _points_for_percent(scope)
    yield from _other_currency(scope)
    if scope.every:
        yield from _near(scope)
        yield from _again(scope)
        yield from _in_fewer_words(scope)
        yield from _in_other_words(scope)
        yield from _in_one_document(scope)


def _in_one_document(scope: Scope) -> Iterator[Candidate]:
    """Give figures that one document tells twice, in two tables or beside a table: the same, where they are."""
    table = scope.table
    for first, second in told_again(table, scope.inside.layout, retelling()):
        rule = scope.rule(table.metric(first), "same")
        if rule is not None:
            yield Candidate(
                equation=Equation(relation="same", left=(table.term(first, 0),), right=(table.term(second, 1),)),
                rows=(first, second),
                rule=rule.id,
                certainty="assumed",
                lenient=True,
                statements=unsigned(table.statement(first), table.statement(second)),
            )


def _in_fewer_words(scope: Scope) -> Iterator[Candidate]:
    """Give telling figures that two documents repeat of a quantity, the one in fewer words: the same, where it is."""
    table = scope.table
    undated = ~table.dated & ~table.based & ~table.symbolic
    rows = np.flatnonzero((table.level | table.growth) & undated & table.discovered & ~table.crowded)
    document, metric = table.text("document"), table.text("metric")
    told: dict[tuple[int, int, float, float, float], list[int]] = {}
    for row in rows.tolist():
        told.setdefault(table.figure_of(row), []).append(row)
    for some in told.values():
        for first, second in combinations(some[:PAIRS], 2):
            one, other = table.statement(first), table.statement(second)
            if document[first] == document[second] or one.hedge != other.hedge or one.modality != other.modality:
                continue
            if not one.ranged and min(digits_of(one), digits_of(other)) < _TELLING:
                continue
            fewer, more = sorted((table.words(first), table.words(second)), key=len)
            rule = scope.rule(metric[first], "same")
            if rule is None or len(fewer) < _WORDS or not fewer < more or table.kind[first] != table.kind[second]:
                continue
            yield Candidate(
                equation=Equation(relation="same", left=(table.term(first, 0),), right=(table.term(second, 1),)),
                rows=(first, second),
                rule=rule.id,
                certainty="assumed",
                lenient=True,
                remarks=(f"one of them adds: {', '.join(sorted(more - fewer))}",),
            )


def _in_other_words(scope: Scope) -> Iterator[Candidate]:
    """Give figures of so many digits that chance does not repeat them, told of one time and in part by one word."""
    table = scope.table
    rows = np.flatnonzero((table.level | table.growth) & table.discovered)
    document, metric, qualifiers = (table.text(column) for column in ("document", "metric", "basis"))
    told: dict[tuple[int, int, float, float, float], list[int]] = {}
    for row in rows.tolist():
        told.setdefault(table.figure_of(row), []).append(row)
    for some in told.values():
        for first, second in combinations(some[:PAIRS], 2):
            one, other = table.statement(first), table.statement(second)
            if document[first] == document[second] or one.hedge != other.hedge or one.modality != other.modality:
                continue
            if one.ranged or min(digits_of(one), digits_of(other)) <= _TELLING:
                continue
            shared = table.words(first) & table.words(second)
            rule = scope.rule(metric[first], "same")
            if rule is None or not shared or qualifiers[first] != qualifiers[second]:
                continue
            if table.growth[first] != table.growth[second] or not _may_be_one(table, first, second):
                continue
            yield Candidate(
                equation=Equation(relation="same", left=(table.term(first, 0),), right=(table.term(second, 1),)),
                rows=(first, second),
                rule=rule.id,
                certainty="assumed",
                lenient=True,
                remarks=(f"the same figure of: {', '.join(sorted(shared))}",),
            )


def _may_be_one(table: Quantities, first: int, second: int) -> bool:
    """Tell whether nothing that two claims name of time and party keeps them apart."""
    dates = [(int(table.start[row]), int(table.end[row])) for row in (first, second) if table.dated[row]]
    whose = {int(table.whose[row]) for row in (first, second) if table.whose[row] >= 0}
    return len(set(dates)) < 2 and len(whose) < 2 and not (table.symbolic[first] and table.symbolic[second])


def _again(scope: Scope) -> Iterator[Candidate]:
    """Give claims that repeat a figure at another time without naming a period: the same, where the figure is."""
    table = scope.table
    undated = ~table.dated & ~table.based & ~table.symbolic
    rows = np.flatnonzero((table.level | table.growth) & undated & ~table.crowded)
    key = table.figure[rows]
    for members in groups(key):
        by_time: dict[int, int] = {}
        for row in sorted(rows[members].tolist()):
            by_time.setdefault(int(table.when[row]), row)
        rule = scope.rule(table.metric(int(rows[members[0]])), "same")
        if rule is None:
            continue
        for first, second in combinations(list(by_time.values())[:PAIRS], 2):
            yield Candidate(
                equation=Equation(relation="same", left=(table.term(first, 0),), right=(table.term(second, 1),)),
                rows=(first, second),
                rule=rule.id,
                certainty="assumed",
                lenient=True,
            )


def _points_for_percent(scope: Scope) -> Iterator[Candidate]:
    """Give growth that one tells in percent and another by the same number of percentage points."""
    table = scope.table
    rows = np.flatnonzero(table.growth & ~table.crowded & (table.dated | table.symbolic) & (table.kind == "change"))
    if not table.points[rows].any():
        return
    columns = (table.family, table.mood, table.start, table.end, table.when)
    times = number([*(column[rows] for column in columns), pd.factorize(table.value[rows])[0]])
    for members in groups(times):
        points = [row for row in rows[members].tolist() if table.points[row]]
        percent = [row for row in rows[members].tolist() if not table.points[row]]
        rule = scope.rule(table.metric(int(rows[members[0]])), "points")
        if rule is not None and points and percent:
            yield Candidate(
                equation=Equation(
                    relation="points", left=(Term(0),), right=(Term(1),), op=SUM, known=Interval.point(1)
                ),
                rows=(percent[0], points[0]),
                rule=rule.id,
                certainty="assumed",
                severity=rule.severity,
                message=rule.message,
                quiet=True,
            )


def _other_currency(scope: Scope) -> Iterator[Candidate]:
    """Give amounts of money that two sentences tell by one number, in two currencies.

    Prices may be the same number in several currencies, so that small ones are left alone.
    """
    table = scope.table
    unit = table.text("unit")
    money = np.array([is_currency(name) for name in unit], dtype=bool)
    rows = np.flatnonzero(table.level & ~table.crowded & money & (table.value >= _NO_PRICE))
    if len(set(table.dimension[rows].tolist())) < 2:
        return
    columns = (table.family, table.mood, table.start, table.end, table.when)
    same = number([*(column[rows] for column in columns), pd.factorize(table.value[rows])[0]])
    for members in groups(same):
        group = rows[members].tolist()[:PAIRS]
        for first, second in combinations(group, 2):
            beside = table.codes("document")[first] == table.codes("document")[second]
            told = beside and table.sentence[first] == table.sentence[second]
            rule = scope.rule(table.metric(first), "currency")
            if rule is None or told or unit[first] == unit[second]:
                continue
            yield Candidate(
                equation=Equation(
                    relation="currency", left=(Term(0),), right=(Term(1),), op=SUM, known=Interval.point(1)
                ),
                rows=(first, second),
                rule=rule.id,
                certainty="assumed",
                severity=rule.severity,
                message=rule.message,
                quiet=True,
                statements=tuple(_exactly(table.statement(row)) for row in (first, second)),
            )
            break


def _near(scope: Scope) -> Iterator[Candidate]:
    """Give levels of long windows that end almost together ("since 2023", said a week apart), where they fit."""
    table = scope.table
    days = table.end - table.start
    rows = np.flatnonzero(table.level & table.dated & (days > _LONG) & (days % 365 > 1))
    near = positions(np.isin(np.arange(table.size), rows), table.series)
    for series in near.values():
        for first, second in combinations(series, 2) if len(series) <= PAIRS else pairwise(series):
            apart = abs(int(table.start[first] - table.start[second])), abs(int(table.end[first] - table.end[second]))
            rule = scope.rule(table.metric(first), "same")
            if rule is not None and 0 < max(apart) <= _ISSUED_TOGETHER:
                yield Candidate(
                    equation=Equation(relation="same", left=(Term(0),), right=(Term(1),)),
                    rows=(first, second),
                    rule=rule.id,
                    certainty="assumed",
                    severity=rule.severity,
                    lenient=True,
                )


def _pairs(
    scope: Scope, rows: Array, node: Array, relations: tuple[str, ...], *, verbatim: bool = False
) -> Iterator[Candidate]:
    """Give the pairs of rows with one node; `verbatim` where their sentences are the same but for the numbers."""
    table = scope.table
    sentence, document, tie = table.sentence, table.text("document"), table.text("tie")
    low, high = _told(table, rows)
    # What only rounding reconciles may be a contradiction word for word: such groups are looked at as a whole.
    found = groups(node) if scope.every or verbatim else groups_apart(node, low, high)
    for members in found:
        group = rows[members]
        rule = scope.rule(table.metric(group[0]), *relations)
        if rule is None:
            continue
        for a, b, others in camps(table, group.tolist(), apart_only=not (scope.every or verbatim)):
            first, second = sorted((a, b))
            if tie[first] and (document[first], tie[first]) == (document[second], tie[second]):
                continue  # what one statement sets side by side is not one quantity
            if not verbatim and document[first] == document[second] and (_opens(table, first) or _opens(table, second)):
                continue
            inside = document[first] == document[second] and table.discovered[first]
            if inside and (scope.inside.layout.apart(first, second) or scope.inside.two_cases(first, second)):
                continue
            if inside and verbatim and not _apart(table, first, second) and not _one_wording(table, first, second):
                continue  # "3.2 % notes due 2032 (rate 1.17)": the other numbers of such lines name what they are of
            statements = (table.statement(first), table.statement(second))
            yield Candidate(
                equation=Equation(relation="same", left=(table.term(first, 0),), right=(table.term(second, 1),)),
                rows=(first, second),
                rule=rule.id,
                certainty=_certainty(scope, first, second, verbatim=verbatim),
                severity=rule.severity,
                message=rule.message,
                superseded=is_superseded(table, first, second),
                others=others,
                lenient=document[first] == document[second] and sentence[first] == sentence[second],
                statements=reworded(*statements)
                if verbatim or _word_for_word(table, first, second)
                else unsigned(*statements),
            )


def _certainty(scope: Scope, first: int, second: int, *, verbatim: bool) -> str:
    """Tell how sure it is that two claims are of one quantity.

    Inside one document it is assumed where only labels of two tables say so, or names that no rule knows of figures
    with so few digits that they may as well be two figures as one gone wrong.
    """
    table = scope.table
    document = table.text("document")
    if document[first] == document[second] and table.discovered[first]:
        few = min(digits_of(table.statement(row)) for row in (first, second)) <= _TELLING
        headed = table.heading[first] != table.heading[second]
        if scope.inside.layout.two_tables(first, second) or (few and not verbatim and not headed):
            return "assumed"
    return scope.certainty((first, second))


def _word_for_word(table: Quantities, *rows: int) -> bool:
    """Tell whether the sentences of two figures are the same but for these."""
    ends = table.frame["end"].to_numpy(np.int64)
    said = set()
    for row in rows:
        text, start = table.text("sentence")[row], int(table.sentence[row])
        first, last = int(table.place[row]) - start, int(ends[row]) - start
        said.add(tuple(" ".join(part.casefold().split()) for part in (text[:first], text[last:])))
    return len(said) == 1


def _apart(table: Quantities, first: int, second: int) -> bool:
    """Tell whether two figures cannot be one."""
    low, high = table.span(np.asarray([first, second]))
    return bool(max(low) > min(high))


def _one_wording(table: Quantities, first: int, second: int) -> bool:
    sentence = table.text("sentence")
    return sentence[first].split() == sentence[second].split()


def _opens(table: Quantities, row: int) -> bool:
    """Tell whether a bare number opens its line: what it counts stands nowhere ("2 of the left ones: ...")."""
    bare = table.discovered[row] and table.text("unit")[row] == "count" and not table.text("unit_text")[row]
    return bool(bare and table.place[row] == table.sentence[row])


def unsigned(first: Statement, second: Statement) -> tuple[Statement, Statement]:
    """Read what a table sets in brackets as the amount that it is elsewhere, where only the sign differs.

    Costs stand in brackets in one statement of accounts and without in another, and in prose without.
    """
    a, b = (s.value for s in (first, second))
    if a is None or b is None or not a * b < 0:
        return first, second
    return as_amount(first), as_amount(second)


def as_amount(statement: Statement) -> Statement:
    """Read a negative figure in brackets as the amount that is taken off; any other statement as it is."""
    bracketed = statement.surface.startswith("(") and statement.value is not None and statement.value < 0
    return _turned(statement) if bracketed else statement


def _turned(s: Statement) -> Statement:
    return replace(s, value=None if s.value is None else -s.value, interval=s.interval.scale(Fraction(-1)))


def reworded(first: Statement, second: Statement) -> tuple[Statement, Statement]:
    """Read the numbers of two sentences that are the same but for them.

    A number written to the same place is no rounding of the other, but another number, estimate or not; and who adds
    "more than" to a number, and changes nothing else, does not mean that number.
    """
    if first.value is None or second.value is None:
        return first, second
    alike = (first.plain and second.plain) or first.hedge == second.hedge == "about"
    if alike and not first.exact and not second.exact:
        one_place = first.place == second.place and first.unit == second.unit
        return (_exactly(first), _exactly(second)) if one_place else (first, second)
    if first.value == second.value and (first.excludes_itself or second.excludes_itself):
        return _exactly(first), _exactly(second)
    return first, second


def _exactly(s: Statement) -> Statement:
    told = s.value is not None and (s.plain or s.hedge == "about")
    return replace(s, interval=Interval.point(s.value)) if told and s.value is not None else s


def _told(table: Quantities, rows: Array) -> tuple[Array, Array]:
    """Give the ends of what rows allow; of an estimate its number alone, since two may differ word for word."""
    low, high = table.span(rows)
    estimates = (table.coded("hedge")[rows] == "about") & np.isfinite(table.value[rows])
    shift = np.where(table.kind[rows] == "change", 1.0, 0.0)
    value = table.value[rows] + shift
    return np.where(estimates, value, low), np.where(estimates, value, high)


def camps(
    table: Quantities, rows: Sequence[int], *, apart_only: bool
) -> Iterator[tuple[int, int, tuple[tuple[int, int], ...]]]:
    """Give pairs to compare: all of a few claims, else one claim a camp, each camp with its neighbours.

    A camp is all claims that allow the same numbers. The third item names (speaker of the camp, others in it).
    """
    low, high = _told(table, np.asarray(rows))
    if len(rows) <= PAIRS:
        for i, j in combinations(range(len(rows)), 2):
            if not apart_only or low[i] > high[j] or low[j] > high[i]:
                yield rows[i], rows[j], ()
        return
    gathered: dict[tuple[float, float], list[int]] = {}
    for i in np.lexsort((np.asarray(rows), high, low)).tolist():
        gathered.setdefault((low[i], high[i]), []).append(rows[i])
    speakers = [(members[0], members) for members in gathered.values()]
    few = len(speakers) * (len(speakers) - 1) // 2 <= _CAMP_PAIRS
    pairs = combinations(speakers, 2) if few else [*pairwise(speakers), (speakers[0], speakers[-1])]
    for (a, with_a), (b, with_b) in pairs:
        yield a, b, tuple((s, o) for s, all_of in ((a, with_a), (b, with_b)) for o in all_of if o != s)
    if not apart_only:
        for a, with_a in speakers:
            if len(with_a) > 1:
                yield a, with_a[1], tuple((a, o) for o in with_a[2:])


def is_superseded(table: Quantities, *rows: int) -> bool:
    """Tell whether plans were issued at different times by different documents, so that the later ones replace."""
    if not any(table.mood[row] == AHEAD for row in rows):
        return False
    if len({table.text("document")[row] for row in rows}) == 1:
        return False
    days = [table.issued(row) for row in rows]
    known = [d for d in days if d is not None]
    return len(known) < len(days) or max(known) - min(known) > _ISSUED_TOGETHER


def _points_said(_: Equation, statements: Sequence[Statement], __: Judgement) -> str:
    ours, theirs = (quoted(s) for s in statements)
    return f"{ours} is a part of what was there, but {theirs} is added to it: the same number of another thing"


def _currency_said(_: Equation, statements: Sequence[Statement], __: Judgement) -> str:
    ours, theirs = (quoted(s) for s in statements)
    return f"{ours} and {theirs} are the same number of another currency"


def _currency_mended(_: Sequence[Statement]) -> str:
    return "one of the two would have to be said in the other's currency"


def _points_mended(_: Sequence[Statement]) -> str:
    return "one of the two would have to be said in the other's unit"


DECLARES: tuple[Relation, ...] = (
    Relation(
        name="same",
        holds="one quantity, one period: the figures agree",
        asked=True,
        one_quantity=True,
        direct=True,
        shared=True,
    ),
    Relation(
        name="points",
        holds="a growth in percent is not told in percentage points of the same number",
        rules=("ratio", "same"),
        slip=Slip.PERCENT_FOR_POINTS,
        sentence=_points_said,
        mend=_points_mended,
        alone=True,
    ),
    Relation(
        name="currency",
        holds="an amount is not told by the same number of another currency",
        rules=("same",),
        slip=Slip.CURRENCY_SWAPPED,
        sentence=_currency_said,
        mend=_currency_mended,
        alone=True,
    ),
)
