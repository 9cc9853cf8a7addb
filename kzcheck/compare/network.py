"""All claims together: difference constraints between the logarithms of quantities, and what they jointly imply.

A level bounds a quantity from both sides, a growth bounds the difference of two, a part of a year lies below the whole.
Shortest paths from the levels give the tightest bounds that the claims imply together; where they cross, the claims on
the path, and only they, cannot all be true. Floats search, exact arithmetic proves: what is found here is handed on as
an equation and judged like any other comparison. The search works on columns, a round of all open nodes at a time, so
that a chain of any length costs its length and no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pandas as pd

from kzcheck.compare.candidates import Candidate, Scope
from kzcheck.compare.equation import Equation, Term
from kzcheck.compare.quantities import ACTUAL, Array, Quantities
from kzcheck.compare.relations.growth import once
from kzcheck.compare.relations.same import is_superseded

_TOUCH = 5e-13
"""Logarithms closer than this are equal; open ends lie further inside (see Quantities)."""
_LOOKS = 200


class Network:
    """Quantities in periods as nodes, claims as edges; `low` and `high` are logarithms of what levels allow."""

    def __init__(self, table: Quantities, *, lower: bool = False) -> None:
        """Build it from the dated levels and growths of a table.

        `lower` turns it over: every number stands for its negative, so that what travels as an upper bound is a lower
        one.
        """
        self.table = table
        usable = ~table.vague & ~table.guessed
        levels = np.flatnonzero(usable & table.level & table.dated & (table.high > 0))
        growths = once(table, np.flatnonzero(usable & table.growth & ~table.points & table.dated & table.based))
        low, _ = table.span(growths)
        growths = growths[low > 0]
        unit = self._units(levels, growths)
        growths = growths[unit > -2]
        unit = unit[unit > -2]
        n = len(levels)
        key = pd.DataFrame(
            {
                "family": np.r_[table.family[levels], table.family[growths], table.family[growths]],
                "mood": np.r_[table.mood[levels], table.mood[growths], table.mood[growths]],
                "unit": np.r_[table.dimension[levels], unit, unit],
                "start": np.r_[table.start[levels], table.start[growths], table.base_start[growths]],
                "end": np.r_[table.end[levels], table.end[growths], table.base_end[growths]],
            }
        )
        node = key.groupby(list(key.columns), sort=False).ngroup().to_numpy()
        self.key = key.loc[~pd.Series(node).duplicated()].reset_index(drop=True)
        self.size = len(self.key)
        self.level, self.level_node = levels, node[:n]
        end, base = node[n : n + len(growths)], node[n + len(growths) :]
        cumulative = np.zeros(self.size, dtype=bool)
        flagged = np.r_[table.cumulative[levels], table.cumulative[growths], table.cumulative[growths]]
        np.logical_or.at(cumulative, node, flagged)
        low, high = table.span(growths)
        with np.errstate(divide="ignore"):
            low, high = np.log(low), np.log(high)
            self.level_low = np.log(np.maximum(table.low[levels], 0))
            self.level_high = np.log(table.high[levels])
        part, whole = self._parts(cumulative)
        if lower:
            self.level_low, self.level_high = -self.level_high, -self.level_low
            low, high = -high, -low
            part, whole = whole, part
        # Upper bounds travel: from base to end by the highest growth, back by the lowest, from the whole to its part.
        self.source = np.r_[base, end, whole]
        self.target = np.r_[end, base, part]
        self.weight = np.r_[high, -low, np.zeros(len(part))]
        self.claim = np.r_[growths, growths, np.full(len(part), -1, dtype=np.int64)]
        self.forward = np.r_[np.ones(len(growths), bool), np.zeros(len(growths), bool), np.zeros(len(part), bool)]
        usable_edge = np.isfinite(self.weight)
        order = np.argsort(self.source[usable_edge], kind="stable")
        for name in ("source", "target", "weight", "claim", "forward"):
            setattr(self, name, getattr(self, name)[usable_edge][order])
        self.first = np.searchsorted(self.source, np.arange(self.size + 1))

    def _units(self, levels: Array, growths: Array) -> Array:
        """Give the dimension that a growth is of: the only one of its quantity, or its document's; -2 if unclear."""
        table = self.table
        known = pd.DataFrame({"family": table.family[levels], "unit": table.dimension[levels]}).drop_duplicates()
        counted = known.groupby("family")["unit"].agg(["first", "size"])
        found = counted.reindex(table.family[growths])
        unit = np.where(found["size"] == 1, found["first"], np.where(found["size"].isna(), -1, -2))
        unclear = np.flatnonzero(unit == -2)
        if len(unclear):
            document = table.codes("document")
            own = pd.DataFrame({"f": table.family[levels], "d": document[levels], "unit": table.dimension[levels]})
            one = own.drop_duplicates().groupby(["f", "d"])["unit"].agg(["first", "size"])
            rows = growths[unclear]
            at = one.reindex(pd.MultiIndex.from_arrays([table.family[rows], document[rows]]))
            unit[unclear] = np.where(at["size"] == 1, at["first"], -2)
        return np.nan_to_num(unit, nan=-1).astype(np.int64)

    def _parts(self, cumulative: Array) -> tuple[Array, Array]:
        """Give (part, whole) nodes: each part-year total below the next longer one, the longest below the year."""
        at = self.key.assign(node=np.arange(self.size), cumulative=cumulative)
        at = at[at["mood"] == ACTUAL]
        quantity = at.groupby(["family", "unit"], sort=False)["cumulative"].transform("any")
        at = at[quantity]
        days = at["start"].to_numpy(), at["end"].to_numpy()
        first, last = (d.astype("datetime64[D]").astype("datetime64[Y]") for d in days)
        whole_year = (first.astype("datetime64[D]").astype(np.int64) == days[0]) & (
            last.astype("datetime64[D]").astype(np.int64) == days[1]
        )
        at = at.assign(year=first.astype(np.int64), whole=whole_year & (days[1] - days[0] < 367))
        parts = at[at["cumulative"] & ~at["whole"]]
        years = at.loc[at["whole"], ["family", "unit", "year", "node"]]
        below_year = parts.merge(years, on=["family", "unit", "year"], suffixes=("", "_year"))
        below_year = below_year[below_year["end"] <= self.key["end"].to_numpy()[below_year["node_year"]]]
        ordered = parts.sort_values(["family", "unit", "start", "end"])
        longer = ordered.groupby(["family", "unit", "start"], sort=False)["node"].shift(-1)
        some = longer.notna()
        part = np.r_[below_year["node"].to_numpy(), ordered["node"].to_numpy()[some]]
        whole = np.r_[below_year["node_year"].to_numpy(), longer[some].to_numpy()]
        return part.astype(np.int64), whole.astype(np.int64)

    def highs(self, left_out: Array) -> tuple[Array, Array]:
        """Give the upper bound of each node from its own levels, and the position of the level that gives it."""
        return self._ends(np.where(left_out[self.level], np.inf, self.level_high))

    def lows(self, left_out: Array) -> tuple[Array, Array]:
        """Give the lower bound of each node from its own levels, and the position of the level that gives it."""
        low, level = self._ends(np.where(left_out[self.level], np.inf, -self.level_low))
        return -low, level

    def _ends(self, value: Array) -> tuple[Array, Array]:
        best, who = np.full(self.size, np.inf), np.full(self.size, -1, dtype=np.int64)
        order = np.lexsort((self.level, value, self.level_node))
        nodes, place = np.unique(self.level_node[order], return_index=True)
        best[nodes], who[nodes] = value[order][place], order[place]
        return best, np.where(np.isfinite(best), who, -1)

    def spread(self, bound: Array, left_out: Array, only: Array | None = None) -> tuple[Array, Array, Array | None]:
        """Carry upper bounds along the edges until nothing gets tighter.

        Gives the bounds, the edge by which each came (-1: its own), and the edges of a cycle if bounds chase one
        another in a ring. `only` limits it to these nodes.
        """
        bound = bound.copy()
        came = np.full(self.size, -1, dtype=np.int64)
        live = ~((self.claim >= 0) & left_out[self.claim])
        if only is not None:
            live &= only[self.source]
        front = np.flatnonzero(np.isfinite(bound))
        rounds, check = 0, 64
        while len(front):
            counts = self.first[front + 1] - self.first[front]
            edges = np.repeat(self.first[front] - np.r_[0, np.cumsum(counts)[:-1]], counts) + np.arange(counts.sum())
            edges = edges[live[edges]]
            reach = bound[self.source[edges]] + self.weight[edges]
            better = reach < bound[self.target[edges]] - _TOUCH / 100
            edges, reach = edges[better], reach[better]
            order = np.lexsort((edges, reach, self.target[edges]))
            edges, reach = edges[order], reach[order]
            target = self.target[edges]
            best = np.flatnonzero(np.r_[True, target[1:] != target[:-1]]) if len(target) else np.zeros(0, np.int64)
            front = target[best]
            bound[front], came[front] = reach[best], edges[best]
            rounds += 1
            if rounds == check:
                ring = self._ring(came)
                if ring is not None:
                    return bound, came, ring
                check *= 2
        return bound, came, None

    def _ring(self, came: Array) -> Array | None:
        """Give the edges of a ring among the edges by which bounds came, or None."""
        parent = np.where(came >= 0, self.source[came], -1)
        far = parent.copy()
        for _ in range(max(1, int(self.size).bit_length())):
            far = np.where(far >= 0, far[far], -1)
        caught = np.flatnonzero(far >= 0)
        if not len(caught):
            return None
        node = int(far[caught[0]])
        edges = []
        at = node
        while True:
            edges.append(int(came[at]))
            at = int(self.source[came[at]])
            if at == node:
                return np.array(edges[::-1])

    def path(self, node: int, came: Array) -> tuple[int, list[int]]:
        """Give the node where the bound of `node` began, and the edges from there."""
        edges: list[int] = []
        while came[node] >= 0:
            edges.append(int(came[node]))
            node = int(self.source[came[node]])
        return node, edges[::-1]


def candidates(scope: Scope, known: Iterable[Sequence[int]]) -> Iterator[Candidate]:
    """Give contradictions that only several claims together make.

    `known` are the rows of the conflicts that have been found; one claim of each is set aside first, so that what comes
    out is new. Each contradiction found loses its softest claim before the next look, so that few and telling ones
    come out. They are candidates: exact arithmetic may still find that they can be true.
    """
    table = scope.table
    network = Network(table)
    if not len(network.claim):
        return
    left_out = np.zeros(table.size, dtype=bool)
    left_out[sorted(set_aside(known))] = True
    yield from _rings(scope, network, left_out)
    only: Array | None = None
    for _ in range(_LOOKS):
        highs, giver = network.highs(left_out)
        lows, taker = network.lows(left_out)
        if only is not None:
            highs = np.where(only, highs, np.inf)
        bound, came, _ring = network.spread(highs, left_out, only)
        crossed = np.flatnonzero((lows > bound + _TOUCH) & (came >= 0))
        crossed = crossed[np.argsort((bound - lows)[crossed], kind="stable")]
        touched: set[int] = set()
        for node in crossed.tolist():
            first, edges = network.path(node, came)
            rows = [int(network.level[giver[first]]), *network.claim[edges].tolist(), int(network.level[taker[node]])]
            claims = [row for row in rows if row >= 0]
            if touched & set(claims) or len(set(claims)) < len(claims):
                continue
            touched.update(claims)
            candidate = _candidate(scope, network, claims[0], edges, claims[-1])
            if candidate is not None:
                yield candidate
            left_out[_softest(table, claims)] = True
        if not touched:
            return
        only = _reachable(network, crossed)


def _rings(scope: Scope, network: Network, left_out: Array) -> Iterator[Candidate]:
    """Give the contradictions of growths alone: two years' growth against the growth over both."""
    for _ in range(_LOOKS):
        _, _, ring = network.spread(np.zeros(network.size), left_out)
        if ring is None:
            return
        claims = [int(c) for c in network.claim[ring] if c >= 0]
        candidate = _ring_candidate(scope, network, ring.tolist())
        if candidate is not None:
            yield candidate
        left_out[_softest(scope.table, claims)] = True


def set_aside(known: Iterable[Sequence[int]]) -> set[int]:
    """Choose the claims whose withdrawal dissolves every known conflict, the most blamed first."""
    left = [frozenset(rows) for rows in known]
    chosen: set[int] = set()
    counts = Counter(row for rows in left for row in rows)
    for row, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if any(row in rows for rows in left):
            chosen.add(row)
            left = [rows for rows in left if row not in rows]
        if not left:
            break
    return chosen


def _reachable(network: Network, nodes: Array) -> Array:
    """Mark the nodes that are connected with these."""
    mark = np.zeros(network.size, dtype=bool)
    mark[nodes] = True
    while True:
        grown = mark.copy()
        np.logical_or.at(grown, network.target, mark[network.source])
        np.logical_or.at(grown, network.source, mark[network.target])
        if (grown == mark).all():
            return mark
        mark = grown


def _softest(table: Quantities, rows: Sequence[int]) -> int:
    """Choose the claim that allows the widest range, as a share of itself."""
    low, high = table.span(np.asarray(rows))
    with np.errstate(divide="ignore", invalid="ignore"):
        width = np.where(np.isfinite(high) & (low > 0), np.log(high) - np.log(low), np.inf)
    return rows[int(np.argmax(width))]


def _candidate(scope: Scope, network: Network, first: int, edges: Sequence[int], last: int) -> Candidate | None:
    """Give last = first * growths (or <= where a part of a year is on the way), multiplied out."""
    rows = [first]
    ahead: list[Term] = [Term(0)]
    back: list[Term] = []
    for edge in edges:
        claim = int(network.claim[edge])
        if claim >= 0:
            term = scope.table.term(claim, len(rows))
            (ahead if network.forward[edge] else back).append(term)
            rows.append(claim)
    back.insert(0, Term(len(rows)))
    rows.append(last)
    equal = all(network.claim[edge] >= 0 for edge in edges)
    return _network_candidate(scope, rows, back, ahead, equal=equal)


def _ring_candidate(scope: Scope, network: Network, edges: Sequence[int]) -> Candidate | None:
    rows: list[int] = []
    ahead: list[Term] = []
    back: list[Term] = []
    for edge in edges:
        claim = int(network.claim[edge])
        if claim >= 0:
            term = scope.table.term(claim, len(rows))
            (ahead if network.forward[edge] else back).append(term)
            rows.append(claim)
    equal = all(network.claim[edge] >= 0 for edge in edges)
    return _network_candidate(scope, rows, back, ahead, equal=equal) if len(set(rows)) == len(rows) else None


def _network_candidate(
    scope: Scope, rows: Sequence[int], left: Sequence[Term], right: Sequence[Term], *, equal: bool
) -> Candidate | None:
    table = scope.table
    rule = scope.rule(table.metric(rows[0]), "ratio")
    # Pairs are the business of the direct relations, which know what may be paired.
    if rule is None or len(rows) < 3 or is_superseded(table, *rows):
        return None
    return Candidate(
        equation=Equation(
            relation="network",
            left=tuple(left),
            right=tuple(right),
            equal=equal,
            derived=tuple(i for i, row in enumerate(rows) if table.growth[row]),
        ),
        rows=tuple(rows),
        rule=rule.id,
        certainty=scope.certainty(rows),
        severity=rule.severity,
        message=rule.message,
    )
