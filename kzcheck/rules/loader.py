"""Read packs of rules: YAML files to one typed `Pack`, or every error of every file at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from kzcheck.compare.relations import asked, keys, relation
from kzcheck.concepts import alternatives
from kzcheck.model import Answer, Concept, Expectation, Metric, Notice, Pack, Rule, Waiver
from kzcheck.rules.fields import Field, Problem, Section, described, nearest, sections
from kzcheck.rules.fields import Path as KeyPath
from kzcheck.storage import YamlError, load_placed

Places = dict[KeyPath, tuple[int, int, int, int]]


class RulesError(ValueError):
    """Rule files that cannot be used: `notices` holds every error of every file, in the order of file and line."""

    def __init__(self, notices: Sequence[Notice]) -> None:
        """Keep the notices; the message is one line for each."""
        self.notices = tuple(notices)
        super().__init__("\n".join(str(n) for n in self.notices))


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    data: dict[str, Any]
    places: Places


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of a section as read: its fields typed, and where it stands."""

    section: str
    name: str
    values: dict[str, Any]
    file: _File

    @property
    def line(self) -> int:
        """Give the line of the entry's name."""
        return self.file.places.get((self.section, self.name), (0,))[0]


def load(paths: Sequence[Path]) -> Pack:
    """Read every .yaml file in and below these folders (a path may be a file, too) as one pack, sorted by path.

    Raises RulesError with all errors: files that are no YAML, duplicate, unknown and missing keys, values of the wrong
    type, unknown units and relations, dates that are none, rules and bounds that name no metric of the packs, names
    that stand in two files.
    """
    errors: list[Notice] = []
    files = [f for f in (_read(path, name, errors) for path, name in _files(paths, errors)) if f is not None]
    entries = [e for file in files for e in _entries(file, errors)]
    _check_names(entries, errors)
    _check_references(entries, errors)
    if errors:
        raise RulesError(sorted(errors, key=lambda n: (n.where, n.line, n.column, n.message)))
    return _pack(entries, tuple(f.name for f in files))


def _files(paths: Iterable[Path], errors: list[Notice]) -> list[tuple[Path, str]]:
    found: dict[Path, str] = {}
    for given in paths:
        shown = _shown(given)
        if given.is_dir():
            inside = sorted(p for p in given.rglob("*") if p.suffix in {".yaml", ".yml"} and p.is_file())
            if not inside:
                errors.append(_notice(shown, "rules.empty", "no .yaml file in or below this folder"))
            for path in inside:
                found.setdefault(path.resolve(), (Path(shown) / path.relative_to(given)).as_posix())
        elif given.is_file():
            found.setdefault(given.resolve(), shown)
        else:
            errors.append(_notice(shown, "rules.missing", "no such file or folder of rules"))
    return list(found.items())


def _shown(path: Path) -> str:
    """Name a path without what only this machine knows."""
    if not path.is_absolute():
        return path.as_posix()
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.name


def _notice(where: str, code: str, message: str, line: int = 0, column: int = 0) -> Notice:
    return Notice(severity="error", code=code, message=message, where=where, line=line, column=column)


def _read(path: Path, name: str, errors: list[Notice]) -> _File | None:
    try:
        data, places = load_placed(path.read_bytes())
    except OSError as error:
        errors.append(_notice(name, "rules.unreadable", f"cannot be read: {error.strerror}"))
        return None
    except YamlError as error:
        errors.append(_notice(name, "rules.yaml", f"not valid YAML: {error}", error.line, error.column))
        return None
    if data is None:
        return _File(name, {}, {})
    if not isinstance(data, dict):
        known = ", ".join(s.name for s in sections())
        message = f"a rule file holds {known}, not {described(data)}"
        errors.append(_notice(name, "rules.value", message, 1, 1))
        return None
    return _File(name, data, places)


def _located(file: _File, problem: Problem) -> Notice:
    path, at_key = problem.path, problem.at_key
    while path and path not in file.places:
        # A single value may stand where a list could: its place is that of its only item.
        at_key = at_key or isinstance(path[-1], str)
        path = path[:-1]
    key_line, key_column, line, column = file.places.get(path, (0, 0, 0, 0))
    if at_key:
        line, column = key_line, key_column
    return _notice(file.name, problem.code, problem.message, line, column)


def _entries(file: _File, errors: list[Notice]) -> Iterable[_Entry]:
    known = {s.name: s for s in sections()}

    def report(problem: Problem) -> None:
        errors.append(_located(file, problem))

    for key, entries in file.data.items():
        section = known.get(key)
        if section is None:
            message = f"unknown section {key!r}{nearest(str(key), list(known))} (sections: {', '.join(known)})"
            report(Problem((str(key),), "rules.key", message, at_key=True))
        elif entries is not None and not isinstance(entries, dict):
            message = f"{key!r} takes a mapping from names to entries, not {described(entries)}"
            report(Problem((key,), "rules.value", message))
        else:
            for name, entry in (entries or {}).items():
                values = _values(section, str(name), entry, report)
                if values is not None:
                    yield _Entry(key, str(name), values, file)


def _values(section: Section, name: str, entry: Any, report: Any) -> dict[str, Any] | None:
    path: KeyPath = (section.name, name)
    if not isinstance(entry, dict):
        message = f"{section.entry} {name!r} takes a mapping of fields, not {described(entry)}"
        report(Problem(path, "rules.value", message, at_key=entry is None))
        return None
    known: dict[str, Field] = {f.name: f for f in section.fields}
    out = {}
    for key, value in entry.items():
        field = known.get(key)
        if field is None:
            message = f"unknown key {key!r} in {section.entry} {name!r}{nearest(str(key), list(known))}"
            report(Problem((*path, str(key)), "rules.key", message, at_key=True))
        else:
            out[key] = field.shape.read(value, (*path, key), report)
    for field in section.fields:
        if field.required and field.name not in entry:
            message = f"{section.entry} {name!r} lacks {field.name!r}: {field.meaning}"
            report(Problem(path, "rules.missing", message, at_key=True))
    if section.name == "expectations" and out.get("low") is None and out.get("high") is None and entry:
        report(Problem(path, "rules.missing", f"expectation {name!r} needs 'low', 'high' or both", at_key=True))
    return out


def _check_names(entries: list[_Entry], errors: list[Notice]) -> None:
    first: dict[tuple[str, str], _Entry] = {}
    for entry in entries:
        before = first.setdefault((entry.section, entry.name), entry)
        if before is not entry:
            message = f"{entry.name!r} stands in {before.file.name}:{before.line} already"
            problem = Problem((entry.section, entry.name), "rules.duplicate", message, at_key=True)
            errors.append(_located(entry.file, problem))


def _check_references(entries: list[_Entry], errors: list[Notice]) -> None:
    metrics = [e.name for e in entries if e.section == "metrics"]

    def check(entry: _Entry, key: str, name: str, path: KeyPath, *, glob: bool) -> None:
        if name in metrics or (glob and any(fnmatchcase(m, name) for m in metrics)):
            return
        message = f"{key!r} names the unknown metric {name!r}{nearest(name, metrics)}"
        errors.append(_located(entry.file, Problem(path, "rules.metric", message, at_key=key == "expectations")))

    for entry in entries:
        path: KeyPath = (entry.section, entry.name)
        if entry.section == "expectations":
            check(entry, "expectations", entry.name, path, glob=False)
        if entry.section == "metrics" and entry.values.get("part_of"):
            check(entry, "part_of", entry.values["part_of"], (*path, "part_of"), glob=False)
        if entry.section == "rules":
            for i, name in enumerate(entry.values.get("metrics") or ()):
                if name != "*":
                    check(entry, "metrics", name, (*path, "metrics", i), glob=True)
            for key in keys():
                if entry.values.get(key):
                    check(entry, key, entry.values[key], (*path, key), glob=False)
            errors.extend(_located(entry.file, problem) for problem in _keys(entry, path))


def _keys(entry: _Entry, path: KeyPath) -> Iterable[Problem]:
    """Say which keys of its relation a rule lacks, and which of other relations it has to no end."""
    name = entry.values.get("relation")
    if name is None:
        return
    own = {key.name: key for key in relation(name).keys}
    for key in own.values():
        if key.required and key.name not in entry.values:
            message = f"rule {entry.name!r} lacks {key.name!r}: {key.meaning}"
            yield Problem(path, "rules.missing", message, at_key=True)
    for key in keys().values():
        if key.name in entry.values and key.name not in own:
            users = ", ".join(one.name for one in asked() if key in one.keys)
            message = f"{key.name!r} means nothing to the relation {name!r} (it belongs to {users})"
            yield Problem((*path, key.name), "rules.key", message, at_key=True)


def _pack(entries: list[_Entry], files: tuple[str, ...]) -> Pack:
    def of(section: str) -> list[_Entry]:
        return [e for e in entries if e.section == section]

    return Pack(
        metrics=tuple(_metric(e) for e in of("metrics")),
        rules=tuple(_rule(e) for e in of("rules")),
        expectations=tuple(
            Expectation(
                metric=e.name,
                low=e.values.get("low"),
                high=e.values.get("high"),
                reason=e.values["reason"],
                file=e.file.name,
                line=e.line,
            )
            for e in of("expectations")
        ),
        waivers=tuple(
            Waiver(
                fingerprint=e.name,
                reason=e.values["reason"],
                until=e.values.get("until"),
                file=e.file.name,
                line=e.line,
            )
            for e in of("waivers")
        ),
        answers=tuple(
            Answer(
                name=e.name,
                pair=e.values["pair"],
                same=e.values["are"] == "same",
                reason=e.values.get("reason", ""),
                file=e.file.name,
                line=e.line,
            )
            for e in of("answers")
        ),
        concepts=tuple(_concept(e) for e in of("concepts")),
        files=files,
    )


def _concept(entry: _Entry) -> Concept:
    values = entry.values
    return Concept(
        id=entry.name,
        title=values["title"],
        words=alternatives(values["words"]),
        excluded=values.get("not", ()),
        measures=values.get("measure", ()),
        nature=values.get("nature", ""),
        of=values.get("of", "any"),
        beside=values.get("beside", ()),
        keeps=values.get("keeps", ()),
        file=entry.file.name,
    )


def _metric(entry: _Entry) -> Metric:
    values = dict(entry.values)
    units = values.pop("unit")
    return Metric(name=entry.name, unit=units[0], units=units, file=entry.file.name, line=entry.line, **values)


def _rule(entry: _Entry) -> Rule:
    values = dict(entry.values)
    others = tuple((key, values.pop(key)) for key in keys() if values.get(key))
    counts: dict[str, int] = {}
    examples = []
    for example in values.pop("examples", ()):
        i = counts.get(example.expect, 0)
        counts[example.expect] = i + 1
        place = entry.file.places.get(("rules", entry.name, "examples", example.expect, i), (0,))
        examples.append(replace(example, line=place[0]))
    return Rule(id=entry.name, others=others, examples=tuple(examples), file=entry.file.name, line=entry.line, **values)
