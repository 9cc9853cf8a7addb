"""Bytes become text: UTF-8 first, byte order marks obeyed, Windows code pages recognised, broken UTF-8 refused.

Nothing is repaired and no newline is changed: a replacement character would shift what the text says.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import cache
from importlib.resources import files
from itertools import pairwise

from kzcheck.model import Notice
from kzcheck.storage import load_yaml

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CODE_PAGES = ("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257")
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset=["']?([A-Za-z0-9_-]{3,20})""", re.IGNORECASE)
_SAMPLE = 65_536

# What stands outside words in texts of Windows code pages: typographic punctuation, currency, fractions.
_SIGNS = frozenset("\u00a0«»“”„‘’‚–—…•·€£¥¢§©®™°±²³¹¼½¾¶№×÷ªº\u00ad")
_ONE_LETTER = frozenset("àéèóòôöÀÉÈÓÒÔÖ")
_BEYOND = re.compile(r"[^\W\d_]+|[^\x00-\x7f]")
_SHARE_PLAUSIBLE = 0.95
_FEWEST_OF_A_SCRIPT = 8
_MOST_UNEXPLAINED = 0.1


class NotTextError(ValueError):
    """Bytes that cannot be read as text: what is wrong, with 1-based line and column where known."""

    def __init__(self, code: str, message: str, *, line: int = 0, column: int = 0) -> None:
        """Keep the kind of failure and the place beside the message."""
        super().__init__(message)
        self.code = code
        self.line = line
        self.column = column


def decode(data: bytes) -> tuple[str, str]:
    """Give the text of a file, and one sentence on its encoding ("" for plain UTF-8).

    Raises NotTextError (codes empty, no-text, broken-encoding), naming line, column and byte of broken UTF-8.
    """
    text, said = _decoded(data)
    if not text.strip():
        raise NotTextError("empty", "the file is empty")
    return text, said


def decoded(name: str, data: bytes) -> tuple[str, list[Notice]]:
    """Give the text of a file called `name`, with a notice where its encoding is worth one; raises as `decode`."""
    text, said = decode(data)
    return text, [Notice(severity="info", code="encoding", message=said, where=name)] if said else []


def _decoded(data: bytes) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _with_mark(data, bom, encoding)
    if b"\0" in data:
        return _with_nulls(data)
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        declared = _declared(data)
        if declared is not None:
            return declared
        page = None if _mostly_utf8(data) else _code_page(data)
        if page is None:
            raise _broken(data, error, "UTF-8") from None
        text, name = page
        return text, f"read as {name.replace('cp', 'windows-')}, which is a guess; save it as UTF-8 to be sure"


def _with_mark(data: bytes, bom: bytes, encoding: str) -> tuple[str, str]:
    body = data[len(bom) :]
    name = encoding.upper().removesuffix("-LE").removesuffix("-BE")
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        raise _broken(body, error, name, encoding) from None
    if "\0" in text:
        raise NotTextError("no-text", "the file holds NUL characters: it is no text")
    said = "a byte order mark was left out" if encoding == "utf-8" else f"read as {name}, as its byte order mark says"
    return text, said


def _with_nulls(data: bytes) -> tuple[str, str]:
    sample = data[:_SAMPLE]
    for encoding, zeros, others in (
        ("utf-16-le", sample[1::2], sample[0::2]),
        ("utf-16-be", sample[0::2], sample[1::2]),
    ):
        if len(data) % 2 == 0 and zeros.count(0) > 0.5 * len(zeros) and 0 not in others:
            try:
                return data.decode(encoding), "read as UTF-16 without a byte order mark, which is a guess"
            except UnicodeDecodeError:
                break
    raise NotTextError("no-text", f"the file holds NUL bytes (the first is byte {data.index(0) + 1}): it is no text")


def _declared(data: bytes) -> tuple[str, str] | None:
    m = _DECLARED.search(data, 0, 4096)
    if m is None:
        return None
    try:
        name = codecs.lookup(m[1].decode("ascii")).name
        return (data.decode(name), f"read as {name}, as the page says") if name != "utf-8" else None
    except (LookupError, UnicodeDecodeError):
        return None


def _mostly_utf8(data: bytes) -> bool:
    """Tell whether valid sequences of several bytes outnumber broken places: then it is UTF-8 that was damaged."""
    broken = valid = 0
    at = 0
    sample = data[:_SAMPLE]
    while at < len(sample):
        try:
            valid += sum(c > "\x7f" for c in sample[at:].decode("utf-8"))
            break
        except UnicodeDecodeError as error:
            valid += sum(c > "\x7f" for c in sample[at : at + error.start].decode("utf-8"))
            broken += 1
            at += error.end
            if broken > 100:
                break
    return valid > broken


def _code_page(data: bytes) -> tuple[str, str] | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_isolation=list(_CODE_PAGES), threshold=0.4).best()
    guesses = [best.encoding] if best is not None and best.encoding not in _latin_pages() else _latin(data)
    for name in guesses:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if _plausible(text):
            return text, name
    return None


@cache
def _latin_pages() -> dict[str, tuple[frozenset[str], ...]]:
    table = load_yaml(files("kzcheck.documents").joinpath("code_pages.yaml").read_bytes())
    return {name: tuple(frozenset(letters + letters.upper()) for letters in rows) for name, rows in table.items()}


def _latin(data: bytes) -> list[str]:
    """Order the code pages of Latin script by how much of the text a language written in each explains.

    Pages that leave more than a tenth of the letters unexplained are none.
    """
    share: dict[str, float] = {}
    for name, alphabets in _latin_pages().items():
        letters = [c for c in data[:_SAMPLE].decode(name, "replace") if c > "\x7f" and c not in _SIGNS]
        strange = min(sum(c not in alphabet for c in letters) for alphabet in alphabets)
        share[name] = strange / max(1, len(letters))
    return sorted((name for name, strange in share.items() if strange <= _MOST_UNEXPLAINED), key=lambda n: share[n])


def _plausible(text: str) -> bool:
    """Tell whether nearly all characters beyond ASCII stand where a writer would put them."""
    good = strange = other_script = 0
    for m in _BEYOND.finditer(text):
        word = m[0]
        if word.isascii():
            continue
        beyond = sum(c > "\x7f" for c in word)
        if word in _SIGNS or word in _ONE_LETTER:
            good += beyond
        elif not word.isalpha() or _camel(word):
            strange += beyond
        elif beyond < len(word):
            latin = all(unicodedata.name(c, "").startswith("LATIN") for c in word)
            good, strange = (good + beyond, strange) if latin else (good, strange + beyond)
        elif unicodedata.name(word[0], "").startswith("LATIN"):
            strange += beyond
        else:
            other_script += beyond
    if other_script < _FEWEST_OF_A_SCRIPT:
        strange += other_script
    else:
        good += other_script
    return strange <= (1 - _SHARE_PLAUSIBLE) * (good + strange)


def _camel(word: str) -> bool:
    return any(a.islower() and b.isupper() for a, b in pairwise(word))


def _broken(data: bytes, error: UnicodeDecodeError, name: str, encoding: str = "utf-8") -> NotTextError:
    before = data[: error.start].decode(encoding, "replace")
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    bad = " ".join(f"0x{b:02x}" for b in data[error.start : error.end][:4])
    return NotTextError(
        "broken-encoding",
        f"broken {name} at byte {error.start + 1} ({bad}); the file is left out",
        line=line,
        column=column,
    )
