"""What the parts of the extraction hand to one another: passages, quantities, period mentions and ties.

The order of work in one passage: `periods.find` marks the time words, `quantities.find` reads the numbers outside them,
then each quantity is tied down: `periods.tie` (when), `subjects.tie` (about what), `moods.tie` (in what mood, whose
statistics), and `extract` assembles the claims.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from kzcheck.lang import Tokens, undressed
from kzcheck.model import NOTHING, Document, Frame, Period, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPath:
    """What leads to a figure of a table: its row and column, from 0, the labels of the row and the heads of the column.

    A column is one of figures, however many columns of the grid its currency, its figures and their brackets take.

    `row_path` goes from the outermost section to the row's own label, `column_path` from the top head down; texts as
    written, without the marks of notes. text[start:end] of the document is the figure.
    """

    row: int
    column: int
    row_path: tuple[str, ...]
    column_path: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table as passages know it: the table's number (from 1), its cells' spans, its names.

    `label` holds the texts before its figures and `labels` their spans; `sections` and `corner` stand above them.
    `paths` are the paths of its figures by where they start.
    """

    table: int
    row: int
    cells: tuple[tuple[int, int], ...]
    label: tuple[str, ...]
    labels: tuple[tuple[int, int], ...]
    sections: tuple[str, ...]
    corner: tuple[str, ...]
    caption: str
    paths: dict[int, CellPath]

    def path(self, offset: int) -> CellPath | None:
        """Give what leads to the figure that starts at a character."""
        return self.paths.get(offset)


@dataclass(frozen=True, slots=True)
class Setting:
    """The time of what a passage tells where no words say another: that of a report, or of what a note is on.

    `rule` names the step of the derivation; `symbol` stands for a period whose days are unknown.
    """

    rule: str
    text: str = ""
    period: Period | None = None
    symbol: str = ""
    how: str = ""


class Passage:
    """One sentence, heading, list item or table row of a document.

    `tokens` are cut when first asked for, and so is `before`, the passage before it in the same document (None at the
    start), whether it holds numbers or not. `paragraph` counts paragraphs; `heading` is the text of the heading above;
    `row` tells what stands around the figures of a table's row, where the passage is one. `mentions` and `whens` keep
    what `periods.find` and `periods.tie` found here, for the passages that follow. `setting` is the time that holds
    where the text names none.
    """

    __slots__ = (
        "_before",
        "_tokens",
        "document",
        "end",
        "heading",
        "is_heading",
        "mentions",
        "paragraph",
        "row",
        "setting",
        "start",
        "whens",
    )

    def __init__(
        self,
        document: Document,
        start: int,
        end: int,
        tokens: Tokens | None = None,
        paragraph: int = 0,
        heading: str = "",
        is_heading: bool = False,
        before: Passage | Callable[[], Passage | None] | None = None,
    ) -> None:
        """Take the place in the text; `before` may be a function that finds the passage when it is wanted."""
        self.document = document
        self.start = start
        self.end = end
        self.paragraph = paragraph
        self.heading = heading
        self.is_heading = is_heading
        self.row: Row | None = None
        self.setting: Setting | None = None
        self.mentions: list[Mention] | None = None
        self.whens: list[tuple[Quantity, When]] = []
        self._tokens = tokens
        self._before = before

    @property
    def tokens(self) -> Tokens:
        """Give the words, cut once."""
        if self._tokens is None:
            self._tokens = undressed(self.document.text, self.start, self.end, self.document.language.split("-")[0])
        return self._tokens

    @property
    def before(self) -> Passage | None:
        """Give the passage before this one, found once."""
        if self._before is not None and not isinstance(self._before, Passage):
            self._before = self._before()
        return self._before

    def release(self) -> None:
        """Let go of the words and of the passages before, which a long text has no room for."""
        self._tokens = None
        self._before = None
        self.mentions = None
        self.whens = []

    @property
    def text(self) -> str:
        """Give the words as they stand in the document."""
        return self.document.text[self.start : self.end]


@dataclass(slots=True)
class Quantity:
    """A number with its unit as the grammar found it, not yet tied down.

    `first` and `last` are token indexes (both included) of the whole claim, hedge and unit words included;
    `number_first`
    and `number_last` those of the numeral. Numbers as in `kzcheck.model.Claim`, in the unit stated. `direction` is +1
    (rose, more), -1 (fell, less) or 0. `tie` numbers the group of quantities said together; `role` is the part in it.
    `significant` counts stated digits without trailing zeros before a decimal mark. `spread` is the x of "± x".
    """

    first: int
    last: int
    number_first: int
    number_last: int
    kind: str
    digits: str
    value: Fraction | None
    ulp: Fraction
    significant: int
    unit: str
    unit_text: str
    range_low: Fraction | None = None
    range_high: Fraction | None = None
    hedge: str = "exact"
    hedge_text: str = ""
    direction: int = 0
    spread: Fraction | None = None
    elided_unit: bool = False
    tie: int = 0
    role: str = ""
    readings: tuple[Fraction, ...] = ()
    why: list[Step] = field(default_factory=list)


@dataclass(slots=True)
class Mention:
    """Time words of a passage: tokens `first`..`last` (both included) and what they mean.

    `role`: period ("in 2024"), base ("since 2020", "a year earlier", "from 2023"), deadline ("by 2027"), window ("over
    the
    past three years": `period` is the window), now ("currently"), event (of something
    else: "due June 2030"). `period` is None where the words cannot be resolved
    (`how` is then "" and `symbol` says what was read, such as "last year"). `how`: stated (the words alone give it),
    inferred (with the publication date or the context), assumed. `cumulative` marks part-year totals. `open_ended`
    marks
    "in the medium term", "in the near future". `is_claim` tells whether the mention is itself a claim of kind date (an
    explicit date or window), `duration` the length of a window in years, months or days with its unit.
    """

    first: int
    last: int
    role: str
    period: Period | None
    how: str
    symbol: str = ""
    cumulative: bool = False
    open_ended: bool = False
    is_claim: bool = True
    duration: tuple[Fraction, str] | None = None
    why: list[Step] = field(default_factory=list)
    form: str = ""
    """The construction that was read (year, range, window, since, end, context, ...), for the tying of quantities."""
    point: Period | None = None
    """The narrower time that the words name: the last month for "by the end of 2028", whose period is the year."""
    relate: Callable[[Period], Period | None] | None = field(default=None, repr=False)
    """What the words mean for another period than the one nearest to them ("a year earlier")."""
    key: str = ""
    """What stands for a period that cannot be told: equal keys of one document are of one time ("year-1")."""
    fiscal: str = ""
    """The kind of year (fiscal, marketing, school) that the words are a part of, "" for calendar years."""
    aside: bool = False
    """Whether the words date what their part of the sentence says of a noun: "the stadium, rebuilt in 2016, holds"."""
    unled: bool = False
    """Whether no preposition of their own stands before the words."""
    group: int = 0
    """The number of the row of times in which the words stand ("in 2023 and 2024"), 0 for none."""
    several: tuple[Mention, ...] = ()
    """The times of the whole row, where the words name several at once ("the three and six months ended June 30")."""


@dataclass(slots=True)
class When:
    """The period of one quantity, the base that a change counts from, and how each was known.

    `unresolved` tells that time words or words of intent were there and name no period: then no policy may fill one in.
    `symbol` and `base_symbol` stand for a period and a base that are said but cannot be dated (`Mention.key`).
    `record` is high or low where the figure is a record, of all that was before or since the day `record_from`.
    """

    period: Period | None = None
    how: str = ""
    text: str = ""
    base: Period | None = None
    base_how: str = ""
    cumulative: bool = False
    why: list[Step] = field(default_factory=list)
    unresolved: bool = False
    symbol: str = ""
    base_symbol: str = ""
    record: str = ""
    record_from: date | None = None
    also: tuple[When, ...] = ()
    """The other times of which the same figure is said: "was 21 % in both 2023 and 2024"."""


@dataclass(slots=True)
class What:
    """What one quantity is about.

    `how`: stated (words of the sentence), inferred (sentence before, heading), assumed (nothing says so, nothing speaks
    against it), discovered (no rules). `frame` names the sentence with its numbers blanked and the place in it: two
    quantities of one frame are the same one, said with possibly other numbers; "" where the sentence leans on another.
    """

    metric: str = ""
    how: str = ""
    subject: str = ""
    about: Frame = NOTHING
    parties: tuple[str, ...] = ()
    frame: str = ""
    why: list[Step] = field(default_factory=list)


@dataclass(slots=True)
class Mood:
    """Modality, negation, who says it and whose statistics they are ("" where the text does not tell).

    `bound` is the hedge that a denial turns the stated one into ("did not exceed 5": at_most), "" where it turns none.
    """

    modality: str = "actual"
    negated: bool = False
    speaker: str = ""
    source: str = ""
    bound: str = ""
    why: list[Step] = field(default_factory=list)
