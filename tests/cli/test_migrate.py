"""A whole library from one version of its schema to the next: nothing is lost, and all of it is written or none."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

from afterword.frontmatter import frontmatter, source
from afterword.frontmatter.document import Document
from afterword.publish import site_input
from afterword.schema.audience import Audience
from afterword.workspace import project
from small import contents, run
from support import ROOT

STEPS = [
    {"move": "surprises", "to": "findings"},
    {"move": "perspective", "to": "told.by"},
    {"move": "deal.stage", "to": "stage"},
    {"move": "kpis.note", "to": "kpis.remark"},
    {"move": "execution.cadence", "to": "execution.plan.cadence"},
    {"change": "rigour", "from": "one-off", "to": "single"},
    {"change": "causes.gap", "from": "planning", "to": "plan"},
    {"wrap": "product"},
    {"wrap": "overestimated.what"},
    {"fill": "origin", "with": "internal"},
    {"retire": "underestimated", "heading": "What we underestimated"},
]
MOVED = {
    "surprises": "findings", "perspective": "told.by", "deal.stage": "stage", "kpis.note": "kpis.remark",
    "execution.cadence": "execution.plan.cadence",
}  # fmt: skip
WORDS = {("rigour", "one-off"): "single", ("causes.gap", "planning"): "plan"}


def next_version(text: str) -> str:
    """The project's schema as its next version might be."""
    raw = json.loads(text)
    raw["x-version"] = 3
    raw["x-migrations"]["3"] = STEPS
    fields = raw["properties"]
    fields["findings"] = fields.pop("surprises")
    fields["told"] = {"type": "object", "properties": {"by": fields.pop("perspective")}}
    fields["stage"] = fields["deal"]["properties"].pop("stage")
    kpi = fields["kpis"]["items"]["properties"]
    kpi["remark"] = kpi.pop("note")
    execution = fields["execution"]["properties"]
    execution["plan"] = {"type": "object", "properties": {"cadence": execution.pop("cadence")}}
    fields["rigour"]["enum"] = ["single", "structured"]
    fields["rigour"]["x-labels"] = {"single": "Single", "structured": "Structured"}
    gap = fields["causes"]["items"]["properties"]["gap"]
    gap["enum"] = ["plan", "execution", "market"]
    gap["x-labels"]["plan"] = gap["x-labels"].pop("planning")
    fields["product"] = {"type": "array", "items": fields["product"]}
    fields["overestimated"] = {"type": "array"}
    del fields["underestimated"]
    return json.dumps(raw, ensure_ascii=False)


def library(root: Path) -> Path:
    """Writes the project's own records and briefs under a root, with a schema of version 3."""
    for folder in ("postmortems", "briefs", "schema"):
        shutil.copytree(ROOT / folder, root / folder)
    schema = root / "schema" / "postmortem.schema.json"
    schema.write_text(next_version(schema.read_text(encoding="utf-8")), encoding="utf-8")
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A library to migrate."""
    return library(tmp_path)


@dataclass(frozen=True, slots=True)
class Migrated:
    """A library as it was and as it became, and what the command said."""

    before: Path
    after: Path
    said: str


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Migrated:
    """The whole library, migrated once."""
    before, after = (library(tmp_path_factory.mktemp(name)) for name in ("before", "after"))
    done = run(after, "afterword", "migrate")
    assert (done.returncode, done.stderr) == (0, "")
    return Migrated(before, after, done.stdout)


def records(root: Path) -> Mapping[str, Document]:
    """Every file under postmortems/ as it reads, translations left out."""
    found = {}
    for path in sorted((root / "postmortems").rglob("*.md")):
        text, problems = source.decode_source(path.relative_to(root).as_posix(), path.read_bytes())
        assert text is not None, problems
        document, problems = frontmatter.read_document(text)
        assert document is not None, problems
        if "made_from" not in document.data:
            found[text.path] = document
    return found


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every single value with the keys that lead to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}".strip("."))
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, path)
    else:
        yield path, value


def comments(document: Document) -> Counter[str]:
    """The words of every line of front matter that a # begins."""
    lines = (document.source.get_line(number).strip() for number in range(1, document.body_line))
    return Counter(line for line in lines if line.startswith("#"))


def test_no_value_no_comment_and_no_text_is_lost(migrated: Migrated) -> None:
    """Each value stands where the steps say, or below the text; comments and the text itself are all there."""
    before, after = records(migrated.before), records(migrated.after)
    assert before.keys() == after.keys()
    for file, old in before.items():
        new, gone = after[file], "underestimated"
        wanted = Counter((MOVED.get(path, path), WORDS.get((path, value), value)) for path, value in leaves(old.data))
        given_up = [(path, value) for path, value in wanted if path.startswith(gone)]
        for path, value in given_up:
            assert str(value).split()[0] in new.body
            del wanted[path, value]
        found = Counter(leaves(new.data))
        del wanted["schema_version", 2]
        added = [("schema_version", 3), *([] if "origin" in old.data else [("origin", "internal")])]
        assert found - wanted == Counter(added), file
        assert wanted - found == Counter(), file
        assert new.body.startswith(old.body.rstrip("\n")), file
        assert comments(new) == comments(old), file
    assert sum("underestimated" in document.data for document in before.values()) == 5


def test_only_lines_that_a_step_means_change(migrated: Migrated) -> None:
    """Nine lines in ten are the same bytes as before, and no line of a list of sources or facts is another."""
    before = contents(migrated.before / "postmortems")
    for name, raw in contents(migrated.after / "postmortems").items():
        old, new = before[name].split(b"\n"), raw.split(b"\n")
        same = sum(block.size for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks())
        assert same >= 0.9 * len(old), name
        facts = [line for line in old if line.startswith((b"  - fact:", b"    url:"))]
        assert [line for line in new if line.startswith((b"  - fact:", b"    url:"))] == facts


def test_the_library_is_sound_afterwards_and_a_second_run_does_nothing(migrated: Migrated) -> None:
    """The warnings that records are old are gone, translations are as current as before, and nothing is left to do."""
    root, number = migrated.after, len(records(migrated.before))
    assert run(migrated.before, "afterword", "check").stdout.count("warning[schema-older]") == number
    assert migrated.said.endswith(f"{number} files migrated.\n")
    checked = run(root, "afterword", "check")
    assert (checked.returncode, checked.stdout) == (
        0,
        f"{len(contents(root / 'postmortems')) + 2} files checked: no problems.\n",
    )
    before = contents(root)
    again = run(root, "afterword", "migrate")
    assert (again.returncode, again.stdout) == (0, "0 files migrated.\n")
    assert contents(root) == before


def test_the_report_says_what_changed_and_a_dry_run_only_that(root: Path, migrated: Migrated) -> None:
    """Each file with the steps that concerned it, in the language of who asks."""
    before = contents(root)
    done = run(root, "afterword", "migrate", "--dry-run")
    assert done.returncode == 0
    assert contents(root) == before
    assert (
        "postmortems/2021/jedi.md:\n  `perspective` is now `told.by`\n  `deal.stage` is now `stage`\n"
        "  `kpis.note` is now `kpis.remark`\n  `product` is now a list\n  `overestimated.what` is now a list\n"
    ) in done.stdout
    assert "`perspective` теперь `told.by`" in run(root, "afterword", "migrate", "--dry-run", "--lang", "ru").stdout
    assert "  `rigour`: `one-off` is now `single`\n" in done.stdout
    assert done.stdout.endswith(f"\n{len(records(root))} files would be migrated.\n")
    assert done.stdout.replace("would be migrated", "migrated") == migrated.said


def test_one_stuck_file_keeps_all_as_they_are(root: Path) -> None:
    """What is in the way is told with its place, also what has no place any more, and no file is written."""
    record = root / "postmortems" / "examples" / "the-launch-window.md"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("\nkind: ", "\nfindings: [One]\nsurprises: [Two]\nkind: ", 1), encoding="utf-8")
    other = root / "postmortems" / "2021" / "jedi.md"
    other.write_text(other.read_text(encoding="utf-8").replace("\nkind: ", "\nmood: grim\nkind: ", 1), encoding="utf-8")
    before = contents(root)
    done = run(root, "afterword", "migrate")
    assert (done.returncode, done.stdout) == (1, "")
    line = text.split("\n").index(next(line for line in text.split("\n") if line.startswith("kind: "))) + 1
    assert f"the-launch-window.md:{line}:11: error[schema-older]: `surprises` cannot move to `findings`" in done.stderr
    assert "postmortems/2021/jedi.md:" in done.stderr
    assert "error[schema-unknown-key]: `mood` is not a field." in done.stderr
    assert done.stderr.endswith("Nothing was written.\n")
    assert contents(root) == before


def test_a_record_of_a_later_version_is_left_alone(root: Path) -> None:
    """The check says that it is newer than the schema; the migration takes the others and does not touch it."""
    record = root / "postmortems" / "2021" / "jedi.md"
    record.write_text(
        record.read_text(encoding="utf-8").replace("\nschema_version: 2", "\nschema_version: 4", 1), encoding="utf-8"
    )
    before = record.read_bytes()
    assert "jedi.md:" not in run(root, "afterword", "migrate").stdout
    assert record.read_bytes() == before
    assert (
        "error[schema-newer]: This was written for version 4 of the template; this library's schema is version 3."
    ) in run(root, "afterword", "check").stdout


def test_there_is_no_way_to_a_version_that_the_schema_does_not_have(root: Path) -> None:
    """A number beyond the schema's own cannot be reached, and ends with 2."""
    done = run(root, "afterword", "migrate", "--to", "4")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == ("afterword: postmortem.schema.json is of version 3, so nothing can be brought to 4.\n")


def test_records_that_were_public_say_so_after_the_projects_own_migration(tmp_path: Path) -> None:
    """A library of version 1 has no public record until it is migrated; then it is what it was, byte for byte else."""
    for folder in ("postmortems", "briefs", "schema"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    draft = "---\nname: A draft\nkind: deal\nstatus: draft\n---\n"
    (tmp_path / "postmortems" / "draft.md").write_text(draft, encoding="utf-8")
    now = records(tmp_path)
    for file in now:
        lines = (tmp_path / file).read_text(encoding="utf-8").split("\n")
        kept = [line for line in lines if line not in ("schema_version: 2", "visibility: public")]
        (tmp_path / file).write_text("\n".join(kept), encoding="utf-8")
    loaded = project.load_project(tmp_path)
    assert loaded.library.project(Audience.PUBLIC).entries == []
    published = {record.name for record in loaded.library.records if record.status == "published"}
    told = site_input.describe_omitted_records(loaded, Audience.PUBLIC)
    assert str(told).startswith(f"{len(published)} published records of an earlier version say nothing of `visibility`")
    done = run(tmp_path, "afterword", "migrate")
    assert (done.returncode, done.stderr) == (0, "")
    assert "These stay visible outside your team" in done.stdout
    assert done.stdout.endswith(f"{len(published) + 1} files migrated.\n")
    assert {file: document.source.text for file, document in records(tmp_path).items() if "draft.md" not in file} == {
        file: document.source.text for file, document in now.items() if "draft.md" not in file
    }
    assert "visibility" not in records(tmp_path)["postmortems/draft.md"].data
    loaded = project.load_project(tmp_path)
    assert {entry.name for entry in loaded.library.project(Audience.PUBLIC).entries} == published
    assert site_input.describe_omitted_records(loaded, Audience.PUBLIC) is None
