"""The code is layered: imports go down, libraries and the disk stay behind the modules that own them."""

from __future__ import annotations

import ast
import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from afterword.records.record import FieldAccessor, RecordFields

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "plugins" / "afterword"


PACKAGES = (
    "problems",
    "text",
    "frontmatter",
    "report",
    "disk",
    "schema",
    "body",
    "records",
    "library",
    "analysis",
    "confidential",
    "checks",
    "gate",
    "pages",
    "exports",
    "authoring",
    "workspace",
    "publish",
    "cli",
    "mkdocs_plugin",
)
"""Everything that stands directly below `afterword`, lowest first: imports only go down this list."""

FROM_THE_ROOT = ("disk",)
"""Packages that `afterword/__init__.py` may import: it computes `__version__` on request."""

# Which modules may import a library: exactly these, or anything below one that ends in a dot. A library that is not
# here may be imported nowhere.
ANYWHERE = ("",)
OWNERS: Mapping[str, tuple[str, ...]] = {
    "yaml": ("frontmatter.yaml_nodes",),
    "yaml12": ("frontmatter.frontmatter",),
    "frontmatter": ("frontmatter.frontmatter",),
    "jsonschema": ("schema.schema", "schema.validators"),
    "jsonschema_rs": ("schema.validators", "schema.keywords"),
    "pyromark": ("body.markdown",),
    "nh3": ("body.render",),
    "rapidfuzz": ("text.similarity",),
    "Stemmer": ("text.profiles.",),
    "bm25s": ("text.",),
    "numpy": ("text.",),
    "jinja2": ("pages.templates", "mkdocs_plugin."),
    "markupsafe": ("pages.templates", "mkdocs_plugin."),
    "pagefind_bin": ("publish.search_index",),
    "vl_convert": ("pages.charts",),
    "mkdocs": ("mkdocs_plugin.",),
    "watchdog": ("mkdocs_plugin.preview",),
    "markdown": ("mkdocs_plugin.",),
    "click": ("cli.", "mkdocs_plugin.commands"),
    "rich": ("cli.", "mkdocs_plugin.commands"),
    "prompt_toolkit": ("cli.terminal_prompt",),
    "anyascii": ("text.names",),
    "confusable_homoglyphs": ("text.names",),
    "babel": ANYWHERE,
    "pycountry": ANYWHERE,
}
BROUGHT = {
    "markdown": "mkdocs",
    "watchdog": "mkdocs",
    "markupsafe": "jinja2",
}  # libraries that are a part of what another one offers

# Files are opened and folders listed by one module, which lets nothing but ordinary files through.
# The search index and the writer look at what they made themselves, and `repository` finds what is around the tree.
# `wheel` and `version` look at the installed package.
READERS = ("disk.opening", "disk.repository", "publish.search_index", "disk.writer", "disk.version", "disk.wheel")
# What comes with the package, what is no file, and a method of that name, by the module and the call.
READING_CALLS = {
    ("workspace.shipped_files", "place.read_text"),
    ("workspace.shipped_files", "(PACKAGE / 'exports' / 'library.schema.json').read_bytes"),
    ("confidential.word_lists", "files('afterword').joinpath('name_words.yml').read_text"),
    ("text.languages", "catalogue_file.read_bytes"),
    ("workspace.remote", "urllib.request.build_opener(_RedirectHandler).open"),
}
WRITERS = (
    "disk.writer",
    "disk.repository",
    "disk.merge",
    "publish.search_index",
    "disk.wheel",
    "mkdocs_plugin.",
)  # `wheel` writes an archive, in memory
READING = {
    *("open", "read_text", "read_bytes", "iterdir", "glob", "rglob", "stat", "lstat", "readlink"),
    *("os.open", "os.fdopen", "os.scandir", "os.listdir", "os.walk", "os.fwalk", "os.readlink"),
}
WRITING = {
    *("write_text", "write_bytes", "mkdir", "unlink", "rmdir", "touch", "chmod", "symlink_to"),
    *("os.makedirs", "os.remove", "os.rename", "os.replace", "os.link", "os.symlink", "os.truncate"),
}
DISK_MODULES = {"shutil", "tempfile", "glob", "fileinput", "zipfile", "tarfile"}

LONGEST_MODULE, LONG_MODULE, LONGEST_FUNCTION = 320, 250, 70


@dataclass(frozen=True, slots=True)
class Module:
    """One file of the package: `name` without `afterword.`, empty for the package itself."""

    name: str
    text: str
    tree: ast.Module

    @property
    def part(self) -> str:
        """What stands directly below `afterword`."""
        return self.name.partition(".")[0]

    def at(self, node: ast.stmt | ast.expr) -> str:
        """A place in it, to name in a complaint."""
        return f"afterword.{self.name}:{node.lineno}".replace(".:", ":")

    def within(self, owners: tuple[str, ...]) -> bool:
        """Whether it is one of these modules, or stands below one that ends in a dot."""
        return any(
            owner in ("", self.name) or (owner.endswith(".") and f"{self.name}.".startswith(owner)) for owner in owners
        )


def module(name: str, text: str) -> Module:
    """A module from its source text."""
    return Module(name, text, ast.parse(text))


def _modules() -> Iterator[Module]:
    for path in sorted(PACKAGE.rglob("*.py")):
        names = path.relative_to(PACKAGE).with_suffix("").parts
        yield module(".".join(name for name in names if name != "__init__"), path.read_text(encoding="utf-8"))


MODULES = tuple(_modules())
NAMES = frozenset(found.name for found in MODULES)


def imports(found: Module) -> Iterator[tuple[str, ast.stmt]]:
    """Every module that is imported, by its full name, wherever the import stands: also those for types only."""
    for node in ast.walk(found.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node
        elif isinstance(node, ast.ImportFrom):
            source = node.module or ""
            for alias in node.names:
                whole = f"{source}.{alias.name}"
                yield whole if whole.removeprefix("afterword.") in NAMES else source, node


def _ours(found: Module) -> Iterator[tuple[str, ast.stmt]]:
    for name, node in imports(found):
        if name.partition(".")[0] == "afterword":
            yield name.removeprefix("afterword").removeprefix("."), node


def upward_imports(found: Module) -> Iterator[str]:
    """Yield a complaint for each import of a package that stands higher in the list."""
    if found.part and found.part not in PACKAGES:
        yield f"afterword.{found.name}: place `{found.part}` in PACKAGES of tests/unit/test_layers.py"
        return
    for name, node in _ours(found):
        part = name.partition(".")[0]
        is_let = part in FROM_THE_ROOT if not found.part else PACKAGES.index(part) <= PACKAGES.index(found.part)
        if part and not is_let:
            yield f"{found.at(node)} may not import afterword.{name}, which stands above it"


def strangers(found: Module) -> Iterator[str]:
    """The libraries that a module imports and does not own."""
    for name, node in imports(found):
        library = name.partition(".")[0]
        if library in ("afterword", "__future__") or library in sys.stdlib_module_names:
            continue
        if library not in OWNERS:
            yield f"{found.at(node)} imports {library}: say who owns it, in OWNERS of tests/unit/test_layers.py"
        elif not found.within(OWNERS[library]):
            yield f"{found.at(node)} imports {library}, which is left to {', '.join(OWNERS[library])}"


def disk_accesses(found: Module) -> Iterator[str]:
    """Where a module reads or writes the disk and is not one of those that may."""
    may_read, may_write = found.within(READERS), found.within(WRITERS)
    for name, stmt in imports(found):
        if name.partition(".")[0] in DISK_MODULES and not may_write:
            yield f"{found.at(stmt)} imports {name}"
    for node in ast.walk(found.tree):
        if not isinstance(node, ast.Call):
            continue
        names = {ast.unparse(node.func), node.func.attr if isinstance(node.func, ast.Attribute) else ""}
        opens_to_write = "open" in names and any(
            isinstance(value, ast.Constant) and isinstance(value.value, str) and set(value.value) & set("wax+")
            for value in (*node.args[-1:], *(word.value for word in node.keywords if word.arg == "mode"))
        )
        if isinstance(node.func, ast.Attribute) and node.func.attr == "resolve" and not (node.args or may_read):
            yield f"{found.at(node)} calls {ast.unparse(node.func)}(), which fails on a link to itself: use real_path"
        is_let = (found.name, ast.unparse(node.func)) in READING_CALLS
        if (names & READING and not may_read and not is_let) or ((names & WRITING or opens_to_write) and not may_write):
            yield f"{found.at(node)} calls {ast.unparse(node.func)}()"


def _cycles(edges: Mapping[str, set[str]]) -> Iterator[tuple[str, ...]]:
    """The circles in a graph: those that a walk into its depth closes."""
    done: set[str] = set()

    def walk(name: str, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if name in path:
            yield (*path[path.index(name) :], name)
        elif name not in done:
            for target in sorted(edges.get(name, ())):
                yield from walk(target, (*path, name))
            done.add(name)

    for start in sorted(edges):
        yield from walk(start, ())


def _none(complaints: list[str]) -> None:
    """Fails with every complaint on a line of its own."""
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)


def test_imports_only_go_down() -> None:
    """A module imports its own package and those below it."""
    _none([line for found in MODULES for line in upward_imports(found)])


def test_the_root_of_the_package_is_empty() -> None:
    """Every module but `problems` lives in a package, and every package has its place in the list."""
    entries = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert entries == {"__init__", *PACKAGES}
    assert [path.name for path in sorted(PACKAGE.glob("*.py"))] == ["__init__.py", "problems.py"]


def test_no_module_imports_itself_in_a_circle() -> None:
    """Every module can be read on its own, those below it first."""
    edges = {found.name: {name for name, _ in _ours(found) if name != found.name} for found in MODULES}
    _none([" → ".join(f"afterword.{name}" for name in cycle) for cycle in _cycles(edges)])


def test_imports_are_written_down() -> None:
    """Nothing is imported by a name that is made while the program runs, so that these tests see every import."""
    calls = [
        found.at(node)
        for found in MODULES
        for node in ast.walk(found.tree)
        if isinstance(node, ast.Name | ast.Attribute)
        and (node.id if isinstance(node, ast.Name) else node.attr) in ("import_module", "__import__")
    ]
    _none(calls)


def test_a_library_has_one_owner() -> None:
    """YAML, JSON Schema, Markdown, the sanitiser, the engine: each is known to one module."""
    _none([line for found in MODULES for line in strangers(found)])


def test_a_library_is_declared() -> None:
    """What is imported is a dependency of the project or an extra of it, and not there by another one's grace."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    declared = {canonicalize_name(Requirement(line).name) for line in (*project["dependencies"], *extras)}
    found = packages_distributions()
    undeclared = {
        library
        for library in OWNERS
        if not declared & {canonicalize_name(name) for name in found[BROUGHT.get(library, library)]}
    }
    assert undeclared == set()


def test_only_a_few_modules_touch_the_disk() -> None:
    """Files are read and written at the edge; everything else takes and returns values."""
    _none([line for found in MODULES for line in disk_accesses(found)])


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        (
            "schema.schema",
            "from afterword.records import record",
            "afterword.schema.schema:1 may not import afterword.records.record, which stands above it",
        ),
        (
            "records.record",
            "if TYPE_CHECKING:\n    import afterword.checks.marked_fields",
            "afterword.records.record:2 may not import afterword.checks.marked_fields",
        ),
        ("", "from afterword import cli", "afterword:1 may not import afterword.cli"),
        ("novelty", "", "afterword.novelty: place `novelty` in PACKAGES"),
        (
            "library.library",
            "def f():\n    import yaml",
            "afterword.library.library:2 imports yaml, which is left to frontmatter.yaml_nodes",
        ),
        ("library.library", "import requests", "afterword.library.library:1 imports requests: say who owns it"),
        ("library.library", "text = path.read_text()", "afterword.library.library:1 calls path.read_text()"),
        ("body", "for top, folders, files in os.walk(root): ...", "afterword.body:1 calls os.walk()"),
        ("workspace.project", "path.write_text('')", "afterword.workspace.project:1 calls path.write_text()"),
        ("workspace.project", "path.open('w')", "afterword.workspace.project:1 calls path.open()"),
        ("cli.new", "import shutil", "afterword.cli.new:1 imports shutil"),
        ("workspace.project", "raw = path.read_bytes()", "afterword.workspace.project:1 calls path.read_bytes()"),
        ("disk.files", "handle = os.open(path, os.O_RDONLY)", "afterword.disk.files:1 calls os.open()"),
        (
            "workspace.shipped_files",
            "names = sorted(folder.iterdir())",
            "afterword.workspace.shipped_files:1 calls folder.iterdir()",
        ),
        (
            "mkdocs_plugin.layouts",
            "path.read_text('utf-8')",
            "afterword.mkdocs_plugin.layouts:1 calls path.read_text()",
        ),
        ("cli.init", "folder.resolve()", "afterword.cli.init:1 calls folder.resolve(), which fails on a link"),
    ],
)
def test_what_breaks_the_rules_is_seen(name: str, text: str, complaint: str) -> None:
    """A rule that finds nothing could be blind: each one finds its own bad case."""
    found = module(name, text)
    lines = [*upward_imports(found), *strangers(found), *disk_accesses(found)]
    assert [line for line in lines if complaint in line] == lines != []


def test_a_circle_is_seen() -> None:
    """A module that imports one that imports it is named with its whole way round."""
    assert list(_cycles({"a": {"b"}, "b": {"c"}, "c": {"b"}})) == [("b", "c", "b")]


def test_modules_say_what_they_are_for() -> None:
    """The first line of every module is its docstring."""
    _none([found.name for found in MODULES if not ast.get_docstring(found.tree)])


def test_modules_fit_in_a_head() -> None:
    """No module is longer than 320 lines."""
    sizes = {f"afterword.{found.name}": len(found.text.splitlines()) for found in MODULES}
    longest = sorted(((lines, name) for name, lines in sizes.items() if lines > LONG_MODULE), reverse=True)
    if max(sizes.values()) > LONGEST_MODULE:
        _none([f"{name}: {lines} lines" for lines, name in longest])


def test_functions_fit_on_a_screen() -> None:
    """No function is longer than 70 lines."""
    long = [
        f"{found.at(node)} {node.name}: {length} lines"
        for found in MODULES
        for node in ast.walk(found.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    _none(long)


SCHEMA: dict[str, Any] = json.loads((ROOT / "schema" / "postmortem.schema.json").read_text(encoding="utf-8"))
ACCESSORS = {name: found for name, found in vars(RecordFields).items() if isinstance(found, FieldAccessor)}


@pytest.mark.parametrize("name", ACCESSORS)
def test_an_accessor_reads_a_field_of_the_schema(name: str) -> None:
    """No field is known to the code alone."""
    node = SCHEMA
    for key in ACCESSORS[name].path:
        while "$ref" in node:
            node = SCHEMA["$defs"][node["$ref"].removeprefix("#/$defs/")] | {
                k: v for k, v in node.items() if k != "$ref"
            }
        assert key in node.get("properties", {}), f"{'.'.join(ACCESSORS[name].path)} does not stand in the schema"
        node = node["properties"][key]


def test_there_are_accessors() -> None:
    """The test above sees them."""
    assert {"name", "kind", "status"} <= ACCESSORS.keys()
