"""Names for ever: whatever is renamed or deleted, every address that was ever published leads somewhere true."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from afterword import pages
from afterword.pages.page import Page
from afterword.publish import site_input
from afterword.schema.audience import Audience
from afterword.text.names import name_key, name_skeleton, slugify
from afterword.workspace import project
from repositories import afterword, empty, git
from support import ROOT

DRAFT = "---\nname: {name}\nkind: project\nstatus: draft\n---\n\n## Setup\n\nIt comes after [[{other}]].\n"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """An empty library in a repository."""
    return empty(tmp_path / "library")


def published(root: Path) -> dict[str, Page]:
    """Every page at an address of names, by that address."""
    loaded = project.load_project(root)
    assert not loaded.has_errors, [str(problem.message) for problem in loaded.problems]
    site = site_input.make_site(loaded, Audience.INTERNAL, ["en"])
    return {
        page.url: page for page in pages.build_pages(site) if page.url.startswith("names/") and page.url != "names/"
    }


class Team:
    """People who rename, move, edit and delete records, and remember every address there ever was."""

    def __init__(self, root: Path, rng: random.Random) -> None:
        self.root, self.rng = root, rng
        self.names = {f"{word}.md": f"The {word} Deal" for word in ("Paper", "Frozen", "Hollow", "Velvet", "Silent")}
        for file, name in self.names.items():
            text = DRAFT.format(name=name, other=rng.choice(list(self.names.values())))
            (root / "postmortems" / file).write_text(text, encoding="utf-8")
        self.owner: dict[str, str] = {}
        self.commit()

    def commit(self) -> None:
        """Commits everything, even when nothing changed, and notes the addresses of now."""
        self.owner.update({slugify(name): file for file, name in self.names.items()})
        git(self.root, "add", "-A")
        git(self.root, "commit", "-q", "--allow-empty", "-m", "Step")

    def rename(self, file: str, step: int) -> None:
        """As the software does it."""
        new = f"Дело {step}" if step % 3 else f"The {step}: New Deal"
        assert afterword(self.root, "rename", self.names[file], new).returncode == 0
        self.names[file] = new

    def edit(self, file: str, step: int) -> None:
        """By hand, without an alias; only the links of others are mended."""
        self._replace(self.names[file], f"Handmade {step}")
        self.names[file] = f"Handmade {step}"

    def move(self, file: str, step: int) -> None:
        """The file under another name."""
        moved = f"moved-{step}.md"
        git(self.root, "mv", f"postmortems/{file}", f"postmortems/{moved}")
        self.names[moved] = self.names.pop(file)
        self.owner = {address: moved if of == file else of for address, of in self.owner.items()}

    def delete(self, file: str, _: int) -> None:
        """The record is gone, and nobody links to it any more."""
        if len(self.names) > 2:
            (self.root / "postmortems" / file).unlink()
            gone = self.names.pop(file)
            self._replace(f"[[{gone}]]", gone)

    def _replace(self, old: str, new: str) -> None:
        for path in (self.root / "postmortems").glob("*.md"):
            path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("seed", range(3))
def test_every_address_ever_published_leads_somewhere_true(library: Path, seed: int) -> None:
    """After twenty random changes each old address is the record, the way to it, or says that it is gone."""
    rng = random.Random(seed)  # noqa: S311 - a test draws cases, not secrets
    team = Team(library, rng)
    for step in range(20):
        change = rng.choice([team.rename, team.rename, team.edit, team.move, team.delete])
        change(rng.choice(sorted(team.names)), step)
        team.commit()
    found = published(library)
    for address, file in team.owner.items():
        page = found[f"names/{address}/"]
        if file not in team.names:
            assert "was removed from the library on" in page.html, address
        elif address == slugify(team.names[file]):
            assert page.source == f"postmortems/{file}"
        else:
            assert page.redirect == f"../{slugify(team.names[file])}/", address


def test_rename_changes_only_the_bytes_that_say_the_name(library: Path) -> None:
    """The name, an alias more, and every link in records, briefs and docs; comments, line ends and the rest stay."""
    files = {
        "postmortems/a.md": b"---\r\nname: Old Name  # for now\r\naliases:\r\n  - First\r\nkind: project\r\n"
        b"status: draft\r\n---\r\nOld Name stays.\r\n\r\n## Part\r\n",
        "postmortems/b.md": "---\nname: Другое\nkind: project\nstatus: draft\n"
        "relations: [{type: follows, name: old name}]\n---\n\n"
        "Ж [[Old Name]], [[old  name|так]], [[Old Name#Part]] `[[Old Name]]` [[First]]\n\n"
        "| a |\n|---|\n| [[Old Name\\|x]] |\n".encode(),
        "docs/guide.md": b"# Guide\n\n- See [[Old Name]].\n\n      [[Old Name]]\n",
        "briefs/next.md": b"---\ntitle: Next\nkind: deal\nstatus: draft\n"
        b"reviewed:\n  - name: Old Name\n    applied: We asked first.\n---\n\n[[Old Name]]\n",
    }
    for name, raw in files.items():
        (library / name).parent.mkdir(exist_ok=True)
        (library / name).write_bytes(raw)
    done = afterword(library, "rename", "OLD NAME", "New: Name")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "briefs/next.md: 2 places\ndocs/guide.md: 1 place\npostmortems/a.md: 2 places\npostmortems/b.md: 5 places\n"
    )
    assert (library / "postmortems/a.md").read_bytes() == (
        b'---\r\nname: "New: Name"  # for now\r\naliases:\r\n  - Old Name\r\n  - First\r\nkind: project\r\n'
        b"status: draft\r\n---\r\nOld Name stays.\r\n\r\n## Part\r\n"
    )
    assert (library / "postmortems/b.md").read_text("utf-8") == (
        "---\nname: Другое\nkind: project\nstatus: draft\n"
        'relations: [{type: follows, name: "New: Name"}]\n---\n\n'
        "Ж [[New: Name]], [[New: Name|так]], [[New: Name#Part]] `[[Old Name]]` [[First]]\n\n"
        "| a |\n|---|\n| [[New: Name\\|x]] |\n"
    )
    assert (library / "docs/guide.md").read_bytes() == b"# Guide\n\n- See [[New: Name]].\n\n      [[Old Name]]\n"
    assert b'  - name: "New: Name"\n' in (library / "briefs/next.md").read_bytes()
    assert afterword(library, "check").returncode == 0


def test_others_are_led_on_by_aliases_only(library: Path) -> None:
    """What a record was called as a draft, and that one was deleted, is for the team; an alias is for everybody."""
    record = library / "postmortems" / "a.md"
    gone = library / "postmortems" / "b.md"
    record.write_text("---\nname: Secret Client\nkind: project\nstatus: draft\n---\n", encoding="utf-8")
    gone.write_text("---\nname: Gone\nkind: project\nstatus: draft\n---\n", encoding="utf-8")
    git(library, "add", "-A")
    git(library, "commit", "-qm", "Draft")
    gone.unlink()
    text = (ROOT / "postmortems" / "1985" / "new-coke.md").read_text("utf-8").replace("[[", "").replace("]]", "")
    record.write_text(text, encoding="utf-8")
    git(library, "add", "-A")
    git(library, "commit", "-qm", "Publish")
    found = project.load_project(library)
    urls = {
        audience: {page.url for page in pages.build_pages(site_input.make_site(found, audience, ["en"]))}
        for audience in Audience
    }
    assert {"names/secret-client/", "names/gone/", "names/project-kansas/"} <= urls[Audience.INTERNAL]
    for audience in (Audience.PARTNER, Audience.PUBLIC):
        assert {"names/new-coke/", "names/project-kansas/"} <= urls[audience]
        assert not {"names/secret-client/", "names/gone/"} & urls[audience]


def test_rename_mends_translations_and_is_not_stopped_by_older_errors(library: Path) -> None:
    """A link in a translation says the new name too; an error that was there before, even about the name, is let be."""
    draft = "---\nname: {name}\nkind: project\nstatus: draft\n{more}---\n\n[[Old Name]]\n"
    rerun = "relations: [{type: rerun-of, name: Old Name}]\n"
    files = {
        "a.md": draft.format(name="Old Name", more=""),
        "b.md": draft.format(name="Other", more=rerun),
        "b.ru.md": "---\nname: Другое\nsummary: Раз. Два.\nmade_from: 0123456789ab\n---\n\n[[Old Name|Старое]]\n",
    }
    for name, text in files.items():
        (library / "postmortems" / name).write_text(text, encoding="utf-8")
    assert "error[rerun-says-nothing]" in afterword(library, "check").stdout
    done = afterword(library, "rename", "Old Name", "New Name")
    assert (done.returncode, done.stderr) == (0, "")
    assert (library / "postmortems" / "b.ru.md").read_text("utf-8").endswith("\n\n[[New Name|Старое]]\n")


def test_links_of_hand_written_pages_are_checked_too(library: Path) -> None:
    """A name or a section that is not there is a problem of the page, at its place."""
    (library / "postmortems" / "a.md").write_text(DRAFT.format(name="A Deal", other="A Deal"), encoding="utf-8")
    (library / "docs").mkdir()
    (library / "docs" / "index.md").write_text("# Home\n\n[[A Deal#Nope]] and [[B Deal]]\n", encoding="utf-8")
    printed = afterword(library, "check").stdout
    assert "docs/index.md:3:1: error[heading-missing]: `A Deal` has no section “Nope”." in printed
    assert "docs/index.md:3:21: error[link-dangling]: No record is called `B Deal`." in printed


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("Nobody", "Somebody", 2, "No record is called `Nobody`. Give a name or an alias."),
        ("The Paper Deal", "the frozen deal", 2, "`the frozen deal` already names postmortems/b.md."),
        ("The Paper Deal", "The Paper Deal", 2, "postmortems/a.md is already called `The Paper Deal`."),
        ("The Paper Deal", "The Frozen: Deal", 1, "error[slug-taken]"),
        ("The Paper Deal", "The Frozеn Deal", 1, "error[name-lookalike]"),
        ("The Paper Deal", "x" * 300, 1, "error[schema-length]"),
        ("The Paper Deal", "???", 1, "error[name-unusable]"),
        ("The Paper Deal", "", 1, "error[schema-length]"),
    ],
)
def test_a_name_that_would_be_a_problem_changes_nothing(
    library: Path, old: str, new: str, code: int, said: str
) -> None:
    """What is taken, looks like another, or cannot be an address is refused with the reason, and no file is touched."""
    for file, name in (("a.md", "The Paper Deal"), ("b.md", "The Frozen Deal")):
        (library / "postmortems" / file).write_text(DRAFT.format(name=name, other="The Paper Deal"), encoding="utf-8")
    before = {path: path.read_bytes() for path in (library / "postmortems").iterdir()}
    done = afterword(library, "rename", old, new)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert {path: path.read_bytes() for path in (library / "postmortems").iterdir()} == before


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("The Frozen Funnel", "the-frozen-funnel"),
        ("Ледяная воронка", "ledyanaya-voronka"),
        ("Obama's $60 million button test", "obamas-60-million-button-test"),
        ("../../etc/passwd", "etc-passwd"),
        ("🚀🚀", "rocket-rocket"),
        ("東京 Deal", "dongjing-deal"),
        ("???", ""),
    ],
)
def test_an_address_is_readable_ascii_and_cannot_climb(name: str, address: str) -> None:
    """Any script is transliterated; what a path would obey is not in it."""
    assert slugify(name) == address


def test_spellings_of_one_name_are_one_and_twins_are_not() -> None:
    """Case, spaces and composed accents do not tell names apart; letters of another script do, and look alike."""
    assert name_key(" Cafe\u0301  ROYAL ") == name_key("Café Royal")
    assert name_key("Кс-х") != name_key("Kc-x")
    assert name_skeleton("КС-Х tanker") == name_skeleton("KC-X Tanker")
    assert name_skeleton("B2B-воронка") != name_skeleton("B2B-funnel")
