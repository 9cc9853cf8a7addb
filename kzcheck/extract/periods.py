"""When: the time expressions of a passage, and which of them each quantity is tied to."""

from kzcheck.extract.calendar_mentions import find
from kzcheck.extract.calendar_ties import apply_policy, tie

__all__ = ["apply_policy", "find", "tie"]
