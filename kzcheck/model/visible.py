"""What others' text may do on a screen or in a log: nothing. Controls are shown, and no line of theirs is a command."""

from __future__ import annotations

import re

_ACTING = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff"
_UNSEEN = re.compile(f"[{_ACTING}]")
_BLANK = {"\r": " ", "\f": " ", "\v": " "}
_COLOUR = re.compile(f"(\x1b\\[[0-9;]*m)|[{_ACTING}]")
# What the logs of GitHub, Azure Pipelines and TeamCity obey: at the start of a line, or anywhere in it.
_AT_START = re.compile(r"(?m)^([^\S\n]*:)(?=:)")
_ANYWHERE = re.compile(r"#(?=#(?:\[|vso\[|teamcity\[))")


def visible(text: str) -> str:
    """Show what would act on the reader's screen instead of standing on it: controls and marks that turn text."""
    return _UNSEEN.sub(lambda m: _shown(m[0]), text)


def name(text: str) -> str:
    """Give a name of a file or a document as one line in which nothing acts."""
    plain = text.replace("\n", "‹U+000A›").replace("\t", "‹U+0009›")
    return _UNSEEN.sub(lambda m: f"‹U+{ord(m[0]):04X}›", plain)


def printed(text: str, *, coloured: bool = False, commands: bool = False) -> str:
    """Give a text as it may be printed: nothing in it acts but, where `coloured`, changes of colour.

    A line that a log would take for a command gets a blank into its mark, unless `commands` are meant.
    """
    shown = _COLOUR.sub(lambda m: m[1] or _shown(m[0]), text) if coloured else visible(text)
    shown = _ANYWHERE.sub("# ", shown)
    return shown if commands else _AT_START.sub(r"\1 ", shown)


def escaped(text: str) -> str:
    """Give JSON with what would act written as escapes, which mean the same characters."""
    text = _ANYWHERE.sub(r"\\u0023", text)
    return _UNSEEN.sub(lambda m: m[0] if m[0] in "\r\x0b\x0c" else f"\\u{ord(m[0]):04x}", text)


def _shown(character: str) -> str:
    return _BLANK.get(character, f"‹U+{ord(character):04X}›")
