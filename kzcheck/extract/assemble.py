"""Make claims of quantities and time words, once they are tied to periods, subjects and moods."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from functools import cache
from importlib.resources import files

from kzcheck.extract.quantity.kinds import PERCENT
from kzcheck.extract.types import CellPath, Mention, Mood, Passage, Quantity, What, When
from kzcheck.model import Claim, Interval, Period, Policy, Step, allowed
from kzcheck.storage import load_yaml

_NOTHING = Interval(None, None)
_EXACT_MOODS = frozenset({"target"})
_LONGEST_SENTENCE = 2000
_INK = re.compile(r"\S")


@cache
def policy() -> Policy:
    """Give the default widths of hedges, from precision.yaml."""
    data = load_yaml((files("kzcheck.extract") / "precision.yaml").read_bytes())
    senses = tuple((str(h), str(k), str(other)) for h, k, other in data.pop("senses"))
    return Policy(**{name: Fraction(str(value)) for name, value in data.items()}, senses=senses)


def interval(quantity: Quantity, modality: str = "actual", widths: Policy | None = None) -> Interval:
    """Give what a quantity allows (DESIGN section 4), in its stated unit.

    A capacity "up to v" is v; a range allows what lies between the outer ends of its stated places; "± x" its spread.
    """
    widths = widths or policy()
    q = quantity
    kind = q.kind
    percent = q.unit in PERCENT
    whole = q.ulp == 1 and q.value is not None and q.value.denominator == 1
    # A plan names its goal exactly; "to double it" is as round as any multiple.
    planned = modality in _EXACT_MOODS and kind != "ratio"
    exact = planned or (whole and kind in ("count", "age") and "/" not in q.unit)
    hedge = q.hedge
    if hedge == "up_to" and modality == "capacity":
        hedge = "exact"
    if q.range_low is not None and q.range_high is not None:
        low = allowed(
            q.range_low, q.ulp, kind=kind, percent=percent, exact=exact, significant=q.significant, policy=widths
        )
        high = allowed(
            q.range_high, q.ulp, kind=kind, percent=percent, exact=exact, significant=q.significant, policy=widths
        )
        if hedge == "about":
            low = allowed(
                q.range_low, q.ulp, hedge=hedge, kind=kind, percent=percent, significant=q.significant, policy=widths
            )
            high = allowed(
                q.range_high, q.ulp, hedge=hedge, kind=kind, percent=percent, significant=q.significant, policy=widths
            )
        return Interval(low.low, high.high, low.low_closed, high.high_closed)
    if q.value is None:
        return _NOTHING
    if q.spread is not None:
        return Interval(q.value - q.spread, q.value + q.spread)
    return allowed(
        q.value, q.ulp, hedge=hedge, kind=kind, percent=percent, exact=exact, significant=q.significant, policy=widths
    )


def claim(  # noqa: PLR0913  what a claim is made of; long: a line a field
    passage: Passage,
    quantity: Quantity,
    when: When,
    what: What,
    mood: Mood,
    *,
    number: int,
    tie: str,
    sentence: str,
    path: CellPath | None = None,
) -> Claim:
    """Put one claim together; `number` counts the claims of the document, `tie` names its group.

    `path` leads to it where it is the figure of a table.
    """
    document = passage.document
    tokens = passage.tokens
    q = replace(quantity, hedge=mood.bound) if mood.bound else quantity
    start, end = (tokens.start[q.first], tokens.end[q.last]) if path is None else (path.start, path.end)
    why = (*q.why, Step(f"kind: {q.kind}", tokens.surface(q.first, q.last)), *when.why, *what.why, *mood.why)
    return Claim(
        claim_id=f"{document.id}:{number}",
        document=document.id,
        start=start,
        end=end,
        surface=document.text[start:end],
        sentence=sentence,
        sentence_start=passage.start,
        kind=q.kind,
        digits=q.digits,
        value=q.value,
        range_low=q.range_low,
        range_high=q.range_high,
        unit=q.unit,
        unit_text=q.unit_text,
        ulp=q.ulp,
        hedge=q.hedge,
        hedge_text=q.hedge_text,
        interval=interval(q, mood.modality),
        modality=mood.modality,
        negated=mood.negated,
        metric=what.metric,
        metric_how=what.how,
        subject=what.subject,
        # Rows of a table are alike but for their numbers without telling of one thing.
        frame=what.frame if path is None else "",
        about=what.about,
        parties=what.parties,
        period=when.period,
        period_how=when.how,
        period_text=when.text,
        period_symbol=when.symbol if when.period is None else "",
        base=when.base,
        base_how=when.base_how,
        base_symbol=when.base_symbol if when.base is None else "",
        cumulative=when.cumulative,
        record=when.record,
        record_from=when.record_from,
        speaker=mood.speaker,
        source=mood.source or document.statistics,
        publisher=document.publisher,
        published=str(document.published or ""),
        tie=tie,
        role=q.role,
        direction=q.direction,
        readings=q.readings,
        heading=passage.is_heading or _is_title(passage),
        section="" if passage.heading == document.title else passage.heading,
        table=0 if path is None or passage.row is None else passage.row.table,
        table_row=0 if path is None else path.row + 1,
        table_column=0 if path is None else path.column + 1,
        row=() if path is None else path.row_path,
        column=() if path is None else path.column_path,
        why=why,
    )


def _is_title(passage: Passage) -> bool:
    """Tell whether a passage is the title of its document: the first line, by itself, and no sentence."""
    document = passage.document
    if _INK.search(document.text, document.body, passage.start):
        return False
    follows = document.text[passage.end : passage.end + 2]
    return "\n" in follows and document.text[passage.end - 1] not in ".!?…:;"


def as_quantity(mention: Mention) -> Quantity:
    """Give time words as a quantity of kind date, so that its metric can be sought as any other's."""
    return Quantity(
        first=mention.first,
        last=mention.last,
        number_first=mention.first,
        number_last=mention.last,
        kind="date",
        digits="",
        value=None,
        ulp=Fraction(1),
        significant=1,
        unit="date",
        unit_text="",
    )


def date_claim(passage: Passage, mention: Mention, what: What, mood: Mood, *, number: int, sentence: str) -> Claim:
    """Make a claim of time words: a date, or a window with its length ("the past three years" is 3 years)."""
    document = passage.document
    tokens = passage.tokens
    start, end = tokens.start[mention.first], tokens.end[mention.last]
    surface = document.text[start:end]
    value, unit = mention.duration or (None, "date")
    return Claim(
        claim_id=f"{document.id}:{number}",
        document=document.id,
        start=start,
        end=end,
        surface=surface,
        sentence=sentence,
        sentence_start=passage.start,
        kind="date",
        digits=surface,
        value=value,
        unit=unit,
        unit_text=_grain(mention.point or mention.period),
        interval=_NOTHING if value is None else Interval.point(value),
        modality=mood.modality,
        metric=what.metric if what.how != "discovered" else "",
        metric_how=what.how if what.how != "discovered" else "",
        parties=what.parties,
        period=mention.point or mention.period,
        period_how=mention.how,
        period_text=surface,
        cumulative=mention.cumulative,
        speaker=mood.speaker,
        publisher=document.publisher,
        published=str(document.published or ""),
        why=(*mention.why, Step("kind: date", mention.symbol or surface)),
    )


def _grain(period: Period | None) -> str:
    """Name how fine a date is stated: date, month, year, or period."""
    if period is None:
        return ""
    days = period.days
    return "date" if days == 1 else "month" if 28 <= days <= 31 else "year" if 365 <= days <= 366 else "period"


def short(text: str) -> str:
    """Cut a sentence that is too long to be shown."""
    return text if len(text) <= _LONGEST_SENTENCE else text[:_LONGEST_SENTENCE]
