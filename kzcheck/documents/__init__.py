"""Files, folders, globs, standard input and .jsonl corpora become documents; one module a format.

A format is a module with `NAME`, `SUFFIXES` and `read(name, data)`; it is added to `FORMATS` in `formats.py`.
"""

from kzcheck.documents.formats import FORMATS
from kzcheck.documents.loading import InputError, load, of_rows

__all__ = ["FORMATS", "InputError", "load", "of_rows"]
