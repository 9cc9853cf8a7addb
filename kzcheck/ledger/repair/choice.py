"""Choosing among proven moves: as many findings as can be, with the fewest places changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from itertools import product
from math import prod

from kzcheck.ledger.repair.moves import Move
from kzcheck.ledger.repair.sets import Sets

_TRIES = 4096
_ALTERNATIVES = 3


def chosen(moves: Sequence[Move]) -> list[Move]:
    """Choose moves of different nodes that hit the most findings, each with its alternatives after it."""
    ranked: list[Move] = []
    claims: set[frozenset[str]] = set()
    for move in sorted(moves, key=lambda m: m.rank):
        # Of several numbers that one claim could say, one is enough.
        if move.claims not in claims:
            claims.add(move.claims)
            ranked.append(move)
    sets = Sets(range(len(ranked)))
    holder: dict[Hashable, int] = {}
    alike: dict[frozenset[str], list[Move]] = defaultdict(list)
    for n, move in enumerate(ranked):
        alike[move.findings].append(move)
        for shared in (*move.findings, *(("node", node) for node in move.nodes)):
            sets.join(holder.setdefault(shared, n), n)
    best: list[Move] = []
    for group in sets.groups():
        best += _covering([ranked[n] for n in group if isinstance(n, int)])
    used = {id(m) for m in best}
    out: list[Move] = []
    for move in sorted(best, key=lambda m: m.rank):
        others = [m for m in alike[move.findings] if id(m) not in used]
        out += [move, *others[:_ALTERNATIVES]]
    return out


def _covering(moves: Sequence[Move]) -> list[Move]:
    """Try all ways to take one move a node or none, where they are few; of ways as good, the first by rank."""
    nodes: dict[frozenset[Hashable], list[Move | None]] = {}
    for move in moves:
        nodes.setdefault(move.nodes, [None]).append(move)
    if prod(len(some) for some in nodes.values()) > _TRIES:
        return _greedy(moves)
    best: tuple[tuple[int, ...], list[Move]] = ((0,), [])
    for way in product(*nodes.values()):
        some = [m for m in way if m is not None]
        if len({node for m in some for node in m.nodes}) < sum(len(m.nodes) for m in some):
            continue
        hit = len(frozenset().union(*(m.findings for m in some)))
        worth = hit, -sum(len(m.changes) for m in some), -sum(m.voices for m in some)
        if worth > best[0]:
            best = worth, some
    return best[1]


def _greedy(moves: Sequence[Move]) -> list[Move]:
    """Take, in the order of their rank, what hits findings that nothing before it hits."""
    out: list[Move] = []
    hit: set[str] = set()
    nodes: set[Hashable] = set()
    for move in moves:
        if not move.nodes & nodes and not move.findings <= hit:
            out.append(move)
            hit |= move.findings
            nodes |= move.nodes
    return out
