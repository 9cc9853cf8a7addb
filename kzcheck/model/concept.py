"""A concept of the lexicon: one thing that texts measure, and how they say it."""

from __future__ import annotations

from dataclasses import dataclass

CONCEPT_NATURES = ("flow", "stock")
OWNERS = ("place", "organisation", "any")


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One thing that texts measure.

    `words` are alternatives, each a tuple of word groups that must all stand in the clause, each group a tuple of
    phrases. `excluded` are phrases that look alike and are something else. `measures` name what the unit may measure
    (none: anything), `nature` is one of CONCEPT_NATURES or "", `of` one of OWNERS. `directed` tells that "to" and
    "from" make different quantities; `beside` are words that add nothing to it, `keeps` words of an alternative that
    restrict all the same; `each` is the id of what it is by the piece ("net income of $5 million, or $2 a share").
    `same` and `different` are pairs of sentences that show what it is.
    """

    id: str
    title: str
    words: tuple[tuple[tuple[str, ...], ...], ...]
    excluded: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    nature: str = ""
    of: str = "any"
    broader: str = ""
    directed: bool = False
    beside: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    each: str = ""
    same: tuple[tuple[str, str], ...] = ()
    different: tuple[tuple[str, str], ...] = ()
    file: str = ""
