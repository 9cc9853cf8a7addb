"""The styles of a Word document, as far as they tell what a paragraph is or whether a run is seen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kzcheck.documents.archive import Archive, attribute, local
from kzcheck.model import MarkKind

if TYPE_CHECKING:
    from lxml import etree

_DEEPEST = 20
# Names of built-in styles, which stand in the file in English whatever the program's language ([MS-OI29500] 2.1.244).
_TITLE, _HEADING, _CAPTION = "title", "heading ", "caption"
_LEADING = ("toc ", "table of figures", "index ", "table of authorities")
_TWIPS_A_STEP = 180
_RAISED = {"superscript": MarkKind.SUPERSCRIPT, "subscript": MarkKind.SUBSCRIPT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What is known of a paragraph or a run.

    `level` is that of a heading (0: none), `lists` the numbering that the style brings, `leads` tells a table of
    contents.
    """

    level: int = 0
    caption: bool = False
    leads: bool = False
    lists: etree._Element | None = None
    hidden: bool = False
    struck: bool = False
    raised: str = ""

    @property
    def marks(self) -> tuple[MarkKind, ...]:
        """Give the marks of text in this style."""
        struck = (MarkKind.DELETED,) if self.struck else ()
        return (*struck, _RAISED[self.raised]) if self.raised in _RAISED else struck


_PLAIN = Style()


@dataclass(slots=True)
class Styles:
    """The styles by their id."""

    elements: dict[str, etree._Element] = field(default_factory=dict)
    known: dict[str, Style] = field(default_factory=dict)

    @classmethod
    def of(cls, archive: Archive, part: str) -> Styles:
        """Read the styles of a document; a document without that part has none."""
        if not part:
            return cls()
        return cls({attribute(e, "styleId"): e for e in archive.xml(part) if local(e) == "style"})

    def of_paragraph(self, own: etree._Element | None) -> Style:
        """Give the style of a paragraph, its own properties over those of the style it names."""
        style = self._named(_value(own, "pStyle"))
        level = _outline(own)
        return style if level is None else replace(style, level=level)

    def of_run(self, own: etree._Element | None) -> Style:
        """Give the style of a run."""
        if own is None:
            return _PLAIN
        return _with_run(self._named(_value(own, "rStyle")), own)

    def indent(self, paragraph: etree._Element | None) -> int:
        """Give how many steps a paragraph is set in."""
        own = None if paragraph is None else next((c for c in paragraph if local(c) == "pPr"), None)
        ind = None if own is None else next((c for c in own if local(c) == "ind"), None)
        if ind is None:
            return 0
        left = attribute(ind, "left") or attribute(ind, "start")
        return int(left) // _TWIPS_A_STEP if left.isdecimal() and len(left) < 6 else 0

    def _named(self, name: str, depth: int = 0) -> Style:
        if name in self.known:
            return self.known[name]
        element = self.elements.get(name)
        if element is None or depth > _DEEPEST:
            return _PLAIN
        style = self._named(_value(element, "basedOn"), depth + 1)
        title = _value(element, "name").lower()
        if title.startswith(_HEADING) and title[len(_HEADING) :].isdecimal():
            style = replace(style, level=min(int(title[len(_HEADING) :][:2]), 6))
        elif title == _TITLE:
            style = replace(style, level=1)
        for child in element:
            if local(child) == "pPr":
                level = _outline(child)
                style = style if level is None else replace(style, level=level)
                style = replace(style, lists=next((c for c in child if local(c) == "numPr"), style.lists))
            elif local(child) == "rPr":
                style = _with_run(style, child)
        style = replace(
            style, caption=style.caption or title == _CAPTION, leads=style.leads or title.startswith(_LEADING)
        )
        self.known[name] = style
        return style


def is_on(element: etree._Element | None) -> bool:
    """Tell whether a property that may be switched off is there and on."""
    return element is not None and attribute(element, "val") not in {"0", "false", "off", "none"}


def _with_run(style: Style, own: etree._Element) -> Style:
    for child in own:
        tag = local(child)
        if tag in {"vanish", "specVanish"}:
            style = replace(style, hidden=is_on(child))
        elif tag in {"strike", "dstrike"}:
            style = replace(style, struck=is_on(child))
        elif tag == "vertAlign":
            style = replace(style, raised=attribute(child, "val"))
        elif tag == "position" and attribute(child, "val").lstrip("-").isdecimal():
            # Raised by half points without the name: smaller letters beside a number read the same.
            points = int(attribute(child, "val"))
            style = replace(style, raised="superscript" if points >= 4 else "subscript" if points <= -4 else "")
    return style


def _outline(own: etree._Element | None) -> int | None:
    value = _value(own, "outlineLvl")
    if not value.isdecimal() or len(value) > 1:
        return None
    return min(int(value) + 1, 6) if int(value) < 9 else 0


def _value(element: etree._Element | None, name: str) -> str:
    if element is None:
        return ""
    return next((attribute(child, "val") for child in element if local(child) == name), "")
