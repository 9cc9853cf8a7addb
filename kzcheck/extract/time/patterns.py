"""Compile a language's time patterns: words become one character a token, patterns regular expressions over those.

Each word of the language data has a signature: the set of classes and literal words that it can stand for. A signature
is one character, any other word a blank, so a passage becomes a short string and a pattern is matched by one bounded
regular expression. What a run of characters can mean depends on the characters alone and is kept.

Patterns are written as words: `the? first {COUNT} <unit> (of|in)? {YEAR}`. `<class>` and `{FRAGMENT}` capture under
their own name or under another (`<month:until>`), `?` makes an item optional, `(a|<b>)` lists alternatives.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from kzcheck.lang import Tokens

OTHER = " "
_KEPT = 50_000
_ITEM = re.compile(r"(\([^()]+\)|<[^<>]+>|\{[^{}]+\}|[^\s?]+)(\?)?(?:\s+|$)")
_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")
_DECIMAL = re.compile(r"\d{1,2}\.\d")
# "31.12.2025" is the longest digit run that dates anything.
_WIDEST_DATE = 10
_FIRST_YEAR, _LAST_YEAR = 1000, 2199
_ALL = 99


Ops = Mapping[str, Callable[..., Any]]
"""The readings that patterns may name."""


class Capture(NamedTuple):
    """A named part of a pattern: a word of a class, or a fragment, at tokens `start`..`end` of the match."""

    name: str
    of: str
    is_fragment: bool
    start: int
    end: int


class Match(NamedTuple):
    """A rule that holds for `length` tokens."""

    length: int
    rule: Rule
    captures: tuple[Capture, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern: what it reads (`op`), its settings, and its regular expression, compiled when it is first tried."""

    say: str
    op: str
    args: Mapping[str, Any]
    glued: int
    source: str
    parts: tuple[tuple[str, str, bool], ...]
    first: frozenset[str]
    needs: tuple[frozenset[str], ...]
    """For each word that the pattern cannot do without, the characters it can be."""

    @property
    def regex(self) -> re.Pattern[str]:
        """Give the compiled form; compiling all of a language's patterns would take a quarter of a second."""
        return _compiled(self.source)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


class _Characters(dict[str, str]):
    """The character of each token as written; unknown tokens are worked out once and kept within bounds."""

    def __init__(self, names: Mapping[str, frozenset[str]], weak: Mapping[str, str]) -> None:
        super().__init__()
        self._names = names
        self._weak = weak
        self._codes: dict[frozenset[str], str] = {}

    def code(self, signature: frozenset[str]) -> str:
        """Give the character of a signature, a new one if need be."""
        if not signature:
            return OTHER
        return self._codes.setdefault(signature, chr(0x4E00 + len(self._codes)))

    def known(self) -> Iterable[tuple[frozenset[str], str]]:
        """Give every signature with its character."""
        return self._codes.items()

    def signature(self, raw: str) -> frozenset[str]:
        """Name the classes and literals that a token as written can stand for."""
        if raw[0].isdigit():
            return frozenset(f"<{shape}>" for shape in number_shapes(raw)) | self._names.get(raw, frozenset())
        word = raw.lower()
        if len(word) == 2 and word[0] in "’`‘ʼ":
            word = "'" + word[1]
        names = self._names.get("'" if word in "’`‘ʼ" else word, frozenset())
        if raw == word:
            return frozenset(n for n in names if self._weak.get(n) not in names)
        return names

    def __missing__(self, raw: str) -> str:
        if len(raw) > _WIDEST_DATE and raw[0].isdigit() and raw not in self._names:
            return OTHER
        code = self._codes.get(self.signature(raw), OTHER)
        if len(self) < _KEPT:
            self[raw] = code
        return code


def number_shapes(digits: str) -> frozenset[str]:
    """Name the shapes of a digit run: what part of a date it could be."""
    if not digits.isdecimal():
        shape = "decimal" if _DECIMAL.fullmatch(digits) else "dotted" if _DOTTED.fullmatch(digits) else ""
        return frozenset({shape}) if shape else frozenset()
    if not digits.isascii() or len(digits) > 4:
        return frozenset()
    value, out = int(digits), set()
    if len(digits) == 4:
        return frozenset({"year4"}) if _FIRST_YEAR <= value <= _LAST_YEAR else frozenset()
    if digits[0] != "0":
        out.add("int")
    if len(digits) <= 2:
        if 1 <= value <= 31:
            out.add("day")
        if 1 <= value <= 12:
            out.add("mm")
        if len(digits) == 2:
            out.add("yy")
        if 1 <= value <= 4:
            out |= {"quarter_number"} | ({"half_number"} if value <= 2 and len(digits) == 1 else set())
    return frozenset(out)


@dataclass(slots=True)
class Grammar:
    """The compiled patterns of one language. `strong` matches any character without which nothing is read."""

    characters: _Characters
    values: Mapping[str, Mapping[str, Any]]
    rules: tuple[Rule, ...]
    fragments: Mapping[str, tuple[Rule, ...]]
    strong: re.Pattern[str]
    _by_first: dict[str, list[Rule]] = field(default_factory=dict)
    _runs: dict[str, tuple[tuple[int, tuple[Match, ...]], ...]] = field(default_factory=dict)
    _inner: dict[tuple[str, str], Match | None] = field(default_factory=dict)

    def encode(self, raw: Iterable[str]) -> str:
        """Give one character a token."""
        return "".join(map(self.characters.__getitem__, raw))

    def value(self, name: str, word: str) -> Any:
        """Give what a word means in a class, or the number of a digit run."""
        known = self.values.get(name)
        if known is not None:
            return known[word]
        return Fraction(word) if name == "decimal" else word if name == "dotted" else int(word)

    def stretches(self, codes: str) -> Iterator[tuple[int, int]]:
        """Give the runs of time words, half-open, that hold a strong one."""
        end = 0
        for strong in self.strong.finditer(codes):
            if strong.start() < end:
                continue
            end = codes.find(OTHER, strong.start())
            end = len(codes) if end < 0 else end
            yield codes.rfind(OTHER, 0, strong.start()) + 1, end

    def run(self, codes: str) -> tuple[tuple[int, tuple[Match, ...]], ...]:
        """Give, for a run of characters without blanks, each place where rules hold, with the longest match first."""
        found = self._runs.get(codes)
        if found is None:
            found = tuple(self._search(codes)) if self.strong.search(codes) else ()
            if len(self._runs) < _KEPT and len(codes) < 100:
                self._runs[codes] = found
        return found

    def inner(self, fragment: str, codes: str) -> Match | None:
        """Give the first alternative of a fragment that is exactly these characters."""
        key = fragment, codes
        if key not in self._inner:
            if len(self._inner) >= _KEPT:
                self._inner.clear()
            whole = ((rule, m) for rule in self.fragments[fragment] if (m := rule.regex.fullmatch(codes)) is not None)
            self._inner[key] = next((_match(rule, m, 0) for rule, m in whole), None)
        return self._inner[key]

    def _search(self, codes: str) -> Iterator[tuple[int, tuple[Match, ...]]]:
        here = frozenset(codes)
        for i, code in enumerate(codes):
            possible = (rule for rule in self._by_first.get(code, ()) if not any(map(here.isdisjoint, rule.needs)))
            held = ((rule, rule.regex.match(codes, i)) for rule in possible)
            found = [_match(rule, m, i) for rule, m in held if m is not None]
            found = [m for m in found if self.strong.search(codes, i, i + m.length)]
            if found:
                found.sort(key=lambda m: -m.length)
                yield i, tuple(found)


def _match(rule: Rule, m: re.Match[str], at: int) -> Match:
    captures = tuple(
        Capture(name, of, fragment, m.start(name) - at, m.end(name) - at)
        for name, of, fragment in rule.parts
        if m.start(name) >= 0
    )
    return Match(m.end() - at, rule, captures)


def evaluate(grammar: Grammar, match: Match, tokens: Tokens, codes: str, at: int, ops: Ops, clock: Any) -> Any:
    """Give what the op of a match, found at token `at`, makes of its captures; None where a part has no meaning."""
    rule = match.rule
    if rule.glued and not all(map(tokens.glued, range(at + 1, at + min(match.length, rule.glued)))):
        return None
    values = dict(rule.args)
    for name, of, is_fragment, start, end in match.captures:
        if is_fragment:
            inner = grammar.inner(of, codes[at + start : at + end])
            value = None if inner is None else evaluate(grammar, inner, tokens, codes, at + start, ops, clock)
            if value is None:
                return None
            values[name] = value
        else:
            values[name] = grammar.value(of, tokens.words[at + start])
    return ops[rule.op](values, clock)


def compile_grammar(data: Mapping[str, Any]) -> Grammar:
    """Compile a language's `classes`, `weak`, `silent`, `strong`, `fragments` and `rules`.

    Raises ValueError that names the pattern where one cannot be read.
    """
    values: dict[str, dict[str, Any]] = {
        name: {word: _plain(value) for value, words in rows.items() for word in str(words).split()}
        for name, rows in data["classes"].items()
    }
    patterns: dict[str, list[dict[str, Any]]] = {"": data["rules"], **data["fragments"]}
    names: dict[str, set[str]] = {}
    for name, words in values.items():
        for word in words:
            names.setdefault(word, set()).add(f"<{name}>")
    for entry in (e for entries in patterns.values() for e in entries):
        for word in _literals(entry["say"]):
            names.setdefault(word, set()).add(word)
    weak = {f"<{name}>": f"<{other}>" for name, other in data["weak"].items()}
    characters = _Characters({w: frozenset(n) for w, n in names.items()}, weak)
    digits = [*(str(n) for n in range(1000)), *(f"{n:02d}" for n in range(10)), "2000", "1.5", "01.01.2000"]
    for raw in (*digits, *names, *(w.capitalize() for w in names)):
        characters.code(characters.signature(raw))
    coded: dict[str, set[str]] = {}
    for signature, code in characters.known():
        for name in signature:
            coded.setdefault(name, set()).add(code)
    compiler = _Compiler(coded, patterns, frozenset(data["silent"]))
    fragments = {name: compiler.rules(name) for name in data["fragments"]}
    rules = compiler.rules("")
    strong = frozenset(code for name in data["strong"] for code in coded[name])
    grammar = Grammar(characters, values, rules, fragments, re.compile(f"[{''.join(sorted(strong))}]"))
    for rule in rules:
        for code in rule.first:
            grammar._by_first.setdefault(code, []).append(rule)  # noqa: SLF001  the grammar is being built here
    return grammar


def _plain(value: Any) -> Any:
    text = str(value)
    return int(text) if text.lstrip("-").isdecimal() else text


class _Item(NamedTuple):
    options: tuple[str, ...]
    optional: bool


def _items(say: str) -> list[_Item]:
    """Cut a pattern, or an alternative of several words, into its items."""
    out, at = [], 0
    while at < len(say):
        m = _ITEM.match(say, at)
        if m is None:
            raise ValueError(f"cannot read {say[at:]!r} in the pattern {say!r}")
        inside = m[1][1:-1].split("|") if m[1][0] == "(" and len(m[1]) > 1 else [m[1]]
        out.append(_Item(tuple(inside), m[2] is not None))
        at = m.end()
    return out


def _literals(say: str) -> Iterator[str]:
    for item in _items(say):
        for option in item.options:
            if " " in option or option.endswith("?"):
                yield from _literals(option)
            elif option[0] not in "<{" or len(option) == 1:
                yield option


@dataclass(slots=True)
class _Compiler:
    coded: Mapping[str, set[str]]
    patterns: Mapping[str, list[dict[str, Any]]]
    silent: frozenset[str]
    _plain: dict[str, str] = field(default_factory=dict)
    _first: dict[str, frozenset[str]] = field(default_factory=dict)

    def rules(self, name: str) -> tuple[Rule, ...]:
        """Compile the patterns of a fragment, or the rules under ""."""
        return tuple(self._rule(entry) for entry in self.patterns[name])

    def _rule(self, entry: dict[str, Any]) -> Rule:
        parts: list[tuple[str, str, bool]] = []
        glued = entry.get("glued", 0)
        return Rule(
            entry["say"],
            entry["op"],
            {k: v for k, v in entry.items() if k not in ("say", "op", "glued")},
            _ALL if glued is True else glued,
            self._sequence(entry["say"], parts),
            tuple(parts),
            self._firsts(_items(entry["say"])),
            tuple(self._needs(_items(entry["say"]))),
        )

    def _needs(self, items: list[_Item]) -> Iterator[frozenset[str]]:
        """Give what each item that is not optional and is one word, or begins with one, can be."""
        for item in items:
            if not item.optional:
                yield self._firsts([_Item(item.options, optional=False)])

    def _sequence(self, say: str, parts: list[tuple[str, str, bool]] | None) -> str:
        pattern = []
        for item in _items(say):
            inside = "|".join(self._option(option, parts) for option in item.options)
            pattern.append(f"(?:{inside}){'?' if item.optional else ''}")
        return "".join(pattern)

    def _option(self, option: str, parts: list[tuple[str, str, bool]] | None) -> str:
        if " " in option or (option.endswith("?") and len(option) > 1):
            return self._sequence(option, parts)
        if option[0] not in "<{" or len(option) == 1:
            return self._set(option)
        of, _, name = option[1:-1].partition(":")
        fragment = option[0] == "{"
        inside = self._fragment(of) if fragment else self._set(f"<{of}>")
        if parts is None or (not name and of in self.silent) or any(p[0] == (name or of) for p in parts):
            return inside
        parts.append((name or of, of, fragment))
        return f"(?P<{name or of}>{inside})"

    def _set(self, name: str) -> str:
        if name not in self.coded:
            raise ValueError(f"a time pattern names {name!r}, which has no words")
        return f"[{''.join(sorted(self.coded[name]))}]"

    def _fragment(self, name: str) -> str:
        if name not in self._plain:
            if name not in self.patterns:
                raise ValueError(f"a time pattern names the fragment {name!r}, which is not there")
            self._plain[name] = f"(?:{'|'.join(self._sequence(e['say'], None) for e in self.patterns[name])})"
        return self._plain[name]

    def _firsts(self, items: list[_Item]) -> frozenset[str]:
        out: set[str] = set()
        for item in items:
            for option in item.options:
                if " " in option or (option.endswith("?") and len(option) > 1):
                    out |= self._firsts(_items(option))
                elif option[0] == "{" and len(option) > 1:
                    out |= self._fragment_first(option[1:-1].partition(":")[0])
                else:
                    out |= self.coded[f"{option.partition(':')[0].rstrip('>')}>" if option[0] == "<" else option]
            if not item.optional:
                break
        return frozenset(out)

    def _fragment_first(self, name: str) -> frozenset[str]:
        if name not in self._first:
            self._first[name] = frozenset(c for e in self.patterns[name] for c in self._firsts(_items(e["say"])))
        return self._first[name]
