"""Comparing: the table of claims in, comparisons with proven verdicts out."""

from kzcheck.compare.comparing import compare

__all__ = ["compare"]
