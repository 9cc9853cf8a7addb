"""The text of an HTML page as its reader sees it, with its blocks, marks and tables and the way back to the file.

Blocks become lines; a row of a table becomes one line with its cells between bars, as in Markdown; raised digits become
superscript characters, so that they are no digits of the number before. Tables that only lay out the page become lines
of their cells. Scripts, styles and hidden parts are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

from kzcheck.documents.grids import Slot, lay
from kzcheck.model import Block, BlockKind, Cell, Comment, Mark, MarkKind, SourceMap, Table, line_starts

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_LEFT_OUT = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "svg",
        "math",
        "iframe",
        "object",
        "select",
        "ix:header",
        "ix:hidden",
    }
)
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "li"),
        *("main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr"),
        "ul",
    }
)
_APART = frozenset({"p", "table", "ul", "ol", "div", "section", "article"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CELLS = frozenset({"td", "th"})
_KINDS = {
    **dict.fromkeys(_HEADINGS, BlockKind.HEADING),
    "li": BlockKind.ITEM,
    "caption": BlockKind.CAPTION,
    "figcaption": BlockKind.CAPTION,
}
_MARKS = {
    **dict.fromkeys(("b", "strong", "i", "em"), MarkKind.EMPHASIS),
    **dict.fromkeys(("del", "s", "strike"), MarkKind.DELETED),
    **dict.fromkeys(("code", "kbd", "samp", "tt", "var"), MarkKind.CODE),
    "a": MarkKind.LINK,
    "sup": MarkKind.SUPERSCRIPT,
    "sub": MarkKind.SUBSCRIPT,
}
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WORD = re.compile(r"[^ \t\r\n\f]+")
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"  # noncharacters that stand around the place of a text in the file while it is parsed
_PLACED = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_UNEVEN = re.compile(r"\r\n|&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?")
_RAW = re.compile(r"(?i)<(script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[\s/>])")
_ATTRIBUTES = re.compile(r"[^>\"']*")
_RAISED = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_EXPONENT = re.compile(r"[+\-−]?[0-9]{1,3}")
_NUMBER = re.compile(r"[\s$€£¥(−–—+-]*[0-9][0-9,.\s%)–-]*|[\s$€£¥—–-]+")
_LONGEST_TAG = 100_000
# A table without numbers whose cells are longer than this on average holds prose.
_PROSE = 80
_LONG_CELL = 400
_BULLET = 4
_STEP = 9.0
"""Points that a row's label is set in by for each level."""
_POINTS = {"pt": 1.0, "px": 0.75, "em": 12.0, "rem": 12.0, "%": 2.0, "in": 72.0, "cm": 28.35, "mm": 2.835}
_INDENT = re.compile(r"(padding-left|margin-left|text-indent)\s*:\s*(-?[0-9.]+)\s*(pt|px|r?em|%|in|cm|mm)")


@dataclass(frozen=True, slots=True)
class Page:
    """What was read: the text and all that the document model keeps beside it."""

    text: str
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...]
    tables: tuple[Table, ...]
    comments: tuple[Comment, ...]
    source: SourceMap


@dataclass(frozen=True, slots=True)
class _Style:
    """What an inline style says that matters here."""

    hidden: bool = False
    mark: MarkKind | None = None
    indent: float = 0.0


_PLAIN = _Style()


def placed(source: str) -> str:
    """Put the offset of each text of a page before it, between two noncharacters, for `read` to find."""
    source = source.replace(_OPEN, "\ufffd").replace(_CLOSE, "\ufffd")
    out: list[str] = []
    for start, end in _runs(source):
        out.append(source[start:end])
        text = _WORD.search(source, start, end)
        if source[start] != "<" and text is not None:
            out[-1] = f"{source[start : text.start()]}{_OPEN}{text.start()}{_CLOSE}{source[text.start() : end]}"
    return "".join(out)


def bare(text: str) -> str:
    """Take the offsets out of a text again."""
    return _PLACED.sub("", text) if _OPEN in text else text


def _runs(source: str) -> Iterator[tuple[int, int]]:
    """Cut a page into its texts and all else (tags, comments, raw text), which begins with "<"."""
    at, n = 0, len(source)
    while at < n:
        opened = source.find("<", at)
        while 0 <= opened < n - 1 and not (source[opened + 1].isalpha() or source[opened + 1] in "!/?"):
            opened = source.find("<", opened + 1)
        if opened < 0:
            yield at, n
            return
        if opened > at:
            yield at, opened
        at = _after_tag(source, opened)
        yield opened, at


def _after_tag(source: str, at: int) -> int:
    """Give where what begins with the "<" at `at` ends: a comment, a tag, or a raw text with its tags."""
    if source.startswith("<!--", at):
        end = source.find("-->", at + 4)
        return len(source) if end < 0 else end + 3
    raw = _RAW.match(source, at)
    end = _tag_end(source, at)
    if raw is None:
        return end
    closing = re.compile(f"</{raw[1]}", re.IGNORECASE).search(source, end)
    return len(source) if closing is None else _tag_end(source, closing.start())


def _tag_end(source: str, at: int) -> int:
    limit = min(len(source), at + _LONGEST_TAG)
    i = at
    while i < limit:
        plain = _ATTRIBUTES.match(source, i, limit)
        i = limit if plain is None else plain.end()
        if i >= limit or source[i] == ">":
            return min(i + 1, len(source))
        quoted = source.find(source[i], i + 1, limit) if source[i - 1] in "= \t\n" else -1
        i = quoted + 1 if quoted >= 0 else i + 1
    return limit


@dataclass(slots=True)
class _Writer:
    """The text as it grows, with what is noted of it."""

    source: str
    out: list[str] = field(default_factory=list)
    length: int = 0
    fresh: bool = True  # at the start of a line or cell: no space is written here
    space: bool = False  # a space is due before the next word
    breaks: int = 0  # the new lines at the end of the text
    starts: list[int] = field(default_factory=list)
    targets: list[int] = field(default_factory=list)
    ends: dict[int, int] = field(default_factory=dict)  # where in the source what is longer there ends
    at: int = -1  # the offset in the source of what is written next, -1 where unknown
    blocks: list[Block] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    comments: list[tuple[int, int, str]] = field(default_factory=list)
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    block: int = 0
    inline: bool = False

    def put(self, text: str) -> None:
        """Write characters that stand for no text of the source, or whose place is noted already."""
        self.out.append(text)
        self.length += len(text)

    def anchor(self, target: int) -> None:
        """Note where in the source what is written next stands."""
        if self.starts and self.length - self.starts[-1] == target - self.targets[-1]:
            return
        self.starts.append(self.length)
        self.targets.append(target)

    def word(self, text: str, target: int) -> None:
        """Write a piece without white space, with the space that is due before it."""
        if self.space and not self.fresh:
            self.put(" ")
        if target >= 0:
            self.anchor(target)
        self.put(text)
        self.space = self.fresh = False
        self.breaks = 0

    def write(self, text: str, *, raised: bool = False) -> None:
        """Write a text of the page, white space drawn together."""
        for part, target, end in self._pieces(text):
            shown = part.translate(_RAISED) if raised and _EXPONENT.fullmatch(part.strip()) else part
            if shown and shown[0] in " \t\r\n\f":
                self.space = True
            for m in _WORD.finditer(shown):
                self.word(m[0], target + m.start() if target >= 0 else -1)
                if m.end() < len(shown):
                    self.space = True
                elif end >= 0:
                    self.ends[self.length] = end

    def _pieces(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Cut a text where its offsets and those of the source part company; -1 where the place is unknown.

        The second number is where in the source a piece ends that is longer there, -1 of one that is not.
        """
        if _OPEN not in text:
            yield text, -1, -1
            return
        at = 0
        target = -1
        for m in _PLACED.finditer(text):
            if m.start() > at:
                yield from self._even(text[at : m.start()], target)
            target, at = int(m[1]), m.end()
        yield from self._even(text[at:], target)

    def _even(self, text: str, target: int) -> Iterator[tuple[str, int, int]]:
        if target < 0 or ("&" not in self.source[target : target + len(text)] and "\r" not in self.source):
            yield text, target, -1
            return
        done = 0
        end = self.source.find("<", target)
        at = target
        for m in _UNEVEN.finditer(self.source, target, len(self.source) if end < 0 else end):
            size = 1 if m[0] == "\r\n" else len(unescape(m[0]))
            before = m.start() - at
            yield text[done : done + before], at, -1
            yield text[done + before : done + before + size], m.start(), m.end()
            done += before + size
            at = m.end()
            if done >= len(text):
                return
        yield text[done:], at, -1

    def line(self, count: int) -> None:
        """End the line, and leave `count` - 1 lines free; inside a cell a space is left instead."""
        if self.inline:
            self.space = True
            return
        self.trim()
        if self.length > self.block:
            self.blocks.append(Block(self.kind, self.block, self.length, self.level))
        if self.out and count > self.breaks:
            self.put("\n" * (count - self.breaks))
            self.breaks = count
        self.block = self.length
        self.fresh, self.space = True, False

    def trim(self) -> None:
        """Take back white space at the end of the line."""
        while self.out and self.out[-1] == " ":
            self.out.pop()
            self.length -= 1


def read(body: LexborNode | None, source: str) -> Page:
    """Walk the body of a page that was parsed from `placed(source)`."""
    writer = _Writer(source)
    _walk(body, writer)
    writer.line(1)
    late = writer.starts[:1] != [0]
    return Page(
        text="".join(writer.out),
        blocks=tuple(writer.blocks),
        marks=tuple(sorted(writer.marks, key=lambda m: (m.start, -m.end))),
        tables=tuple(writer.tables),
        comments=tuple(Comment(at, at, bare(said)) for at, _, said in writer.comments),
        source=SourceMap(
            starts=(*(0,) * late, *writer.starts),
            targets=(*(0,) * late, *writer.targets),
            lines=line_starts(source),
            ends=writer.ends,
        ),
    )


@lru_cache(maxsize=4096)
def _style(style: str) -> _Style:
    said = style.lower()
    flat = said.replace(" ", "")
    hidden = "display:none" in flat or "visibility:hidden" in flat or "font-size:0" in flat.replace("font-size:0.", "")
    mark = None
    if "line-through" in flat:
        mark = MarkKind.DELETED
    elif "vertical-align:super" in flat:
        mark = MarkKind.SUPERSCRIPT
    elif "font-weight:bold" in flat or "font-weight:7" in flat:
        mark = MarkKind.EMPHASIS
    points = sum(float(m[2].rstrip(".") or 0) * _POINTS[m[3]] for m in _INDENT.finditer(said) if _is_number(m[2]))
    return _Style(hidden, mark, points)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _look(node: LexborNode) -> _Style:
    attributes = node.attributes
    if not attributes:
        return _PLAIN
    if "hidden" in attributes:
        return _Style(hidden=True)
    style = attributes.get("style")
    return _style(style) if style else _PLAIN


@dataclass(slots=True)
class _Leave:
    """What to do when all inside a node is written."""

    lines: int = 0
    mark: MarkKind | None = None
    start: int = 0
    kind: BlockKind | None = None
    level: int = 0


def _walk(root: LexborNode | None, writer: _Writer) -> None:
    """Walk a part of the page in order; an explicit stack, since pages may be nested deeper than Python's."""
    stack: list[LexborNode | _Leave | None] = [root]
    raised = 0
    while stack:
        node = stack.pop()
        if node is None:
            continue
        if isinstance(node, _Leave):
            raised -= node.mark is MarkKind.SUPERSCRIPT
            _leave(node, writer)
            continue
        tag = node.tag or ""
        if tag == "-text":
            writer.write(node.text_content or "", raised=raised > 0)
            continue
        if tag == "-comment":
            writer.comments.append((writer.length, -1, node.comment_content or ""))
            continue
        if tag in _LEFT_OUT or tag.startswith(("-", "!")):
            continue
        style = _look(node)
        if style.hidden:
            continue
        if tag == "br":
            writer.line(1)
            continue
        if tag == "table" and not writer.inline and _table(node, writer):
            continue
        leave = _enter(tag, style, writer)
        raised += leave.mark is MarkKind.SUPERSCRIPT
        stack.append(leave)
        stack.extend(reversed(list(node.iter(include_text=True))))


def _enter(tag: str, style: _Style, writer: _Writer) -> _Leave:
    """Begin a block or a mark; give what ends it."""
    mark = _MARKS.get(tag) or style.mark
    if tag in _CELLS:
        writer.space = True
        return _Leave(mark=mark, start=writer.length)
    if tag not in _BLOCKS and tag not in _HEADINGS:
        return _Leave(mark=mark, start=writer.length + (writer.space and not writer.fresh)) if mark else _Leave()
    lines = 2 if tag in _HEADINGS or tag == "p" else 1
    if not (tag == "div" and 0 < writer.length - writer.block <= _BULLET and writer.space):
        writer.line(2 if tag in _APART or tag in _HEADINGS else 1)
    kind, level = writer.kind, writer.level
    if not writer.inline:
        if tag in _HEADINGS:
            writer.put("#" * int(tag[1]) + " ")
        elif tag == "li":
            writer.put("- ")
        if tag in _KINDS:
            writer.kind = _KINDS[tag]
            writer.level = int(tag[1]) if tag in _HEADINGS else level + 1 if tag == "li" else 0
    return _Leave(lines=lines, mark=mark, start=writer.length, kind=kind, level=level)


def _leave(leave: _Leave, writer: _Writer) -> None:
    if leave.mark is not None and writer.length > leave.start:
        writer.marks.append(Mark(leave.mark, leave.start, writer.length))
    if leave.lines:
        writer.line(leave.lines)
        if leave.kind is not None:
            writer.kind, writer.level = leave.kind, leave.level


def _table(node: LexborNode, writer: _Writer) -> bool:
    """Write a table of figures as a grid; tell whether it was one, and nothing is written where it only lays out."""
    caption, rows = _rows(node)
    slots, columns = lay(rows)
    role = (node.attributes.get("role") or "").lower()
    if role in {"presentation", "none"} or not _is_grid(
        slots, columns, nested=any(inner.mem_id != node.mem_id for inner in node.css("table"))
    ):
        return False
    span = None
    if caption is not None:
        writer.line(2)
        start = writer.length
        _walk(caption, writer)
        text = "".join(writer.out)[start:].rstrip()
        span = (start, start + len(text)) if text else None
    writer.line(2)
    start = writer.length
    cells: list[Cell] = []
    for row in slots:
        writer.put("| ")
        cells.extend(_cell(slot, writer) for slot in row)
        writer.trim()
        writer.put("\n")
    end = writer.length
    writer.blocks.append(Block(BlockKind.TABLE, start, end))
    writer.tables.append(
        Table(start=start, end=end, rows=len(slots), columns=columns, cells=tuple(cells), caption=span)
    )
    writer.block, writer.breaks, writer.fresh, writer.space = end, 1, True, False
    return True


def _cell(slot: Slot, writer: _Writer) -> Cell:
    """Write one cell in its line, and the bar after it."""
    kept = len(writer.out)
    start = writer.length
    writer.inline, writer.fresh, writer.space = True, True, False
    if slot.filled:
        _walk(slot.content, writer)  # type: ignore[arg-type]
    writer.inline = False
    text = "".join(writer.out[kept:])
    inner = text.strip()
    start += len(text) - len(text.lstrip()) if inner else 0
    if not inner:
        writer.trim()
        start = writer.length
    writer.put(" |")
    writer.put(" ")
    return Cell(
        row=slot.row,
        column=slot.column,
        start=start,
        end=start + len(inner),
        row_span=slot.row_span,
        column_span=slot.column_span,
        header=slot.header,
        indent=slot.indent + (len(text) - len(text.lstrip("\xa0"))) // 2,
    )


def _rows(table: LexborNode) -> tuple[LexborNode | None, list[list[Slot]]]:
    """Give the caption of a table and the cells of its rows as they stand in the page."""
    caption = None
    rows: list[list[Slot]] = []
    for part in table.iter():
        if part.tag == "caption":
            caption = caption or part
        for row in (part,) if part.tag == "tr" else part.iter() if part.tag in {"thead", "tbody", "tfoot"} else ():
            if row.tag == "tr" and not _look(row).hidden:
                head = part.tag == "thead"
                rows.append([_slot(cell, head=head) for cell in row.iter() if _shown(cell)])
    return caption, rows


def _shown(cell: LexborNode) -> bool:
    return cell.tag in _CELLS and not _look(cell).hidden


def _slot(cell: LexborNode, *, head: bool) -> Slot:
    attributes = cell.attributes
    inner = cell.child
    style = _look(cell).indent + (_look(inner).indent if inner is not None and inner.is_element_node else 0.0)
    return Slot(
        content=cell,
        filled=bool(_said(cell)),
        row_span=_span(attributes.get("rowspan"), least=0),
        column_span=_span(attributes.get("colspan"), least=1),
        header=head or cell.tag == "th",
        indent=max(0, round(style / _STEP)),
    )


def _span(value: str | None, *, least: int) -> int:
    return max(int(value), least) if value and value.strip().isdecimal() and len(value) < 6 else 1


def _said(cell: LexborNode) -> str:
    return bare(cell.text(deep=True)).strip()


def _is_grid(rows: list[list[Slot]], columns: int, *, nested: bool) -> bool:
    """Tell a table that tells by its rows and columns from one that only places text on the page."""
    filled = [slot for row in rows for slot in row if slot.filled]
    if nested or columns < 2 or not filled or (len(rows) < 2 and not any(slot.header for slot in filled)):
        return False
    texts = [_said(slot.content) for slot in filled]  # type: ignore[arg-type]
    numbers = sum(1 for text in texts if _NUMBER.fullmatch(text))
    if numbers and max(map(len, texts)) < _LONG_CELL:
        return True
    return numbers > len(rows) / 4 or sum(map(len, texts)) < _PROSE * len(texts)
