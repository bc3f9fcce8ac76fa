"""Files of a library are listed and read without following links, and bad names are reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from afterword.disk import files
from afterword.problems import Unusable


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with records, a hidden file, a link, and a picture."""
    for name in ("b.md", "a.markdown", "readme.md", "chart.png", ".hidden.md", "2026/c.md"):
        path = tmp_path / "postmortems" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"---\nname: A\n---\n")
    (tmp_path / "postmortems" / "link.md").symlink_to("b.md")
    return tmp_path


def test_files_are_listed_by_folder_and_name(root: Path) -> None:
    """Hidden files are left out; a link is listed with its problem."""
    listed = {file.path.removeprefix("postmortems/"): file for file in files.list_files(root, "postmortems")}
    assert list(listed) == ["a.markdown", "b.md", "chart.png", "link.md", "readme.md", "2026/c.md"]
    assert [name for name, file in listed.items() if file.problem] == ["link.md"]
    assert [name for name, file in listed.items() if file.is_document and not file.problem] == [
        "a.markdown",
        "b.md",
        "2026/c.md",
    ]
    assert [name for name, file in listed.items() if file.is_attachment] == ["chart.png"]


def test_a_missing_folder_has_no_files(root: Path) -> None:
    """A library without briefs is in order."""
    assert list(files.list_files(root, "briefs")) == []


def test_a_name_that_cannot_be_printed_is_escaped(tmp_path: Path) -> None:
    """Such a file is reported and never read."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a\u202eb.md").write_bytes(b"")
    (file,) = files.list_files(tmp_path, "docs")
    assert file.path == "docs/a\\u202eb.md"
    assert file.problem is not None
    assert file.problem.code == "file-name-unusable"
    assert files.escape_name("caf\udce9.md") == "caf\\xe9.md"


def test_a_path_outside_the_root_cannot_be_selected(root: Path) -> None:
    """The message says what to do instead."""
    with pytest.raises(Unusable, match="choose a folder above both with --root"):
        files.list_markdown_files_at(root / "postmortems", root / "elsewhere.md")


def test_changed_contents_replace_those_on_disk(root: Path) -> None:
    """A dry run sees the library as it would be."""
    listed = [file for file in files.list_files(root, "postmortems") if file.is_document]
    sources = files.read_sources(root, listed, {"postmortems/b.md": b"---\nname: B\n---\n"})
    assert ["name: B" in source.text for source, _ in sources if source] == [False, True, False]
