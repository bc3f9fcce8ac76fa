"""The command line as a person or a CI job meets it."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress

from afterword.cli.loading import delayed_progress
from commands import run_here
from repositories import git
from support import ROOT

PROGRAM = str(Path(sys.executable).with_name("afterword"))
GOOD = """---
name: {name}
kind: deal
status: draft
---
"""
BAD = """---
name: {name}
kind: deel
status: draft
---
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A repository with one good and one bad record, committed."""
    root = tmp_path / "library"
    (root / "postmortems" / "2026").mkdir(parents=True)
    shutil.copytree(ROOT / "schema", root / "schema")
    (root / "postmortems" / "good.md").write_text(GOOD.format(name="The Frozen Funnel"), encoding="utf-8")
    (root / "postmortems" / "2026" / "bad.md").write_text(BAD.format(name="The Paper Bridge"), encoding="utf-8")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Begin")
    return root


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `afterword` in a folder."""
    return run_here(root, "afterword", *arguments, environment=os.environ)


def test_github_shows_each_problem_beside_its_line(library: Path) -> None:
    """The GitHub format is one workflow command a problem, encoded as GitHub asks, and a summary."""
    done = run(library, "check", "--format", "github")
    assert done.returncode == 1
    assert done.stdout == (
        "::error file=postmortems/2026/bad.md,line=3,col=7,endColumn=11,title=schema-enum::`kind` cannot be `deel`.%0A"
        "hint: Did you mean `deal`? It is one of: deal, campaign, launch, project.\n"
        "2 files checked: 1 error.\n"
    )


def test_json_is_the_contract(library: Path) -> None:
    """The JSON format has exactly the fields that other programs were promised."""
    done = run(library, "check", "--format", "json")
    assert json.loads(done.stdout) == {
        "problems": [
            {
                "file": "postmortems/2026/bad.md",
                "line": 3,
                "column": 7,
                "code": "schema-enum",
                "severity": "error",
                "message": "`kind` cannot be `deel`.",
                "hint": "Did you mean `deal`? It is one of: deal, campaign, launch, project.",
            }
        ],
        "checked": 2,
    }


@pytest.mark.parametrize(
    ("paths", "checked", "code"),
    [
        (["postmortems/good.md"], "1 file checked: no problems.", 0),
        (["postmortems/2026"], "1 file checked: 1 error.", 1),
        (["postmortems/good.md", "postmortems/2026/bad.md"], "2 files checked: 1 error.", 1),
        (["."], "2 files checked: 1 error.", 1),
        (["schema"], "0 files checked: no problems.", 0),
    ],
)
def test_paths_choose_what_is_reported(library: Path, paths: list[str], checked: str, code: int) -> None:
    """Files and folders given are reported on, and nothing else."""
    done = run(library, "check", *paths)
    assert done.stdout.splitlines()[-1] == checked
    assert done.returncode == code


@pytest.mark.skipif(sys.platform == "darwin", reason="its disks take names of UTF-8 only")
def test_a_file_whose_name_is_no_text_is_reported_in_every_format(library: Path) -> None:
    """Wherever standard output takes nothing but UTF-8: the name is shown escaped."""
    name = os.fsdecode(b"postmortems/bad-\xff.md")
    (library / name).write_text(BAD.format(name="The Lost Ladder"), encoding="utf-8")
    for form in ("text", "github", "json"):
        command = [PROGRAM, "check", "--format", form]
        environment = {**os.environ, "PYTHONIOENCODING": "utf-8:strict"}
        done = subprocess.run(command, cwd=library, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (1, "")
    assert "postmortems/bad-\\xff.md" in {problem["file"] for problem in json.loads(done.stdout)["problems"]}


def test_changed_since_reports_what_git_sees_as_changed(library: Path) -> None:
    """Against a revision only files that differ from it count, new and uncommitted ones too."""
    assert run(library, "check", "--changed-since", "HEAD").stdout == "0 files checked: no problems.\n"
    (library / "postmortems" / "new.md").write_text(BAD.format(name="The Lost Ladder"), encoding="utf-8")
    with (library / "postmortems" / "good.md").open("a", encoding="utf-8") as file:
        file.write("\nMore.\n")
    done = run(library, "check", "--changed-since", "HEAD")
    assert done.stdout.splitlines()[-1] == "2 files checked: 1 error."
    assert "postmortems/new.md:3:7: error[schema-enum]" in done.stdout
    assert "bad.md" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "--changed-since", "v9"], "afterword: `v9` is not a git revision here. Name a branch"),
        (["check", "--changed-since", "--output=x"], "afterword: `--output=x` is not a git revision"),
        (["check", "--root", "postmortems"], "postmortems holds no schema/postmortem.schema.json"),
        (["check", ".."], "afterword: .. is not under the library's root"),
        (["check", "missing.md"], "Path 'missing.md' does not exist"),
        (["check", "--format", "xml"], "'xml' is not one of"),
        (["explain", "name-takn"], "there is no problem code `name-takn`. Did you mean `name-taken`?"),
        (["chek"], "No such command 'chek'"),
    ],
)
def test_what_cannot_run_says_why_and_ends_with_2(library: Path, arguments: list[str], said: str) -> None:
    """A wrong word or a wrong place is no problem of a record: code 2, on standard error, without a traceback."""
    done = run(library, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_library_it_says_what_makes_one(tmp_path: Path) -> None:
    """Outside any library the message names the file that a library's root holds."""
    done = run(tmp_path, "check")
    assert done.returncode == 2
    assert "no library here or above. A library's root holds schema/postmortem.schema.json" in done.stderr


def test_explain_prints_the_page_of_a_code_and_lists_them_all(library: Path) -> None:
    """`explain CODE` is the page in docs/rules; `explain` alone names every code with its title."""
    assert run(library, "explain", "name-taken").stdout == (ROOT / "docs/rules/name-taken.md").read_text("utf-8")
    listed = run(library, "explain").stdout
    for page in (ROOT / "docs" / "rules").glob("*.md"):
        assert f"  {page.stem}" in listed


def on_terminal(root: Path, *arguments: str) -> str:
    """What a command writes to a terminal."""
    mine, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen([PROGRAM, *arguments], cwd=root, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    written = b""
    while True:
        try:
            part = os.read(mine, 65536)
        except OSError:
            break
        if not part:
            break
        written += part
    process.wait()
    os.close(mine)
    return written.decode()


def test_a_terminal_gets_colours_and_a_pipe_does_not(library: Path) -> None:
    """Severity and place stand out on a terminal; what is piped is plain text."""
    assert "\x1b[31m\x1b[1merror[schema-enum]:\x1b[0m" in on_terminal(library, "check")
    assert "\x1b" not in run(library, "check").stdout


def test_a_bar_shows_once_a_second_has_passed() -> None:
    """Until then nothing is written, so that a short check does not flicker; then how far reading has come."""
    clock, screen = [0.0], StringIO()
    bar = Progress(MofNCompleteColumn(), console=Console(file=screen, force_terminal=True), auto_refresh=False)
    tell = delayed_progress(bar, lambda: clock[0])
    tell(1, 4)
    clock[0] = 1.0
    tell(2, 4)
    assert screen.getvalue() == ""
    clock[0] = 1.2
    tell(3, 4)
    bar.stop()
    assert "3/4" in screen.getvalue()


def test_a_check_on_a_terminal_says_how_it_ended(library: Path) -> None:
    """The summary is the last line, and no bar is left behind."""
    assert on_terminal(library, "check", "postmortems/good.md").endswith("1 file checked: no problems.\x1b[0m\r\n")


def test_a_value_cannot_steer_the_terminal(library: Path) -> None:
    """What a record holds is shown, not obeyed: no escape of its own reaches the terminal."""
    nasty = '---\nname: "x"\nkind: "\\e[31mred\\e[0m"\nstatus: draft\n---\n'
    (library / "postmortems" / "nasty.md").write_text(nasty, encoding="utf-8")
    assert "\x1b" not in run(library, "check").stdout
    assert "\x1b[31mred" not in on_terminal(library, "check")


def under(root: Path, script: str) -> subprocess.CompletedProcess[str]:
    """What a shell makes of the program with its output led elsewhere."""
    script = script.replace("afterword", PROGRAM)
    return subprocess.run(["bash", "-c", script], cwd=root, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("command", "code"), [("check", 1), ("check postmortems/good.md", 0)], ids=str)
def test_with_its_output_closed_a_command_says_by_its_code_how_it_went(library: Path, command: str, code: int) -> None:
    """As it would have, and nothing is written elsewhere instead."""
    done = under(library, f"afterword {command} >&-")
    assert (done.returncode, done.stdout, done.stderr) == (code, "", "")


def test_nobody_is_told_that_a_reader_has_gone(library: Path) -> None:
    """Such as `head`, which reads as much as it wants."""
    assert under(library, "for _ in 1 2 3; do afterword explain --lang en | true; done").stderr == ""


def test_an_output_that_cannot_be_written_is_no_success(library: Path) -> None:
    """On a full disk what was found is lost, and whoever waits for the code hears that."""
    assert under(library, "afterword explain date-order > /dev/full").returncode != 0
