"""Fingerprints: the identity of a contradiction across runs, files and edits that change no figure.

A fingerprint is made of the relation and the rule that checked it, the quantity, and for each claim its quantity, kind,
period, stated value and voice: the publisher where it is known, else the sentence without its spacing and punctuation.
Offsets, file names, rule texts and the order of files are no part of it. So re-wrapping, inserting a paragraph or
renaming a file changes nothing, while another value, another period or a further voice makes another finding.
`docs/baseline.md` says the same to users; `VERSION` is raised with either.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from fractions import Fraction

from kzcheck.model import Claim, Comparison

VERSION = "1"
_LENGTH = 16
_WORD = re.compile(r"\w+")


def fingerprint(comparison: Comparison, claims: Mapping[str, Claim]) -> str:
    """Give the fingerprint of a comparison; `claims` are the run's by id. The same in every run: "1-" and 16 digits."""
    parts = sorted(signature(claims[claim_id]) for claim_id in comparison.claims)
    return f"{VERSION}-{_digest(comparison.relation, comparison.rule, comparison.metric, *parts)}"


def signature(claim: Claim) -> str:
    """Give what a claim contributes to a fingerprint: what was said of what and when, in whose voice."""
    return _digest(*_said(claim), f"publisher {_folded(claim.publisher)}" if claim.publisher else _sentence(claim))


def wording(claim: Claim) -> str:
    """Give what the copies of a claim share, whoever publishes them: what is said, in which words."""
    return _digest(*_said(claim), _sentence(claim))


def statement(claim: Claim) -> str:
    """Give what is said of what and when, whoever says it in whichever words."""
    return _digest(*_said(claim))


def _said(claim: Claim) -> tuple[str, ...]:
    return (
        claim.metric,
        claim.kind,
        claim.unit,
        _number(claim.value),
        _number(claim.range_low),
        _number(claim.range_high),
        claim.hedge,
        claim.modality,
        str(claim.period or ""),
        str(claim.base or ""),
    )


def _sentence(claim: Claim) -> str:
    return f"sentence {_folded(claim.sentence)}"


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _number(value: Fraction | None) -> str:
    return "" if value is None else str(value)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:_LENGTH]
