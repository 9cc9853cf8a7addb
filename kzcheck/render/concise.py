"""New findings, one line each, as editors expect them: `file:line:column: severity: message [rule]`."""

from __future__ import annotations

from kzcheck.model import Run
from kzcheck.model.visible import visible
from kzcheck.render import links
from kzcheck.render.coverage import headline
from kzcheck.render.options import Options
from kzcheck.render.view import View, fold, tally


def render(run: Run, options: Options) -> str:
    """Write a line for each new finding, then the counts and what was compared."""
    view = View(run)
    lines = []
    for finding in view.with_status("new"):
        claim = view.claims.get(finding.primary)
        where = f"{visible(view.place(claim))}: " if claim is not None else ""
        comparison = view.comparisons.get(finding.comparison)
        link = None if comparison is None else comparison.link
        how = "" if link is None else f" ({links.sure(link)})"
        said = f"{fold(view.title(finding))}{how}"
        lines.append(f"{where}{finding.severity}: {said} [{visible(finding.rule)}]")
    status = tally(run)
    lines.append(f"{status['new']:,} new, {status['known']:,} known, {len(options.gone):,} fixed. {headline(run)}")
    return "".join(f"{line}\n" for line in lines)
