"""Building: whole or not at all, the same every time, and nothing of a bad record."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path

import pagefind_bin
import pytest
from playwright.sync_api import Page, expect

from afterword import __version__
from afterword.disk import writer
from afterword.problems import Unusable
from afterword.publish import site_input
from commands import program, run_process
from small import BAD, CANARY, CONFIG, ENVIRONMENT, GOOD, UNREADABLE, contents, run, unfinished
from small import library as small_library


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of one record, outside any repository."""
    return small_library(tmp_path / "library")


@pytest.fixture
def published(built_library: Path, tmp_path: Path) -> Path:
    """A copy of the same library with its site, which was built before."""
    return shutil.copytree(built_library, tmp_path / "published")


def test_two_clean_builds_are_identical(library: Path, built_library: Path) -> None:
    """The same library gives the same bytes, search index included, whichever process builds it."""
    assert run_process(library, "afterword", "build", environment=ENVIRONMENT).returncode == 0
    assert contents(library / "site") == contents(built_library / "site")
    assert "pagefind/en/pagefind-entry.json" in contents(library / "site")


def test_mkdocs_builds_the_same_site(library: Path, built_library: Path) -> None:
    """`mkdocs build` alone publishes what `afterword build` does, search included."""
    assert run_process(library, "mkdocs", "build", "-q", environment=ENVIRONMENT).returncode == 0
    assert contents(library / "site") == contents(built_library / "site")


@pytest.mark.parametrize("text", [BAD, UNREADABLE], ids=["schema", "yaml"])
@pytest.mark.parametrize(
    "command",
    [("afterword", "build"), ("mkdocs", "build"), ("mkdocs", "build", "-q"), ("mkdocs", "build", "--strict")],
    ids=" ".join,
)
def test_no_byte_of_a_bad_record_is_published(published: Path, command: tuple[str, ...], text: str) -> None:
    """Every way of building fails, says why with the place, and leaves the site without the record."""
    before = contents(published / "site")
    (published / "postmortems" / "bad.md").write_text(text, encoding="utf-8")
    done = run(published, *command)
    assert done.returncode == 1
    assert "postmortems/bad.md:3:7: error[" in done.stderr
    assert contents(published / "site") == before
    assert not [name for name, raw in contents(published / "site").items() if CANARY.encode() in raw]


@pytest.fixture(scope="module")
def edited(built_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library after an edit, with the site from before it in `site/` and the one that follows from it in `new/`."""
    root = shutil.copytree(built_library, tmp_path_factory.mktemp("edited") / "library")
    record = root / "postmortems" / "frozen-funnel.md"
    record.write_text(GOOD.replace("lost on silence", "lost on a slow answer"), encoding="utf-8")
    assert run(root, "afterword", "build", "--out", "new").returncode == 0
    return root


@pytest.mark.parametrize("sign", [None, "404.html", "pagefind", writer.STAMP_FILE], ids=str)
def test_a_build_that_is_killed_leaves_a_whole_site(edited: Path, tmp_path: Path, sign: str | None) -> None:
    """Whenever a build is killed, the site is the old one or the new one; the next build clears what it left."""
    library = shutil.copytree(edited, tmp_path / "library")
    before = contents(library / "site")
    building = subprocess.Popen(
        [program("afterword"), "build"], cwd=library, env=ENVIRONMENT, stderr=subprocess.DEVNULL, start_new_session=True
    )
    while building.poll() is None and not list(library.glob(f".site-*/{sign}" if sign else ".site-*")):
        time.sleep(0.003)
    if building.returncode is None:
        os.killpg(building.pid, signal.SIGKILL)
    is_killed = building.wait() == -signal.SIGKILL
    assert (
        is_killed or sign == writer.STAMP_FILE
    )  # which is written last, so that the build may end before it is killed
    assert contents(library / "site") in (before, contents(library / "new"))
    assert len(unfinished(library)) == 1 or sign == writer.STAMP_FILE
    assert run(library, "afterword", "build").returncode == 0
    assert contents(library / "site") == contents(library / "new")
    assert unfinished(library) == []


def _broken_template(root: Path, _: pytest.MonkeyPatch) -> None:
    (root / "overrides").mkdir()
    (root / "overrides" / "main.html").write_text('{% extends "base.html" %}\n{% block content %}', encoding="utf-8")
    (root / "mkdocs.yml").write_text(CONFIG.replace("font: false", "font: false, custom_dir: overrides"))


def _missing_page(root: Path, _: pytest.MonkeyPatch) -> None:
    (root / "mkdocs.yml").write_text(f"{CONFIG}strict: true\nnav: [index.md, away.md]\n", encoding="utf-8")


def _no_pagefind(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the package of the program find none, as where its wheel has none for the platform."""

    def get_executable() -> str:
        message = "there is no pagefind"
        raise FileNotFoundError(message)

    monkeypatch.setattr(pagefind_bin, "get_executable", get_executable)


def _failing_pagefind(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: "/bin/false")


@pytest.mark.parametrize(
    ("breaking", "said"),
    [
        (_broken_template, "{root}/overrides/main.html:2: Unexpected end of template."),
        (_missing_page, "Aborted with 1 warnings in strict mode!"),
        (_no_pagefind, "The search index could not be built: there is no pagefind"),
        (_failing_pagefind, "The search index could not be built: Pagefind ended with code 1."),
    ],
)
def test_a_build_that_fails_leaves_the_old_site(
    published: Path, breaking: Callable[[Path, pytest.MonkeyPatch], None], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A team's broken template, a page that is not there, no search program: one line, code 2, nothing changed."""
    library = published
    before = contents(library / "site")
    breaking(library, monkeypatch)
    done = run(library, "afterword", "build")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(f"afterword: {said.format(root=library)}")
    assert "Traceback" not in done.stderr
    assert contents(library / "site") == before
    assert unfinished(library) == []


@pytest.mark.parametrize("size", [1_000, 100_000])
def test_a_full_disk_is_said_in_one_line(published: Path, size: int) -> None:
    """A file that cannot be written to its end, ours or the engine's, is no traceback and no half site."""
    library = published
    before = contents(library / "site")
    full = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (size, size))
    done = run(library, "afterword", "build", preexec=full)
    assert done.returncode == 2
    report, said = done.stderr.split("\n\n", 1)[1].splitlines()
    assert report == "1 file checked: 1 warning."
    assert said == (
        f"afterword: {library / 'site'} could not be written: File too large. What was there before is unchanged."
    )
    assert contents(library / "site") == before
    assert unfinished(library) == []


def test_a_folder_that_may_not_be_written_is_said(library: Path) -> None:
    """A place for the site below a file is refused with code 2, and no traceback."""
    done = run(library, "afterword", "build", "--out", "mkdocs.yml/site")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith(
        "could not be written: File exists. What was there before is unchanged."
    )
    assert "Traceback" not in done.stderr


def test_there_is_a_site_at_every_moment(tmp_path: Path) -> None:
    """Where the system can exchange two folders, a reader never meets a gap between the old site and the new one."""
    site = tmp_path / "site"
    with writer.replace_site(site) as fresh:
        (fresh / "index.html").touch()
    watch = f"import os\nprint('ready', flush=True)\nwhile os.getppid() == {os.getpid()}:\n    os.stat({str(site)!r})"
    with subprocess.Popen([program("python"), "-c", watch], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reader:
        assert reader.stdout
        assert reader.stdout.readline() == b"ready\n"
        for _ in range(300):
            with writer.replace_site(site) as fresh:
                (fresh / "index.html").touch()
        assert reader.poll() is None
        reader.terminate()


def test_an_old_site_that_was_moved_away_comes_back(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between two renames, where folders cannot be exchanged: the next build, even one that fails, mends it."""
    library = published
    before = contents(library / "site")
    with subprocess.Popen(["true"]) as gone:
        pass
    (library / "site").rename(library / f".site-afterword-{gone.pid}-x1-old")
    (library / f".site-afterword-{gone.pid}-x1").mkdir()
    _no_pagefind(library, monkeypatch)
    assert run(library, "afterword", "build").returncode == 2
    assert contents(library / "site") == before
    assert unfinished(library) == []


def test_the_folder_of_a_build_that_runs_is_left_alone(library: Path) -> None:
    """Two builds at once do not take each other's folders, and nobody's own folder is taken for one."""
    kept = [f".site-afterword-{os.getpid()}-x1", ".site-afterword-notes-x1", ".site-old"]
    for name in kept:
        (library / name).mkdir()
    assert run_process(library, "afterword", "build", environment=ENVIRONMENT).returncode == 0
    assert unfinished(library) == kept


STAMPED = {
    "format": 1,
    "audience": "internal",
    "as_of": "2026-01-01",
    "records": 1,
    "briefs": 0,
    "warnings": 1,
    "versions": {
        "afterword": __version__,
        "mkdocs": version("mkdocs"),
        "mkdocs-material": version("mkdocs-material"),
        "pagefind-bin": version("pagefind-bin"),
    },
}


def test_a_site_says_what_it_was_made_from(library: Path) -> None:
    """Its stamp tells for whom it is, as of when, what was checked, by which versions; `sha256sum` finds its digest."""
    (library / "docs" / "team.md").write_bytes(b"\xef\xbb\xbf# Who we are\r\n")
    assert run(library, "afterword", "build").returncode == 0
    stamp = json.loads(contents(library / "site")[writer.STAMP_FILE])
    (library / "docs" / "team.md").write_text("# Who we are\n", encoding="utf-8")
    files = sorted(file for file in contents(library) if file.split("/")[0] in ("docs", "postmortems", "schema"))
    listed = subprocess.run(["sha256sum", *files], cwd=library, capture_output=True, check=True).stdout
    assert stamp == {**STAMPED, "sources": hashlib.sha256(listed).hexdigest()}


def test_a_stamp_tells_readers_outside_nothing_internal(library: Path) -> None:
    """A public site counts what is public; that the sources changed shows in it, and no more."""
    draft = library / "postmortems" / "draft.md"
    stamps = []
    shown = GOOD.replace("Frozen", "Molten").replace("ends:", "visibility: public\nends:")
    shown = shown.replace("and Northlight chose", "and the customer chose")
    for text in (shown, shown.replace("published", "draft")):
        draft.write_text(text, encoding="utf-8")
        assert run(library, "afterword", "build", "--audience", "public").returncode == 0
        stamps.append(json.loads(contents(library / "site")[writer.STAMP_FILE]))
    digests = {stamp.pop("sources") for stamp in stamps}
    assert len(digests) == 2
    outside = {key: value for key, value in STAMPED.items() if key not in ("briefs", "warnings")}
    assert stamps == [{**outside, "audience": "public", "records": number} for number in (1, 0)]


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
        ("mkdocs.yml", f"INHERIT: mkdocs.yml\n{CONFIG}", "INHERIT leads back to"),
        ("mkdocs.yml", f"INHERIT: /dev/zero\n{CONFIG}", "/dev/zero: This is a device, not a file."),
        ("mkdocs.yml", f"{CONFIG}theme: {{name: material, custom_dir: 5}}\n", "mkdocs.yml cannot be used: "),
        (
            "mkdocs.yml",
            f"{CONFIG}use_directory_urls: false\n",
            "Afterword: names keep their addresses for ever, so `use_directory_urls: false` cannot change them.",
        ),
        (
            "mkdocs.yml",
            f"{CONFIG}docs_dir: pages\n",
            "pages' isn't an existing directory. Create it for pages written by",
        ),
    ],
)
def test_a_broken_set_up_is_said_and_ends_with_code_2(library: Path, name: str, content: str, said: str) -> None:
    """A schema, vocabulary or configuration that cannot be used is no author's mistake, and no traceback."""
    (library / name).write_text(content, encoding="utf-8")
    done = run(library, "afterword", "build")
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (library / "site").exists()


@pytest.mark.parametrize("epoch", ["yesterday", "9" * 20])
def test_a_time_that_is_none_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    """A build would take it for the day that its site speaks of."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(Unusable, match=f"SOURCE_DATE_EPOCH is `{epoch}`, which is not a time"):
        site_input.site_date(tmp_path)


def test_hand_written_pages_stand_beside_the_generated_ones(library: Path) -> None:
    """A team's own page in docs/ is published, and its own home page is not overwritten."""
    (library / "docs" / "index.md").write_text("# Our losses\n", encoding="utf-8")
    assert run(library, "afterword", "build").returncode == 0
    site = contents(library / "site")
    assert b"Our losses" in site["index.html"]
    assert b"The Frozen Funnel" in site["library/index.html"]


def test_a_library_without_docs_is_told_to_make_them(library: Path) -> None:
    """MkDocs needs the folder, so one line says which one to create."""
    (library / "docs").rmdir()
    done = run(library, "afterword", "build")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        f"afterword: Config value 'docs_dir': The path '{library}/docs' isn't an existing directory."
        " Create it for pages written by hand: it may be empty."
    )


def test_two_lines_of_configuration_are_enough(library: Path) -> None:
    """Whatever theme MkDocs takes of itself, every page is there, with its words, styles and navigation."""
    (library / "mkdocs.yml").write_text("site_name: Small\nplugins: [afterword]\n", encoding="utf-8")
    assert run(library, "afterword", "build").returncode == 0
    site = contents(library / "site")
    record = site["names/the-frozen-funnel/index.html"].decode()
    assert "We lost on silence." in record
    assert "../../assets/afterword.css" in record
    assert 'href="../../library/"' in record


def test_a_teams_own_templates_take_nothing_away(library: Path, page: Page, serve: Callable[[Path], str]) -> None:
    """With a `main.html` of its own a team still has redirects, the search, and its pages in the search."""
    (library / "overrides").mkdir()
    announcing = '{% extends "base.html" %}{% block announce %}Read before you plan.{% endblock %}'
    (library / "overrides" / "main.html").write_text(announcing, encoding="utf-8")
    config = CONFIG.replace("font: false", "font: false, custom_dir: overrides")
    (library / "mkdocs.yml").write_text(config, encoding="utf-8")
    aliased = GOOD.replace("kind: deal", "kind: deal\naliases: [The Cold Start]", 1)
    (library / "postmortems" / "frozen-funnel.md").write_text(aliased, encoding="utf-8")
    (library / "docs" / "team.md").write_text("# Who we are\n\nWe are the penguins.\n", encoding="utf-8")
    assert run(library, "afterword", "build").returncode == 0
    url = serve(library / "site")
    page.goto(f"{url}names/the-cold-start/")
    expect(page.locator("h1")).to_have_text("The Frozen Funnel")
    expect(page.locator(".md-banner")).to_contain_text("Read before you plan.")
    _find(page, "penguins", "Who we are")


def test_a_site_below_a_path_works_there(library: Path, page: Page, serve: Callable[[Path], str]) -> None:
    """With a `site_url` in a folder: links, redirects, the search and the page for lost readers stay below it."""
    (library / "mkdocs.yml").write_text(f"site_url: https://intranet.example.org/losses/\n{CONFIG}", encoding="utf-8")
    assert run(library, "afterword", "build", "--out", "served/losses").returncode == 0
    site = contents(library / "served" / "losses")
    assert b"<loc>https://intranet.example.org/losses/names/the-frozen-funnel/</loc>" in site["sitemap.xml"]
    assert b'href="/losses/assets/afterword.css"' in site["404.html"]
    url = f"{serve(library / 'served')}losses/"
    page.goto(url)
    _find(page, "northlight", "The Frozen Funnel")
    page.locator("dialog, pagefind-modal").get_by_role("link", name="The Frozen Funnel").first.click()
    expect(page).to_have_url(f"{url}names/the-frozen-funnel/")


def test_the_index_holds_the_whole_story_and_nothing_around_it(library: Path) -> None:
    """Also what follows an article within the story; not what a theme puts around every page."""
    story = f"{GOOD}\n<article><p>An aside.</p></article>\n\nIts last word is quokka.\n"
    (library / "postmortems" / "frozen-funnel.md").write_text(story, encoding="utf-8")
    assert run(library, "afterword", "build").returncode == 0
    fragments = [raw for name, raw in contents(library / "site").items() if "/fragment/" in name]
    said = [json.loads(gzip.decompress(raw).removeprefix(b"pagefind_dcd")) for raw in fragments]
    (found,) = [one["content"] for one in said if one["url"] == "/names/the-frozen-funnel/"]
    assert "An aside. Its last word is quokka." in found
    assert "Made with" not in found


def _find(page: Page, word: str, title: str) -> None:
    page.wait_for_load_state()  # a signpost leads on before the next page hears a key
    page.keyboard.press("/")
    page.locator("dialog input, pagefind-modal input").fill(word)
    found = page.locator("dialog, pagefind-modal").get_by_role("link", name=title)
    expect(found.first).to_be_visible()
