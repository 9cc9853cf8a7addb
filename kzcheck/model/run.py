"""The run: all that a report may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kzcheck.model.claim import Claim
from kzcheck.model.comparison import Comparison, Finding, Gone
from kzcheck.model.coverage import Coverage
from kzcheck.model.document import Document, Notice
from kzcheck.model.interval import Interval
from kzcheck.model.link import NearMatch
from kzcheck.model.period import Period
from kzcheck.model.repair import Repair
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
class ImpliedBound:
    """What claims (ids) together imply for a metric in a period, and none of them states alone; ends are in `unit`."""

    metric: str
    period: Period
    unit: str
    interval: Interval
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A fact that no text tells and that comparisons wait for, and where to tell it.

    `kind`: published (the date of a document), period (what a metric means without one), statistics (whose figures a
    document gives). `about` is the document or metric, `text` the question in one sentence, `waiting` how many
    comparisons wait for it, `claims` the ids of the claims that it concerns, `words` their words ("last year").
    `answer` holds the lines to write, with capitals to fill in, `file` the file to write them to ("": none) and `where`
    the place in it, in words.
    """

    kind: str
    about: str
    text: str
    waiting: int
    claims: tuple[str, ...]
    words: tuple[str, ...] = ()
    file: str = ""
    where: str = ""
    answer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of the checker: inputs, results and what was left out. The clock is handed in as `made_at` (ISO, UTC).

    `gone` names the findings that a baseline or an earlier revision had and that are no more; `hidden` counts, by
    status, the findings that were left out because only others were asked for. `questions` name the facts that would
    settle most, first those that most waits for. `repairs` are the changes of a few numbers that make several findings
    vanish, the most first; alternatives stand together. `near` are pairs that may be about one thing and were not
    judged, the likeliest first. `pictures` are pieces of the original page (PNG) by the id of the claim boxed in them.
    """

    documents: tuple[Document, ...]
    claims: Sequence[Claim]
    comparisons: tuple[Comparison, ...]
    findings: tuple[Finding, ...]
    notices: tuple[Notice, ...] = ()
    contract: ContractResult | None = None
    pack: Pack = field(default_factory=Pack)
    settings: tuple[tuple[str, str], ...] = ()
    made_at: str = ""
    version: str = ""
    implied: tuple[ImpliedBound, ...] = ()
    gone: tuple[Gone, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False, hash=False)
    hidden: tuple[tuple[str, int], ...] = ()
    questions: tuple[Question, ...] = ()
    repairs: tuple[Repair, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    near: tuple[NearMatch, ...] = ()
