"""What edits that change nothing for a reader change in what is found and judged: nothing, it should be.

The shipped seeds, and small worlds of documents with planted errors, are read and judged as they stand and once under
each edit. A number counts as changed where its value, unit or period is not the one it had; a comparison where its
verdict or its numbers are not.
"""

from __future__ import annotations

import json
import re
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from kzcheck.pipeline import Settings, judge, read
from kzcheck.storage import load_yaml

ROOT = Path(__file__).parents[1]
WORLDS = Path(__file__).parent / "worlds"
RULES = str(ROOT / "rules" / "kazakhstan-azerbaijan")
_NUMBER = re.compile(r"(?<![\w.,/:#-])\d[\d.,]*\d(?![\w/:-])|(?<![\w.,/:#-])\d(?![\w/:.,-])")
# No tonnes: an American ton may be a short one, so that edit would not be harmless.
_SPELLINGS = {
    "metres": "meters", "kilometres": "kilometers", "litres": "liters", "centre": "center",
    "programme": "program", "labour": "labor", "neighbouring": "neighboring", "organisation": "organization",
    "metre": "meter", "millimetres": "millimeters", "totalled": "totaled", "per cent": "percent",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """One document: its file name, front matter as written (with its fences, or empty) and body."""

    name: str
    head: str
    body: str


Edit = Callable[[Text], tuple[str, bytes]]


def texts(paths: list[Path]) -> list[Text]:
    """Give Markdown files as texts, split at their front matter."""
    found = []
    for path in paths:
        whole = path.read_text(encoding="utf-8")
        matter = re.match(r"---\n.*?\n---\n", whole, re.DOTALL)
        cut = matter.end() if matter else 0
        found.append(Text(path.name, whole[:cut], whole[cut:]))
    return found


def world(data: dict[str, list[dict[str, str]]]) -> list[Text]:
    """Give the documents of a world, each with its publisher and day."""
    return [
        Text(d["id"], f"---\npublisher: {d['publisher']}\npublished: {d['published']}\n---\n", d["text"])
        for d in data["documents"]
    ]


def _planted(errors: list[dict[str, str]]) -> Callable[[Text], Text]:
    def plant(text: Text) -> Text:
        body = text.body
        for error in errors:
            if error["doc"] == text.name:
                body = body.replace(error["old"], error["new"], 1)
        return Text(text.name, text.head, body)

    return plant


def corpora() -> Iterator[tuple[str, list[Text], tuple[str, ...]]]:
    """Give each set of documents with its name and the rules it is judged by."""
    yield "seeds", texts(sorted((ROOT / "seeds").glob("*.md"))), (RULES,)
    for path in sorted(WORLDS.glob("*.yaml")):
        data = load_yaml(path.read_bytes())
        if "documents" in data:
            some = world(data)
            yield path.stem, [*map(_planted(data.get("planted", ())), some)], ()


def _whole(text: Text, body: str | None = None, name: str | None = None) -> tuple[str, bytes]:
    return name or text.name, (text.head + (text.body if body is None else body)).encode()


def _on_body(change: Callable[[str], str]) -> Edit:
    return lambda text: _whole(text, change(text.body))


def _prose(change: Callable[[str], str]) -> Edit:
    """Give an edit of the lines that are prose: heads, tables and code stay."""

    def edit(line: str) -> str:
        return line if re.match(r"\s*([#|>`~]|---|!\[)", line) or "](" in line else change(line)

    return _on_body(lambda body: "".join(map(edit, body.splitlines(keepends=True))))


def _wrapped(width: int) -> Callable[[str], str]:
    import textwrap

    def wrap(line: str) -> str:
        ending = "\n" if line.endswith("\n") else ""
        if len(line) <= width or re.match(r"\s*([-*+]|\d+\.) ", line):
            return line
        parts = textwrap.wrap(line.strip(), width, break_long_words=False, break_on_hyphens=False)
        # A line that begins with one of these would be a list, a quotation or a heading.
        if any(re.match(r"([-*+>#|=]|\d+[.)] )", part) for part in parts):
            return line
        return "\n".join(parts) + ending

    return wrap


def _marked(put: str) -> Edit:
    return _prose(lambda line: _NUMBER.sub(lambda m: put.format(m[0]), line))


def _spelled(line: str) -> str:
    for british, american in _SPELLINGS.items():
        line = re.sub(rf"\b{british}\b", american, line)
    return line


def _matter(text: Text) -> dict[str, str]:
    """Give what the front matter says of whose a text is and of when."""
    pairs = (line.split(":", 1) for line in text.head.splitlines() if ":" in line)
    known = {"publisher", "published", "title", "url", "source", "statistics"}
    return {key: value.strip(" \"'") for key, value in pairs if key in known}


def _as_html(text: Text) -> tuple[str, bytes]:
    """Give a document of paragraphs, headings and lists as a page of HTML with the same front matter in its head."""
    names = {"published": "article:published_time", "publisher": "og:site_name", "title": "og:title", "url": "og:url"}
    said = ((names[key], value) for key, value in _matter(text).items() if key in names)
    metas = "".join(f'<meta property="{key}" content="{escape(value)}">' for key, value in said)
    blocks = []
    for block in re.split(r"\n\s*\n", text.body.strip()):
        level = re.match(r"(#{1,6}) ", block)
        inner = escape(block[level.end() :] if level else block, quote=False)
        tag = f"h{len(level[1])}" if level else "p"
        blocks.append(f"<{tag}>{inner}</{tag}>")
    page = f"<!doctype html><html><head>{metas}</head><body>{''.join(blocks)}</body></html>"
    return f"{Path(text.name).stem}.html", page.encode()


def _as_jsonl(text: Text) -> tuple[str, bytes]:
    row = {"id": Path(text.name).stem, "text": text.body, **_matter(text)}
    return f"{Path(text.name).stem}.jsonl", json.dumps(row).encode()


EDITS: dict[str, Edit] = {
    "lines end with CR LF": lambda text: (text.name, _whole(text)[1].replace(b"\n", b"\r\n")),
    "wrapped at 40 characters": _prose(_wrapped(40)),
    "wrapped at 72 characters": _prose(_wrapped(72)),
    "a zero-width blank after each number": _marked("{}\u200b"),
    "no-break blanks after numbers": _prose(lambda line: re.sub(r"(?<=\d) (?=[a-z$€%])", "\u00a0", line)),
    "a block quotation": _prose(lambda line: f"> {line}" if line.strip() else line),
    "numbers bold": _marked("**{}**"),
    "numbers bold in HTML": _marked("<b>{}</b>"),
    "numbers in italics": _marked("*{}*"),
    "numbers as links": _marked("[{}](https://example.org/a)"),
    "numbers but years as code": _prose(
        lambda line: _NUMBER.sub(lambda m: m[0] if re.fullmatch("(19|20)[0-9]{2}", m[0]) else f"`{m[0]}`", line)
    ),
    "dollar and percent signs escaped": _prose(lambda line: re.sub(r"(?<!\\)([$%])", r"\\\1", line)),
    "percent for %": _prose(lambda line: re.sub(r"(?<=\d) ?%(?!\w)", " percent", line)),
    "US$ for $": _prose(lambda line: re.sub(r"(?<![\w$\\])\$(?=\d)", "US$", line)),
    "mln for million": _prose(lambda line: re.sub(r"(?<=\d) million\b", " mln", line)),
    "bn for billion": _prose(lambda line: re.sub(r"(?<=\d) billion\b", " bn", line)),
    "thin blanks in thousands": _prose(lambda line: re.sub(r"(?<=\d),(?=\d{3}\b)", "\u202f", line)),
    "in the year 2024 for in 2024": _prose(
        lambda line: re.sub(r"\bin (?=(?:19|20)\d\d\b(?![-–/]))", "in the year ", line)
    ),
    "American spelling": _prose(_spelled),
    "another file name": lambda text: _whole(text, name=f"x-{zlib.crc32(text.name.encode())}.md"),
    "as HTML": _as_html,
    "as JSON lines": _as_jsonl,
}


def judged(some: list[tuple[str, bytes]], rules: tuple[str, ...]) -> tuple[Counter[object], Counter[object]]:
    """Give the numbers and the comparisons of documents, as what they say and not where it stands."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in some:
            (Path(folder) / name).write_bytes(data)
        wanted = Settings(paths=(folder,), rules=rules, cache=False, every=True)
        run = judge(read(wanted), wanted)
    said = {c.claim_id: (c.value, c.range_low, c.range_high, c.unit, str(c.period)) for c in run.claims}
    numbers: Counter[object] = Counter(said[c.claim_id] for c in run.claims if c.kind not in {"date", "ordinal"})
    verdicts: Counter[object] = Counter(
        (c.verdict, c.severity, tuple(sorted(map(str, (said[i] for i in c.claims))))) for c in run.comparisons
    )
    return numbers, verdicts


def changed(edit: Edit) -> Iterator[tuple[str, int, int, int, int]]:
    """Give of each corpus under an edit: its name, numbers, changed numbers, comparisons, changed comparisons."""
    for name, some, rules in corpora():
        numbers, verdicts = judged([_whole(t) for t in some], rules)
        other, others = judged([edit(t) for t in some], rules)
        lost, differ = numbers - other, (verdicts - others) + (others - verdicts)
        yield name, numbers.total(), lost.total(), verdicts.total(), differ.total()


def section() -> str:
    """Give the table as Markdown: an edit a row."""
    lines = [
        "## Harmless edits",
        "",
        "Seeds with their rules, and small worlds without any, read and judged under edits that change nothing for a",
        "reader.",
        "",
        "| edit | numbers changed | comparisons changed |",
        "|---|---:|---:|",
    ]
    for name, edit in EDITS.items():
        rows = [*changed(edit)]
        lines.append(
            f"| {name} | {sum(r[2] for r in rows)} of {sum(r[1] for r in rows)} |"
            f" {sum(r[4] for r in rows)} of {sum(r[3] for r in rows)} |"
        )
    return "\n".join(lines)
