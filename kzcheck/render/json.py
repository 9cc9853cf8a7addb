"""The machine form of a run: fixed, documented by schemas/run.json, one line a claim, comparison or finding."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kzcheck.model import (
    Claim,
    Comparison,
    ContractResult,
    Coverage,
    Document,
    Finding,
    Gone,
    Link,
    NearMatch,
    Notice,
    Period,
    Question,
    Repair,
    Run,
    Step,
    texts,
)
from kzcheck.model.visible import escaped
from kzcheck.render.numbers import plain
from kzcheck.render.options import Options
from kzcheck.table.schema import shown

SCHEMA_VERSION = 1
_PLACES = 4
_EXPONENT = re.compile(r"\d[eE][+-]?\d")
_NUMBER_LINE = re.compile(r'^((?:"[a-z_]+": )?)(-?\d+(?:\.\d+)?[eE][+-]?\d+)(,?)$', re.MULTILINE)


def claim_row(claim: Claim) -> dict[str, object]:
    """Give a claim as one row: dates in ISO form, numbers plain, None where something is unknown."""
    values = ((column.name, column.read(claim)) for column in shown())
    return {name: value if value.__class__ in _PLAIN else _cell(value) for name, value in values}


_PLAIN = (str, int, bool, type(None))


def _cell(value: Any) -> object:
    make = _CELLS.get(value.__class__)
    return str(value) if make is None else make(value)


def _list(values: tuple[Any, ...]) -> list[object]:
    return [one if one.__class__ is str else _cell(one) for one in values]


_CELLS: dict[type, Callable[[Any], object]] = {
    Fraction: plain,
    tuple: _list,
    date: date.isoformat,
    Step: lambda step: {"rule": step.rule, "words": step.words},
}


def claim_line(claim: Claim) -> str:
    """Write a claim as one line of JSON, without the line's end."""
    return dumps(claim_row(claim))


def claim_lines(claims: Sequence[Claim]) -> Sequence[str]:
    """Give each claim as one line of JSON; what an earlier run wrote of the same claim may be taken from there."""
    return texts(claims, "json", claim_line)


def run_json(run: Run, *, every: bool = False) -> dict[str, object]:
    """Give a run as plain data: with `every` all comparisons, without it the conflicts."""
    shown = run.comparisons if every else tuple(c for c in run.comparisons if c.verdict == "conflict")
    return {
        "version": run.version,
        "schema": SCHEMA_VERSION,
        "documents": [_document(d) for d in run.documents],
        "claims": [claim_row(c) for c in run.claims],
        "comparisons": [_comparison(c) for c in shown],
        "findings": [_finding(f) for f in run.findings],
        "gone": [_gone(g) for g in run.gone],
        "coverage": _coverage(run.coverage),
        "near": [_near(n) for n in run.near],
        "repairs": [_repair(r) for r in run.repairs],
        "questions": [question_row(q) for q in run.questions],
        "notices": [_notice(n) for n in run.notices],
        "contract": _contract(run.contract),
        "settings": dict(run.settings),
    }


def _coverage(coverage: Coverage) -> dict[str, object]:
    return {
        "numbers": coverage.numbers,
        "compared": coverage.compared,
        "skipped": [{"reason": str(s.reason), "pairs": s.pairs} for s in coverage.skipped],
        "of_one_time": coverage.of_one_time,
    }


def dumps(value: object) -> str:
    """Write data as one line of JSON with numbers in plain digits (0.00001, never 1e-05).

    Raises ValueError on NaN and infinities, which are no JSON.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if _EXPONENT.search(text):
        # One value a line, then the lines that hold nothing but a number: strings cannot be mistaken for them.
        spread = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=0)
        plainly = _NUMBER_LINE.sub(lambda m: f"{m[1]}{Decimal(m[2]):f}{m[3]}", spread)
        text = plainly.replace(",\n", ", ").replace("\n", "")
    return escaped(text)


def render(run: Run, options: Options) -> str:
    """Write a run as JSON."""
    data = run_json(replace(run, claims=()), every=options.every)
    written = {key: _value(value) for key, value in data.items()} | {"claims": _lines(claim_lines(run.claims))}
    return "{\n" + ",\n".join(f'"{key}": {value}' for key, value in written.items()) + "\n}\n"


def _value(value: object) -> str:
    return _lines([dumps(item) for item in value]) if isinstance(value, list) else dumps(value)


def _lines(items: Sequence[str]) -> str:
    return "[\n" + ",\n".join(items) + "\n]" if items else "[]"


def _day(period: Period | None, end: str) -> str | None:
    day: date | None = None if period is None else getattr(period, end)
    return None if day is None else day.isoformat()


def _document(document: Document) -> dict[str, object]:
    return {
        "id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "published": None if document.published is None else str(document.published),
        "published_how": document.published_how,
        "url": document.url,
        "language": document.language,
        "format": document.format,
        "characters": len(document.text),
    }


def _comparison(comparison: Comparison) -> dict[str, object]:
    gap = comparison.gap
    return {
        "id": comparison.id,
        "verdict": comparison.verdict,
        "relation": comparison.relation,
        "claims": list(comparison.claims),
        "rule": comparison.rule,
        "metric": comparison.metric,
        "period": comparison.period,
        "certainty": comparison.certainty,
        "severity": comparison.severity,
        "reason": comparison.reason,
        "chain": list(comparison.chain),
        "mode": comparison.mode,
        "cause": "" if comparison.cause is None else comparison.cause.slip.value,
        "gap": None if gap is None else {"share": plain(gap.share), "margin": plain(gap.margin), "repair": gap.repair},
        "remarks": list(comparison.remarks),
        "link": None if comparison.link is None else _link(comparison.link),
    }


def _link(link: Link) -> dict[str, object]:
    return {
        "grade": link.grade.value,
        "probability": round(link.probability, _PLACES),
        "evidence": [
            {"evidence": w.evidence.value, "level": w.level, "weight": round(w.weight, _PLACES), "words": list(w.words)}
            for w in link.evidence
        ],
    }


def _near(match: NearMatch) -> dict[str, object]:
    return {"claims": list(match.claims), "link": _link(match.link)}


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "comparison": finding.comparison,
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "primary": finding.primary,
        "fingerprint": finding.fingerprint,
        "status": finding.status,
        "reason": finding.reason,
        "beneath": list(finding.beneath),
        "above": finding.above,
    }


def _gone(gone: Gone) -> dict[str, object]:
    return {"fingerprint": gone.fingerprint, "rule": gone.rule, "message": gone.message, "reason": gone.reason}


def _repair(repair: Repair) -> dict[str, object]:
    return {
        "findings": list(repair.findings),
        "voices": repair.voices,
        "changes": [
            {
                "claim": c.claim,
                "value": plain(c.value),
                "bound": c.bound,
                "start": c.start if c.text else None,
                "end": c.end if c.text else None,
                "text": c.text,
            }
            for c in repair.changes
        ],
    }


def question_row(question: Question) -> dict[str, object]:
    """Give a question as one row: the fact that comparisons wait for, and the lines that tell it."""
    return {
        "kind": question.kind,
        "about": question.about,
        "text": question.text,
        "waiting": question.waiting,
        "claims": list(question.claims),
        "words": list(question.words),
        "file": question.file,
        "where": question.where,
        "answer": list(question.answer),
    }


def _notice(notice: Notice) -> dict[str, object]:
    return {
        "severity": notice.severity,
        "code": notice.code,
        "message": notice.message,
        "where": notice.where,
        "line": notice.line,
        "column": notice.column,
    }


def _contract(contract: ContractResult | None) -> dict[str, object] | None:
    # Whether the result came from the cache is left out: the same run must give the same bytes.
    if contract is None:
        return None
    return {
        "success": contract.success,
        "checked": contract.checked,
        "expectations": list(contract.expectations),
        "failures": list(contract.failures),
    }
