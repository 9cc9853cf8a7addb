"""The frame: what a number is about, slot by slot (DESIGN 3a)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Source(StrEnum):
    """From where a slot was filled, nearest first; NONE for a slot that nothing fills."""

    NONE = ""
    CLAUSE = "clause"
    SENTENCE_BEFORE = "sentence_before"
    ROW = "row"
    COLUMN = "column"
    CAPTION = "caption"
    HEADING = "heading"
    TITLE = "title"
    DOCUMENT = "document"
    PUBLISHER = "publisher"
    RULE = "rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One thing that a frame says: `value` is its normalised key, `text` the document's words, `source` where from.

    Slots of one value are the same thing, however they are written. `basis` tells that a qualifier says how the figure
    is measured (adjusted, excluding tax), which no rule's metric ever implies.
    """

    value: str = ""
    text: str = ""
    source: Source = Source.NONE
    basis: bool = False

    def __bool__(self) -> bool:
        """Tell whether the slot is filled."""
        return bool(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a number is about: whose it is, what is measured, and what restricts it; period and modality stand beside.

    `qualifiers` are sorted by value, each once. `measure` says what the unit measures, whether a flow or a stock, and
    per what: "money flow", "mass flow / person"; the last two parts only where they are known. `title` names all of it
    for people, in the text's own words and order.
    """

    entity: Slot = field(default_factory=Slot)
    concept: Slot = field(default_factory=Slot)
    qualifiers: tuple[Slot, ...] = ()
    measure: str = ""
    title: str = ""

    def __bool__(self) -> bool:
        """Tell whether any slot but the measure is filled."""
        return bool(self.entity or self.concept or self.qualifiers)

    @property
    def values(self) -> tuple[str, ...]:
        """Give what restricts the concept, by value."""
        return tuple(q.value for q in self.qualifiers)

    @property
    def bases(self) -> tuple[str, ...]:
        """Give the qualifiers that say how the figure is measured, by value."""
        return tuple(q.value for q in self.qualifiers if q.basis)


NOTHING = Frame()
"""The frame of a number that nothing is known of."""
