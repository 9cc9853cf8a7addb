"""Score the judging alone on the gold claims: python tests/compare/score_gold.py [seeds|kz|software]."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from gold_frame import table

from kzcheck.compare import compare
from kzcheck.model import Pack
from kzcheck.rules import load

SHARED = Path(__file__).parents[2].parent / "shared"


def main(name: str, *options: str) -> None:
    names = {"seeds": ("seeds",), "kz": ("seeds", "kz"), "software": ("software",)}[name]
    frame, claims = table(SHARED, *names)
    pack = Pack() if name == "software" or "--no-rules" in options else load([Path("rules")])
    comparisons = compare(frame, pack, every=True)
    run = {
        "claims": [
            {
                "claim_id": c.claim_id,
                "document": c.document,
                "start": c.start,
                "end": c.end,
                "value": None if c.value is None else float(c.value),
                "unit": c.unit,
            }
            for c in claims
        ],
        "comparisons": [
            {"id": c.id, "verdict": c.verdict, "claims": c.claims, "reason": c.reason + str(c.claims)}
            for c in comparisons
        ],
    }
    gold = {
        "seeds": "gold/seeds_pairs.jsonl",
        "kz": "corpora/kz/pairs.jsonl",
        "software": "corpora/software/pairs.jsonl",
    }
    files = {
        "seeds": ("gold/seeds_claims.jsonl", "seeds"),
        "kz": ("corpora/kz/claims.jsonl", "corpora/kz/docs"),
        "software": ("corpora/software/claims.jsonl", "corpora/software/docs"),
    }
    with tempfile.NamedTemporaryFile("w", suffix=".json") as out:
        json.dump(run, out)
        out.flush()
        subprocess.run(
            [
                sys.executable,
                SHARED / "tools/score_pairs.py",
                "--run",
                out.name,
                "--pairs",
                SHARED / gold[name],
                "--claims",
                *(SHARED / files[n][0] for n in names),
                "--docs",
                *(SHARED / files[n][1] for n in names),
                "--misses",
                *(o for o in options if o != "--no-rules"),
            ],
            check=True,
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
