"""The repository of a library is found upwards, and a folder that looks like one is not trusted."""

from __future__ import annotations

from pathlib import Path

import pytest

import repositories
from afterword.disk.repository import find_repository
from afterword.problems import Unusable


def test_a_library_may_lie_below_the_repository(tmp_path: Path) -> None:
    """Its prefix is the path from the repository to the library."""
    root = repositories.empty(tmp_path / "repository")
    library = root / "sales" / "library"
    library.mkdir(parents=True)
    found = find_repository(library)
    assert found is not None
    assert (found.tree, found.prefix) == (root.resolve(), "sales/library/")


def test_there_may_be_no_repository(tmp_path: Path) -> None:
    """A bare repository's files in a folder do not make it one."""
    for name in ("objects", "refs"):
        (tmp_path / name).mkdir()
    (tmp_path / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    assert find_repository(tmp_path) is None


def test_a_git_file_must_name_a_git_directory(tmp_path: Path) -> None:
    """The message names the file."""
    (tmp_path / ".git").write_text("nonsense", encoding="utf-8")
    with pytest.raises(Unusable, match="does not say `gitdir: …`"):
        find_repository(tmp_path)


def test_a_git_directory_inside_the_tree_is_refused(tmp_path: Path) -> None:
    """A pull request could have brought it."""
    inside = repositories.empty(tmp_path / "inside") / ".git"
    inside.rename(tmp_path / "planted")
    (tmp_path / ".git").write_text("gitdir: planted\n", encoding="utf-8")
    with pytest.raises(Unusable, match="is a part of the tree"):
        find_repository(tmp_path)


def test_a_repository_without_commits_has_no_head(tmp_path: Path) -> None:
    """Nothing is shallow either."""
    bare = tmp_path / "fresh"
    bare.mkdir()
    repositories.git(bare, "init", "-q")
    repository = find_repository(bare)
    assert repository is not None
    assert repository.head_commit() is None
    assert not repository.is_shallow
