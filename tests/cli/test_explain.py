"""`afterword explain` in Russian."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from afterword.cli import afterword
from support import PAGES, ROOT

# ------------------------------------------------------------------------------------------------------- explain


def test_explain_lists_the_codes_in_russian() -> None:
    """Every title and heading of the list is translated; the codes stay."""
    done = CliRunner().invoke(afterword, ["explain", "--lang", "ru"])
    lines = done.stdout.splitlines()
    assert lines[0] == "Файлы"
    assert "  name-taken               У двух постмортемов одно название." in lines
    assert [line for line in lines if not re.search("[а-я]", line)] == []


def test_explain_answers_an_unknown_code_in_russian() -> None:
    """With the nearest code."""
    done = CliRunner().invoke(afterword, ["explain", "name-takn", "--lang", "ru"])
    assert (done.stderr, done.exit_code) == ("afterword: кода `name-takn` нет. Может быть, `name-taken`?\n", 2)


def test_explain_prints_a_russian_page_where_there_is_one(tmp_path: Path) -> None:
    """docs/rules/<code>.ru.md before docs/rules/<code>.md, which stands in for it elsewhere."""
    shutil.copytree(ROOT / "plugins" / "afterword", tmp_path / "plugins" / "afterword")
    shutil.copytree(PAGES, tmp_path / "docs" / "rules")
    (tmp_path / "docs" / "rules" / "name-taken.ru.md").write_text("# Название занято\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "plugins")}

    def explain(code: str, lang: str) -> str:
        program = [sys.executable, "-c", "from afterword.cli import main; main()", "explain", code, "--lang", lang]
        return subprocess.run(program, env=environment, capture_output=True, text=True, check=True).stdout

    english = (PAGES / "name-taken.md").read_text("utf-8")
    assert (explain("name-taken", "ru"), explain("name-taken", "en")) == ("# Название занято\n", english)
    assert explain("date-order", "ru") == (PAGES / "date-order.md").read_text("utf-8")
