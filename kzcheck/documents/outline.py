"""Blocks, marks and tables of text that is written as it is read: Markdown, and plain text that uses its signs.

Nothing is taken out of the text: a mark's span is what stands between its signs. Constructs as in CommonMark 0.31 and
GitHub Flavored Markdown, each found by a linear pattern: what a number checker needs of them, not what a page needs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kzcheck.documents import bars
from kzcheck.model import Block, BlockKind, Document, Mark, MarkKind, Table

_FENCE = re.compile(r"(?m)^[ \t]*(`{3,}|~{3,})([^\n]*)$")
_HEADING = re.compile(r"(#{1,6})[ \t]+\S")
_UNDERLINE = re.compile(r" {0,3}(={3,}|-{3,})[ \t\r]*")
_LONGEST_HEADING = 120
_ITEM = re.compile(r"[ \t]*(?:[-*+•–—·]|\(?[0-9]{1,3}[.)])[ \t]+\S")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\]:[ \t]")
_MARKED = re.compile(
    r"(?P<code>(?<!`)`(?!`)[^`\n]{1,300}`)"
    r"|(?P<deleted>~~(?=\S)[^~\n]{1,1000}~~)"
    r"|(?P<emphasis>\*\*(?=\S)[^*\n]{1,300}\*\*|__(?=\S)[^_\n]{1,300}__)"
    r"|(?P<link>\[[^\]\n]{1,300}\]\([^()\s]{1,1000}\))"
    r"|(?i:<(?P<tag>sup|sub|del|s)>(?P<inner>[^<\n]{1,300})</(?P=tag)>)"
)
_TAGS = {"sup": MarkKind.SUPERSCRIPT, "sub": MarkKind.SUBSCRIPT, "del": MarkKind.DELETED, "s": MarkKind.DELETED}
_SIGNS = {"code": 1, "deleted": 2, "emphasis": 2, "link": 0}


def outlined(document: Document) -> Document:
    """Give the document with the blocks, marks and tables of its text."""
    text = document.text
    code = code_blocks(text)
    tables = bars.tables(text, code, document.body)
    return replace(
        document,
        blocks=tuple(_blocks(text, document.body, code, tables)),
        marks=tuple(_marks(text, document.body, code)),
        tables=tables,
    )


def code_blocks(text: str) -> list[tuple[int, int]]:
    """Give the places of fenced blocks of code (CommonMark 4.5), in order; a fence that nothing closes opens none."""
    if "```" not in text and "~~~" not in text:
        return []
    out: list[tuple[int, int]] = []
    opened: re.Match[str] | None = None
    for line in _FENCE.finditer(text):
        mark, info = line[1], line[2].strip()
        if opened is None:
            opened = line if mark[0] == "~" or "`" not in info else None
        elif mark[0] == opened[1][0] and len(mark) >= len(opened[1]) and not info:
            out.append((opened.start(), line.end()))
            opened = None
    return out


def _blocks(text: str, body: int, code: Sequence[tuple[int, int]], tables: Sequence[Table]) -> Iterator[Block]:
    whole = [Block(BlockKind.CODE, *span) for span in code if span[0] >= body]
    whole += [Block(BlockKind.TABLE, table.start, table.end) for table in tables]
    at = body
    for block in sorted(whole, key=lambda b: b.start):
        yield from _lines(text, at, block.start)
        yield block
        at = block.end
    yield from _lines(text, at, len(text))


def _lines(text: str, at: int, stop: int) -> Iterator[Block]:
    """Cut what is neither code nor a table into headings, items and paragraphs."""
    start, kind, level = -1, BlockKind.PARAGRAPH, 0
    last = at
    while at < stop:
        end = text.find("\n", at, stop)
        end = stop if end < 0 else end
        rule = _UNDERLINE.fullmatch(text, at, end)
        if rule and start >= 0 and kind is BlockKind.PARAGRAPH and _may_be_heading(text, start, last):
            yield Block(BlockKind.HEADING, start, last, 1 if rule[1][0] == "=" else 2)
            start = -1
            last = end
            at = end + 1
            continue
        heading = _HEADING.match(text, at, end)
        item = None if heading else _ITEM.match(text, at, end)
        note = None if heading or item else _FOOTNOTE.match(text, at, end)
        if start >= 0 and (heading or item or note or not text[at:end].strip()):
            yield Block(kind, start, last, level)
            start = -1
        if heading:
            yield Block(BlockKind.HEADING, at, end, len(heading[1]))
        elif start < 0 and text[at:end].strip():
            start = at
            kind = BlockKind.ITEM if item else BlockKind.FOOTNOTE if note else BlockKind.PARAGRAPH
            level = 1 if item else 0
        last = end
        at = end + 1
    if start >= 0:
        yield Block(kind, start, last, level)


def _may_be_heading(text: str, start: int, end: int) -> bool:
    """Tell whether a paragraph is one short line, which an underline makes a heading (CommonMark 0.31, 4.3)."""
    return end - start <= _LONGEST_HEADING and "\n" not in text[start:end]


def _marks(text: str, body: int, code: Sequence[tuple[int, int]]) -> Iterator[Mark]:
    starts = [start for start, _ in code]
    for m in _MARKED.finditer(text, body):
        k = bisect_right(starts, m.start()) - 1
        if k >= 0 and m.start() < code[k][1]:
            continue
        name = m.lastgroup or ""
        if m["tag"]:
            yield Mark(_TAGS[m["tag"].lower()], m.start("inner"), m.end("inner"))
        elif name == "link":
            yield Mark(MarkKind.LINK, m.start() + 1, text.index("](", m.start()))
        else:
            yield Mark(MarkKind(name), m.start() + _SIGNS[name], m.end() - _SIGNS[name])
