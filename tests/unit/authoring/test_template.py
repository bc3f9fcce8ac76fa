"""A template is rendered for a new library, and merged into one that a team has changed."""

from __future__ import annotations

import pytest

from afterword.authoring.template import (
    ANSWERS,
    InitAnswers,
    LockedRequirements,
    TemplateChange,
    UpdateOutcome,
    make_base,
    merge_template,
    read_base,
    render_template,
    replace_wheels,
)
from afterword.problems import Unusable

ENGLISH = InitAnswers("Our: deals", ("en", "ru"), "github", example=False)
LOCKED = LockedRequirements("afterword==1", "click==8\n", "")


def test_placeholders_are_filled_and_parts_selected() -> None:
    """Hidden files have names without a dot in the template; the schema comes last."""
    template = {
        "always/mkdocs.yml": b"site_name: @name:yaml@\nlanguages: [@languages@]\n",
        "always/dot-gitignore": b"site\n",
        "github/dot-github/check.yml": b"on: push\n",
        "gitlab/dot-gitlab-ci.yml": b"check:\n",
        "example-en/postmortems/a.md": b"",
    }
    files = render_template(template, {"postmortem.schema.json": b"{}"}, ENGLISH, LOCKED)
    assert list(files) == [".gitignore", "mkdocs.yml", ".github/check.yml", "schema/postmortem.schema.json"]
    assert files["mkdocs.yml"] == b'site_name: "Our: deals"\nlanguages: [en, ru]\n'


def test_a_library_remembers_its_template() -> None:
    """Files and answers come back as they were."""
    base = make_base({".gitignore": b"site\n"}, ENGLISH, "1")
    stored = {name.removeprefix(".afterword-template/"): raw for name, raw in base.items()}
    assert read_base(stored) == {".gitignore": b"site\n"}
    assert InitAnswers.parse(base[ANSWERS]) == ENGLISH


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b'{"name": "x"}', b'{"name": "x", "languages": ["xx"], "ci": "none", "example": true}']
)
def test_damaged_answers_are_refused(raw: bytes) -> None:
    """The message says where the original is."""
    with pytest.raises(Unusable, match="Restore it from git"):
        InitAnswers.parse(raw)


def test_an_update_keeps_what_the_team_did() -> None:
    """Changed files are merged, deleted ones stay deleted, untouched ones are replaced."""
    base = {"a": b"1", "b": b"1", "c": b"1", "d": b"1"}
    fresh = {"a": b"2", "b": b"2", "c": b"2", "e": b"new"}
    current = {"a": b"1", "b": b"team", "d": b"1"}
    changes = list(merge_template(base, fresh, current, lambda *_: (b"merged", False)))
    assert changes == [
        TemplateChange("a", UpdateOutcome.UPDATED, b"2"),
        TemplateChange("b", UpdateOutcome.MERGED, b"merged"),
        TemplateChange("c", UpdateOutcome.GONE),
        TemplateChange("d", UpdateOutcome.LEFT),
        TemplateChange("e", UpdateOutcome.ADDED, b"new"),
    ]


def test_a_library_has_one_wheel() -> None:
    """The new one is added and the old one removed."""
    assert list(replace_wheels({"tools/old.whl": b"1"}, "tools/new.whl", b"2")) == [
        TemplateChange("tools/new.whl", UpdateOutcome.ADDED, b"2"),
        TemplateChange("tools/old.whl", UpdateOutcome.REMOVED),
    ]
