"""Repairs: a few numbers which, changed, make several contradictions vanish at once."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

BOUNDS = ("", "at_least", "at_most")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a claim (its id) would have to say.

    `value` is that number in the unit of the claim, for which the repair is proven; `bound` is at_least or at_most
    where the findings ask for no more than that, "" where the number is meant as it stands. `text` is what to write in
    place of the characters `start`..`end` of the document (half-open code points), in the form that the claim has; ""
    where its words cannot say the number.
    """

    claim: str
    value: Fraction
    bound: str = ""
    start: int = 0
    end: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Changes which together make the findings with these fingerprints vanish and bring no new one: proven by a rerun.

    It does not say which numbers are true. `voices` counts the independent sources that say what would be changed.
    Repairs with the same findings are alternatives.
    """

    changes: tuple[Change, ...]
    findings: tuple[str, ...]
    voices: int

    @property
    def written(self) -> bool:
        """Tell whether every change can be made by putting its text in place."""
        return all(change.text for change in self.changes)
