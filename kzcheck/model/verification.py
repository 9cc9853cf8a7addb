"""What sources say of each claim of a draft."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kzcheck.model.run import Run

STATUSES = ("contradicted", "unsupported", "supported")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A claim of a source that comes near one of the draft, and what keeps the two from being compared."""

    claim: str
    differs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One claim of a draft (its id) and what the sources make of it.

    `status` is one of STATUSES. `how` says which way it is supported: "agree" or "round" (one claim of a source says
    so), "copied" (a source has the sentence), "derived" (several claims give it together); or what contradicts it:
    "sources", "draft" (the draft itself). `by` are the claims that support or contradict it, `comparison` the judgement
    ("" for a copy), `conflicts` all judgements against it, `reason` one sentence. `also` are claims of sources that
    support what others contradict. `nearest` is what an unsupported claim might have meant. `accepted` tells that it is
    in the baseline or waived.
    """

    claim: str
    status: str
    how: str = ""
    by: tuple[str, ...] = ()
    comparison: str = ""
    conflicts: tuple[str, ...] = ()
    reason: str = ""
    also: tuple[str, ...] = ()
    nearest: tuple[Candidate, ...] = ()
    accepted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A run over drafts (`drafts` holds their ids) and sources: what became of each claim of the drafts.

    `failing` tells that a gate fails on it.
    """

    run: Run
    rows: Sequence[Checked]
    drafts: Collection[str]
    failing: bool = False
