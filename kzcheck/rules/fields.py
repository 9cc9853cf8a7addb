"""The one table of what a rule file may hold: every section, every field, what it takes and what it means.

The loader reads by it, its error messages come from it, and the JSON Schema for editors is generated from it. A new
field is a row here and a field of the type in `kzcheck.model.rules`; relations and their keys stand in the modules of
`kzcheck.compare.relations`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from functools import partial
from typing import Any

from kzcheck.lang import languages, read
from kzcheck.model import KINDS, MODALITIES, Example, PartialDate, Policy
from kzcheck.model.concept import CONCEPT_NATURES, OWNERS
from kzcheck.model.rules import NATURES, SEVERITIES, UNSTATED_PERIODS

Path = tuple[str | int, ...]
ANSWERS = ("same", "different")
VERDICTS = ("agree", "round", "conflict", "incomparable")
_EXPONENT = re.compile(r"[+-]?[0-9]{0,2}")
_LONGEST_NUMBER = 60
SETTINGS = tuple(f.name for f in fields(Policy) if f.name != "senses")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at a path of a rule file; `at_key` tells whether the key is meant rather than its value."""

    path: Path
    code: str
    message: str
    at_key: bool = False


Report = Callable[[Problem], None]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a field takes: `read` gives the typed value (None where it reported a problem), `schema` is JSON Schema."""

    read: Callable[[Any, Path, Report], Any]
    schema: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One key of an entry."""

    name: str
    shape: Shape
    meaning: str
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One top-level key of a rule file: a mapping from names to entries with these fields."""

    name: str
    entry: str
    meaning: str
    fields: tuple[Field, ...]


def nearest(word: str, known: Iterable[str] | Mapping[str, str]) -> str:
    """Give "; did you mean 'x'?" for the known word that looks most like this one, or "".

    Of a mapping the keys are compared and the value is suggested.
    """
    meant = dict(known) if isinstance(known, Mapping) else {k: k for k in known}
    lowered = {k.lower(): meaning for k, meaning in reversed(meant.items())}
    found = get_close_matches(word.lower(), lowered, n=5, cutoff=0.6)
    letters = sorted(word.lower())
    swapped = [w for w in found if sorted(w) == letters]
    return f"; did you mean {lowered[(swapped or found)[0]]!r}?" if found else ""


def described(value: Any) -> str:
    """Say what a YAML value is, for people."""
    match value:
        case None:
            return "nothing"
        case bool():
            return f"the yes/no value {str(value).lower()}"
        case int() | float():
            return f"the number {value}"
        case str():
            return repr(value)
        case dict():
            return "a mapping"
        case _:
            return "a list"


def _wrong(report: Report, path: Path, message: str, code: str = "rules.value") -> Any:
    """Report, and give None, so that a reader can end with it."""
    report(Problem(path, code, message))


def _text(value: Any, path: Path, report: Report) -> Any:
    if isinstance(value, str):
        if value.strip():
            return value
        return _wrong(report, path, f"{path[-1]!r} is empty: write a text")
    quoted = "" if isinstance(value, dict | list) or value is None else ": write it in quotes"
    return _wrong(report, path, f"{path[-1]!r} takes a text, not {described(value)}{quoted}")


def _choice(known: tuple[str, ...], value: Any, path: Path, report: Report) -> Any:
    if isinstance(value, str) and value in known:
        return value
    near = nearest(value, known) if isinstance(value, str) else ""
    where = f"{path[-1]!r}" if isinstance(path[-1], str) else f"an item of {path[-2]!r}"
    return _wrong(report, path, f"{where} is one of {', '.join(known)}, not {described(value)}{near}")


def _list_of(item: Shape, value: Any, path: Path, report: Report) -> tuple[Any, ...]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list):
        _wrong(report, path, f"{path[-1]!r} takes a list, not {described(value)}")
        return ()
    read = (item.read(v, (*path, i), report) for i, v in enumerate(value))
    return tuple(v for v in read if v is not None)


def _item_text(value: Any, path: Path, report: Report) -> Any:
    if isinstance(value, str) and value.strip():
        return value
    return _wrong(report, path, f"an item of {path[-2]!r} must be a text, not {described(value)}: write it in quotes")


def _pair(value: Any, path: Path, report: Report) -> Any:
    if isinstance(value, list) and len(value) == 2 and all(isinstance(v, str) and v.strip() for v in value):
        return tuple(value)
    return _wrong(report, path, f"{path[-1]!r} takes a list of two names in quotes, not {described(value)}")


def _number(value: Any, path: Path, report: Report) -> Fraction | None:
    exact = number(value)
    if exact is None:
        _wrong(report, path, f"{path[-1]!r} takes a number (0.07, 7 %, 60 000 000), not {described(value)}")
    return exact


def number(value: Any) -> Fraction | None:
    """Read a number as rule files write it: 0.07, "7 %", "1/3", "60 000 000"; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = str(value).replace("_", "").replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    percent = text.endswith("%")
    if len(text) > _LONGEST_NUMBER or not _EXPONENT.fullmatch(text.removesuffix("%").lower().partition("e")[2]):
        return None
    try:
        return Fraction(text.removesuffix("%")) / (100 if percent else 1)
    except (ValueError, ZeroDivisionError):
        return None


def _unit(value: Any, path: Path, report: Report) -> Any:
    from kzcheck.units import known

    if not isinstance(value, str):
        return _wrong(report, path, f"a unit is a name such as USD, t or count, not {described(value)}")
    if not known(value):
        return _wrong(report, path, f"unknown unit {value!r}{nearest(value, _unit_names())}", "rules.unit")
    return value


def _unit_names() -> dict[str, str]:
    """Give the units by their names and by the words of every language ("tonnes" is t)."""
    from kzcheck.units import defined

    names = {unit: unit for unit in defined()}
    for language in languages():
        said = {unit: entry.get("words", ()) for unit, entry in read(language, "units")["units"].items()}
        for unit, words in (said | read(language, "currencies")).items():
            for word in words:
                if "(" not in word.replace("(s)", ""):
                    names.setdefault(word.replace("(s)", ""), unit)
                    names.setdefault(word.replace("(s)", "s"), unit)
    return names


def _words(value: Any, path: Path, report: Report) -> tuple[Any, ...]:
    return _by_language(value, path, report, _alternative)


def _terms(value: Any, path: Path, report: Report) -> tuple[Any, ...]:
    return _by_language(value, path, report, _term)


def _by_language(value: Any, path: Path, report: Report, read: Callable[[str], Any]) -> tuple[Any, ...]:
    if not isinstance(value, dict):
        _wrong(report, path, f"{path[-1]!r} takes languages with lists of words (en: [...]), not {described(value)}")
        return ()
    out = []
    for language, said in value.items():
        at = (*path, language)
        if not (isinstance(language, str) and len(language) in {2, 3} and language.islower()):
            report(Problem(at, "rules.key", f"{language!r} is no language code such as en, ru or de", at_key=True))
            continue
        texts = _list_of(Shape(_item_text, {}), said, at, report)
        items = []
        for i, text in enumerate(texts):
            got = read(text)
            if got is None:
                _wrong(report, (*at, i), f"{text!r} has an empty part beside '|' or '&'")
            else:
                items.append(got)
        out.append((language, tuple(items)))
    return tuple(out)


def _alternative(text: str) -> tuple[str, ...] | None:
    groups = tuple(_group(part) for part in text.split("&"))
    return None if "" in groups else groups


def _term(text: str) -> str | None:
    return _group(text) or None


def _group(text: str) -> str:
    words = [" ".join(w.split()) for w in text.split("|")]
    return "" if "" in words else " | ".join(words)


def _settings(value: Any, path: Path, report: Report) -> tuple[tuple[str, Fraction], ...]:
    if not isinstance(value, dict):
        _wrong(report, path, f"{path[-1]!r} takes a mapping such as about: 7 %, not {described(value)}")
        return ()
    out = []
    for name, share in value.items():
        at = (*path, str(name))
        if name not in SETTINGS:
            known = ", ".join(SETTINGS)
            message = f"unknown setting {name!r}{nearest(str(name), SETTINGS)} (settings: {known})"
            report(Problem(at, "rules.key", message, at_key=True))
        else:
            read = _number(share, at, report)
            if read is not None:
                if not 0 <= read <= 1:
                    _wrong(report, at, f"{name!r} is a share of the value between 0 and 1 (or 0 % and 100 %)")
                else:
                    out.append((name, read))
    return tuple(out)


def _date(value: Any, path: Path, report: Report) -> Any:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return _wrong(report, path, f"{described(value)} is not a valid date: write YYYY-MM-DD", "rules.date")


def _examples(value: Any, path: Path, report: Report) -> tuple[Example, ...]:
    if not isinstance(value, dict):
        _wrong(report, path, f"'examples' takes agree:, round: and conflict:, not {described(value)}")
        return ()
    out: list[Example] = []
    for verdict, cases in value.items():
        at = (*path, str(verdict))
        if verdict not in VERDICTS:
            message = f"unknown verdict {verdict!r}{nearest(str(verdict), VERDICTS)} (one of {', '.join(VERDICTS)})"
            report(Problem(at, "rules.key", message, at_key=True))
            continue
        if not isinstance(cases, list):
            _wrong(report, at, f"{verdict!r} takes a list of examples, not {described(cases)}")
            continue
        for i, case in enumerate(cases):
            example = _example(str(verdict), case, (*at, i), report)
            if example:
                out.append(example)
    return tuple(out)


def _example(verdict: str, case: Any, path: Path, report: Report) -> Any:
    texts, published = case, []
    if isinstance(case, dict):
        for key in case:
            if key not in {"texts", "published"}:
                message = f"unknown key {key!r}{nearest(str(key), ('texts', 'published'))} (keys: texts, published)"
                report(Problem((*path, str(key)), "rules.key", message, at_key=True))
        texts, published = case.get("texts"), case.get("published", [])
    texts = [texts] if isinstance(texts, str) else texts
    published = [published] if isinstance(published, str | int) else published
    if not isinstance(texts, list) or not texts or not all(isinstance(t, str) and t.strip() for t in texts):
        return _wrong(report, path, "an example is a text, a list of texts, or texts: with published:", "rules.example")
    if not isinstance(published, list) or (published and len(published) not in {1, len(texts)}):
        at = (*path, "published")
        return _wrong(report, at, "'published' takes one date, or one for each text", "rules.example")
    dates = []
    for i, when in enumerate(published):
        at = (*path, "published", i) if isinstance(case["published"], list) else (*path, "published")
        try:
            dates.append(str(PartialDate.parse(str(when))))
        except ValueError as error:
            _wrong(report, at, str(error), "rules.date")
    if len(dates) == 1:
        dates *= len(texts)
    return Example(expect=verdict, texts=tuple(texts), published=tuple(dates))


_STRINGS: dict[str, Any] = {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1}
_ONE_OR_MORE: dict[str, Any] = {"anyOf": [{"type": "string", "minLength": 1}, _STRINGS]}
_NUMBER: dict[str, Any] = {"type": ["number", "string"]}
_LANGUAGES: dict[str, Any] = {
    "type": "object",
    "propertyNames": {"pattern": "^[a-z]{2,3}$"},
    "additionalProperties": _ONE_OR_MORE,
}
_CASE: dict[str, Any] = {
    "anyOf": [
        *_ONE_OR_MORE["anyOf"],
        {
            "type": "object",
            "properties": {"texts": _ONE_OR_MORE, "published": _ONE_OR_MORE},
            "required": ["texts"],
            "additionalProperties": False,
        },
    ]
}


def _choices(known: tuple[str, ...]) -> Shape:
    return Shape(partial(_choice, known), {"enum": list(known)})


def _many(item: Shape) -> Shape:
    return Shape(
        partial(_list_of, item), {"anyOf": [item.schema, {"type": "array", "items": item.schema, "minItems": 1}]}
    )


TEXT = Shape(_text, {"type": "string", "minLength": 1})
TEXTS = Shape(partial(_list_of, Shape(_item_text, {})), _ONE_OR_MORE)
PAIR = Shape(_pair, {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 2, "maxItems": 2})
NUMBER = Shape(_number, _NUMBER)
UNITS = _many(Shape(_unit, {"type": "string", "minLength": 1}))
WORDS = Shape(_words, _LANGUAGES)
TERMS = Shape(_terms, _LANGUAGES)
DATE = Shape(_date, {"type": "string", "format": "date"})
SETTING_SHARES = Shape(
    _settings,
    {"type": "object", "properties": dict.fromkeys(SETTINGS, _NUMBER), "additionalProperties": False},
)
EXAMPLES = Shape(
    _examples,
    {
        "type": "object",
        "properties": {v: {"type": "array", "items": _CASE} for v in VERDICTS},
        "additionalProperties": False,
    },
)

_SETTINGS = Field(
    name="settings",
    shape=SETTING_SHARES,
    meaning="widths of hedges as shares of the value, in place of the defaults: about: 10 %",
)

_SECTIONS = (
    Section(
        name="metrics",
        entry="metric",
        meaning="Quantities, by a name of your own such as trade.kz_az: how texts speak of them.",
        fields=(
            Field(name="title", shape=TEXT, required=True, meaning="what the quantity is called in reports"),
            Field(
                name="unit",
                shape=UNITS,
                required=True,
                meaning="the unit, or a list where several fit; bounds stand in the first one",
            ),
            Field(
                name="nature",
                shape=_choices(NATURES),
                meaning="flow adds up over time (trade in a year), stock is a state (a debt); flow if left out",
            ),
            Field(name="parties", shape=TEXTS, meaning="countries or organisations that it is of"),
            Field(
                name="words",
                shape=WORDS,
                required=True,
                meaning="per language, ways to say it: one is enough; '|' means or, '&' means that both must occur,"
                " '*' stands for any ending",
            ),
            Field(name="exclude", shape=TERMS, meaning="per language, words that make it another quantity"),
            Field(
                name="context",
                shape=WORDS,
                meaning="per language, like words, but looked for in the whole document and its title",
            ),
            Field(name="kinds", shape=_many(_choices(KINDS)), meaning="the only kinds of claims that can be about it"),
            Field(
                name="modalities",
                shape=_many(_choices(MODALITIES)),
                meaning="the only modalities that fit, such as capacity",
            ),
            Field(
                name="unstated_period",
                shape=_choices(UNSTATED_PERIODS),
                meaning="what a text that names no period means; none if left out",
            ),
            Field(name="part_of", shape=TEXT, meaning="the metric that this one is a part of"),
            _SETTINGS,
        ),
    ),
    Section(
        name="expectations",
        entry="expectation",
        meaning="Plausibility bounds, by metric: no plain level may lie outside.",
        fields=(
            Field(name="low", shape=NUMBER, meaning="the least plausible value, in the metric's first unit"),
            Field(name="high", shape=NUMBER, meaning="the greatest plausible value, in the metric's first unit"),
            Field(name="reason", shape=TEXT, required=True, meaning="why nothing outside can be true"),
        ),
    ),
    Section(
        name="waivers",
        entry="waiver",
        meaning="Accepted findings, by fingerprint.",
        fields=(
            Field(name="reason", shape=TEXT, required=True, meaning="why it is accepted"),
            Field(name="until", shape=DATE, meaning="the last day that the waiver holds; for ever if left out"),
        ),
    ),
    Section(
        name="answers",
        entry="answer",
        meaning="Pairs of quantities that no metric names, and whether they are one; `kzcheck discover` asks.",
        fields=(
            Field(
                name="pair",
                shape=PAIR,
                required=True,
                meaning="the names of the two quantities as `kzcheck discover` writes them",
            ),
            Field(
                name="are", shape=_choices(ANSWERS), required=True, meaning="same: compare them; different: never do"
            ),
            Field(name="reason", shape=TEXT, meaning="why"),
        ),
    ),
    Section(
        name="concepts",
        entry="concept",
        meaning="What texts of your field measure, on top of what kzcheck knows; works without any rule.",
        fields=(
            Field(name="title", shape=TEXT, required=True, meaning="what it is called in reports"),
            Field(
                name="words",
                shape=TEXTS,
                required=True,
                meaning='how texts say it, any one of which is enough; "a|b + c|d": one of a, b and one of c, d',
            ),
            Field(name="not", shape=TEXTS, meaning="phrases that look like it and are something else"),
            Field(name="measure", shape=TEXTS, meaning="what its unit may measure: money, count, ratio, mass, ..."),
            Field(name="nature", shape=_choices(CONCEPT_NATURES), meaning="flow adds up over time, stock does not"),
            Field(name="of", shape=_choices(OWNERS), meaning="whose it mostly is"),
            Field(name="beside", shape=TEXTS, meaning="words that say nothing more beside it"),
            Field(name="keeps", shape=TEXTS, meaning="words of a combination that restrict the quantity all the same"),
        ),
    ),
)


def sections() -> tuple[Section, ...]:
    """Give every section: what a rule may ask for is what relations declare."""
    metrics, *others = _SECTIONS
    return (metrics, _rules(), *others)


def _rules() -> Section:
    from kzcheck.compare.relations import asked, keys

    return Section(
        name="rules",
        entry="rule",
        meaning="Comparisons to make, by an id of your own such as trade-same-year.",
        fields=(
            Field(name="title", shape=TEXT, meaning="what the rule checks, in a few words"),
            Field(
                name="relation",
                shape=_choices(tuple(one.name for one in asked())),
                required=True,
                meaning="what must hold",
            ),
            Field(
                name="metrics",
                shape=TEXTS,
                meaning="metrics by name or with * (trade.*); all if left out; the parts of a sum, share or partition",
            ),
            *(Field(name=key.name, shape=TEXT, meaning=key.meaning) for key in keys().values()),
            Field(
                name="severity",
                shape=_choices(SEVERITIES),
                meaning="how bad a conflict is; error if left out; off makes no comparison",
            ),
            Field(name="message", shape=TEXT, required=True, meaning="what to tell the reader of a conflict"),
            _SETTINGS,
            Field(
                name="examples",
                shape=EXAMPLES,
                meaning="texts with the verdict that the rule must give; `kzcheck rules test` runs them",
            ),
        ),
    )
