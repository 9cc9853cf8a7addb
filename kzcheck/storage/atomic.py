"""Write aside, then rename: a reader sees the old file or the new one, never half of either."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path


def write_bytes(path: Path, data: bytes) -> None:
    """Put `data` into `path` in one step.

    Raises OSError where the folder cannot be written or the disk is full; the old file is then as it was.
    """
    write_all({path: data})


def write_text(path: Path, text: str) -> None:
    """Put `text` into `path` as UTF-8 in one step. Raises OSError as `write_bytes` does."""
    write_bytes(path, text.encode("utf-8"))


def write_all(files: Mapping[Path, bytes]) -> None:
    """Put several files in place together: each is written aside first, and only when all are there are they renamed.

    Raises OSError as `write_bytes` does; the old files are then as they were.
    """
    aside: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            if not _stream(path):
                # What a link leads to is replaced, not the link.
                target = path.resolve() if path.is_symlink() else path
                aside[target] = _aside(target, data)
        for path, part in aside.items():
            part.replace(path)
    except BaseException:
        for part in aside.values():
            part.unlink(missing_ok=True)
        raise
    for path, data in files.items():
        if _stream(path):
            with path.open("ab") as file:
                file.write(data)


def leads_out(path: Path) -> bool:
    """Tell whether a file that is to be written stands, by links, outside the folder that its name says.

    That is the current folder where the name lies below it, else the folder of the file.
    """
    if _stream(path):
        return False
    absolute, here = Path(os.path.abspath(path)), Path.cwd()  # noqa: PTH100  links keep their names
    named = here if absolute.is_relative_to(here) else absolute.parent
    return not Path(os.path.realpath(absolute)).is_relative_to(os.path.realpath(named))


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder for reading a file in it and writing it anew; whoever else asks for that waits."""
    try:
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):  # no such locks on this system
        yield
        return
    try:
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _stream(path: Path) -> bool:
    """Tell whether a path is a device or a pipe, such as /dev/stdout, which takes data but is never replaced."""
    if path.absolute().is_relative_to("/dev") or path.absolute().is_relative_to("/proc"):
        return True
    return path.exists() and not path.is_file() and not path.is_dir()


def _aside(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = stat.S_IMODE(path.stat().st_mode) if path.is_file() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(mode)
    except BaseException as error:
        part.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename is None:
            error.filename = str(path)  # a full disk does not say for which file
        raise
    return part


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
