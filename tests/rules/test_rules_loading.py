"""Rule files: what they say is typed, and what is wrong with them is said with file, line, column and remedy."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from kzcheck.rules import RulesError, load, unproven
from kzcheck.rules.fields import number

METRIC = """\
metrics:
  coal.output:
    title: Coal mined in Silesia
    unit: [t, kg]
    words: {en: [coal & mined | output, "hard coal"]}
"""
RULE = """\
rules:
  coal-same:
    relation: same
    metrics: [coal.*]
    message: Two figures for the same coal differ.
    examples:
      conflict: [[Silesia mined 4 tons of coal in 2020., Silesia mined 9 tons of coal in 2020.]]
      agree:
        - texts: [Silesia mined 4 tons of coal last year., Silesia mined 4 tons of coal in 2020.]
          published: [2021-05, 2021-06-01]
"""


def pack(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def errors(folder: Path, **files: str) -> list[str]:
    with pytest.raises(RulesError) as caught:
        load([pack(folder, **files)])
    return [str(n).removeprefix(f"{folder.name}/") for n in caught.value.notices]


def test_a_pack_is_typed(tmp_path):
    waiver = "waivers:\n  abc123:\n    reason: Confirmed by the office\n    until: 2027-01-31\n"
    bounds = "expectations:\n  coal.output:\n    high: 60 000 000\n    reason: There is no more\n"
    got = load([pack(tmp_path, a=METRIC, b=RULE, c=waiver + bounds)])
    (metric,), (rule,), (bound,), (waived,) = got.metrics, got.rules, got.expectations, got.waivers
    assert (metric.name, metric.unit, metric.units, metric.nature) == ("coal.output", "t", ("t", "kg"), "flow")
    assert metric.words == (("en", (("coal", "mined | output"), ("hard coal",))),)
    assert (rule.id, rule.relation, rule.metrics, rule.severity) == ("coal-same", "same", ("coal.*",), "error")
    assert [(e.expect, e.published) for e in rule.examples] == [
        ("conflict", ()),
        ("agree", ("2021-05", "2021-06-01")),
    ]
    assert (bound.low, bound.high) == (None, Fraction(60_000_000))
    assert (waived.fingerprint, waived.until) == ("abc123", date(2027, 1, 31))
    assert got.files == tuple(f"{tmp_path.name}/{n}.yaml" for n in "abc")


def test_everything_knows_the_line_it_stands_in(tmp_path):
    got = load([pack(tmp_path, a=METRIC, b="# a comment\n" + RULE)])
    assert got.metrics[0].line == 2
    assert got.rules[0].line == 3
    assert [e.line for e in got.rules[0].examples] == [8, 10]


def test_files_and_folders_are_read_once_and_in_order(tmp_path):
    (tmp_path / "sub").mkdir()
    pack(tmp_path, b=RULE)
    pack(tmp_path / "sub", a=METRIC)
    got = load([tmp_path, tmp_path / "b.yaml", tmp_path / "sub"])
    assert got.files == (f"{tmp_path.name}/b.yaml", f"{tmp_path.name}/sub/a.yaml")


def test_no_path_is_absolute(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pack(tmp_path, a=METRIC)
    assert load([Path()]).files == ("a.yaml",)
    assert load([tmp_path / "a.yaml"]).files == ("a.yaml",)


BAD = [
    pytest.param("metrcs: {}\n", "a.yaml:1:1: unknown section 'metrcs'; did you mean 'metrics'?", id="section"),
    pytest.param(
        METRIC.replace("title", "titel"),
        "a.yaml:3:5: unknown key 'titel' in metric 'coal.output'; did you mean 'title'?",
        id="key",
    ),
    pytest.param(
        METRIC.replace("    title: Coal mined in Silesia\n", ""),
        "a.yaml:2:3: metric 'coal.output' lacks 'title'",
        id="missing-key",
    ),
    pytest.param(
        METRIC.replace("[t, kg]", "tonns"),
        "a.yaml:4:11: unknown unit 'tonns'; did you mean 't'?",
        id="unit",
    ),
    pytest.param(
        METRIC.replace("[t, kg]", "[t, UDS]"),
        "a.yaml:4:15: unknown unit 'UDS'; did you mean 'USD'?",
        id="unit-in-list",
    ),
    pytest.param(
        METRIC + "    nature: flwo\n",
        "a.yaml:6:13: 'nature' is one of flow, stock, not 'flwo'; did you mean 'flow'?",
        id="choice",
    ),
    pytest.param(
        METRIC + "    kinds: [level, chnage]\n",
        "a.yaml:6:20: an item of 'kinds' is one of level, change",
        id="choice-in-list",
    ),
    pytest.param(
        METRIC.replace("    title: Coal", "    title: Coal\n    title: Coal"),
        "a.yaml:4:5: not valid YAML: found duplicate key",
        id="duplicate-key",
    ),
    pytest.param(
        METRIC.replace("Coal mined in Silesia", "2024"),
        "a.yaml:3:12: 'title' takes a text, not the number 2024: write it in quotes",
        id="number-for-text",
    ),
    pytest.param(
        METRIC.replace("Coal mined in Silesia", "true"),
        "a.yaml:3:12: 'title' takes a text, not the yes/no value true: write it in quotes",
        id="boolean-for-text",
    ),
    pytest.param(
        METRIC.replace("{en: [", "{EN: ["),
        "a.yaml:5:13: 'EN' is no language code such as en, ru or de",
        id="language",
    ),
    pytest.param(
        METRIC.replace("coal & mined", "coal & | mined"),
        "a.yaml:5:18: 'coal & | mined | output' has an empty part beside '|' or '&'",
        id="empty-group",
    ),
    pytest.param(
        METRIC + "    settings: {abuot: 5 %}\n",
        "a.yaml:6:16: unknown setting 'abuot'; did you mean 'about'?",
        id="setting",
    ),
    pytest.param(
        METRIC + "    settings: {about: 5}\n",
        "a.yaml:6:23: 'about' is a share of the value between 0 and 1 (or 0 % and 100 %)",
        id="share",
    ),
    pytest.param(METRIC + "    part_of: coal\n", "a.yaml:6:14: 'part_of' names the unknown metric 'coal'", id="part"),
    pytest.param(
        METRIC + RULE.replace("same\n", "sane\n", 1).replace("relation: same", "relation: sane"),
        "a.yaml:8:15: 'relation' is one of anniversary, average",
        id="relation",
    ),
    pytest.param(
        METRIC + RULE.replace("[coal.*]", "[coal.outptu]"),
        "a.yaml:9:15: 'metrics' names the unknown metric 'coal.outptu'; did you mean 'coal.output'?",
        id="metric",
    ),
    pytest.param(
        METRIC + RULE.replace("[coal.*]", "[iron.*]"),
        "a.yaml:9:15: 'metrics' names the unknown metric 'iron.*'",
        id="glob",
    ),
    pytest.param(
        METRIC + RULE.replace("    message", "    severity: NO\n    message"),
        "a.yaml:10:15: 'severity' is one of error, warning, off, not 'NO'",
        id="NO-is-a-word",
    ),
    pytest.param(
        METRIC + RULE.replace("    message", "    count: coal.output\n    message"),
        "a.yaml:10:5: 'count' means nothing to the relation 'same' (it belongs to average)",
        id="key-of-another-relation",
    ),
    pytest.param(
        METRIC + RULE.replace("relation: same", "relation: sum"),
        "a.yaml:7:3: rule 'coal-same' lacks 'total': the metric of the total",
        id="total",
    ),
    pytest.param(
        METRIC + RULE.replace("conflict:", "conflicts:"),
        "a.yaml:12:7: unknown verdict 'conflicts'; did you mean 'conflict'?",
        id="verdict",
    ),
    pytest.param(
        METRIC + RULE.replace("texts:", "text:"),
        "a.yaml:14:11: unknown key 'text'; did you mean 'texts'?",
        id="example-key",
    ),
    pytest.param(
        METRIC + RULE.replace("2021-06-01", "2021-13-01"),
        "a.yaml:15:32: '2021-13-01' is not a valid date: month must be in 1..12",
        id="example-date",
    ),
    pytest.param(
        METRIC + RULE.replace("[2021-05, 2021-06-01]", "[2021, 2021, 2021]"),
        "a.yaml:15:22: 'published' takes one date, or one for each text",
        id="too-many-dates",
    ),
    pytest.param(
        METRIC + "waivers: {abc: {reason: It is right, until: 31.12.2026}}\n",
        "a.yaml:6:45: '31.12.2026' is not a valid date: write YYYY-MM-DD",
        id="waiver-date",
    ),
    pytest.param(
        METRIC + "expectations: {coal.outputs: {low: 0, reason: None is negative}}\n",
        "a.yaml:6:16: 'expectations' names the unknown metric 'coal.outputs'; did you mean 'coal.output'?",
        id="bound-of-no-metric",
    ),
    pytest.param(
        METRIC + "expectations: {coal.output: {low: lots, reason: None is negative}}\n",
        "a.yaml:6:35: 'low' takes a number (0.07, 7 %, 60 000 000), not 'lots'",
        id="bound-of-no-number",
    ),
    pytest.param(
        METRIC + "expectations: {coal.output: {reason: None is negative}}\n",
        "a.yaml:6:16: expectation 'coal.output' needs 'low', 'high' or both",
        id="no-bound",
    ),
    pytest.param("metrics: [a, b]\n", "a.yaml:1:10: 'metrics' takes a mapping", id="section-is-a-list"),
    pytest.param(
        "metrics: {a: 5}\n", "a.yaml:1:14: metric 'a' takes a mapping of fields, not the number 5", id="entry"
    ),
    pytest.param(
        "- a\n",
        "a.yaml:1:1: a rule file holds metrics, rules, expectations, waivers, answers, concepts, not a list",
        id="list",
    ),
    pytest.param("metrics: {a: [}\n", "a.yaml:1:15: not valid YAML", id="broken-yaml"),
]


@pytest.mark.parametrize(("text", "said"), BAD)
def test_what_is_wrong_is_said_where_it_stands(tmp_path, text, said):
    found = errors(tmp_path, a=text)
    assert any(line.startswith(said) for line in found), found


def test_all_errors_of_all_files_are_told_at_once(tmp_path):
    found = errors(
        tmp_path,
        a=METRIC.replace("[t, kg]", "tonns").replace("title", "titel"),
        b=RULE.replace("[coal.*]", "[cole.output]").replace("message", "massage"),
        c="metrics: {a: [}\n",
    )
    assert [line.split(" ")[0] for line in found] == [
        "a.yaml:2:3:",
        "a.yaml:3:5:",
        "a.yaml:4:11:",
        "b.yaml:2:3:",
        "b.yaml:4:15:",
        "b.yaml:5:5:",
        "c.yaml:1:15:",
    ]


def test_a_name_that_stands_in_two_files_is_told_with_both_places(tmp_path):
    assert errors(tmp_path, a=METRIC, b=METRIC) == [
        f"b.yaml:2:3: 'coal.output' stands in {tmp_path.name}/a.yaml:2 already"
    ]


def test_a_folder_without_rules_and_a_path_that_is_not_there_are_errors(tmp_path):
    with pytest.raises(RulesError) as caught:
        load([tmp_path, tmp_path / "none"])
    assert {n.message for n in caught.value.notices} == {
        "no such file or folder of rules",
        "no .yaml file in or below this folder",
    }


def test_an_empty_file_is_no_error(tmp_path):
    assert load([pack(tmp_path, a=METRIC, b="# nothing yet\n")]).files == tuple(
        f"{tmp_path.name}/{n}.yaml" for n in "ab"
    )


def test_broken_utf8_is_named(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"metrics: {\xff}")
    with pytest.raises(RulesError, match=r"a\.yaml:1:11: not valid YAML: byte 0xff is no UTF-8"):
        load([tmp_path])


@pytest.mark.parametrize(
    ("written", "means"),
    [
        (0.07, Fraction(7, 100)),
        ("7 %", Fraction(7, 100)),
        ("1/3", Fraction(1, 3)),
        ("60 000 000", Fraction(60_000_000)),
        ("60_000_000", Fraction(60_000_000)),
        (1e9, Fraction(10**9)),
        (True, None),
        ("many", None),
        ("1/0", None),
        (None, None),
    ],
)
def test_numbers_of_rule_files(written, means):
    assert number(written) == means


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (RULE[: RULE.index("    examples")], "a.yaml:7: rule 'coal-same' has no example of 'conflict' and 'agree' yet"),
        (RULE[: RULE.index("      agree")], "a.yaml:7: rule 'coal-same' has no example of 'agree' yet"),
    ],
)
def test_a_rule_may_be_drafted_without_examples_and_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "a.yaml").write_text(METRIC + text, encoding="utf-8")
    (line,) = unproven(load([tmp_path / "a.yaml"]))
    assert line.endswith(said)
