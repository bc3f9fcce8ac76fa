"""Nothing hangs, dies or is passed over in silence, whatever lies in the folder of a library."""

from __future__ import annotations

import json
import os
import signal
import socket
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from afterword.cli import afterword
from afterword.disk import files, opening, writer
from afterword.disk.read_fault import ReadFaultReason, UnreadableFileError
from afterword.problems import Unusable
from afterword.workspace import project
from afterword.workspace.source_digest import library_digest
from small import CONFIG, GOOD, contents, library

_PATIENCE = 60
"""Seconds after which a command counts as one that hangs: none takes more than a few."""


@pytest.fixture(autouse=True)
def _impatient() -> Iterator[None]:
    """A test that hangs fails."""

    def give_up(_: int, __: object) -> None:
        pytest.fail("it hangs")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(_PATIENCE)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A library of one postmortem."""
    return library(tmp_path / "library")


def _socket(place: Path) -> None:
    before = Path.cwd()
    os.chdir(place.parent)  # the path of a socket may only be short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(place.name)
    os.chdir(before)


def _device(place: Path) -> None:
    try:
        os.mknod(place, 0o20666, os.makedev(1, 5))  # /dev/zero, which has no end
    except PermissionError:  # only root makes one: a link to one is what others can plant
        place.symlink_to("/dev/zero")


def _loop(place: Path) -> None:
    place.symlink_to(f"{place.name}-back")
    place.with_name(f"{place.name}-back").symlink_to(place.name)


def _huge(place: Path) -> None:
    with place.open("wb") as file:
        file.truncate(3 << 30)


PLANTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "pipe": (os.mkfifo, "This is a pipe, not a file."),
    "socket": (_socket, "This is a socket, not a file."),
    "device": (_device, "This is a "),
    "endless": (lambda place: place.symlink_to("/dev/zero"), "This is a link, and links are not followed."),
    "itself": (lambda place: place.symlink_to(place.name), "This is a link, and links are not followed."),
    "loop": (_loop, "This is a link, and links are not followed."),
    "dangling": (lambda place: place.symlink_to("nowhere"), "This is a link, and links are not followed."),
    "outside": (lambda place: place.symlink_to("/etc/passwd"), "This is a link, and links are not followed."),
    "inside": (lambda place: place.symlink_to("../mkdocs.yml"), "This is a link, and links are not followed."),
    "huge": (_huge, "This file has 3,221,225,472 bytes; at most 1,000,000 are read."),
}
"""What may stand in the place of a file, and what is said of it."""


def run(*command: str) -> Result:
    """A command in this process."""
    return CliRunner().invoke(afterword, list(command))


def plant(root: Path, file: str, make: Callable[[Path], None]) -> None:
    """Makes something in the place of a file."""
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).unlink(missing_ok=True)
    make(root / file)


def command(name: str, root: Path) -> Result:
    """A command with what it needs."""
    more = {"gate": [str(root / "briefs")], "new": ["deal", "The Next One"], "build": ["--out", str(root / "site")]}
    return run(name, *more.get(name, []), "--root", str(root))


@pytest.mark.parametrize("kind", PLANTS)
@pytest.mark.parametrize("file", ["postmortems/x.md", "briefs/x.md", "postmortems/frozen-funnel.ru.md", "docs/x.md"])
def test_what_is_no_file_is_a_problem_at_its_place(root: Path, file: str, kind: str) -> None:
    """A record, a brief, a translation, a page: an error that says what it is, in each format, and no site."""
    make, says = PLANTS[kind]
    plant(root, file, make)
    done = run("check", "--root", str(root))
    assert (done.exit_code, f"{file}:1:1: error[file-" in done.stdout, says in done.stdout) == (1, True, True)
    if kind not in {"pipe", "outside"}:
        return
    rows = json.loads(run("check", "--format", "json", "--root", str(root)).stdout)["problems"]
    assert [row["file"] for row in rows if row["severity"] == "error" and says in row["message"]][:1] == [file]
    assert f"::error file={file}," in run("check", "--format", "github", "--root", str(root)).stdout
    if kind == "pipe":  # every other command reads the same way
        (root / "briefs").mkdir(exist_ok=True)
        for name, code in (("build", 1), ("due", 0), ("new", 0), ("gate", 1)):
            other = command(name, root)
            if name != "gate" or file.startswith("briefs"):
                assert (name, other.exit_code) == (name, code), other.output
            assert other.exception is None or isinstance(other.exception, SystemExit)


@pytest.mark.parametrize("kind", PLANTS)
@pytest.mark.parametrize(
    "file",
    ["postmortem.schema.json", "brief.schema.json", "translation.schema.json", "vocabulary.yml", "ru.po"],
)
def test_what_is_no_schema_ends_the_command_with_its_path_and_reason(root: Path, file: str, kind: str) -> None:
    """Nobody takes it for missing, and none of it is shown."""
    make, says = PLANTS[kind]
    plant(root, f"schema/{file}", make)
    for language in ("en", "ru") if file != "ru.po" else ("ru",):
        done = run("check", "--lang", language, "--root", str(root))
        assert isinstance(done.exception, Unusable)
        assert str(done.exception).startswith(f"schema/{file}: {says}")


@pytest.mark.parametrize("kind", PLANTS)
def test_what_is_no_list_of_synonyms_ends_check_and_gate(root: Path, kind: str) -> None:
    """The words that come with the package are for libraries without a file of their own."""
    make, says = PLANTS[kind]
    (root / "briefs").mkdir()
    plant(root, "schema/synonyms.yml", make)
    for name in ("check", "gate"):
        done = command(name, root)
        assert isinstance(done.exception, Unusable)
        assert str(done.exception).startswith(f"schema/synonyms.yml: {says}")


@pytest.mark.parametrize("kind", PLANTS)
def test_settings_that_cannot_be_read_end_a_build(root: Path, kind: str) -> None:
    """Before the engine waits for them, or reads them elsewhere."""
    make, says = PLANTS[kind]
    plant(root, "mkdocs.yml", make if kind != "inside" else lambda place: place.symlink_to("postmortems"))
    for name in ("build", "serve"):
        done = command(name, root)
        assert isinstance(done.exception, Unusable)
        assert str(done.exception).startswith(f"mkdocs.yml: {says}")


@pytest.mark.parametrize("file", ["docs/picture.png", "handbook/index.md", "looks/main.html"])
def test_the_engine_is_kept_from_what_it_would_follow_or_wait_for(root: Path, file: str) -> None:
    """Pictures, pages in a folder of another name, a team's own templates."""
    (root / "handbook").mkdir()
    (root / "looks").mkdir()
    more = "docs_dir: handbook\n" if "handbook" in file else ""
    text = CONFIG.replace("font: false", "font: false, custom_dir: looks") + more
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    for kind in ("pipe", "outside"):
        plant(root, file, PLANTS[kind][0])
        done = command("build", root)
        assert done.exit_code == 1
        assert f"{file}:" in f"{done.stderr}{done.exception}"
        assert not (root / "site").exists()


@pytest.mark.parametrize("option", ["coverage", "--mapping", "--library"])
def test_a_given_file_is_an_ordinary_one(root: Path, tmp_path: Path, option: str) -> None:
    """A pipe and a device are named with what to do; a link is followed, but not from the library to elsewhere."""
    (tmp_path / "deals.csv").write_text("Deal Name,Deal Stage,Close Date\nA,Closed Won,2026-01-02\n", encoding="utf-8")
    given = {
        "coverage": ["coverage"],
        "--mapping": ["coverage", str(tmp_path / "deals.csv"), "--mapping"],
        "--library": ["gate", str(root / "postmortems"), "--library"],
    }[option]
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/zero")
    (root / "leads-out").symlink_to(tmp_path / "deals.csv")
    says = {
        tmp_path / "pipe": "This is a pipe, not a file. Save what it gives to a file first, and use that.",
        tmp_path / "link": "This is a device, not a file. Put an ordinary file in its place.",
        root / "leads-out": "This leads out of the library. Put the file itself into the library.",
    }
    for file, said in says.items():
        done = run(*given, str(file), "--root", str(root))
        assert str(done.exception) == f"{file}: {said}"
    (tmp_path / "latest.csv").symlink_to("deals.csv")
    assert opening.read_named_file(tmp_path / "latest.csv", 1_000, root).startswith(b"Deal Name")


UNUSABLE_NAMES = [os.fsdecode(b"caf\xe9"), "a\nb", "a\tb", "a\x1b[31mb", "a\u202edm.b", "a\x7fb", "a\u200bb", "a\xadb"]


@pytest.mark.parametrize("name", UNUSABLE_NAMES)
@pytest.mark.parametrize("suffix", [".md", ".png", ""])
def test_a_name_that_cannot_be_shown_is_a_problem_that_can_be(root: Path, name: str, suffix: str) -> None:
    """Escaped in every format; the other files go on, and nothing of it is published or counted."""
    place = root / "postmortems" / f"{name}{suffix}"
    place.write_text(GOOD.replace("Frozen", "Hidden"), encoding="utf-8") if suffix else place.mkdir()
    shown = f"postmortems/{files.escape_name(name)}{suffix}"
    assert shown.isprintable()
    for form in ("text", "json", "github"):
        printed = run("check", "--format", form, "--root", str(root)).stdout
        assert "file-name-unusable" in printed
        rows = json.loads(printed)["problems"] if form == "json" else []
        assert shown in ([row["file"] for row in rows] if form == "json" else printed)
        printed.encode()  # no half of a character is left
    loaded = project.load_project(root)
    assert [record.path for record in loaded.library.records] == ["postmortems/frozen-funnel.md"]
    assert len(library_digest(loaded)) == 64
    assert run("check", str(place), "--root", str(root)).exit_code == 1


@pytest.mark.parametrize("name", ["x.md ", "x.md.", "CON.md", "n" * 252 + ".md", "e\u0301.md", "-rf.md", "$(x).md"])
def test_a_strange_name_is_read_like_any_other(root: Path, name: str) -> None:
    """What some systems cannot have is no reason to lose a record."""
    (root / "postmortems" / name).write_text(GOOD.replace("Frozen", "Strange"), encoding="utf-8")
    assert len(project.load_project(root).library.records) == 2


def test_names_that_are_one_on_a_mac_are_told(root: Path) -> None:
    """Composed and decomposed letters."""
    for form in ("NFC", "NFD"):
        (root / "postmortems" / unicodedata.normalize(form, "é.md")).write_text(GOOD, encoding="utf-8")
    assert "file-case-clash" in run("check", "--root", str(root)).stdout


def test_what_may_not_be_read_is_told_by_who_may_not(root: Path) -> None:
    """A file and a folder without permission, seen by somebody who is not root."""
    (root / "postmortems" / "secret.md").write_text(GOOD, encoding="utf-8")
    (root / "postmortems" / "closed").mkdir()
    for place in ("secret.md", "closed"):
        (root / "postmortems" / place).chmod(0)
    for folder in (root, *root.parents[:4]):
        folder.chmod(folder.stat().st_mode | 0o755)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        found = project.load_project(root)
    finally:
        if is_root:
            os.seteuid(0)
    told = [(problem.file, problem.code) for problem in found.problems if problem.severity == "error"]
    assert told == [("postmortems/closed", "folder-unreadable"), ("postmortems/secret.md", "file-not-regular")]
    assert "You have no permission to read this." in str(found.problems[0].message)


def test_folders_in_folders_without_end_are_told(root: Path) -> None:
    """What lies deeper than the system's longest path is not passed over."""
    before = os.open(root / "postmortems", os.O_RDONLY)
    handle = before
    for _ in range(20):
        os.mkdir("d" * 250, dir_fd=handle)
        handle = os.open("d" * 250, os.O_RDONLY, dir_fd=handle)
    found = project.load_project(root)
    assert [problem.code for problem in found.problems if problem.severity == "error"] == ["folder-unreadable"]


@pytest.mark.parametrize("folder", ["postmortems", "briefs", "docs"])
def test_a_folder_that_is_none_is_told(root: Path, tmp_path: Path, folder: str) -> None:
    """A link, a file; one that is missing has no files."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x.md").write_text(GOOD, encoding="utf-8")
    if (root / folder).exists():
        (root / folder).rename(tmp_path / "before")
    assert not project.load_project(root).has_errors
    (root / folder).symlink_to(tmp_path / "elsewhere")
    assert f"{folder}:1:1: error[file-not-regular]" in run("check", "--root", str(root)).stdout
    (root / folder).unlink()
    (root / folder).write_text("", encoding="utf-8")
    assert f"{folder}:1:1: error[folder-unreadable]" in run("check", "--root", str(root)).stdout


def test_a_schema_elsewhere_is_not_followed_and_a_root_is(root: Path, tmp_path: Path) -> None:
    """A folder among links is named; a library may be reached by a link of its user."""
    (tmp_path / "way").symlink_to(root)
    assert run("check", "--root", str(tmp_path / "way")).exit_code == 0
    (root / "schema").rename(tmp_path / "schema")
    (root / "schema").symlink_to(tmp_path / "schema")
    done = run("check", "--root", str(root))
    assert "The folder `schema` is a link, and links are not followed." in str(done.exception)


def test_a_file_that_goes_or_changes_after_it_was_listed_is_told(root: Path, tmp_path: Path) -> None:
    """By what it is when it is opened: gone, a link to elsewhere, or behind one."""
    (root / "postmortems" / "2026").mkdir()
    (root / "postmortems" / "2026" / "x.md").write_text(GOOD, encoding="utf-8")
    listed = [file for file in files.list_files(root, "postmortems") if file.is_document]
    (root / "postmortems" / "2026").rename(tmp_path / "2026")
    (root / "postmortems" / "2026").symlink_to(tmp_path / "2026")
    (root / "postmortems" / "frozen-funnel.md").unlink()
    problems = [str(problems[0].message) for _, problems in files.read_sources(root, listed, {})]
    assert problems == [
        "This file does not exist.",
        "The folder `postmortems/2026` is a link, and links are not followed.",
    ]


@pytest.mark.parametrize("path", ["../outside.md", "postmortems/../../outside.md"])
def test_no_path_climbs_out_of_the_root(root: Path, tmp_path: Path, path: str) -> None:
    """Whoever made it up."""
    (tmp_path / "outside.md").write_text(GOOD, encoding="utf-8")
    with pytest.raises(UnreadableFileError) as refused:
        opening.read_file_inside(root, path, 1_000)
    assert refused.value.fault.reason is ReadFaultReason.OUTSIDE


def test_a_file_is_read_up_to_its_limit(root: Path) -> None:
    """To the byte; one that does not know its size, to its end."""
    (root / "x").write_bytes(b"x" * 100)
    assert opening.read_file_inside(root, "x", 100) == b"x" * 100
    with pytest.raises(UnreadableFileError) as refused:
        opening.read_file_inside(root, "x", 99)
    assert refused.value.fault.reason is ReadFaultReason.TOO_LARGE
    assert opening.read_named_file(Path("/proc/self/status"), 1_000_000).startswith(b"Name:")


@pytest.mark.parametrize("kind", ["pipe", "socket", "outside", "itself", "inside"])
def test_nothing_is_written_through_a_link_or_into_a_pipe(root: Path, tmp_path: Path, kind: str) -> None:
    """A kept copy, an export, a fix: what stands there stays, and so do all other files."""
    PLANTS[kind][0](root / "kept.json")
    (tmp_path / "elsewhere").mkdir()
    (root / "linked").symlink_to(tmp_path / "elsewhere")
    before = contents(root)
    for file in ("kept.json", "linked/x.md"):
        with pytest.raises(Unusable, match=r"nothing is written there\. Nothing was changed\."):
            writer.write_files(root, {"new.md": b"x", file: b"x"})
    assert contents(root) == before
    assert list((tmp_path / "elsewhere").iterdir()) == []
