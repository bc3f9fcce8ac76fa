"""Every module of the package has a test file of its name, or a reason to be tested elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from support import ROOT

PACKAGE = ROOT / "plugins" / "afterword"
TESTS = ROOT / "tests"

LISTED: Mapping[str, Mapping[str, Any]] = yaml.safe_load(
    (TESTS / "unit" / "tested_elsewhere.yml").read_text(encoding="utf-8")
)
"""Modules without a test file of their name, by the file that tests them, each with the reason."""


def modules() -> Iterator[str]:
    """Yield the modules that have code, by their path in the package; rules are tested by their cases."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        is_docstring_only = path.name == "__init__.py" and "\nfrom " not in path.read_text(encoding="utf-8")
        is_rule = path.parent.name == "checks" and (TESTS / "cases" / path.stem.replace("_", "-")).is_dir()
        if not is_docstring_only and not is_rule:
            yield name


def own_tests(module: str) -> Iterator[Path]:
    """Yield the files that could be named after a module: of its package, of commands, of sites."""
    path = Path(module)
    name = f"test_{path.parent.name or 'afterword' if path.name == '__init__.py' else path.stem}.py"
    yield from (TESTS / folder / name for folder in (Path("unit", path.parent), "cli", "site"))


def has_own_test(module: str) -> bool:
    """Return whether a test file is named after a module."""
    return any(path.is_file() for path in own_tests(module))


def test_every_module_has_its_test_file() -> None:
    """A module without one stands in the list, with its reason."""
    listed = [module for row in LISTED.values() for module in row["modules"]]
    assert [module for module in modules() if not has_own_test(module) and module not in listed] == []


def test_the_list_is_true() -> None:
    """It names each module once, only modules without a file of their own, and tests that exist."""
    listed = [module for row in LISTED.values() for module in row["modules"]]
    assert len(listed) == len(set(listed))
    assert set(listed) <= set(modules())
    assert [module for module in listed if has_own_test(module)] == []
    assert [file for file in LISTED if not (TESTS / file).is_file()] == []
    assert all(row["reason"] for row in LISTED.values())
