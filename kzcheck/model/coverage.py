"""Coverage: how many numbers could be compared, and what kept the others apart."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Skip(StrEnum):
    """What keeps two numbers of one concept from being compared."""

    UNDATED = "undated"
    """One of them, or each in another document, names no period."""
    ENTITY_UNKNOWN = "entity_unknown"
    """It is not said whose one of them is."""
    UNIT = "unit"
    """They stand in units between which no factor is told."""
    OTHER_PERIOD = "other_period"
    OTHER_ENTITY = "other_entity"
    OTHER_SCOPE = "other_scope"
    """One is restricted by words that the other does not have: a segment, a place, a basis."""
    OTHER_MODALITY = "other_modality"
    """One is a plan, a forecast or a capacity, the other what happened."""


SETTLED = (Skip.UNDATED, Skip.ENTITY_UNKNOWN, Skip.UNIT)
"""The reasons that a fact told to kzcheck would settle; by the others the numbers are simply of different things."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """How many pairs of numbers of one concept were not compared for one reason."""

    reason: Skip
    pairs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many numbers were read (dates left out), how many of them were compared, and which pairs were skipped.

    `skipped` holds each reason that occurs once: those that a fact would settle first, each kind the commonest first.
    `of_one_time` counts the pairs that were compared because texts without any date are taken to be of one time.
    """

    numbers: int = 0
    compared: int = 0
    skipped: tuple[Skipped, ...] = ()
    of_one_time: int = 0

    @property
    def pairs(self) -> int:
        """Count the pairs that were skipped."""
        return sum(s.pairs for s in self.skipped)
