"""Freeze what kzcheck finds and judges, one line a claim and a comparison, and show what a change has changed.

    tools/golden.py                          freeze this checkout into build/golden
    tools/golden.py --against build/old      freeze it, and compare it with a freeze made before
    tools/golden.py --against main           freeze it, and compare it with the code of a git revision

Both sides read the same texts, those of this checkout: the seeds, every sentence of the language corpora, the examples
inside the rules and, where it stands beside the checkout, the folder ../shared (its long filings only with --filings).
The code of a revision runs from a worktree of its own, apart from this one and from what is installed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
RULES = "rules"
BRACKETS = re.compile("[⟦⟧]")
PUBLISHED = "2025-10-21"
"""When a sentence was published that does not say so."""

SHOWN = 6
"""So many examples of a change are shown; all are counted."""

_START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from kzcheck.cli import main; main()"
_CLAIM_SKIP = frozenset({"claim_id", "document", "start", "end"})
_COMPARISON_SKIP = frozenset({"id", "claims", "relation"})
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some input: paths to check, or groups of texts that are compared among themselves only."""

    name: str
    paths: tuple[Path, ...] = ()
    groups: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """Texts with their publication dates by the name of their group."""
    rules: bool = True


def main() -> int:
    """Freeze, compare, and give the exit code: 1 where something differs."""
    parser = argparse.ArgumentParser(description="Freeze what kzcheck finds and judges, and compare two freezes.")
    parser.add_argument("--into", type=Path, default=ROOT / "build/golden", help="folder to write (build/golden)")
    parser.add_argument("--against", default="", metavar="FOLDER|REV", help="a former freeze or a git revision")
    parser.add_argument("--only", action="append", default=[], metavar="PART", help="only these parts (repeatable)")
    parser.add_argument("--filings", action="store_true", help="also the long filings of ../shared (minutes)")
    parser.add_argument("--shown", type=int, default=SHOWN, metavar="N", help=f"examples of each change ({SHOWN})")
    given = parser.parse_args()
    parts = [p for p in _parts(filings=given.filings) if not given.only or p.name in given.only]
    if not parts:
        parser.error(f"--only: parts are {', '.join(p.name for p in _parts(filings=True))}")
    freeze(ROOT, parts, given.into)
    if not given.against:
        return 0
    if Path(given.against).is_dir():
        return differences(Path(given.against), given.into, [p.name for p in parts], given.shown)
    with tempfile.TemporaryDirectory(prefix="golden-") as folder:
        tree = Path(folder) / "tree"
        _git("worktree", "add", "--detach", "--quiet", str(tree), given.against)
        try:
            freeze(tree, parts, Path(folder) / "then")
        finally:
            _git("worktree", "remove", "--force", str(tree))
        return differences(Path(folder) / "then", given.into, [p.name for p in parts], given.shown)


def _git(*words: str) -> None:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603, S607
    if done.returncode:
        sys.exit(f"golden: {done.stderr.strip()}")


def _parts(*, filings: bool) -> list[Part]:
    parts = [Part(name="seeds", paths=(ROOT / "seeds",)), Part(name="corpus", groups=_corpus()), _rules()]
    if not SHARED.is_dir():
        return parts
    corpora = SHARED / "corpora"
    parts += [Part(name=name, paths=(corpora / name / "docs",)) for name in ("kz", "software")]
    for name in ("ladder", "reports", "judging/stress"):
        groups = {f"{n}": texts for n, texts in enumerate(_rows(corpora / f"{name}.jsonl"), 1)}
        parts.append(Part(name=name.split("/")[0], groups=groups, rules=False))
    if filings:
        long = sorted((corpora / "filings/docs").glob("*.html"))
        parts += [Part(name=f"filing-{p.stem}", paths=(p,), rules=False) for p in long]
    return parts


def _corpus() -> dict[str, list[tuple[str, str]]]:
    """Give every sentence of the language corpora, under a name made from it: others may be added anywhere."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in sorted((ROOT / "kzcheck/lang").glob("*/corpus/*.yaml")):
        for text, published in _sentences(_load(path), PUBLISHED):
            texts = [(BRACKETS.sub("", text), published)]
            found[f"{path.stem}-{_mark(texts)}"] = texts
    return found


def _mark(texts: Sequence[tuple[str, str]]) -> str:
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:8]


def _sentences(node: Any, published: str) -> Iterator[tuple[str, str]]:
    """Walk a corpus file: whatever holds blanks and ends as a sentence does, or holds brackets, is one."""
    if isinstance(node, dict):
        published = str(node.get("published", published))
        for key, value in node.items():
            if re.fullmatch(r"\d{4}-\d\d-\d\d", str(key)):
                yield from _sentences(value, str(key))
                continue
            yield from _sentences(str(key), published)
            if key not in {"known_wrong", "why"}:
                yield from _sentences(value, published)
    elif isinstance(node, list):
        for item in node:
            yield from _sentences(item, published)
    elif isinstance(node, str) and " " in node and ("⟦" in node or node.rstrip().endswith((".", "!", "?"))):
        yield node, published


def _rules() -> Part:
    groups: dict[str, list[tuple[str, str]]] = {}
    for path in sorted((ROOT / RULES).rglob("*.yaml")):
        for name, rule in ((_load(path) or {}).get("rules") or {}).items():
            for verdict, examples in (rule.get("examples") or {}).items():
                for texts in map(_example, examples):
                    groups[f"{name}-{verdict}-{_mark(texts)}"] = texts
    return Part(name="rules", groups=groups)


def _example(example: Any) -> list[tuple[str, str]]:
    if isinstance(example, str):
        return [(example, "")]
    if isinstance(example, list):
        return [text for one in example for text in _example(one)]
    day = str(example.get("published", ""))
    return [(t, d or day) for t, d in _example(example.get("texts", example.get("text", [])))]


def _rows(path: Path) -> Iterator[list[tuple[str, str]]]:
    """Give the texts of each row of a .jsonl of cases, however it calls them."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        texts = [one for key in ("docs", "input") for one in row.get(key) or () if isinstance(one, dict)]
        said = [(one.get("text", ""), one.get("published", "")) for one in texts]
        yield [*said, *((row[key], "") for key in ("premise", "hypothesis") if key in row)]


def _load(path: Path) -> Any:
    from ruamel.yaml import YAML

    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def freeze(tree: Path, parts: Sequence[Part], into: Path) -> None:
    """Write the claims and comparisons that the code in `tree` makes of each part, as two files a part."""
    into.mkdir(parents=True, exist_ok=True)
    for part in parts:
        made = _run(tree, part)
        for kind in ("claims", "comparisons"):
            lines = [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in made[kind]]
            text = "".join(f"{line}\n" for line in sorted(lines))
            (into / f"{part.name}.{kind}.jsonl").write_text(text, encoding="utf-8")


def _run(tree: Path, part: Part) -> dict[str, list[Row]]:
    with tempfile.TemporaryDirectory(prefix="golden-") as folder:
        paths, more = [str(p) for p in part.paths], []
        if part.groups:
            file = Path(folder) / f"{part.name}.jsonl"
            file.write_text("".join(f"{json.dumps(row)}\n" for row in _documents(part.groups)), encoding="utf-8")
            paths, more = [file.name], ["--within", "group"]
        rules = ["--rules", str(tree / RULES)] if part.rules else ["--no-rules"]
        # -I and the working folder keep everything out but the tree and what is installed.
        command = [sys.executable, "-I", "-c", _START, str(tree), "check", *paths, *more, *rules, "--all", "--no-cache"]
        done = subprocess.run(  # noqa: S603
            [*command, "--format", "json"], cwd=folder, capture_output=True, encoding="utf-8", check=False
        )
        if done.returncode not in (0, 1):
            sys.exit(f"golden: part {part.name} with the code in {tree} ends with {done.returncode}:\n{done.stderr}")
        made: dict[str, list[Row]] = json.loads(done.stdout)
        if part.groups:  # that texts of two groups are not compared says nothing
            made["comparisons"] = [c for c in made["comparisons"] if len({*map(_group, c["claims"])}) == 1]
        return made


def _group(claim: str) -> str:
    """Give the group of a claim, whose id is "FILE#GROUP.TEXT:CLAIM"."""
    return claim.partition("#")[2].rpartition(".")[0]


def _documents(groups: Mapping[str, Sequence[tuple[str, str]]]) -> Iterator[Row]:
    for group, texts in groups.items():
        for n, (text, published) in enumerate(texts):
            day = {"published": published} if published else {}
            yield {"id": f"{group}.{n}", "text": text, "group": group, "publisher": f"Publisher {n}", **day}


def differences(old: Path, new: Path, parts: Sequence[str], shown: int = SHOWN) -> int:
    """Print what differs between two freezes, by part and by field; give 1 where anything does."""
    changed = 0
    for part in parts:
        for kind, identity, skip in (
            ("claims", _claim_place, _CLAIM_SKIP),
            ("comparisons", _comparison_place, _COMPARISON_SKIP),
        ):
            then, now = (_read(folder / f"{part}.{kind}.jsonl", identity) for folder in (old, new))
            if then is None or now is None:
                print(f"{part}: {kind} are frozen on one side only")
                changed = 1
                continue
            changed |= _show(f"{part} {kind}", _changes(then, now, skip), len(then), len(now), shown)
    return changed


def _claim_place(row: Row) -> str:
    return f"{row['document']}:{row['start']}-{row['end']} {row['kind'] == 'date'}"


def _comparison_place(row: Row) -> str:
    return f"{row['relation']} of {', '.join(sorted(row['claims']))}"


def _read(path: Path, identity: Callable[[Row], str]) -> dict[str, Row] | None:
    """Read a file of a freeze by where each row stands; several at one place are numbered."""
    if not path.exists():
        return None
    seen: Counter[str] = Counter()
    found: dict[str, Row] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        place = identity(row)
        seen[place] += 1
        found[f"{place} #{seen[place]}" if seen[place] > 1 else place] = row
    return found


def _changes(then: Mapping[str, Row], now: Mapping[str, Row], skip: frozenset[str]) -> dict[str, list[str]]:
    """Give lines by what changed: "added", "removed", or the name of a field."""
    changes: dict[str, list[str]] = defaultdict(list)
    for place in then.keys() - now.keys():
        changes["removed"].append(f"{place}  {_short(then[place])}")
    for place in now.keys() - then.keys():
        changes["added"].append(f"{place}  {_short(now[place])}")
    for place in then.keys() & now.keys():
        one, other = then[place], now[place]
        for name in (one.keys() | other.keys()) - skip:
            if one.get(name) != other.get(name):
                change = f"{_value(one.get(name))} -> {_value(other.get(name))}"
                changes[name].append(f"{place}  {_short(other)}: {change}")
    return changes


def _short(row: Row) -> str:
    if "surface" in row:
        return f"{row['surface']!r} [{row['kind']}] in {str(row.get('sentence', ''))[:110]!r}"
    return f"[{row['verdict']}] {str(row.get('reason', ''))[:140]}"


def _value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:160]


def _show(name: str, changes: Mapping[str, list[str]], then: int, now: int, shown: int) -> int:
    if not changes:
        print(f"{name}: the same {now}")
        return 0
    print(f"{name}: {then} before, {now} now")
    for what, lines in sorted(changes.items(), key=lambda item: (item[0] not in {"removed", "added"}, -len(item[1]))):
        print(f"  {what}: {len(lines)}")
        for line in sorted(lines)[:shown]:
            print(f"    {line}")
        if len(lines) > shown:
            print(f"    and {len(lines) - shown} more")
    return 1


if __name__ == "__main__":
    sys.exit(main())
