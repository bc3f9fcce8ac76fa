"""A library from nothing: what `afterword init` writes, that it works at once, and that it harms nothing."""

from __future__ import annotations

import json
import os
import pty
import resource
import subprocess
from pathlib import Path

import pytest
import yaml

from afterword import __version__
from afterword.disk.wheel import pack_wheel
from commands import program
from repositories import git
from small import ENVIRONMENT, contents, run, serving
from starter import GITHUB, GITLAB, commit, init

ALWAYS = {
    ".gitattributes", ".gitignore", "README.md", "briefs/.gitkeep", "docs/.gitkeep", "mkdocs.yml",
    "postmortems/.gitkeep", "requirements.txt", "schema/brief.schema.json", "schema/postmortem.schema.json",
    "schema/ru.po", "schema/synonyms.yml", "schema/translation.schema.json", "schema/vocabulary.yml", "tools/README.md",
    "tools/requirements-charts.txt",
}  # fmt: skip
BASE = ".afterword-template"
EXAMPLE = {"postmortems/examples/the-forty-one-questions.md", "briefs/example.md"}


@pytest.mark.parametrize(
    ("options", "name", "page"),
    [
        ((), "The Forty-One Questions", "names/the-forty-one-questions/"),
        (("--lang", "ru", "--lang", "en", "--ci", "gitlab"), "Сорок один вопрос", "names/sorok-odin-vopros/"),
    ],
)
def test_an_empty_folder_becomes_a_served_page(tmp_path: Path, options: tuple[str, ...], name: str, page: str) -> None:
    """Made, committed, checked without a warning, built, served: five commands, and the example can be read."""
    root = tmp_path / "library"
    init(root, *options)
    commit(root)
    checked = run(root, "afterword", "check")
    assert (checked.returncode, checked.stdout) == (0, "2 files checked: no problems.\n")
    built = run(root, "afterword", "build")
    assert built.returncode == 0, built.stderr
    assert f">{name}</h1>" in (root / "site" / page / "index.html").read_text(encoding="utf-8")
    with serving(root, "afterword", "serve", "--address") as preview:
        preview.until(name, page)
        assert preview.get(page)[0] == 200
    status = subprocess.run(["git", "-C", str(root), "status", "--short"], check=True, capture_output=True, text=True)
    assert status.stdout == ""


@pytest.mark.parametrize(
    ("options", "more"),
    [
        ((), {GITHUB, *EXAMPLE}),
        (("--ci", "gitlab"), {GITLAB, *EXAMPLE}),
        (("--ci", "none", "--no-example"), set()),
    ],
)
def test_what_is_written_is_what_was_asked_for(tmp_path: Path, options: tuple[str, ...], more: set[str]) -> None:
    """The same files every time, with the CI of choice, with or without the example, and Afterword's wheel.

    The template is kept as it came, without a second copy of the wheel.
    """
    root = tmp_path / "library"
    init(root, *options)
    found = {name for name in contents(root) if not name.startswith(".afterword-template/")}
    assert found == ALWAYS | more | {f"tools/{pack_wheel().file_name}"}
    found = ALWAYS | more
    shown = {name.replace(".git", "dot-git") if name[0] == "." or "/." in name else name for name in ALWAYS | more}
    remembered = {name.removeprefix(f"{BASE}/") for name in contents(root) if name.startswith(BASE)}
    assert remembered == shown | {"answers.json"}


def test_answers_stand_where_they_belong(tmp_path: Path) -> None:
    """A name with signs that YAML reads as its own, and both languages, arrive as they were given."""
    root = tmp_path / "library"
    init(root, "--name", "Deals: won & lost, @name@", "--lang", "ru", "--lang", "en")
    settings = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    assert settings["site_name"] == "Deals: won & lost, @name@"
    assert settings["plugins"] == [{"afterword": {"languages": ["ru", "en"]}}]
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("# Deals: won & lost, @name@\n\nЧто мы выиграли, что проиграли и почему:")


def test_the_next_commands_are_those_of_the_folder(tmp_path: Path) -> None:
    """They enter a folder that the command was not run in, and begin a repository only where there is none."""
    made = run(tmp_path, "afterword", "init", "our deals").stdout.splitlines()
    assert made[1:3] == ["  cd 'our deals'", "  git init && git add . && git commit -m Begin"]
    root = tmp_path / "there"
    root.mkdir()
    git(root, "init", "-q")
    made = run(root, "afterword", "init").stdout.splitlines()
    assert made[1:] == ["  git add . && git commit -m Begin", "  afterword new", "  afterword serve"]


def test_the_workflow_may_only_read_and_runs_nothing_of_others(tmp_path: Path) -> None:
    """Strangers' pull requests are checked without secrets, without a write token, and by no third party's action."""
    root = tmp_path / "library"
    init(root)
    workflow = yaml.load((root / GITHUB).read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - texts only
    assert workflow["permissions"] == {"contents": "read"}
    assert set(workflow["on"]) == {"pull_request", "push"}
    steps = workflow["jobs"]["check"]["steps"]
    assert [step["name"] for step in steps] == ["Fetch", "Install", "Check", "Gate", "Build"]
    assert [step for step in steps if "uses" in step or "${{" in step["run"]] == []
    assert [step["name"] for step in steps if "if" in step] == ["Build"]
    assert steps[-1]["if"] == "github.event_name == 'push'"


# ----------------------------------------------------------------------------------------------- harming nothing


def test_a_library_is_not_made_twice(tmp_path: Path) -> None:
    """The second time says that it is one, and how a newer template comes in."""
    root = tmp_path / "library"
    init(root)
    before = contents(root)
    done = run(root, "afterword", "init")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "afterword: . is a library already. `afterword init --update` merges a newer template into it.\n"
    )
    assert contents(root) == before


def test_files_in_the_way_are_named_and_nothing_is_written(tmp_path: Path) -> None:
    """Another README, a file where a folder has to be, a link: each is named, and the folder stays as it is."""
    (tmp_path / "README.md").write_text("Ours.\n", encoding="utf-8")
    (tmp_path / "postmortems").write_text("A list.\n", encoding="utf-8")
    (tmp_path / "docs").symlink_to("elsewhere")
    before = contents(tmp_path)
    done = run(tmp_path, "afterword", "init")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "afterword: in . these are in the way, so nothing was written:\n  README.md\n  docs\n  postmortems\n"
    )
    assert contents(tmp_path) == before


def test_what_is_there_already_and_the_same_is_not_in_the_way(tmp_path: Path) -> None:
    """A repository with its own files gets the library beside them; what a killed run left is completed."""
    init(tmp_path / "whole")
    root = tmp_path / "ours"
    (root / "docs").mkdir(parents=True)
    (root / "LICENSE").write_text("MIT\n", encoding="utf-8")
    (root / "docs" / "team.md").write_text("# Who we are\n", encoding="utf-8")
    (root / "mkdocs.yml").write_bytes((tmp_path / "whole" / "mkdocs.yml").read_bytes())
    done = run(tmp_path, "afterword", "init", "ours")
    assert (done.returncode, done.stderr) == (0, "")
    ours = {"LICENSE": b"MIT\n", "docs/team.md": b"# Who we are\n"}
    assert contents(root) == dict(sorted({**contents(tmp_path / "whole"), **ours}.items()))


def test_on_a_full_disk_nothing_is_left(tmp_path: Path) -> None:
    """The disk fills up at the largest file: neither a new folder nor half a library stays."""

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    (tmp_path / "here").mkdir()
    for folder in ("new", "here"):
        done = run(tmp_path, "afterword", "init", folder, preexec=full)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == f"afterword: {folder} could not be written: File too large. Nothing was changed.\n"
    assert [path.name for path in tmp_path.rglob("*")] == ["here"]


def test_a_terminal_is_asked(tmp_path: Path) -> None:
    """Whoever sits at a terminal is asked for language, name and CI; options answer beforehand."""
    mine, theirs = pty.openpty()
    command = [program("afterword"), "init", "--lang", "ru"]
    asked = subprocess.Popen(command, cwd=tmp_path, stdin=theirs, stdout=theirs, stderr=theirs, env=ENVIRONMENT)
    os.close(theirs)
    os.write(mine, "Сделки\nnone\n".encode())
    said = b""
    while b"afterword serve" not in said:
        said += os.read(mine, 65536)
    assert asked.wait() == 0
    os.close(mine)
    text = said.decode()
    assert "Название сайта [Наши постмортемы]:" in text
    assert "Где проверять пул-реквесты (github, gitlab, none) [github]:" in text
    answers = json.loads((tmp_path / ".afterword-template" / "answers.json").read_text(encoding="utf-8"))
    assert answers == {
        "afterword": __version__, "name": "Сделки", "languages": ["ru"], "ci": "none", "example": True
    }  # fmt: skip
