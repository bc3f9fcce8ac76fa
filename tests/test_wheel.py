"""The wheel is all that a team needs: it carries schema, rules, theme, and checks and builds a library on its own."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "plugins" / "afterword"

MKDOCS_YML = """\
site_name: Our deals
theme:
  name: material
  font: false
plugins:
  - afterword
validation:
  nav: {omitted_files: info}
"""

RECORD = """\
---
name: The Frozen Funnel
kind: deal
status: draft
---

## What went well?

- They took the second call.
"""


@dataclass(frozen=True, slots=True)
class Installed:
    """An environment that holds the wheel: its Python, and the folder of the installed package."""

    python: Path
    package: Path

    def run(self, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        """A command of the installed program, in a folder, knowing nothing of the checkout."""
        environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
        command = [str(self.python.with_name("afterword")), *arguments]
        return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def _files(folder: Path) -> set[str]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in found if "__pycache__" not in path.parts}


def _shared() -> set[str]:
    """What a library starts from, defined at the root of the repository."""
    return {f"{folder}/{name}" for folder in ("schema", "docs/rules") for name in _files(ROOT / folder)}


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist made from the checkout and the wheel made from that sdist."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="module")
def installed(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel alone in a new environment, where its dependencies are those of the running one."""
    home = tmp_path_factory.mktemp("installed") / "venv"
    [wheel] = dist.glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    python = home / "bin" / "python"
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(subprocess.run([python, "-c", ask], check=True, capture_output=True, text=True).stdout.strip())
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    # A .pth file of the running environment, which makes the checkout importable, is not read from here.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return Installed(python, site / "afterword")


@pytest.fixture
def library(installed: Installed, tmp_path: Path) -> Path:
    """The smallest library: the schema that the wheel brought, eight lines for the engine, and one record."""
    shipped = installed.package / "shipped" / "schema"
    for name in _files(shipped):
        copy = tmp_path / "schema" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((shipped / name).read_bytes())
    (tmp_path / "mkdocs.yml").write_text(MKDOCS_YML, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "postmortems").mkdir()
    (tmp_path / "postmortems" / "the-frozen-funnel.md").write_text(RECORD, encoding="utf-8")
    return tmp_path


def test_the_wheel_carries_every_file_of_the_package(dist: Path) -> None:
    """Modules, templates, styles, scripts and catalogues: what stands in the package is installed with it."""
    [wheel] = dist.glob("*.whl")
    names = {name.removeprefix("afterword/") for name in zipfile.ZipFile(wheel).namelist() if name[:10] == "afterword/"}
    assert names == _files(PACKAGE) | {f"shipped/{name}" for name in _shared()}


def test_the_sdist_carries_what_the_wheel_is_made_from(dist: Path) -> None:
    """Who packages Afterword anew finds everything in the source archive."""
    [sdist] = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {member.name.partition("/")[2] for member in archive if member.isfile()}
    wanted = _shared() | {f"plugins/afterword/{name}" for name in _files(PACKAGE)}
    assert (wanted | {"pyproject.toml", "README.md", "LICENSE"}) - names == set()
    assert [name for name in names if name.startswith((".venv/", "site/", ".git/"))] == []


def test_the_package_is_more_than_modules() -> None:
    """The comparison with the package's folder means something: each kind of file is there."""
    files = _files(PACKAGE) | _shared()
    assert {".html", ".css", ".js", ".json", ".yml", ".md"} <= {Path(name).suffix for name in files}
    assert {"py.typed", "schema/postmortem.schema.json", "schema/brief.schema.json", "schema/vocabulary.yml"} <= files


def test_the_program_runs_from_the_wheel(installed: Installed, tmp_path: Path) -> None:
    """What is tested here is the installed package and not the checkout."""
    ask = [str(installed.python), "-c", "import afterword; print(afterword.__file__)"]
    found = subprocess.run(ask, check=True, capture_output=True, text=True, cwd=tmp_path).stdout.strip()
    assert Path(found) == installed.package / "__init__.py"


def test_an_installed_program_checks_a_library(installed: Installed, library: Path) -> None:
    """`afterword check` works with the schema that the wheel brought."""
    done = installed.run("check", cwd=library)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr


def test_an_installed_program_explains_a_code(installed: Installed, library: Path) -> None:
    """The pages of the rules are at hand without the repository."""
    done = installed.run("explain", "schema-required", cwd=library)
    assert (done.returncode, "schema-required" in done.stdout) == (0, True), done.stdout + done.stderr


def test_an_installed_program_builds_a_site(installed: Installed, library: Path) -> None:
    """`afterword build` makes the home page, the library, the record's page and the search index."""
    done = installed.run("build", cwd=library)
    assert done.returncode == 0, done.stdout + done.stderr
    pages = ("index.html", "library/index.html", "names/the-frozen-funnel/index.html", "pagefind/languages.json")
    assert [page for page in pages if not (library / "site" / page).is_file()] == []


def test_an_installed_program_makes_a_library(installed: Installed, tmp_path: Path) -> None:
    """In an empty folder: made, checked and built, with nothing but what the wheel brought."""
    for command in ("init", "check", "build"):
        done = installed.run(command, cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "The Forty-One Questions" in (tmp_path / "site/names/the-forty-one-questions/index.html").read_text(
        encoding="utf-8"
    )
    assert installed.run("init", "--update", cwd=tmp_path).stdout == "Nothing to update.\n"


def test_the_requirements_of_a_new_library_find_the_wheel(installed: Installed, dist: Path, tmp_path: Path) -> None:
    """Where no index has Afterword, its wheel in tools/ is what `pip install -r requirements.txt` takes."""
    assert installed.run("init", "library", cwd=tmp_path).returncode == 0
    [wheel] = dist.glob("*.whl")
    (tmp_path / "library" / "tools" / wheel.name).write_bytes(wheel.read_bytes())
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps", "--no-index"]
    done = subprocess.run(
        [*pip, "--target", tmp_path / "there", "-r", "requirements.txt"], cwd=tmp_path / "library", check=False
    )
    assert (done.returncode, (tmp_path / "there" / "afterword" / "cli" / "init.py").is_file()) == (0, True)
