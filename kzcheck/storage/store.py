"""A bounded store of bytes under keys in one sqlite file that can vanish, or be damaged, at any time.

Several processes may use it together, and killing one leaves it whole: sqlite writes ahead and a reader sees a whole
transaction or none. Whatever goes wrong with it is a miss, never an error; a damaged file is thrown away and
begun anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

LIMIT = 1 << 29
"""The file may take half a gigabyte; beyond that what was not used for longest is dropped."""

_NAME = "claims.sqlite"
_LAYOUT = 3
_AT_ONCE = 500
_WAIT = 5.0
_KEPT_SHARE = 0.7
_TOUCH_SHARE = 0.5
_CHECK = 8
"""Bytes before each value that tell whether it and its key are as they were written."""


class Store:
    """The store in a folder."""

    def __init__(self, folder: Path, *, limit: int = LIMIT) -> None:
        """Take the folder; nothing is opened before it is needed."""
        self.path = folder / _NAME
        self._limit = limit

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Give the values of those keys that are there and undamaged."""
        found: dict[bytes, bytes] = {}
        if not keys or not os.path.exists(self.path):  # noqa: PTH110  no right to look is no file
            return found
        with self._healing(), self._open() as db:
            for some in _parts(keys):
                marks = ",".join("?" * len(some))
                # The only words put into the statement are question marks.
                for key, value in db.execute(f"SELECT key, value FROM claims WHERE key IN ({marks})", some):  # noqa: S608
                    if value[:_CHECK] == _digest(key, value[_CHECK:]):
                        found[key] = value[_CHECK:]
            if found and self.size() > self._limit * _TOUCH_SHARE:
                self._touch(db, list(found))
        return found

    def put(self, values: Mapping[bytes, bytes]) -> None:
        """Keep values; where that cannot be done (a full disk, a lock held for long), nothing is kept."""
        if not values:
            return
        with self._healing(), contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._open() as db:
                rows = [(key, _digest(key, value) + value) for key, value in values.items()]
                with _writing(db):
                    now = db.execute("SELECT coalesce(max(used), 0) + 1 FROM claims").fetchone()[0]
                    db.executemany(
                        "INSERT OR REPLACE INTO claims (key, value, used) VALUES (?, ?, ?)",
                        ((key, value, now) for key, value in rows if len(value) < self._limit // 8),
                    )
                self._shrink(db)

    def size(self) -> int:
        """Give the bytes that the file takes, 0 where there is none."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def count(self, prefix: bytes = b"") -> int:
        """Count the entries whose key begins so."""
        found = 0
        if os.path.exists(self.path):  # noqa: PTH110
            with self._healing(), self._open() as db:
                wanted = "SELECT count(*) FROM claims WHERE substr(key, 1, ?) = ?"
                found = int(db.execute(wanted, (len(prefix), prefix)).fetchone()[0])
        return found

    def clear(self) -> None:
        """Throw the file away."""
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    @contextlib.contextmanager
    def _healing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError:
            pass  # locked for long, a full disk, a folder that cannot be written: go on without
        except sqlite3.DatabaseError:
            with contextlib.suppress(OSError):
                self.clear()

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None)
        try:
            if db.execute("PRAGMA user_version").fetchone()[0] != _LAYOUT:
                self._begin(db)
            db.execute("PRAGMA synchronous = NORMAL")
            yield db
        finally:
            db.close()

    def _begin(self, db: sqlite3.Connection) -> None:
        """Lay the file out, unless another process has just done so."""
        db.execute("PRAGMA auto_vacuum = INCREMENTAL")
        with contextlib.suppress(sqlite3.OperationalError):  # another process may be changing it, to the same
            db.execute("PRAGMA journal_mode = WAL")
        with _writing(db):
            if db.execute("PRAGMA user_version").fetchone()[0] != _LAYOUT:
                db.execute("DROP TABLE IF EXISTS claims")
                db.execute("CREATE TABLE claims (key BLOB PRIMARY KEY, value BLOB NOT NULL, used INTEGER NOT NULL)")
                db.execute(f"PRAGMA user_version = {_LAYOUT}")

    def _touch(self, db: sqlite3.Connection, keys: Sequence[bytes]) -> None:
        with _writing(db):
            now = db.execute("SELECT coalesce(max(used), 0) FROM claims").fetchone()[0]
            db.executemany("UPDATE claims SET used = ? WHERE key = ? AND used < ?", ((now, key, now) for key in keys))

    def _shrink(self, db: sqlite3.Connection) -> None:
        page = db.execute("PRAGMA page_size").fetchone()[0]
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        if page * pages <= self._limit:
            return
        with _writing(db):
            db.execute(
                "DELETE FROM claims WHERE key IN (SELECT key FROM (SELECT key, sum(length(key) + length(value))"
                " OVER (ORDER BY used DESC, rowid DESC) AS size FROM claims) WHERE size > ?)",
                (int(self._limit * _KEPT_SHARE),),
            )
        db.execute("PRAGMA incremental_vacuum").fetchall()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextlib.contextmanager
def _writing(db: sqlite3.Connection) -> Iterator[None]:
    """Hold the lock for writing from the first statement on: to ask for it later can fail at once."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _digest(key: bytes, value: bytes) -> bytes:
    return hashlib.blake2b(b"%d:%b%b" % (len(key), key, value), digest_size=_CHECK).digest()


def _parts(keys: Sequence[bytes]) -> Iterable[Sequence[bytes]]:
    return (keys[i : i + _AT_ONCE] for i in range(0, len(keys), _AT_ONCE))
