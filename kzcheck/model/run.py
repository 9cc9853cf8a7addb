"""The run: all that a report may see."""

from __future__ import annotations

from dataclasses import dataclass, field

from kzcheck.model.claim import Claim
from kzcheck.model.comparison import Comparison, Finding
from kzcheck.model.document import Document, Notice
from kzcheck.model.rules import Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractResult:
    """What the contract over the table said. `failures` are lines that name expectation and row."""

    success: bool
    checked: int
    failures: tuple[str, ...] = ()
    cached: bool = False
    expectations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of the checker: inputs, results and what was left out. The clock is handed in as `made_at` (ISO, UTC)."""

    documents: tuple[Document, ...]
    claims: tuple[Claim, ...]
    comparisons: tuple[Comparison, ...]
    findings: tuple[Finding, ...]
    notices: tuple[Notice, ...] = ()
    contract: ContractResult | None = None
    pack: Pack = field(default_factory=Pack)
    settings: tuple[tuple[str, str], ...] = ()
    made_at: str = ""
    version: str = ""
