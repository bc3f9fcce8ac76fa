"""Ids of headings follow GitHub's rules."""

from __future__ import annotations

from afterword.body.heading_ids import make_heading_id


def test_an_id_keeps_the_script_of_its_heading() -> None:
    """Punctuation is left out, spaces become hyphens, and a heading of signs alone still gets an id."""
    assert make_heading_id("What went well?", {}) == "what-went-well"
    assert make_heading_id("Что вышло", {}) == "что-вышло"
    assert make_heading_id("!?", {}) == "section"


def test_repeated_headings_are_numbered() -> None:
    """Each id is unique in its body, also where a heading reads like a numbered one."""
    counts: dict[str, int] = {}
    headings = ["Setup", "Setup", "Setup-1", "Setup"]
    assert [make_heading_id(heading, counts) for heading in headings] == ["setup", "setup-1", "setup-1-1", "setup-2"]
