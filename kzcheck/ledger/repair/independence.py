"""What one comparison can hold together: changes that share none of it can be proven by one rerun."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import timedelta
from fnmatch import fnmatchcase

from kzcheck.compare.relations import relation
from kzcheck.ledger.repair.sets import Sets
from kzcheck.model import Claim, Pack

_GROWTHS = frozenset({"change", "ratio", "difference"})
_MOST_YEARS = 4


class Independence:
    """Names for what claims have in common, such that all claims of any comparison share one of them."""

    def __init__(self, claims: Sequence[Claim], pack: Pack, within: Mapping[str, str]) -> None:
        """Take all claims of a run; `within` gives documents a group, inside which alone claims are compared."""
        self._within = within
        self._linked = _linked(pack)
        self._crossing: set[Hashable] = set()
        self._multiplying: set[str] = set()
        self._times = Sets(())
        for c in claims:
            if c.metric:
                self._place(c)

    def keys(self, claim: Claim) -> frozenset[Hashable]:
        """Give the names for a claim: its sentence, its frame, its quantity in the times that depend on one another."""
        keys: set[Hashable] = {(claim.document, claim.sentence_start)}
        if claim.metric:
            family = self._family(claim)
            keys.add(family if family in self._crossing else self._times.root((family, claim.period)))
        if claim.frame:
            keys.add(("frame", claim.frame, claim.period, claim.base, self._within.get(claim.document)))
        if claim.document in self._multiplying or claim.role == "equivalent":
            keys.add(("document", claim.document))
        return frozenset(keys)

    def _family(self, c: Claim) -> Hashable:
        return self._linked.get(c.metric, c.metric), self._within.get(c.document)

    def _place(self, c: Claim) -> None:
        """Join the times that a claim ties together: its period with its base, and with all else of its years.

        A record, a plan, and whatever names no time may be held against any time of its quantity; and where a document
        multiplies quantities that no rule names, any two numbers of it may be.
        """
        family = self._family(c)
        growth = c.kind in _GROWTHS
        if growth and c.metric_how == "discovered":
            self._multiplying.add(c.document)
        if c.period is None or c.record or c.modality != "actual" or (growth and c.base is None):
            self._crossing.add(family)
            return
        here = (family, c.period)
        self._times.join(here, here)
        if c.base is not None:
            self._times.join(here, (family, c.base))
        for period in (c.period, c.base):
            if period is not None:
                first, last = period.start.year, (period.end - timedelta(days=1)).year
                for year in range(first, min(last, first + _MOST_YEARS) + 1):
                    self._times.join((family, period), (family, year))


def _linked(pack: Pack) -> dict[str, Hashable]:
    """Give one name to the metrics that some rule of the pack puts into one equation."""
    names = [m.name for m in pack.metrics]
    sets = Sets(names)
    some: set[str] = set()
    for rule in pack.rules:
        if relation(rule.relation).links:
            globs = (*rule.metrics, *(metric for _, metric in rule.others))
            found = [n for n in names if any(fnmatchcase(n, glob) for glob in globs)]
            some.update(found)
            for name in found[1:]:
                sets.join(found[0], name)
    return {str(m): ("linked", n) for n, group in enumerate(sets.groups()) for m in group if m in some}
