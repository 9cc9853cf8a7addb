"""Each figure of a document is at most one figure of another: rivals share the probability, an assignment chooses."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kzcheck.compare.quantities import Array, number

_TINY = 1e-9
_WITNESS = 0.5
"""How much of a further document's word counts."""


def competing(first: Array, second: Array, document: Array, bits: Array) -> Array:
    """Give the probability that each pair is one thing where a figure is at most one of another document.

    `first` and `second` number the figures (each of one document), `bits` are the odds of each pair alone, as log2.
    The odds of a pair stand against nothing at all (1) and against those of every rival: the pairs that have one of its
    figures and another of the same document.
    """
    odds = np.exp2(np.clip(bits, -60, 60))
    forth = number([first, document[second]])
    back = number([second, document[first]])
    total = np.bincount(forth, weights=odds)[forth] + np.bincount(back, weights=odds)[back] - odds
    return np.asarray(odds / (1 + total))


def pooled(first: Array, second: Array, said: Array, probability: Array) -> Array:
    """Let pairs of one figure with documents that all say another speak for one another.

    `said` numbers what each figure says, whoever says it. What the other pairs leave open counts as its square root,
    for texts on one event are no independent witnesses.
    """
    left = np.log(1 - np.clip(probability, 0, 1 - _TINY))
    out = probability
    for one, other in ((first, said[second]), (second, said[first])):
        camp = number([one, other])
        rest = np.bincount(camp, weights=left)[camp] - left
        out = np.maximum(out, 1 - np.exp(left + rest * _WITNESS))
    return np.asarray(out)


def assigned(first: Array, second: Array, document: Array, bits: Array) -> Array:
    """Mark the pairs of the assignment with the most bits in all, of each two documents; those below 0 are none."""
    chosen = np.zeros(len(first), dtype=bool)
    some = np.flatnonzero(bits > 0)
    home = number([document[first[some]], document[second[some]]])
    order = np.argsort(home, kind="stable")
    bounds = np.flatnonzero(np.r_[True, np.diff(home[order]) != 0, True]) if len(some) else np.zeros(1, np.int64)
    for start, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        places = some[order[start:end]]
        chosen[places[_best(first[places], second[places], bits[places])]] = True
    return chosen


def _best(first: Array, second: Array, bits: Array) -> Array:
    rows, columns = pd.factorize(first)[0], pd.factorize(second)[0]
    if len(set(rows.tolist())) == len(rows) and len(set(columns.tolist())) == len(columns):
        return np.arange(len(bits))
    from scipy.optimize import linear_sum_assignment

    gain = np.zeros((rows.max() + 1, columns.max() + 1))
    place = np.full(gain.shape, -1)
    gain[rows, columns], place[rows, columns] = bits, np.arange(len(bits))
    found = place[linear_sum_assignment(gain, maximize=True)]
    return np.asarray(found[found >= 0])
