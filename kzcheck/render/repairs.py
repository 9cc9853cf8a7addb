"""Repairs in words: which numbers, changed to what, would make how many findings vanish, and no word on the truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from kzcheck.model import Change, Claim, Finding, Repair
from kzcheck.model.visible import visible
from kzcheck.render.numbers import humane
from kzcheck.render.view import HEDGES, View, fold, noun_of, plural, shorten, unit_of, value_words

NEUTRAL = "Which of the numbers are true, kzcheck does not know."
MOST_PLACES = 6
_BOUNDS = {"at_least": "at least ", "at_most": "at most "}
Places = tuple[str, tuple[str, ...]]
"""What is changed to what, in words, and where."""


def alternatives(repairs: Sequence[Repair]) -> tuple[tuple[Repair, ...], ...]:
    """Gather the repairs that make the same findings vanish, in their order."""
    return tuple(tuple(some) for _, some in groupby(repairs, key=lambda r: r.findings))


def of_finding(view: View, finding: Finding) -> tuple[Repair, ...]:
    """Give the repairs that would make a finding vanish, each instead of the others."""
    return view.repairs.get(finding.fingerprint, ())


def places(view: View, repair: Repair) -> tuple[Places, ...]:
    """Say what a repair changes: each number once, with all its places."""
    found: dict[str, list[str]] = {}
    for change in repair.changes:
        claim = view.claims[change.claim]
        said = f"“{fold(shorten(claim.surface, 80))}” to {new_words(claim, change)}"
        found.setdefault(said, []).append(visible(view.place(claim)))
    return tuple((said, tuple(where)) for said, where in found.items())


def new_words(claim: Claim, change: Change) -> str:
    """Say what a claim would have to be: in its own words, or the number where these cannot say it."""
    if change.text:
        at = change.start - claim.start
        new = claim.surface[:at] + change.text + claim.surface[at + change.end - change.start :]
        return f"“{fold(shorten(new, 80))}”"
    if change.bound:
        return f"{_BOUNDS[change.bound]}{humane(change.value, unit_of(claim), noun_of(claim), significant=6)}"
    hedge = "exact" if claim.value is None else claim.hedge
    return f"{value_words(replace(claim, value=change.value, hedge=hedge), HEDGES)}, worded anew"


def listed(where: Sequence[str]) -> str:
    """Name places, the first of many."""
    more = f" and {len(where) - MOST_PLACES:,} more" if len(where) > MOST_PLACES else ""
    return f"{', '.join(where[:MOST_PLACES])}{more}"


def changing(view: View, repair: Repair) -> str:
    """Say a repair without its places: "“$529 million” to “$533.4 million” in 3 places"."""
    return " and ".join(f"{said} in {plural(len(where), 'place')}" for said, where in places(view, repair))


def sentence(view: View, repairs: Sequence[Repair]) -> str:
    """Say in one sentence what would make the findings of some alternatives vanish; "" where there are none."""
    if not repairs:
        return ""
    others = len(repairs[0].findings) - 1
    this = f"this and {plural(others, 'other finding')}"
    first, *rest = (changing(view, repair) for repair in repairs)
    so = "".join(f"; so would changing {other}" for other in rest)
    return f"Changing {first} would make {this} vanish{so}. {NEUTRAL}"
