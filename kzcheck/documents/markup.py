"""reStructuredText and AsciiDoc: the text stays as it is written; headings, code and tables are told in it.

Constructs as in Docutils 0.22 and Asciidoctor 2: what a number checker needs of them, found line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kzcheck.documents import bars
from kzcheck.model import Block, BlockKind, Cell, Document, Mark, MarkKind, Table

Line = tuple[int, int]

_RULED = re.compile(r"([=\-`:'\"~^_*+#<>.])\1{2,}[ \t]*\r?")
_RULE_OF_TABLE = re.compile(r"=+(?:[ \t]+=+)+[ \t]*\r?")
_SPAN_RULE = re.compile(r"-+(?:[ \t]+-+)*[ \t]*\r?")
_DIRECTIVE = re.compile(r"[ \t]*\.\.[ \t]+([A-Za-z-]+)::")
_COMMENT = re.compile(r"[ \t]*\.\.(?:[ \t]+(?![\[_|])[^:]*|[ \t]*)\r?")
_CODE = frozenset(
    {
        "code",
        "code-block",
        "sourcecode",
        "literalinclude",
        "math",
        "raw",
        "highlight",
        "doctest",
        "parsed-literal",
        "productionlist",
    }
)
_MARKED = re.compile(r"(?P<code>``[^`\n]{1,300}``)|:(?P<role>sup|sub|superscript|subscript):`(?P<inner>[^`\n]{1,100})`")
_ROLES = {
    "sup": MarkKind.SUPERSCRIPT,
    "superscript": MarkKind.SUPERSCRIPT,
    "sub": MarkKind.SUBSCRIPT,
    "subscript": MarkKind.SUBSCRIPT,
}
_ASCII_HEADING = re.compile(r"(={1,6})[ \t]+\S")
_ASCII_CODE = re.compile(r"(?:-{4,}|\.{4,}|\+{4,}|/{4,}|```+)[ \t]*\r?")
_ASCII_TABLE = re.compile(r"[|,!]={3,}[ \t]*\r?")
_ASCII_CELL = re.compile(r"(?:(?P<times>\d+)\*)?(?:(?P<wide>\d+)?(?:\.(?P<tall>\d+))?\+)?[<^>.]*[adehlmsv]?\|")
_ASCII_MARKED = re.compile(
    r"(?P<code>`[^`\n]{1,300}`)|\^(?P<sup>[^\s^]{1,20})\^|~(?P<sub>[^\s~]{1,20})~|\[line-through\]#(?P<gone>[^#\n]{1,300})#"
)


def restructured(document: Document) -> Document:
    """Give a reStructuredText document with its blocks, marks and tables."""
    text = document.text
    lines = _lines(text, document.body)
    code = list(_literal(text, lines))
    tables = [*bars.tables(text, code, document.body), *_simple_tables(text, lines, code)]
    tables.sort(key=lambda t: t.start)
    blocks = [Block(BlockKind.CODE, *span) for span in code]
    blocks += [Block(BlockKind.TABLE, t.start, t.end) for t in tables]
    taken = sorted([*code, *((t.start, t.end) for t in tables)])
    blocks += _prose(text, lines, taken, _underlined(text, lines))
    marks = tuple(_rst_marks(text, code))
    return replace(document, blocks=tuple(sorted(blocks, key=lambda b: b.start)), marks=marks, tables=tuple(tables))


def asciidoc(document: Document) -> Document:
    """Give an AsciiDoc document with its blocks, marks and tables."""
    text = document.text
    lines = _lines(text, document.body)
    code = list(_delimited(text, lines))
    tables = list(_ascii_tables(text, lines, code))
    blocks = [Block(BlockKind.CODE, *span) for span in code]
    blocks += [Block(BlockKind.TABLE, t.start, t.end) for t in tables]
    taken = sorted([*code, *((t.start, t.end) for t in tables)])
    heads = {i: len(m[1]) for i, line in enumerate(lines) if (m := _ASCII_HEADING.match(text, *line)) is not None}
    blocks += _prose(text, lines, taken, heads)
    marks = tuple(_ascii_marks(text, code))
    return replace(document, blocks=tuple(sorted(blocks, key=lambda b: b.start)), marks=marks, tables=tuple(tables))


def _lines(text: str, at: int) -> list[Line]:
    out = []
    while at <= len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        out.append((at, end))
        at = end + 1
    return out


def _indent(text: str, line: Line) -> int:
    said = text[slice(*line)]
    return len(said) - len(said.lstrip(" \t"))


def _blank(text: str, line: Line) -> bool:
    return not text[slice(*line)].strip()


def _literal(text: str, lines: Sequence[Line]) -> Iterator[Line]:
    """Give the literal blocks, code directives and comments."""
    i = 0
    while i < len(lines):
        said = text[slice(*lines[i])].rstrip()
        directive = _DIRECTIVE.match(said)
        comment = directive is None and _COMMENT.fullmatch(said) is not None
        opens = (directive is not None and directive[1].lower() in _CODE) or comment
        if not opens and not (said.endswith("::") and directive is None):
            i += 1
            continue
        base = _indent(text, lines[i])
        end = i + 1
        last = i
        while end < len(lines) and (_blank(text, lines[end]) or _indent(text, lines[end]) > base):
            last = last if _blank(text, lines[end]) else end
            end += 1
        start = i if opens else i + 1
        if last >= start:
            yield lines[start][0], lines[last][1]
        i = max(last, i) + 1


def _underlined(text: str, lines: Sequence[Line]) -> dict[int, int]:
    """Give the lines that are headings and their levels, in the order in which their signs come."""
    levels: dict[str, int] = {}
    out: dict[int, int] = {}
    for i in range(len(lines) - 1):
        rule = _RULED.fullmatch(text, *lines[i + 1])
        said = text[slice(*lines[i])].rstrip()
        if (
            rule is None
            or not said.strip()
            or _RULED.fullmatch(said)
            or lines[i + 1][1] - lines[i + 1][0] < len(said.strip())
        ):
            continue
        over = i > 0 and _RULED.fullmatch(text, *lines[i - 1]) is not None
        out[i] = levels.setdefault(("over" if over else "") + rule[1], len(levels) + 1)
    return out


def _prose(text: str, lines: Sequence[Line], taken: Sequence[Line], heads: dict[int, int]) -> Iterator[Block]:
    """Give the headings and the paragraphs outside code and tables."""
    start = -1
    last = 0
    k = 0
    for i, (a, b) in enumerate(lines):
        while k < len(taken) and taken[k][1] <= a:
            k += 1
        inside = k < len(taken) and taken[k][0] < max(b, a + 1) and a < taken[k][1]
        ends = inside or not text[a:b].strip() or i in heads or _RULED.fullmatch(text, a, b) is not None
        if ends and start >= 0:
            yield Block(BlockKind.PARAGRAPH, start, last)
            start = -1
        if i in heads and not inside:
            yield Block(BlockKind.HEADING, a, b, min(heads[i], 6))
        elif not ends:
            start = a if start < 0 else start
            last = b
    if start >= 0:
        yield Block(BlockKind.PARAGRAPH, start, last)


def _outside(start: int, code: Sequence[Line]) -> bool:
    return not any(a <= start < b for a, b in code)


def _rst_marks(text: str, code: Sequence[Line]) -> Iterator[Mark]:
    for m in _MARKED.finditer(text):
        if _outside(m.start(), code):
            if m["code"]:
                yield Mark(MarkKind.CODE, m.start() + 2, m.end() - 2)
            else:
                yield Mark(_ROLES[m["role"]], m.start("inner"), m.end("inner"))


def _ascii_marks(text: str, code: Sequence[Line]) -> Iterator[Mark]:
    kinds = {"sup": MarkKind.SUPERSCRIPT, "sub": MarkKind.SUBSCRIPT, "gone": MarkKind.DELETED}
    for m in _ASCII_MARKED.finditer(text):
        if _outside(m.start(), code):
            name = m.lastgroup or "code"
            inner = (m.start() + 1, m.end() - 1) if name == "code" else m.span(name)
            yield Mark(kinds.get(name, MarkKind.CODE), *inner)


def _simple_tables(text: str, lines: Sequence[Line], code: Sequence[Line]) -> Iterator[Table]:
    """Give the tables between lines of "===  ===" (reStructuredText's simple tables)."""
    i = 0
    while i < len(lines):
        if _RULE_OF_TABLE.fullmatch(text, *lines[i]) is None or not _outside(lines[i][0], code):
            i += 1
            continue
        rules = [i]
        end = i + 1
        while end < len(lines) and not (_blank(text, lines[end]) and len(rules) > 1):
            if _RULE_OF_TABLE.fullmatch(text, *lines[end]) is not None:
                rules.append(end)
            end += 1
            if len(rules) == 3 or (len(rules) == 2 and (end >= len(lines) or _blank(text, lines[end]))):
                break
        if len(rules) > 1:
            yield _simple(text, lines, rules)
        i = max(rules[-1], i) + 1


def _simple(text: str, lines: Sequence[Line], rules: Sequence[int]) -> Table:
    columns = [m.span() for m in re.finditer("=+", text[slice(*lines[rules[0]])])]
    head = rules[1] if len(rules) == 3 else rules[0]
    cells: list[Cell] = []
    row = -1
    for i in range(rules[0] + 1, rules[-1]):
        start, end = lines[i]
        if i in rules or _blank(text, lines[i]) or _SPAN_RULE.fullmatch(text, start, end):
            continue
        row += 1
        for column, (left, right) in enumerate(columns):
            a = min(start + left, end)
            b = end if column == len(columns) - 1 else min(start + right, end)
            said = text[a:b]
            inner = said.strip()
            at = a + len(said) - len(said.lstrip()) if inner else a
            cells.append(Cell(row=row, column=column, start=at, end=at + len(inner), header=i < head))
    return Table(
        start=lines[rules[0]][0], end=lines[rules[-1]][1], rows=row + 1, columns=len(columns), cells=tuple(cells)
    )


def _delimited(text: str, lines: Sequence[Line]) -> Iterator[Line]:
    """Give the listing, literal, pass and comment blocks, and comment lines, of AsciiDoc."""
    opened: int | None = None
    fence = ""
    for i, (a, b) in enumerate(lines):
        said = text[a:b].strip()
        if opened is not None:
            if said == fence:
                yield lines[opened][0], b
                opened = None
        elif _ASCII_CODE.fullmatch(text, a, b) is not None:
            opened, fence = i, said
        elif said.startswith("//"):
            yield a, b


def _ascii_tables(text: str, lines: Sequence[Line], code: Sequence[Line]) -> Iterator[Table]:
    opened: int | None = None
    for i, line in enumerate(lines):
        if _ASCII_TABLE.fullmatch(text, *line) is None or not _outside(line[0], code):
            continue
        if opened is None:
            opened = i
        else:
            table = _ascii_table(text, lines, opened, i)
            if table is not None:
                yield table
            opened = None


def _ascii_table(text: str, lines: Sequence[Line], first: int, last: int) -> Table | None:
    """Lay the cells of a table; its rows are as long as its first line has cells, or its columns are said to be."""
    told = text[slice(*lines[first - 1])] if first else ""
    found: list[tuple[int, int, int]] = []
    by_line: list[int] = []
    for i in range(first + 1, last):
        start, end = lines[i]
        opens = [
            m for m in _ASCII_CELL.finditer(text, start, end) if m.start() == start or text[m.start() - 1] in " \t"
        ]
        by_line.append(len(opens))
        if not opens and found and text[start:end].strip():
            found[-1] = (found[-1][0], end, found[-1][2])
        for k, m in enumerate(opens):
            stop = opens[k + 1].start() if k + 1 < len(opens) else end
            found.append((m.end(), stop, int(m["wide"] or 1)))
    columns = _said_columns(told) or next((n for n in by_line if n), 0)
    if columns < 2 or not found:
        return None
    header = "header" in told or (len(by_line) > 1 and by_line[0] == columns and by_line[1] == 0)
    cells: list[Cell] = []
    row = column = 0
    for a, b, wide in found:
        said = text[a:b]
        inner = said.strip()
        at = a + len(said) - len(said.lstrip()) if inner else a
        cells.append(
            Cell(row=row, column=column, start=at, end=at + len(inner), column_span=wide, header=header and not row)
        )
        column += wide
        if column >= columns:
            row, column = row + 1, 0
    rows = row + bool(column)
    return Table(start=lines[first][0], end=lines[last][1], rows=rows, columns=columns, cells=tuple(cells))


def _said_columns(told: str) -> int:
    m = re.search(r'cols="?([^"\]]+)"?', told)
    if m is None:
        return 0
    if (times := re.fullmatch(r"\s*(\d+)\*.*", m[1])) is not None:
        return int(times[1])
    return m[1].count(",") + 1
