"""Commands in Russian: the option, the environment, and catalogues that are missing or broken."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from afterword.cli import afterword
from commands import run_here
from support import Case


def check(root: Path, *arguments: str, **environment: str) -> str:
    """What `afterword check` prints, with variables of the environment."""
    return CliRunner(env=environment).invoke(afterword, ["check", "--root", str(root), *arguments]).stdout


RUSSIAN = """\
postmortems/2026/odd-kind.md:3:7: error[schema-enum]: `kind` не может быть `campain`.
    3 | kind: campain
      |       ^^^^^^^
      совет: Может быть, `campaign`? Выберите одно из: deal, campaign, launch, project.

Проверен 1 файл: 1 ошибка.
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library with one wrong word."""
    return Case("schema-enum", "bad").library(tmp_path / "library")


def test_a_check_in_russian(library: Path) -> None:
    """Place, severity and code stay as editors and programs read them; what people read is in Russian."""
    assert check(library, "--lang", "ru") == RUSSIAN


def test_json_keeps_its_keys_and_codes(library: Path) -> None:
    """Only the message and the hint change with the language."""
    english, other = (json.loads(check(library, "--format", "json", "--lang", lang)) for lang in ("en", "ru"))
    changed = {
        key for a, b in zip(english["problems"], other["problems"], strict=True) for key in a if a[key] != b[key]
    }
    assert changed == {"message", "hint"}
    assert other["problems"][0]["message"] == "`kind` не может быть `campain`."
    assert other["problems"][0]["code"] == "schema-enum"


def test_github_is_told_in_russian(library: Path) -> None:
    """The command is GitHub's, its text Russian."""
    assert check(library, "--format", "github", "--lang", "ru") == (
        "::error file=postmortems/2026/odd-kind.md,line=3,col=7,endColumn=14,title=schema-enum::"
        "`kind` не может быть `campain`.%0A"
        "совет: Может быть, `campaign`? Выберите одно из: deal, campaign, launch, project.\n"
        "Проверен 1 файл: 1 ошибка.\n"
    )


def test_the_option_goes_before_the_environment(library: Path) -> None:
    """Who works in Russian need not say so each time, and can ask for English."""
    assert check(library, LC_ALL="ru_RU.UTF-8") == RUSSIAN
    assert "1 file checked: 1 error." in check(library, "--lang", "en", LC_ALL="ru_RU.UTF-8")


def test_without_a_catalogue_beside_it_the_schema_speaks_english(library: Path) -> None:
    """A library made before there was one goes on working."""
    file = library / "postmortems" / "2026" / "odd-kind.md"
    file.write_text(file.read_text("utf-8").replace("kind: campain\n", ""), encoding="utf-8")
    (library / "schema" / "ru.po").unlink()
    shown = check(library, "--lang", "ru")
    assert "Не хватает поля `kind`." in shown
    assert "совет: Say whether you look back at a deal, a campaign, a launch or a project." in shown


def test_a_broken_catalogue_of_a_schema_is_named(library: Path) -> None:
    """It cannot be worked with, like a broken schema: code 2, the file and its line, no traceback."""
    (library / "schema" / "ru.po").write_text('msgid "Name"\n<<<<<<< HEAD\n', encoding="utf-8")
    done = run_here(library, "afterword", "check", "--lang", "ru", environment=os.environ)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("afterword: schema/ru.po:2:1: An unfinished merge left its mark here.")
    assert "Traceback" not in done.stderr
