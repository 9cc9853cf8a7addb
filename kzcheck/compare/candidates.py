"""What a relation hands over to be judged, and the rules that say which comparisons to make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property

from kzcheck.compare.declaring import relation
from kzcheck.compare.equation import Equation
from kzcheck.compare.inside import Inside
from kzcheck.compare.linking import Linked, links, weights
from kzcheck.compare.quantities import Quantities
from kzcheck.compare.statement import Statement
from kzcheck.compare.wording import Wording
from kzcheck.model import Link, Metric, Pack, Rule

KNOWN = ("stated", "inferred", "assumed")
PAIRS = 12
"""Up to this many claims of one quantity and period are compared each with each; more are gathered into camps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Claims (rows of the table) under an equation, not yet judged.

    `rows[i]` is the claim that the equation calls i. `certainty` tells how the weakest of what ties them was known.
    `fits` tells that whatever is possible agrees: there is nothing to round. `lenient` candidates are reported where
    they hold, and never as a conflict; `quiet` ones as a conflict only. `others` are rows of claims that say the same
    as one of these, each with that one. `statements` stand in for the claims' own where a relation reads them in its
    own way (years). `evident` pairs are tied by more than what their figures are called. `link` tells of a pair that
    only evidence links how sure that is.
    """

    equation: Equation
    rows: tuple[int, ...]
    rule: str
    certainty: str = "stated"
    severity: str = "error"
    lenient: bool = False
    quiet: bool = False
    evident: bool = False
    fits: bool = False
    superseded: bool = False
    others: tuple[tuple[int, int], ...] = ()
    statements: tuple[Statement, ...] = ()
    remarks: tuple[str, ...] = ()
    message: str = ""
    link: Link | None = None


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What every relation works on: the columns, the rules, and whether comparisons that hold are wanted too."""

    table: Quantities
    pack: Pack
    every: bool
    _memo: dict[tuple[str, ...], Rule | None] = field(default_factory=dict)

    @cached_property
    def wording(self) -> Wording:
        """Give the sentences as runs of words and figures."""
        return Wording(self.table)

    @cached_property
    def inside(self) -> Inside:
        """Give what each document's own figures say of how well its names tell quantities apart."""
        return Inside(self.table)

    @cached_property
    def metrics(self) -> Mapping[str, Metric]:
        """Give the pack's metrics by name."""
        return {m.name: m for m in self.pack.metrics}

    @cached_property
    def links(self) -> list[Linked]:
        """Give the pairs of claims of different documents that evidence links, the likeliest first."""
        return links(self.table, weights(), self.pack.answers)

    def rule(self, metric: str, name: str, *otherwise: str) -> Rule | None:
        """Give the rule that asks for a relation of a metric, or for one of the others; without any, a general one."""
        key = (metric, name, *otherwise)
        if key not in self._memo:
            self._memo[key] = self._find(metric, (*(relation(name).rules or (name,)), *otherwise))
        return self._memo[key]

    def _find(self, metric: str, names: Sequence[str]) -> Rule | None:
        known = metric in self.metrics
        if not known or not self.pack.rules:
            return Rule(id=names[0], relation=names[0])
        for name in names:
            for rule in self.pack.rules:
                if rule.relation == name and any(fnmatchcase(metric, glob) for glob in rule.metrics):
                    return None if rule.severity == "off" else rule
        return None

    def within_words(
        self, equation: Equation, rows: tuple[int, ...], rule: Rule, statements: tuple[Statement, ...]
    ) -> Candidate:
        """Make the candidate of figures that one wording sets together, so that no period has to be known."""
        return Candidate(
            equation=equation,
            rows=rows,
            rule=rule.id,
            certainty=self.certainty(rows, periods=False),
            severity=rule.severity,
            message=rule.message,
            statements=statements,
        )

    def is_stock(self, metric: str) -> bool:
        """Tell whether a metric is a state at a time, whose part-year figures are no parts of the year's."""
        known = self.metrics.get(metric)
        return known is not None and known.nature == "stock"

    def certainty(self, rows: Sequence[int], *, periods: bool = True) -> str:
        """Tell how the weakest of metric and period among the rows was known."""
        worst = 0
        for row in rows:
            worst = max(worst, _weight(self.table.text("metric_how")[row]))
            if periods:
                how = self.table.text("period_how")[row]
                worst = max(worst, _weight(how) if self.table.dated[row] else 2)
                if self.table.based[row]:
                    worst = max(worst, _weight(self.table.text("base_how")[row]))
        return KNOWN[worst]


def _weight(how: str) -> int:
    return {"assumed": 2, "inferred": 1, "discovered": 1}.get(how, 0)
