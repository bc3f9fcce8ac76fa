"""A newer template comes into a library that its team has changed, and nothing of the team's is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from afterword import __version__
from afterword.disk.wheel import pack_wheel
from small import contents, run
from starter import init

BASE = ".afterword-template"
VOCABULARY, README, SCHEMA = "schema/vocabulary.yml", "README.md", "schema/postmortem.schema.json"
TITLE = "title: {en: A/B test, ru: A/B-тест}"
OLD = "title: {en: Split test, ru: A/B-тест}"
BROKEN = ".afterword-template/answers.json is not as `afterword init` wrote it. Restore it from git."
LAST = "    synonyms: [study, исследования]\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A library that was made when the template's first tag had another title, and its README another first line."""
    root = tmp_path / "library"
    init(root)
    for folder in (root, root / BASE):
        change(folder / VOCABULARY, TITLE, OLD)
        change(folder / README, "What we won, what we lost, and why:", "What we won and lost:")
    return root


def change(file: Path, old: str, new: str) -> None:
    """Puts a text in the place of another that the file has."""
    text = file.read_bytes().decode()
    assert old in text
    file.write_bytes(text.replace(old, new, 1).encode())


def test_files_that_nobody_changed_get_the_new_text(root: Path, tmp_path: Path) -> None:
    """They are what a library made today has; the second time there is nothing to do."""
    init(tmp_path / "today")
    done = run(root, "afterword", "init", "--update")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "README.md: updated\nschema/vocabulary.yml: updated\n"
    assert contents(root) == contents(tmp_path / "today")
    again = run(root, "afterword", "init", "--update")
    assert (again.returncode, again.stdout) == (0, "Nothing to update.\n")


def test_what_the_team_changed_elsewhere_in_a_file_stays(root: Path) -> None:
    """A tag of its own and the new title stand in one vocabulary, a team's line in one README with the new one."""
    change(root / VOCABULARY, "  analogy-trap:\n", "  our-own:\n    title: {en: Our own}\n  analogy-trap:\n")
    change(root / README, "## Make it yours", "## Whom to ask\n\nPriya.\n\n## Make it yours")
    done = run(root, "afterword", "init", "--update")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "README.md: merged\nschema/vocabulary.yml: merged\n"
    vocabulary = (root / VOCABULARY).read_text(encoding="utf-8")
    assert TITLE in vocabulary
    assert "  our-own:\n    title: {en: Our own}\n" in vocabulary
    readme = (root / README).read_text(encoding="utf-8")
    assert "What we won, what we lost, and why:" in readme
    assert "## Whom to ask\n\nPriya.\n" in readme
    assert run(root, "afterword", "check").stdout == "2 files checked: no problems.\n"
    assert run(root, "afterword", "init", "--update").stdout == "Nothing to update.\n"


def test_where_both_changed_the_same_line_both_are_kept_and_marked(root: Path) -> None:
    """It ends with 1 and names the file; the check stops at the mark; an update waits until it is gone."""
    change(root / VOCABULARY, OLD, "title: {en: Test of two versions, ru: A/B-тест}")
    done = run(root, "afterword", "init", "--update")
    assert done.returncode == 1
    assert done.stdout == "README.md: updated\nschema/vocabulary.yml: conflict\n"
    assert done.stderr == "Choose between the marked lines in schema/vocabulary.yml; git has what was there.\n"
    assert (
        "<<<<<<< yours\n    title: {en: Test of two versions, ru: A/B-тест}\n=======\n"
        f"    {TITLE}\n>>>>>>> template {__version__}\n"
    ) in (root / VOCABULARY).read_text(encoding="utf-8")
    checked = run(root, "afterword", "check")
    assert checked.returncode == 2
    assert checked.stderr == "afterword: schema/vocabulary.yml:9:1: An unfinished merge left its mark here.\n"
    change(root / BASE / VOCABULARY, TITLE, OLD)
    again = run(root, "afterword", "init", "--update")
    assert again.returncode == 2
    assert again.stderr == (
        "afterword: schema/vocabulary.yml holds the marks of an unfinished merge; finish it first."
        " Nothing was changed.\n"
    )


def test_a_conflict_in_a_record_is_a_problem_of_its_own(root: Path) -> None:
    """`afterword check` reports the example in which both sides changed a line as merge-conflict."""
    file = "postmortems/examples/the-forty-one-questions.md"
    change(root / BASE / file, "keeper: Priya Nair", "keeper: Priya")
    change(root / file, "keeper: Priya Nair", "keeper: Jonas")
    assert run(root, "afterword", "init", "--update").returncode == 1
    checked = run(root, "afterword", "check")
    assert checked.stdout.count("error[merge-conflict]") == 3
    assert f"{file}:12:1: error[merge-conflict]: An unfinished merge left its mark here." in checked.stdout


def test_what_was_deleted_stays_deleted(root: Path) -> None:
    """The README that a team threw away does not come back with the next template, nor with the one after."""
    (root / README).unlink()
    done = run(root, "afterword", "init", "--update")
    assert done.stdout == "README.md: deleted here, and stays so\nschema/vocabulary.yml: updated\n"
    assert not (root / README).exists()
    assert run(root, "afterword", "init", "--update").stdout == "Nothing to update.\n"


def test_files_come_and_go_with_the_template(root: Path) -> None:
    """A file that is new is added, over nothing that is there; one that the template has no longer stays, as yours."""
    (root / BASE / "requirements.txt").unlink()
    (root / "requirements.txt").unlink()
    (root / BASE / "tools" / "README.md").unlink()
    (root / "tools" / "README.md").write_text("Ours.\n", encoding="utf-8")
    for folder in (root, root / BASE):
        (folder / "RULES.md").write_text("# Rules\n", encoding="utf-8")
    done = run(root, "afterword", "init", "--update")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "README.md: updated",
        "RULES.md: no longer in the template, and stays",
        "requirements.txt: added",
        "schema/vocabulary.yml: updated",
        "tools/README.md: conflict",
    ]
    assert (root / "RULES.md").read_text(encoding="utf-8") == "# Rules\n"
    assert not (root / BASE / "RULES.md").exists()
    assert (root / "tools" / "README.md").read_text(encoding="utf-8").startswith("<<<<<<< yours\nOurs.\n=======\n")


def test_line_ends_are_the_teams(root: Path) -> None:
    """A checkout with CRLF is merged like any other, and keeps its CRLF."""
    for file in (VOCABULARY, README):
        (root / file).write_bytes((root / file).read_bytes().replace(b"\n", b"\r\n"))
    done = run(root, "afterword", "init", "--update")
    assert (done.returncode, done.stdout) == (0, "README.md: merged\nschema/vocabulary.yml: merged\n")
    raw = (root / VOCABULARY).read_bytes()
    assert f"    {TITLE}\r\n".encode() in raw
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_a_schema_that_no_longer_fits_together_is_told(root: Path) -> None:
    """Two sides that touch different lines may still break a file: what is wrong is said, with code 1."""
    change(root / BASE / SCHEMA, '  "x-version": 2,\n', "")
    change(root / SCHEMA, '  "x-version": 2,\n', "")
    change(root / SCHEMA, '  "type": "object",\n', '  "type": "object"\n')
    done = run(root, "afterword", "init", "--update")
    assert (done.returncode, "schema/postmortem.schema.json: merged\n" in done.stdout) == (1, True)
    assert done.stderr.startswith(
        "What was merged line by line cannot be used as it is: postmortem.schema.json: this is not a JSON Schema"
    )


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (None, "has no .afterword-template/answers.json, so nobody knows what its template was."),
        ("{", BROKEN),
        ("[]", BROKEN),
        ("[" * 100_000, BROKEN),
        ('{"name": "Deals"}', BROKEN),
        ('{"name": "Deals", "languages": [], "ci": "none", "example": true}', BROKEN),
        ('{"name": "Deals", "languages": ["../en"], "ci": "none", "example": true}', BROKEN),
    ],
)
def test_without_its_answers_a_library_is_left_alone(root: Path, answers: str | None, said: str) -> None:
    """One line says what is missing or broken, with code 2, and nothing changes."""
    file = root / BASE / "answers.json"
    if answers is None:
        file.unlink()
    else:
        file.write_text(answers, encoding="utf-8")
    before = contents(root)
    done = run(root, "afterword", "init", "--update")
    assert (done.returncode, done.stdout, said in done.stderr) == (2, "", True)
    assert contents(root) == before


def test_what_is_no_text_is_not_merged(root: Path) -> None:
    """The file is named, and nothing changes."""
    (root / README).write_bytes(b"\0")
    before = contents(root)
    done = run(root, "afterword", "init", "--update")
    assert done.returncode == 2
    assert f"{README} is not text here or in {BASE}, so it cannot be merged. Nothing was changed." in done.stderr
    assert contents(root) == before


def test_an_update_asks_nothing_anew(root: Path) -> None:
    """Options that a library is made with are none of an update's."""
    done = run(root, "afterword", "init", "--update", "--name", "Other")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--update keeps the answers that the library was made with" in done.stderr


def test_a_newer_wheel_takes_the_place_of_the_old_one(root: Path) -> None:
    """Wheel and requirements change together, which one line says; the old wheel goes, and no other file."""
    wheel = pack_wheel()
    old, new = "tools/afterword-0.1.0.dev1-py3-none-any.whl", f"tools/{wheel.file_name}"
    (root / new).rename(root / old)
    (root / "tools" / "other-1.0-py3-none-any.whl").write_bytes(b"PK")
    for folder in (root, root / BASE):
        change(folder / "requirements.txt", f"afterword=={wheel.version}", "afterword==0.1.0.dev1")
    done = run(root, "afterword", "init", "--update")
    assert (done.returncode, done.stderr) == (0, "")
    next_step = (
        f"The library now runs Afterword {wheel.version}. Commit tools/ and requirements.txt together."
        " Everybody then installs it with: pip install --require-hashes -r requirements.txt"
    )
    assert done.stdout.splitlines() == [
        "README.md: updated",
        "requirements.txt: updated",
        "schema/vocabulary.yml: updated",
        f"{new}: added",
        f"{old}: removed",
        next_step,
    ]
    assert (root / new).read_bytes() == wheel.raw
    assert not (root / old).exists()
    assert (root / "tools" / "other-1.0-py3-none-any.whl").exists()
    assert run(root, "afterword", "init", "--update").stdout == "Nothing to update.\n"


def test_a_library_of_the_older_template_gets_its_wheel(root: Path) -> None:
    """One that only named a range of versions, whose wheel nobody had, is pinned and carries its wheel."""
    wheel = pack_wheel()
    (root / "tools" / wheel.file_name).unlink()
    for folder in (root, root / BASE):
        (folder / "requirements.txt").write_text("--find-links tools\nafterword>=0.1.0.dev0,<0.2\n", encoding="utf-8")
        (folder / "tools" / "requirements-charts.txt").unlink()
    done = run(root, "afterword", "init", "--update")
    assert (done.returncode, f"tools/{wheel.file_name}: added\n" in done.stdout) == (0, True)
    requirements = (root / "requirements.txt").read_text(encoding="utf-8")
    assert f"\nafterword=={wheel.version} --hash=sha256:{wheel.sha256}\n" in requirements


def test_a_changed_wheel_is_put_right(root: Path) -> None:
    """A wheel that is not what requirements.txt pins is written anew, and nothing is merged into it."""
    wheel = pack_wheel()
    (root / "tools" / wheel.file_name).write_bytes(wheel.raw + b"x")
    assert f"tools/{wheel.file_name}: updated\n" in run(root, "afterword", "init", "--update").stdout
    assert (root / "tools" / wheel.file_name).read_bytes() == wheel.raw


def test_a_library_without_requirements_gets_no_wheel(root: Path) -> None:
    """A team that threw requirements.txt away installs Afterword in its own way."""
    (root / "requirements.txt").unlink()
    (root / "tools" / pack_wheel().file_name).unlink()
    done = run(root, "afterword", "init", "--update")
    assert "requirements.txt" not in done.stdout
    assert list((root / "tools").glob("*.whl")) == []
