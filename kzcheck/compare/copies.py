"""Copies: the same sentence in several documents is one voice, as is a sentence that a document repeats.

Two sentences are the same where their words and figures are, whatever the case and the punctuation. A document of
which most sentences with claims stand in another one is a syndicated copy: the sentences that an editor touched in it
count once as well, as far as their figures are the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kzcheck.compare.ordering import ranked

_WORD = re.compile(r"\w+")
_MOST = 0.6
_ENOUGH = 3


def copies(frame: pd.DataFrame, within: Mapping[str, str] | None = None) -> np.ndarray[Any, Any]:
    """Mark the rows that repeat the claim of an earlier one word for word; gives one boolean a row.

    `within` gives documents a group; what stands in two groups is no copy. Of claims that are copies of one another,
    the one in the first document by name stays.
    """
    if not len(frame):
        return np.zeros(0, dtype=bool)
    document = ranked(frame["document"])
    group = np.zeros(len(frame), dtype=np.int64)
    if within is not None:
        group = pd.factorize(frame["document"].astype(object).map(dict(within)).fillna(""))[0]
    figure = pd.DataFrame(
        {
            "group": group,
            "kind": frame["kind"].cat.codes.to_numpy(),
            "value": pd.factorize(frame["value_exact"])[0],
            "unit": frame["unit"].cat.codes.to_numpy(),
            "period": frame["period_start"].to_numpy(),
            "period_end": frame["period_end"].to_numpy(),
            "metric": frame["metric"].cat.codes.to_numpy(),
        }
    )
    # What no other claim says, in a sentence with the same digits, is no copy; the words need not be looked at.
    again = np.flatnonzero(figure.assign(digits=_digits(frame["sentence"])).duplicated(keep=False).to_numpy())
    some = frame.iloc[again]
    key = figure.iloc[again].assign(sentence=_words(some["sentence"]), nth=_place_in_sentence(frame)[again])
    order = np.lexsort((some["start"].to_numpy(), document[again]))
    marked = np.zeros(len(frame), dtype=bool)
    marked[again[order]] = key.iloc[order].duplicated().to_numpy()
    return np.asarray(marked | _touched_up(figure, marked, document)) if marked.any() else marked


def _digits(sentences: pd.Series[str]) -> np.ndarray[Any, Any]:
    """Give a number to the digits of each sentence: what is quickly told of it."""
    sentence, unique = pd.factorize(sentences)
    digits = pd.Series(unique, dtype="str").str.replace("[^0-9]+", "", regex=True)
    return np.asarray(pd.factorize(digits)[0][sentence])


def _words(sentences: pd.Series[str]) -> np.ndarray[Any, Any]:
    """Give a number to the words and figures of each sentence, whatever the case and the punctuation."""
    sentence, unique = pd.factorize(sentences)
    normal = pd.Series([" ".join(_WORD.findall(str(s).casefold())) for s in unique], dtype=object)
    return np.asarray(pd.factorize(normal)[0][sentence])


def _place_in_sentence(frame: pd.DataFrame) -> np.ndarray[Any, Any]:
    """Count the claims of a sentence from its start, so that white space does not matter."""
    place = frame.groupby(["document", "sentence_start"], observed=True)["start"].rank(method="dense")
    return place.to_numpy(dtype=float)


def _touched_up(
    figure: pd.DataFrame, marked: np.ndarray[Any, Any], document: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """Mark the claims of a syndicated copy that say what the copied document says, in a sentence that was touched."""
    share = pd.Series(marked).groupby(document).agg(["mean", "size"])
    copied = share.index[(share["mean"] >= _MOST) & (share["size"] >= _ENOUGH) & (share["mean"] < 1)]
    if not len(copied):
        return marked
    of_copy = np.isin(document, copied.to_numpy())
    # What is marked already stands for another claim, and cannot be the one that stays.
    elsewhere = figure[~of_copy & ~marked].drop_duplicates().assign(known=True)
    known = figure.merge(elsewhere, how="left", on=list(figure.columns))["known"].notna().to_numpy()
    return np.asarray(marked | (of_copy & known))
