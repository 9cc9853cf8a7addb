"""Kinds of relations, one module each; a new kind is a module here and its name in RELATIONS."""

from __future__ import annotations

from kzcheck.compare.relations import (
    anniversaries,
    dates,
    equivalents,
    growth,
    multiples,
    orders,
    part_year,
    records,
    same,
    sums,
    targets,
    ties,
)

RELATIONS = (ties, equivalents, growth, sums, same, part_year, records, targets, multiples, anniversaries, orders, dates)
"""In the order in which they are asked; claims that an earlier relation has judged are not judged again as a set."""

__all__ = ["RELATIONS"]
