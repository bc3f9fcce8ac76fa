"""What the README and the guide tell people to type does what they say, typed literally into a clean folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import click
import pytest

from afterword.cli import afterword
from small import library, run
from support import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
ADOPTING = (ROOT / "docs" / "guide" / "adopting.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(text: str, kind: str = "") -> list[str]:
    """The fenced blocks of a page that are of a kind; commands and what they print have none."""
    return [found for mark, found in BLOCK.findall(text) if mark == kind]


def typed(text: str, begins: str) -> str:
    """The one block of commands on a page that begins so."""
    [found] = [block for block in blocks(text) if block.startswith(begins)]
    return found


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What git holds of the project, in a folder of its own with an environment, as after `make site`."""
    root = tmp_path_factory.mktemp("clean") / "afterword"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, root / name)
    subprocess.run([sys.executable, "-m", "venv", str(root / ".venv")], check=True)
    [packages] = (root / ".venv").glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return root


def shell(folder: Path, commands: str, venv: Path) -> str:
    """What commands print, typed one after the other in a folder where an environment is active; all must go well."""
    hidden = ("PYTHONPATH", "VIRTUAL_ENV", "PIP_NO_INDEX")
    known = {name: value for name, value in os.environ.items() if name not in hidden}
    git = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**known, **git, "PATH": f"{venv / 'bin'}{os.pathsep}{known['PATH']}"}
    done = subprocess.run(
        ["bash", "-e", "-c", commands], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{commands}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_the_first_two_commands_are_there(checkout: Path) -> None:
    """`make site` and `make test` are targets of the Makefile; what they do, `make test` itself goes through."""
    commands = typed(README, "make site")
    assert commands == "make site\nmake test\n"
    for command in commands.splitlines():
        planned = subprocess.run([*command.split(), "-n"], cwd=checkout, capture_output=True, text=True, check=False)
        assert planned.returncode == 0, planned.stderr


def test_a_team_adopts_it_by_the_commands_of_the_readme(checkout: Path) -> None:
    """A new library, as the README has it; then the guide's, which is sound and stays so with an update.

    Its set-up by a colleague is that of the library's own README: see test_wheel.
    """
    install = "python -m pip install --quiet --no-deps --no-build-isolation --no-compile --editable ."
    shell(checkout, install, checkout / ".venv")  # as `make site` does
    shell(checkout, typed(README, ".venv/bin/afterword init ../our-postmortems"), checkout / ".venv")
    assert len([*(checkout.parent / "our-postmortems" / "tools").glob("*.whl")]) == 1
    made = checkout / "our-postmortems"
    shell(checkout, typed(ADOPTING, "afterword init our-postmortems --name"), checkout / ".venv")
    steps = typed(ADOPTING, "cd our-postmortems")
    assert steps.splitlines()[-2:] == ["afterword new", "afterword serve"]  # both run on
    shell(checkout, "\n".join([*steps.splitlines()[:-2], "afterword check", "afterword build"]), checkout / ".venv")
    assert (made / "site" / "index.html").is_file()
    shell(made, typed(ADOPTING, "afterword init --update"), checkout / ".venv")


def test_a_postmortem_is_written_by_the_commands_of_the_readme(tmp_path: Path) -> None:
    """The command makes a draft that passes the check, and the record shown publishes as it stands."""
    root = library(tmp_path / "library")
    (root / "postmortems" / "frozen-funnel.md").unlink()
    shell(root, typed(README, "afterword new deal"), Path(sys.prefix))
    assert run(root, "afterword", "check").returncode == 0
    [draft] = root.glob("postmortems/**/*.md")
    draft.unlink()
    [shown] = blocks(README, "markdown")
    (root / "postmortems" / "the-frozen-funnel.md").write_text(shown, encoding="utf-8")
    done = run(root, "afterword", "check")
    assert (done.returncode, done.stdout) == (0, "1 file checked: no problems.\n")


def test_the_errors_shown_are_those_that_the_check_prints(tmp_path: Path) -> None:
    """The README's example of four mistakes is what `afterword check` says about its own record with those mistakes."""
    root = library(tmp_path / "library")
    (root / "postmortems" / "frozen-funnel.md").unlink()
    [shown] = blocks(README, "markdown")
    for right, wrong in (
        ("keeper: Priya Nair\n", ""),
        ("2026-03-31", "2026-02-30"),
        ("lost\n", "losst\n"),
        ("slow-response", "slow-respons"),
    ):
        assert right in shown
        shown = shown.replace(right, wrong, 1)
    path = root / "postmortems" / "2026" / "the-frozen-funnel.md"
    path.parent.mkdir()
    path.write_text(shown, encoding="utf-8")
    done = run(root, "afterword", "check")
    assert (done.returncode, done.stdout) == (1, typed(README, "postmortems/2026/the-frozen-funnel.md:1:1"))


def test_every_command_of_the_table_is_one() -> None:
    """Each command and each option in the README's table of commands is known to the program."""
    rows = re.findall(r"^\| (`(?:afterword|mkdocs) .*) \|$", README, re.MULTILINE)
    assert len(rows) > 10
    context = click.Context(afterword)
    for row in rows:
        name = row.split("`")[1].split()[:2]
        if name[0] != "afterword":
            continue
        command = afterword.get_command(context, name[1])
        assert command is not None, row
        known = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"(?<![\w-])--[a-z-]+", row)) <= known, row


def test_the_pictures_are_small_and_said_in_words() -> None:
    """Two pictures, each of less than 250 kB and with a text in its place, from this repository and not from a host."""
    shown = re.findall(r"!\[([^\]]*)\]\(([^)]*)\)", README)
    assert [path for _, path in shown] == ["docs/pictures/home.png", "docs/pictures/record.png"]
    for text, path in shown:
        assert len(text) > 40
        assert (ROOT / path).stat().st_size < 250_000
