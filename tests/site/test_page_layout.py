"""Pages in a frame are the pages that the theme would have rendered one by one."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from afterword.mkdocs_plugin.library_page import LazyFile
from afterword.text.names import slugify
from small import GOOD, contents, library, run
from small import PLAIN as CONFIG
from support import ROOT

LOOKS = "def on_page_context(context, **_):\n    return context\n"
"""A team's hook that could change what stands around a page, so that every page is rendered by itself."""


def both(root: Path) -> tuple[Mapping[str, bytes], Mapping[str, bytes]]:
    """The site of a library with frames, and without."""
    configuration = root / "mkdocs.yml"
    (root / "looks.py").write_text(LOOKS, encoding="utf-8")
    text = configuration.read_text(encoding="utf-8")
    for out, hook in (("framed", ""), ("single", "hooks: [looks.py]\n")):
        configuration.write_text(text + hook, encoding="utf-8")
        done = run(root, "afterword", "build", "--out", out)
        assert done.returncode == 0, done.stderr
    return contents(root / "framed"), contents(root / "single")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A library of records: one with an awkward name, one in Russian, one in both languages, one without a summary."""
    made = library(tmp_path / "library")
    for name in ("The Paper Bridge", "'The <b>Lamp</b> & \"Co\" \\1'", "The Silent Bell", "The Dry Well"):
        write(made, name, GOOD)
    write(made, "The Mute Bell", "---\nname: The Frozen Funnel\nkind: deal\nstatus: draft\n---\n")
    write(made, "Сухой колодец", GOOD.replace("kind: deal", "kind: deal\nlang: ru"))
    (made / "postmortems" / "the-paper-bridge.ru.md").write_text(TRANSLATION, encoding="utf-8")
    return made


def write(root: Path, name: str, text: str) -> None:
    """Writes a record like another one, under its own name."""
    file = root / "postmortems" / f"{slugify(name)}.md"
    file.write_text(text.replace("The Frozen Funnel", name, 1), encoding="utf-8")


TRANSLATION = """---
name: Бумажный мост
summary: Мост & вода. Никто не перешёл.
made_from: 0123456789ab
---

## Что прошло хорошо?

- Проба.
"""
PLUGIN = "plugins: [{afterword: {search: false, languages: [en, ru]}}]\n"
TABS = CONFIG.replace("font: false", "font: false, features: [navigation.tabs, navigation.path, toc.follow]")


@pytest.mark.parametrize(
    "configuration",
    [
        "site_url: https://example.org/library/\nmarkdown_extensions: [toc: {title: On & off}]\n",
        "nav: [index.md, {One: names/the-paper-bridge/index.md}, {Link: names/the-dry-well/}, names/index.md]\n",
        "extra: {analytics: {feedback: {title: Good, ratings: [{icon: material/heart, note: '{url} {title}'}]}}}\n",
    ],
    ids=["addresses and titles", "records in the navigation", "feedback"],
)
def test_a_frame_changes_no_byte(root: Path, configuration: str) -> None:
    """Whatever the theme is told to show, a page in a frame is the same as one rendered by itself."""
    (root / "mkdocs.yml").write_text(TABS.replace("plugins: [afterword]\n", PLUGIN) + configuration, encoding="utf-8")
    framed, single = both(root)
    assert [file for file in single if framed.get(file) != single[file]] == []
    assert framed.keys() == single.keys()
    assert {"names/the-paper-bridge/index.html", "ru/names/the-paper-bridge/index.html"} < framed.keys()


def test_the_example_library_is_the_same_in_frames(tmp_path: Path) -> None:
    """Every page of the example library, in both languages."""
    root = tmp_path / "library"
    for name in ("docs", "postmortems", "briefs", "schema"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    framed, single = both(root)
    assert [file for file in single if framed.get(file) != single[file]] == []
    assert framed.keys() == single.keys()


def test_a_frame_is_rendered_once_for_many_pages(root: Path) -> None:
    """The theme's template runs for a few pages of each layout, and not for every record."""
    configured = CONFIG.replace("plugins: [afterword]\n", PLUGIN).replace("font: false", "custom_dir: own, font: false")
    (root / "mkdocs.yml").write_text(f"{configured}extra: {{rendered: []}}\nhooks: [counts.py]\n", encoding="utf-8")
    (root / "own").mkdir()
    counted = '{% block extrahead %}{{ config.extra.rendered.append(0) or "" }}{% endblock %}\n'
    (root / "own" / "main.html").write_text(f'{{% extends "base.html" %}}{counted}', encoding="utf-8")
    script = (
        "from pathlib import Path\n\n\ndef on_post_build(config):\n"
        '    Path("count").write_text(str(len(config.extra["rendered"])))\n'
    )
    (root / "counts.py").write_text(script, encoding="utf-8")
    for number in range(40):
        write(root, f"The Number {number}", GOOD)
    assert run(root, "mkdocs", "build", "-q").returncode == 0
    pages = [file for file in contents(root / "site") if file.endswith("/index.html")]
    assert len(pages) > 80
    assert int((root / "count").read_text()) < len(pages) - 40


def test_a_teams_template_that_looks_at_pages_is_rendered_for_each(root: Path) -> None:
    """What a team puts around a page may depend on the page."""
    configured = CONFIG.replace("plugins: [afterword]\n", PLUGIN).replace("font: false", "custom_dir: own, font: false")
    (root / "mkdocs.yml").write_text(configured, encoding="utf-8")
    (root / "own").mkdir()
    own = '{% block extrahead %}<meta name="length" content="{{ page.title | length }}">{% endblock %}\n'
    (root / "own" / "main.html").write_text(f'{{% extends "base.html" %}}{own}', encoding="utf-8")
    assert run(root, "mkdocs", "build", "-q").returncode == 0
    site = contents(root / "site")
    for name in ("The Frozen Funnel", "The Mute Bell", "The Silent Bell", "The Dry Well", "The Paper Bridge"):
        page = site[f"names/{name.lower().replace(' ', '-')}/index.html"].decode()
        assert f'<meta name="length" content="{len(name)}">' in page


def test_the_data_of_a_page_are_made_when_they_are_put_out_and_let_go(tmp_path: Path) -> None:
    """They are in the site, and before and after that not in memory; a build keeps its files until its end."""
    waiting = [b'{"version": 1}\n']
    file = LazyFile("kpis/data.json", None, str(tmp_path / "site"), use_directory_urls=True)
    file.make = waiting.pop
    assert waiting
    file.copy_file()
    assert (tmp_path / "site" / "kpis" / "data.json").read_text(encoding="utf-8") == '{"version": 1}\n'
    assert (file.content_bytes, waiting) == (b"", [])
