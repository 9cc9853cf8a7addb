"""What Office files say of themselves."""

from __future__ import annotations

from kzcheck.documents.archive import Archive, local
from kzcheck.documents.decoding import NotTextError
from kzcheck.documents.metadata import Metadata, typed


def properties(archive: Archive) -> Metadata:
    """Give title and language of an Office file; when it was saved tells nothing of when it was published."""
    part = archive.of_kind("", "core-properties")
    if not part:
        return Metadata()
    try:
        found = {local(e): (e.text or "").strip() for e in archive.xml(part)}
    except NotTextError:
        return Metadata()
    known, _ = typed({key: found[key] for key in ("title", "language") if found.get(key)})
    return known
