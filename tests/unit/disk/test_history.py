"""History is read as far as it is there, whatever git can hold; what cannot be read is said."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from datetime import date
from pathlib import Path

import pytest

from afterword.disk import changed_files, history
from afterword.disk.repository import find_repository
from afterword.problems import Unusable
from afterword.workspace import project
from repositories import git

RECORD = "postmortems/ruler.md"
PLAN = """---
name: The Rubber Ruler
kind: campaign
status: draft
starts: 2026-01-05
kpis: [{name: Orders, metric: conversions, planned: %s}]
---
"""
DAMAGED = "parts of the history are missing or damaged in this clone"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository in which a plan was changed once."""
    return planned(tmp_path / "library")


def planned(root: Path, *options: str) -> Path:
    """Makes that repository under a root."""
    (root / "postmortems").mkdir(parents=True)
    git(root, "init", "-q", "-b", "main", *options)
    for day, orders in (("2026-01-01", 300), ("2026-02-01", 200)):
        (root / RECORD).write_text(PLAN % orders, encoding="utf-8")
        commit(root, day)
    return root


def commit(root: Path, on: str) -> None:
    """Commits everything on a day."""
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Step", on=on)


def said(root: Path, *arguments: str, stdin: bytes = b"") -> str:
    """What git prints."""
    done = subprocess.run(["git", "-C", root, *arguments], input=stdin, capture_output=True, check=True)
    return done.stdout.decode().strip()


def former(root: Path) -> list[tuple[str | None, str, str]]:
    """The former versions: where the file is now, the line of its plan, and the day of the change."""
    versions, gap = history.read_former_versions(root, "postmortems")
    assert gap is None
    return [(each.path, each.raw.decode().partition("planned: ")[2][:3], str(each.until)) for each in versions]


OLD = (RECORD, "300", "2026-02-01")


def drop(root: Path, revision: str) -> None:
    """Takes an object out of a repository, as a disk or a partial clone may."""
    name = said(root, "rev-parse", revision)
    (root / ".git" / "objects" / name[:2] / name[2:]).unlink()


@pytest.mark.parametrize("options", [(), ("--object-format=sha256",)], ids=["sha1", "sha256"])
def test_a_former_version_is_known_however_the_repository_is_made(tmp_path: Path, options: tuple[str, ...]) -> None:
    """By either way to make ids, in a linked work tree, in a submodule, and for a library in a folder of its own."""
    root = planned(tmp_path / "library", *options)
    assert former(root) == [OLD]
    git(root, "worktree", "add", "-q", str(tmp_path / "linked"))
    assert former(tmp_path / "linked") == [OLD]
    if not options:
        outer = tmp_path / "outer"
        git(tmp_path, "init", "-q", str(outer))
        git(outer, "submodule", "add", "-q", str(root), "sub")
        assert former(outer / "sub") == [OLD]
    (root / "strange [a]*").mkdir()
    git(root, "mv", "postmortems", "strange [a]*/postmortems")
    commit(root, "2026-03-01")
    assert [each.path for each in history.read_former_versions(root / "strange [a]*", "postmortems")[0]] == []
    (root / "strange [a]*" / RECORD).write_text(PLAN % 100, encoding="utf-8")
    commit(root, "2026-04-01")
    assert former(root / "strange [a]*") == [(RECORD, "200", "2026-04-01")]
    assert changed_files.find_changed_files(root / "strange [a]*", "HEAD~1", [RECORD]) == {RECORD}
    assert changed_files.find_changed_files(root / "strange [a]*", "HEAD", [RECORD]) == set()


def test_what_is_no_file_or_has_a_strange_name_is_kept_apart(root: Path) -> None:
    """Submodules, links, trees and other bytes under the name of a record; names with line ends and no UTF-8."""
    folder = root / "postmortems"
    names = [b"new\nline.md", b"tab\t.md", b"latin-\xe9.md", b"-.md", b":(glob)*.md"]
    for name in names:
        Path(os.fsdecode(bytes(folder) + b"/" + name)).write_bytes(b"\xff\0 1")
    (folder / "large.md").write_bytes(b"x" * 1_000_001)
    (folder / "link.md").symlink_to("ruler.md")
    (folder / "tree.md").mkdir()
    (folder / "tree.md" / "a.txt").write_text("a", encoding="utf-8")
    git(root, "add", "-A")
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{said(root, 'rev-parse', 'HEAD')},postmortems/sub.md")
    git(root, "commit", "-qm", "Strange", on="2026-03-01")
    for path in (*folder.iterdir(),):
        if path.name != "ruler.md":
            (shutil.rmtree if path.name == "tree.md" else os.unlink)(path)
    commit(root, "2026-04-01")
    versions, gap = history.read_former_versions(root, "postmortems")
    assert gap is None
    assert [each.path for each in versions] == [None] * len(names) + [RECORD]
    assert {each.raw for each in versions[:-1]} == {b"\xff\0 1"}


@pytest.mark.parametrize(
    ("stamp", "day", "last"),
    [
        ("0 +0000", date(1970, 1, 1), 1970),
        ("253402300800 +0000", date.max, None),
        ("99999999999999999999 +0000", date.max, None),
        ("nonsense", date(1970, 1, 1), 1970),
    ],
)
def test_a_commit_may_claim_any_date_and_any_encoding(root: Path, stamp: str, day: date, last: int | None) -> None:
    """A day beyond the calendar is the last one of it, and no day for a site."""
    (root / RECORD).write_text(PLAN % 100, encoding="utf-8")
    git(root, "add", "-A")
    tree, parent = said(root, "write-tree"), said(root, "rev-parse", "HEAD")
    raw = f"tree {tree}\nparent {parent}\nauthor A <a@b> {stamp}\ncommitter A <a@b> {stamp}\nencoding x\n\n".encode()
    made = said(root, "hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=raw + b"\xff\xfe\n")
    git(root, "update-ref", "HEAD", made)
    versions, gap = history.read_former_versions(root, "postmortems")
    assert ([each.until for each in versions], gap) == ([day, date(2026, 2, 1)], None)
    moment = history.last_commit_time(root)
    assert (moment.year if moment else None) == last


@pytest.mark.parametrize("missing", [f"HEAD~1:{RECORD}", "HEAD~1:postmortems", "HEAD~1", "HEAD^{tree}"])
def test_what_is_missing_is_said(root: Path, missing: str) -> None:
    """A blob, a folder or a commit that is not there: what can be read is, and the check does not say "no problems"."""
    shutil.copytree(Path(project.__file__).parents[3] / "schema", root / "schema")
    drop(root, missing)
    versions, gap = history.read_former_versions(root, "postmortems")
    assert (list(versions), str(gap)) == ([], DAMAGED)
    assert [problem.code for problem in project.load_project(root).problems] == ["history-incomplete"]


def test_one_missing_version_leaves_the_others(root: Path) -> None:
    """In a partial clone that is most of them, some are there."""
    (root / RECORD).write_text(PLAN % 100, encoding="utf-8")
    commit(root, "2026-03-01")
    drop(root, f"HEAD~1:{RECORD}")
    versions, gap = history.read_former_versions(root, "postmortems")
    assert ([each.raw.decode() for each in versions], str(gap)) == ([PLAN % 300], DAMAGED)


def test_a_repository_that_git_refuses_says_so_in_gits_words(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that somebody else owns is not read, and nothing else is looked for."""
    real = shutil.which("git")
    strict = tmp_path / "bin" / "git"
    strict.parent.mkdir()
    strict.write_text(f'#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {real} "$@"\n', encoding="utf-8")
    strict.chmod(0o755)
    monkeypatch.setenv("PATH", f"{strict.parent}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(Unusable, match=r"dubious ownership(.|\n)*safe\.directory"):
        changed_files.find_changed_files(root, "HEAD", [])
    versions, gap = history.read_former_versions(root, "postmortems")
    assert (versions, "dubious ownership" in str(gap)) == ((), True)
    settings = tmp_path / "settings"
    settings.write_text(f"[safe]\ndirectory = {root}\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    assert former(root) == [OLD]


def test_only_a_git_directory_is_a_repository(root: Path, tmp_path: Path) -> None:
    """Nothing is missing before the first commit and outside a repository; a damaged branch is said to be."""
    git(tmp_path, "init", "-q", str(tmp_path / "new"))
    assert history.read_former_versions(tmp_path / "new", "postmortems") == ((), None)
    assert find_repository(tmp_path) is None
    (root / ".git" / "refs" / "heads" / "main").write_text("nothing\n", encoding="utf-8")
    assert history.read_former_versions(root, "postmortems")[1]
    shutil.rmtree(root / ".git")
    (root / ".git").write_text("nonsense", encoding="utf-8")
    assert "gitdir" in str(history.read_former_versions(root, "postmortems")[1])
    (root / ".git").unlink()
    (root / ".git").symlink_to(".git")
    assert "neither a folder nor a file" in str(history.read_former_versions(root, "postmortems")[1])
    assert history.last_commit_time(root) is None


@pytest.mark.parametrize("revision", ["^HEAD", "-x", "--all", "HEAD^{tree}", "HEAD~1..HEAD", "HEAD\nmain", ""])
def test_what_is_no_single_commit_is_said(root: Path, revision: str) -> None:
    """Whatever else it means to git."""
    with pytest.raises(Unusable, match="is not a git revision here"):
        changed_files.find_changed_files(root, revision, [])


@pytest.mark.parametrize(
    "file",
    [
        *("HEAD", "config", "commondir", "shallow", "packed-refs", "refs/heads/main", "logs/HEAD"),
        *("info/grafts", "objects/info/alternates", "objects/info/commit-graph", "objects/pack/pack-1.idx"),
    ],
)
def test_git_is_not_made_to_wait_for_a_pipe_or_to_read_a_device(root: Path, file: str) -> None:
    """An archive can bring a `.git` with one, or with a link to one."""
    place = root / ".git" / file
    place.unlink(missing_ok=True)
    os.mkfifo(place)
    with pytest.raises(Unusable, match=f"{file} is not a file that git keeps"):
        find_repository(root)
    place.unlink()
    place.symlink_to(os.devnull)
    assert "is not a file that git keeps" in str(history.read_former_versions(root, "postmortems")[1])


def test_the_socket_of_gits_monitor_is_no_harm(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It lies in `.git` while the monitor runs."""
    monkeypatch.chdir(root / ".git")  # the path of a socket may only be short
    with socket.socket(socket.AF_UNIX) as monitor:
        monitor.bind("fsmonitor--daemon.ipc")
        assert former(root) == [OLD]


def test_objects_of_other_repositories_are_looked_at_too(root: Path, tmp_path: Path) -> None:
    """A clone may share those of another one, but not with a folder that came with the tree, nor one with a pipe."""
    git(tmp_path, "clone", "-q", "--shared", str(root), "clone")
    assert former(tmp_path / "clone") == [OLD]
    os.mkfifo(root / ".git" / "objects" / "pack" / "pack-1.pack")
    with pytest.raises(Unusable, match="is not a file that git keeps"):
        find_repository(tmp_path / "clone")
    (tmp_path / "clone" / ".git" / "objects" / "info" / "alternates").write_text(
        "../../postmortems\n", encoding="utf-8"
    )
    with pytest.raises(Unusable, match="a part of the tree"):
        find_repository(tmp_path / "clone")


def test_git_is_stopped_when_it_does_not_answer(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its configuration may include a pipe from anywhere."""
    os.mkfifo(root / "pipe")
    with (root / ".git" / "config").open("a", encoding="utf-8") as file:
        file.write(f"[include]\npath = {root / 'pipe'}\n")
    monkeypatch.setattr("afterword.disk.git._DEFAULT_TIMEOUT", 0.2)
    with pytest.raises(Unusable, match="did not answer"):
        find_repository(root)


def test_a_file_is_compared_by_what_it_holds(root: Path) -> None:
    """Other line ends are no change, nor is a link that leads where it led; a new file and another link are."""
    (root / "a.md").symlink_to("b")
    commit(root, "2026-03-01")
    assert changed_files.find_changed_files(root, "HEAD", [RECORD, "a.md"]) == set()
    (root / RECORD).write_bytes((PLAN % 200).replace("\n", "\r\n").encode())
    (root / "new.md").write_text("new", encoding="utf-8")
    assert changed_files.find_changed_files(root, "HEAD", [RECORD, "a.md", "new.md"]) == {"new.md"}
    (root / "a.md").unlink()
    (root / "a.md").symlink_to("c")
    assert changed_files.find_changed_files(root, "HEAD", [RECORD, "a.md"]) == {"a.md"}
    (root / RECORD).write_text(PLAN % 300, encoding="utf-8")
    assert changed_files.find_changed_files(root, "HEAD~2", [RECORD]) == set()
