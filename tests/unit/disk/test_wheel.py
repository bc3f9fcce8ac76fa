"""The wheel is all that a team needs: it carries schema, rules, theme, and checks and builds a library on its own."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from afterword.disk.wheel import pack_wheel
from repositories import git
from small import contents, run

ROOT = Path(__file__).parents[3]
PACKAGE = ROOT / "plugins" / "afterword"

LOCKS = ("requirements-runtime.lock", "requirements-charts.lock")

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
    assert names == _files(PACKAGE) | {f"shipped/{name}" for name in (*_shared(), *LOCKS)}


def test_the_sdist_carries_what_the_wheel_is_made_from(dist: Path) -> None:
    """Who packages Afterword anew finds everything in the source archive."""
    [sdist] = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {member.name.partition("/")[2] for member in archive if member.isfile()}
    wanted = _shared() | set(LOCKS) | {f"plugins/afterword/{name}" for name in _files(PACKAGE)}
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
    """In an empty folder: made, checked and built, with nothing but what the wheel brought.

    The wheel that the library gets is the one that the checkout makes, to the byte.
    """
    for command in ("init", "check", "build"):
        done = installed.run(command, cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "The Forty-One Questions" in (tmp_path / "site/names/the-forty-one-questions/index.html").read_text(
        encoding="utf-8"
    )
    assert installed.run("init", "--update", cwd=tmp_path).stdout == "Nothing to update.\n"
    [wheel] = (tmp_path / "tools").glob("*.whl")
    assert (wheel.name, wheel.read_bytes()) == (pack_wheel().file_name, pack_wheel().raw)


def test_the_wheel_of_a_library_is_the_one_that_a_build_makes(dist: Path) -> None:
    """Packed again it has the files of a build, byte for byte, and nothing of the machine that it was packed on."""
    [built] = dist.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        wanted = {name: archive.read(name) for name in archive.namelist()}
    packed = zipfile.ZipFile(io.BytesIO(pack_wheel().raw))
    found = {name: packed.read(name) for name in packed.namelist()}
    assert built.name == pack_wheel().file_name
    assert found.keys() == wanted.keys()
    assert [name for name in found if found[name] != wanted[name] and not name.endswith("/RECORD")] == []
    [record] = (raw.decode() for name, raw in found.items() if name.endswith("/RECORD"))
    assert sorted(line.split(",")[0] for line in record.splitlines()) == sorted(found)
    assert str(ROOT).encode() not in pack_wheel().raw


def test_a_changed_installation_is_not_packed(installed: Installed, tmp_path: Path) -> None:
    """Two wheels of one version are the same: whoever edited an installed file is told so, and nothing is written."""
    file = installed.package / "problems.py"
    raw = file.read_bytes()
    file.write_bytes(raw + b"\n")
    done = installed.run("init", cwd=tmp_path)
    file.write_bytes(raw)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "afterword: afterword/problems.py is not as it was installed. Install Afterword again.\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("version", "code"), [("99.0", 0), (pack_wheel().version, 1)])
def test_no_other_package_of_that_name_is_taken(tmp_path: Path, version: str, code: int) -> None:
    """Whoever puts an `afterword` on an index is not installed.

    One of a later version is passed over. One of the very same version, which public indexes do not accept, makes pip
    stop.
    """
    library, index = tmp_path / "library", tmp_path / "index" / "afterword"
    assert run(tmp_path, "afterword", "init", "library").returncode == 0
    requirements = (library / "requirements.txt").read_text(encoding="utf-8").partition("\nanyascii==")[0]
    (library / "requirements.txt").write_text(f"{requirements}\n", encoding="utf-8")
    index.mkdir(parents=True)
    rival = index / f"afterword-{version}-py3-none-any.whl"
    rival.write_bytes(b"PK")
    link = f'<a href="{quote(rival.name)}#sha256={hashlib.sha256(b"PK").hexdigest()}">{rival.name}</a>'
    (index / "index.html").write_text(f"<!DOCTYPE html><html><body>{link}</body></html>", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"]
    options = [
        "--no-compile",
        "--index-url",
        index.parent.as_uri(),
        "--target",
        str(tmp_path / "there"),
        "--require-hashes",
    ]
    done = subprocess.run([*pip, *options, "-r", str(library / "requirements.txt")], cwd=tmp_path, check=False)
    assert done.returncode == code
    assert (tmp_path / "there" / "afterword" / "cli" / "init.py").is_file() == (code == 0)


def test_a_fresh_clone_installs_and_runs(tmp_path: Path) -> None:
    """A teammate with an empty home types what the library's README says: everything is found, and all checks pass.

    The one test that installs every package of the lock. What it installed makes the same wheel once more.
    """
    made, clone, home = tmp_path / "made", tmp_path / "clone", tmp_path / "home"
    assert run(tmp_path, "afterword", "init", "made").returncode == 0
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "Begin"), ("clone", "-q", str(made), str(clone))):
        git(made, *command)
    home.mkdir()
    left_out = ("PYTHONPATH", "VIRTUAL_ENV", "PIP_NO_INDEX", "PIP_REQUIRE_VIRTUALENV")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    quick = {"PIP_NO_COMPILE": "1", "PIP_QUIET": "1"}
    set_up = re.findall(r"^```\n(.*?)^```", (clone / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)[0]
    assert "pip install --require-hashes" in set_up
    script = f"{set_up}\nafterword check\nafterword gate briefs\nafterword init ../again\ngit status --short"
    done = subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=clone,
        env={**kept, **quick, "HOME": str(home), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("2 files checked: no problems.\n")
    assert "1 of 1 may pass.\n" in done.stdout
    assert done.stdout.endswith("  afterword serve\n")
    assert contents(tmp_path / "again") == {
        name: raw for name, raw in contents(made).items() if not name.startswith(".git/")
    }
