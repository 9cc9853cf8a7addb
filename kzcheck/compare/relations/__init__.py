"""Kinds of relations, one module each; a new kind is a module here and its name in RELATIONS."""

from __future__ import annotations

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
    targets,
    ties,
    windows,
)

RELATIONS = (
    ties,
    directions,
    equivalents,
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
"""In the order in which they are asked; claims that an earlier relation has judged are not judged again as a set."""

__all__ = ["RELATIONS"]
