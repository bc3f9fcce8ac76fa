"""The version rises with every change of the sources, with or without git, and no two sources share one."""

from __future__ import annotations

import os
import runpy
import shutil
from pathlib import Path

import pytest
from packaging.version import Version

from afterword import __version__
from afterword.disk.version import RELEASE, source_version
from small import run
from support import ROOT

LONG_AGO = 1_600_000_000


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The parts of a checkout that its version depends on, small, all last changed long ago."""
    for name in (
        "plugins/afterword/disk/version.py",
        "README.md",
        "LICENSE",
        "pyproject.toml",
        "schema/vocabulary.yml",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    for path in tmp_path.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    return tmp_path


def version_of(checkout: Path) -> str:
    """The version that a build of a checkout has."""
    return str(runpy.run_path(str(checkout / "plugins" / "afterword" / "disk" / "version.py"))["source_version"]())


def test_it_is_a_version_in_its_usual_form() -> None:
    """Tools that compare versions read it, and write it the same way."""
    assert str(Version(source_version())) == source_version() == __version__
    assert Version(__version__).base_version == RELEASE


@pytest.mark.parametrize(
    "file", ["plugins/afterword/disk/version.py", "schema/vocabulary.yml", "README.md", "pyproject.toml"]
)
def test_an_edit_gives_a_later_version(checkout: Path, file: str) -> None:
    """Code, schema, README and metadata count; so does a new file."""
    before = version_of(checkout)
    assert before.startswith("0.1.0.dev20200913122640000+src")
    (checkout / file).write_bytes((checkout / file).read_bytes() + b"\n")
    edited = version_of(checkout)
    (checkout / "schema" / "new.json").write_text("{}", encoding="utf-8")
    assert Version(before) < Version(edited) < Version(version_of(checkout))


def test_what_no_wheel_carries_changes_nothing(checkout: Path) -> None:
    """Compiled modules, hidden files, and other folders leave the version as it is."""
    before = version_of(checkout)
    for name in ("plugins/afterword/__pycache__/x.pyc", "schema/.swap", "tests/test_x.py"):
        (checkout / name).parent.mkdir(exist_ok=True)
        (checkout / name).write_text("x", encoding="utf-8")
    assert version_of(checkout) == before


def test_different_sources_of_one_moment_differ(checkout: Path) -> None:
    """An archive gives all files one time: its version still differs from that of other sources."""
    before = version_of(checkout)
    (checkout / "LICENSE").write_text("Other\n", encoding="utf-8")
    os.utime(checkout / "LICENSE", (LONG_AGO, LONG_AGO))
    assert version_of(checkout) != before
    assert version_of(checkout).partition("+")[0] == before.partition("+")[0]


def test_an_unpacked_sdist_keeps_its_version_until_it_is_changed(checkout: Path) -> None:
    """Whoever builds from the source archive gets the version it states, and a later one for a patched archive."""
    digest = version_of(checkout).partition("+")[2]
    stated = f"0.1.0.dev20250101000000000+{digest}"
    (checkout / "PKG-INFO").write_text(f"Metadata-Version: 2.4\nName: afterword\nVersion: {stated}\n", encoding="utf-8")
    assert version_of(checkout) == stated
    (checkout / "README.md").write_text("Patched\n", encoding="utf-8")
    assert Version(version_of(checkout)) > Version(stated)


def test_the_program_says_its_version(tmp_path: Path) -> None:
    """In a checkout it is that of the sources as they are now, whenever they were installed."""
    done = run(tmp_path, "afterword", "--version")
    assert (done.returncode, done.stdout) == (0, f"afterword, version {__version__}\n")
