"""New findings as a GitLab code quality report."""

from __future__ import annotations

import hashlib

from kzcheck.model import Finding, Run
from kzcheck.render.json import dumps
from kzcheck.render.options import Options
from kzcheck.render.view import View, file_of

_SEVERITIES = {"error": "major", "warning": "minor", "suspected": "info", "info": "info"}


def render(run: Run, options: Options) -> str:  # noqa: ARG001  one signature for every format
    """Write the new findings as a JSON list; every entry has a fingerprint of its own, stable between runs."""
    view = View(run)
    seen: dict[str, int] = {}
    entries = [dumps(_entry(view, f, seen)) for f in view.with_status("new") if f.primary in view.claims]
    return "[" + ",\n".join(entries) + "]\n"


def _entry(view: View, finding: Finding, seen: dict[str, int]) -> dict[str, object]:
    claim = view.claims[finding.primary]
    document = view.documents.get(claim.document)
    path = file_of(claim.document)
    # A place that is no line (a page, a cell) is named in the words alone.
    line = document.location(claim.start).line or 1 if document is not None and path == claim.document else 1
    count = seen[finding.fingerprint] = seen.get(finding.fingerprint, 0) + 1
    unique = hashlib.sha256(f"{finding.fingerprint}\0{count}".encode("utf-8", "replace")).hexdigest()
    comparison = view.comparisons.get(finding.comparison)
    said = view.title(finding)
    if comparison is not None and view.reason(comparison) not in said:
        said = f"{said}. {view.reason(comparison)}"
    return {
        "description": said,
        "check_name": finding.rule,
        "fingerprint": unique,
        "severity": _SEVERITIES.get(finding.severity, "minor"),
        "location": {"path": path, "lines": {"begin": line}},
    }
