"""One order of claims for everything, so that nothing depends on the order in which documents were read."""

from __future__ import annotations

import numpy as np
import pandas as pd


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Give the claims sorted by document and place, with positions as their index."""
    order = np.lexsort((frame["claim_id"].astype(str), frame["end"], frame["start"], frame["document"].astype(str)))
    return frame.iloc[order].reset_index(drop=True)
