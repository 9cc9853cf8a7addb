"""New findings in reviewdog's diagnostic format, one JSON object a line (rdjsonl).

Format: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf. Columns there count UTF-8 bytes from 1.
"""

from __future__ import annotations

from kzcheck.model import Claim, Finding, Repair, Run
from kzcheck.model.visible import visible
from kzcheck.render.json import dumps
from kzcheck.render.options import Options
from kzcheck.render.repairs import of_finding
from kzcheck.render.sarif import AS_READ
from kzcheck.render.view import View, evidence, file_of, value_words, voice

_LEVELS = {"error": "ERROR", "warning": "WARNING"}
_SOURCE = {"name": "kzcheck", "url": "https://pypi.org/project/kzcheck"}


def render(run: Run, options: Options) -> str:  # noqa: ARG001  one signature for every format
    """Write a line for each new finding, with the places of its other numbers and with what would mend it."""
    view = View(run)
    return "".join(f"{dumps(_diagnostic(view, f))}\n" for f in view.with_status("new") if f.primary in view.claims)


def _diagnostic(view: View, finding: Finding) -> dict[str, object]:
    primary = view.claims[finding.primary]
    comparison = view.comparisons.get(finding.comparison)
    others = [c for c in view.claims_of(comparison) if c is not primary] if comparison is not None else []
    said: dict[str, object] = {
        "message": "\n".join([view.title(finding), *evidence(view, finding)]),
        "location": _location(view, primary),
        "severity": _LEVELS.get(finding.severity, "INFO"),
        "source": _SOURCE,
        "code": {"value": visible(finding.rule)},
    }
    if others:
        said["related_locations"] = [
            {"message": f"{visible(voice(c))}: {visible(value_words(c))}", "location": _location(view, c)}
            for c in others
        ]
    suggestions = [s for r in of_finding(view, finding) for s in _suggestions(view, r, primary)]
    if suggestions:
        said["suggestions"] = suggestions
    return said


def _location(view: View, claim: Claim) -> dict[str, object]:
    location: dict[str, object] = {"path": file_of(claim.document)}
    found = _range(view, claim.document, claim.start, claim.end)
    return location | ({"range": found} if found else {})


def _suggestions(view: View, repair: Repair, primary: Claim) -> list[dict[str, object]]:
    """Give the changes of a repair in the file of the finding, which alone a suggestion can touch."""
    out: list[dict[str, object]] = []
    for change in repair.changes:
        document = view.claims[change.claim].document
        if change.text and document == primary.document:
            found = _range(view, document, change.start, change.end)
            if found:
                out.append({"range": found, "text": change.text})
    return out


def _range(view: View, name: str, start: int, end: int) -> dict[str, object]:
    """Give the lines of a stretch, with byte columns where the file is read as it stands; {} where it has no lines."""
    document = view.documents.get(name)
    if document is None or file_of(name) != name:
        return {}
    found: dict[str, object] = {}
    for key, offset in (("start", start), ("end", end)):
        place = document.location(offset) if key == "start" else document.end_of(offset)
        if not place.line:
            return {}
        found[key] = {"line": place.line}
        if document.format in AS_READ:
            line = document.text[offset - place.column + 1 : offset]
            found[key] = {"line": place.line, "column": len(line.encode("utf-8", "replace")) + 1}
    return found
