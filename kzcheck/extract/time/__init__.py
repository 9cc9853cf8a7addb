"""When: time expressions, the days that they mean, and which of them each quantity is attached to.

Takes a passage and its quantities; gives a period, a base and how each was known.
"""
