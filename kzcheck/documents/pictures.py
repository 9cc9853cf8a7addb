"""Pieces of original pages for claims, where a format has pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from kzcheck.documents.decoding import NotTextError
from kzcheck.model import Document, Place

_MOST = 200


def of_claims(
    documents: Sequence[Document], starts: Mapping[tuple[str, str], int], *, base: Path = Path()
) -> dict[str, bytes]:
    """Give a PNG by claim id; `starts` holds where each claim (document, id) stands in its document's text.

    Documents whose file is no longer where it was read, or is packed, have none. At most 200 pieces are cut.
    """
    by_document: dict[str, dict[str, Place]] = defaultdict(dict)
    known = {d.id: d for d in documents if d.format == "pdf"}
    for (document, claim), start in list(starts.items()):
        if document in known and sum(map(len, by_document.values())) < _MOST:
            by_document[document][claim] = known[document].location(start)
    out: dict[str, bytes] = {}
    for name, places in by_document.items():
        file = base / name
        if file.is_file():
            from kzcheck.documents.pdf.picture import pictures

            try:
                out |= pictures(file.read_bytes(), places)
            except (OSError, NotTextError):
                continue
    return out
