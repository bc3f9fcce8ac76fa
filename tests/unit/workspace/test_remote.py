"""`afterword check --links`: a library that is published elsewhere, well or badly, and texts of any repository."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import browser
from afterword.cli import afterword
from afterword.library.published_index import MAX_BYTES
from afterword.problems import Unusable
from afterword.workspace import remote
from small import run

RECORD = {"name": "The Frozen Funnel", "slug": "the-frozen-funnel", "url": "names/the-frozen-funnel/", "lang": "en"}
HEAD = {"version": 1, "audience": "public", "as_of": "2026-04-02"}
PLAN = "After [[The Frozen Funnel]], [[Frozen Funel]] and [[The Frozen Funnel#Any part]].\n"
FOUND = """docs/plan.md:1:30: error[link-dangling]: No record is called `Frozen Funel`.
    1 | After [[The Frozen Funnel]], [[Frozen Funel]] and [[The Frozen Funnel#Any part]].
      |                              ^^^^^^^^^^^^^^^^
      hint: Did you mean `The Frozen Funnel`?

2 files checked: 1 error.
"""


def register(**more: Any) -> bytes:
    """A `library.json` of one record, with other values or more of them."""
    return json.dumps({**HEAD, "records": [RECORD], **more}).encode()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository that is no library: a plan, and a text without links in a hidden folder's neighbour."""
    root = tmp_path / "elsewhere"
    for name, text in {
        "docs/plan.md": PLAN,
        "README.md": "# Elsewhere\n",
        ".git/notes.md": "[[Nothing]]\n",
        "docs/data.csv": "[[Nothing]]\n",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    (root / "library.json").write_bytes(register())
    return root


def check(root: Path, *arguments: str) -> Result:
    """The command, in a repository."""
    return CliRunner().invoke(afterword, ["check", "--links", "--root", str(root), *arguments])


@contextmanager
def answering(
    status: int = 200, body: bytes = b"", headers: Mapping[str, str] | None = None, wait: float = 0.0
) -> Iterator[str]:
    """The address of a server that gives one answer to everything."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            time.sleep(wait)
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):  # who asked may have gone
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with browser.answering(Answer) as url:
        yield url


def test_links_are_checked_in_a_repository_that_is_no_library(repository: Path) -> None:
    """Every Markdown file of the folder that the command is run in, hidden ones aside; code 1 for what is dangling."""
    done = run(repository, "afterword", "check", "--links", "--library", "library.json")
    assert (done.stdout, done.stderr, done.returncode) == (FOUND, "", 1)


def test_only_the_files_that_are_named_are_checked(repository: Path) -> None:
    """A file, or a folder with all that is in it."""
    for path, count in (("README.md", 1), ("docs", 1), (".", 2)):
        done = run(repository, "afterword", "check", "--links", path, "--library", "library.json", "--format", "json")
        assert json.loads(done.stdout)["checked"] == count


def test_the_problems_are_printed_like_any_others(repository: Path) -> None:
    """As JSON, and as commands that put them beside their lines on GitHub."""
    place = str(repository / "library.json")
    row = json.loads(check(repository, str(repository), "--library", place, "--format", "json").stdout)["problems"][0]
    assert (row["file"], row["line"], row["column"], row["code"]) == ("docs/plan.md", 1, 30, "link-dangling")
    printed = check(repository, str(repository), "--library", place, "--format", "github").stdout
    assert printed.startswith("::error file=docs/plan.md,line=1,col=30,endColumn=46,title=link-dangling::No record")


def test_a_site_is_asked_once_and_a_copy_kept(repository: Path) -> None:
    """By the site's address; with the copy the same check needs no network."""
    (repository / "docs" / "plan.md").write_text("See [[the frozen FUNNEL]].\n", encoding="utf-8")
    with browser.serving(repository) as url:
        done = check(repository, str(repository), "--library", url, "--pin", str(repository / "kept" / "pin.json"))
        assert (done.stdout, done.exit_code) == ("2 files checked: no problems.\n", 0)
    assert (repository / "kept" / "pin.json").read_bytes() == register()
    pinned = check(repository, str(repository), "--library", str(repository / "kept" / "pin.json"))
    assert (pinned.stdout, pinned.exit_code) == (done.stdout, 0)
    gone = check(repository, str(repository), "--library", url)
    assert isinstance(gone.exception, Unusable)
    assert str(gone.exception) == (
        f"{url}library.json cannot be reached: Connection refused."
        " A copy that was kept with --pin can be used instead, by its path."
    )


def test_a_bad_answer_replaces_no_copy(repository: Path) -> None:
    """The pinned copy stays as it was."""
    with answering(body=b"<html>Log in</html>") as url:
        done = check(repository, "--library", url, "--pin", str(repository / "library.json"))
    assert isinstance(done.exception, Unusable)
    assert (repository / "library.json").read_bytes() == register()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html>Log in</html>", "is not JSON that can be read: Expecting value: line 1 column 1 (char 0)."),
        (gzip.compress(register()), "is not JSON that can be read: 'utf-8' codec can't decode byte 0x8b"),
        (b"[" * 100_000, "is not JSON that can be read: maximum recursion depth exceeded"),
        (
            register(records="x").replace(b'"x"', b"[" * 900 + b"]" * 900),
            "is not JSON that can be read: Recursion limit",
        ),
        (b'{"name": "package", "version": "1.0.0"}', "`version` and `records` do not stand in it."),
        (b"[1, 2]", "`version` and `records` do not stand in it."),
        (register(version=2), "has version 2, and this Afterword reads version 1: install a newer one."),
        (register(version="1"), "is no library's library.json: /version: "),
        (register(records={}), "is no library's library.json: /records: {} is not of type"),
        (register(records=[RECORD | {"url": "javascript:alert(1)"}]), "/records/0/url: "),
        (register(records=[RECORD | {"url": "//elsewhere.example/"}]), "/records/0/url: "),
        (register(url="javascript:alert(1)//"), "is no library's library.json: /url: "),
        (register(records=[RECORD | {"name": "a\x1b[31mb"}]), "/records/0/name: "),
        (register(records=[RECORD | {"aliases": ["a\u202eb"]}]), "/records/0/aliases/0: "),
        (register(records=[RECORD | {"name": "x" * 3000}]), "/records/0/name: "),
        (register(records=[{"name": "x"}]), "/records/0: "),
    ],
)
def test_what_is_no_register_is_said(body: bytes, said: str) -> None:
    """Another page, another program's file, a newer form, a hostile one: with its address and what is wrong there."""
    with answering(body=body) as url, pytest.raises(Unusable) as raised:
        remote.parse_index(remote.fetch_index(url), url)
    assert said in str(raised.value)
    assert str(raised.value).startswith(url)
    assert len(str(raised.value)) < 500


def test_no_control_character_reaches_the_terminal(repository: Path) -> None:
    """What a server says is repeated without what would steer a terminal; code 2."""
    (repository / "bad.json").write_bytes(register(records=[RECORD | {"name": "a\u202eb\x9bc"}]))
    done = run(repository, "afterword", "check", "--links", "--library", "bad.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("afterword: bad.json is no library's library.json: /records/0/name: ")
    assert not {"\u202e", "\x9b"} & set(done.stderr)


@pytest.mark.parametrize(
    ("status", "headers", "said"),
    [
        (404, {}, "answered 404 Not Found."),
        (500, {}, "answered 500 Internal Server Error."),
        (302, {"Location": "file:///etc/passwd"}, "Redirection to url 'file:///etc/passwd' is not allowed"),
        (302, {"Location": "http://elsewhere.example/"}, "http://elsewhere.example/ may not be asked"),
        (302, {"Location": "ftp://elsewhere.example/"}, "ftp://elsewhere.example/ may not be asked"),
        (302, {"Location": "/"}, "answered 302 "),
        (200, {"Content-Length": "-"}, "is not JSON that can be read"),
    ],
)
def test_an_answer_that_is_none_is_said(status: int, headers: Mapping[str, str], said: str) -> None:
    """Nothing there, and answers that lead where one may not ask, or round in a circle."""
    with answering(status, headers=headers) as url, pytest.raises(Unusable) as raised:
        remote.parse_index(remote.fetch_index(url), url)
    assert said in str(raised.value)


def test_a_register_without_end_is_not_read_to_it() -> None:
    """More than 50 MB are refused while they arrive, and in a file too."""
    with answering(body=b" " * (MAX_BYTES + 1)) as url, pytest.raises(Unusable) as raised:
        remote.fetch_index(url)
    assert str(raised.value) == f"{url}library.json is larger than 50,000,000 bytes, which is the most that is read."


def test_a_file_without_end_is_refused(tmp_path: Path) -> None:
    """By its size."""
    with (tmp_path / "library.json").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(Unusable, match="at most 50,000,000 are read"):
        remote.fetch_index(str(tmp_path))


def test_a_library_that_does_not_answer_is_given_up() -> None:
    """After a while, of which a test has little."""
    with answering(body=register(), wait=3) as url, pytest.raises(Unusable) as raised:
        remote.fetch_index(url, timeout=0.2)
    assert str(raised.value) == (
        f"{url}library.json did not answer within 0.2 seconds."
        " A copy that was kept with --pin can be used instead, by its path."
    )


@pytest.mark.parametrize(
    "place", ["http://library.example.org/", "file:///etc/passwd", "ftp://x/", "http://[::1", "javascript://x/"]
)
def test_an_address_that_may_not_be_asked_is_refused(place: str) -> None:
    """Only what is encrypted, and what runs on this machine."""
    with pytest.raises(Unusable, match="may not be asked: only https://… is, and http://localhost to try things out"):
        remote.fetch_index(place)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    """With its path."""
    with pytest.raises(Unusable, match=r"library\.json: This file does not exist\."):
        remote.fetch_index(str(tmp_path))


@pytest.mark.parametrize(
    "arguments",
    [("--links",), ("--library", "x"), ("--pin", "x"), ("--links", "--library", "x", "--fix")],
)
def test_what_does_not_go_together_is_a_mistake_of_usage(repository: Path, arguments: tuple[str, ...]) -> None:
    """Code 2, and what does."""
    root = Path(__file__).parents[3]
    done = CliRunner().invoke(afterword, ["check", "--root", str(root), *arguments])
    assert done.exit_code == 2
    assert "--links needs --library PATH-OR-URL; with both go PATHS, --pin" in done.stderr


def test_a_file_elsewhere_is_not_reported_by_a_way_round(repository: Path, tmp_path: Path) -> None:
    """Files are named by their way from the root, so one outside needs another root; links are not followed."""
    (tmp_path / "outside.md").write_text("[[Nothing]]\n", encoding="utf-8")
    (repository / "docs" / "linked.md").symlink_to(tmp_path / "outside.md")
    (repository / "docs" / "folder").symlink_to(tmp_path)
    place = str(repository / "library.json")
    done = check(repository, str(repository / ".." / "outside.md"), "--library", place)
    assert isinstance(done.exception, Unusable)
    assert "outside.md is not under" in str(done.exception)
    printed = check(repository, str(repository / "docs"), "--library", place).stdout
    assert "docs/linked.md:1:1: error[file-not-regular]" in printed
    assert "Nothing" not in printed
