"""Values of the schema keywords that begin with `x-` are checked one by one."""

from __future__ import annotations

from typing import Any

import pytest

from afterword.problems import Severity
from afterword.schema.fields import Confidential
from afterword.schema.keywords import parse_confidential, parse_due_days, parse_severities


def test_severities_are_parsed_by_code() -> None:
    """Each code has one of the known severities."""
    assert parse_severities({"summary-length": "off"}) == {"summary-length": Severity.OFF}


@pytest.mark.parametrize(("raw", "message"), [([], "x-severity holds codes"), ({"a": "loud"}, "x-severity of `a`")])
def test_broken_severities_are_refused(raw: object, message: str) -> None:
    """The message names the keyword or the code."""
    with pytest.raises(ValueError, match=message):
        parse_severities(raw)


def test_a_field_or_its_items_may_be_confidential() -> None:
    """A field without the keyword is not."""
    assert parse_confidential({"x-confidential": "name"}, {}, ("a",)) is Confidential.NAME
    assert parse_confidential({}, {"x-confidential": "amount"}, ("a",)) is Confidential.AMOUNT
    assert parse_confidential({}, {}, ("a",)) is None


@pytest.mark.parametrize("raw", [[], {"deal": -1}, {"deal": "7"}, {"deal": True}])
def test_due_days_are_whole_numbers(raw: Any) -> None:
    """Negative numbers, texts and booleans are refused."""
    assert parse_due_days({"deal": 7}) == {"deal": 7}
    with pytest.raises(ValueError, match="x-due-days"):
        parse_due_days(raw)
