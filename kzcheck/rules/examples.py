"""Run the examples that stand inside rules: a rule that breaks its own example is wrong, or the checker is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kzcheck.model import Comparison, Example, Pack, Rule

EXAMPLES_NEEDED = ("conflict", "agree")
"""The verdicts that a finished rule shows by an example each."""

Check = Callable[[Sequence[str], Sequence[str]], Iterable[Comparison]]
"""Gives every comparison, incomparable ones too, that the pack makes in these texts with these publication dates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleResult:
    """What one example gave.

    `got` is the verdict of the rule, "" where the rule compared nothing; `reasons` are those of that verdict, `others`
    what other rules made of the texts.
    """

    rule: Rule
    example: Example
    got: str
    reasons: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

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
        said = f"{where}: expected {self.example.expect}, got {got}: {' | '.join(self.example.texts)}"
        return f"{said}\n  why: {self.why}"

    @property
    def why(self) -> str:
        """Say what led to the verdict: the reason of the comparison, or what was compared instead."""
        if self.reasons:
            return "; ".join(self.reasons)
        if self.others:
            return f"other rules compared: {'; '.join(self.others)}"
        return "no two numbers of its metrics were found, of one period and owner (kzcheck extract shows what was read)"


def run_examples(pack: Pack, check: Check) -> list[ExampleResult]:
    """Run `check` on every example of every rule that is not off, in order, and give what each rule said.

    Where a rule made several comparisons in one example, a conflict counts before a rounding, a rounding before an
    agreement, and any of them before incomparable.
    """
    return [_run(rule, example, check) for rule in pack.rules if rule.severity != "off" for example in rule.examples]


def _run(rule: Rule, example: Example, check: Check) -> ExampleResult:
    published = example.published or ("",) * len(example.texts)
    made = list(check(example.texts, published))
    mine = [c for c in made if c.rule == rule.id]
    others = tuple(f"{c.rule}: {c.reason}" for c in made if c.rule != rule.id)
    verdicts = {c.verdict for c in mine}
    got = next((v for v in ("conflict", "round", "agree", "incomparable") if v in verdicts), "")
    reasons = tuple(c.reason for c in mine if c.verdict == got)
    return ExampleResult(rule=rule, example=example, got=got, reasons=reasons, others=others)


def unproven(pack: Pack) -> list[str]:
    """Name the rules that have no example of a conflict or none of an agreement: a line each, with file and line."""
    found = []
    for rule in pack.rules:
        have = {example.expect for example in rule.examples}
        lacking = [verdict for verdict in EXAMPLES_NEEDED if verdict not in have]
        if lacking and rule.severity != "off":
            named = " and ".join(repr(verdict) for verdict in lacking)
            found.append(f"{rule.file}:{rule.line}: rule {rule.id!r} has no example of {named} yet")
    return found
