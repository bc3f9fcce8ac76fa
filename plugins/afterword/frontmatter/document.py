"""One file as data, with the span of every key and value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from afterword.frontmatter.source import Source
from afterword.problems import Correction, DataPath, FieldPart, Finding, Problem, Span, say


@dataclass(slots=True)
class YamlNode:
    """YAML node with its span: `text` of a scalar, `entries` of a mapping, `items` of a list."""

    span: Span
    end: Span
    text: str | None = None
    is_plain: bool = False
    entries: list[tuple[YamlNode, YamlNode]] | None = None
    items: list[YamlNode] | None = None

    def find_child(self, key: str | int) -> tuple[YamlNode, YamlNode] | None:
        """Return the nodes of a key and its value, or an item of a list twice; None when it is missing."""
        if self.entries is not None:
            return next(((k, v) for k, v in self.entries if k.text == key), None)
        if self.items is not None and isinstance(key, int) and key < len(self.items):
            return self.items[key], self.items[key]
        return None


class LazyNodes:
    """Nodes of a document, parsed on first access.

    Most documents have no problems, so their nodes are never needed.
    """

    def __init__(self, parse: Callable[[], YamlNode | None], root: YamlNode | None = None) -> None:
        self._parse, self._root = parse, root

    def __reduce__(self) -> tuple[type[LazyNodes], tuple[Callable[[], YamlNode | None]]]:
        """Pickle only the parser, so that another process parses again when it needs the nodes."""
        return LazyNodes, (self._parse,)

    @property
    def root(self) -> YamlNode:
        """Root mapping of the front matter."""
        if self._root is None:
            self._root = self._parse() or YamlNode(Span(), Span())
        return self._root


@dataclass(frozen=True, slots=True)
class Document:
    """Front matter of a file as data, its body as text, and the span of every value.

    `data` maps keys to YAML 1.2 core values; dates stay text. `body` begins on line `body_line` of the file.
    """

    source: Source
    data: dict[str, Any]
    nodes: LazyNodes
    body: str
    body_line: int

    def find_span(self, path: DataPath, part: FieldPart = FieldPart.VALUE) -> Span:
        """Return the span of an entry; for a missing entry, that of its nearest existing parent."""
        node, span = self.nodes.root, Span()
        for depth, key in enumerate(path):
            child = node.find_child(key)
            if child is None:
                return span
            span = child[0].span if part is FieldPart.KEY and depth == len(path) - 1 else child[1].span
            if child[1].entries is not None and not (part is FieldPart.VALUE and depth == len(path) - 1):
                span = child[0].span
            node = child[1]
        return span

    def has_value(self, path: DataPath) -> bool:
        """Return whether there is a value at a path."""
        value: Any = self.data
        for key in path:
            if not (key in value if isinstance(value, dict) else isinstance(value, list) and key in range(len(value))):
                return False
            value = value[key]
        return True

    def scalar_text(self, path: DataPath) -> str | None:
        """Return the source text of a plain scalar (`0123`, `NO`, `12:30`); None for anything else."""
        node = self.nodes.root
        for key in path:
            child = node.find_child(key)
            if child is None:
                return None
            node = child[1]
        return node.text if node.is_plain else None

    def to_problem(self, finding: Finding) -> Problem:
        """Convert a finding to a problem at its span, with a correction if it can be applied there."""
        span = finding.span or self.find_span(finding.path, finding.part)
        problem = Problem.from_rule(finding.rule, self.source.path, span, finding.message, finding.hint)
        if finding.replacement is None or not self.can_replace(finding.path, finding.part, finding.replacement):
            return problem
        hint = say("{hint} `afterword check --fix` does it.", hint=finding.hint)
        return replace(problem, hint=hint, correction=Correction(finding.path, finding.part, finding.replacement))

    def can_replace(self, path: DataPath, part: FieldPart, replacement: object) -> bool:
        """Return whether a key or value can be replaced by changing only its own text.

        Its source has to be on one line and equal to its value, apart from quotes. The replacement must not
        already be an item of the same list or a key of the same mapping.
        """
        if not path:
            return False
        *parent_path, last_key = path
        parent: YamlNode | None = self.nodes.root
        for key in parent_path:
            child = parent.find_child(key) if parent else None
            parent = child[1] if child else None
        child = parent.find_child(last_key) if parent else None
        if parent is None or child is None:
            return False
        node = child[0 if part is FieldPart.KEY else 1]
        unchanged_forms = (node.text,) if node.is_plain else (f'"{node.text}"', f"'{node.text}'")
        keys = [key for key, _ in parent.entries or ()] if part is FieldPart.KEY else []
        sibling_texts = [other.text for other in (*keys, *(parent.items or ())) if other is not node]
        return self.source.text_at(node.span) in unchanged_forms and replacement not in sibling_texts

    def find_comment_cuts(self) -> Iterator[tuple[DataPath, str, Span]]:
        """Yield plain scalars followed by a comment on their line, with the comment's text and span."""
        front_matter_end = len(self.source.text) - len(self.body)
        if all(self.source.text.find(mark, 0, front_matter_end) < 0 for mark in (" #", "\t#")):
            return
        for path, node in _walk_scalars(self.nodes.root, ()):
            if node.is_plain:
                line_end = self.source.get_line(node.end.line)[node.end.column - 1 :]
                if (comment := line_end.strip()).startswith("#"):
                    column = node.end.column + line_end.index("#")
                    yield path, comment, Span(node.end.line, column, len(comment))


def _walk_scalars(node: YamlNode, path: DataPath) -> Iterator[tuple[DataPath, YamlNode]]:
    """Yield each scalar below a node, with its path."""
    for key, child in node.entries or ():
        yield from _walk_scalars(child, (*path, key.text or ""))
    for index, child in enumerate(node.items or ()):
        yield from _walk_scalars(child, (*path, index))
    if node.text is not None:
        yield path, node
