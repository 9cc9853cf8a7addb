"""What OpenDocument files of all kinds share: styles, and the runs of a paragraph (OpenDocument 1.3, part 3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kzcheck.documents.archive import Archive, attribute, local
from kzcheck.documents.metadata import Metadata, typed
from kzcheck.documents.writing import BREAK, Piece
from kzcheck.model import MarkKind

if TYPE_CHECKING:
    from lxml import etree

_DEEPEST = 20
_MOST_BLANKS = 1000
_UNSEEN = frozenset({"annotation", "annotation-end", "tracked-changes", "bookmark", "ruby-text", "title", "desc"})
_OBJECTS = frozenset({"frame", "custom-shape", "rect", "ellipse", "g"})
_RAISED_FROM = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What matters of a style: marks of its text, whether it is seen, and what the style is called."""

    marks: tuple[MarkKind, ...] = ()
    hidden: bool = False
    level: int = 0
    name: str = ""
    data: str = ""
    lists: str = ""


_PLAIN = Style()


@dataclass(slots=True)
class Styles:
    """The styles of a file by family and name, those of its content over the common ones."""

    elements: dict[tuple[str, str], etree._Element] = field(default_factory=dict)
    known: dict[tuple[str, str], Style] = field(default_factory=dict)
    data: dict[str, etree._Element] = field(default_factory=dict)
    lists: dict[str, etree._Element] = field(default_factory=dict)
    automatic: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, archive: Archive, content: etree._Element) -> Styles:
        """Read the styles of a file."""
        styles = cls()
        roots = [archive.xml("styles.xml")] if "styles.xml" in archive else []
        for root in (*roots, content):
            for group in (g for g in root if local(g) in {"styles", "automatic-styles"}):
                for one in group:
                    if local(one) == "style":
                        key = attribute(one, "family"), attribute(one, "name")
                        styles.elements[key] = one
                        if local(group) == "automatic-styles":
                            styles.automatic.add(key)
                    elif local(one) == "list-style":
                        styles.lists[attribute(one, "name")] = one
                    elif local(one).endswith("-style"):
                        styles.data[attribute(one, "name")] = one
        return styles

    def get(self, family: str, name: str, depth: int = 0) -> Style:
        """Give a style, with what it takes over from the one it is based on."""
        key = (family, name)
        if key in self.known:
            return self.known[key]
        element = self.elements.get(key)
        if element is None or depth > _DEEPEST:
            return _PLAIN
        parent = attribute(element, "parent-style-name")
        style = self.get(family, parent, depth + 1) if parent else _PLAIN
        if key not in self.automatic:
            style = replace(style, name=(attribute(element, "display-name") or name).replace("_20_", " ").lower())
        level = attribute(element, "default-outline-level")
        style = replace(
            style,
            level=int(level) if level.isdecimal() else style.level,
            data=attribute(element, "data-style-name") or style.data,
            lists=attribute(element, "list-style-name") or style.lists,
        )
        for child in element:
            if local(child) == "text-properties":
                style = _with_text(style, child)
        self.known[key] = style
        return style


def _with_text(style: Style, own: etree._Element) -> Style:
    marks = set(style.marks)
    line = attribute(own, "text-line-through-style")
    if line:
        marks = marks - {MarkKind.DELETED} if line == "none" else marks | {MarkKind.DELETED}
    position = attribute(own, "text-position").split()
    if position:
        marks -= {MarkKind.SUPERSCRIPT, MarkKind.SUBSCRIPT}
        place = {"super": 33.0, "sub": -33.0}.get(position[0], _percent(position[0]))
        if abs(place) >= _RAISED_FROM:
            marks.add(MarkKind.SUPERSCRIPT if place > 0 else MarkKind.SUBSCRIPT)
    display = attribute(own, "display")
    return replace(style, marks=tuple(sorted(marks)), hidden=display in {"none", "true"} if display else style.hidden)


def _percent(text: str) -> float:
    try:
        return float(text.rstrip("%"))
    except ValueError:
        return 0.0


@dataclass(slots=True)
class Runs:
    """Reads the runs of paragraphs; notes and objects met on the way are kept for whoever writes the blocks."""

    styles: Styles
    notes: list[etree._Element] = field(default_factory=list)
    objects: list[etree._Element] = field(default_factory=list)

    def of(self, element: etree._Element, marks: tuple[MarkKind, ...] = ()) -> Iterator[Piece]:
        """Give the visible text below an element."""
        if element.text:
            yield Piece(element.text, marks)
        for child in element:
            yield from self._inline(child, marks)
            if child.tail:
                yield Piece(child.tail, marks)

    def _inline(self, child: etree._Element, marks: tuple[MarkKind, ...]) -> Iterator[Piece]:
        tag = local(child)
        match tag:
            case "s":
                count = attribute(child, "c")
                yield Piece(" " * min(int(count) if count.isdecimal() else 1, _MOST_BLANKS), marks)
            case "tab":
                yield Piece("\t", marks)
            case "line-break":
                yield Piece(BREAK, marks)
            case "note":
                self.notes.append(child)
                yield Piece(str(len(self.notes)), (MarkKind.SUPERSCRIPT,))
            case "span":
                style = self.styles.get("text", attribute(child, "style-name"))
                if not style.hidden:
                    yield from self.of(child, tuple(dict.fromkeys((*marks, *style.marks))))
            case "hidden-text" | "hidden-paragraph" if attribute(child, "is-hidden") == "true":
                return
            case "page-number" | "page-count" | "page-continuation":
                return
            case _ if tag in _OBJECTS:
                self.objects.append(child)
            case _ if tag not in _UNSEEN and not tag.startswith("change"):
                yield from self.of(child, marks)


def body(content: etree._Element, kind: str) -> Iterable[etree._Element]:
    """Give what is in the body of a file: office:text, office:spreadsheet or office:presentation."""
    inner = (e for e in content if local(e) == "body")
    return (child for e in inner for part in e if local(part) == kind for child in part)


def paragraphs(element: Iterable[etree._Element]) -> Iterator[etree._Element]:
    """Give the paragraphs below an element, however deep."""
    for child in element:
        if local(child) in {"p", "h"}:
            yield child
        elif local(child) not in _UNSEEN:
            yield from paragraphs(child)


def repeats(element: etree._Element, name: str, most: int) -> int:
    """Give how often an element stands for itself, within a bound."""
    count = attribute(element, name)
    return max(1, min(int(count), most)) if count.isdecimal() and len(count) < 9 else 1


def properties(archive: Archive) -> Metadata:
    """Give title and language of a file; when it was saved tells nothing of when it was published."""
    if "meta.xml" not in archive:
        return Metadata()
    found = {
        local(e): (e.text or "").strip() for e in archive.xml("meta.xml").iter() if local(e) in {"title", "language"}
    }
    known, _ = typed({key: value for key, value in found.items() if value})
    return known
