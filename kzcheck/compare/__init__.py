"""Comparing: the table of claims in, comparisons with proven verdicts out."""

from kzcheck.compare.comparing import compare, contradictions
from kzcheck.compare.coverage import coverage
from kzcheck.compare.implied import Bound, implied
from kzcheck.compare.questions import questions

__all__ = ["Bound", "compare", "contradictions", "coverage", "implied", "questions"]
