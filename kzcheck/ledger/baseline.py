"""The baseline: one sorted YAML file under version control that names the accepted findings, and why.

It holds no line numbers, no timestamps and no totals, so that two people who accept different findings can merge. An
entry keeps the signatures of the claims on the finding: a contradiction is new if some claim on it was not there
before, so one that only comes to light because another was mended is not.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kzcheck.ledger.fingerprints import signature
from kzcheck.model import Claim, Comparison, Finding
from kzcheck.storage import YamlError, load_placed, write_text

_HEAD = """\
# Findings of kzcheck that were accepted, by fingerprint. `kzcheck baseline update` adds, `prune` only removes.
# Give each a reason; `until: YYYY-MM-DD` lets it expire.
"""
_KEYS = ("rule", "says", "claims", "reason", "by", "until")


class BaselineError(ValueError):
    """A baseline file that cannot be used; the message names file, line and column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One accepted finding: what it says, the signatures of its claims, why it is accepted, by whom, until when."""

    fingerprint: str
    rule: str = ""
    says: str = ""
    claims: tuple[str, ...] = ()
    reason: str = ""
    by: str = ""
    until: date | None = None

    def expired(self, today: date | None) -> bool:
        """Tell whether the entry's last day has passed."""
        return self.until is not None and today is not None and self.until < today


@dataclass(frozen=True, slots=True)
class Baseline:
    """The accepted findings by fingerprint."""

    entries: Mapping[str, Entry] = field(default_factory=dict)

    def entry(self, fingerprint: str, today: date | None) -> Entry | None:
        """Give the entry of a finding, unless it has expired."""
        found = self.entries.get(fingerprint)
        return None if found is None or found.expired(today) else found

    def signatures(self, today: date | None) -> frozenset[str]:
        """Give the signatures of all claims that stand in accepted findings."""
        return frozenset(s for entry in self.entries.values() if not entry.expired(today) for s in entry.claims)


def read_baseline(path: Path) -> Baseline:
    """Read a baseline file. Raises BaselineError where it is missing or wrong, with line and column."""
    try:
        data, places = load_placed(path.read_bytes())
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise BaselineError(f"{path}: cannot be read: {why}; `kzcheck baseline create` makes one") from None
    except YamlError as error:
        raise BaselineError(f"{path}:{error.line}:{error.column}: no valid YAML: {error}") from None
    table = data.get("findings", {}) if isinstance(data, dict) else None
    if data is not None and not isinstance(table, dict) and table is not None:
        raise BaselineError(f"{path}: expected `findings:` with fingerprints below it")
    entries = {}
    for mark, values in (table or {}).items():
        entries[str(mark)] = _entry(path, str(mark), values, places)
    return Baseline(entries)


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write a baseline file in one step, sorted by fingerprint."""
    lines = [_HEAD, "findings:\n" if baseline.entries else "findings: {}\n"]
    for mark in sorted(baseline.entries):
        entry = baseline.entries[mark]
        lines.append(f"  {mark}:\n    rule: {_text(entry.rule)}\n    says: {_text(entry.says)}\n")
        lines.append(f"    claims: [{', '.join(_text(c) for c in sorted(entry.claims))}]\n")
        lines.append(f"    reason: {_text(entry.reason)}\n")
        if entry.by:
            lines.append(f"    by: {_text(entry.by)}\n")
        if entry.until:
            lines.append(f"    until: {entry.until.isoformat()}\n")
    write_text(path, "".join(lines))


def updated(
    baseline: Baseline,
    found: Iterable[Finding],
    comparisons: Iterable[Comparison],
    claims: Iterable[Claim],
    *,
    reason: str = "",
) -> Baseline:
    """Add the findings that are not in the baseline; entries that are there keep every word."""
    by_id = {claim.claim_id: claim for claim in claims}
    made = {c.id: c for c in comparisons}
    entries = dict(baseline.entries)
    for finding in found:
        if finding.fingerprint in entries or finding.status == "waived":
            continue
        entries[finding.fingerprint] = Entry(
            fingerprint=finding.fingerprint,
            rule=finding.rule,
            says=" ".join(finding.message.split()),
            claims=tuple(sorted({signature(by_id[c]) for c in made[finding.comparison].claims})),
            reason=reason,
        )
    return Baseline(entries)


def gone(baseline: Baseline, found: Iterable[Finding]) -> tuple[str, ...]:
    """Name the entries that no finding needs any more, sorted."""
    return tuple(sorted(set(baseline.entries) - {f.fingerprint for f in found}))


def _entry(path: Path, mark: str, values: Any, places: Mapping[Any, tuple[int, ...]]) -> Entry:
    def fail(key: str, message: str) -> BaselineError:
        line, column = (places.get(("findings", mark, key)) or places.get(("findings", mark)) or (0, 0))[:2]
        return BaselineError(f"{path}:{line}:{column}: {message}")

    if not isinstance(values, dict):
        raise fail("", f"the entry {mark!r} must hold {', '.join(_KEYS)}")
    for key in values:
        if key not in _KEYS:
            near = difflib.get_close_matches(str(key), _KEYS, n=1)
            raise fail(
                key, f"unknown key {key!r}; {f'did you mean {near[0]!r}?' if near else 'keys are ' + str(_KEYS)}"
            )
    until = None
    if values.get("until"):
        try:
            until = date.fromisoformat(str(values["until"]))
        except ValueError:
            raise fail("until", f"until: {values['until']!r} is no date: write YYYY-MM-DD") from None
    return Entry(
        fingerprint=mark,
        rule=str(values.get("rule") or ""),
        says=str(values.get("says") or ""),
        claims=tuple(str(c) for c in values.get("claims") or ()),
        reason=str(values.get("reason") or ""),
        by=str(values.get("by") or ""),
        until=until,
    )


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
