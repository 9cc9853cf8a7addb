"""Find the files that paths, folders and globs mean, in one order, each once."""

from __future__ import annotations

import difflib
import glob
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kzcheck.documents.formats import is_data, known
from kzcheck.model import Notice
from kzcheck.model.visible import name as harmless

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

STDIN = "-"
SOURCES = "sources.yaml"
_GLOB = frozenset("*?[")
_NAMED = 5
_LARGEST = 1 << 29
_HERE = Path()


class InputError(ValueError):
    """Paths that cannot be what was meant; nothing was read."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, what the document is called, and the folder up to which a sources.yaml may describe it."""

    path: Path | None
    id: str
    root: Path


class _File(NamedTuple):
    """A file as it was met: where, below which folder, which path led there, and the file itself, links followed."""

    path: Path
    root: Path
    given: str
    real: str


@dataclass(slots=True)
class _Walk:
    """What a search has found so far, and what it left out."""

    include: GitIgnoreSpec | None
    exclude: GitIgnoreSpec | None
    skip: frozenset[str]
    base: Path
    files: list[_File] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    other_kinds: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    led_out: list[str] = field(default_factory=list)
    visited: set[tuple[int, int]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Ignoring:
    """The rules of one .gitignore.

    `base` is the folder that paths are seen from, `prefix` what the rules see before them.
    """

    base: Path
    prefix: str
    spec: GitIgnoreSpec

    def covers(self, path: Path, slash: str) -> bool:
        """Tell whether a path (with "/" after a folder) is ignored."""
        return self.spec.match_file(f"{self.prefix}{path.relative_to(self.base).as_posix()}{slash}")


def find(
    paths: Sequence[str],
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    skip: Sequence[Path] = (),
    base: Path = _HERE,
) -> tuple[list[Found], list[Notice]]:
    """Give the files of `paths`, in the order given and sorted by name inside a folder, and what was left out.

    A document is called by its path as it lies below the current folder; by the path given where that leads out of it;
    and never by an absolute path: below a folder that was given absolutely the name begins with that folder's own.
    `include` and `exclude` are patterns as in .gitignore, for what lies inside folders; with `include` only what
    matches is read, whatever its suffix. `skip` names files and folders to leave out silently (kzcheck's own output).
    `base` stands in for the current folder.
    Raises InputError naming every path that does not exist.
    """
    walk = _Walk(_spec(include), _spec(exclude), frozenset(map(os.path.realpath, skip)), base)
    missing = [problem for path in paths for problem in _expand(path, walk)]
    if missing:
        raise InputError("; ".join(missing))
    return _named(walk), [*walk.notices, *_left_out(walk)]


def _expand(path: str, walk: _Walk) -> Iterator[str]:
    if path == STDIN:
        walk.files.append(_File(Path(STDIN), Path(STDIN), path, STDIN))
        return
    given = walk.base / path
    if given.is_dir():
        _folder(given, path, walk)
    elif given.exists():
        walk.files.append(_File(given, given.parent, path, os.path.realpath(given)))
    elif _GLOB & set(path):
        matches = sorted(glob.glob(path, root_dir=walk.base, recursive=True))  # noqa: PTH207  patterns may be absolute
        if not matches:
            yield f"no file matches {path}"
        for match in matches:
            file = walk.base / match
            if file.is_dir():
                continue
            if not file.is_file():
                walk.other_kinds.append(match)
            elif leads_out(file, walk.base / _fixed(path)):
                walk.led_out.append(match)
            else:
                walk.files.append(_File(file, file.parent, match, os.path.realpath(file)))
    else:
        yield f"no such path: {path}{_nearest(given)}"


def _fixed(pattern: str) -> Path:
    """Give the folders that a pattern begins with, which no link below may leave."""
    parts = Path(pattern).parts
    return Path(*parts[: next(n for n, part in enumerate(parts) if _GLOB & set(part))])


def _nearest(path: Path) -> str:
    if path.is_symlink():
        return " (a link that leads nowhere)"
    try:
        names = [p.name for p in path.parent.iterdir()]
    except OSError:
        return ""
    near = difflib.get_close_matches(path.name, names, n=1)
    return f" (did you mean {path.parent / near[0]}?)" if near else ""


def _folder(top: Path, given: str, walk: _Walk) -> None:
    def visit(folder: Path, below: str, above: tuple[tuple[int, int], ...], rules: list[_Ignoring]) -> None:
        try:
            entries = sorted(os.scandir(folder), key=lambda e: e.name)
            status = folder.stat()
        except OSError as error:
            walk.notices.append(_unreadable(folder, top, given, walk.base, error))
            return
        if (status.st_dev, status.st_ino) in above:
            message = "a link leads back to a folder above; it is not followed"
            where = _Naming(walk.base).of(folder, top, given)
            walk.notices.append(Notice(severity="warning", code="loop", message=message, where=where))
            return
        if folder.is_symlink() and (status.st_dev, status.st_ino) in walk.visited:
            return  # all in it was met already, and links that cross could go on for ever
        walk.visited.add((status.st_dev, status.st_ino))
        own = _read_spec(folder / ".gitignore")
        rules = [*rules, _Ignoring(folder, "", own)] if own is not None else rules
        here = (*above, (status.st_dev, status.st_ino))
        real_folder = os.path.realpath(folder)
        for entry in entries:
            path, kind, inside = folder / entry.name, _kind(entry), below + entry.name
            # Only a link can lead elsewhere than its name says, and following each path anew costs the most here.
            real = os.path.realpath(path) if entry.is_symlink() else os.path.join(real_folder, entry.name)  # noqa: PTH118
            if real in walk.skip:
                continue
            slash = "/" if kind == _FOLDER else ""
            why = _why_not(entry.name, inside + slash, any(r.covers(path, slash) for r in rules), walk)
            if why:
                walk.left_out[why] += 1
            elif entry.is_symlink() and leads_out(path, top):
                walk.led_out.append(_Naming(walk.base).of(path, top, given))
            elif kind == _FOLDER:
                visit(path, f"{inside}/", here, rules)
            elif entry.name != SOURCES:
                _take(walk, _File(path, top, given, real), inside, regular=kind == _REGULAR)

    visit(top, "", (), _ignored_above(top))


_FOLDER, _REGULAR, _OTHER = "folder", "file", "other"


def _kind(entry: os.DirEntry[str]) -> str:
    """Tell a folder, a file and anything else apart (a pipe, a device), links followed; one to nothing is a file."""
    if not entry.is_symlink():
        return _FOLDER if entry.is_dir() else _REGULAR if entry.is_file() else _OTHER
    path = Path(entry.path)
    return _FOLDER if path.is_dir() else _OTHER if path.exists() and not path.is_file() else _REGULAR


def _why_not(name: str, inside: str, ignored: bool, walk: _Walk) -> str:
    """Say why what a folder holds is left out without a look at it, "" where it is not."""
    if name.startswith("."):
        return "hidden"
    if ignored:
        return "ignored by .gitignore"
    return "excluded" if walk.exclude is not None and walk.exclude.match_file(inside) else ""


def _take(walk: _Walk, file: _File, inside: str, *, regular: bool) -> None:
    """Take a file that a folder holds, or note why it is not read."""
    suffix = file.path.suffix
    if not regular:
        walk.other_kinds.append(inside)
    elif walk.include is not None:
        if walk.include.match_file(inside):
            walk.files.append(file)
        else:
            walk.left_out["not included"] += 1
    elif is_data(suffix):
        walk.data.append(inside)
    elif not known(suffix):
        walk.other_kinds.append(inside)
    else:
        walk.files.append(file)


def _ignored_above(top: Path) -> list[_Ignoring]:
    """Give the .gitignore rules of the folders above, up to the root of the repository that `top` lies in.

    A folder that is itself ignored but was named all the same is read.
    """
    absolute = Path(os.path.abspath(top))  # noqa: PTH100  links keep their names
    above: list[Path] = []
    for folder in (absolute, *absolute.parents):
        if folder != absolute:
            above.append(folder)
        if (folder / ".git").exists():
            break
    else:
        return []
    rules = []
    for folder in above:
        spec = _read_spec(folder / ".gitignore")
        inside = absolute.relative_to(folder).as_posix() + "/"
        if spec is not None and not spec.match_file(inside):
            rules.append(_Ignoring(top, inside, spec))
    return rules


def _read_spec(path: Path) -> GitIgnoreSpec | None:
    if not path.is_file():
        return None
    try:
        data = bounded(path)
    except OSError:
        return None
    return _spec(data.decode("utf-8", "replace").splitlines())


def leads_out(path: Path, root: Path) -> bool:
    """Tell whether a path below `root` leads, by links, out of it and out of the repository around it."""
    absolute = Path(os.path.realpath(root))
    around = (folder for folder in (absolute, *absolute.parents) if (folder / ".git").exists())
    return _inside(os.path.realpath(path), str(next(around, absolute))) is None


def bounded(path: Path) -> bytes:
    """Read a file; raise OSError where it is larger than any document, also while it is being read."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        data = file.read(_LARGEST + 1) if size <= _LARGEST else b""
    if size > _LARGEST or len(data) > _LARGEST:
        raise OSError(f"it is larger than {_LARGEST >> 20:,} megabytes")
    return data


def _spec(lines: Sequence[str]) -> GitIgnoreSpec | None:
    if not any(line.strip() and not line.startswith("#") for line in lines):
        return None
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines)


def _named(walk: _Walk) -> list[Found]:
    """Name each file once; where two would be called the same, further folders of their paths tell them apart."""
    unique: dict[str, _File] = {}
    for file in walk.files:
        unique.setdefault(file.real, file)
    files = list(unique.values())
    named = _Naming(walk.base)
    names = [named.of(file.path, file.root, file.given) for file in files]
    depth = 1
    while len(set(names)) < len(names) and depth < 100:
        again = Counter(names)
        depth += 1
        names = [
            _tail(file.path, len(Path(name).parts) + 1) if again[name] > 1 else name
            for name, file in zip(names, files, strict=True)
        ]
    return [
        Found(None if file.real == STDIN else file.path, harmless(name), file.root)
        for name, file in zip(names, files, strict=True)
    ]


class _Naming:
    """What files are called, seen from a folder. On strings: with objects this takes longer than reading the files."""

    def __init__(self, base: Path) -> None:
        self._here = os.path.abspath(base)  # noqa: PTH100  links keep their names
        self._roots: dict[tuple[Path, str], tuple[bool, str, str]] = {}

    def of(self, path: Path, root: Path, given: str) -> str:
        """Name a file that was met below `root`, where the path `given` led."""
        if str(path) == STDIN:
            return "stdin"
        absolute = os.path.abspath(path)  # noqa: PTH100
        name = _inside(absolute, self._here)
        if name is not None:
            return name or "."
        if (root, given) not in self._roots:
            whole = os.path.abspath(root)  # noqa: PTH100
            self._roots[root, given] = Path(given).is_absolute(), str(Path(given)), whole
        is_absolute, plain, whole = self._roots[root, given]
        if not is_absolute:
            return Path(os.path.relpath(absolute, self._here)).as_posix()
        name = _inside(absolute, whole)
        if absolute == plain or name is None:
            return os.path.basename(absolute)  # noqa: PTH119
        return f"{os.path.basename(whole)}/{name}".strip("/")  # noqa: PTH119


def _inside(path: str, folder: str) -> str | None:
    """Give the rest of an absolute path below a folder, "" for the folder itself, None for what lies elsewhere."""
    start = folder if folder.endswith(os.sep) else folder + os.sep
    if not os.path.normcase(path).startswith(os.path.normcase(start)):
        return "" if os.path.normcase(path) == os.path.normcase(folder) else None
    return path[len(start) :].replace(os.sep, "/")


def _tail(path: Path, parts: int) -> str:
    every = Path(os.path.abspath(path)).parts[1:]  # noqa: PTH100
    return "/".join(every[-parts:])


def _unreadable(path: Path, root: Path, given: str, base: Path, error: OSError) -> Notice:
    why = (error.strerror or str(error)).lower()
    where = _Naming(base).of(path, root, given)
    return Notice(severity="error", code="unreadable", message=f"cannot be read: {why}", where=where)


def _left_out(walk: _Walk) -> list[Notice]:
    message = "a link that leads out of what was given; name the file itself to read it"
    out = [Notice(severity="warning", code="link", message=message, where=name) for name in sorted(walk.led_out)]
    parts = [f"{count} {what}" for what, count in sorted(walk.left_out.items())]
    if walk.data:
        parts.append(
            f"{len(walk.data)} of data or packed ({_some(walk.data)}), which are read where they are named or included"
        )
    if walk.other_kinds:
        parts.append(f"{len(walk.other_kinds)} of a kind that is not read ({_some(walk.other_kinds)})")
    if parts:
        out.append(Notice(severity="info", code="left-out", message="left out in folders: " + "; ".join(parts)))
    return out


def _some(names: Sequence[str]) -> str:
    more = "" if len(names) <= _NAMED else ", ..."
    return ", ".join(sorted(names)[:_NAMED]) + more
