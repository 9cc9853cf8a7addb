"""Data files: each leaf under its key path and its row's labels, its digits as written, its line and column kept."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.documents import formats, json_data, load
from kzcheck.documents.decoding import NotTextError
from kzcheck.documents.notation import Mark, is_number, mark_of, plain
from kzcheck.documents.trees import words
from kzcheck.model import Document, MarkKind, Notice


def both(name: str, data: str | bytes) -> tuple[Document, list[Notice]]:
    raw = data.encode() if isinstance(data, str) else data
    (document,), notices = formats.of(Path(name).suffix, raw).read(name, raw)
    return document, notices


def text(name: str, data: str | bytes) -> list[str]:
    return both(name, data)[0].text.split("\n")[:-1]


TREES = st.recursive(
    st.integers() | st.text(max_size=5),
    lambda inner: st.dictionaries(st.text(max_size=4), inner, max_size=4) | st.lists(inner, max_size=4),
    max_leaves=12,
)


class TestTrees:
    def test_scalars_are_rows_and_mappings_are_headed_by_their_path(self):
        assert text("a.json", '{"contracts": 1771, "modelResults": {"accuracy": 0.930, "latency_ms": 12.5}}') == [
            "| contracts | 1771 |",
            "",
            "## model Results",
            "",
            "| accuracy | 0.930 |",
            "| latency (ms) | 12.5 |",
        ]

    def test_records_are_rows_below_their_keys(self):
        assert text("a.json", '[{"score": 1.5, "name": "a"}, {"name": "b", "score": 2e3, "of": {"x": 1}}]') == [
            "| name | score | of x |",
            "| a | 1.5 | |",
            "| b | 2000 | 1 |",
        ]

    def test_mappings_of_the_same_keys_are_a_table(self):
        assert text("a.json", '{"2024": {"sales": 5, "cost": 3}, "2023": {"sales": 4, "cost": 2}}') == [
            "| | sales | cost |",
            "| 2024 | 5 | 3 |",
            "| 2023 | 4 | 2 |",
        ]

    def test_yaml_keeps_the_digits_as_they_are_written(self):
        assert text("a.yaml", "a: 1_000\nrates:\n- name: x\n  rate_pct: 2.50\nb: '12'\n") == [
            "| a | 1000 |",
            "| b | 12 |",
            "",
            "## rates",
            "",
            "| name | rate (%) |",
            "| x | 2.50 |",
        ]

    def test_toml_keeps_the_digits_as_they_are_written(self):
        document, _ = both("a.toml", "a = 1_000\n[tool]\nrate_pct = 2.50\n")
        assert "| rate (%) | 2.50 |" in document.text
        assert document.where(document.text.index("2.50")) == "a.toml:3:12"

    def test_a_value_is_found_in_its_file(self):
        document, _ = both("a.json", '{\n  "x": 1,\n  "runs": [{"n": "a", "ms": 455}]\n}')
        assert document.where(document.text.index("455")) == "a.json:3:29"

    def test_records_line_by_line_are_one_table_and_a_corpus_stays_one(self):
        assert text("a.jsonl", '{"name": "a", "n": 5}\n{"name": "b", "n": 6}\n') == [
            "| name | n |",
            "| a | 5 |",
            "| b | 6 |",
        ]
        assert both("a.jsonl", '{"id": "x", "text": "Output was 5 t."}\n')[0].format == "jsonl"

    @pytest.mark.parametrize(
        ("key", "said"),
        [
            ("maxLatency_ms", "max latency (ms)"),
            ("HTTPErrors", "HTTP Errors"),
            ("total-output.kt", "total output (kt)"),
        ],
    )
    def test_keys_are_written_as_words(self, key, said):
        assert words(key).lower() == said.lower()

    @pytest.mark.parametrize(
        ("name", "data", "place"),
        [
            ("a.json", '{"a": 1,\n "b": x}', (2, 7)),
            ("a.json", '{"a": 1} 2', (1, 10)),
            ("a.json", '{"a": "', (1, 7)),
            ("a.json", "[" * 5000, (1, 102)),
            ("a.yaml", "a: [1, 2\nb: 3", (2, 2)),
            ("a.toml", "a = 1\nb = \n", (2, 5)),
        ],
    )
    def test_what_is_no_data_is_refused_with_its_place(self, name, data, place):
        with pytest.raises(NotTextError) as raised:
            both(name, data)
        assert (raised.value.line, raised.value.column) == place

    def test_a_bomb_of_aliases_is_refused(self):
        rows = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
        rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
        with pytest.raises(NotTextError, match="more than"):
            both("a.yaml", "\n".join(rows))

    def test_no_object_is_made_of_a_tag(self):
        assert text("a.yaml", "a: !!python/object/apply:os.system ['echo 5']\n")[-1] == "| a | echo 5 |"

    @given(TREES)
    def test_every_number_of_a_file_is_in_the_text(self, value):
        def numbers(node):
            if isinstance(node, int):
                yield node
            elif not isinstance(node, str):
                for inner in node.values() if isinstance(node, dict) else node:
                    yield from numbers(inner)

        found = list(numbers(value))
        if found:
            document = json_data.read("a.json", json.dumps(value).encode())[0][0]
            assert all(str(number) in document.text for number in found)


class TestTables:
    def test_a_decimal_comma_in_one_number_tells_of_the_file(self):
        assert text("a.csv", "Works;Year;Output;Share\nA;2024;1.234;12,5\nB;2024;2.345.678,50;..\n") == [
            "| Works | Year | Output | Share |",
            "| A | 2024 | 1234 | 12.5 |",
            "| B | 2024 | 2345678.50 | |",
        ]

    def test_a_quoted_number_with_groups_is_one(self):
        assert text("a.csv", 'Works,Output\nA,"1,234"\nB,"2,345"\n')[1] == "| A | 1234 |"

    def test_numbers_that_may_be_read_in_two_ways_are_named_and_never_claimed(self):
        document, notices = both("a.csv", "Works;Output\nA;1.234\nB;2.345\n")
        assert [m.kind for m in document.marks] == [MarkKind.HIDDEN, MarkKind.HIDDEN]
        assert [n.message for n in notices] == [
            "the numbers of 'Output' may be read in two ways (1.234): they are left out"
        ]

    def test_flags_and_missing_values_of_statistical_offices(self):
        document, _ = both("a.csv", "geo,2023\nAT,12.3 p\nBE,: c\nBG,..\n")
        assert document.text.split("\n")[1:3] == ["| AT | 12.3 (p) |", "| BE | |"]
        assert [document.text[m.start : m.end] for m in document.marks] == ["p"]

    def test_a_text_far_down_a_column_of_numbers_is_not_lost(self):
        rows = "".join(f"r{n},{n}\n" for n in range(150)) + "last,broken down\n"
        assert text("a.csv", "name,value\n" + rows)[-1] == "| last | broken down |"

    def test_years_label_their_rows_and_go_before_the_figures(self):
        assert text("a.csv", "output,year\n5.5,2023\n6.5,2024\n") == [
            "| year | output |",
            "| 2023 | 5.5 |",
            "| 2024 | 6.5 |",
        ]

    def test_lines_before_the_table_are_its_captions(self):
        lines = text("a.csv", "Output of the works\nWorks,Tons,Share\nA,5,1\nB,6,2\n")
        assert lines[:2] == ["Output of the works", ""]

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_the_delimiter_is_sniffed(self, delimiter):
        rows = (("Works", "Tons"), ("A", "5"), ("B", "6"))
        assert text("a.csv", "\n".join(delimiter.join(row) for row in rows))[1] == "| A | 5 |"

    def test_a_decimal_comma_is_no_delimiter(self):
        assert text("a.csv", "Oil;1,5\nGas;2,5\n") == ["| Oil | 1.5 |", "| Gas | 2.5 |"]

    def test_a_place_is_the_cell_in_the_file(self):
        document, _ = both("a.csv", "Works,Tons\nA,5\nB,455\n")
        assert document.where(document.text.index("455")) == "a.csv:3:2"

    def test_parquet_is_a_table_whose_texts_label_the_rows(self):
        buffer = io.BytesIO()
        pq.write_table(pa.table({"tons": [5.5, None], "works": ["A", "B"]}), buffer)
        assert text("a.parquet", buffer.getvalue()) == ["| works | tons |", "| A | 5.5 |", "| B | |"]
        with pytest.raises(NotTextError, match="no readable Parquet"):
            both("a.parquet", buffer.getvalue()[:100])


class TestNotation:
    @pytest.mark.parametrize(
        ("cells", "mark"),
        [
            (["1.5"], Mark.POINT),
            (["12,5"], Mark.COMMA),
            (["1.234", "12,5"], Mark.COMMA),
            (["1,234.5"], Mark.POINT),
            (["1.234.567"], Mark.COMMA),
            (["0.123"], Mark.POINT),
            (["1234.567"], Mark.POINT),
            (["1.234"], Mark.UNSURE),
            (["5"], None),
            (["1 234,5"], Mark.COMMA),
        ],
    )
    def test_a_column_shows_its_decimal_mark(self, cells, mark):
        assert mark_of(cells) == mark

    @pytest.mark.parametrize(
        ("cell", "mark", "said"),
        [
            ("1.234,50", Mark.COMMA, "1234.50"),
            ("(1,234)", Mark.POINT, "-1234"),
            ("−5,3", Mark.COMMA, "-5.3"),
            ("1'234.5", Mark.POINT, "1234.5"),
            ("12,5 %", Mark.COMMA, "12.5%"),
            ("$1,234", Mark.POINT, "$1234"),
        ],
    )
    def test_a_number_is_written_as_the_grammar_reads_it(self, cell, mark, said):
        assert plain(cell, mark)[0] == said

    @pytest.mark.parametrize("cell", ["007-5", "12 34", "1.5.x", "5 apples", "(5", "", "abc"])
    def test_what_is_no_number_is_none(self, cell):
        assert not is_number(cell)


def test_data_are_read_where_they_are_named_and_not_in_folders(tmp_path):
    (tmp_path / "notes.md").write_text("Output was 5 t.")
    (tmp_path / "results.json").write_text('{"output": 5}')
    (tmp_path / "lock.yaml").write_text("a: 1")
    documents, notices = load([str(tmp_path)])
    assert [d.format for d in documents] == ["markdown"]
    assert "2 of data or packed (lock.yaml, results.json), which are read where they are named" in notices[0].message
    assert [d.format for d in load([str(tmp_path / "results.json")])[0]] == ["json"]
    assert [d.format for d in load([str(tmp_path)], include=["*.json"])[0]] == ["json"]
