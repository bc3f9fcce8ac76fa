"""One file as data, with the place of every key and value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from afterword.frontmatter.source import Source
from afterword.problems import Correction, Finding, Part, Path, Problem, Span, say


@dataclass(slots=True)
class Node:
    """One YAML node and its place: `text` of a scalar, `entries` of a mapping, `items` of a list."""

    span: Span
    end: Span
    text: str | None = None
    plain: bool = False
    entries: list[tuple[Node, Node]] | None = None
    items: list[Node] | None = None

    def at(self, key: str | int) -> tuple[Node, Node] | None:
        """The key's node and the value's; of a list item, the item's twice."""
        if self.entries is not None:
            return next(((k, v) for k, v in self.entries if k.text == key), None)
        if self.items is not None and isinstance(key, int) and key < len(self.items):
            return self.items[key], self.items[key]
        return None


class Places:
    """Where everything of a document stands; read when first asked, since most documents have nothing to mend."""

    def __init__(self, read: Callable[[], Node | None], root: Node | None = None) -> None:
        self._read, self._root = read, root

    def __reduce__(self) -> tuple[type[Places], tuple[Callable[[], Node | None]]]:
        """Another process reads them anew, should anybody ask there."""
        return Places, (self._read,)

    @property
    def root(self) -> Node:
        """The mapping of all fields."""
        if self._root is None:
            self._root = self._read() or Node(Span(), Span())
        return self._root


@dataclass(frozen=True, slots=True)
class Document:
    """A file's front matter as data, its body as text, and where everything stands.

    `data` maps keys to YAML 1.2 core values; dates stay text. `body_line` is the file's line on which `body` begins.
    """

    source: Source
    data: dict[str, Any]
    places: Places
    body: str
    body_line: int

    def span(self, path: Path, part: Part = Part.VALUE) -> Span:
        """The place of an entry; of a missing one, the nearest place that lacks it."""
        node, span = self.places.root, Span()
        for depth, key in enumerate(path):
            found = node.at(key)
            if found is None:
                return span
            span = found[0].span if part is Part.KEY and depth == len(path) - 1 else found[1].span
            if found[1].entries is not None and not (part is Part.VALUE and depth == len(path) - 1):
                span = found[0].span
            node = found[1]
        return span

    def has(self, path: Path) -> bool:
        """Whether anything stands at a path."""
        found: Any = self.data
        for key in path:
            if not (key in found if isinstance(found, dict) else isinstance(found, list) and key in range(len(found))):
                return False
            found = found[key]
        return True

    def written(self, path: Path) -> str | None:
        """The source text of a plain scalar (`0123`, `NO`, `12:30`); None for anything else."""
        node = self.places.root
        for key in path:
            found = node.at(key)
            if found is None:
                return None
            node = found[1]
        return node.text if node.plain else None

    def problem(self, finding: Finding) -> Problem:
        """A finding of this document as a problem at its place, with a correction if that can be made there."""
        span = finding.span or self.span(finding.path, finding.part)
        problem = Problem.of(finding.rule, self.source.path, span, finding.message, finding.hint)
        if finding.right is None or not self.takes(finding.path, finding.part, finding.right):
            return problem
        hint = say("{hint} `afterword check --fix` does it.", hint=finding.hint)
        return replace(problem, hint=hint, correction=Correction(finding.path, finding.part, finding.right))

    def takes(self, path: Path, part: Part, right: object) -> bool:
        """Whether another key or value can be put at the place of one by changing that alone.

        What is there has to stand on one line and to read as it is written, but for quotes around it; and the other
        must not stand in the same list yet, or as a key of the same group.
        """
        if not path:
            return False
        *above, last = path
        parent: Node | None = self.places.root
        for key in above:
            found = parent.at(key) if parent else None
            parent = found[1] if found else None
        found = parent.at(last) if parent else None
        if parent is None or found is None:
            return False
        node = found[0 if part is Part.KEY else 1]
        ways = (node.text,) if node.plain else (f'"{node.text}"', f"'{node.text}'")
        keys = [key for key, _ in parent.entries or ()] if part is Part.KEY else []
        beside = [other.text for other in (*keys, *(parent.items or ())) if other is not node]
        return self.source.shown(node.span) in ways and right not in beside

    def cuts(self) -> Iterator[tuple[Path, str, Span]]:
        """Plain scalars that a comment follows on their line, with the comment's text and place."""
        front = len(self.source.text) - len(self.body)
        if all(self.source.text.find(mark, 0, front) < 0 for mark in (" #", "\t#")):
            return
        for path, node in _scalars(self.places.root, ()):
            if node.plain:
                rest = self.source.line(node.end.line)[node.end.column - 1 :]
                if (comment := rest.strip()).startswith("#"):
                    column = node.end.column + rest.index("#")
                    yield path, comment, Span(node.end.line, column, len(comment))


def _scalars(node: Node, path: Path) -> Iterator[tuple[Path, Node]]:
    for key, child in node.entries or ():
        yield from _scalars(child, (*path, key.text or ""))
    for index, child in enumerate(node.items or ()):
        yield from _scalars(child, (*path, index))
    if node.text is not None:
        yield path, node
