"""A new rule is written by the steps of CONTRIBUTING.md."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from support import ROOT

_SECTION = re.compile(r"^### Add a rule\n(.*?)^### ", re.MULTILINE | re.DOTALL)
_FILE_BLOCK = re.compile(r"`([\w./-]+)`:\n\n( *)```\w+\n(.*?)\n\2```", re.DOTALL)
_COMMAND_BLOCK = re.compile(r"( *)```sh\n(.*?)\n\1```", re.DOTALL)
_LIST_STEP = re.compile(r"Import `(\w+)` in `([\w./]+)`, and add it to `(\w+)` there")
_CATALOGUE = re.compile(r"`([\w./]+\.po)`")
_TRANSLATION_BLOCK = re.compile(r"( *)```po\n(.*?)\n\1```", re.DOTALL)
_TRANSLATION = re.compile(r'^(msgid ".*")\n(msgstr ".*")$', re.MULTILINE)
_CODE, _TITLE, _TITLE_RU = "product-missing", "A launch does not name its product", "В запуске не назван продукт"


def _search(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    match = pattern.search(text)
    assert match, pattern.pattern
    return match


def _copy_checkout(root: Path) -> None:
    """Copy what a rule needs of this checkout: package, schema, scripts, and the tests without their cases."""
    no_caches = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "plugins", root / "plugins", ignore=no_caches)
    shutil.copytree(ROOT / "schema", root / "schema")
    shutil.copytree(ROOT / "scripts", root / "scripts", ignore=no_caches)
    shutil.copytree(
        ROOT / "tests", root / "tests", ignore=shutil.ignore_patterns("__pycache__", "cases", "unit", "site")
    )
    shutil.copy(ROOT / "pyproject.toml", root)
    (root / "docs" / "rules").mkdir(parents=True)


def _add_line(path: Path, line: str, *starts: str) -> None:
    """Add a line to a file below the line that begins with each of some texts."""
    lines = path.read_text(encoding="utf-8").split("\n")
    for start in starts:
        (position,) = (number for number, text in enumerate(lines) if text.startswith(start))
        lines.insert(position + 1, line)
    path.write_text("\n".join(lines), encoding="utf-8")


def _run(root: Path, *command: str, codes: tuple[int, ...] = (0,)) -> str:
    """Run a command in the copied checkout, and return what it prints."""
    environment = {key: value for key, value in os.environ.items() if key != "CI"}
    environment["PYTHONPATH"] = str(root / "plugins")
    program = Path(sys.executable).with_name(Path(command[0]).name)
    done = subprocess.run(
        [program, *command[1:]], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode in codes, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


def _translate(path: Path, translations: str) -> None:
    """Fill in the empty entries of a catalogue."""
    text = path.read_text(encoding="utf-8")
    for entry in _TRANSLATION.finditer(translations):
        empty_entry = f'{entry[1]}\nmsgstr ""\n'
        assert empty_entry in text
        text = text.replace(empty_entry, f"{entry[0]}\n")
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this checkout in which each step of the recipe was followed."""
    root = tmp_path_factory.mktemp("checkout")
    _copy_checkout(root)
    recipe = _search(_SECTION, (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))[1]
    for path, _, content in _FILE_BLOCK.findall(recipe):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(f"{dedent(content)}\n", encoding="utf-8")
    name, list_file, list_name = _search(_LIST_STEP, recipe).groups()
    _add_line(root / list_file, f"    {name},", "from afterword.checks import (", f"{list_name}:")
    generate, verify = (dedent(block[1]).split("\n") for block in _COMMAND_BLOCK.findall(recipe))
    for command in generate:
        _run(root, *command.split(), codes=(0, 1))  # 1: translations are missing
    _translate(root / _search(_CATALOGUE, recipe)[1], dedent(_search(_TRANSLATION_BLOCK, recipe)[2]))
    for command in verify:
        _run(root, *command.split())
    return root


def test_the_new_rule_is_checked(checkout: Path) -> None:
    """The bad case of the recipe shows the problem, in English and in Russian, and its good twin shows none."""
    case = checkout / "tests" / "cases" / _CODE
    shutil.copytree(checkout / "schema", case / "bad" / "schema")
    shutil.copytree(checkout / "schema", case / "good" / "schema")
    english = _run(checkout, "afterword", "check", "--root", str(case / "bad"))
    assert f"warning[{_CODE}]: This launch does not name its product." in english
    russian = _run(checkout, "afterword", "check", "--root", str(case / "bad"), "--lang", "ru")
    assert "В этом запуске не назван продукт." in russian
    assert _CODE not in _run(checkout, "afterword", "check", "--root", str(case / "good"))


def test_the_new_rule_is_explained(checkout: Path) -> None:
    """`afterword explain` prints its page, with the examples filled in, and lists it in both languages."""
    page = _run(checkout, "afterword", "explain", _CODE)
    assert page.startswith(f"# {_CODE}\n")
    assert "name: The Quiet Start" in page
    assert f"  {_CODE:<24} {_TITLE}.\n" in _run(checkout, "afterword", "explain")
    assert f"  {_CODE:<24} {_TITLE_RU}.\n" in _run(checkout, "afterword", "explain", "--lang", "ru")


def test_a_team_can_change_the_severity_of_the_new_rule(checkout: Path) -> None:
    """What the declaration says about it is true without another line of code."""
    library = checkout / "library"
    shutil.copytree(checkout / "tests" / "cases" / _CODE / "bad" / "postmortems", library / "postmortems")
    shutil.copytree(checkout / "schema", library / "schema")
    schema = library / "schema" / "postmortem.schema.json"
    content = json.loads(schema.read_text("utf-8"))
    content["x-severity"] = {_CODE: "off"}
    schema.write_text(json.dumps(content), "utf-8")
    assert _CODE not in _run(checkout, "afterword", "check", "--root", str(library))
