"""Many claims, of which only those that are asked for become objects.

Whoever has claims as columns hands them over as `Claims`; the functions here ask either those or plain claims.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, overload

from kzcheck.model.claim import Claim

_SINGLE = 64
"""After so many that were asked for one by one, all are made: together they cost a tenth."""

Write = Callable[[Claim], str]


class Claims(Sequence[Claim]):
    """A sequence of claims. `make` gives those at some positions, `column` one attribute of all, of `written` below."""

    def __init__(
        self,
        size: int,
        *,
        make: Callable[[Sequence[int]], Sequence[Claim]],
        column: Callable[[str], Sequence[Any]],
        written: Callable[[str, Write], Sequence[str]] | None = None,
    ) -> None:
        """Take how many there are, and where they come from."""
        self._size = size
        self._make, self._column, self._written = make, column, written
        self._made: dict[int, Claim] = {}
        self._asked = 0

    def __len__(self) -> int:
        """Count them."""
        return self._size

    @overload
    def __getitem__(self, at: int) -> Claim: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Claim, ...]: ...
    def __getitem__(self, at: int | slice) -> Claim | tuple[Claim, ...]:
        """Give one claim, or several."""
        rows = range(self._size)[at]
        if isinstance(rows, int):
            if rows not in self._made:
                self._asked += 1
                self._take([rows] if self._asked < _SINGLE else range(self._size))
            return self._made[rows]
        return tuple(self.some(rows))

    def __iter__(self) -> Iterator[Claim]:
        """Give all, one after the other."""
        return iter(self[:])

    def __eq__(self, other: object) -> bool:
        """Compare with claims in any sequence."""
        return len(self) == len(other) and self[:] == tuple(other) if isinstance(other, (Claims, tuple)) else False

    def __hash__(self) -> int:
        """Hash as the tuple of them would."""
        return hash(self[:])

    def some(self, rows: Sequence[int]) -> list[Claim]:
        """Give the claims at some positions, all at once."""
        self._take(rows)
        return [self._made[row] for row in rows]

    def _take(self, rows: Sequence[int]) -> None:
        absent = [row for row in rows if row not in self._made]
        if absent:
            self._made.update(zip(absent, self._make(absent), strict=True))

    def values(self, name: str) -> Sequence[Any]:
        """Give one attribute of all."""
        return self._column(name)

    def texts(self, name: str, write: Write) -> Sequence[str]:
        """Give what a function writes of each."""
        return [write(claim) for claim in self] if self._written is None else self._written(name, write)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Give the positions by id."""
        return {claim_id: n for n, claim_id in enumerate(self.values("claim_id"))}


class _ById(Mapping[str, Claim]):
    def __init__(self, claims: Claims) -> None:
        self._claims = claims

    def __getitem__(self, claim_id: str) -> Claim:
        return self._claims[self._claims.places[claim_id]]

    def __contains__(self, claim_id: object) -> bool:
        return claim_id in self._claims.places

    def __iter__(self) -> Iterator[str]:
        return iter(self._claims.places)

    def __len__(self) -> int:
        return len(self._claims.places)


def by_id(claims: Sequence[Claim]) -> Mapping[str, Claim]:
    """Give claims by their ids."""
    return _ById(claims) if isinstance(claims, Claims) else {claim.claim_id: claim for claim in claims}


def positions(claims: Sequence[Claim]) -> Mapping[str, int]:
    """Give the positions of claims by their ids."""
    return claims.places if isinstance(claims, Claims) else {claim.claim_id: n for n, claim in enumerate(claims)}


def some(claims: Sequence[Claim], rows: Sequence[int]) -> list[Claim]:
    """Give the claims at some positions."""
    return claims.some(rows) if isinstance(claims, Claims) else [claims[row] for row in rows]


def values(claims: Sequence[Claim], name: str) -> Sequence[Any]:
    """Give one attribute of each claim."""
    return claims.values(name) if isinstance(claims, Claims) else [getattr(claim, name) for claim in claims]


def texts(claims: Sequence[Claim], name: str, write: Write) -> Sequence[str]:
    """Give what a function writes of each claim, where it depends on the claim alone; `name` names the function.

    What was written in an earlier run may be taken from there.
    """
    return claims.texts(name, write) if isinstance(claims, Claims) else [write(claim) for claim in claims]
