"""Cubes of statistical offices: PC-Axis, JSON-stat and SDMX, read by content as well as by name."""

from __future__ import annotations

import json

import pytest

from kzcheck import pipeline
from kzcheck.documents import formats
from kzcheck.documents.decoding import NotTextError

PX = """CHARSET="ANSI";
AXIS-VERSION="2010";
CODEPAGE="iso-8859-15";
DECIMALS=1;
TITLE="Catch by port, species "
"and year; all boats";
UNITS="tonnes";
STUB="port","species";
HEADING="year";
VALUES("port")="Ålesund","Bodø";
VALUES("species")="cod","char";
VALUES("year")="2021","2022";
NOTE="Char; from 2021 on";
DATA=
12.5 13.0
- ".."
7.1 8.4
"." 2.2;
"""

STAT = {
    "version": "2.0",
    "class": "dataset",
    "label": "Beds in hospitals",
    "id": ["what", "area", "year"],
    "size": [2, 2, 2],
    "role": {"time": ["year"], "metric": ["what"]},
    "dimension": {
        "what": {
            "label": "Measure",
            "category": {
                "index": {"b": 0, "o": 1},
                "label": {"b": "Beds", "o": "Occupancy"},
                "unit": {"b": {"decimals": 0, "label": "number"}, "o": {"decimals": 1, "symbol": "%"}},
            },
        },
        "area": {"label": "Area", "category": {"index": ["N", "S"], "label": {"N": "North", "S": "South"}}},
        "year": {"label": "Year", "category": {"index": ["2020", "2021"]}},
    },
    "value": [812, 790, 1204, None, 71.5, 74.0, 80.2, 81.9],
    "status": {"5": "p"},
}

CSV = """DATAFLOW,FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,UNIT_MULT,OBS_STATUS
ABC:TRADE(1.0),A: Annual,FI: Finland,2021,68.8,EUR,9,A
ABC:TRADE(1.0),A: Annual,FI: Finland,2022,81.7,EUR,9,P
ABC:TRADE(1.0),A: Annual,SE: Sweden,2021,160.1,EUR,9,A
ABC:TRADE(1.0),A: Annual,SE: Sweden,2022,,EUR,9,M
"""

MESSAGE = {
    "data": {
        "dataSets": [
            {
                "series": {
                    "0:0": {"attributes": [0], "observations": {"0": [4.5, 0], "1": [4.9, 1]}},
                    "1:0": {"attributes": [0], "observations": {"0": [6.1, 0]}},
                }
            }
        ],
        "structure": {
            "name": "Unemployment",
            "dimensions": {
                "series": [
                    {
                        "id": "REF_AREA",
                        "name": "Area",
                        "values": [{"id": "NO", "name": "Norway"}, {"id": "DK", "name": "Denmark"}],
                    },
                    {"id": "SEX", "name": "Sex", "values": [{"id": "T", "name": "Total"}]},
                ],
                "observation": [{"id": "TIME_PERIOD", "name": "Time", "values": [{"id": "2020"}, {"id": "2021"}]}],
            },
            "attributes": {
                "series": [{"id": "UNIT_MEASURE", "values": [{"id": "PC", "name": "Percent"}]}],
                "observation": [{"id": "OBS_STATUS", "values": [{"id": "A"}, {"id": "P"}]}],
            },
        },
    }
}


@pytest.fixture
def figures(tmp_path, monkeypatch):
    """Give row, year, value and unit of each figure of a file."""
    monkeypatch.chdir(tmp_path)

    def read(name: str, data: bytes) -> list[tuple[str, str, float, str]]:
        (tmp_path / name).write_bytes(data)
        claims = pipeline.read(pipeline.Settings(paths=(name,), cache=False)).claims
        return [
            (" ".join(c.row), str(c.period.start.year if c.period else ""), float(c.value), c.unit)
            for c in claims
            if c.table
        ]

    return read


@pytest.mark.parametrize("name", ["catch.px", "catch.txt"])
def test_pc_axis(figures, name):
    assert figures(name, PX.encode("iso-8859-15")) == [
        ("Ålesund cod", "2021", 12.5, "t"),
        ("Ålesund cod", "2022", 13.0, "t"),
        ("Ålesund char", "2021", 0, "t"),
        ("Bodø cod", "2021", 7.1, "t"),
        ("Bodø cod", "2022", 8.4, "t"),
        ("Bodø char", "2022", 2.2, "t"),
    ]


@pytest.mark.parametrize("name", ["beds.json", "beds.jsonstat"])
def test_json_stat_keeps_units_and_states(figures, name):
    assert figures(name, json.dumps(STAT).encode()) == [
        ("Beds North", "2020", 812, "count"),
        ("Beds North", "2021", 790, "count"),
        ("Beds South", "2020", 1204, "count"),
        ("Occupancy North", "2020", 71.5, "percent"),
        ("Occupancy North", "2021", 74.0, "percent"),
        ("Occupancy South", "2020", 80.2, "percent"),
        ("Occupancy South", "2021", 81.9, "percent"),
    ]


def test_the_power_of_ten_of_sdmx_counts_once(figures):
    assert figures("trade.csv", CSV.encode()) == [
        ("Finland", "2021", 68.8e9, "EUR"),
        ("Finland", "2022", 81.7e9, "EUR"),
        ("Sweden", "2021", 160.1e9, "EUR"),
    ]


def test_sdmx_json(figures):
    assert figures("rates.json", json.dumps(MESSAGE).encode()) == [
        ("Norway", "2020", 4.5, "percent"),
        ("Norway", "2021", 4.9, "percent"),
        ("Denmark", "2020", 6.1, "percent"),
    ]


@pytest.mark.parametrize(
    ("name", "data", "wrong"),
    [
        ("a.px", PX.replace("7.1 8.4", "7.1"), "fewer cells"),
        ("a.px", PX.replace("DATA=", "DUTA="), "DATA is missing"),
        ("a.px", PX.replace('STUB="port","species";', ""), "more cells"),
        ("a.json", json.dumps(STAT | {"size": [2, 2]}), "do not agree"),
        ("a.json", json.dumps(STAT | {"size": [2, 3, 2]}), "where the size is 3"),
        ("a.json", json.dumps(MESSAGE).replace('"1:0"', '"9:0"'), "no category 9"),
    ],
)
def test_what_is_broken_is_said(name, data, wrong):
    module = formats.of(".px" if name.endswith(".px") else ".json", data.encode())
    with pytest.raises(NotTextError, match=wrong):
        module.read(name, data.encode())
