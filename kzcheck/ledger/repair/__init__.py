"""The smallest repair: a few numbers which, changed, make several findings vanish at once.

The claims of one quantity at one time make a node, and a move lets all of a node say one number: one that some of its
claims state already, or the one that the claims of other nodes give. Each move is proven by itself: the documents are
written anew, read anew and judged anew, in exact arithmetic; it stands only if all findings with its claims are gone
and no other came. Where others came that one number more would mend, both are tried together. Of the moves that stand,
a set is chosen, one a node at the most, that hits as many findings as can be with the fewest places changed: by an
exact search where few moves have findings in common, greedily where many do.

Moves that no comparison can hold together share a rerun, so that the reruns are few whatever the number of findings.
Which of the numbers are true, nothing here knows or says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from kzcheck.ledger.repair.choice import chosen
from kzcheck.ledger.repair.independence import Independence
from kzcheck.ledger.repair.moves import ENOUGH, Move, Nodes, joined, moves, supposed
from kzcheck.ledger.repair.rewriting import misread, rewritten
from kzcheck.model import Change, Claim, Comparison, Finding, Pack, Repair, by_id

_MOVES = 1000
_RERUNS = 6
_ROUNDS = 3
_JOINED = 50

__all__ = ["Outcome", "Trial", "misread", "repairs", "rewritten", "supposed"]


class Outcome(NamedTuple):
    """What came of writing changes: claims that were not read as meant, else the conflicts after them by id."""

    misread: frozenset[str]
    conflicts: Mapping[str, Comparison]


Trial = Callable[[Sequence[Change]], Outcome]
"""Writes changes into the documents, reads and judges these again."""


def repairs(
    comparisons: Iterable[Comparison],
    findings: Sequence[Finding],
    claims: Sequence[Claim],
    trial: Trial,
    *,
    pack: Pack | None = None,
    within: Mapping[str, str] | None = None,
) -> tuple[Repair, ...]:
    """Give the repairs that make two findings or more vanish, one of them new at least; most findings first.

    `claims` are the run's in their order, `trial` proves a repair, `within` gives the groups of documents inside which
    alone claims are compared. Repairs of the same findings, which are alternatives, stand together, the smallest first.
    """
    marks = {f.comparison: f for f in findings}
    conflicts = {c.id: c for c in comparisons if c.verdict == "conflict"}
    new = {f.comparison for f in findings if f.status == "new"}
    if not _shared(conflicts, new, by_id(claims)):
        return ()
    independence = Independence(claims, pack or Pack(), within or {})
    nodes = Nodes(claims, conflicts, independence, within or {})
    found = [m for m in moves(nodes) if m.findings & new and m.findings <= marks.keys()]
    found.sort(key=lambda m: m.rank)
    broken: list[tuple[Move, list[Comparison]]] = []
    proven = _proven(found[:_MOVES], conflicts, nodes, trial, broken)
    further = [m for move, came in broken[:_JOINED] for m in joined(nodes, move, came) if m.findings <= marks.keys()]
    proven += _proven(sorted(further, key=lambda m: m.rank), conflicts, nodes, trial, [])
    order = {c: n for n, c in enumerate(marks)}
    return tuple(
        Repair(
            changes=move.changes,
            findings=tuple(marks[c].fingerprint for c in sorted(move.findings, key=order.__getitem__)),
            voices=move.voices,
        )
        for move in chosen(proven)
    )


def _shared(conflicts: Mapping[str, Comparison], new: AbstractSet[str], claims: Mapping[str, Claim]) -> bool:
    """Tell whether a new conflict has a claim whose number another conflict may have too: all else has no repair.

    Looks at the claims of conflicts alone, since to make all of a large run costs more than to check it.
    """
    if len(conflicts) < ENOUGH or not new:
        return False
    said = {
        name: {(c.metric or c.frame, c.kind, c.unit, c.value) for c in (claims[claim] for claim in conflict.claims)}
        for name, conflict in conflicts.items()
    }
    often = Counter(number for numbers in said.values() for number in numbers)
    return any(often[number] >= ENOUGH for name in new & said.keys() for number in said[name])


def _proven(
    moves: Sequence[Move],
    conflicts: Mapping[str, Comparison],
    nodes: Nodes,
    trial: Trial,
    broken: list[tuple[Move, list[Comparison]]],
) -> list[Move]:
    """Keep the moves that a rerun proves; those that no comparison can hold together share one.

    Adds to `broken` the moves that dissolve what they should and bring other conflicts, with these; moves that name a
    bound have no number that others could be fitted to.
    """
    batches: list[tuple[set[Hashable], list[Move]]] = []
    for move in moves:
        batch = next((b for b in batches if not b[0] & move.keys), None)
        if batch is None:
            if len(batches) == _RERUNS:
                continue
            batch = (set(), [])
            batches.append(batch)
        batch[0].update(move.keys)
        batch[1].append(move)
    return [move for _, batch in batches for move in _standing(batch, conflicts, nodes, trial, broken)]


def _standing(
    batch: list[Move],
    conflicts: Mapping[str, Comparison],
    nodes: Nodes,
    trial: Trial,
    broken: list[tuple[Move, list[Comparison]]],
) -> list[Move]:
    """Drop moves from a batch until all that is left holds: what was not read as meant, or brings a new conflict."""
    for _ in range(_ROUNDS):
        if not batch:
            break
        outcome = trial([change for move in batch for change in move.changes])
        bad = [m for m in batch if any(c.claim in outcome.misread for c in m.changes)]
        if not bad and not outcome.misread:
            came = [(c, _keys(nodes, c)) for name, c in outcome.conflicts.items() if name not in conflicts]
            bad = []
            for move in batch:
                own = [c for c, keys in came if keys & move.keys]
                remaining = move.findings & outcome.conflicts.keys()
                if own or remaining:
                    bad.append(move)
                if own and not remaining and not any(c.bound for c in move.changes):
                    broken.append((move, own))
            if not bad and not came:
                return batch
        if not bad:
            break
        gone = {id(m) for m in bad}
        batch = [m for m in batch if id(m) not in gone]
    return []


def _keys(nodes: Nodes, conflict: Comparison) -> frozenset[Hashable]:
    return frozenset(key for c in conflict.claims for key in nodes.independence.keys(nodes.claims[c]))
