"""Disjoint sets."""

from __future__ import annotations

from collections.abc import Hashable, Iterable


class Sets:
    """Disjoint sets in the order of their first members."""

    def __init__(self, members: Iterable[Hashable]) -> None:
        """Begin with each member in a set of its own."""
        self._parent = {m: m for m in members}

    def root(self, x: Hashable) -> Hashable:
        """Give the member that stands for the set of `x`; `x` itself where nothing was joined with it."""
        while (parent := self._parent.get(x, x)) != x:
            self._parent[x] = self._parent[parent]
            x = parent
        return x

    def join(self, a: Hashable, b: Hashable) -> None:
        """Make one set of the sets of `a` and `b`, either of which may be new."""
        self._parent.setdefault(a, a)
        self._parent.setdefault(b, b)
        self._parent[self.root(b)] = self.root(a)

    def groups(self) -> list[list[Hashable]]:
        """Give all sets."""
        found: dict[Hashable, list[Hashable]] = {}
        for member in self._parent:
            found.setdefault(self.root(member), []).append(member)
        return list(found.values())
