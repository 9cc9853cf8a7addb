"""What a relation says of itself, once: the rules that ask for it, what it means for other claims, how to speak of it.

A relation stands in a module with `DECLARES`, its declarations, and `candidates(scope)`, which gives claims with the
equation that they must fulfil. `register` makes a module known; from then on the reader of rule files, their JSON
Schema, the guides, the verification of drafts, repairs and reports know its relations. Nothing is registered but by
such a call: kzcheck loads no module because it happens to be installed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from kzcheck.model.cause import Slip

if TYPE_CHECKING:
    from kzcheck.compare.candidates import Candidate, Scope
    from kzcheck.compare.equation import Equation
    from kzcheck.compare.statement import Statement
    from kzcheck.compare.verdict import Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key by which a rule names one more metric; `meaning` says of which."""

    name: str
    meaning: str
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One relation between claims, by the name that comparisons carry.

    `holds` says in a few words what must hold. `asked` tells that a rule may name it as its `relation`, with `keys`
    besides `metrics`. `rules` are the relations under which rules ask for it, the likeliest first; () means its own
    name. `links` tells that a rule of it puts several metrics into one equation.

    `one_quantity` claims state one number; `direct` ones compare as they stand, without anything to work out first;
    with `shared` what they have in common is shown, too. `bounds` tells that it holds an order and no equality: it
    supports no number. `nested` claims are a part and its whole. `of_dates` claims are events in time, not figures.
    `slip` is what broke it, where only one thing can. `words` say by verdict what two claims make of one another;
    `sentence` gives the reason in words of its own (None: the usual ones), `mend` the change that would mend a
    conflict, and `alone` tells that these two say all: no steps stand before them.
    """

    name: str
    holds: str
    asked: bool = False
    keys: tuple[Key, ...] = ()
    rules: tuple[str, ...] = ()
    links: bool = False
    one_quantity: bool = False
    direct: bool = False
    shared: bool = False
    bounds: bool = False
    nested: bool = False
    of_dates: bool = False
    slip: Slip | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    sentence: Callable[[Equation, Sequence[Statement], Judgement], str | None] | None = None
    mend: Callable[[Sequence[Statement]], str] | None = None
    alone: bool = False


class Proposer(Protocol):
    """A module of relations."""

    __name__: str
    DECLARES: tuple[Relation, ...]

    def candidates(self, scope: Scope) -> Iterator[Candidate]:
        """Give claims, each time with the equation that they must fulfil."""
        ...


_PROPOSERS: list[Proposer] = []
_DECLARED: dict[str, Relation] = {}


def register(*modules: Proposer) -> None:
    """Make the relations of modules known, to be asked after those that are known already.

    Raises ValueError where a name is taken, or a rule key means two things.
    """
    for module in modules:
        if module in _PROPOSERS:
            continue
        for one in module.DECLARES:
            if one.name in _DECLARED:
                raise ValueError(f"the relation {one.name!r} of {module.__name__} is declared already")
            for key in one.keys:
                other = keys().get(key.name)
                if other is not None and other.meaning != key.meaning:
                    raise ValueError(f"the key {key.name!r} of {one.name!r} means {other.meaning!r} already")
            _DECLARED[one.name] = one
        _PROPOSERS.append(module)


def withdraw(module: Proposer) -> None:
    """Forget a module and its relations, as if it had never been registered."""
    _PROPOSERS.remove(module)
    for one in module.DECLARES:
        del _DECLARED[one.name]


def proposers() -> tuple[Proposer, ...]:
    """Give the modules in the order in which they are asked; what an earlier one has judged is not judged again."""
    return tuple(_PROPOSERS)


def relation(name: str) -> Relation:
    """Give what is declared of a relation; of an unknown one (of an older run, say) nothing but its name."""
    return _DECLARED.get(name) or Relation(name=name, holds="")


def relations() -> tuple[Relation, ...]:
    """Give the declared relations."""
    return tuple(_DECLARED.values())


def asked() -> tuple[Relation, ...]:
    """Give the relations that a rule may ask for, by name."""
    return tuple(sorted((one for one in relations() if one.asked), key=lambda one: one.name))


def keys() -> dict[str, Key]:
    """Give the keys by which rules name further metrics."""
    return {key.name: key for one in relations() for key in one.keys}
