"""Fields that comparisons look at, by variable, with those that a team adds."""

from __future__ import annotations

from afterword.analysis.inputs import COMPARED_FIELDS, group_fields_by_variable, split_text
from afterword.schema.vocabulary import Vocabulary


def test_a_team_adds_fields_to_a_variable() -> None:
    """Its own fields come after the built-in ones, and none is listed twice."""
    title = {"en": "Market"}
    vocabulary = Vocabulary({"variables": {"market": {"title": title, "fields": ["deal.region", "markets"]}}})
    assert [field.path for field in group_fields_by_variable(vocabulary)["market"]] == ["markets", "deal.region"]


def test_every_built_in_field_has_one_variable() -> None:
    """A path is compared once."""
    paths = [field.path for field in COMPARED_FIELDS]
    assert len(paths) == len(set(paths))


def test_a_list_written_as_a_text_is_split() -> None:
    """At commas, semicolons and “and”, but not inside a number."""
    assert split_text("red, blue; green and 1,500 stickers") == ["red", "blue", "green", "1,500 stickers"]
    assert split_text("красный и синий") == ["красный", "синий"]
