"""Start Python beside this process so that nothing of the folder that is checked can be imported by it.

`python -c` puts the current folder first on the import path, and so do the processes of multiprocessing before they are
told another one. Documents come from anywhere: a `pandas.py` or a `kzcheck` folder beside them must never run.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

_HOME = Path(__file__).resolve().parents[2]
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
_SAFE = "PYTHONSAFEPATH"


def python(code: str) -> list[str]:
    """Give the command that runs `code` in a Python which imports from this one's path, without the current folder."""
    return [sys.executable, "-I", "-c", _START + code, json.dumps(import_path(sys.path, Path.cwd()))]


def neutral_folder() -> str:
    """Give a folder to run a child process in: the root of the file system, where nobody's documents lie."""
    return Path(sys.executable).anchor


def import_path(entries: Sequence[str], current: Path) -> list[str]:
    """Give an import path in absolute terms without the current folder, unless kzcheck itself stands there."""
    found = [os.path.abspath(entry) for entry in entries if entry]  # noqa: PTH100  links stay as they are
    return [entry for entry in found if Path(entry).resolve() not in {current.resolve()} - {_HOME}]


@contextlib.contextmanager
def safe_children() -> Iterator[None]:
    """Have the Python processes that are started meanwhile leave the current folder out of their import path."""
    before, path = os.environ.get(_SAFE), sys.path[:]
    os.environ[_SAFE] = "1"
    sys.path[:] = import_path(path, Path.cwd())  # multiprocessing hands it on
    try:
        yield
    finally:
        sys.path[:] = path
        os.environ.pop(_SAFE)
        if before is not None:
            os.environ[_SAFE] = before
