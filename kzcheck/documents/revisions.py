"""Documents as they stood at a git revision: read from git's own store, with no checkout and no index touched."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from kzcheck.documents.files import SOURCES, STDIN, InputError
from kzcheck.documents.formats import known

_GLOB = frozenset("*?[")
_BESIDE = frozenset({SOURCES, ".gitignore"})
_LINK, _SUBMODULE = "120000", "160000"
_OF_THE_HOOK = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX"})
# Nothing is fetched, and no lock is taken, to look at what is there.
_QUIET = {"GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


class Revision(NamedTuple):
    """A revision laid out as files: the folder that stands for the current one, and the paths seen from there."""

    base: Path
    paths: tuple[str, ...]
    commit: str


class _Entry(NamedTuple):
    mode: str
    blob: str
    path: str


class _Store(NamedTuple):
    """Git's store of the repository around the current folder (None), or of a submodule in a folder."""

    folder: Path | None

    @property
    def where(self) -> tuple[str, ...]:
        """The options that lead git there."""
        return () if self.folder is None else ("-C", str(self.folder))

    @property
    def environment(self) -> dict[str, str]:
        """The environment for git; what a hook says of the repository around is not true of a submodule."""
        own = {name: value for name, value in os.environ.items() if self.folder is None or name not in _OF_THE_HOOK}
        return {**own, **_QUIET}

    def git(self, *args: str) -> subprocess.CompletedProcess[bytes]:
        """Run git."""
        try:
            return subprocess.run(  # noqa: S603  no shell; a revision cannot pass for an option
                [*_COMMAND, *self.where, *args], capture_output=True, check=False, env=self.environment
            )
        except FileNotFoundError:
            raise InputError("git is not installed, and an earlier revision can only be read with it") from None

    def submodule(self, path: str) -> _Store | None:
        """Give the store of a submodule that is checked out, None for one that is not."""
        top = Path(os.fsdecode(self.git("rev-parse", "--show-toplevel").stdout).strip("\n"))
        return _Store(top / path) if (top / path / ".git").exists() else None


def lay_out(revision: str, paths: Sequence[str], into: Path, *, every_kind: bool = False) -> Revision:
    """Put the files that `paths` (files, folders, globs; standard input has no past) meant at a revision into a folder.

    Of folders only the kinds of files that are read are laid out, or with `every_kind` all. Paths that did not exist
    then are left out of the result. Raises InputError where git, the repository or the revision is not there, or a path
    lies outside the repository.
    """
    top = Path(_ask("rev-parse", "--show-toplevel", why=f"{revision}: no git repository here"))
    if revision == "HEAD" and _Store(None).git("rev-parse", "--verify", "--quiet", "HEAD").returncode:
        return Revision(into, (), "")  # before the first commit there is no past
    commit = _ask(
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        f"{revision}^{{commit}}",
        why=f"{revision}: no such git revision here (a shallow clone knows few: fetch it first)",
    )
    roots = [(_inside(path, top), path) for path in paths if path != STDIN]
    _write(_Store(None), commit, [_fixed(root) for root, _ in roots], into, every_kind=every_kind)
    base = into / _inside(".", top)
    base.mkdir(parents=True, exist_ok=True)
    here = PurePosixPath(_inside(".", top))
    seen = [Path(os.path.relpath(root or ".", here)).as_posix() for root, _ in roots]
    return Revision(base, tuple(p for p in seen if _exists(base, p)), commit)


def _exists(base: Path, path: str) -> bool:
    return (base / path).exists() or (bool(_GLOB & set(path)) and any(base.glob(path)))


def _inside(path: str, top: Path) -> str:
    """Give a path as git names it, from the root of the repository ("" for the root itself)."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  the last part may be a link, or gone
    real = absolute.parent.resolve() / absolute.name if absolute.name else absolute
    if absolute == Path.cwd():
        real = absolute.resolve()
    try:
        inside = real.relative_to(top.resolve()).as_posix()
    except ValueError:
        raise InputError(f"{path} lies outside the git repository, so it has no earlier revision") from None
    return "" if inside == "." else inside


def _fixed(path: str) -> str:
    """Give the folders and the name that a glob begins with."""
    parts = path.split("/")
    whole = next((n for n, part in enumerate(parts) if _GLOB & set(part)), None)
    return path if whole is None else "/".join(parts[:whole])


def _write(store: _Store, commit: str, roots: Sequence[str], into: Path, *, every_kind: bool) -> None:
    entries = [entry for entry in _entries(store, commit) if _stays_inside(entry.path)]
    wanted = [e for e in entries if e.mode != _SUBMODULE and _wanted(e.path, roots, every_kind=every_kind)]
    links = []
    for entry, data in _contents(store, wanted):
        target = into / entry.path
        if entry.mode == _LINK:
            links.append((target, os.fsdecode(data)))
            continue
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            raise InputError(f"{entry.path} is a file and a folder in that revision, which is damaged") from None
    for target, leads in links:  # last, so that nothing is written through one
        end = os.path.normpath(target.parent / leads)
        if not Path(leads).is_absolute() and Path(end).is_relative_to(into) and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(leads)
    for entry in entries:
        below = _below(entry.path, roots) if entry.mode == _SUBMODULE else []
        own = store.submodule(entry.path) if below else None
        if own is not None:
            _write(own, entry.blob, below, into / entry.path, every_kind=every_kind)
    (into / ".git").mkdir(parents=True, exist_ok=True)  # .gitignore files count up to here


def _stays_inside(path: str) -> bool:
    """Tell whether a name in a tree is one that git makes: a tree from elsewhere can hold "/etc/x" and "../x"."""
    return not any(part in {"", ".", ".."} or part.lower() == ".git" or "\\" in part for part in path.split("/"))


def _below(module: str, roots: Sequence[str]) -> list[str]:
    """Give the roots as a submodule names them: all of it, or the paths inside it."""
    if any(not root or module == root or module.startswith(f"{root}/") for root in roots):
        return [""]
    return [root.removeprefix(f"{module}/") for root in roots if root.startswith(f"{module}/")]


def _wanted(path: str, roots: Sequence[str], *, every_kind: bool) -> bool:
    name = PurePosixPath(path)
    if name.name in _BESIDE or path in roots:
        return True
    below = any(not root or path.startswith(f"{root}/") for root in roots)
    return below and (every_kind or known(name.suffix))


def _entries(store: _Store, commit: str) -> Iterator[_Entry]:
    done = store.git("ls-tree", "-r", "-z", "--full-tree", commit)
    if done.returncode:
        where = f"the submodule {store.folder.name}" if store.folder is not None else "git"
        raise InputError(f"{where} does not have the commit {commit[:12]} (fetch it first)")
    for row in done.stdout.split(b"\0"):
        head, _, path = row.partition(b"\t")
        mode, kind, blob = head.decode().split() if path else ("", "", "")
        if kind == "blob" or mode == _SUBMODULE:
            yield _Entry(mode, blob, os.fsdecode(path))


def _contents(store: _Store, entries: Sequence[_Entry]) -> Iterator[tuple[_Entry, bytes]]:
    if not entries:
        return
    with subprocess.Popen(  # noqa: S603  no shell, and git's own names of objects
        [*_COMMAND, *store.where, "cat-file", "--batch"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=store.environment,
    ) as git:
        if git.stdin is None or git.stdout is None:
            raise InputError("git cannot be read")
        for entry in entries:
            git.stdin.write(f"{entry.blob}\n".encode())
            git.stdin.flush()
            head = git.stdout.readline().split()
            if len(head) != 3:
                raise InputError(f"git does not have {entry.path} of that revision (a partial clone: fetch it first)")
            yield entry, git.stdout.read(int(head[2]))
            git.stdout.read(1)


_COMMAND = ("git", "--no-pager")


def _ask(*args: str, why: str) -> str:
    done = _Store(None).git(*args)
    if done.returncode:
        raise InputError(why)
    return os.fsdecode(done.stdout).strip("\n")
