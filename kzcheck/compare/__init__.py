"""Comparing: the table of claims in, comparisons with proven verdicts out."""

from kzcheck.compare.comparing import compare
from kzcheck.compare.implied import Bound, implied

__all__ = ["Bound", "compare", "implied"]
