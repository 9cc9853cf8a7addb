"""One order of claims for everything, so that nothing depends on the order in which documents were read."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Give the claims sorted by document and place, with positions as their index."""
    document, start, end = ranked(frame["document"]), frame["start"].to_numpy(), frame["end"].to_numpy()
    order = np.lexsort((end, start, document))
    same = [np.diff(place[order]) == 0 for place in (document, start, end)]
    if np.logical_and.reduce(same).any():  # only then do ids, which take long to sort, decide
        order = np.lexsort((frame["claim_id"].astype(str), end, start, document))
    in_place = np.array_equal(order, np.arange(len(frame)))
    return (frame if in_place else frame.iloc[order]).reset_index(drop=True)


def ranked(words: pd.Series[Any]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Give a column of categories as numbers that sort as the words do."""
    names = np.array(words.cat.categories.astype(object), dtype=object)
    rank = np.empty(len(names) + 1, dtype=np.int64)
    rank[np.argsort(names)] = np.arange(len(names))
    rank[-1] = -1
    return rank[words.cat.codes.to_numpy()]
