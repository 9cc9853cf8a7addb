"""New findings as SARIF 2.1.0, the form that code hosts show beside the lines.

Known and waived findings are left out: hosts raise an alert for suppressed results too.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from kzcheck.model import Claim, Document, Finding, Notice, Repair, Run
from kzcheck.model.visible import visible
from kzcheck.render import links
from kzcheck.render.json import dumps
from kzcheck.render.options import Options
from kzcheck.render.repairs import changing, of_finding, sentence
from kzcheck.render.view import (
    View,
    allowed_words,
    dated,
    file_of,
    fold,
    period_words,
    plural,
    value_words,
    voice,
)

# GitHub refuses a run with more results, and results with more locations.
MOST_RESULTS = 25_000
_MOST_RELATED = 100
# A change of many numbers that dissolves many findings stands with the first of them only, or the file would grow with
# the square of their count.
_MOST_REPEATED = 400
AS_READ = frozenset({"text", "markdown"})
"""Formats of which the text that offsets point into is the file, character by character."""
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_HOME = "https://pypi.org/project/kzcheck/"
_LEVELS = {"error": "error", "warning": "warning", "suspected": "note", "info": "note"}


def render(run: Run, options: Options) -> str:  # noqa: ARG001  one signature for every format
    """Write the new findings as SARIF."""
    view = View(run)
    new = view.with_status("new")
    shown = new[:MOST_RESULTS]
    names = sorted({f.rule for f in shown} | set(view.rules))
    notices = [_notification(n) for n in run.notices if n.severity != "info"]
    if len(new) > len(shown):
        text = f"{len(new) - len(shown)} findings more than SARIF readers take were left out."
        notices.append({"level": "warning", "message": {"text": text}})
    driver: dict[str, object] = {
        "name": "kzcheck",
        "informationUri": _HOME,
        "rules": [_rule(view, name) for name in names],
    }
    if run.version:
        driver["version"] = run.version
    sarif = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "automationDetails": {"id": "kzcheck/"},
                "columnKind": "unicodeCodePoints",
                "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notices}],
                "results": [_result(view, f, names) for f in shown if f.primary in view.claims],
            }
        ],
    }
    return dumps(sarif) + "\n"


def _rule(view: View, name: str) -> dict[str, object]:
    rule = view.rules.get(name)
    title = fold(rule.title) if rule is not None and rule.title else f"Numbers that break the rule {visible(name)}"
    said = [title]
    if rule is not None and rule.message:
        said.append(fold(rule.message))
    said.append("Each number allows what its stated places and hedges allow; together these cannot all be true.")
    help_text = "\n\n".join(said)
    level = "warning" if rule is not None and rule.severity == "warning" else "error"
    return {
        "id": name,
        "shortDescription": {"text": title},
        "fullDescription": {"text": " ".join(said)},
        "help": {"text": help_text, "markdown": help_text.replace("<", "&lt;")},
        "defaultConfiguration": {"level": level},
        "properties": {"tags": ["numbers", "consistency"]},
    }


def _result(view: View, finding: Finding, rules: list[str]) -> dict[str, object]:
    comparison = view.comparisons.get(finding.comparison)
    primary = view.claims[finding.primary]
    others = [c for c in view.claims_of(comparison) if c is not primary] if comparison is not None else []
    title = view.title(finding)
    text = _plain(title)
    if comparison is not None and view.reason(comparison) not in title:
        text += f". {_plain(view.reason(comparison))}"
    if comparison is not None and comparison.link is not None:
        text += f". Suspected: {_plain(links.sure(comparison.link))}."
    related = others[:_MOST_RELATED]
    if related:
        named = ", ".join(f"[{_plain(value_words(c))}]({n})" for n, c in enumerate(related, start=1))
        text += f" See {named}."
    mended = of_finding(view, finding)
    if mended:
        text += f" {_plain(sentence(view, mended))}"
    result: dict[str, object] = {
        "ruleId": finding.rule,
        "ruleIndex": rules.index(finding.rule),
        "level": _LEVELS.get(finding.severity, "warning"),
        "message": {"text": text},
        "locations": [_location(view, primary)],
        "partialFingerprints": {"kzcheck/v1": finding.fingerprint},
        "baselineState": "new",
    }
    if related:
        result["relatedLocations"] = [
            {"id": n, **_location(view, c), "message": {"text": _says(c)}} for n, c in enumerate(related, start=1)
        ]
    fixes = [_fix(view, r) for r in mended if _fits_here(view, r, finding)]
    if fixes:
        result["fixes"] = fixes
    if comparison is not None:
        result["properties"] = {"certainty": comparison.certainty, "chain": list(view.steps(comparison))}
    return result


def _fits_here(view: View, repair: Repair, finding: Finding) -> bool:
    """Tell whether a repair is one that a tool could make in the files, and is to stand with this finding."""
    if len(repair.changes) * len(repair.findings) > _MOST_REPEATED and repair.findings[0] != finding.fingerprint:
        return False
    documents = [view.documents.get(view.claims[c.claim].document) for c in repair.changes]
    return repair.written and all(d is not None and d.format in AS_READ and file_of(d.id) == d.id for d in documents)


def _fix(view: View, repair: Repair) -> dict[str, object]:
    by_document: dict[str, list[dict[str, object]]] = {}
    for change in sorted(repair.changes, key=lambda c: c.start):
        claim = view.claims[change.claim]
        region = _region(view.documents[claim.document], change.start, change.end)
        replacement = {"deletedRegion": region, "insertedContent": {"text": change.text}}
        by_document.setdefault(claim.document, []).append(replacement)
    said = f"Change {changing(view, repair)}: {plural(len(repair.findings), 'finding')} would vanish"
    return {
        "description": {"text": _plain(said)},
        "artifactChanges": [
            {"artifactLocation": {"uri": uri(name)}, "replacements": some} for name, some in by_document.items()
        ],
    }


def _says(claim: Claim) -> str:
    when = period_words(claim)
    said = f"{visible(voice(claim))}, {dated(claim)}: {fold(value_words(claim))}"
    bounds = allowed_words(claim)
    return f"{said}{f' for {when}' if when else ''}{f' (allows {bounds})' if bounds else ''}"


def _location(view: View, claim: Claim) -> dict[str, object]:
    """Give the place of a claim; a page, a cell or a slide has no region in SARIF and is named as a logical one."""
    out: dict[str, object] = {"physicalLocation": _physical(view, claim)}
    document = view.documents.get(claim.document)
    at = None if document is None else document.location(claim.start)
    if at is not None and not at.line and str(at):
        out["logicalLocations"] = [{"fullyQualifiedName": str(at), "kind": "element"}]
    return out


def _physical(view: View, claim: Claim) -> dict[str, object]:
    artifact = {"uri": uri(file_of(claim.document))}
    document = view.documents.get(claim.document)
    if document is None or file_of(claim.document) != claim.document:
        # A row of a corpus: its lines are not those of the file.
        return {"artifactLocation": artifact}
    if not document.location(claim.start).line:
        return {"artifactLocation": artifact}
    region = {**_region(document, claim.start, claim.end), "snippet": {"text": claim.surface}}
    return {"artifactLocation": artifact, "region": region}


def _region(document: Document, start: int, end: int) -> dict[str, object]:
    first, last = document.location(start), document.end_of(end)
    return {"startLine": first.line, "startColumn": first.column, "endLine": last.line, "endColumn": last.column}


def uri(path: str) -> str:
    """Write a relative path as a relative URI."""
    relative = path.replace("\\", "/")
    quoted = quote(relative.encode("utf-8", "replace"), safe="/~!$&'()*+,;=@")
    return quoted.lstrip("/") or "-"


def _notification(notice: Notice) -> dict[str, object]:
    out: dict[str, object] = {
        "level": _LEVELS.get(notice.severity, "note"),
        "message": {"text": fold(str(notice))},
        "descriptor": {"id": notice.code or "notice"},
    }
    return out


def _plain(text: str) -> str:
    # Brackets would start a link, a backslash escapes them.
    return re.sub(r"([\\\[\]])", r"\\\1", fold(text))
