"""The preview: edits show, mistakes show too and heal, whatever is edited and whoever serves."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from afterword.pages import errors
from afterword.problems import Problem, Rule, Severity, Span, say
from corpora import WHOLE, seeded
from small import BAD, CANARY, CONFIG, ENVIRONMENT, GOOD, UNREADABLE, Preview, contents, library, run, serving

OURS = ("afterword", "serve", "--address")
SERVERS = [OURS, ("mkdocs", "serve", "-a"), ("properdocs", "serve", "-f", "mkdocs.yml", "-a")]
BROKEN = "The library cannot be shown"
RECORD = "names/the-frozen-funnel/"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A library of one record."""
    return library(tmp_path / "library")


@pytest.fixture(scope="module", params=SERVERS, ids=" ".join)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Preview]]:
    """A library of one record and its preview, which runs for all tests that need no preview of their own."""
    root = library(tmp_path_factory.mktemp("served") / "library")
    with serving(root, *request.param) as preview:
        yield root, preview


@pytest.fixture
def served(server: tuple[Path, Preview]) -> Iterator[tuple[Path, Preview]]:
    """The same, showing its record; afterwards the library is again as it was."""
    root, preview = server
    files, folders = contents(root), {path for path in root.rglob("*") if path.is_dir()}
    preview.until("We lost on silence.", RECORD)
    yield root, preview
    for path in sorted(root.rglob("*"), reverse=True):
        if path.is_file() and files.get(path.relative_to(root).as_posix()) != path.read_bytes():
            path.unlink()
        elif path.is_dir() and path not in folders:
            path.rmdir()
    for name, raw in files.items():
        if not (root / name).exists():
            (root / name).write_bytes(raw)


MKDOCS, PROPERDOCS = SERVERS[1:]
by_our_command = pytest.mark.parametrize("server", [OURS], indirect=True, ids=" ".join)


@pytest.mark.parametrize("server", SERVERS if WHOLE else [OURS, MKDOCS], indirect=True, ids=" ".join)
def test_an_edit_shows_wherever_it_is_made(served: tuple[Path, Preview]) -> None:
    """A postmortem, a page and the schema: each is seen when it is saved, and a new postmortem gets its page."""
    root, preview = served
    record = root / "postmortems" / "frozen-funnel.md"
    record.write_text(GOOD.replace("lost on silence", "lost on a slow answer"), encoding="utf-8")
    preview.until("We lost on a slow answer.", RECORD)
    (root / "docs" / "team.md").write_text("# Who we are\n\nSee [[The Frozen Funnel]].\n", encoding="utf-8")
    assert '<a href="../names/the-frozen-funnel/">The Frozen Funnel</a>' in preview.until("Who we are", "team/")
    schema = root / "schema" / "postmortem.schema.json"
    schema.write_text(
        schema.read_text(encoding="utf-8").replace('"title": "Outcome"', '"title": "How it ended"', 1),
        encoding="utf-8",
    )
    preview.until("How it ended", "fields/")
    (root / "postmortems" / "second.md").write_text(GOOD.replace("Frozen", "Molten"), encoding="utf-8")
    preview.until("We lost on silence.", "names/the-molten-funnel/")


@pytest.mark.parametrize("command", SERVERS if WHOLE else [OURS, PROPERDOCS], ids=" ".join)
def test_a_broken_library_is_served_as_its_problems(root: Path, command: tuple[str, ...]) -> None:
    """Serving begins on a library with problems too: every address says what and where they are, until they are mended.

    Of the broken file only the line that is wrong is shown.
    """
    (root / "postmortems" / "bad.md").write_text(BAD, encoding="utf-8")
    with serving(root, *command) as preview:
        preview.until(BROKEN)
        for address in ("", "library/", RECORD, RECORD.rstrip("/"), "nowhere/at/all.html"):
            status, page = preview.get(address)
            assert (status, BROKEN in page, CANARY in page) == (200, True, False), address
        shown = article(preview.get("library/")[1])
        assert shown == [
            BROKEN,
            "1 error. Mend and save, and this page gives way to the site by itself.",
            "postmortems/bad.md:3:7 schema-enum",
            "kind cannot be deel.",
            "kind: deel",
            "Hint: Did you mean deal? It is one of: deal, campaign, launch, project.",
            "There is 1 warning too: see afterword check.",
        ]
        (root / "postmortems" / "bad.md").unlink()
        preview.until("We lost on silence.", RECORD)
        assert preview.get("nowhere/")[0] == 404


class _Text(HTMLParser):
    """The lines of text of a page's own content."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "div":
            self._depth += bool(self._depth) or ("class", "aw-page") in attrs
        if self._depth and tag in ("h1", "p", "pre"):
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self._depth:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._depth and self.lines:
            self.lines[-1] += data


def article(page: str) -> list[str]:
    """The text of a page's headings, paragraphs and code, a line each."""
    parser = _Text()
    parser.feed(page)
    return [" ".join(line.split()) for line in parser.lines]


@by_our_command
def test_a_broken_edit_shows_in_the_open_page_and_heals_there(served: tuple[Path, Preview], page: Page) -> None:
    """A reader who touches nothing sees the page, then its author's mistake, then the page again, mended."""
    root, preview = served
    record = root / "postmortems" / "frozen-funnel.md"
    page.goto(preview.url + RECORD)
    expect(page.locator("h1")).to_have_text("The Frozen Funnel")
    record.write_text(GOOD.replace("kind: deal", "kind: deel"), encoding="utf-8")
    expect(page.locator("h1")).to_have_text(BROKEN, timeout=60_000)
    expect(page.locator(".aw-page mark")).to_have_text("deel")
    assert page.url == preview.url + RECORD
    assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
    record.write_text(GOOD.replace("Frozen", "Molten") + "\nAliased.\n", encoding="utf-8")
    expect(page.locator("h1")).to_have_text("There is no such page", timeout=60_000)
    record.write_text(GOOD.replace("silence", "a slow answer"), encoding="utf-8")
    expect(page.locator(".aw-summary")).to_contain_text("We lost on a slow answer.", timeout=60_000)


@by_our_command
@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "schema/vocabulary.yml",
            "tags: [a",
            "schema/vocabulary.yml:1:7: What stands in this bracket does not end where it should.",
        ),
        (
            "schema/postmortem.schema.json",
            "{",
            "postmortem.schema.json: this is not a JSON Schema 2020-12: Expecting property name",
        ),
        ("postmortems/bad.md", UNREADABLE, "postmortems/bad.md:3:7 yaml-syntax"),
        ("briefs/bad.md", "---\ntitle: [Spring\n---\n", "briefs/bad.md:2:8 yaml-syntax"),
        ("docs/index.md", "# Ours\n\n[[Nobody]]\n", "docs/index.md:3:1 link-dangling"),
    ],
)
def test_whatever_breaks_is_named_and_heals(served: tuple[Path, Preview], name: str, text: str, said: str) -> None:
    """A schema, a vocabulary, a postmortem, a brief in a folder that was not there before, a page."""
    root, preview = served
    file = root / name
    before = file.read_bytes() if file.exists() else None
    assert file.parent.exists() == (name != "briefs/bad.md")
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    assert any(line.startswith(said) for line in article(preview.until(BROKEN, "library/")))
    if before is None:
        file.unlink()
    else:
        file.write_bytes(before)
    preview.until("We lost on silence.", RECORD)


CONFIGURATIONS = {
    "no YAML": ("site_name: [Small\n", "while parsing a flow sequence"),
    "no such theme": (CONFIG.replace("material", "materiel"), "Unrecognised theme name: 'materiel'."),
    "no such extension": (f"{CONFIG}markdown_extensions: [nobody]\n", "Failed to load extension 'nobody'."),
}
EVERY = [*product(SERVERS, CONFIGURATIONS)]
SOME = [(server, name) for server, name in EVERY if server == OURS or name == seeded().choice([*CONFIGURATIONS])]
"""All of them by our command, and one of them by each of the others."""


@pytest.mark.parametrize(("server", "name"), EVERY if WHOLE else SOME, indirect=["server"])
def test_a_broken_configuration_shows_in_the_browser_and_heals(served: tuple[Path, Preview], name: str) -> None:
    """No old page passes for the present one: every address says what is wrong with `mkdocs.yml` until it is mended."""
    text, said = CONFIGURATIONS[name]
    root, preview = served
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    for address in ("", RECORD, "nowhere/"):
        shown = preview.until(BROKEN, address)
        assert said in unescape(shown)
        assert "We lost on silence." not in shown
        assert preview.get(address)[0] == 200
    assert preview.get("assets/afterword.css")[0] == 200
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    preview.until("We lost on silence.", RECORD)
    assert preview.get("nowhere/")[0] == 404


@by_our_command
def test_a_broken_configuration_shows_in_the_open_page_and_heals_there(
    served: tuple[Path, Preview], page: Page
) -> None:
    """Whoever looks at a page sees it give way, and come back, without touching it."""
    root, preview = served
    page.goto(preview.url + RECORD)
    (root / "mkdocs.yml").write_text("site_name: [Small\n", encoding="utf-8")
    expect(page.locator("h1")).to_have_text(BROKEN, timeout=60_000)
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    expect(page.locator("h1")).to_have_text("The Frozen Funnel", timeout=60_000)


@by_our_command
def test_a_folder_may_come_and_go(served: tuple[Path, Preview]) -> None:
    """What a new folder brings is seen though nothing else changes, and that it is gone again too, every time."""
    root, preview = served
    moved = root / "elsewhere"
    moved.mkdir()
    (moved / "spring.md").write_text("---\ntitle: [Spring\n---\n", encoding="utf-8")
    for _ in range(2):
        preview.until("We lost on silence.", RECORD)
        moved.rename(root / "briefs")
        preview.until(BROKEN)
        (root / "briefs").rename(moved)
    preview.until("We lost on silence.", RECORD)


def test_reading_is_no_edit(root: Path) -> None:
    """Files that are opened, read and asked for over HTTP do not make the preview build again."""
    with serving(root, *OURS) as preview:
        preview.until("We lost on silence.", RECORD)
        for _ in range(5):
            for file in root.rglob("*.*"):
                file.read_bytes()
            preview.get("library/")
            time.sleep(0.3)  # longer than the observer takes to look again, every second time
        assert preview.builds == 1
        (root / "docs" / "team.md").write_text("# Who we are\n", encoding="utf-8")
        preview.until("Who we are", "team/")
        assert preview.builds == 2


def test_a_site_below_a_path_is_served_there(root: Path) -> None:
    """With a `site_url` in a folder, pages and problems stand below that folder, with their styles."""
    (root / "mkdocs.yml").write_text(f"site_url: https://intranet.example.org/losses/\n{CONFIG}", encoding="utf-8")
    with serving(root, *OURS, path="losses/") as preview:
        preview.until("We lost on silence.", RECORD)
        (root / "postmortems" / "bad.md").write_text(BAD, encoding="utf-8")
        assert 'href="/losses/assets/afterword.css"' in preview.until(BROKEN, "library/")
        assert preview.get("assets/afterword.css")[0] == 200


@pytest.mark.parametrize("command", [("mkdocs", "serve", "--dirty"), ("mkdocs", "build", "--dirty")], ids=" ".join)
def test_half_a_build_is_refused(root: Path, command: tuple[str, ...]) -> None:
    """`--dirty` would leave lists and links stale."""
    done = run(root, *command)
    assert done.returncode != 0
    assert "Afterword: --dirty would leave lists and links stale; build without it." in done.stderr
    assert not (root / "site").exists()


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM], ids=str)
def test_a_preview_that_ends_leaves_nothing_behind(root: Path, tmp_path: Path, ending: signal.Signals) -> None:
    """Ended by Ctrl-C or by whoever runs it, it takes its temporary site along, and wrote nothing into the library."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    before = sorted(root.rglob("*"))
    with serving(root, *OURS, environment={**ENVIRONMENT, "TMPDIR": str(temporary)}, ending=ending) as preview:
        preview.until("We lost on silence.", RECORD)
        assert len(list(temporary.iterdir())) == 1
    assert list(temporary.iterdir()) == []
    assert sorted(root.rglob("*")) == before


def test_what_cannot_be_served_is_said(root: Path) -> None:
    """An address of somebody else ends the command with code 2 and one line."""
    done = run(root, *OURS, "192.0.2.1:8000")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        "afterword: 192.0.2.1:8000 cannot be served on: Cannot assign requested address."
        " Choose another with --address HOST:PORT."
    )
    assert "Traceback" not in done.stderr


RULE = Rule("some-rule", "Something is wrong")


def test_only_the_part_of_a_long_line_that_is_wrong_is_shown() -> None:
    """A line is cut around its mark, and nothing in it is markup."""
    line = f"{'a' * 200}<b>{'c' * 200}"
    problem = Problem("postmortems/x.md", Span(1, 201, 3), RULE, say("Say `<i>`."), say("Use `&`."))
    page = errors.build_problems_page([problem], lambda file, number: {("postmortems/x.md", 1): line}[file, number])
    assert f"<pre><code>…{'a' * 80}<mark>&lt;b&gt;</mark>{'c' * 80}…</code></pre>" in page.html
    assert "<strong>Say <code>&lt;i&gt;</code>.</strong>" in page.html
    assert "Use <code>&amp;</code>." in page.html


def test_warnings_alone_are_counted_and_a_file_without_lines_has_none() -> None:
    """What keeps a library from being shown is listed; a file that is no text has no line to show."""
    error = Problem("postmortems/x.md", Span(), RULE, say("This file is no text."))
    warning = Problem("postmortems/y.md", Span(), RULE, say("Too long."), severity=Severity.WARNING)
    page = errors.build_problems_page([error, warning, warning], lambda _, __: "")
    assert article(f'<div class="aw-page">{page.html}</div>') == [
        BROKEN,
        "1 error. Mend and save, and this page gives way to the site by itself.",
        "postmortems/x.md:1:1 some-rule",
        "This file is no text.",
        "There are 2 warnings too: see afterword check.",
    ]
