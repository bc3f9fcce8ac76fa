"""`afterword check --fix` mends files, says what it did, and reports the rest."""

from __future__ import annotations

import json
import re
import resource
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from afterword.cli import afterword
from afterword.frontmatter import source
from small import library as small_library
from small import run

FILE = "postmortems/a.md"
DRAFT = """---
name: {name}
kind: deal
status: draft
{more}---

{text}
"""
FROZEN = DRAFT.format(
    name="The Frozen Funnel",
    more="aliases: [Northlight renewal]\nends: 31.03.2026  # a Tuesday\ndue: 03/04/2026\nmarkets: [NO, ru]\n"
    "tags: [late answer, 'скидка', slow-respons]\n",
    text="As [[Northlight renewal|we know]].",
)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of one draft with much to mend, saved on Windows."""
    root = small_library(tmp_path / "library")
    (root / "postmortems" / "frozen-funnel.md").unlink()
    (root / FILE).write_bytes(("\ufeff" + FROZEN).replace("\n", "\r\n").encode())
    return root


def check(root: Path, *options: str) -> Result:
    """Runs `afterword check` on a library, on a day when nothing is overdue."""
    return CliRunner().invoke(afterword, ["check", *options, "--as-of", "2026-03-31", "--root", str(root)])


def test_fixes_are_listed_and_the_rest_is_reported(library: Path) -> None:
    """Every fix with its place, then what is left, with the exit code of that; files keep their form."""
    done = check(library, "--fix")
    fixed, _, left = done.stdout.partition("\n\n")
    assert fixed.split("\n") == [
        "postmortems/a.md:6:7: fixed[schema-pattern]: `31.03.2026` → `2026-03-31`",
        'postmortems/a.md:8:11: fixed[yaml-read-otherwise]: `NO` → `"NO"`',
        "postmortems/a.md:8:15: fixed[schema-pattern]: `ru` → `RU`",
        "postmortems/a.md:9:8: fixed[tag-unknown]: `late answer` → `slow-response`",
        "postmortems/a.md:9:21: fixed[tag-unknown]: `'скидка'` → `'discounting'`",
    ]
    assert "hint: It can be 2026-04-03 or 2026-03-04: write the one that is meant.\n" in left
    assert re.findall(r"error\[(.*?)\]", left) == ["schema-pattern", "tag-unknown"]
    assert done.exit_code == 1
    wanted = FROZEN.replace("31.03.2026", "2026-03-31").replace("[NO, ru]", '["NO", RU]')
    wanted = wanted.replace("late answer", "slow-response").replace("скидка", "discounting")
    assert (library / FILE).read_bytes().decode() == ("\ufeff" + wanted).replace("\n", "\r\n")
    assert check(library, "--fix").stdout == left


def test_a_diff_changes_nothing_and_can_be_applied(library: Path) -> None:
    """`git apply` makes of it what `--fix` makes; with nothing to mend it is empty."""
    (library / FILE).write_bytes((library / FILE).read_bytes().rstrip())
    before = (library / FILE).read_bytes()
    done = check(library, "--diff", "--canonical-names")
    assert ((library / FILE).read_bytes(), done.exit_code) == (before, 1)
    subprocess.run(["git", "apply", "-"], input=done.stdout_bytes, cwd=library, check=True)
    applied = (library / FILE).read_bytes()
    (library / FILE).write_bytes(before)
    check(library, "--fix", "--canonical-names")
    assert (library / FILE).read_bytes() == applied != before
    assert check(library, "--dry-run", "--canonical-names").stdout == ""


def test_json_lists_what_was_fixed(library: Path) -> None:
    """Beside the problems that are left, each fix with its place, its code, and both texts."""
    found = json.loads(check(library, "--fix", "--format", "json").stdout)
    assert [row["code"] for row in found["problems"]] == ["schema-pattern", "tag-unknown"]
    first = {
        "file": FILE,
        "line": 6,
        "column": 7,
        "code": "schema-pattern",
        "before": "31.03.2026",
        "after": "2026-03-31",
    }
    assert (found["fixed"][0], len(found["fixed"])) == (first, 5)
    assert "fixed" not in json.loads(check(library, "--format", "json").stdout)


def test_a_full_disk_leaves_the_file_whole(library: Path) -> None:
    """What cannot be written is said, with code 2."""
    before = (library / FILE).read_bytes()

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    done = run(library, "afterword", "check", "--fix", preexec=full)
    assert (done.stdout, done.returncode) == ("", 2)
    assert done.stderr == f"afterword: {library} could not be written: File too large. Nothing was changed.\n"
    assert (library / FILE).read_bytes() == before
    assert [path.name for path in (library / "postmortems").iterdir()] == ["a.md"]


def test_only_chosen_files_are_mended(library: Path) -> None:
    """What lies elsewhere stays as it is, a brief as much as a record."""
    (library / "briefs").mkdir()
    brief = library / "briefs" / "next.md"
    brief.write_text("---\ntitle: Next\nkind: Campaign\nstatus: draft\nmarkets: SE\n---\n", encoding="utf-8")
    before = (library / FILE).read_bytes()
    assert check(library, "--fix", str(library / "briefs")).exit_code == 0
    assert brief.read_text("utf-8") == "---\ntitle: Next\nkind: campaign\nstatus: draft\nmarkets: [SE]\n---\n"
    assert (library / FILE).read_bytes() == before


def test_aliases_give_way_to_the_name_of_today_on_request(library: Path) -> None:
    """In links and relations, in pages too; texts shown, sections, code and names in other languages stay."""
    record = DRAFT.format(name="The Frozen Funnel", more="aliases: [Old, No]\n", text="# Part")
    relations = "relations: [{type: supports, name: Old}, {type: supports, name: NO}]\n"
    links = "[[old]] [[Old|as ever]] [[Old#Part]] `[[Old]]` [[Воронка]] [[the frozen funnel]]\n\n"
    links += "| a |\n|-|\n| [[Old\\|x]] |"
    new = links.replace("[[old]]", "[[The Frozen Funnel]]").replace("[[Old", "[[The Frozen Funnel")
    new = new.replace("`[[The Frozen Funnel]]`", "`[[Old]]`")
    (library / FILE).write_text(record, encoding="utf-8")
    (library / "postmortems" / "a.ru.md").write_text('---\nname: Воронка\nsummary: Раз. Два.\nmade_from: "0"\n---\n')
    (library / "postmortems" / "b.md").write_text(DRAFT.format(name="B", more=relations, text=links), encoding="utf-8")
    (library / "docs" / "index.md").write_bytes("\ufeff[[Old]]\n".encode())
    assert check(library, "--canonical-names").exit_code == 2
    assert "canonical-names" not in check(library, "--fix").stdout
    assert check(library, "--fix", "--canonical-names").stdout.count("fixed[canonical-names]") == 7
    relations = relations.replace("Old", "The Frozen Funnel").replace('"NO"', '"The Frozen Funnel"')
    written = (library / "postmortems" / "b.md").read_text("utf-8")
    assert written.replace('name: "The', "name: The").replace('Funnel"}', "Funnel}") == DRAFT.format(
        name="B", more=relations.replace("NO", "The Frozen Funnel"), text=new
    )
    assert (library / "docs" / "index.md").read_bytes() == "\ufeff[[The Frozen Funnel]]\n".encode()


def test_a_translation_that_was_current_stays_so(library: Path) -> None:
    """A fix does not change what an original says, so nobody has to look at its translation again."""
    text, _ = source.decode_source(FILE, (library / FILE).read_bytes())
    assert text
    other = "---\nname: Воронка\nsummary: Раз. Два.\nmade_from: {}\n---\n"
    path = library / "postmortems" / "a.ru.md"
    path.write_text(other.format(text.digest), encoding="utf-8")
    done = check(library, "--fix")
    assert "translation-stale" not in done.stdout.partition("\n\n")[2]
    assert re.search(rf"a\.ru\.md:4:12: fixed\[translation-stale\]: `{text.digest}` → `\w+`\n", done.stdout)


def test_nothing_is_written_when_another_file_would_be_wrong(library: Path) -> None:
    """A name that comes to light and is taken: the other file was right before, so it is said and left at that."""
    before = (library / FILE).read_bytes()
    hidden = DRAFT.format(name="The Frozen Funnel", more="", text="").replace("name:", "Name:")
    (library / "postmortems" / "0.md").write_text(hidden, encoding="utf-8")
    done = check(library, "--fix", str(library / "postmortems" / "0.md"))
    assert (done.stdout, done.exit_code) == ("", 1)
    assert "postmortems/a.md:2:7: error[name-taken]" in done.stderr
    assert (library / FILE).read_bytes() == before
    assert (library / "postmortems" / "0.md").read_text("utf-8") == hidden


def test_what_comes_to_light_behind_a_fix_is_reported(library: Path) -> None:
    """`Published` asked for nothing, `published` asks for more: the fix is made, and the rest left to the author."""
    (library / FILE).write_text(
        DRAFT.format(name="A", more="", text="").replace("draft", "Published"), encoding="utf-8"
    )
    done = check(library, "--fix")
    assert done.stdout.startswith("postmortems/a.md:4:9: fixed[schema-enum]: `Published` → `published`\n\n")
    assert "needs `summary`." in done.stdout
    assert (library / FILE).read_text("utf-8").split("\n")[3] == "status: published"


def test_no_list_and_no_group_says_a_thing_twice(library: Path) -> None:
    """Of two words for one term, one is mended and the other left to the author."""
    more = "tags: [late answer, долго отвечали]\nvariables: {speed: a, скорость: b}\nmarkets: [RU, ru]\n"
    (library / FILE).write_text(DRAFT.format(name="A", more=more, text=""), encoding="utf-8")
    check(library, "--fix")
    left = more.replace("late answer", "slow-response")
    assert (library / FILE).read_text("utf-8") == DRAFT.format(name="A", more=left, text="")
