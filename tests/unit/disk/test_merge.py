"""Texts that two sides changed are merged by git, without a repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from afterword.disk.git import GitFailedError
from afterword.disk.merge import merge_texts

BASE = b"one\ntwo\nthree\nfour\nfive\n"


def test_changes_in_different_lines_are_both_kept(tmp_path: Path) -> None:
    """Line ends are those of our side."""
    ours, theirs = BASE.replace(b"one", b"1").replace(b"\n", b"\r\n"), BASE.replace(b"five", b"5")
    assert merge_texts(ours, BASE, theirs, "new", tmp_path) == (b"1\r\ntwo\r\nthree\r\nfour\r\n5\r\n", False)


def test_changes_of_one_line_are_marked(tmp_path: Path) -> None:
    """The label of their side stands in the marker."""
    merged, has_conflicts = merge_texts(BASE.replace(b"two", b"2"), BASE, BASE.replace(b"two", b"II"), "new", tmp_path)
    assert has_conflicts
    assert b"<<<<<<< yours\n2\n=======\nII\n>>>>>>> new\n" in merged


def test_a_binary_file_is_refused(tmp_path: Path) -> None:
    """Git cannot merge it."""
    with pytest.raises(GitFailedError):
        merge_texts(b"\0a", b"\0", b"\0b", "new", tmp_path)
