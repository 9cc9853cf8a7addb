"""Screening on columns: which groups can hold a contradiction at all. Floats with a slack; proof comes after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def _sorted(key: Array) -> tuple[Array, Array]:
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    return order, starts


def groups(key: Array) -> Iterator[Array]:
    """Give the positions of each value of `key` that occurs more than once."""
    if not len(key):
        return
    order, starts = _sorted(key)
    ends = np.r_[starts[1:], len(key)]
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if end - start > 1:
            yield order[start:end]


def groups_apart(key: Array, low: Array, high: Array) -> Iterator[Array]:
    """Give the positions of each value of `key` among whose intervals some two do not meet (or barely)."""
    if not len(key):
        return
    order, starts = _sorted(key)
    top, bottom = np.maximum.reduceat(low[order], starts), np.minimum.reduceat(high[order], starts)
    ends = np.r_[starts[1:], len(key)]
    apart = top > bottom
    for i in np.flatnonzero(apart).tolist():
        yield order[starts[i] : ends[i]]


def positions(mask: Array, key: Array) -> dict[int, list[int]]:
    """Give the rows under a mask by their key, in order."""
    found: dict[int, list[int]] = {}
    for row in np.flatnonzero(mask).tolist():
        found.setdefault(int(key[row]), []).append(row)
    return found
