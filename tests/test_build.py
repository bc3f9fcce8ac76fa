"""Building: whole or not at all, the same every time, and nothing of a bad record."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from support import ROOT

CONFIG = "site_name: Small\ntheme: {name: material, font: false}\nplugins: [afterword]\n"
GOOD = """---
name: The Frozen Funnel
kind: deal
status: published
ends: 2026-03-31
outcome: lost
keeper: Priya Nair
deal: {account: Northlight Clinics, competitor: Ledgerwise}
summary: Our security answers took six weeks, and Northlight chose a rival. We lost on silence.
causes: [{cause: Security questions went unanswered for six weeks, evidence: reporting}]
learnings: {differently: Answer security questions within two days}
---

## What went well?

- The trial.
"""
CANARY = "canary-7c1f"
BAD = f"---\nname: The {CANARY} Deal\nkind: deel\nstatus: draft\n---\n\nIt is about {CANARY}.\n"
UNREADABLE = f"---\nname: The {CANARY} Deal\nkind: [deal\n---\n\n{CANARY}\n"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of one record, outside any repository."""
    root = tmp_path / "library"
    (root / "docs").mkdir(parents=True)
    (root / "postmortems").mkdir()
    (root / "schema").symlink_to(ROOT / "schema")
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (root / "postmortems" / "frozen-funnel.md").write_text(GOOD, encoding="utf-8")
    return root


def run(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A command of this environment, run in a library."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1767225600"}
    program = [str(Path(sys.executable).with_name(command[0])), *command[1:]]
    return subprocess.run(program, cwd=root, env=environment, capture_output=True, text=True, check=False)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(files)}


def test_two_clean_builds_are_identical(library: Path) -> None:
    """The same library gives the same bytes, search index included."""
    for out in ("one", "two"):
        assert run(library, "afterword", "build", "--out", out).returncode == 0
    assert contents(library / "one") == contents(library / "two")
    assert "pagefind/pagefind-entry.json" in contents(library / "one")


def test_mkdocs_builds_the_same_site(library: Path) -> None:
    """`mkdocs build` alone publishes what `afterword build` does, search included."""
    assert run(library, "afterword", "build", "--out", "ours").returncode == 0
    assert run(library, "mkdocs", "build", "-q", "-d", "theirs").returncode == 0
    assert contents(library / "theirs") == contents(library / "ours")


@pytest.mark.parametrize("text", [BAD, UNREADABLE], ids=["schema", "yaml"])
@pytest.mark.parametrize(
    "command",
    [("afterword", "build"), ("mkdocs", "build"), ("mkdocs", "build", "-q"), ("mkdocs", "build", "--strict")],
    ids=" ".join,
)
def test_no_byte_of_a_bad_record_is_published(library: Path, command: tuple[str, ...], text: str) -> None:
    """Every way of building fails, says why with the place, and leaves the site without the record."""
    assert run(library, "afterword", "build").returncode == 0
    before = contents(library / "site")
    (library / "postmortems" / "bad.md").write_text(text, encoding="utf-8")
    done = run(library, *command)
    assert done.returncode == 1
    assert "postmortems/bad.md:3:7: error[" in done.stderr
    assert contents(library / "site") == before
    assert not [name for name, raw in contents(library / "site").items() if CANARY.encode() in raw]


def test_a_build_that_is_killed_leaves_the_old_site_complete(library: Path) -> None:
    """Whenever a build is stopped, the site that was there before stands as it was."""
    assert run(library, "afterword", "build").returncode == 0
    before = contents(library / "site")
    record = library / "postmortems" / "frozen-funnel.md"
    record.write_text(GOOD.replace("The Frozen Funnel", "The Thawed Funnel"), encoding="utf-8")
    for pause in (0.1, 0.4, 0.7):
        building = subprocess.Popen([str(Path(sys.executable).with_name("afterword")), "build"], cwd=library)
        time.sleep(pause)
        building.send_signal(signal.SIGKILL)
        if building.wait() == -signal.SIGKILL:
            assert contents(library / "site") == before


def test_a_folder_that_is_no_site_is_not_replaced(library: Path) -> None:
    """`--out` with the name of a folder that somebody filled is refused with code 2, and nothing in it is lost."""
    (library / "precious").mkdir()
    (library / "precious" / "notes.txt").write_text("keep", encoding="utf-8")
    done = run(library, "afterword", "build", "--out", "precious")
    assert done.returncode == 2
    assert "precious is not empty and was not made by `afterword build`" in done.stderr
    assert contents(library / "precious") == {"notes.txt": b"keep"}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("schema/postmortem.schema.json", "{", "is not a JSON Schema 2020-12"),
        (
            "schema/vocabulary.yml",
            "tags: [a",
            "schema/vocabulary.yml:1:7: What stands in this bracket does not end where it should.",
        ),
        ("mkdocs.yml", "site_name: x\nplugins: []\n", "mkdocs.yml does not list the plugin `afterword`."),
        ("mkdocs.yml", "site_name: [x\n", "mkdocs.yml"),
    ],
)
def test_a_broken_set_up_is_said_and_ends_with_code_2(library: Path, name: str, content: str, said: str) -> None:
    """A schema, vocabulary or configuration that cannot be used is no author's mistake, and no traceback."""
    if name.startswith("schema/"):
        (library / "schema").unlink()
        (library / "schema").mkdir()
        for file in (ROOT / "schema").iterdir():
            (library / "schema" / file.name).write_bytes(file.read_bytes())
    (library / name).write_text(content, encoding="utf-8")
    done = run(library, "afterword", "build")
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (library / "site").exists()


def test_serve_shows_an_edit_and_refuses_to_start_on_problems(library: Path) -> None:
    """An edited record appears without a restart; a library with problems is not served at all."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    with subprocess.Popen(
        [str(Path(sys.executable).with_name("afterword")), "serve", "--address", f"127.0.0.1:{port}"],
        cwd=library,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    ) as server:
        try:
            address = f"http://127.0.0.1:{port}/names/the-frozen-funnel/"
            assert "We lost on silence." in until(address, "We lost on silence.")
            record = library / "postmortems" / "frozen-funnel.md"
            record.write_text(GOOD.replace("lost on silence", "lost on a slow answer"), encoding="utf-8")
            assert "lost on a slow answer" in until(address, "lost on a slow answer")
        finally:
            server.terminate()
    (library / "postmortems" / "bad.md").write_text(BAD, encoding="utf-8")
    assert run(library, "afterword", "serve", "--address", f"127.0.0.1:{port}").returncode != 0


def until(address: str, wanted: str) -> str:
    """A page once it holds a text, or as it is after half a minute."""
    found = ""
    for _ in range(150):
        try:
            with urllib.request.urlopen(address) as answer:  # noqa: S310 - a server of this test
                found = answer.read().decode()
        except OSError:
            found = ""
        if wanted in found:
            break
        time.sleep(0.2)
    return found


def test_hand_written_pages_stand_beside_the_generated_ones(library: Path) -> None:
    """A team's own page in docs/ is published, and its own home page is not overwritten."""
    (library / "docs" / "index.md").write_text("# Our losses\n", encoding="utf-8")
    assert run(library, "afterword", "build").returncode == 0
    site = contents(library / "site")
    assert b"Our losses" in site["index.html"]
    assert b"The Frozen Funnel" in site["library/index.html"]
