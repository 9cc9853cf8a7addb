"""YAML as data: every scalar under its key path. Tags make no objects, aliases are followed within bounds."""

from __future__ import annotations

import re
from typing import Any

from kzcheck.documents import trees
from kzcheck.documents.decoding import NotTextError, decoded
from kzcheck.documents.json_data import plain
from kzcheck.documents.metadata import Reading
from kzcheck.documents.trees import DEEPEST, MOST_LEAVES, Leaf, Node
from kzcheck.documents.writing import Writer
from kzcheck.model import Notice

NAME = "yaml"
SUFFIXES: tuple[str, ...] = (".yaml", ".yml")

_NUMBER = re.compile(r"[-+]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")


def read(name: str, data: bytes) -> Reading:
    """Give the one document of a file; raises NotTextError naming line and column where it is no YAML."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    text, said = decoded(name, data)
    writer = Writer()
    try:
        reader = _Nodes()
        for root in YAML(typ="rt", pure=True).compose_all(text):
            trees.lay_out(writer, reader.node(root, 0))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise NotTextError("data", f"no readable YAML: {error.problem}", line=line, column=column) from None
    except (YAMLError, RecursionError) as error:
        raise NotTextError("data", f"no readable YAML: {type(error).__name__}") from None
    if writer.empty:
        return [], [*said, Notice(severity="error", code="empty", message="the file holds no values", where=name)]
    return [writer.document(name, NAME, is_data=True)], said


class _Nodes:
    """Turns composed nodes into a tree; aliases may name a node again and again, so all are counted."""

    def __init__(self) -> None:
        self._count = 0

    def node(self, node: Any, depth: int) -> Node:
        """Give the tree of a node."""
        from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

        self._count += 1
        if self._count > MOST_LEAVES or depth > DEEPEST:
            raise NotTextError("too-large", f"nested too deep, or more than the {MOST_LEAVES:,} values that are read")
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        if isinstance(node, MappingNode):
            return {str(key.value): self.node(value, depth + 1) for key, value in node.value}
        if isinstance(node, SequenceNode):
            return [self.node(item, depth + 1) for item in node.value]
        value = " ".join(str(node.value).split()) if isinstance(node, ScalarNode) else ""
        quoted = getattr(node, "style", None) in {'"', "'", "|", ">"}
        if not quoted and _NUMBER.fullmatch(value):
            return Leaf(plain(value.replace("_", "").lstrip("+")), number=True, line=line, column=column)
        return Leaf("" if not quoted and value.lower() in {"null", "~"} else value, line=line, column=column)
