"""Write docs/dependencies.md: each package that kzcheck needs, with range, licence, last release and reason.

`make dependencies` asks pip's index for the dates; `--check`, part of `make check`, asks nobody: every declared package
has its reason in tools/dependencies.yaml, and every installed one that kzcheck runs with has a licence that fits ours.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from kzcheck.storage import load_yaml

ROOT = Path(__file__).parents[1]
PAGE, REASONS = ROOT / "docs" / "dependencies.md", ROOT / "tools" / "dependencies.yaml"
HEAD = """# Dependencies

<!-- Made by `make dependencies` from pyproject.toml and tools/dependencies.yaml; edit those, not this. -->

What kzcheck installs, and why. Licences are those that the packages declare. `make check` fails where a package has no
reason here or a licence that does not fit; `make audit` asks for known holes and resolves licences anew.
"""
# Beside MIT, BSD and Apache: the Python licence, and file-level copyleft, which binds changes to those files only.
FITS = re.compile(r"(?i)\b(mit|bsd|0bsd|apache|psf|python|mpl|mozilla public|isc|zlib|cc0|unlicense|public domain)\b")
PLACES = (
    ("Always", ""), ("Extra `office`", "office"), ("Extra `pdf`", "pdf"), ("To develop", "dev"),
    ("To measure", "bench"), ("The site of the guides", "docs"), ("To release", "release"),
)  # fmt: skip


def declared() -> dict[str, list[Requirement]]:
    """Give the requirements of pyproject.toml under the name of their extra, '' for those always needed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = {"": project["dependencies"], **project["optional-dependencies"]}
    found = {name: [Requirement(line) for line in lines] for name, lines in groups.items()}
    return {name: [r for r in some if r.name != project["name"]] for name, some in found.items()}


def licence(name: str) -> str:
    """Give the licence that an installed package declares, in few words; '' where it is not installed."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    if short := told.get("License-Expression"):
        return short
    classes = [c.rsplit(" :: ", 1)[1] for c in told.get_all("Classifier", []) if c.startswith("License :: OSI")]
    return ", ".join(classes) or (told.get("License") or "not declared").strip().splitlines()[0][:60]


def needed(requirements: list[Requirement]) -> set[str]:
    """Give the names of the installed packages that these requirements bring, directly or not."""
    found: set[str] = set()
    left = [(r.name, frozenset(r.extras)) for r in requirements]
    while left:
        name, extras = left.pop()
        if canonicalize_name(name) in found:
            continue
        try:
            lines = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        found.add(canonicalize_name(name))
        for wanted in map(Requirement, lines):
            if wanted.marker is None or any(wanted.marker.evaluate({"extra": e}) for e in (*extras, "")):
                left += [(wanted.name, frozenset(wanted.extras))]
    return found


def size(name: str) -> float:
    """Give the megabytes that an installed package takes on disk."""
    files = metadata.files(name) or []
    return sum(p.stat().st_size for f in files if (p := Path(str(f.locate()))).is_file()) / 1e6


def last_release(name: str) -> str:
    """Give the day of the newest final release of a package by pip's index (PEP 700), '' where it does not say."""
    asked = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"], capture_output=True, text=True, check=False
    )
    from pip._internal.models.index import PyPI

    index = asked.stdout.strip() or PyPI.simple_url
    request = urllib.request.Request(  # noqa: S310  pip's own index
        f"{index.rstrip('/')}/{canonicalize_name(name)}/", headers={"Accept": "application/vnd.pypi.simple.v1+json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310  the same
        told = json.load(answer)
    every = [*map(Version, told.get("versions", ()))]
    final = [v for v in every if not v.is_prerelease] or every
    mark = re.compile(rf"-{re.escape(str(max(final)))}[-.]")
    days = [f.get("upload-time", "")[:10] for f in told["files"] if mark.search(f["filename"])]
    return max(days, default="")


def faults() -> Iterator[str]:
    """Give what is wrong, one line each: a package without a reason, a reason without a package, a licence."""
    reasons = load_yaml(REASONS.read_bytes())
    groups = declared()
    names = {r.name for some in groups.values() for r in some}
    yield from (f"{REASONS.name}: say why {name} is needed" for name in sorted(names - set(reasons)))
    yield from (f"{REASONS.name}: {name} is no longer declared" for name in sorted(set(reasons) - names))
    page = PAGE.read_text(encoding="utf-8")
    yield from (
        f"{PAGE.name}: {name} is missing, run `make dependencies`"
        for name in sorted(names)
        if f"| {name} |" not in page
    )
    for name in sorted(needed([*groups[""], *groups["office"], *groups["pdf"]])):
        if not FITS.search(licence(name)):
            yield f"{name}: its licence is {licence(name)!r}, which is none of MIT, BSD, Apache, Python or MPL"


def page() -> str:
    """Give the page as Markdown."""
    reasons, groups = load_yaml(REASONS.read_bytes()), declared()
    parts = [HEAD]
    for title, group in PLACES:
        parts.append(f"\n## {title}\n\n| package | range | licence | last release | why |\n|---|---|---|---|---|\n")
        for r in sorted(groups[group], key=lambda r: r.name.lower()):
            span = ",".join(sorted(map(str, r.specifier), reverse=True))
            parts.append(f"| {r.name} | `{span}` | {licence(r.name)} | {last_release(r.name)} | {reasons[r.name]} |\n")
    direct = {canonicalize_name(r.name) for some in groups.values() for r in some}
    brought = sorted(needed([*groups[""], *groups["office"], *groups["pdf"]]) - direct)
    parts.append("\n## What these bring with them\n\n| package | licence |\n|---|---|\n")
    parts += [f"| {name} | {licence(name)} |\n" for name in brought]
    largest = sorted(((size(n), n) for n in needed(groups[""])), reverse=True)[:8]
    total = sum(size(n) for n in needed(groups[""]))
    told = ", ".join(f"{name} {megabytes:.0f}" for megabytes, name in largest)
    parts.append(f"\n## What takes the room\n\nWithout extras {total:.0f} MB on disk, most of them: {told}.\n")
    return "".join(parts)


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        if wrong := list(faults()):
            sys.exit("\n".join(wrong))
    else:
        PAGE.write_text(page(), encoding="utf-8")
