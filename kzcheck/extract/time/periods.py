"""When: the time expressions of a passage, and which of them each quantity is tied to."""

from kzcheck.extract.time.attachment import apply_policy, tie
from kzcheck.extract.time.mentions import find

__all__ = ["apply_policy", "find", "tie"]
