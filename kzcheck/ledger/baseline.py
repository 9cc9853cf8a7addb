"""The baseline: one sorted YAML file under version control that names the accepted findings, and why.

It holds no line numbers, no timestamps and no totals, and each entry is one line of its own, so that two people who
accept different findings can merge (docs/adr/0006). An entry keeps the signatures of the claims on the finding: a
contradiction is new if some claim on it was not there before, so one that only comes to light because another was
mended is not.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from kzcheck.ledger.fingerprints import signature
from kzcheck.model import Claim, Comparison, Finding, by_id
from kzcheck.storage import YamlError, leads_out, load_placed, locked, write_text

_HEAD = """\
# Findings of kzcheck that were accepted: one line a finding, sorted by fingerprint, so that merges do not clash.
# `kzcheck baseline update` adds, `audit` gives reasons, `prune` only removes. `until: YYYY-MM-DD` lets one expire.
"""
_KEYS = ("rule", "says", "claims", "reason", "by", "until")
_LONGEST = 160


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
    """What was there before: the accepted findings by fingerprint, and the signatures of claims of an old revision.

    `name` is the file it came from. With `require_reason` an entry without a reason accepts nothing.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    seen: frozenset[str] = frozenset()
    name: str = ""
    require_reason: bool = False

    def void(self, entry: Entry, today: date | None) -> str:
        """Say why an entry accepts nothing, "" where it does."""
        if entry.expired(today):
            return f"expired on {entry.until}"
        return "gives no reason" if self.require_reason and not entry.reason.strip() else ""

    def entry(self, fingerprint: str, today: date | None) -> Entry | None:
        """Give the entry of a finding, unless it accepts nothing."""
        found = self.entries.get(fingerprint)
        return None if found is None or self.void(found, today) else found

    def in_force(self, today: date | None) -> tuple[Entry, ...]:
        """Give the entries that accept something, sorted by fingerprint."""
        return tuple(e for _, e in sorted(self.entries.items()) if not self.void(e, today))

    def beside(self, other: Baseline) -> Baseline:
        """Add what another baseline accepts."""
        return replace(self, entries={**other.entries, **self.entries}, seen=self.seen | other.seen)


def read_baseline(path: Path) -> Baseline:
    """Read a baseline file. Raises BaselineError where it is missing or wrong, with line and column."""
    try:
        data, places = load_placed(path.read_bytes())
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise BaselineError(f"{path}: cannot be read: {why}; `kzcheck baseline create` makes one") from None
    except YamlError as error:
        raise BaselineError(f"{path}:{error.line}:{error.column}: not valid YAML: {error}") from None
    table = data.get("findings") if isinstance(data, dict) else data
    if table is not None and not isinstance(table, dict):
        raise BaselineError(f"{path}: expected `findings:` with fingerprints below it")
    entries = {}
    for mark, values in (table or {}).items():
        entries[str(mark)] = _entry(path, str(mark), values, places)
    return Baseline(entries, name=path.as_posix())


def change_baseline(path: Path, before: Baseline | None, after: Baseline) -> Baseline:
    """Do to a baseline file what leads from `before` to `after`, and give what it then holds.

    Entries that somebody else has written since `before` was read stay. Without `before` the file is new. Raises
    BaselineError where a new file is there already, or the file stands behind a link that leads out of its folder.
    """
    if leads_out(path):
        raise BaselineError(f"{path} is a link, or lies behind one, that leads out of its folder")
    path.parent.mkdir(parents=True, exist_ok=True)
    with locked(path.parent):
        if before is None and path.exists():
            raise BaselineError(f"{path} exists; 'kzcheck baseline update' adds to it")
        old = {} if before is None else before.entries
        now = old if before is None else read_baseline(path).entries
        changed = {mark: entry for mark, entry in after.entries.items() if old.get(mark) != entry}
        kept = {mark: entry for mark, entry in now.items() if mark in after.entries or mark not in old}
        made = replace(after, entries={**kept, **changed})
        write_baseline(path, made)
    return made


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write a baseline file in one step, sorted by fingerprint, one line an entry."""
    lines = [_HEAD, "findings:\n" if baseline.entries else "findings: {}\n"]
    lines += [f"  {mark}: {{{_written(entry)}}}\n" for mark, entry in sorted(baseline.entries.items())]
    write_text(path, "".join(lines))


def _written(entry: Entry) -> str:
    values = [f"rule: {_text(entry.rule)}", f"says: {_text(entry.says)}"]
    values.append(f"claims: [{', '.join(_text(c) for c in sorted(entry.claims))}]")
    values.append(f"reason: {_text(entry.reason)}")
    values += [f"by: {_text(entry.by)}"] if entry.by else []
    values += [f"until: {entry.until.isoformat()}"] if entry.until else []
    return ", ".join(values)


def updated(
    baseline: Baseline,
    found: Iterable[Finding],
    comparisons: Iterable[Comparison],
    claims: Sequence[Claim],
    *,
    reason: str = "",
    by: str = "",
    until: date | None = None,
    renew: Collection[str] = (),
) -> Baseline:
    """Add the new findings; entries that are there keep every word.

    Entries named in `renew` are accepted again until another day; a reason is only ever replaced by another one.
    """
    known = by_id(claims)
    made = {c.id: c for c in comparisons}
    entries = dict(baseline.entries)
    for finding in found:
        old = entries.get(finding.fingerprint)
        if old is not None and finding.fingerprint in renew:
            entries[old.fingerprint] = replace(old, reason=reason or old.reason, by=by or old.by, until=until)
        elif old is None and finding.status == "new":
            entries[finding.fingerprint] = Entry(
                fingerprint=finding.fingerprint,
                rule=finding.rule,
                says=shortened(finding.message),
                claims=tuple(sorted({signature(known[c]) for c in made[finding.comparison].claims})),
                reason=reason,
                by=by,
                until=until,
            )
    return replace(baseline, entries=entries)


def of_revision(found: Iterable[Finding], claims: Iterable[Claim]) -> Baseline:
    """Give the baseline that the findings and claims of an earlier revision make."""
    entries = {f.fingerprint: Entry(fingerprint=f.fingerprint, rule=f.rule, says=f.message) for f in found}
    return Baseline(entries, seen=frozenset(signature(c) for c in claims))


def shortened(text: str) -> str:
    """Give a text as one line of moderate length."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


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
                key, f"unknown key {key!r}; {f'did you mean {near[0]!r}?' if near else 'keys are ' + ', '.join(_KEYS)}"
            )
    until = None
    if values.get("until"):
        try:
            until = date.fromisoformat(str(values["until"]))
        except ValueError:
            raise fail("until", f"until: {values['until']!r} is not a valid date: write YYYY-MM-DD") from None
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
