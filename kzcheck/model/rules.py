"""What packs of rules say, typed: metrics, rules, expectations, waivers. Loaded from YAML by `kzcheck.rules`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kzcheck.model.concept import Concept

NATURES = ("flow", "stock")
UNSTATED_PERIODS = ("none", "last full year", "year of publication")
SEVERITIES = ("error", "warning", "off")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A named quantity: how texts speak of it, and what they leave unsaid.

    `nature` is flow (adds up over time: trade in a year) or stock (a state at a time: a debt, a capacity).
    `unstated_period` says what a text without a period means, one of UNSTATED_PERIODS.

    `words` holds, per language, alternatives; one of them is enough. An alternative is a tuple of word groups that must
    all occur near the claim (its sentence; for a sentence that refers back, the one before as well), in any order; a
    group is alternatives joined by "|", each one or more words in this order; a word ending in "*" matches any ending
    ("kazakh*"). Upper and lower case and the kind of dash or apostrophe make no difference, and a hyphen is as good as
    a blank. `exclude` lists, per language, words (the same form) that forbid the metric where one occurs in the clause
    of the claim. `context` has the form of `words`, but looks in the whole document, its title and its headings: the
    countries that a text names once and then calls "the two countries". A metric without `context` needs none.
    Of several metrics that fit, the one with the more (then the longer, then the nearer) words at the claim is meant.

    `unit` is the pint unit that plausibility bounds stand in, and `units` holds every unit that the metric's levels may
    have, `unit` among them ("USD", "EUR"; "t", "bbl"); a claim fits where its dimension is that of one of them, or, for
    a flow, that of one of them per time ("t/year"). Changes, ratios and shares are percent, pp or x whatever the
    metric's unit. `kinds` and `modalities`, where given, are the only ones that fit. `parties` are whom it is of: a
    sentence that names other parties of the same sort (other countries) and none of these is about something else.
    `part_of` names the metric that this one is a part of. `settings` override `Policy` fields.
    """

    name: str
    title: str
    unit: str
    units: tuple[str, ...] = ()
    nature: str = "flow"
    parties: tuple[str, ...] = ()
    words: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = ()
    exclude: tuple[tuple[str, tuple[str, ...]], ...] = ()
    context: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = ()
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

    `relation` is one that a module of `kzcheck.compare.relations` declares as asked for. `metrics` are names or globs
    ("trade.*"), `others` the further metrics that the relation's own keys name ("total": "trade"). `severity` error,
    warning or off. `settings` override `Policy` fields.
    """

    id: str
    relation: str
    title: str = ""
    metrics: tuple[str, ...] = ("*",)
    others: tuple[tuple[str, str], ...] = ()
    severity: str = "error"
    message: str = ""
    settings: tuple[tuple[str, Fraction], ...] = ()
    examples: tuple[Example, ...] = ()
    file: str = ""
    line: int = 0

    def other(self, key: str) -> str:
        """Give the metric that a key of the relation names, "" where it names none."""
        return dict(self.others).get(key, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """A plausibility bound for a metric, checked with the contract.

    Every plain level lies in low..high (in the metric's unit).
    """

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
class Answer:
    """What a person said of two quantities that no rule names: whether they are one.

    `pair` holds their names as `kzcheck discover` writes them.
    """

    name: str
    pair: tuple[str, str]
    same: bool
    reason: str = ""
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """All that the rule files of a run say together; `concepts` come on top of those that kzcheck knows."""

    metrics: tuple[Metric, ...] = ()
    rules: tuple[Rule, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    answers: tuple[Answer, ...] = ()
    concepts: tuple[Concept, ...] = ()
    files: tuple[str, ...] = ()
