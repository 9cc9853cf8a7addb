"""Write aside, then rename: a reader sees the old file or the new one, never half of either."""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of renameat2(2)


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


def write_folder(folder: Path, files: Mapping[str, bytes], ours: Callable[[str], bool]) -> bool:
    """Put files into a folder of their own in one step: a reader sees all the old ones or all the new ones.

    They are written into a folder beside it, and the two are exchanged; files of ours that are not among the new ones
    stay. Gives False, with nothing done, where the folder holds what is not `ours` (by its name), is a link or the
    current folder, or where the system cannot exchange two folders. Raises OSError as `write_bytes` does.
    """
    there = folder.is_dir() and not folder.is_symlink()
    if os.path.lexists(folder) and (not there or folder.samefile(Path.cwd())):
        return False
    kept = list(os.scandir(folder)) if there else []
    if not all(entry.is_file(follow_symlinks=False) and ours(entry.name) for entry in kept):
        return False
    folder.parent.mkdir(parents=True, exist_ok=True)
    with locked(folder.parent):
        for left in folder.parent.glob(f".{glob.escape(folder.name)}.*.new"):
            shutil.rmtree(left, ignore_errors=True)  # of a run that was killed: whoever still writes holds the lock
        beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.", suffix=".new"))
        try:
            beside.chmod(stat.S_IMODE(folder.stat().st_mode) if there else 0o777 & ~_umask())
            for name, data in files.items():
                _fill(beside / name, data, as_=folder / name)
            for entry in kept:
                if entry.name not in files:
                    os.link(entry.path, beside / entry.name)
            if there:
                return _exchanged(beside.absolute(), folder.absolute())
            beside.rename(folder)
            return True
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def _fill(path: Path, data: bytes, *, as_: Path) -> None:
    try:
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if as_.is_file():
            path.chmod(stat.S_IMODE(as_.stat().st_mode))
    except OSError as error:
        error.filename = str(as_)
        raise


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders, where the system can do that at once (Linux)."""
    import ctypes

    try:
        exchange = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return bool(exchange(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)


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
