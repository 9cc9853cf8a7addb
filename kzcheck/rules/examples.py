"""Run the examples that stand inside rules: a rule that breaks its own example is wrong, or the checker is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kzcheck.model import Comparison, Example, Pack, Rule

Check = Callable[[Sequence[str], Sequence[str]], Iterable[Comparison]]
"""Gives every comparison, incomparable ones too, that the pack makes in these texts with these publication dates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleResult:
    """What one example gave. `got` is the verdict of the rule, "" where the rule compared nothing."""

    rule: Rule
    example: Example
    got: str
    reasons: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Tell whether the rule said what the example expects."""
        return self.got == self.example.expect or (self.example.expect == "incomparable" and not self.got)

    def __str__(self) -> str:
        """Write one line: file:line: rule: what was expected and what came."""
        where = f"{self.rule.file}:{self.example.line}: {self.rule.id}"
        if self.passed:
            return f"{where}: {self.example.expect}"
        got = self.got or "no comparison"
        return f"{where}: expected {self.example.expect}, got {got}: {' | '.join(self.example.texts)}"


def run_examples(pack: Pack, check: Check) -> list[ExampleResult]:
    """Run `check` on every example of every rule that is not off, in order, and give what each rule said.

    Where a rule made several comparisons in one example, a conflict counts before a rounding, a rounding before an
    agreement, and any of them before incomparable.
    """
    return [_run(rule, example, check) for rule in pack.rules if rule.severity != "off" for example in rule.examples]


def _run(rule: Rule, example: Example, check: Check) -> ExampleResult:
    published = example.published or ("",) * len(example.texts)
    mine = [c for c in check(example.texts, published) if c.rule == rule.id]
    verdicts = {c.verdict for c in mine}
    got = next((v for v in ("conflict", "round", "agree", "incomparable") if v in verdicts), "")
    return ExampleResult(rule=rule, example=example, got=got, reasons=tuple(c.reason for c in mine if c.verdict == got))
