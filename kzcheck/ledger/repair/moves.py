"""Moves: one number for all that is said of one quantity at one time, and the changes that it takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from kzcheck.compare.relations import relation
from kzcheck.ledger.fingerprints import wording
from kzcheck.ledger.repair.independence import Independence
from kzcheck.ledger.repair.rewording import reworded
from kzcheck.ledger.repair.sets import Sets
from kzcheck.model import Change, Claim, Comparison, Interval, allowed
from kzcheck.units import UnitError, factor

ENOUGH = 2
"""One finding alone names its smallest change itself."""
_MOVES_A_NODE = 6
_FINER = 4
_CHANGEABLE = frozenset({"level", "count", "share", "change", "ratio", "difference", "duration", "age"})
_GROWTHS = frozenset({"change", "ratio", "difference"})
_PERCENT = frozenset({"percent", "pp", "bp", "permille"})
_DOWNWARD = frozenset({"over", "at_least"})
_UPWARD = frozenset({"under", "up_to", "at_most", "nearly"})


@dataclass(frozen=True, kw_only=True)
class Move:
    """Changes that let a node, or two that hang together, say another number each, not yet proven."""

    changes: tuple[Change, ...]
    findings: frozenset[str]
    """Ids of the comparisons that it is to dissolve."""
    voices: int
    order: int
    """The place of its number among those that its node might say, the one that most claims state first."""
    nodes: frozenset[Hashable]
    keys: frozenset[Hashable]
    """What a comparison that holds one of its claims must share with any other claim on it."""

    @property
    def claims(self) -> frozenset[str]:
        """Give the ids of the claims that it changes."""
        return frozenset(c.claim for c in self.changes)

    @property
    def rank(self) -> tuple[object, ...]:
        """Order moves: most findings, fewest places, fewest sources against it, then what words can say."""
        unsaid = sum(not c.text for c in self.changes)
        return -len(self.findings), len(self.changes), self.voices, unsaid, self.order, sorted(self.claims)


@dataclass(kw_only=True)
class _Figure:
    """The claims that say one number of one quantity at one time, wherever they stand; `conflicts` are theirs."""

    claims: dict[str, Claim] = field(default_factory=dict)
    conflicts: dict[str, Comparison] = field(default_factory=dict)

    @property
    def first(self) -> Claim:
        return next(iter(self.claims.values()))

    @property
    def plain(self) -> bool:
        return self.first.hedge == "exact" and self.first.value is not None and self.first.ulp is not None

    @property
    def place(self) -> Fraction:
        return min(c.ulp for c in self.claims.values() if c.ulp is not None)


class Nodes:
    """The claims that conflicts are about, gathered by what they say and what they say it of."""

    def __init__(
        self,
        claims: Sequence[Claim],
        conflicts: Mapping[str, Comparison],
        independence: Independence,
        within: Mapping[str, str],
    ) -> None:
        """Take all claims of a run, its conflicts by id, and the groups of documents."""
        self.claims = {c.claim_id: c for c in claims}
        self.independence = independence
        self._conflicts = conflicts
        self._within = within
        self._parties = _only_parties(claims)
        self._node_of: dict[str, int] = {}
        involved = [self.claims[claim] for c in conflicts.values() for claim in c.claims]
        names = {self._figure(c) for c in involved}
        values = {(c.metric or c.frame, c.value) for c in involved}
        self._figures: dict[Hashable, _Figure] = defaultdict(_Figure)
        self._figure_of: dict[str, Hashable] = {}
        for c in sorted(claims, key=lambda c: (c.document, c.start, c.claim_id)):
            if (c.metric or c.frame, c.value) in values and (name := self._figure(c)) in names:
                self._figures[name].claims[c.claim_id] = c
                self._figure_of[c.claim_id] = name
        for conflict in conflicts.values():
            for claim in conflict.claims:
                self._figures[self._figure_of[claim]].conflicts[conflict.id] = conflict

    def _figure(self, c: Claim) -> tuple[Hashable, ...]:
        about = c.metric or c.frame
        when: tuple[str, ...] = (str(c.period or ""), str(c.base or ""))
        if c.period_symbol or c.base_symbol:
            when += (c.document, c.period_symbol, c.base_symbol)
        elif c.period is None:
            when += (c.published or c.document,)
        of = (
            self._parties.get(c.metric, ()) if not c.parties else c.parties,
            c.about.bases,
            self._within.get(c.document),
        )
        sort = c.kind if c.kind in _GROWTHS else "level", c.modality, c.negated, c.cumulative
        return (about, when, of, sort), c.value, c.range_low, c.range_high, c.kind, c.unit, c.hedge

    def conflicts_of(self, claim: str) -> Mapping[str, Comparison]:
        """Give the conflicts of all claims that say the same as one."""
        name = self._figure_of.get(claim)
        return {} if name is None else self._figures[name].conflicts

    def node_of(self, claim: str) -> Hashable:
        """Name the node of a claim; one that no conflict is about is a node by itself."""
        return self._node_of.get(claim, claim)

    def alike(self, claim: str) -> list[Claim]:
        """Give all claims that say the same as one, wherever they stand, itself among them."""
        return self._all_figures[self._figure(self.claims[claim])]

    @cached_property
    def _all_figures(self) -> dict[Hashable, list[Claim]]:
        found: dict[Hashable, list[Claim]] = defaultdict(list)
        for c in self.claims.values():
            found[self._figure(c)].append(c)
        return found

    def each(self) -> Iterator[list[_Figure]]:
        """Give the figures of each node, one quantity at one time: by what is known of them, or by what is compared."""
        sets = Sets(self._figures)
        first: dict[Hashable, Hashable] = {}
        for name in self._figures:
            if isinstance(name, tuple):
                sets.join(first.setdefault(name[0], name), name)
        for conflict in self._conflicts.values():
            if relation(conflict.relation).one_quantity and len(conflict.claims) == 2:
                sets.join(*(self._figure_of[c] for c in conflict.claims))
        for number, names in enumerate(sets.groups()):
            figures = [self._figures[name] for name in names]
            self._node_of.update(dict.fromkeys((c for figure in figures for c in figure.claims), number))
            yield figures


def _only_parties(claims: Iterable[Claim]) -> dict[str, tuple[str, ...]]:
    """Give the parties of the metrics that have one set of them: claims that name none mean those."""
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for c in claims:
        if c.parties:
            found[c.metric].add(c.parties)
    return {metric: next(iter(some)) for metric, some in found.items() if len(some) == 1}


def moves(nodes: Nodes) -> Iterator[Move]:
    """Give the best few moves of each node that dissolve two conflicts or more, as far as can be told unproven."""
    for figures in nodes.each():
        found: dict[object, Move] = {}
        for order, move in enumerate((*_agreeing(nodes, figures), *_following(nodes, figures))):
            found.setdefault(move.changes, replace(move, order=order))
        yield from sorted(found.values(), key=lambda m: m.rank)[:_MOVES_A_NODE]


def _agreeing(nodes: Nodes, figures: Sequence[_Figure]) -> Iterator[Move]:
    """Let all of a node say what one of its figures says, first the one that most claims state."""
    for target in sorted(figures, key=lambda f: -len(f.claims)):
        if not target.plain:
            continue
        moved = [_moved(figure, target) for figure in figures if figure is not target]
        changes = [change for some in moved if some is not None for change in some]
        move = _move(nodes, changes) if changes and None not in moved else None
        if move is not None:
            yield move


def _moved(figure: _Figure, target: _Figure) -> list[Change] | None:
    """Give the changes by which a figure says what another does: none where it allows that, None where it cannot."""
    value, place = target.first.value, target.place
    at_odds = figure.conflicts.keys() & target.conflicts.keys()
    out = []
    for claim in figure.claims.values():
        turn = _turn(target.first, claim)
        if turn is None or value is None:
            return None
        times, plus = turn
        wanted = value * times + plus
        if not at_odds and claim.interval.meets(_turned(target.first.interval, turn)):
            continue
        change = _said(claim, wanted, abs(place * times))
        if change is None:
            return None
        out.append(change)
    return out


def _turned(x: Interval, turn: tuple[Fraction, Fraction]) -> Interval:
    return x.scale(turn[0]) + Interval.point(turn[1])


def _turn(one: Claim, other: Claim) -> tuple[Fraction, Fraction] | None:
    """Give (times, plus) that turn a number of one claim into the way of saying it of another of the same quantity."""
    percent = Fraction(1, 100), Fraction(1)
    growth = {("change", "percent"): percent, ("ratio", "x"): (Fraction(1), Fraction(0))}
    first, second = growth.get((one.kind, one.unit)), growth.get((other.kind, other.unit))
    if first is not None and second is not None:
        return first[0] / second[0], (first[1] - second[1]) / second[0]
    try:
        return factor(one.unit, other.unit), Fraction(0)
    except UnitError:
        return None


def _following(nodes: Nodes, figures: Sequence[_Figure]) -> Iterator[Move]:
    """Let one figure of a node, or all that claims of other nodes contradict, say what these make of them."""
    aims = [(figure, target) for figure in figures if (target := _implied(figure)) is not None]
    tries = [[one] for one in aims] + ([aims] if len(aims) > 1 else [])
    for some in tries:
        changes = _followed(some)
        move = _move(nodes, changes) if changes else None
        if move is not None:
            yield move


def joined(nodes: Nodes, move: Move, came: Sequence[Comparison]) -> Iterator[Move]:
    """Change one number more: each that all the conflicts which a move brought have in common, so that they hold too.

    `came` are those conflicts, with what their claims imply once the move is made.
    """
    shared = frozenset.intersection(*(frozenset(c.claims) for c in came)) - move.claims
    for name in sorted(shared):
        target = Interval(None, None)
        for conflict in (*came, *nodes.conflicts_of(name).values()):
            # What a conflict with changed claims implied before says nothing of what it will.
            implied = conflict.implied[conflict.claims.index(name)] if name in conflict.claims else None
            if implied is not None and (conflict in came or not move.claims & set(conflict.claims)):
                target = target.meet(implied)
        claim = nodes.claims[name]
        turns = [(c, _turn(claim, c)) for c in nodes.alike(name)]
        changes = [None if t is None or target.empty else _aimed(c, _turned(target, t)) for c, t in turns]
        both = [*move.changes, *(c for c in changes if c is not None)]
        found = _move(nodes, both) if None not in changes else None
        if found is not None:
            yield found


def _implied(figure: _Figure) -> Interval | None:
    """Give what all conflicts of a figure allow it to be; None where that is nothing, or what its node says anyway."""
    target = Interval(None, None)
    elsewhere = False
    for conflict in figure.conflicts.values():
        own = [n for n, c in enumerate(conflict.claims) if c in figure.claims]
        implied = conflict.implied[own[0]] if len(own) == 1 and own[0] < len(conflict.implied) else None
        if implied is None:
            return None
        target = target.meet(implied)
        elsewhere = elsewhere or not relation(conflict.relation).one_quantity or len(conflict.claims) > 2
    return target if elsewhere and not target.empty else None


def _followed(aims: Sequence[tuple[_Figure, Interval]]) -> list[Change]:
    """Give the changes by which figures come into what all their targets allow; none where one cannot."""
    home = aims[0][0].first
    allowed_by_all = Interval(None, None)
    for figure, target in aims:
        turn = _turn(figure.first, home)
        if turn is None:
            return []
        allowed_by_all = allowed_by_all.meet(_turned(target, turn))
    if allowed_by_all.empty:
        return []
    out = []
    turns = {c.claim_id: (c, _turn(home, c)) for figure, _ in aims for c in figure.claims.values()}
    for claim, turn in turns.values():
        change = None if turn is None else _aimed(claim, _turned(allowed_by_all, turn))
        if change is None:
            return []
        out.append(change)
    return _alike(out, {c: turn for c, (_, turn) in turns.items() if turn is not None})


def _alike(changes: list[Change], turns: Mapping[str, tuple[Fraction, Fraction]]) -> list[Change]:
    """Let numbers that only have to pass a bound be the one of them that is furthest from it."""
    if not any(c.bound for c in changes):
        return changes
    at_home = [(c.value - turns[c.claim][1]) / turns[c.claim][0] for c in changes]
    furthest = max(at_home) if changes[0].bound == "at_least" else min(at_home)
    return [replace(c, value=furthest * turns[c.claim][0] + turns[c.claim][1]) for c in changes]


def _aimed(claim: Claim, target: Interval) -> Change | None:
    """Give the number nearest to the middle of what is allowed, to the places of the claim; else the nearest end."""
    place = claim.ulp
    if not place:
        return None
    if target.low is not None and target.high is not None:
        middle = (target.low + target.high) / 2
        for finer in range(_FINER):
            step = place / 10**finer
            change = _said(claim, round(middle / step) * step, step)
            if change is not None and _allowed(claim, change.value, step).meets(target):
                return change
        return None
    end = target.low if target.low is not None else target.high
    if end is None:
        return None
    way = 1 if target.low is not None else -1
    for finer in range(_FINER):
        step = place / 10**finer
        value = way * -(-way * end // step) * step
        if value not in target:
            value += way * step
        if value in target and _same_sign(value, claim):
            return Change(claim=claim.claim_id, value=value, bound="at_least" if way > 0 else "at_most")
    return None


def _said(claim: Claim, value: Fraction, place: Fraction) -> Change | None:
    """Give the change that lets a claim mean `value`, stated to `place`; a hedged one by the nearest number that does.

    The places of a hedged claim are its own as long as its digits can be rewritten: "about 500" may become "about 530",
    never "about 533.4".
    """
    if claim.kind not in _CHANGEABLE or not claim.ulp:
        return None
    hedged = claim.value is not None and claim.hedge != "exact"
    own = claim.ulp if hedged else place
    number = _hedged(claim, value, own) if hedged else value
    written = reworded(claim, number, own) if number is not None and _same_sign(number, claim) else None
    if written is not None and number is not None:
        start, end, text = written
        return Change(claim=claim.claim_id, value=number, start=start, end=end, text=text)
    number = _hedged(claim, value, place) if hedged else value
    return None if number is None or not _same_sign(number, claim) else Change(claim=claim.claim_id, value=number)


def _hedged(claim: Claim, wanted: Fraction, place: Fraction) -> Fraction | None:
    """Give the number, to `place`, next to `wanted` that the hedge of a claim lets be `wanted`."""
    sign, steps = (1 if wanted > 0 else -1), abs(wanted) / place
    if claim.hedge in _DOWNWARD:
        tries = [steps // 1, -(-steps // 1) - 1]
    elif claim.hedge in _UPWARD:
        tries = [-(-steps // 1), steps // 1 + 1]
    else:
        tries = [round(steps)]
    numbers = (sign * n * place for n in tries if n > 0)
    return next((x for x in numbers if wanted in _allowed(claim, x, place)), None)


def _same_sign(value: Fraction, claim: Claim) -> bool:
    stated = claim.value if claim.value is not None else claim.range_low
    return stated is not None and value != 0 and (value > 0) == (stated > 0)


def _allowed(claim: Claim, value: Fraction, place: Fraction) -> Interval:
    exact = claim.interval.low is not None and claim.interval.low == claim.interval.high
    digits = len(str(abs(int(value / place))))
    return allowed(
        value,
        place,
        hedge=claim.hedge,
        kind=claim.kind,
        percent=claim.unit in _PERCENT,
        exact=exact,
        significant=digits,
    )


def supposed(claim: Claim, change: Change) -> Claim:
    """Give a claim that says the number of a change which its words cannot say: that number and no rounding of it."""
    hedged = claim.value is not None and claim.hedge != "exact" and claim.ulp is not None
    interval = _allowed(claim, change.value, claim.ulp) if hedged and claim.ulp else Interval.point(change.value)
    hedge = claim.hedge if hedged else "exact"
    return replace(claim, value=change.value, range_low=None, range_high=None, hedge=hedge, interval=interval)


def _move(nodes: Nodes, changes: Sequence[Change]) -> Move | None:
    """Give the move of these changes, None where it cannot dissolve all that its claims take part in, or too little."""
    values = {c.claim: c for c in changes}
    changed = [nodes.claims[c] for c in values]
    touched = {k: v for c in values for k, v in nodes.conflicts_of(c).items()}
    if len(touched) < ENOUGH:
        return None
    for conflict in touched.values():
        own = [n for n, c in enumerate(conflict.claims) if c in values]
        if relation(conflict.relation).of_dates:
            return None
        if len(own) == 1 and conflict.implied:
            claim, implied = nodes.claims[conflict.claims[own[0]]], conflict.implied[own[0]]
            change = values[claim.claim_id]
            place = claim.ulp or Fraction(1)
            reach = Interval(change.value - place, change.value + place)
            if claim.hedge == "exact" and implied is not None and not implied.meets(reach):
                return None
    said: set[str] = set()
    voices: set[str] = set()
    for claim in changed:
        if (words := wording(claim)) not in said:
            said.add(words)
            voices.add(claim.publisher or claim.document)
    return Move(
        changes=tuple(changes),
        findings=frozenset(touched),
        voices=len(voices),
        order=0,
        nodes=frozenset(nodes.node_of(c) for c in values),
        keys=frozenset(key for claim in changed for key in nodes.independence.keys(claim)),
    )
