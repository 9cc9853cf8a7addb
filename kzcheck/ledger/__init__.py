"""The ledger: conflicts become findings with an identity across runs, and a baseline of those that were accepted."""

from kzcheck.ledger.baseline import (
    Baseline,
    BaselineError,
    Entry,
    change_baseline,
    of_revision,
    read_baseline,
    shortened,
    updated,
    write_baseline,
)
from kzcheck.ledger.findings import Ledger, findings, settle
from kzcheck.ledger.fingerprints import VERSION, fingerprint, signature
from kzcheck.ledger.verification import SUPPORT, concerning, demanded, verify

__all__ = [
    "SUPPORT",
    "VERSION",
    "Baseline",
    "BaselineError",
    "Entry",
    "Ledger",
    "change_baseline",
    "concerning",
    "demanded",
    "findings",
    "fingerprint",
    "of_revision",
    "read_baseline",
    "settle",
    "shortened",
    "signature",
    "updated",
    "verify",
    "write_baseline",
]
