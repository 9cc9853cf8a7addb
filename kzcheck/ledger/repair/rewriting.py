"""Documents with a few numbers changed, and whether they were read as they were meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kzcheck.model import Change, Claim, Document


def rewritten(document: Document, changes: Sequence[Change]) -> Document:
    """Put the texts of changes into a document; what stands behind them moves along."""
    edits = sorted((c.start, c.end, c.text) for c in changes if c.text)
    pieces, at = [], 0
    for start, end, text in edits:
        pieces += [document.text[at:start], text]
        at = end

    def moved(offset: int) -> int:
        return offset + sum(len(text) - (end - start) for start, end, text in edits if end <= offset)

    return replace(
        document,
        text="".join([*pieces, document.text[at:]]),
        body=moved(document.body),
        comments=tuple(replace(c, start=moved(c.start), end=moved(c.end)) for c in document.comments),
    )


def misread(before: Sequence[Claim], after: Sequence[Claim], changes: Mapping[str, Change]) -> frozenset[str]:
    """Name the changed claims (ids) of a rewritten document that do not say what they should, all where others moved.

    `before` and `after` are the claims of the document in the order of its text.
    """
    if [c.claim_id for c in before] != [c.claim_id for c in after]:
        return frozenset(changes)
    wrong = set()
    for old, new in zip(before, after, strict=True):
        change = changes.get(old.claim_id)
        value = old.value if change is None or not change.text else change.value
        if new.value == value and _said_of(old) == _said_of(new) and (change is not None or _range(old) == _range(new)):
            continue
        if change is None:
            return frozenset(changes)
        wrong.add(old.claim_id)
    return frozenset(wrong)


def _range(claim: Claim) -> tuple[object, ...]:
    return claim.interval, claim.range_low, claim.range_high, claim.surface


def _said_of(claim: Claim) -> tuple[object, ...]:
    return (
        claim.kind,
        claim.unit,
        claim.hedge,
        claim.modality,
        claim.negated,
        claim.metric,
        claim.about.bases,
        claim.parties,
        claim.period,
        claim.period_symbol,
        claim.base,
        claim.base_symbol,
        claim.cumulative,
        claim.record,
        claim.role,
        claim.direction,
        claim.source,
    )
