"""The claims of a run as a readable table: a line a claim, by document."""

from __future__ import annotations

from collections.abc import Sequence

from kzcheck.model import Run
from kzcheck.render.options import Options
from kzcheck.render.view import fold, period_words, plural, value_words


def render(run: Run, options: Options) -> str:
    """Write a line a claim: where it stands, what it says in canonical words, of which period and metric."""
    claims, width = run.claims, options.width
    rows = [
        (
            fold(c.surface),
            c.kind if c.modality == "actual" else f"{c.kind}, {c.modality}",
            fold(value_words(c)),
            period_words(c),
            c.title or c.metric,
        )
        for c in claims
    ]
    heads = ("claim", "kind", "value", "period", "quantity")
    widest = max(8, (width - 2 * len(heads)) // len(heads))
    sizes = [min(widest, max(len(row[i]) for row in (heads, *rows))) for i in range(len(heads))]

    def line(cells: Sequence[str]) -> str:
        cut = (c if len(c) <= size else c[: size - 1] + "…" for c, size in zip(cells, sizes, strict=True))
        return "  ".join(f"{c:{size}}" for c, size in zip(cut, sizes, strict=True)).rstrip()

    out = [line(heads), line(["-" * size for size in sizes])]
    document = ""
    for claim, row in zip(claims, rows, strict=True):
        if claim.document != document:
            document = claim.document
            out.append(document)
        out.append(line(row))
    out.append(plural(len(claims), "claim"))
    return "\n".join(out) + "\n"
