"""Other sites link to a library by names: Sphinx and MkDocs projects, built for real against what is published."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path

import pytest

from small import CONFIG, GOOD, run
from small import library as small_library

SITE = "https://library.example.org/"
NAMES = """name: Pepsi Number Fever 349
aliases: [Six Weeks of Silence, Тихая воронка]"""
LANDS = f"{SITE}names/pepsi-number-fever-349/"
CONF = f"""project = "Elsewhere"
extensions = ["sphinx.ext.intersphinx"]
intersphinx_mapping = {{"lost": ("{SITE}", "objects.inv")}}
"""
PLAN = """
Plan
====

{links}
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the inventory of a library of one record, whose name ends as an inventory's entry might."""
    root = small_library(tmp_path_factory.mktemp("lost") / "library")
    (root / "mkdocs.yml").write_text(f"{CONFIG}site_url: {SITE}\n", encoding="utf-8")
    text = GOOD.replace("name: The Frozen Funnel", NAMES)
    (root / "postmortems" / "frozen-funnel.md").write_text(text, encoding="utf-8")
    folder = root.parent / "published"
    folder.mkdir()
    assert run(root, "afterword", "export", "--inventory", str(folder / "objects.inv")).returncode == 0
    return folder


def program(folder: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A module run as a program in a folder."""
    command = [sys.executable, "-m", module, *arguments]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def links(page: Path) -> Mapping[str, str]:
    """The addresses of links to the library on a page, by their text without markup."""
    html = page.read_text(encoding="utf-8")
    found = re.findall(rf'<a [^>]*href="({SITE}[^"]*)"[^>]*>(.*?)</a>', html)
    return {unescape(re.sub("<.*?>", "", text)): address for address, text in found}


def sphinx(published: Path, folder: Path, text: str) -> tuple[Mapping[str, str], str]:
    """The links on a page of a Sphinx project, and what Sphinx says of the others."""
    (folder / "conf.py").write_text(CONF, encoding="utf-8")
    (folder / "index.rst").write_text(PLAN.format(links=text), encoding="utf-8")
    (folder / "objects.inv").write_bytes((published / "objects.inv").read_bytes())
    done = program(folder, "sphinx", "-q", "-n", "-b", "html", ".", "out")
    assert done.returncode == 0, done.stderr
    return links(folder / "out" / "index.html"), done.stderr


def test_sphinx_links_a_record_by_name_and_alias(published: Path, tmp_path: Path) -> None:
    """By `:ref:` in any case, with a text of one's own, by `:any:`, and by the slug, which is shown as the name."""
    said = (
        ":external+lost:ref:`Six Weeks of Silence`, :ref:`тихая воронка`, :external+lost:ref:`the silence <SIX weeks of"
        " silence>`, :any:`six-weeks-of-silence`, and :ref:`pepsi-number-fever-349`."
    )
    found, complaints = sphinx(published, tmp_path, said)
    assert found == dict.fromkeys(
        ("Six Weeks of Silence", "тихая воронка", "the silence", "Pepsi Number Fever 349"), LANDS
    )
    assert complaints == ""


def test_sphinx_says_what_no_record_is_called(published: Path, tmp_path: Path) -> None:
    """A name that is unknown is a warning, as any reference is; so is one that ends in a number, which it misreads."""
    found, complaints = sphinx(published, tmp_path, ":external+lost:ref:`No Such Loss`, :ref:`Pepsi Number Fever 349`")
    assert found == {}
    assert "no such loss" in complaints
    assert "pepsi number fever 349" in complaints


def test_mkdocs_links_a_record_by_name_and_alias(published: Path, tmp_path: Path, serve: Callable[[Path], str]) -> None:
    """With autorefs and the inventories of mkdocstrings: `[Name][]` and `[text][Alias]`, whatever a name ends in."""
    inventory = f"{{url: '{serve(published)}objects.inv', base_url: '{SITE}', domains: [std]}}"
    plugins = f"[autorefs, mkdocstrings: {{handlers: {{python: {{inventories: [{inventory}]}}}}}}]"
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(f"site_name: Elsewhere\ntheme: mkdocs\nplugins: {plugins}\n", encoding="utf-8")
    text = "After [Pepsi Number Fever 349][], [Тихая воронка][], [the silence][Six Weeks of Silence], [No Such Loss][]."
    (tmp_path / "docs" / "index.md").write_text(text, encoding="utf-8")
    done = program(tmp_path, "mkdocs", "build")
    assert done.returncode == 0, done.stderr
    assert links(tmp_path / "site" / "index.html") == dict.fromkeys(
        ("Pepsi Number Fever 349", "Тихая воронка", "the silence"), LANDS
    )
    assert "No Such Loss" in done.stderr
