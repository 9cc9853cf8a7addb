"""What came, went and changed between two runs in their JSON form: claims, values, findings.

Claims have no names that survive an edit, so they are paired: first those that are word for word the same, then, of
what is left, those of one voice about one quantity, kind, unit and period (or one sentence but for its numbers), in
their order. A pair whose value differs has changed; what finds no partner came or went.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]

_DIGITS = re.compile(r"\d[\d.,\s]*")
_SPACE = re.compile(r"\s+")
_STATES = ("severity", "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Rows of two runs: those only in the new one, those only in the old one, and pairs (old, new) that differ."""

    claims_came: tuple[Row, ...]
    claims_went: tuple[Row, ...]
    claims_changed: tuple[tuple[Row, Row], ...]
    findings_came: tuple[Row, ...]
    findings_went: tuple[Row, ...]
    findings_changed: tuple[tuple[Row, Row], ...]

    @property
    def none(self) -> bool:
        """Tell whether the two runs say the same."""
        return not any(getattr(self, name) for name in self.__slots__)


def changes(old: Row, new: Row) -> Changes:
    """Compare two runs, each as `check --format json` prints it. Raises KeyError where one is no run."""
    before, after = _without_same(old["claims"], new["claims"])
    changed: list[tuple[Row, Row]] = []
    for key in (_quantity, _frame):
        pairs, before, after = _paired(before, after, key)
        changed += [(a, b) for a, b in pairs if _value(a) != _value(b)]
    mine = {f["fingerprint"]: f for f in old["findings"]}
    theirs = {f["fingerprint"]: f for f in new["findings"]}
    both = [(mine[mark], theirs[mark]) for mark in mine if mark in theirs]
    return Changes(
        claims_came=tuple(after),
        claims_went=tuple(before),
        claims_changed=tuple(changed),
        findings_came=tuple(f for mark, f in theirs.items() if mark not in mine),
        findings_went=tuple(f for mark, f in mine.items() if mark not in theirs),
        findings_changed=tuple((a, b) for a, b in both if any(a[s] != b[s] for s in _STATES)),
    )


def _without_same(old: Sequence[Row], new: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    pairs, before, after = _paired(old, new, lambda row: (_voice(row), _folded(row["sentence"]), _value(row)))
    del pairs
    return before, after


def _paired(
    old: Sequence[Row], new: Sequence[Row], key: Callable[[Row], Hashable]
) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    waiting: dict[Hashable, list[Row]] = defaultdict(list)
    for row in reversed(old):
        waiting[key(row)].append(row)
    pairs, rest = [], []
    for row in new:
        same = waiting.get(key(row))
        if same:
            pairs.append((same.pop(), row))
        else:
            rest.append(row)
    taken = {id(a) for a, _ in pairs}
    return pairs, [row for row in old if id(row) not in taken], rest


def _quantity(row: Row) -> Hashable:
    about = row["metric"] or row["subject"] or _frame(row)
    return _voice(row), about, row["kind"], row["unit"], row["period_start"], row["period_end"], row["base_start"]


def _frame(row: Row) -> Hashable:
    return _voice(row), row["kind"], _DIGITS.sub("#", _folded(row["sentence"]))


def _voice(row: Row) -> str:
    return str(row["publisher"] or row["document"])


def _folded(text: str) -> str:
    return _SPACE.sub(" ", text).strip().casefold()


def _value(row: Row) -> Hashable:
    names = ("kind", "value", "range_low", "range_high", "unit", "hedge", "modality", "period_start", "period_end")
    return tuple(row[name] for name in names)
