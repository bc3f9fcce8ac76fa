"""The repository keeps its promises to those who clone it: two commands, locked packages, nothing of one machine."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from afterword import __version__

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
LOCKED = re.findall(r"^([\w.-]+)==(\S+)((?:.*\\\n)*.*)$", LOCK, re.MULTILINE)
PINNED = re.compile(r"^([\w.-]+)==([^\\\n]+)", re.MULTILINE)
RUNTIME, CHARTS = (
    PINNED.findall((ROOT / f"requirements-{name}.lock").read_text(encoding="utf-8")) for name in ("runtime", "charts")
)
DEPENDENCIES = [
    *PYPROJECT["project"]["dependencies"],
    *PYPROJECT["dependency-groups"]["charts"],
    *(line for line in PYPROJECT["dependency-groups"]["dev"] if isinstance(line, str)),
    *PYPROJECT["build-system"]["requires"],
]

SET_UP = re.compile(
    r"\b(make|pip3?|pipx|uvx?|poetry|conda|python3? -m|apt(-get)?|brew|dnf|docker|podman|npm|npx) +(\w+)", re.IGNORECASE
)


def test_every_locked_package_has_its_hashes() -> None:
    """A package that was exchanged on its way is refused."""
    assert len(LOCKED) == len([line for line in LOCK.splitlines() if line[:1].strip()]) > 0
    assert [name for name, _, rest in LOCKED if not re.search(r"--hash=sha256:[0-9a-f]{64}", rest)] == []


def test_the_lock_names_no_address() -> None:
    """Packages come from wherever the machine is told to get them."""
    assert "://" not in LOCK


@pytest.mark.parametrize("dependency", DEPENDENCIES)
def test_the_lock_satisfies_the_project(dependency: str) -> None:
    """Each dependency is locked, at a version that the project accepts."""
    requirement = Requirement(dependency)
    versions = [
        version for name, version, _ in LOCKED if canonicalize_name(name) == canonicalize_name(requirement.name)
    ]
    assert versions, f"{requirement.name} is not in requirements.lock: run `make lock`"
    assert all(requirement.specifier.contains(version, prereleases=True) for version in versions)


def test_the_readme_begins_with_two_commands() -> None:
    """Who opens the README sees how to look at the site and how to test, and needs nothing before that."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    top = "\n".join(text.splitlines()[:60])
    commands = [match.group() for match in SET_UP.finditer(top)]
    assert commands[:2] == ["make site", "make test"]


def _committed() -> list[Path]:
    """Every file that is tracked, or will be when it is added."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    """Neither the checkout's path nor the home directory stands in any file."""
    here = [str(path) for path in (ROOT, Path.home()) if len(path.parts) > 1]
    pattern = re.compile("|".join(rf"(?<![\w./-]){re.escape(path)}(?=/|$|[\s\"'`)])" for path in here).encode())
    assert [str(path.relative_to(ROOT)) for path in _committed() if pattern.search(path.read_bytes())] == []


def test_the_changelog_knows_the_current_version() -> None:
    """What a version brings is written down before it is published."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^#+ .*\b{re.escape(Version(__version__).base_version)}\b", changelog, re.MULTILINE)


def test_the_licence_is_mit() -> None:
    """The text and the package's metadata say the same."""
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License\n\nCopyright (c) ")
    assert PYPROJECT["project"]["license"] == "MIT"
    assert PYPROJECT["project"]["license-files"] == ["LICENSE"]


def test_a_library_installs_the_versions_that_were_tested() -> None:
    """What a new library locks is locked here too, at the same versions for the same platforms, and by digests."""
    assert set(RUNTIME) | set(CHARTS) <= set(PINNED.findall(LOCK))
    for name in ("runtime", "charts"):
        lock = (ROOT / f"requirements-{name}.lock").read_text(encoding="utf-8")
        assert "://" not in lock
        assert re.findall(r"^[^ \n].*[^\\\n]$", lock, re.MULTILINE) == [], "a package without digests"
    assert PYPROJECT["project"]["optional-dependencies"]["charts"] == PYPROJECT["dependency-groups"]["charts"]


@pytest.mark.parametrize("dependency", PYPROJECT["project"]["dependencies"])
def test_a_library_installs_every_dependency(dependency: str) -> None:
    """Each dependency of the package is in the lock of a new library, at a version that the project accepts."""
    requirement = Requirement(dependency)
    name = canonicalize_name(requirement.name)
    versions = [version.split(";")[0].strip() for locked, version in RUNTIME if locked == name]
    assert versions, f"{requirement.name} is not in requirements-runtime.lock: run `make lock`"
    assert all(requirement.specifier.contains(version) for version in versions)


_THEME = "plugins/afterword/theme/material"
_SOUND_FILES = {
    f"{_THEME}/assets/find/words.js": "export const countWords = (text) => text.split(/\\s+/u).length;\n",
    f"{_THEME}/assets/afterword.css": "p { color: red; }\n",
    f"{_THEME}/main.html": "<p>{{ title }}</p>\n",
    "plugins/afterword/template/index.md": "# Library\n",
}


def _run_web_step(root: Path, files: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run `make web` in a checkout of sound files and some others."""
    for name in ("Makefile", ".oxlintrc.json", "biome.json", "pyproject.toml"):
        shutil.copy(ROOT / name, root)
    for name, text in (_SOUND_FILES | files).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    command = ["make", "-C", str(root), "web", f"BIN={Path(sys.executable).parent}"]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_the_web_step_passes_sound_files(tmp_path: Path) -> None:
    """A script, a style sheet and a template without problems pass."""
    done = _run_web_step(tmp_path, {})
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("assets/find/bad.js", "const unused = 1;\n", "no-unused-vars"),
        ("assets/find/bad.js", "document.body.innerHTML = location.hash;\n", "no-restricted-properties"),
        ("assets/find/bad.js", 'import { missing } from "./words.js";\n\nmissing();\n', "missing"),
        ("assets/bad.css", "p { color: red !important; }\n", "noImportantStyles"),
        ("bad.html", "<p>{{title}}</p>\n", "T001"),
    ],
)
def test_the_web_step_fails_on_a_problem(tmp_path: Path, name: str, text: str, rule: str) -> None:
    """An unused variable, markup from a script, a missing import, `!important` and a bad template each fail."""
    if name.endswith(".css") and not (Path(sys.executable).parent / "biome").is_file():
        pytest.skip("biome has no package for this machine")
    done = _run_web_step(tmp_path, {f"{_THEME}/{name}": text})
    assert done.returncode != 0
    assert Path(name).name in done.stdout + done.stderr
    assert rule in done.stdout + done.stderr


def test_every_script_is_linted() -> None:
    """The count of files that oxlint reports is that of the scripts, modules included."""
    command = [str(Path(sys.executable).parent / "oxlint"), "--format", "json", "plugins"]
    report = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout)
    assert report["number_of_files"] == len(list((ROOT / "plugins").rglob("*.js"))) > 0
