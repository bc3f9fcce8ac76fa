"""Every problem code has a bad case, a good twin and a page, and `check` prints exactly what each case expects."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from markdown import markdown

import rule_pages
from afterword.checks.rule_catalogue import CONFIGURABLE_CODES, RULES
from afterword.cli import afterword
from afterword.problems import Severity
from afterword.report import github
from afterword.workspace import project
from corpora import WHOLE, seeded
from support import CASES, HOSTILE_FILES, HOSTILE_VALUES, PAGES, Case, cases, output

ALL = tuple(cases())
MIXED = {
    "schema-unknown-key/wrong-space",  # a field that is not recognised leaves its group empty
    "yaml-alias/with-its-anchor",  # an alias repeats an anchor
    "yaml-comment-cuts/nothing-left",  # where all of a value is cut off, the field is empty
    "brief-unreviewed/empty-answer",  # an answer that is left empty is no text either
    "link-ambiguous/bad",  # two records of one name are a problem in themselves
}
"""Cases that cannot show their code alone."""

_HOSTILE = 200
"""Files that a sample of the hostile ones holds."""

each_case = pytest.mark.parametrize("case", ALL, ids=str)
each_code = pytest.mark.parametrize("code", RULES)
_PROBLEM = re.compile(
    r"^(?P<file>\S.*?):(?P<line>\d+):(?P<column>\d+): (?P<severity>\w+)\[(?P<code>[\w-]+)\]: ", re.MULTILINE
)


def problems(printed: str) -> list[tuple[str, int, int, str, str]]:
    """File, line, column, severity and code of everything that a check printed as text."""
    return [(m["file"], int(m["line"]), int(m["column"]), m["severity"], m["code"]) for m in _PROBLEM.finditer(printed)]


@each_case
def test_a_case_shows_exactly_what_it_expects(case: Case, tmp_path: Path) -> None:
    """Loading a case's library and reporting it as text gives its expected.txt, to the letter."""
    assert case.printed(tmp_path / "library") == case.expected


@each_case
def test_the_command_prints_the_same_and_fails_only_on_errors(case: Case, tmp_path: Path) -> None:
    """`afterword check` prints the same, ends with 1 if there is an error, and with 0 if not."""
    done = CliRunner().invoke(afterword, case.command(tmp_path / "library"))
    errors = [problem for problem in problems(case.expected) if problem[3] == Severity.ERROR]
    assert (done.stdout, done.stderr, done.exit_code) == (case.expected, "", 1 if errors else 0)


@each_case
def test_json_has_the_same_problems_at_the_same_places(case: Case, tmp_path: Path) -> None:
    """`--format json` has every problem of the text, in its order, with its place, code and severity."""
    done = CliRunner().invoke(afterword, [*case.command(tmp_path / "library"), "--format", "json"])
    said = json.loads(done.stdout)
    briefs = [{"file": brief["file"], **row} for brief in said.get("briefs", ()) for row in brief["problems"]]
    rows = briefs if case.is_gated else said["problems"]
    found = [(row["file"], row["line"], row["column"], row["severity"], row["code"]) for row in rows]
    assert found == problems(case.expected)


@each_case
def test_a_case_shows_its_own_code_and_no_other(case: Case) -> None:
    """A good case shows no problem at all; any other shows its code, and where possible nothing else."""
    found = {problem[-1] for problem in problems(case.expected)}
    if case.is_good:
        assert case.expected.endswith("1 of 1 may pass.\n" if case.is_gated else "checked: no problems.\n")
    elif str(case) in MIXED:
        assert found > {case.code}
    else:
        assert found == {case.code}


@each_code
def test_a_code_has_a_bad_case_a_good_twin_and_a_page(code: str) -> None:
    """Whoever meets a code finds it shown, mended and explained; the twin has the same files."""
    bad, good = Case(code, "bad"), Case(code, "good")
    assert code in bad.expected
    assert good.expected.endswith("1 of 1 may pass.\n" if good.is_gated else "checked: no problems.\n")
    assert (PAGES / f"{code}.md").is_file()


def test_no_case_and_no_page_is_about_a_code_that_is_gone() -> None:
    """Folders of cases and pages of rules bear the name of a code."""
    folders = {path.name for path in CASES.iterdir() if path.is_dir()}
    assert folders | {path.stem for path in PAGES.glob("*.md")} == set(RULES)


def test_every_folder_below_a_code_is_a_case() -> None:
    """Each case has at least one file of a library, and what it expects."""
    assert [str(case) for case in ALL if not case.expected or not any(case.folder.rglob("*.md"))] == []


def test_the_pages_show_what_the_cases_show() -> None:
    """No example on a page is stale: `python scripts/rule_pages.py` rewrites them."""
    assert [path.name for path in rule_pages.list_stale_pages()] == []


@each_code
def test_a_page_says_what_is_wrong_why_it_matters_and_how_to_mend_it(code: str) -> None:
    """In this order, in 60 to 200 words beside its examples, and with its code as the heading."""
    page = (PAGES / f"{code}.md").read_text("utf-8")
    prose = re.sub(r"```.*?```|<!--.*?-->", "", page, flags=re.DOTALL)
    headings = re.findall(r"^#+ (.*)$", prose, flags=re.MULTILINE)
    assert headings[:4] == [code, "Why it matters", "An example", "Mended"]
    assert set(headings[4:]) <= {"Other ways to get there"}
    assert 60 <= len(prose.split()) <= 200
    assert ("This is a warning" in prose) == (RULES[code].severity is Severity.WARNING)
    assert "x-severity" not in prose or (code in CONFIGURABLE_CODES and f'"x-severity": {{"{code}": ' in prose)


@each_code
def test_a_page_renders_its_examples_as_code(code: str) -> None:
    """Python-Markdown, which MkDocs uses, makes a block of code of each example and lets no marker be seen."""
    page = (PAGES / f"{code}.md").read_text("utf-8")
    html = markdown(page, extensions=["fenced_code"])
    assert html.count("<pre>") == page.count("```") / 2 == page.count("<!-- /")
    assert "```" not in html


def test_explain_prints_the_page() -> None:
    """`afterword explain CODE` prints the page of the code as it stands."""
    done = CliRunner().invoke(afterword, ["explain", "link-dangling"])
    assert (done.stdout, done.exit_code) == ((PAGES / "link-dangling.md").read_text("utf-8"), 0)


_EXAMPLE = re.compile(r"Example: `(?P<example>.+)`$")


@pytest.mark.parametrize(
    ("file", "begun"),
    [
        ("postmortems/a.md", "name: The Copied Deal\nkind: deal\nstatus: published"),
        ("postmortems/a.md", "name: The Copied Project\nkind: project\nstatus: published\noutcome: missed"),
        ("postmortems/a.md", "name: The Copied Plan\nkind: campaign\nstatus: planned"),
        ("postmortems/a.md", "name: The Copied Launch\nkind: launch\nstatus: review\noutcome: missed"),
        ("briefs/a.md", "title: Back to School\nkind: campaign\nstatus: approved"),
    ],
)
def test_whoever_copies_the_examples_of_all_hints_is_done(file: str, begun: str, tmp_path: Path) -> None:
    """Each example is YAML that the next check takes, and what it leaves out is not asked for afterwards."""
    root = Case("schema-required", "good").library(tmp_path / "library")
    (root / file).parent.mkdir(exist_ok=True)
    (root / file).write_text(f"---\n{begun}\n---\n", encoding="utf-8")
    found = [problem for problem in project.load_project(root).problems if problem.file == file]
    examples = [_EXAMPLE.search(str(problem.hint)) for problem in found if problem.code == "schema-required"]
    assert all(examples)
    lines = [begun, *(example["example"] for example in examples if example)]
    (root / file).write_text("---\n" + "\n".join(lines) + "\n---\n", encoding="utf-8")
    left = [problem for problem in project.load_project(root).problems if problem.file == file]
    assert [str(problem.message) for problem in left if problem.severity is Severity.ERROR] == []


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> project.Project:
    """A library of everything that an author, a program or an attacker might leave in a folder of records."""
    root = tmp_path_factory.mktemp("hostile")
    Case("schema-required", "good").library(root / "library")
    folder = root / "library" / "postmortems" / "hostile"
    folder.mkdir()
    values = list(HOSTILE_VALUES)
    chosen = values if WHOLE else seeded().sample(values, _HOSTILE - len(HOSTILE_FILES))
    for name, raw in (*HOSTILE_FILES.items(), *((name, HOSTILE_VALUES[name]) for name in chosen)):
        (folder / f"{name}.md").write_bytes(raw)
    (folder / "folder.md").mkdir()
    return project.load_project(root / "library")


def test_no_file_is_dropped_without_a_word(hostile: project.Project) -> None:
    """Whatever stands in a file, it is a record or has a problem; nothing raises, and nothing is lost."""
    reported = {problem.file for problem in hostile.problems if problem.severity is Severity.ERROR}
    folder = hostile.root / "postmortems" / "hostile"
    written = {path.relative_to(hostile.root).as_posix() for path in folder.iterdir() if path.is_file()}
    assert len(written) >= _HOSTILE
    assert written - hostile.files == set()
    assert written - reported - set(hostile.library.by_path) == set()


def test_places_lie_inside_their_files(hostile: project.Project) -> None:
    """Each place names a line that the file has, and a column on it or just behind it."""
    for problem in hostile.problems:
        if problem.file in hostile.sources:
            source = hostile.sources[problem.file]
            assert 1 <= problem.span.line <= source.text.count("\n") + 1, problem
            assert 1 <= problem.span.column <= len(source.get_line(problem.span.line)) + 1, problem


def test_reports_of_hostile_files_are_text_that_steers_no_terminal(hostile: project.Project) -> None:
    """What is printed holds no control character, and one command a problem for GitHub."""
    printed = output(hostile)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", printed)
    commands = github.format_github(hostile.problems, len(hostile.files), hostile.get_line, lambda shown, _: shown)
    assert commands.count("\n") == len(hostile.problems) + 1
