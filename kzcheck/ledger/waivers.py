"""Waivers that stand in documents: `<!-- kzcheck: ignore same-figure: restated in 2025 -->`.

Such a comment accepts the findings of a rule (or of every rule that checks a relation) which have a claim in the
paragraph that it stands in; on lines of its own it is about the paragraph that follows. Before the colon stand names of
rules or relations, after it the reason, which must be given.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kzcheck.model import Claim, Comment, Comparison, Document, Notice

_OURS = re.compile(r"\s*kzcheck\s*:\s*(.*)", re.DOTALL | re.IGNORECASE)
_IGNORE = re.compile(r"ignore\s+([\w.*~-]+(?:\s*,\s*[\w.*~-]+)*)\s*(?::\s*(\S.*))?", re.DOTALL)
_BLANK = re.compile(r"\n[ \t\r\f\v]*\n")
_FORM = "write <!-- kzcheck: ignore RULE: reason -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inline:
    """A waiver in a document: which rules or relations, in which stretch of the text, why, and where it stands."""

    document: str
    start: int
    end: int
    names: tuple[str, ...]
    reason: str
    line: int
    column: int

    def covers(self, comparison: Comparison, claims: Iterable[Claim]) -> bool:
        """Tell whether a comparison is of its rules and has a claim in its stretch."""
        if not {comparison.rule, comparison.relation} & set(self.names):
            return False
        return any(c.document == self.document and self.start <= c.start < self.end for c in claims)


def inline(documents: Iterable[Document]) -> tuple[list[Inline], list[Notice]]:
    """Read the waivers in documents, and name the comments that were meant as one and are none."""
    found: list[Inline] = []
    notices: list[Notice] = []
    for document in documents:
        paragraphs = _paragraphs(document.text) if any(_OURS.match(c.text) for c in document.comments) else []
        for comment, said in _ours(document):
            at = document.location(comment.start)
            m = _IGNORE.fullmatch(said.strip())
            if m is None or not m[2]:
                wrong = "gives no reason and accepts nothing" if m else f"is not understood: {' '.join(said.split())!r}"
                notices.append(
                    Notice(
                        severity="warning",
                        code="waiver-wrong",
                        message=f"this kzcheck comment {wrong}; {_FORM}",
                        where=document.id,
                        line=at.line,
                        column=at.column,
                    )
                )
                continue
            start, end = _stretch(document, comment, paragraphs)
            names = tuple(name.strip() for name in m[1].split(","))
            reason = " ".join(m[2].split())
            found.append(
                Inline(
                    document=document.id,
                    start=start,
                    end=end,
                    names=names,
                    reason=reason,
                    line=at.line,
                    column=at.column,
                )
            )
    return found, notices


def _ours(document: Document) -> Iterator[tuple[Comment, str]]:
    for comment in document.comments:
        m = _OURS.match(comment.text)
        if m:
            yield comment, m[1]


def _paragraphs(text: str) -> list[tuple[int, int]]:
    gaps = [(gap.start(), gap.end()) for gap in _BLANK.finditer(text)]
    return list(zip([0, *(end for _, end in gaps)], [*(start for start, _ in gaps), len(text)], strict=True))


def _stretch(document: Document, comment: Comment, paragraphs: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Give the paragraph around a comment, or the next one where nothing but comments stands around it."""
    here = bisect_right(paragraphs, (comment.start, len(document.text) + 1)) - 1
    start, end = paragraphs[here]
    for start, end in paragraphs[here:]:
        if end >= comment.end and _says_something(document, start, end):
            break
    return start, end


def _says_something(document: Document, start: int, end: int) -> bool:
    at = max(start, document.body)
    for comment in document.comments:
        if start <= comment.start < end and comment.end > comment.start:
            if document.text[at : comment.start].strip():
                return True
            at = max(at, comment.end)
    return bool(document.text[at:end].strip())
