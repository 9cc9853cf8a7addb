"""Kinds of relations, one module each; a new kind is a module here and its name in the call below.

A module of another package is made known by `register(module)`, in a program that then calls kzcheck.
"""

from __future__ import annotations

from kzcheck.compare.declaring import (
    Key,
    Proposer,
    Relation,
    asked,
    keys,
    proposers,
    register,
    relation,
    relations,
    withdraw,
)
from kzcheck.compare.relations import (
    anniversaries,
    averages,
    calendar,
    data,
    dates,
    directions,
    equivalents,
    growth,
    headlines,
    linked,
    listings,
    multiples,
    orders,
    part_year,
    partitions,
    rates,
    records,
    retold,
    same,
    sentences,
    shares,
    sums,
    tables,
    targets,
    ties,
    windows,
)

register(
    ties,
    directions,
    equivalents,
    tables,
    sentences,
    listings,
    growth,
    sums,
    shares,
    partitions,
    averages,
    data,
    same,
    headlines,
    rates,
    part_year,
    records,
    windows,
    targets,
    multiples,
    anniversaries,
    orders,
    dates,
    calendar,
    linked,
    retold,
)

__all__ = ["Key", "Proposer", "Relation", "asked", "keys", "proposers", "register", "relation", "relations", "withdraw"]
