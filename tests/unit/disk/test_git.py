"""Nothing that a tree brings is run: no program that a configuration of git names, and no module of Python."""

from __future__ import annotations

import ast
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from afterword.cli import afterword
from afterword.disk import changed_files, history
from afterword.problems import Unusable
from repositories import git
from small import library
from support import ROOT

RECORD = "postmortems/ruler.md"
PLAN = """---
name: The Rubber Ruler
kind: campaign
status: draft
starts: 2026-01-05
kpis: [{name: Orders, metric: conversions, planned: %s}]
---
"""
BRIEF = "---\ntitle: Autumn\nkind: deal\nstatus: draft\n---\n"


@dataclass(frozen=True, slots=True)
class Plant:
    """A way in which a repository starts a program: its configuration, the attributes of its files, what fires it.

    `{program}` is the path of the program, `{old}` the id of the former version of the record.
    """

    name: str
    config: str
    fires: str
    attributes: str = ""
    lacks_blob: bool = False


PROMISE = (
    "[core]\nrepositoryFormatVersion = 1\n[extensions]\npartialClone = o\n"
    '[remote "o"]\npromisor = true\npartialCloneFilter = blob:none\n'
)
PLANTS = [
    Plant("fsmonitor", "[core]\nfsmonitor = {program}\n", "status"),
    Plant("hooks", "[core]\nhooksPath = {hooks}\n", "checkout -q --detach"),
    Plant("gpg", "[log]\nshowSignature = true\n[gpg]\nprogram = {program}\n", "log -1"),
    Plant("textconv", '[diff "x"]\ntextconv = {program}\n', "diff HEAD --", "*.md diff=x\n"),
    Plant("external-diff", "[diff]\nexternal = {program}\n", "diff HEAD --"),
    Plant("diff-driver", '[diff "x"]\ncommand = {program}\n', "diff HEAD --", "*.md diff=x\n"),
    Plant("clean-filter", '[filter "x"]\nclean = {program}\n', "diff HEAD --", "*.md filter=x\n"),
    Plant("process-filter", '[filter "x"]\nprocess = {program}\n', "diff HEAD --", "*.md filter=x\n"),
    Plant("smudge-filter", '[filter "x"]\nsmudge = {program}\n', "checkout -q HEAD -- .", "*.md filter=x\n"),
    Plant("pager", "[core]\npager = {program}\n", "log -1"),
    Plant("alias", "[alias]\nlook = !{program}\n", "look"),
    Plant("credentials", "[credential]\nhelper = !{program}\n", "credential fill"),
    Plant("include", "[include]\npath = {included}\n", "status"),
    Plant("editor", "[core]\neditor = {program}\n", "-c user.name=A -c user.email=a@b tag -a x"),
    Plant("ssh", f"{PROMISE}url = ssh://x/y\n[core]\nsshCommand = {{program}}\n", "show {old}", lacks_blob=True),
    Plant(
        "transport", f'{PROMISE}url = "ext::{{program}}"\n[protocol "ext"]\nallow = always\n', "show {old}",
        lacks_blob=True,
    ),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tree:
    """A library as a stranger sends it, and the program that leaves a file when it is run."""

    root: Path
    program: Path
    trace: Path
    old: str

    def fired(self) -> bool:
        """Whether the program was run; forgets it."""
        has_run = self.trace.exists()
        self.trace.unlink(missing_ok=True)
        return has_run


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with two commits, the last of them signed, and a change that is not committed."""
    root = library(tmp_path_factory.mktemp("sent") / "tree")
    (root / "briefs").mkdir()
    (root / "briefs" / "autumn.md").write_text(BRIEF, encoding="utf-8")
    git(root, "init", "-q", "-b", "main")
    for day, orders in (("2026-01-01", 300), ("2026-02-01", 200)):
        (root / RECORD).write_text(PLAN % orders, encoding="utf-8")
        git(root, "add", "-A", on=day)
        git(root, "commit", "-qm", "Plan", on=day)
    sign(root)
    (root / RECORD).write_text(PLAN % 100, encoding="utf-8")
    return root


@pytest.fixture
def tree(sent: Path, tmp_path: Path) -> Tree:
    """That library, and beside it what a plant leads to."""
    root, trace, planted = tmp_path / "tree", tmp_path / "trace", tmp_path / "planted"
    shutil.copytree(sent, root)
    planted.write_text(f"#!/bin/sh\necho run >> {trace}\nexit 1\n", encoding="utf-8")
    planted.chmod(0o755)
    (tmp_path / "hooks").mkdir()
    shutil.copy(planted, tmp_path / "hooks" / "post-checkout")
    (tmp_path / "included").write_text(f"[core]\nfsmonitor = {planted}\n", encoding="utf-8")
    return Tree(root, planted, trace, printed(root, "rev-parse", f"HEAD~1:{RECORD}"))


def printed(root: Path, *arguments: str, stdin: str = "") -> str:
    """What git prints in a folder."""
    done = subprocess.run(["git", "-C", str(root), *arguments], input=stdin, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def sign(root: Path) -> None:
    """Gives the last commit a signature that somebody would have to look at."""
    head, _, message = printed(root, "cat-file", "commit", "HEAD").partition("\n\n")
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----"
    signed = printed(root, "hash-object", "-t", "commit", "-w", "--stdin", stdin=f"{head}\n{signature}\n\n{message}\n")
    git(root, "update-ref", "HEAD", signed)


def put(tree: Tree, plant: Plant) -> None:
    """Puts a plant into the configuration of the tree's repository."""
    folder = tree.program.parent
    places = {"program": tree.program, "hooks": folder / "hooks", "included": folder / "included"}
    with (tree.root / ".git" / "config").open("a", encoding="utf-8") as file:
        file.write(plant.config.format(**places))
    (tree.root / ".gitattributes").write_text(plant.attributes, encoding="utf-8")
    if plant.lacks_blob:
        (tree.root / ".git" / "objects" / tree.old[:2] / tree.old[2:]).unlink()


def nest(tree: Tree, _: Plant | None = None) -> None:
    """Makes the tree a repository of its own without `.git`: what git keeps stands beside the schema."""
    with (tree.root / ".git" / "config").open("a", encoding="utf-8") as file:
        file.write("[core]\nbare = false\nworktree = .\n")
    for path in (tree.root / ".git").iterdir():
        shutil.move(path, tree.root / path.name)
    (tree.root / ".git").rmdir()


def point(tree: Tree) -> None:
    """Moves what git keeps into a folder of the tree, to which a file `.git` leads."""
    shutil.move(tree.root / ".git", tree.root / "schema" / "extra")
    (tree.root / ".git").write_text("gitdir: ./schema/extra\n", encoding="utf-8")


def in_place(_: Tree) -> None:
    """Leaves the repository where it is: its owner was made to configure it so."""


def ask_naively(tree: Tree, plant: Plant) -> None:
    """Runs git as somebody at a terminal would."""
    terminal, theirs = pty.openpty()
    command = ["git", "-C", str(tree.root), *plant.fires.format(old=tree.old).split()]
    try:
        request = b"protocol=https\nhost=example.org\n\n"
        subprocess.run(command, input=request, stdout=theirs, stderr=subprocess.DEVNULL, check=False)
    finally:
        os.close(terminal)
        os.close(theirs)


def run(tree: Tree, *arguments: str) -> str:
    """What a command prints about the tree."""
    done = CliRunner().invoke(afterword, [*arguments, "--root", str(tree.root)])
    assert not done.exception or isinstance(done.exception, SystemExit | Unusable), done.exception
    return done.output


@pytest.mark.parametrize("shape", [in_place, nest, point])
@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.name)
def test_no_program_that_git_could_start_is_run(tree: Tree, plant: Plant, shape: Callable[[Tree], None]) -> None:
    """Git run naively starts it, so the trap works; asked by us it does not, wherever the repository is."""
    put(tree, plant)
    shape(tree)
    history.read_former_versions(tree.root, "postmortems")
    history.last_commit_time(tree.root)
    if shape is in_place:
        assert changed_files.find_changed_files(tree.root, "HEAD", [RECORD, "briefs/autumn.md"]) == {RECORD}
    else:
        with pytest.raises(Unusable):
            changed_files.find_changed_files(tree.root, "HEAD", [RECORD])
    assert not tree.fired()
    ask_naively(tree, plant)
    assert tree.fired()


@pytest.mark.parametrize("shape", [in_place, nest, point])
def test_no_command_runs_what_a_tree_brings(
    tree: Tree, shape: Callable[[Tree], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With every plant at once, and what the environment says of git besides."""
    for plant in PLANTS:
        if not plant.lacks_blob:
            put(tree, plant)
    (tree.root / ".gitattributes").write_text("*.md diff=x filter=x\n", encoding="utf-8")
    for name in ("GIT_EXTERNAL_DIFF", "GIT_SSH", "GIT_PAGER", "GIT_EDITOR", "GIT_ASKPASS"):
        monkeypatch.setenv(name, str(tree.program))
    for name, value in (("COUNT", "1"), ("KEY_0", "core.fsmonitor"), ("VALUE_0", str(tree.program))):
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    shape(tree)
    run(tree, "check")
    run(tree, "check", "--changed-since", "HEAD")
    run(tree, "gate", str(tree.root / "briefs"))
    run(tree, "due")
    run(tree, "new", "--kind", "deal", "--name", "The Paper Bridge")
    if shape is nest:
        assert "Built" in run(tree, "build")
    assert not tree.fired()
    ask_naively(tree, PLANTS[0])
    assert tree.fired()


def test_a_git_of_the_tree_is_not_run(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the one in the current folder nor one that the PATH finds in the tree; another one is, or none."""
    tools = tree.root / "tools"
    tools.mkdir()
    for folder in (tools, tree.root):
        shutil.copy(tree.program, folder / "git")
    monkeypatch.chdir(tree.root)
    usual = os.environ["PATH"]
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", "tools", str(tools), usual]))
    assert history.last_commit_time(tree.root)
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", str(tools)]))
    assert "could have put it" in str(history.read_former_versions(tree.root, "postmortems")[1])
    monkeypatch.setenv("PATH", "tools")
    assert str(history.read_former_versions(tree.root, "postmortems")[1]) == "git is not installed."
    assert not tree.fired()


def test_only_one_function_starts_git() -> None:
    """All that starts another program is there, and where the search index is made by its packaged one."""
    starting = {"subprocess", "Popen", "system", "popen", "execv", "execve", "posix_spawn", "create_subprocess_exec"}
    found = {
        (path.relative_to(ROOT / "plugins" / "afterword").as_posix(), ast.unparse(node.func))
        for path in (ROOT / "plugins").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and starting & set(ast.unparse(node.func).split("."))
    }
    assert found == {("disk/git.py", "subprocess.run"), ("publish/search_index.py", "subprocess.Popen")}


SHADOWS = (
    "sitecustomize",
    "usercustomize",
    "click",
    "yaml",
    "json",
    "jsonschema",
    "multiprocessing",
    "conftest",
    "afterword",
)
"""Modules that Python would find in the current folder, if that were where it looks."""


@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_python_loads_nothing_from_the_tree(tree: Tree, start: str, tmp_path: Path) -> None:
    """Not by the name of a module that is imported, not by a `.pth`, a hook or plugin of mkdocs.yml, an entry point."""
    leave = f"open({str(tree.trace)!r}, 'w').close()\n"
    for name in SHADOWS:
        (tree.root / f"{name}.py").write_text(leave, encoding="utf-8")
    (tree.root / "x.pth").write_text(f"import sys; {leave}", encoding="utf-8")
    packages = tree.root / ".venv" / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"
    packages.mkdir(parents=True)
    (packages / "x.pth").write_text(f"import sys; {leave}", encoding="utf-8")
    described = tree.root / "evil-1.0.dist-info"
    described.mkdir()
    (described / "METADATA").write_text("Name: evil\nVersion: 1.0\n", encoding="utf-8")
    (described / "entry_points.txt").write_text("[afterword.commands]\ncheck = conftest:x\n", encoding="utf-8")
    with (tree.root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("hooks: [conftest.py]\n")
    for command in (["check"], ["gate", "briefs"])[: 1 if start == "spawn" else 2]:
        done = subprocess.run(
            [sys.executable, script(tmp_path, start), *command],
            cwd=tree.root,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        assert "Traceback" not in done.stderr
    assert not tree.fired()
    subprocess.run([sys.executable, "-m", "conftest"], cwd=tree.root, check=True)
    assert tree.fired()


def script(folder: Path, start: str) -> str:
    """The program as pip installs it, in a folder of its own, that starts a process for each file it reads."""
    path = folder / "afterword-program"
    path.write_text(
        f"""import multiprocessing, sys
from afterword.workspace import file_reader
from afterword.cli import main
if __name__ == "__main__":
    multiprocessing.set_start_method({start!r})
    file_reader._MIN_FILES_PER_PROCESS, file_reader._CHUNK_SIZE, file_reader.count_cores = 1, 1, lambda: 2
    sys.exit(main())
""",
        encoding="utf-8",
    )
    return str(path)
