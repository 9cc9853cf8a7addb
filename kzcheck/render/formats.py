"""What can be written, and in which forms: the one table of outputs, which commands, their help and reports read.

A format is declared once, with the functions that write it. `register` makes one of another package known; nothing is
registered but by such a call: kzcheck loads no module because it happens to be installed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

Writer = Callable[..., str] | str
"""A function, or where it stands ("package.module:function"): it is imported when it is first called."""

Use = Literal["check", "claims", "draft", "report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format of outputs.

    `run(run, options)` writes all that was found. What differs from it has a writer of its own: `check(run, options)`
    what the gate prints, `claims(run, options)` the claims alone (without one, `extract` does not offer the format),
    `draft(verified, options)` what became of the claims of a draft, `report(run, options)` the file in the folder of a
    report. `file` is the name of that file (without one, a report has no such file), `usual` tells that a report writes
    it unasked. `binary` is the table of claims itself, which no writer makes. `of_check` is False where `check` does
    not offer it. `escaped` tells that the form itself writes control characters as escapes, `commands` that lines of it
    are commands to a forge.
    """

    name: str
    meaning: str
    run: Writer = ""
    check: Writer = ""
    claims: Writer = ""
    draft: Writer = ""
    report: Writer = ""
    file: str = ""
    usual: bool = False
    binary: bool = False
    of_check: bool = True
    escaped: bool = False
    commands: bool = False

    def offered(self, use: Use) -> bool:
        """Tell whether a use of kzcheck offers this format."""
        match use:
            case "claims":
                return bool(self.claims) or self.binary
            case "report":
                return bool(self.file)
            case "draft":
                return bool(self.draft or self.run)
            case _:
                return bool(self.check or self.run) and self.of_check

    def write(self, use: Use | Literal["run"], found: Any, options: Any) -> str:
        """Write what was found (a run; for a draft what `verified` gives), in the way of one use."""
        own = {"check": self.check, "claims": self.claims, "draft": self.draft, "report": self.report}.get(use)
        writer = own or self.run
        if use == "draft" and not own:
            found = found.run
        if isinstance(writer, str):
            module, _, function = writer.partition(":")
            writer = getattr(import_module(module), function)
        text: str = writer(found, options)
        return text


_DECLARED: dict[str, Format] = {}


def register(*formats: Format) -> None:
    """Make formats known; raises ValueError where a name is taken or nothing would write one."""
    for one in formats:
        if one.name in _DECLARED:
            raise ValueError(f"the format {one.name!r} is declared already")
        if not (one.run or one.binary):
            raise ValueError(f"the format {one.name!r} has no writer")
        _DECLARED[one.name] = one


def withdraw(name: str) -> None:
    """Forget a format, as if it had never been registered."""
    del _DECLARED[name]


def declared(name: str) -> Format:
    """Give a format; raises ValueError, naming the formats, where there is none of this name."""
    found = _DECLARED.get(name)
    if found is None:
        raise ValueError(f"no format {name!r}: choose from {', '.join(_DECLARED)}")
    return found


def formats(use: Use | None = None) -> tuple[Format, ...]:
    """Give the formats that a use of kzcheck offers; without one, all that write a run."""
    if use is None:
        return tuple(one for one in _DECLARED.values() if one.run)
    return tuple(one for one in _DECLARED.values() if one.offered(use))


register(
    Format(
        name="text",
        meaning="for the terminal",
        run="kzcheck.render.terminal:render",
        check="kzcheck.render.terminal:check",
        claims="kzcheck.render.listing:render",
        draft="kzcheck.render.terminal:draft",
        file="report.txt",
    ),
    Format(
        name="concise",
        meaning="a line a finding, as editors take it",
        run="kzcheck.render.concise:render",
    ),
    Format(
        name="html",
        meaning="a page",
        run="kzcheck.render.html:render",
        draft="kzcheck.render.html:render_draft",
        file="index.html",
        usual=True,
        of_check=False,
    ),
    Format(
        name="json",
        meaning="everything, as one object",
        run="kzcheck.render.json:render",
        claims="kzcheck.render.json:render",
        draft="kzcheck.render.verification:json",
        file="findings.json",
        usual=True,
        escaped=True,
    ),
    Format(
        name="jsonl",
        meaning="an object a line",
        run="kzcheck.render.jsonl:render",
        claims="kzcheck.render.jsonl:render",
        draft="kzcheck.render.verification:jsonl",
        escaped=True,
    ),
    Format(
        name="csv",
        meaning="a row a finding; a row a claim where claims are asked for",
        run="kzcheck.render.csv:render",
        claims="kzcheck.render.csv:claims",
        draft="kzcheck.render.verification:csv",
        report="kzcheck.render.csv:claims",
        file="claims.csv",
        usual=True,
    ),
    Format(name="parquet", meaning="the table of claims", file="claims.parquet", usual=True, binary=True),
    Format(
        name="markdown",
        meaning="a comment under a change",
        run="kzcheck.render.markdown:render",
        draft="kzcheck.render.verification:markdown",
        file="report.md",
    ),
    Format(name="sarif", meaning="for code scanning", run="kzcheck.render.sarif:render", escaped=True),
    Format(name="junit", meaning="for test reports", run="kzcheck.render.junit:render"),
    Format(name="github", meaning="comments on a change on GitHub", run="kzcheck.render.github:render", commands=True),
    Format(name="gitlab", meaning="GitLab's report of code quality", run="kzcheck.render.gitlab:render", escaped=True),
    Format(name="rdjsonl", meaning="for reviewdog", run="kzcheck.render.rdjsonl:render", escaped=True),
)
