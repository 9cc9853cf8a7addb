"""The contract of the table: a Great Expectations suite over it. The only importer of great_expectations.

Importing great_expectations takes about 3 s, so nothing here does it until there is something to judge that was not
judged before. Every expectation but that of unique ids looks at one row, and at one relation in it: which word stands
there, whether a value is missing, which of two values is the greater. So what the suite found good in one row it finds
good in any row where the same holds: these cases are kept in the cache folder, and only rows with another one are
judged anew, by the whole suite. A table that broke the contract is kept under a hash of all that the suite looks at.
`start` judges in a process of its own while the caller goes on; in a thread the import gets on only where the caller
waits. Nothing touches the network: an ephemeral context, analytics off, no progress bars.

The suite looks at some columns of the table and at a few made here from the documents and the pack (`_observed`), where
NA means that the expectation does not apply to the row.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzcheck.model import HEDGES, KINDS, MODALITIES, ContractResult, Document, Metric, Pack
from kzcheck.storage import cache_folder, keep, neutral_folder, python, recall
from kzcheck.table.schema import HOWS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    Array = np.ndarray[Any, Any]

_FORMAT = "2"
_SHOWN = 100
_NAMING = ("claim_id", "kind", "metric", "unit")
_WITH_UNIT = ("level", "difference", "count")
_BOUNDED = ("level", "count", "share")
_NUMERIC = tuple(k for k in KINDS if k != "date")


@dataclass(frozen=True, slots=True)
class Check:
    """One expectation of the suite: how reports call it, its type in Great Expectations, and its arguments."""

    name: str
    type: str
    arguments: tuple[tuple[str, Any], ...]


def _unique(name: str, column: str) -> Check:
    return Check(name, "ExpectColumnValuesToBeUnique", (("column", column),))


def _one_of(name: str, column: str, values: Sequence[Any]) -> Check:
    return Check(name, "ExpectColumnValuesToBeInSet", (("column", column), ("value_set", tuple(values))))


def _present(name: str, column: str) -> Check:
    return Check(name, "ExpectColumnValuesToNotBeNull", (("column", column),))


def _not_less(name: str, column: str, than: str, *, or_equal: bool = True) -> Check:
    arguments = (("column_A", column), ("column_B", than), ("or_equal", or_equal))
    missing = ("ignore_row_if", "either_value_is_missing")
    return Check(name, "ExpectColumnPairValuesAToBeGreaterThanB", (*arguments, missing))


def _at_least(name: str, column: str, low: int) -> Check:
    return Check(name, "ExpectColumnValuesToBeBetween", (("column", column), ("min_value", low)))


CHECKS = (
    _unique("claim ids are unique", "claim_id"),
    _one_of("kind is a known one", "kind", KINDS),
    _one_of("hedge is a known one", "hedge", HEDGES),
    _one_of("modality is a known one", "modality", MODALITIES),
    _one_of("period_how is a known one", "period_how", HOWS),
    _one_of("base_how is a known one", "base_how", HOWS),
    _at_least("start >= 0", "start", 0),
    _not_less("start < end", "end", "start", or_equal=False),
    _not_less("sentence_start <= start", "start", "sentence_start"),
    _present("the document is one that was read", "document_length"),
    _not_less("end <= length of the document", "document_length", "end"),
    _one_of("the quote is the document's text from start to end", "quoted", (True,)),
    _one_of("a numeric claim has digits", "has_digits", (True,)),
    _one_of("a numeric claim has a value or a range", "has_value", (True,)),
    _one_of("the unit is a known one", "unit_known", (True,)),
    _not_less("low <= high", "high", "low"),
    _not_less("low <= value", "value", "low"),
    _not_less("value <= high", "high", "value"),
    _not_less("range_low <= range_high", "range_high", "range_low"),
    _at_least("ulp >= 0", "ulp", 0),
    _not_less("period_start < period_end", "period_end", "period_start", or_equal=False),
    _not_less("base_start < base_end", "base_end", "base_start", or_equal=False),
    _one_of("period_how tells whether there is a period", "period_told", (True,)),
    _one_of("base_how tells whether there is a base period", "base_told", (True,)),
    _one_of("the unit measures what the metric does", "unit_fits", (True,)),
    _not_less("the value is not below the metric's least plausible one", "in_metric_unit", "least"),
    _not_less("the value is not above the metric's greatest plausible one", "greatest", "in_metric_unit"),
)


def validate(
    table: pd.DataFrame, documents: Iterable[Document], pack: Pack, cache: Path | None = None
) -> ContractResult:
    """Judge the table by the contract, here and now.

    `cache` is the folder that verdicts are kept in (default: `contract` in the user's cache folder; it need not exist).
    `failures` name the claim and the expectation, in the order of the suite and of the table, at most 100 for each
    expectation and then how many more.
    """
    case = _Case(_observed(table, documents, pack), cache)
    return case.known() or case.keep(_judge(case.unknown))


def start(
    table: pd.DataFrame, documents: Iterable[Document], pack: Pack, cache: Path | None = None
) -> Future[ContractResult]:
    """Begin to judge the table as `validate` does, in a process of its own; ask the future for the result at the end.

    The future is done at once where the verdict is in the cache or the table is empty. A process that fails raises
    RuntimeError from the future.
    """
    future: Future[ContractResult] = Future()
    case = _Case(_observed(table, documents, pack), cache)
    known = case.known()
    if known is not None:
        future.set_result(known)
        return future
    future.set_running_or_notify_cancel()
    process = _spawn()
    atexit.register(process.kill)  # nobody waits for it where the run has ended before

    def judge() -> None:
        try:
            future.set_result(case.keep(_ask(process, _arrow(case.unknown))))
        except BaseException as error:  # noqa: BLE001  it belongs to whoever asks the future
            future.set_exception(error)
        finally:
            atexit.unregister(process.kill)

    threading.Thread(target=judge, name="contract", daemon=True).start()
    return future


def serve() -> None:
    """Judge the table on standard input for `start`, in the other process: Arrow in, a JSON list of failures out."""
    import pyarrow as pa

    observed = pa.ipc.open_stream(sys.stdin.buffer.read()).read_all().to_pandas(types_mapper=_nullable)
    out = sys.stdout
    sys.stdout = sys.stderr  # nothing that a library prints may get between
    json.dump(_judge(observed), out)


def _observed(table: pd.DataFrame, documents: Iterable[Document], pack: Pack) -> pd.DataFrame:
    """Give the columns that the suite looks at."""
    import numpy as np
    import pandas as pd

    texts = {d.id: d.text for d in documents}
    said = table["document"].astype("object").to_list()
    places = zip(said, table["start"].to_list(), table["end"].to_list(), table["surface"].to_list(), strict=True)
    quoted = [d not in texts or texts[d][s:e] == surface for d, s, e, surface in places]
    kind = table["kind"].astype("object")
    numeric, unit = kind.isin(_NUMERIC), table["unit"].astype("object") != ""
    ends = ("period_start", "period_end", "base_start", "base_end")
    names = ("claim_id", "kind", "hedge", "modality", "period_how", "base_how", "start", "end", "sentence_start")
    numbers = ("value", "low", "high", "range_low", "range_high", "ulp")
    out = table[[*names, *numbers, *ends]].copy()
    for name in ("kind", "hedge", "modality", "period_how", "base_how", "metric", "unit"):
        out[name] = table[name].astype("str")
    lengths = {d: len(text) for d, text in texts.items()}
    out["document_length"] = pd.array([lengths.get(d) for d in said], dtype="Int64")
    out["quoted"] = np.array(quoted, dtype=bool)
    out["has_digits"] = (table["digits"] != "") | ~kind.isin(_WITH_UNIT)
    valued = table["value"].notna() | table["range_low"].notna() | table["range_high"].notna()
    out["has_value"] = valued | ~numeric | (kind == "score")  # "3-1" is two numbers and no range
    plain_date = ~numeric & table["value"].isna()  # its unit says "date", which measures nothing
    out["unit_known"] = ~unit | plain_date | (table["dimension"].astype("object") != "")
    for name in ("period", "base"):
        out[f"{name}_told"] = table[f"{name}_start"].notna() == (out[f"{name}_how"] != "")
    return out.assign(**_metric_columns(table, kind, pack))


def _metric_columns(table: pd.DataFrame, kind: pd.Series[Any], pack: Pack) -> dict[str, Any]:
    """Compare units with those of the metrics, and turn values into the metric's first unit where it has bounds."""
    import numpy as np
    import pandas as pd

    from kzcheck.units import factors

    used = set(table["metric"].cat.categories) if len(table) else set()
    metrics = {m.name: m for m in pack.metrics if m.name in used}
    meanings = factors(sorted({u for m in metrics.values() for u in _units(m)}))
    fits = {name: {meanings[u][1] for u in _units(m) if u in meanings} for name, m in metrics.items()}
    metric, dimension = table["metric"].astype("object"), table["dimension"].astype("object")
    asked = (kind.isin(_WITH_UNIT) & metric.isin(list(metrics))).to_numpy()
    pairs = zip(metric, dimension, asked, strict=True)
    unit_fits = np.fromiter((not a or d in fits[m] for m, d, a in pairs), dtype=bool, count=len(table))
    least = np.full(len(table), np.nan)
    greatest, scale = least.copy(), least.copy()
    for bound in pack.expectations:
        unit = metrics[bound.metric].unit if bound.metric in metrics else ""
        if unit in meanings:
            factor, of = meanings[unit]
            rows = ((metric == bound.metric) & (dimension == of) & kind.isin(_BOUNDED)).to_numpy()
            scale[rows] = 1 / float(factor)
            least[rows] = _number(bound.low)
            greatest[rows] = _number(bound.high)
    value = table["value"].to_numpy(dtype=float, na_value=np.nan)
    stated = table["factor"].to_numpy(dtype=float, na_value=np.nan)
    columns = {"least": least, "greatest": greatest, "in_metric_unit": value * stated * scale}
    return {"unit_fits": unit_fits} | {
        name: pd.arrays.FloatingArray(column, np.isnan(column)) for name, column in columns.items()
    }


def _units(metric: Metric) -> tuple[str, ...]:
    rates = tuple(f"{u}/year" for u in metric.units if "/" not in u) if metric.nature == "flow" else ()
    return (metric.unit, *metric.units, *rates)


def _number(x: Fraction | None) -> float:
    return float("nan") if x is None else float(x)


def _arrow(observed: pd.DataFrame) -> bytes:
    import pyarrow as pa

    table = pa.Table.from_pandas(observed, preserve_index=False).replace_schema_metadata(None)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def _nullable(arrow: Any) -> Any:
    """Give the pandas type of an Arrow type, so that both processes look at the same columns."""
    import pandas as pd

    return {"double": pd.Float64Dtype(), "string": pd.StringDtype(na_value=float("nan"))}.get(str(arrow))


class _Case:
    """What the suite is asked about a table, and what it said of the like before."""

    def __init__(self, observed: pd.DataFrame, cache: Path | None) -> None:
        """Take the columns that the suite looks at, and the folder that verdicts are kept in."""
        import numpy as np

        self._observed = observed
        self._folder = cache or cache_folder() / "contract"
        self._good = self._folder / f"good-{_digest()}.json"
        self._held = _strings(self._good)
        rows = observed["claim_id"].duplicated(keep=False).to_numpy(dtype=bool, copy=True)
        self._holds: set[str] = set()
        for check in CHECKS:
            codes, words = _relation(observed, check)
            said = {n: f"{check.name}: {words[n]}" for n in np.unique(codes).tolist()}
            self._holds.update(said.values())
            new = [n for n, one in said.items() if one not in self._held]
            if new:
                rows |= np.isin(codes, new)
        self.unknown = observed[rows]
        """The rows to be judged."""

    def known(self) -> ContractResult | None:
        """Give the verdict where it is known."""
        if not len(self.unknown):
            return replace(self._result([]), cached=bool(len(self._observed)))
        kept = _strings(self._broken)
        return replace(self._result(kept), cached=True) if kept else None

    def keep(self, failures: list[str]) -> ContractResult:
        """Give the verdict that the suite has come to, and keep what it rests on."""
        file, words = (self._broken, failures) if failures else (self._good, sorted({*self._held, *self._holds}))
        keep(file, words)
        return self._result(failures)

    @cached_property
    def _broken(self) -> Path:
        return self._folder / f"broken-{_digest(_arrow(self._observed))}.json"

    def _result(self, failures: Sequence[str]) -> ContractResult:
        return ContractResult(
            success=not failures,
            checked=len(self._observed),
            failures=tuple(failures),
            expectations=_names(),
        )


def _relation(observed: pd.DataFrame, check: Check) -> tuple[Array, list[str]]:
    """Give for each row in a number, and for each number in words, all that an expectation makes of the row.

    Of a value that is to be one of some: the value; of one to be there: whether it is missing; of one with a bound, or
    of two: which is the greater. The expectation of unique ids is the table's: of each row it makes nothing.
    """
    import numpy as np
    import pandas as pd

    arguments = dict(check.arguments)
    match check.type:
        case "ExpectColumnValuesToBeInSet":
            codes, words = pd.factorize(observed[arguments["column"]], use_na_sentinel=False)
            return codes, [repr(word) for word in words]
        case "ExpectColumnValuesToNotBeNull":
            return observed[arguments["column"]].isna().to_numpy(dtype=np.int64), ["there", "missing"]
        case "ExpectColumnValuesToBeBetween":
            return _compared(observed[arguments["column"]], arguments["min_value"])
        case "ExpectColumnPairValuesAToBeGreaterThanB":
            return _compared(observed[arguments["column_A"]], observed[arguments["column_B"]])
        case "ExpectColumnValuesToBeUnique":
            return np.zeros(len(observed), dtype=np.int64), ["any"]
    raise TypeError(check.type)


def _compared(left: pd.Series[Any], right: Any) -> tuple[Array, list[str]]:
    import numpy as np

    # Comparing with what is missing is missing too, or false: neither is greater, less nor equal then.
    sides = [side.fillna(False).to_numpy(dtype=bool) for side in (left < right, left == right, left > right)]
    return np.select(sides, [1, 2, 3]), ["missing", "less", "equal", "greater"]


def _digest(observed: bytes = b"") -> str:
    import pandas as pd

    versions = [_FORMAT, pd.__version__, version("great-expectations")]
    digest = hashlib.blake2b(digest_size=16)
    digest.update(json.dumps([versions, [[c.name, c.type, c.arguments] for c in CHECKS]]).encode())
    digest.update(observed)
    return digest.hexdigest()


def _strings(file: Path) -> list[str]:
    """Give the texts of a file that `_Case.keep` wrote, none where it is not there or is damaged."""
    data = recall(file)
    return data if isinstance(data, list) and all(isinstance(one, str) for one in data) else []


def _names() -> tuple[str, ...]:
    return tuple(c.name for c in CHECKS)


def _spawn() -> subprocess.Popen[bytes]:
    environment = os.environ | {"GX_ANALYTICS_ENABLED": "false"}
    pipe = subprocess.PIPE
    return subprocess.Popen(  # noqa: S603  our own code, apart from the folder that is checked
        python("from kzcheck.table.contract import serve; serve()"),
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        env=environment,
        cwd=neutral_folder(),
    )


def _ask(process: subprocess.Popen[bytes], observed: bytes) -> list[str]:
    out, said = process.communicate(observed)
    if process.returncode:
        last = said.decode("utf-8", "replace").strip().splitlines()[-1:] or [f"exit code {process.returncode}"]
        raise RuntimeError(f"the contract could not be checked: {last[0]}")
    return [str(f) for f in json.loads(out)]


def _judge(observed: pd.DataFrame) -> list[str]:
    """Run the suite and give its failures, one line each."""
    import logging
    import warnings

    if not len(observed):
        return []
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    level = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            results = _run(observed)
    finally:
        logging.disable(level)
    order = {name: i for i, name in enumerate(_names())}
    return [line for name, lines in sorted(results, key=lambda r: order[r[0]]) for line in lines]


def _run(observed: pd.DataFrame) -> list[tuple[str, list[str]]]:
    import great_expectations as gx
    from great_expectations import expectations
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    whole = (
        context.data_sources.add_pandas("claims")
        .add_dataframe_asset("table")
        .add_batch_definition_whole_dataframe("all")
    )
    suite = context.suites.add(gx.ExpectationSuite(name="contract"))
    for check in CHECKS:
        arguments = {k: list(v) if isinstance(v, tuple) else v for k, v in check.arguments}
        suite.add_expectation(getattr(expectations, check.type)(**arguments, meta={"name": check.name}))
    definition = context.validation_definitions.add(gx.ValidationDefinition(name="contract", data=whole, suite=suite))
    full = {"result_format": "COMPLETE", "unexpected_index_column_names": list(_NAMING)}
    run = definition.run(batch_parameters={"dataframe": observed}, result_format=full)
    named: list[tuple[str, Any]] = [(_name(r), r) for r in run.results]
    return [(name, _lines(name, result)) for name, result in named if not result.success]


def _name(result: Any) -> str:
    return str(result.expectation_config.meta["name"])


def _lines(name: str, result: Any) -> list[str]:
    rows = result.result.get("unexpected_index_list") or []
    if not rows:
        message = result.exception_info.get("exception_message") if result.exception_info else ""
        return [f"expectation {name!r} could not be evaluated: {message or 'no reason given'}"]
    lines = []
    for row in rows[:_SHOWN]:
        found = [f"{k} {_shown(v)}" for k, v in sorted(row.items()) if k not in _NAMING and str(v) != "False"]
        about = ", ".join([row["kind"], *filter(None, (row["metric"], row["unit"])), *found])
        lines.append(f"claim {row['claim_id']} breaks {name!r} ({about})")
    if len(rows) > _SHOWN:
        lines.append(f"{len(rows) - _SHOWN} more claims break {name!r}")
    return lines


def _shown(value: Any) -> str:
    if str(value) in {"nan", "<NA>", "NaT"}:
        return "missing"
    if isinstance(value, float):
        return f"{value:.12g}"
    return value.date().isoformat() if hasattr(value, "date") else str(value)
