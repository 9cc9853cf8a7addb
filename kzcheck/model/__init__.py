"""The types that every layer speaks. Standard library only, all frozen."""

from kzcheck.model.cause import Cause, Slip
from kzcheck.model.claim import HEDGES, KINDS, MODALITIES, Claim, Step
from kzcheck.model.claims import Claims, by_id, positions, some, texts, values
from kzcheck.model.comparison import GRAVITY, Comparison, Differs, Finding, Gap, Gone, failing
from kzcheck.model.concept import Concept
from kzcheck.model.coverage import SETTLED, Coverage, Skip, Skipped
from kzcheck.model.document import Comment, Document, Notice, PartialDate
from kzcheck.model.faults import isolated
from kzcheck.model.frame import NOTHING, Frame, Slot, Source
from kzcheck.model.interval import Interval
from kzcheck.model.link import Evidence, Grade, Link, NearMatch, Weighed
from kzcheck.model.period import Period, is_named
from kzcheck.model.precision import Policy, allowed
from kzcheck.model.repair import Change, Repair
from kzcheck.model.rules import Answer, Example, Expectation, Metric, Pack, Rule, Waiver
from kzcheck.model.run import ContractResult, ImpliedBound, Question, Run
from kzcheck.model.structure import Block, BlockKind, Cell, Fact, Mark, MarkKind, Place, SourceMap, Table, line_starts

__all__ = [
    "GRAVITY",
    "HEDGES",
    "KINDS",
    "MODALITIES",
    "NOTHING",
    "SETTLED",
    "Answer",
    "Block",
    "BlockKind",
    "Cause",
    "Cell",
    "Change",
    "Claim",
    "Claims",
    "Comment",
    "Comparison",
    "Concept",
    "ContractResult",
    "Coverage",
    "Differs",
    "Document",
    "Evidence",
    "Example",
    "Expectation",
    "Fact",
    "Finding",
    "Frame",
    "Gap",
    "Gone",
    "Grade",
    "ImpliedBound",
    "Interval",
    "Link",
    "Mark",
    "MarkKind",
    "Metric",
    "NearMatch",
    "Notice",
    "Pack",
    "PartialDate",
    "Period",
    "Place",
    "Policy",
    "Question",
    "Repair",
    "Rule",
    "Run",
    "Skip",
    "Skipped",
    "Slip",
    "Slot",
    "Source",
    "SourceMap",
    "Step",
    "Table",
    "Waiver",
    "Weighed",
    "allowed",
    "by_id",
    "failing",
    "is_named",
    "isolated",
    "line_starts",
    "positions",
    "some",
    "texts",
    "values",
]
