"""Errors of kzcheck's own: each costs the document, sentence or step that it happened in, and nothing else."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2s
from pathlib import Path

from kzcheck.model.document import Document, Notice
from kzcheck.model.structure import Place

_PACKAGE = Path(__file__).parents[1]


@contextmanager
def isolated(
    tell: Callable[[Notice], object],
    failed: str,
    document: Document | None = None,
    offset: int = 0,
    *,
    passing: type[Exception] | tuple[()] = (),
) -> Iterator[None]:
    """Tell of an error in what is done inside, and go on after it; KZCHECK_DEBUG lets it pass.

    `failed` says what was not done, `offset` where in the document; errors that are `passing` are none of kzcheck's.
    """
    try:
        yield
    except passing:
        raise
    except Exception as error:
        if os.environ.get("KZCHECK_DEBUG"):
            raise
        where = "" if document is None else document.id
        at = Place() if document is None else document.location(offset)
        message = f"{failed} ({fault(error)}); all else was"
        tell(Notice(severity="error", code="fault", message=message, where=where, line=at.line, column=at.column))


def fault(error: Exception) -> str:
    """Name an error by its kind and its place in the code, with an id that is the same whatever text it met."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).is_relative_to(_PACKAGE)]
    place = f"{Path(frames[-1].filename).stem}.{frames[-1].name}" if frames else "kzcheck"
    kind = type(error).__name__
    mark = blake2s(f"{place} {kind}".encode(), digest_size=4).hexdigest()
    return f"{kind} in {place}, fault {mark}"
