"""Migrations of a schema are checked when it is read."""

from __future__ import annotations

from typing import Any

import pytest

from afterword.problems import Unusable
from migration_steps import move, schema


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"x-version": "2"}, "x-version: '2' is not a whole number from 1"),
        ({"x-version": 0}, "x-version: 0 is not a whole number from 1"),
        ({"x-migrations": []}, 'x-migrations holds versions with a list of steps, such as {"2": [{"move": '),
        ({"x-migrations": {"3": []}}, "x-migrations: '3' is no version from 2 to the schema's own, x-version 2"),
        ({"x-migrations": {"1": []}}, "x-migrations: '1' is no version from 2"),
        ({"x-migrations": {"next": []}}, "x-migrations: 'next' is no version from 2"),
        ({"x-migrations": {"2": {}}}, "x-migrations of version 2 is no list of steps"),
    ],
)
def test_broken_migrations_are_told_when_the_schema_is_read(more: dict[str, Any], says: str) -> None:
    """A fault of the schema is none of a record: nothing runs with it, and one line says what is wrong."""
    with pytest.raises(Unusable) as told:
        schema(**more)
    assert str(told.value).startswith(f"s.json: {says}")


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (
            "move",
            (
                "'move' has not the keys of a step: move, to; change, from, to; wrap; fill, with; fill, with, when;"
                " retire, heading"
            ),
        ),
        ({"move": "a"}, "{'move': 'a'} has not the keys of a step"),
        ({"move": "a", "to": "b", "why": "c"}, "{'move': 'a', 'to': 'b', 'why': 'c'} has not the keys of a step"),
        (move("a..b", "c"), "'a..b' is no field such as `surprises` or `deal.stage`"),
        (
            {"fill": "a", "with": 1, "when": ["b"]},
            '`when` names fields with the value each must have, such as {"status": "published"}',
        ),
        ({"fill": "a", "with": 1, "when": {"b": []}}, "[] is no single value"),
        ({"wrap": 5}, "5 is no field such as `surprises` or `deal.stage`"),
        (move("a", "a.b"), "a field cannot move into itself or what it stands in: a, a.b"),
        (move("schema_version", "v"), "schema_version is set by the migration itself"),
        ({"change": "a", "from": ["x"], "to": "y"}, "['x'] is no single value"),
        ({"fill": "a", "with": None}, "None is no single value"),
        ({"retire": "a", "heading": " "}, "' ' is no heading on one line"),
    ],
)
def test_a_broken_step_is_told_with_its_place(step: object, says: str) -> None:
    """The version and the number of the step, and what is wrong with it."""
    with pytest.raises(Unusable) as told:
        schema(move("x", "y"), step)
    assert str(told.value).startswith(f"s.json: x-migrations of version 2, step 2: {says}")
