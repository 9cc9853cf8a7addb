"""New findings as workflow commands, which GitHub shows as annotations on the lines."""

from __future__ import annotations

from kzcheck.model import Finding, Run
from kzcheck.render.options import Options
from kzcheck.render.repairs import of_finding, sentence
from kzcheck.render.view import View, evidence, file_of, tally


def render(run: Run, options: Options) -> str:
    """Write an annotation for each new finding, and a notice with the counts."""
    view = View(run)
    lines = [_annotation(view, finding) for finding in view.with_status("new")]
    status = tally(run)
    counts = f"{status['new']:,} new, {status['known']:,} known, {len(options.gone):,} fixed"
    lines.append(f"::notice title=kzcheck::{_data(counts)}")
    return "".join(f"{line}\n" for line in lines)


def _annotation(view: View, finding: Finding) -> str:
    claim = view.claims.get(finding.primary)
    where = {}
    if claim is not None:
        where["file"] = file_of(claim.document)
        document = view.documents.get(claim.document)
        if document is not None and where["file"] == claim.document:
            first, last = document.location(claim.start), document.end_of(claim.end)
            if first.line:
                where |= {"line": str(first.line), "col": str(first.column), "endLine": str(last.line)}
            if first.line and last.line == first.line:
                where["endColumn"] = str(last.column)
    where["title"] = view.title(finding)
    properties = ",".join(f"{name}={_property(value)}" for name, value in where.items())
    level = finding.severity if finding.severity in {"error", "warning"} else "notice"
    mended = sentence(view, of_finding(view, finding))
    text = "\n".join(
        [
            *evidence(view, finding),
            *([mended] if mended else []),
            f"rule {finding.rule}, fingerprint {finding.fingerprint}",
        ]
    )
    return f"::{level} {properties}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
