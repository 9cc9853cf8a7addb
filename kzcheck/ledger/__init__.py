"""The ledger: conflicts become findings with an identity across runs, and a baseline of those that were accepted."""

from kzcheck.ledger.baseline import Baseline, BaselineError, Entry, gone, read_baseline, updated, write_baseline
from kzcheck.ledger.findings import findings
from kzcheck.ledger.fingerprints import fingerprint, signature

__all__ = [
    "Baseline",
    "BaselineError",
    "Entry",
    "findings",
    "fingerprint",
    "gone",
    "read_baseline",
    "signature",
    "updated",
    "write_baseline",
]
