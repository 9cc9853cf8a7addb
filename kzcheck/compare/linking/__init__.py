"""Linking by evidence: which claims of different documents are about one thing although they name it otherwise.

Evidence adds up as in record linkage (Fellegi and Sunter 1969): each piece has levels, each level a weight in bits, and
figures of two documents are linked one to one. The weights are data (weights.yaml), learnt and calibrated on labelled
pairs. A figure is weak evidence: equal or slipped digits make no link by themselves, since what is compared is to tell
whether the figures differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kzcheck.compare.linking.assignment import assigned, competing, pooled
from kzcheck.compare.linking.evidence import Observed, figures, observe
from kzcheck.compare.linking.pairs import Pairs, block_of, candidates, eligible
from kzcheck.compare.linking.weights import Weights, parsed, weights
from kzcheck.compare.linking.words import Vocabulary, shared_words
from kzcheck.compare.quantities import Array, Quantities
from kzcheck.model import Answer, Evidence, Grade, Link, Weighed

_SAME, _DIFFERENT = 1, 2
_SURE = 40.0
"""Bits of a pair that a person called one thing."""
_WORTH = -4.0
"""Bits below which a pair is no rival to any other."""

__all__ = ["Linked", "Observed", "Weights", "links", "observed", "parsed", "weights"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Two rows that may be about one thing, and how sure it is."""

    rows: tuple[int, int]
    link: Link
    alike: bool
    """Whether the two figures allow one number."""


def observed(table: Quantities, weigh: Weights) -> tuple[Observed, Array]:
    """Give what is observed of every pair that may be linked, and a number for the figure of each row."""
    rows = eligible(table)
    words = Vocabulary(table, rows, background=weigh.background, seen=weigh.seen)
    block = block_of(table)
    pairs = candidates(table, words, block, weigh.most_sharing)
    return observe(table, words, pairs, block, weigh), figures(table, block)


def links(table: Quantities, weigh: Weights, answers: Sequence[Answer] = ()) -> list[Linked]:
    """Give the pairs that are at least possible, the likeliest first, each figure with one of another document.

    What a person has answered of two quantities is certain.
    """
    seen, figure = observed(table, weigh)
    said = _answered(table, seen.pairs, answers)
    seen, said = seen.where(said != _DIFFERENT), said[said != _DIFFERENT]
    bits = seen.bits(weigh)
    bits[said == _SAME] = _SURE
    own = bits - weigh.prior - seen.weights(weigh, Evidence.DIGITS)
    some = np.flatnonzero((bits > _WORTH) & ((own >= weigh.without_figures["possible"]) | (said == _SAME)))
    seen, bits, said, own = seen.where(some), bits[some], said[some], own[some]
    if not len(bits):
        return []
    document = table.codes("document")
    home = np.stack([document, figure], axis=1)
    _, node = np.unique(home, axis=0, return_inverse=True)
    owner = np.zeros(int(node.max()) + 1, dtype=np.int64)
    owner[node] = document
    # Of the mentions of two figures, the pair that says most stands for all.
    order = np.lexsort((seen.pairs.second, seen.pairs.first, -bits))
    first, second = node[seen.pairs.first][order], node[seen.pairs.second][order]
    _, once = np.unique(np.stack([first, second], axis=1), axis=0, return_index=True)
    order, first, second = order[once], first[once], second[once]
    said_by = np.zeros(len(owner), dtype=np.int64)
    said_by[node] = figure
    alone = competing(first, second, owner, bits[order])
    probability = weigh.told(pooled(first, second, said_by, alone))
    chosen = assigned(first, second, owner, bits[order] + _WORTH * -1) & (probability >= weigh.possible)
    places = np.flatnonzero(chosen)
    places = places[np.argsort(-probability[places], kind="stable")]
    enough = weigh.without_figures["probable"]
    return [
        _linked(table, seen, place, p, weigh, sure=bool(said[place] == _SAME), told=bool(own[place] >= enough))
        for place, p in zip(order[places].tolist(), probability[places].tolist(), strict=True)
    ]


def _answered(table: Quantities, pairs: Pairs, answers: Sequence[Answer]) -> Array:
    """Tell what was answered of the quantities of each pair."""
    out = np.zeros(len(pairs), dtype=np.int64)
    if answers:
        metric = table.text("metric")
        known = {frozenset(a.pair): _SAME if a.same else _DIFFERENT for a in answers}
        ends = zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)
        out[:] = [known.get(frozenset((metric[a], metric[b])), 0) for a, b in ends]
    return out


def _strangers(levels: Mapping[Evidence, str]) -> bool:
    """Tell whether two texts that share no figure say two things of which a restriction tells one apart.

    Nothing shows then that they tell of one event: "395 cases among children" beside "412 cases" is another count, and
    so is whatever is measured in another way (net income, non-GAAP net income).
    """
    # Of two undated sentences alike, the word that one adds is what parts them: "the module", "the large module".
    alike = levels[Evidence.SENTENCE] == "under_4" and levels[Evidence.DISTINCTIVE] == "3_or_more"
    added = alike and levels[Evidence.QUALIFIERS] == "added"
    unlike = levels[Evidence.DIGITS] in ("near", "apart", "far") or (added and levels[Evidence.PERIOD] == "undated")
    restricted = unlike and levels[Evidence.QUALIFIERS] != "equal"
    return levels[Evidence.COMPANIONS] == "0" and (restricted or levels[Evidence.BASIS] in ("one", "differ"))


def _linked(
    table: Quantities, seen: Observed, place: int, probability: float, weigh: Weights, *, sure: bool, told: bool
) -> Linked:
    """Make a link of a pair; one whose words and slots have not `told` enough is at most possible."""
    rows = int(seen.pairs.first[place]), int(seen.pairs.second[place])
    words = {Evidence.DISTINCTIVE: shared_words(table, *rows)}
    levels = {e: str(levels[place]) for e, levels in seen.levels.items()}
    probable = told and probability >= weigh.probable and not _strangers(levels)
    return Linked(
        rows=rows,
        link=Link(
            grade=Grade.SAME if sure else Grade.PROBABLE if probable else Grade.POSSIBLE,
            probability=probability,
            evidence=tuple(
                Weighed(evidence=e, level=v, weight=weigh.of[e][v], words=words.get(e, ())) for e, v in levels.items()
            ),
        ),
        alike=levels[Evidence.DIGITS] in ("equal", "meets"),
    )
