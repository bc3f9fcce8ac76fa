"""ProperDocs, which goes on where MkDocs 1 stopped, runs the same plugin to the same site."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import pytest

from small import BAD, CANARY, contents, library, run


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A library of one record, and a page written by hand."""
    made = library(tmp_path / "library")
    (made / "docs" / "team.md").write_text("# Who we are\n\nSee [[The Frozen Funnel]].\n", encoding="utf-8")
    return made


def test_both_engines_build_the_same_site(root: Path) -> None:
    """Byte for byte, search index included, but for the two places that name the engine."""
    assert run(root, "mkdocs", "build", "-q", "-f", "mkdocs.yml", "-d", "one").returncode == 0
    done = run(root, "properdocs", "build", "-q", "-f", "mkdocs.yml", "-d", "two")
    assert (done.returncode, done.stderr) == (0, "")
    one, two = contents(root / "one"), contents(root / "two")
    assert {
        file: raw.replace(_generator("ProperDocs "), _generator()) for file, raw in two.items() if file != STAMP
    } == {file: raw for file, raw in one.items() if file != STAMP}
    stamps = [json.loads(site[STAMP]) for site in (one, two)]
    engines = [stamp["versions"].pop(name) for stamp, name in zip(stamps, ("mkdocs", "properdocs"), strict=True)]
    assert engines == [version("mkdocs"), version("properdocs")]
    assert stamps[0] == stamps[1]


STAMP = "afterword.json"


def _generator(engine: str = "") -> bytes:
    engine_version = version("properdocs" if engine else "mkdocs")
    return f'<meta name="generator" content="mkdocs-{engine}{engine_version}, '.encode()


def test_a_bad_record_fails_there_too(root: Path) -> None:
    """Even where it is told to be quiet, ProperDocs says what is wrong and leaves the site without the record."""
    build = ("properdocs", "build", "-q", "-f", "mkdocs.yml")
    assert run(root, *build).returncode == 0
    before = contents(root / "site")
    (root / "postmortems" / "bad.md").write_text(BAD, encoding="utf-8")
    done = run(root, *build)
    assert done.returncode == 1
    assert "postmortems/bad.md:3:7: error[schema-enum]: `kind` cannot be `deel`." in done.stderr
    assert contents(root / "site") == before
    assert not [file for file, raw in before.items() if CANARY.encode() in raw]
