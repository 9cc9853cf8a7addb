"""Values kept many together: what is read at once lies at once, and each key knows its piece of it.

A segment is bytes that whoever keeps them can cut into pieces; the place of a piece is a segment, where the piece
begins in it, how long it is (in whatever the keeper counts: rows, characters), and a note. Segment and places are
stored in one step. Where many places lie in small segments, or in ones that are mostly of no use any more, keeping them
again together is worth it: `scattered` tells.
"""

from __future__ import annotations

import hashlib
import struct
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kzcheck.storage.store import Store

_PLACE = struct.Struct("<16sII")
_SMALL = 200
_MANY = 16


class Place(NamedTuple):
    """Where a value lies: in which segment, from where on, how much; and what is noted of it."""

    segment: bytes
    first: int
    size: int
    note: bytes = b""


class Segments:
    """The values of one kind in a store."""

    def __init__(self, store: Store, kind: bytes) -> None:
        """Take the store, and a byte that tells these values from others in it."""
        self._store = store
        self._place, self._segment = kind + b"p", kind + b"s"

    def places(self, keys: Sequence[bytes]) -> dict[bytes, Place]:
        """Give the places of those keys that are known."""
        found = self._store.get([self._place + key for key in keys])
        skip = len(self._place)
        return {key[skip:]: _placed(value) for key, value in found.items() if len(value) >= _PLACE.size}

    def payloads(self, names: Sequence[bytes]) -> dict[bytes, bytes]:
        """Give the bytes of those segments that are there."""
        found = self._store.get([self._segment + name for name in names])
        return {key[len(self._segment) :]: value for key, value in found.items()}

    def put(self, payload: bytes, places: Mapping[bytes, tuple[int, int, bytes]]) -> None:
        """Keep a segment: for each key where its piece begins, how long it is, and a note."""
        name = hashlib.blake2b(payload, digest_size=16).digest()
        values = {self._place + key: _PLACE.pack(name, *at[:2]) + at[2] for key, at in places.items()}
        self._store.put({self._segment + name: payload, **values})

    def count(self) -> int:
        """Count the keys that have a place."""
        return self._store.count(self._place)


def _placed(value: bytes) -> Place:
    segment, first, size = _PLACE.unpack_from(value)
    return Place(segment, first, size, value[_PLACE.size :])


def scattered(places: Sequence[Place]) -> frozenset[bytes]:
    """Name the segments whose pieces should be kept again together, none while there are few such ones."""
    used = Counter(place.segment for place in places)
    small = frozenset(name for name, pieces in used.items() if pieces < _SMALL)
    return small if len(small) > _MANY else frozenset()
