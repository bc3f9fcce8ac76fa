"""`afterword related`: names, scores and reasons, for records here and in published libraries."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from afterword.cli import afterword
from afterword.library.published_index import INDEX_FILE
from afterword.publish import site_input
from afterword.schema.audience import Audience
from afterword.workspace import project, remote
from support import ROOT


def related(*arguments: str | Path) -> Result:
    """The command."""
    return CliRunner().invoke(afterword, ["related", *map(str, arguments)])


def test_the_command_prints_names_scores_and_reasons() -> None:
    """As JSON exactly as the contract has it; by file, by name and by alias."""
    brief = json.loads(
        related(ROOT / "briefs" / "district-records-tender.md", "--root", ROOT, "--format", "json").stdout
    )
    assert [row["name"] for row in brief[:2]] == ["JEDI", "KC-X tanker 2011"]
    assert brief[0].keys() == {"name", "score", "reasons"}
    assert "tags: public-procurement, single-award, requirements-change" in brief[0]["reasons"]
    by_name, by_alias = (related(name, "--root", ROOT).stdout for name in ("New Coke", "Нью-Коук"))
    assert by_name == by_alias
    assert by_name.splitlines()[0].split() == ["score", "name", "outcome", "why"]


def test_whom_nobody_knows_is_asked_back() -> None:
    """With the nearest name, and code 2."""
    done = related("New Cok", "--root", ROOT)
    assert (done.exit_code, str(done.exception)) == (
        1,
        "No record is called `New Cok`. Did you mean `New Coke`?",
    )


def test_a_library_elsewhere_is_asked_without_one_at_hand(tmp_path: Path) -> None:
    """By the library.json that was kept of it."""
    site = site_input.make_site(project.load_project(ROOT), Audience.INTERNAL, ["en"])
    raw = dict(site_input.build_published_files(site, "Example", "https://library.example.org", "0" * 64))[INDEX_FILE]
    (tmp_path / INDEX_FILE).write_bytes(raw)
    done = related("New Coke", "--library", tmp_path, "--root", tmp_path, "--most", "1", "--format", "json")
    assert len(json.loads(done.stdout)) == 1
    assert remote.parse_index(raw, INDEX_FILE).made_from == "0" * 64


@pytest.mark.parametrize("command", ["gate", "related"])
def test_a_file_outside_the_root_is_refused_before_a_library_is_read(command: str, tmp_path: Path) -> None:
    """Reading a large one takes long: here there is none at all, and the file is what is said to be wrong."""
    (tmp_path / "here").mkdir()
    (tmp_path / "plan.md").write_text("# Plan\n", encoding="utf-8")
    options = ["--library", str(tmp_path / "none"), "--root", str(tmp_path / "here")]
    done = CliRunner().invoke(afterword, [command, str(tmp_path / "plan.md"), *options])
    plan_file, here = tmp_path / "plan.md", tmp_path / "here"
    assert str(done.exception) == f"{plan_file} is not under {here}; choose a folder above both with --root."
