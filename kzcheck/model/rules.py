"""What packs of rules say, typed: metrics, rules, expectations, waivers. Loaded from YAML by `kzcheck.rules`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A named quantity: how texts speak of it, and what they leave unsaid.

    `nature` is flow (adds up over time: trade in a year) or stock (a state at a time: a debt, a capacity).
    `words` holds, per language, alternatives; each alternative is a tuple of word groups that must all occur near the
    claim, a group being alternatives joined by "|"; a trailing "*" matches any ending. `exclude` likewise forbids.
    `unstated_period` says what a text without a period means: "last full year", "year of publication", "none".
    `unit` is the pint unit whose dimension the claims must have ("USD", "t", "count").
    """

    name: str
    title: str
    unit: str
    nature: str = "flow"
    parties: tuple[str, ...] = ()
    words: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = ()
    exclude: tuple[tuple[str, tuple[str, ...]], ...] = ()
    kinds: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    unstated_period: str = "none"
    part_of: str = ""
    settings: tuple[tuple[str, Fraction], ...] = ()
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Texts with the verdict that a rule must give on them; `expect` is agree, round, conflict or incomparable."""

    expect: str
    texts: tuple[str, ...]
    published: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Which comparison to make, of which metrics, how strict, how severe, with which message.

    `relation` is one of same, ratio, part_year, sum, share, anniversary, order. `metrics` are names or globs
    ("trade.*"); for sum, `total` names the metric of the total and `metrics` its parts; for share, `metrics` holds the
    part and `total` the whole. `severity` error, warning or off. `settings` override `Policy` fields.
    """

    id: str
    relation: str
    title: str = ""
    metrics: tuple[str, ...] = ("*",)
    total: str = ""
    severity: str = "error"
    message: str = ""
    settings: tuple[tuple[str, Fraction], ...] = ()
    examples: tuple[Example, ...] = ()
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """A plausibility bound for a metric, checked with the contract: every plain level lies in low..high (in the
    metric's unit)."""

    metric: str
    low: Fraction | None
    high: Fraction | None
    reason: str = ""
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """An accepted finding: which one, why, until when."""

    fingerprint: str
    reason: str
    until: date | None = None
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """All that the rule files of a run say together."""

    metrics: tuple[Metric, ...] = ()
    rules: tuple[Rule, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    files: tuple[str, ...] = ()
