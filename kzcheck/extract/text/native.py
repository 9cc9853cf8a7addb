"""Search whole documents with google-re2: as UTF-8 bytes, in linear time, with offsets in characters."""

from __future__ import annotations

from typing import Any

import re2

LATIN1 = re2.Options()
"""Options of patterns over bytes."""
LATIN1.encoding = re2.Options.Encoding.LATIN1
LATIN1.log_errors = False


class Bytes:
    """A text as bytes, searched from its start towards its end."""

    __slots__ = ("_byte", "_character", "_data", "_text")

    def __init__(self, text: str) -> None:
        """Encode the text once, unpaired surrogates and all."""
        self._data = text.encode("utf-8", "surrogatepass")
        self._text = "" if text.isascii() else text
        self._byte = self._character = 0

    def find(self, pattern: Any, offset: int) -> int:
        """Give where a pattern first matches at or after `offset`, in characters, or -1; offsets must not go back."""
        if not self._text:
            match = pattern.search(self._data, offset)
            return -1 if match is None else int(match.start())
        if offset > self._character:
            self._byte += len(self._text[self._character : offset].encode("utf-8", "surrogatepass"))
            self._character = offset
        match = pattern.search(self._data, self._byte)
        if match is None:
            return -1
        at: int = match.start()
        self._character += len(self._data[self._byte : at].decode("utf-8", "surrogatepass"))
        self._byte = at
        return self._character
