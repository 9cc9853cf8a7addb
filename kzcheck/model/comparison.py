"""Comparisons and findings: a pair and a minimal cycle are one type."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from kzcheck.model.cause import Cause
from kzcheck.model.interval import Interval
from kzcheck.model.link import Link

VERDICTS = ("conflict", "round", "agree", "incomparable")
GRAVITY = ("error", "warning", "suspected")
"""The severities of conflicts and findings, the gravest first; what is suspected rests on a link that is probable."""


def failing(level: str) -> frozenset[str]:
    """Give the severities that fail a gate at a level: those as grave or graver; at "never" none."""
    return frozenset(GRAVITY[: GRAVITY.index(level) + 1]) if level in GRAVITY else frozenset()


class Differs(StrEnum):
    """What keeps the claims of an incomparable comparison apart."""

    MODALITY = "modality"
    PARTIES = "parties"
    SCOPE = "scope"
    GROUP = "another group of documents"
    UNIT = "unit"
    PERIOD = "period"
    BASE = "base"
    SUPERSEDED = "plans issued at different times"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """How far a conflict is from being true.

    `share` is the distance between the nearest allowed values, as a share of the larger (0.08: "off by at least 8 %");
    `margin` the uniform relative widening of every interval that would dissolve it; `repair` the smallest change of one
    claim that would mend it, in words, and `mends` the claims of which either would be changed by it.
    """

    share: Fraction
    margin: Fraction
    repair: str = ""
    mends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two or more claims, the relation between them, and the verdict with its arithmetic.

    `relation` names what was checked (same, ratio, change, difference, part_year, sum, share, anniversary, order, ...).
    `certainty` is stated, inferred or assumed: how the weakest period, metric or party among the claims was known.
    `severity` is one of GRAVITY for a conflict, "" otherwise. `reason` is one sentence that a reader can check with a
    pocket calculator; `chain` the same as numbered steps. `mode` says how a rounding came about (nearest, cut off,
    rounded up, hedge, bound). `cause` is a likely explanation (a kind of slip, another agency), where one fits.
    `differs` says of an incomparable one what keeps its claims apart, `detail` how, in words.
    `link` tells of a pair that was linked by evidence how sure it is that both are about one quantity; it is None where
    the claims name it alike.
    `implied` holds for each claim what the others together allow it to be, in that claim's unit (None where they cannot
    tell); it is empty where nobody worked it out.
    """

    id: str
    verdict: str
    relation: str
    claims: tuple[str, ...]
    rule: str
    metric: str
    period: str = ""
    certainty: str = "stated"
    severity: str = ""
    reason: str
    chain: tuple[str, ...] = ()
    mode: str = ""
    cause: Cause | None = None
    differs: Differs | None = None
    detail: str = ""
    gap: Gap | None = None
    remarks: tuple[str, ...] = ()
    implied: tuple[Interval | None, ...] = ()
    link: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A conflict with its identity across runs and its status: new, known (in the baseline) or waived.

    `primary` is the claim to show first; it is one of the comparison's claims or, in a draft, a copy of one. `beneath`
    names the findings (fingerprints) that the same claim brings about: they are shown with this one, and counted as
    one with it. `above` is the fingerprint of the finding that this one stands beneath, "" where it stands alone.
    """

    comparison: str
    rule: str
    severity: str
    message: str
    primary: str
    fingerprint: str
    status: str = "new"
    reason: str = ""
    beneath: tuple[str, ...] = ()
    above: str = ""

    def __post_init__(self) -> None:
        """Refuse a finding that could not be shown or found again."""
        if not self.primary or not self.fingerprint:
            raise ValueError("a finding needs a primary claim and a fingerprint")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A finding that was accepted, or that an earlier revision had, and that is no more."""

    fingerprint: str
    rule: str = ""
    message: str = ""
    reason: str = ""
