"""The workflows that `init` writes, run as a server runs them, against a pull request that wants its code to run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from afterword.disk.wheel import Wheel, pack_wheel
from repositories import git
from small import contents
from starter import GITHUB, GITLAB, commit, init

TRAP = "import pathlib\npathlib.Path({canary!r}).open('a').write(__name__ + '\\n')\n"
"""What a module of the pull request does when anything imports it."""
MODULES = (
    "sitecustomize.py", "usercustomize.py", "argparse.py", "venv.py", "runpy.py", "pip/__init__.py", "pip/__main__.py",
    "afterword/__init__.py", "yaml.py", "click.py", "hook.py", "environment/sitecustomize.py",
    "environment/lib/python3/site-packages/sitecustomize.py", ".venv/lib/python3/site-packages/sitecustomize.py",
    "docs/conf.py", "schema/__init__.py", "postmortems/json.py",
)  # fmt: skip
OTHERS = {
    "mkdocs.yml": "site_name: Ours\nhooks: [hook.py]\nplugins: [afterword]\ntheme: {custom_dir: docs}\n",
    "pip.conf": "[global]\nno-index = false\nindex-url = http://127.0.0.1:9/\n",
    "setup.cfg": "[install]\nprefix=/nowhere\n",
    "pyproject.toml": "[build-system]\nrequires = ['nothing']\nbuild-backend = 'hook'\nbackend-path = ['.']\n",
    ".gitattributes": "* filter=trap diff=trap merge=trap\n",
    ".lfsconfig": "[lfs]\nurl = http://127.0.0.1:9/\n",
    ".gitmodules": '[submodule "x"]\npath = x\nurl = http://127.0.0.1:9/\n',
    "postmortems/bad.md": "---\nname: The Bad One\nkind: deel\nstatus: draft\n---\n",
}


@dataclass(frozen=True, slots=True)
class Pulled:
    """A library on a server, and a pull request to it: both commits, and the folder of its checkout."""

    origin: Path
    base: str
    head: str
    tree: Path
    canary: Path


@pytest.fixture(scope="module")
def pulled(tmp_path_factory: pytest.TempPathFactory) -> Pulled:
    """A library whose lock holds Afterword alone, and a pull request in which nothing is left as it was."""
    folder = tmp_path_factory.mktemp("server")
    tree, origin, canary = folder / "tree", folder / "ours" / "library", folder / "canary"
    init(tree)
    (tree / GITLAB).write_bytes((Path(__file__).parents[2] / GITLAB_TEMPLATE).read_bytes())
    requirements = (tree / "requirements.txt").read_text(encoding="utf-8").partition("\nanyascii==")[0]
    (tree / "requirements.txt").write_text(f"{requirements}\n", encoding="utf-8")
    commit(tree)
    base = revision(tree)
    [wheel] = (tree / "tools").glob("*.whl")
    wheel.write_bytes(b"PK: the wheel of the pull request")
    (tree / "requirements.txt").write_text("--index-url http://127.0.0.1:9/\nevil\n./\n", encoding="utf-8")
    traps = dict.fromkeys(MODULES, TRAP.format(canary=str(canary)))
    for name, text in {**traps, **OTHERS}.items():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(text, encoding="utf-8")
    git(tree, "add", "-A", "-f")
    git(tree, "commit", "-qm", "Take over")
    head = revision(tree)
    git(tree, "clone", "-q", "--bare", str(tree), str(origin))
    git(origin, "config", "uploadpack.allowAnySHA1InWant", "true")
    return Pulled(origin, base, head, tree, canary)


GITLAB_TEMPLATE = "plugins/afterword/template/gitlab/dot-gitlab-ci.yml"


def revision(root: Path) -> str:
    """The commit that is checked out."""
    command = ["git", "-C", str(root), "rev-parse", "HEAD"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def environment(home: Path, **variables: str) -> Mapping[str, str]:
    """What a server gives to a job; pip installs what the requirements name, from nowhere but where they say."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    pip = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_COMPILE": "1", "PIP_FIND_LINKS": ""}
    return {"PATH": path, "HOME": str(home), "LC_ALL": "C.UTF-8", **pip, **variables}


def shell(script: str, folder: Path, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """A script of a workflow, run in a folder as the server's shell runs it."""
    return subprocess.run(
        ["bash", "-e", "-c", script], cwd=folder, env=variables, capture_output=True, text=True, check=False
    )


def github_steps(pulled: Pulled, folder: Path, base: str) -> Iterator[tuple[str, subprocess.CompletedProcess[str]]]:
    """Runs the steps of the GitHub workflow for a pull request, one after the other, in a workspace that holds it."""
    (folder / "home").mkdir()
    workflow = yaml.safe_load((pulled.tree / GITHUB).read_text(encoding="utf-8"))
    event = {"github.token": "t0ken", "github.event.pull_request.base.sha || github.sha": base}
    variables = environment(
        folder / "home",
        RUNNER_TEMP=str(folder),
        GITHUB_WORKSPACE=str(pulled.tree),
        GITHUB_SERVER_URL=f"file://{pulled.origin.parent.parent}",
        GITHUB_REPOSITORY="ours/library",
        GITHUB_SHA=pulled.head,
        **workflow["env"],
    )
    for step in workflow["jobs"]["check"]["steps"]:
        if step.get("if") == "github.event_name == 'push'":
            continue
        filled = {name: re.sub(r"\$\{\{ (.*?) \}\}", lambda found: event[found[1]], text) for name, text in
                  step.get("env", {}).items()}  # fmt: skip
        yield step["name"], shell(step["run"], pulled.tree, {**variables, **filled})


def lend_dependencies(environment: Path) -> None:
    """Puts what Afterword needs into an environment, from the running one: installing it takes long."""
    [packages] = environment.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")


def installed(environment: Path) -> Wheel:
    """The wheel that an environment holds, packed again by itself."""
    ask = "import sys; from afterword.disk.wheel import pack_wheel as pack; sys.stdout.buffer.write(pack().raw)"
    raw = subprocess.run([environment / "bin" / "python", "-I", "-c", ask], check=True, capture_output=True).stdout
    return Wheel(pack_wheel().version, raw)


def test_the_traps_work(pulled: Pulled, tmp_path: Path) -> None:
    """A check that ran in the folder of the pull request would run its code; the tests below prove something."""
    shell("python3 -m venv there; python3 -m pip --version", pulled.tree, environment(tmp_path))
    ran = pulled.canary.read_text(encoding="utf-8").split()
    pulled.canary.unlink()
    assert {"__main__", "pip"} <= set(ran)  # venv.py ran as the main module


def test_github_takes_afterword_from_the_base(pulled: Pulled, tmp_path: Path) -> None:
    """The wheel of the base is installed and checks the pull request's files; none of them runs."""
    printed = {}
    for name, done in github_steps(pulled, tmp_path, pulled.base):
        printed[name] = done
        if name == "Install":
            assert done.returncode == 0, done.stderr
            lend_dependencies(tmp_path / "environment")
    assert [(name, done.returncode) for name, done in printed.items()] == [
        ("Fetch", 0), ("Install", 0), ("Check", 1), ("Gate", 0)
    ], printed  # fmt: skip
    assert "::error file=postmortems/bad.md,line=3," in printed["Check"].stdout
    assert "1 of 1 may pass." in printed["Gate"].stdout
    assert not pulled.canary.exists()
    assert installed(tmp_path / "environment") == pack_wheel()
    config = (tmp_path / "library" / ".git" / "config").read_text()
    assert "extraHeader" not in config


def test_the_first_commit_is_pushed_to_the_main_branch(pulled: Pulled, tmp_path: Path) -> None:
    """A pull request to a branch that has no Afterword yet is told what to do, and does not pass."""
    git(pulled.tree, "checkout", "-q", "--orphan", "bare")
    git(pulled.tree, "rm", "-rqf", "--cached", ".")
    git(pulled.tree, "commit", "-q", "--allow-empty", "-m", "Nothing yet")
    empty = revision(pulled.tree)
    git(pulled.tree, "push", "-q", str(pulled.origin), "bare")
    git(pulled.tree, "checkout", "-qf", pulled.head)
    [name, done] = next(github_steps(pulled, tmp_path, empty))
    assert (name, done.returncode) == ("Fetch", 1)
    assert "::error::The branch that this goes to has no Afterword yet. Push requirements.txt and tools/" in done.stdout


def test_gitlab_takes_afterword_from_the_base(pulled: Pulled, tmp_path: Path) -> None:
    """The same on GitLab, whose job begins in the checkout of the merge request."""
    pipeline = yaml.safe_load((pulled.tree / GITLAB).read_text(encoding="utf-8"))
    lend = f"echo {sysconfig.get_path('purelib')} > $(echo environment/lib/python*/site-packages)/dependencies.pth"
    script = [*pipeline["default"]["before_script"], lend, "set +e", *pipeline["check"]["script"], "pwd"]
    variables = environment(
        tmp_path,
        CI_PROJECT_DIR=str(pulled.tree),
        CI_MERGE_REQUEST_DIFF_BASE_SHA=pulled.base,
        CI_COMMIT_SHA=pulled.head,
        TMPDIR=str(tmp_path),
        **pipeline["variables"],
    )
    done = shell("\n".join(script), pulled.tree, variables)
    assert "postmortems/bad.md:3:7: error" in done.stdout, done.stdout + done.stderr
    assert "1 of 1 may pass." in done.stdout
    assert not pulled.canary.exists()
    outside = Path(done.stdout.splitlines()[-1])
    assert outside.parent == tmp_path
    assert installed(outside / "environment") == pack_wheel()


def test_only_what_was_merged_is_built(pulled: Pulled) -> None:
    """A build loads what mkdocs.yml names, so no pull request gets one."""
    pipeline = yaml.safe_load((pulled.tree / GITLAB).read_text(encoding="utf-8"))
    assert pipeline["build"]["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]
    assert [line for line in pipeline["check"]["script"] if " build " in line] == []
    assert contents(pulled.tree)["mkdocs.yml"].decode() == OTHERS["mkdocs.yml"]
