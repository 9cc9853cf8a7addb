"""How sure it is that two claims are about one thing, and what speaks for and against it, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kzcheck.model import Claim, Evidence, Link, NearMatch, Weighed
from kzcheck.render.view import View, fold, value_words

MOST_NEAR = 5
"""How many near matches a terminal and a comment show."""

_FOR = {
    (Evidence.ENTITY, "equal"): "the same name",
    (Evidence.ENTITY, "mentioned"): "each names the other's subject",
    (Evidence.CONCEPT, "known_equal"): "the same measure",
    (Evidence.CONCEPT, "equal"): "the same words for the figure",
    (Evidence.CONCEPT, "within"): "nearly the same words for the figure",
    (Evidence.QUALIFIERS, "equal"): "the same restrictions",
    (Evidence.UNIT, "equal"): "the same things counted",
    (Evidence.WORDS, "8_to_12"): "similar wording",
    (Evidence.WORDS, "12_to_18"): "very similar wording",
    (Evidence.WORDS, "over_18"): "very similar wording",
    (Evidence.DISTINCTIVE, "1"): "a word that only these two figures share",
    (Evidence.DISTINCTIVE, "2"): "two words that only these two figures share",
    (Evidence.DISTINCTIVE, "3_or_more"): "several words that only these two figures share",
    (Evidence.UNSHARED, "none"): "no word that only one of them has",
    (Evidence.SENTENCE, "8_to_16"): "similar sentences",
    (Evidence.SENTENCE, "over_16"): "very similar sentences",
    (Evidence.KIN, "6_to_12"): "words that say the same",
    (Evidence.KIN, "over_12"): "words that say the same",
    (Evidence.NAMES, "shared"): "the same proper name",
    (Evidence.TOPIC, "over_35"): "texts on one subject",
    (Evidence.TOPIC, "20_to_35"): "texts on one subject",
    (Evidence.BASIS, "equal"): "the same basis",
    (Evidence.LEFT_OVER, "only"): "the only figures of their unit in both texts",
    (Evidence.SOURCE, "equal"): "the same source of figures",
    (Evidence.PERIOD, "equal"): "the same period",
    (Evidence.COMPANIONS, "1"): "another figure that both texts share",
    (Evidence.COMPANIONS, "2"): "two other figures that both texts share",
    (Evidence.COMPANIONS, "3_to_5"): "several other figures that both texts share",
    (Evidence.COMPANIONS, "over_5"): "many other figures that both texts share",
    (Evidence.DIGITS, "equal"): "the same value",
    (Evidence.DIGITS, "meets"): "values that agree",
    (Evidence.DIGITS, "slip"): "values one slip of a digit apart",
    (Evidence.DIGITS, "near"): "values close to each other",
}
_AGAINST = {
    (Evidence.ENTITY, "missing"): "it is not said whose figures both are",
    (Evidence.ENTITY, "elsewhere"): "the name stands elsewhere in the text",
    (Evidence.ENTITY, "other"): "different names",
    (Evidence.ENTITY, "guessed"): "whose figures they are had to be guessed",
    (Evidence.ENTITY, "one_guessed"): "whose figure one of them is had to be guessed",
    (Evidence.CONCEPT, "known_apart"): "different measures",
    (Evidence.UNSHARED, "over_8"): "words that only one of them has",
    (Evidence.OPPOSED, "one"): "a restriction that only one of them has",
    (Evidence.OPPOSED, "opposed"): "words that exclude one another",
    (Evidence.NAMES, "other"): "different proper names",
    (Evidence.NAMES, "one_told"): "a name that the other text gives other figures",
    (Evidence.NAMES, "both_told"): "names that each text gives other figures",
    (Evidence.TOPIC, "under_10"): "texts with little in common",
    (Evidence.BASIS, "one"): "only one of them says how it is measured",
    (Evidence.BASIS, "differ"): "measured in different ways",
    (Evidence.SOURCE, "differ"): "different sources of figures",
    (Evidence.PERIOD, "one_past"): "only one of them names a time, which was over long before",
    (Evidence.CONCEPT, "overlap"): "partly other words for the figure",
    (Evidence.CONCEPT, "apart"): "other words for the figure",
    (Evidence.CONCEPT, "missing"): "one of them does not say what is measured",
    (Evidence.QUALIFIERS, "differ"): "different restrictions",
    (Evidence.WORDS, "under_4"): "few words in common",
    (Evidence.DISTINCTIVE, "0"): "no unusual word in common",
    (Evidence.SENTENCE, "4_to_8"): "different sentences",
    (Evidence.PERIOD, "one_undated"): "one of them has no date",
    (Evidence.PERIOD, "month"): "published some time apart",
    (Evidence.PERIOD, "far"): "published long apart",
    (Evidence.PERIOD, "assumed_differs"): "one period had to be assumed",
    (Evidence.PERIOD, "carried"): "one period was told of something before it",
    (Evidence.MOOD, "differs"): "one of them may be a plan",
    (Evidence.COMPANIONS, "0"): "no other figure that both texts share",
    (Evidence.LEFT_OVER, "alone"): "the only figures of their unit that differ",
    (Evidence.VOICES, "both"): "other texts state both values",
    (Evidence.DIGITS, "apart"): "values far apart",
    (Evidence.DIGITS, "far"): "values very far apart",
}
_MOST_FOR = 2
_MOST_WORDS = 4


class Near(NamedTuple):
    """A near match in words: what each claim says, how sure it is that both are one, and the claims."""

    title: str
    sure: str
    claims: tuple[Claim, Claim]


def sure(link: Link) -> str:
    """Say how sure a link is, and why: "the same period, other words for the figure; 87 % sure"."""
    speaks = _named((w for w in link.evidence if w.weight > 0), _FOR)[:_MOST_FOR]
    against = _named((w for w in link.evidence if w.weight < 0), _AGAINST)[:1]
    reasons = ", ".join(speaks)
    if against:
        reasons += f"{', but ' if reasons else ''}{against[0]}"
    percent = min(max(round(link.probability * 100), 1), 99)
    return f"{reasons}; {percent} % sure" if reasons else f"{percent} % sure"


def _named(some: Iterable[Weighed], words: dict[tuple[Evidence, str], str]) -> list[str]:
    """Name pieces of evidence, the weightiest first; those that no reader could follow have no name."""
    ranked = sorted(some, key=lambda w: (-abs(w.weight), w.evidence))
    return list(dict.fromkeys(_said(w, words[w.evidence, w.level]) for w in ranked if (w.evidence, w.level) in words))


def _said(weighed: Weighed, text: str) -> str:
    """Name a piece of evidence with the words of the texts that it rests on."""
    words = ", ".join(fold(word) for word in weighed.words[:_MOST_WORDS])
    return f"{text} ({words})" if words and weighed.weight > 0 else text


def near_matches(view: View) -> tuple[Near, ...]:
    """Give the near matches whose claims are known, the likeliest first."""
    found = sorted(view.run.near, key=lambda n: (-n.link.probability, n.claims))
    return tuple(_near(view, n) for n in found if all(c in view.claims for c in n.claims))


def _near(view: View, match: NearMatch) -> Near:
    first, second = (view.claims[c] for c in match.claims)
    title = f"{fold(value_words(first))} and {fold(value_words(second))}"
    what = next((t for c in (first, second) if (t := fold(c.title))), "")
    return Near(title=f"{what}: {title}" if what else title, sure=sure(match.link), claims=(first, second))
