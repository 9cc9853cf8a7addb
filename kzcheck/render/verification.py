"""A draft against its sources as text, JSON and Markdown: every claim with what supports or contradicts it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from kzcheck.model import Claim, Run
from kzcheck.model.verification import STATUSES, Checked
from kzcheck.render.json import claim_row, dumps
from kzcheck.render.markdown import code, escape
from kzcheck.render.view import View, dated, fold, value_words, visible, voice

SCHEMA_VERSION = 1
_SYMBOLS = {"contradicted": "✗", "unsupported": "?", "supported": "✓"}


def text(run: Run, rows: Sequence[Checked], *, failing: bool) -> str:
    """Write a line a claim of the draft, contradictions first, and below it the quotes that decide."""
    view = View(run)
    lines = []
    for row in _ordered(rows):
        claim = view.claims[row.claim]
        accepted = ", accepted" if row.accepted else ""
        head = f"{_SYMBOLS[row.status]} {visible(view.place(claim))}: {fold(claim.surface)}: {row.status}"
        lines.append(f"{head}{f' ({row.how}{accepted})' if row.how else ''}")
        lines += [f"    {line}" for line in _because(view, row)]
    lines += ["", f"{'Failed' if failing else 'Passed'}: {_counts(rows)}"]
    return "\n".join(lines) + "\n"


def markdown(run: Run, rows: Sequence[Checked], *, failing: bool) -> str:
    """Write the same as Markdown, for a comment under a pull request."""
    view = View(run)
    lines = [f"## {'✗' if failing else '✓'} {_counts(rows)}", ""]
    for row in _ordered(rows):
        claim = view.claims[row.claim]
        accepted = ", accepted" if row.accepted else ""
        how = f" ({row.how}{accepted})" if row.how else ""
        where = code(view.place(claim))
        lines.append(f"- {_SYMBOLS[row.status]} **{row.status}**{how}: {escape(claim.surface)} {where}")
        lines += [f"  - {escape(line)}" for line in _because(view, row)]
    return "\n".join(lines) + "\n"


def json(run: Run, rows: Sequence[Checked], drafts: Collection[str]) -> str:
    """Write the same as JSON: one object a claim of the draft, its columns as `extract` gives them."""
    view = View(run)
    claims = []
    for row in rows:
        near = [{**_brief(view, view.claims[n.claim]), "differs": n.differs} for n in row.nearest]
        claims.append(
            {
                "claim": claim_row(view.claims[row.claim]),
                "status": row.status,
                "how": row.how,
                "accepted": row.accepted,
                "by": [_brief(view, view.claims[c]) for c in row.by if c in view.claims],
                "comparison": row.comparison,
                "reason": row.reason,
                "nearest": near,
            }
        )
    counts = Counter(row.status for row in rows)
    data = {
        "version": run.version,
        "schema": SCHEMA_VERSION,
        "drafts": sorted(drafts),
        "sources": [d.id for d in run.documents if d.id not in drafts],
        "counts": {status: counts[status] for status in STATUSES},
    }
    head = "".join(f"{dumps(key)}: {dumps(value)},\n" for key, value in data.items())
    return "{\n" + head + '"claims": [' + ",\n".join(dumps(c) for c in claims) + "]\n}\n"


def _ordered(rows: Sequence[Checked]) -> list[Checked]:
    return sorted(rows, key=lambda row: STATUSES.index(row.status))


def _counts(rows: Sequence[Checked]) -> str:
    counts = Counter(row.status for row in rows)
    return ", ".join(f"{counts[status]:,} {status}" for status in reversed(STATUSES))


def _because(view: View, row: Checked) -> list[str]:
    lines = [_quoted(view, view.claims[c]) for c in row.by if c in view.claims]
    lines.append(fold(row.reason))
    lines += [
        f"nearest: {_quoted(view, view.claims[near.claim])}; what differs: {fold(near.differs)}" for near in row.nearest
    ]
    return lines


def _quoted(view: View, claim: Claim) -> str:
    quote = view.quote(claim, reach=100)
    said = f"“{quote.before.lstrip()}⟦{quote.marked}⟧{quote.after.rstrip()}”"
    return f"{visible(voice(claim))}, {dated(claim)}, {visible(view.place(claim))}: {said}"


def _brief(view: View, claim: Claim) -> dict[str, object]:
    return {
        "claim_id": claim.claim_id,
        "document": claim.document,
        "publisher": claim.publisher,
        "published": claim.published,
        "surface": claim.surface,
        "says": value_words(claim),
        "sentence": claim.sentence,
        "place": view.place(claim),
    }
