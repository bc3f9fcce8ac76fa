"""Items and headings of a body, with their places."""

from __future__ import annotations

import pytest

from afterword.frontmatter import source
from afterword.problems import Span
from afterword.records import record_reader
from parsed_bodies import POSTMORTEM, VOCABULARY, parsed


@pytest.mark.parametrize(
    ("text", "roles", "items"),
    [
        (
            "## What went well?\n\n- The demo\n- The price\n\n## What should we stop doing?\n\n1. Waiting\n",
            {"went_well", "stop_doing"},
            {"went_well": ["The demo", "The price"], "stop_doing": ["Waiting"]},
        ),
        (
            "## Что прошло хорошо?\n\n- Показ\n\n## 3. ЧТО ПЕРЕСТАТЬ ДЕЛАТЬ\n\n* Ждать\n",
            {"went_well", "stop_doing"},
            {"went_well": ["Показ"], "stop_doing": ["Ждать"]},
        ),
        (
            "## What went well?\n\n### In sales\n\n- **Two** `calls`\n  - and more\n\n## Weather\n\n- Rain\n",
            {"went_well"},
            {"went_well": ["Two calls"]},
        ),
        ("What went well?\n---------------\n\n- [x] The demo\n", {"went_well"}, {"went_well": ["The demo"]}),
        ("- The demo\n", set(), {}),
    ],
    ids=["English", "Russian", "nested", "setext", "none"],
)
def test_items_are_collected_under_the_role_of_their_section(
    text: str, roles: set[str], items: dict[str, list[str]]
) -> None:
    """A list under a heading that the team's vocabulary knows counts for it, in either language and at any depth."""
    found = parsed(text)
    assert found.roles == roles
    assert {role: [item.text for item in under] for role, under in found.items.items()} == items


# ----------------------------------------------------------------------------------------------------------- places

RECORD = """---
name: The Frozen Funnel
kind: deal
status: draft
summary: >-
  Воронка застыла.
{more}---

Мы проиграли, как в [[New Coke]].

## Что получилось?

- Показ: [отчёт](https://example.com/отчёт) и ещё [[New
  Coke|раз]]
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("more", ["", "stop_doing:\n" + "  - wait\n" * 400], ids=["short", "long"])
def test_places_in_a_body_are_places_in_its_file(line_end: str, more: str) -> None:
    """Links and headings stand where they are said to, after Cyrillic text, in CRLF files, behind long front matter."""
    text = RECORD.format(more=more)
    read, _ = source.decode_source("postmortems/a.md", text.replace("\n", line_end).encode())
    assert read is not None
    found, problems = record_reader.read_record(read, POSTMORTEM, VOCABULARY)
    assert problems == []
    assert found is not None
    lines = text.split("\n")
    first = lines.index("Мы проиграли, как в [[New Coke]].") + 1
    links = [(link.target, found.body.to_span(link.place)) for link in found.body.links]
    assert links == [
        ("New Coke", Span(first, 21, 12)),
        ("https://example.com/отчёт", Span(first + 4, 10, 34)),
        ("New\n  Coke", Span(first + 4, 51, 5)),
    ]
    (heading,) = found.body.headings
    assert found.body.to_span(heading.place) == Span(first + 2, 1, 18)
    assert lines[first + 3][9:43] == "[отчёт](https://example.com/отчёт)"
