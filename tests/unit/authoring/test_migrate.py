"""One record from one version to the next: what each step makes of its text, to the byte, and what it refuses."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from afterword.authoring.migrate import Migration, migrate_document
from afterword.frontmatter import frontmatter, source
from afterword.schema.schema import Schema
from migration_steps import move, schema


def migrate(raw: bytes, found: Schema, to: int | None = None) -> Migration | None:
    """What becomes of a file, on the way to the schema's own version unless another is given."""
    text, problems = source.decode_source("a.md", raw)
    assert text is not None, problems
    document, problems = frontmatter.read_document(text)
    assert document is not None, problems
    return migrate_document(document, raw, found, to or found.version)


def front(before: str, *steps: dict[str, Any]) -> str:
    """The lines below the version of a record after some steps; what they lead to is left alone the next time."""
    found = schema(*steps)
    done = migrate(f"---\nname: A\n{before}---\n\nText.\n".encode(), found)
    assert done is not None
    assert done.problem is None, done.problem
    text = done.raw.decode()
    assert migrate(done.raw, found) is None
    head, _, rest = text.partition("schema_version: 2\n")
    assert head == "---\nname: A\n"
    return rest.removesuffix("---\n\nText.\n")


OUT, IN = move("deal.stage", "stage"), move("stage", "deal.stage")


@pytest.mark.parametrize(
    ("before", "step", "after"),
    [
        ("old: # why\n  - a # b\n\ntags: []\n", move("old", "new"), "new: # why\n  - a # b\n\ntags: []\n"),
        ('deal: {a: 1,  "b": x}\n', move("deal.b", "deal.c"), "deal: {a: 1,  c: x}\n"),
        (
            "deal:\n  account: B # b\n  # of it\n  stage: late  # s\n  sum: 5\ntags: []\n",
            OUT,
            "deal:\n  account: B # b\n  sum: 5\n# of it\nstage: late  # s\ntags: []\n",
        ),
        ("deal: # d\n  stage: >-\n    a\n    b\ntags: []\n", OUT, "# d\nstage: >-\n  a\n  b\ntags: []\n"),
        ("deal: {a: B, stage: x, b: 5} # d\n", OUT, "deal: {a: B, b: 5} # d\nstage: x\n"),
        ("deal: {stage: x, b: 5}\n", OUT, "deal: {b: 5}\nstage: x\n"),
        ("deal: {a: B, stage: x}\n", OUT, "deal: {a: B}\nstage: x\n"),
        ("deal: {stage: x} # d\n", OUT, "# d\nstage: x\n"),
        ("deal: {\n  stage: x, # s\n  b: 1 }\n", OUT, "deal: {\n   # s\n  b: 1 }\nstage: x\n"),
        ("stage: x # s\ntags: []\n", IN, "deal:\n  stage: x # s\ntags: []\n"),
        ("stage: 'x'\ndeal:\n    a: 1\n\ntags: []\n", IN, "deal:\n    a: 1\n    stage: 'x'\n\ntags: []\n"),
        ("# s\nstage: a, b # t\ndeal: {c: 1}\n", IN, '# s\n# t\ndeal: {c: 1, stage: "a, b"}\n'),
        ("stage: |\n  a\n  b\ndeal: {}\n", IN, 'deal: {stage: "a\\nb\\n"}\n'),
        ("stage: 007\ndeal: {a: 1}\n", IN, "deal: {a: 1, stage: 007}\n"),
        (
            "kpis:\n  - note: x # n\n    name: B\n  - name: C\n    note: y\n  - {note: z, name: D}\n  - name: E\n",
            move("kpis.note", "kpis.why.text"),
            (
                "kpis:\n  - why:\n      text: x # n\n    name: B\n  - name: C\n    why:\n      text: y\n"
                "  - {why: {text: z}, name: D}\n  - name: E\n"
            ),
        ),
        (
            "kpis:\n  - why:\n      text: x\n    name: B\n  - why: {text: y, by: z}\n",
            move("kpis.why.text", "kpis.note"),
            "kpis:\n  - note: x\n    name: B\n  - why: {by: z}\n    note: y\n",
        ),
        ("a:\n  b: {c: 1} # t\n", move("a.b.c", "d.f"), "# t\nd:\n  f: 1\n"),
        ("outcome: 'nd' # o\n", {"change": "outcome", "from": "nd", "to": "it's"}, "outcome: 'it''s' # o\n"),
        ('tags: [nd, x, "nd"]\n', {"change": "tags", "from": "nd", "to": "y z"}, 'tags: [y z, x, "y z"]\n'),
        ("a:\n  - b: 1\n  - {b: true}\n", {"change": "a.b", "from": 1, "to": "one"}, "a:\n  - b: one\n  - {b: true}\n"),
        ("tags: a, b # t\n", {"wrap": "tags"}, 'tags: ["a, b"] # t\n'),
        ("tags: {a: 1}\n", {"wrap": "tags"}, "tags: [{a: 1}]\n"),
        ("tags: # t\n  a: 1\n\n  b: 2\n", {"wrap": "tags"}, "tags: # t\n  - a: 1\n\n    b: 2\n"),
        ("tags: >-\n  a\n  b\nx: 1\n", {"wrap": "tags"}, "tags:\n  - >-\n    a\n    b\nx: 1\n"),
        ("tags: ~\n", {"wrap": "tags"}, "tags: ~\n"),
        ("tags: [a]\ndeal: {}\n", {"fill": "origin", "with": "internal"}, "origin: internal\ntags: [a]\ndeal: {}\n"),
        ("origin: public\n", {"fill": "origin", "with": "internal"}, "origin: public\n"),
        (
            "deal: {a: 1} # d\n",
            {"fill": "origin", "with": "internal", "when": {"deal.a": 1}},
            "origin: internal\ndeal: {a: 1} # d\n",
        ),
        ("deal: {a: 2}\n", {"fill": "origin", "with": "internal", "when": {"deal.a": 1}}, "deal: {a: 2}\n"),
        ("a:\n  - b: 1\n  - {}\n", {"fill": "a.ok", "with": True}, "a:\n  - b: 1\n    ok: true\n  - {ok: true}\n"),
    ],
)  # fmt: skip
def test_a_step_changes_what_it_means(before: str, step: dict[str, Any], after: str) -> None:
    """Comments, quotes, styles and all other lines stay; a second run finds nothing to do."""
    assert front(before, step) == after


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ("old: Some\n  prose.\n", "old", "## Old\n\nSome prose.\n"),
        ("old:\n  - One\n  - >-\n    Two\n    lines\n", "old", "## Old\n\n- One\n- Two lines\n"),
        ("deal: # d\n  old: Some\n", "deal.old", "## Old\n\n```yaml\n# d\nold: Some\n```\n"),
        ("old:\n  - {a: 1}\n  # why\n", "old", "## Old\n\n```yaml\nold:\n  - {a: 1}\n  # why\n```\n"),
        ("old: |\n  - no\n  ```\n", "old", "## Old\n\n````yaml\nold: |\n  - no\n  ```\n````\n"),
        ("deal: {a: 1, old: 2}\n", "deal.old", "## Old\n\n2\n"),
    ],
)  # fmt: skip
def test_what_is_given_up_stands_below_the_text(before: str, path: str, after: str) -> None:
    """Prose as prose, anything else as it was written, with its comments."""
    done = migrate(f"---\nname: A\n{before}---\n\nText.\n".encode(), schema({"retire": path, "heading": "Old"}))
    assert done is not None
    assert done.problem is None
    head, _, rest = done.raw.decode().partition("\n---\n\nText.\n\n")
    assert rest == after
    assert "old" not in head


def test_steps_of_several_versions_are_taken_in_turn() -> None:
    """From version 1, or from where the record says it is; a version without steps only counts on."""
    found = schema(**{"x-version": 4, "x-migrations": {"2": [move("a", "b")], "4": [move("b", "c")]}})
    first, third = migrate(b"---\na: 1\n---\n", found), migrate(b"---\nb: 1\nschema_version: 3 # v\n---\n", found)
    assert first is not None
    assert third is not None
    assert (first.raw, first.old_version) == (b"---\nschema_version: 4\nc: 1\n---\n", 1)
    assert (third.raw, third.old_version) == (b"---\nc: 1\nschema_version: 4 # v\n---\n", 3)
    second = migrate(b"---\na: 1\n---\n", found, 2)
    assert second is not None
    assert second.raw == b"---\nschema_version: 2\nb: 1\n---\n"
    assert migrate(b"---\na: 1\nschema_version: 5\n---\n", found) is None
    assert migrate(b"---\na: 1\nschema_version: two\n---\n", found) is None


def test_line_ends_and_byte_order_mark_stay() -> None:
    """A file from Windows changes in the lines that are meant, and ends them as the others do."""
    raw = b"\xef\xbb\xbf---\r\nname: A\r\nstage: x\r\nold: y\r\n---\r\n\r\nText."
    done = migrate(raw, schema(IN, {"retire": "old", "heading": "Old"}))
    assert done is not None
    assert done.raw == (
        b"\xef\xbb\xbf---\r\nname: A\r\nschema_version: 2\r\ndeal:\r\n  stage: x\r\n---\r\n\r\nText."
        b"\r\n\r\n## Old\r\n\r\ny\r\n"
    )


@pytest.mark.parametrize(
    ("before", "step", "line", "says"),
    [
        ("stage: x\ndeal: {stage: y}\n", IN, 4, "`stage` cannot move to `deal.stage`, which is there already."),
        ("stage: x\ndeal: y\n", IN, 4, "`deal` is no group that could take `stage`."),
        ("deal: [{stage: x}]\n", OUT, 3, "`deal.stage` stands in each entry of a list, and cannot leave it."),
    ],
)
def test_what_would_be_lost_stops_the_record(before: str, step: dict[str, Any], line: int, says: str) -> None:
    """The place and the reason are a problem, and the file stays as it was."""
    raw = f"---\nname: A\n{before}---\n".encode()
    done = migrate(raw, schema(step))
    assert done is not None
    assert done.problem is not None
    assert (done.raw, done.problem.span.line, str(done.problem.message)) == (raw, line, says)
    assert (done.problem.code, done.problem.severity) == ("schema-older", "error")


KEYS = ("a", "b", "c", "d")
SINGLE = st.sampled_from(["x", "a, b", "it's", "# hash", "a: b", "more\nlines\n", "", "тест", 1, True, 1.5, None])
PATHS = st.lists(st.sampled_from(KEYS), min_size=1, max_size=3).map(".".join)
STEPS = st.one_of(
    st.builds(move, PATHS, PATHS)
    .filter(lambda step: not f"{step['to']}.".startswith(f"{step['move']}."))
    .filter(lambda step: not f"{step['move']}.".startswith(f"{step['to']}.")),
    st.builds(lambda path: {"change": path, "from": "x", "to": "n, m"}, PATHS),
    st.builds(lambda path: {"wrap": path}, PATHS),
    st.builds(lambda path: {"fill": path, "with": "v"}, PATHS),
    st.builds(lambda path: {"retire": path, "heading": "Old"}, PATHS),
)
VALUES = st.recursive(
    SINGLE, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3)
)


@given(st.dictionaries(st.sampled_from(KEYS), VALUES, min_size=1), st.lists(STEPS, max_size=3), st.randoms())
def test_whatever_stands_in_a_record_its_comments_stay_or_it_does(
    data: dict[str, Any], steps: list[dict[str, Any]], chance: random.Random
) -> None:
    """Any values in any style, any steps: no comment is lost or doubled, or the file is as it was, with a problem."""
    lines = yaml.safe_dump({"name": "A", **data}, default_flow_style=chance.choice([None, False])).split("\n")
    counted = [f"{line} #c{n}" if line.endswith((":", "]", "}")) else line for n, line in enumerate(lines)]
    raw = ("---\n" + "\n".join(counted) + "---\n\nText.\n").encode()
    assume(frontmatter.read_document(source.decode_source("a.md", raw)[0] or source.Source("a.md", ""))[0] is not None)
    done = migrate(raw, schema(*steps))
    assert done is not None
    if done.problem is not None:
        assert done.raw == raw
    assert sorted(re.findall(rb"#c\d+", done.raw)) == sorted(re.findall(rb"#c\d+", raw))
