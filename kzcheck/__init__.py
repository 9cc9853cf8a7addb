"""kzcheck: a consistency checker for the numbers that documents state.

As a library: `kzcheck.claims(paths)` gives every claim as a pandas frame, `kzcheck.check(paths)` a `kzcheck.model.Run`
with the comparisons and findings.
"""

from kzcheck.library import check, claims

__version__ = "0.1.0"
__all__ = ["__version__", "check", "claims"]
