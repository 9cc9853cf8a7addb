"""A draft against its sources as JSON, CSV and Markdown: every claim with what supports or contradicts it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kzcheck.model import Claim
from kzcheck.model.verification import STATUSES, Checked, Verified
from kzcheck.model.visible import visible
from kzcheck.render.csv import EMPTY, table
from kzcheck.render.json import claim_row, dumps
from kzcheck.render.markdown import code, escape
from kzcheck.render.options import Options
from kzcheck.render.view import STATUS_SYMBOLS, View, dated, draft_headline, fold, status_counts, value_words, voice

SCHEMA_VERSION = 1


def markdown(verified: Verified, options: Options) -> str:  # noqa: ARG001  one signature for every format
    """Write an item a claim, contradictions first, with the quotes that decide: a comment under a pull request."""
    view, rows = View(verified.run), verified.rows
    lines = [f"## {'✗' if verified.failing else '✓'} {status_counts(rows)}", "", escape(draft_headline(rows)), ""]
    for row in _ordered(rows):
        claim = view.claims[row.claim]
        accepted = ", accepted" if row.accepted else ""
        how = f" ({row.how}{accepted})" if row.how else ""
        where = code(view.place(claim))
        lines.append(f"- {STATUS_SYMBOLS[row.status]} **{row.status}**{how}: {escape(claim.surface)} {where}")
        lines += [f"  - {escape(line)}" for line in _because(view, row)]
    return "\n".join(lines) + "\n"


def json(verified: Verified, options: Options) -> str:  # noqa: ARG001  one signature for every format
    """Write what becomes of each claim of the draft as JSON, with its columns as `extract` gives them."""
    run, rows, drafts = verified.run, verified.rows, verified.drafts
    view = View(run)
    counts = Counter(row.status for row in rows)
    data = {
        "version": run.version,
        "schema": SCHEMA_VERSION,
        "drafts": sorted(drafts),
        "sources": [d.id for d in run.documents if d.id not in drafts],
        "counts": {status: counts[status] for status in STATUSES},
    }
    head = "".join(f"{dumps(key)}: {dumps(value)},\n" for key, value in data.items())
    return "{\n" + head + '"claims": [' + ",\n".join(dumps(_row(view, row)) for row in rows) + "]\n}\n"


def jsonl(verified: Verified, options: Options) -> str:  # noqa: ARG001  one signature for every format
    """Write one JSON object a line and claim of the draft, as in the list of the JSON form."""
    view = View(verified.run)
    return "".join(f"{dumps(_row(view, row))}\n" for row in verified.rows)


def csv(verified: Verified, options: Options) -> str:  # noqa: ARG001  one signature for every format
    """Write a row a claim of the draft: what becomes of it, then its columns as `extract` gives them."""
    view = View(verified.run)
    made = []
    for row in verified.rows:
        found = _row(view, row)
        lists = {
            "by": [f"{view.place(view.claims[c])}: {view.claims[c].surface}" for c in row.by if c in view.claims],
            "nearest": [f"{view.place(view.claims[n.claim])}: {n.differs}" for n in row.nearest],
        }
        told = {key: found[key] for key in ("status", "how", "accepted")} | lists | {"reason": row.reason}
        made.append({**told, "place": view.place(view.claims[row.claim]), **claim_row(view.claims[row.claim])})
    return table(made, columns=("status", "how", "accepted", "by", "nearest", "reason", "place", *claim_row(EMPTY)))


def _row(view: View, row: Checked) -> dict[str, object]:
    return {
        "claim": claim_row(view.claims[row.claim]),
        "status": row.status,
        "how": row.how,
        "accepted": row.accepted,
        "by": [_brief(view, view.claims[c]) for c in row.by if c in view.claims],
        "also": [_brief(view, view.claims[c]) for c in row.also if c in view.claims],
        "comparison": row.comparison,
        "conflicts": list(row.conflicts),
        "reason": row.reason,
        "nearest": [{**_brief(view, view.claims[n.claim]), "differs": n.differs} for n in row.nearest],
    }


def _ordered(rows: Sequence[Checked]) -> list[Checked]:
    return sorted(rows, key=lambda row: STATUSES.index(row.status))


def _because(view: View, row: Checked) -> list[str]:
    lines = [_quoted(view, view.claims[c]) for c in row.by if c in view.claims]
    lines.append(view.reason(comparison) if (comparison := view.comparisons.get(row.comparison)) else fold(row.reason))
    lines += [f"also supported by {_quoted(view, view.claims[c])}" for c in row.also if c in view.claims]
    lines += [
        f"closest match: {_quoted(view, view.claims[near.claim])}; differs in {view.spoken(near.differs)}"
        for near in row.nearest
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
