"""Widths of hedges that a metric or its rules set themselves: "about" may be tighter for a count than for a guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from fnmatch import fnmatchcase
from fractions import Fraction

import numpy as np
import pandas as pd

from kzcheck.model import Pack, Policy, allowed

_KNOWN = {f.name for f in fields(Policy)} - {"senses"}


def widened(frame: pd.DataFrame, pack: Pack) -> pd.DataFrame:
    """Give the table with the intervals of those metrics computed anew whose metric or rules have settings."""
    policies = _policies(frame, pack)
    if not policies:
        return frame
    rows = np.flatnonzero(frame["metric"].isin(list(policies)) & (frame["value_exact"] != ""))
    if not len(rows):
        return frame
    frame = frame.copy()
    columns = {name: frame[name].tolist() for name in ("low", "high", "low_exact", "high_exact")}
    for row in rows.tolist():
        at = frame.iloc[row]
        value, ulp = Fraction(at["value_exact"]), Fraction(at["ulp_exact"] or 0)
        exact = at["low_exact"] == at["high_exact"] != ""
        if exact or not ulp or at["hedge"] in ("between", "plus_minus"):
            continue
        interval = allowed(
            value,
            ulp,
            hedge=str(at["hedge"]),
            kind=str(at["kind"]),
            percent=str(at["unit"]) in ("percent", "pp", "bp", "permille"),
            significant=len(str(abs(int(value / ulp)))),
            policy=policies[str(at["metric"])],
        )
        for name, end in (("low", interval.low), ("high", interval.high)):
            columns[name][row] = pd.NA if end is None else float(end)
            columns[f"{name}_exact"][row] = "" if end is None else str(end)
    return frame.assign(**{name: pd.Series(v, dtype=frame[name].dtype) for name, v in columns.items()})


def _policies(frame: pd.DataFrame, pack: Pack) -> dict[str, Policy]:
    """Give the policy of each metric that has one of its own."""
    settings = {m.name: dict(m.settings) for m in pack.metrics if m.settings}
    for rule in pack.rules:
        if rule.settings:
            for name in (m.name for m in pack.metrics):
                if any(fnmatchcase(name, glob) for glob in rule.metrics):
                    settings.setdefault(name, {}).update(rule.settings)
    used = set(frame["metric"].unique())
    return {name: _policy(own) for name, own in settings.items() if name in used}


def _policy(own: Mapping[str, object]) -> Policy:
    """Give the policy of a metric; a width of "about" that it sets holds for numbers of any length."""
    if "about" in own:
        own = {"about_units": Fraction(0), **own}
    return Policy(**{k: v for k, v in own.items() if k in _KNOWN})  # type: ignore[arg-type]
