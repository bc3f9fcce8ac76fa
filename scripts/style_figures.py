"""Measure how well names, docstrings and lengths in the package keep to the style guide.

Usage: python scripts/style_figures.py [PACKAGE_DIR]

Every figure is printed with its threshold. The places that break a threshold are listed, and the exit code is 1.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "plugins" / "afterword"

MAX_ONE_WORD_PERCENT = 40
MAX_RIDDLE_PERCENT = 10
MAX_VAGUE_PER_THOUSAND = 3
MAX_MODULE_LINES = 250
MAX_FUNCTION_LINES = 40
LENGTH_REASON = "# long because"
"""A longer function states its reason in a comment that begins like this, on its `def` line."""

RIDDLE_OPENINGS = ("What ", "Whether ", "The same ", "How ", "Who ", "Which ")
"""First words of docstrings that paraphrase a thing instead of naming it."""

VAGUE_NAMES = frozenset({
    "asked", "brought", "called", "done", "found", "given", "gone", "got", "held", "kept", "known", "left", "made",
    "meant", "met", "needed", "put", "remembered", "said", "settled", "shown", "spoken", "taken", "told", "wanted",
    "written", "apart", "around", "here", "there", "own", "rest", "it", "one", "each", "such", "these", "those",
    "everything", "something", "anything", "nothing", "thing", "things", "stuff", "mine", "ours", "theirs",
})  # fmt: skip
"""Participles, adverbs and pronouns that do not say what a variable holds."""

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured figure with its threshold; `offenders` are the places that make it worse."""

    title: str
    value: float
    threshold: float
    offenders: list[str]

    @property
    def is_met(self) -> bool:
        """Return whether the figure is within its threshold."""
        return self.value <= self.threshold


@dataclass(frozen=True, slots=True)
class Module:
    """A parsed source file; `name` is its path within the package."""

    name: str
    lines: list[str]
    tree: ast.Module

    @classmethod
    def parse(cls, path: Path, package: Path) -> Module:
        """Read and parse a source file."""
        source = path.read_text(encoding="utf-8")
        return cls(path.relative_to(package).as_posix(), source.splitlines(), ast.parse(source))

    def iterate_functions(self) -> Iterator[FunctionNode]:
        """Yield every function and method, except special methods such as `__init__`."""
        for node in ast.walk(self.tree):
            if isinstance(node, FunctionNode) and not node.name.startswith("__"):
                yield node

    def iterate_docstrings(self) -> Iterator[tuple[int, str]]:
        """Yield the line and text of the docstring of every module, class and function."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Module | ast.ClassDef | FunctionNode) and (text := ast.get_docstring(node)):
                yield node.body[0].lineno, text

    def iterate_variables(self) -> Iterator[tuple[int, str]]:
        """Yield the line and name of every variable, attribute and parameter where it is bound."""
        for node in ast.walk(self.tree):
            for name in _bound_names(node):
                yield getattr(node, "lineno", 1), name


def _bound_names(node: ast.AST) -> Iterator[str]:
    """Yield the names that a syntax node binds itself, without those that its children bind.

    Assignments, loops, comprehensions, `with` and `:=` all bind their names through a `Name` node.
    """
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
            yield name
        case ast.arg(arg=name):
            yield name
        case ast.alias(asname=str(name)) | ast.ExceptHandler(name=str(name)):
            yield name
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
            yield name


def measure_package(package: Path) -> list[Figure]:
    """Measure every figure of the package in a folder."""
    modules = [Module.parse(path, package) for path in sorted(package.rglob("*.py"))]
    return [
        measure_one_word_functions(modules),
        measure_riddles(modules),
        measure_vague_variables(modules),
        count_duplicate_classes(modules),
        count_long_modules(modules),
        count_long_functions(modules),
    ]


def measure_one_word_functions(modules: list[Module]) -> Figure:
    """Measure the percentage of functions with a name of one word."""
    functions = [(module, function) for module in modules for function in module.iterate_functions()]
    offenders = [
        f"{module.name}:{function.lineno} {function.name}"
        for module, function in functions
        if "_" not in function.name.strip("_")
    ]
    percentage = _percentage(len(offenders), len(functions))
    return Figure("functions with a one-word name, %", percentage, MAX_ONE_WORD_PERCENT, offenders)


def measure_riddles(modules: list[Module]) -> Figure:
    """Measure the percentage of docstrings that begin like a riddle."""
    docstrings = [(module, line, text) for module in modules for line, text in module.iterate_docstrings()]
    offenders = [
        f"{module.name}:{line} {text.splitlines()[0]}"
        for module, line, text in docstrings
        if text.startswith(RIDDLE_OPENINGS)
    ]
    percentage = _percentage(len(offenders), len(docstrings))
    return Figure("docstrings that begin like a riddle, %", percentage, MAX_RIDDLE_PERCENT, offenders)


def measure_vague_variables(modules: list[Module]) -> Figure:
    """Measure the number of vague variables per thousand lines."""
    offenders = [
        f"{module.name}:{line} {name}"
        for module in modules
        for line, name in module.iterate_variables()
        if name.strip("_") in VAGUE_NAMES
    ]
    line_count = sum(len(module.lines) for module in modules)
    rate = round(1_000 * len(offenders) / line_count, 1) if line_count else 0
    return Figure("vague variables per thousand lines", rate, MAX_VAGUE_PER_THOUSAND, offenders)


def count_duplicate_classes(modules: list[Module]) -> Figure:
    """Count the class names that are defined more than once."""
    counts = Counter(
        node.name for module in modules for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)
    )
    offenders = [f"{name} ({count} times)" for name, count in sorted(counts.items()) if count > 1]
    return Figure("class names defined more than once", len(offenders), 0, offenders)


def count_long_modules(modules: list[Module]) -> Figure:
    """Count the modules that are longer than the limit."""
    offenders = [f"{module.name} {len(module.lines)}" for module in modules if len(module.lines) > MAX_MODULE_LINES]
    return Figure(f"modules of over {MAX_MODULE_LINES} lines", len(offenders), 0, offenders)


def count_long_functions(modules: list[Module]) -> Figure:
    """Count the functions that are longer than the limit and state no reason."""
    offenders = [
        f"{module.name}:{function.lineno} {function.name} {length}"
        for module in modules
        for function in module.iterate_functions()
        if (length := (function.end_lineno or 0) - function.lineno + 1) > MAX_FUNCTION_LINES
        and LENGTH_REASON not in module.lines[function.lineno - 1]
    ]
    return Figure(f"functions of over {MAX_FUNCTION_LINES} lines without a reason", len(offenders), 0, offenders)


def _percentage(part: int, total: int) -> float:
    """Return the percentage of a part, to one decimal place; 0 if there is nothing to count."""
    return round(100 * part / total, 1) if total else 0


def main(arguments: list[str]) -> int:
    """Print the figures and the places that break a threshold, and return the exit code."""
    figures = measure_package(Path(arguments[0]) if arguments else PACKAGE)
    for figure in figures:
        print(f"{figure.value:>7} (at most {figure.threshold:g})  {figure.title}")
    broken_figures = [figure for figure in figures if not figure.is_met]
    for figure in broken_figures:
        print(f"\n{figure.title}:", *figure.offenders, sep="\n  ", file=sys.stderr)
    return 1 if broken_figures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
