"""Documents to claims: the scanner, the grammar, the periods, the subjects and the moods. No language in it."""

from kzcheck.extract.extractor import extract, extract_all

__all__ = ["extract", "extract_all"]
