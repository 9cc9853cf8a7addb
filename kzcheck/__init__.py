"""kzcheck: a consistency checker for the numbers that documents state."""

__version__ = "0.1.0"
