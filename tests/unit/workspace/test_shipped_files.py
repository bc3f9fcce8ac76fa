"""The files that a new library starts from are there, and what is in their way is named."""

from __future__ import annotations

import json
from pathlib import Path

from afterword.workspace import shipped_files
from afterword.workspace.library_layout import is_library


def test_the_starter_has_schema_and_template() -> None:
    """And the JSON Schema of the index that it will publish."""
    assert {
        "postmortem.schema.json",
        "brief.schema.json",
        "vocabulary.yml",
    } <= shipped_files.read_starter_schema().keys()
    assert any(path.startswith("always/") for path in shipped_files.read_template())
    assert json.loads(shipped_files.read_index_schema())["type"] == "object"


def test_a_folder_with_a_schema_is_a_library(tmp_path: Path) -> None:
    """An empty folder is not."""
    assert not is_library(tmp_path)
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "postmortem.schema.json").write_text("{}", encoding="utf-8")
    assert is_library(tmp_path)


def test_what_is_in_the_way_is_named(tmp_path: Path) -> None:
    """A file with other contents, and a file where a folder is needed; equal files are not."""
    (tmp_path / "same.md").write_bytes(b"same")
    (tmp_path / "other.md").write_bytes(b"theirs")
    (tmp_path / "docs").write_bytes(b"")
    files = {"same.md": b"same", "other.md": b"ours", "docs/index.md": b"", "fresh.md": b""}
    assert shipped_files.find_blocked_paths(tmp_path, files) == ["docs", "other.md"]


def test_wheels_are_found_in_the_tools_of_a_library(tmp_path: Path) -> None:
    """Other wheels are left alone."""
    (tmp_path / "tools").mkdir()
    for name in ("afterword-1-py3-none-any.whl", "other-1-py3-none-any.whl"):
        (tmp_path / "tools" / name).write_bytes(b"wheel")
    assert shipped_files.read_wheels(tmp_path) == {"tools/afterword-1-py3-none-any.whl": b"wheel"}
