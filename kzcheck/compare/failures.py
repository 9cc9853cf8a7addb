"""What could not be computed: one comparison that fails is named, and costs none of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from kzcheck.compare.candidates import Candidate, Scope
from kzcheck.model import Document, Notice


class Failures:
    """Turns errors in single comparisons into notices, or lets them pass where nobody is told."""

    def __init__(self, scope: Scope, documents: Mapping[str, Document], tell: Callable[[Notice], None] | None) -> None:
        """Take the claims, the documents that give the lines, and who is told."""
        self._scope = scope
        self._documents = documents
        self._tell = tell

    @contextmanager
    def named(self, relation: str, rows: Sequence[int] = ()) -> Iterator[None]:
        """Name an error in what is done with these claims under a relation, and go on."""
        if self._tell is None:
            yield
            return
        try:
            yield
        except Exception as error:  # noqa: BLE001  whatever is wrong with one comparison, the others stand
            self._tell(self._notice(relation, rows, error))

    def over(self, relation: str, candidates: Callable[[], Iterable[Candidate]]) -> Iterator[Candidate]:
        """Give the candidates of a relation up to one that cannot be made."""
        found: Iterator[Candidate] = iter(())
        with self.named(relation):
            found = iter(candidates())
        while True:
            candidate = None
            with self.named(relation):
                candidate = next(found, None)
            if candidate is None:
                return
            yield candidate

    def _notice(self, relation: str, rows: Sequence[int], error: Exception) -> Notice:
        table = self._scope.table
        place, where, line, column = "", "", 0, 0
        if rows:
            where = table.text("document")[rows[0]]
            said = " and ".join(repr(table.statement(row).surface) for row in rows)
            place = f" of {said}"
            document = self._documents.get(where)
            if document is not None:
                at = document.location(int(table.place[rows[0]]))
                line, column = at.line, at.column
        message = f"the comparison {relation!r}{place} could not be computed ({error}); all others were made"
        return Notice(
            severity="warning", code="comparison-failed", message=message, where=where, line=line, column=column
        )
