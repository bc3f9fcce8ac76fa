"""References between files: relative addresses, and briefs by file or title."""

from __future__ import annotations

import pytest

from afterword.records.grouping import group_by_keys
from afterword.records.references import brief_keys, resolve_relative


@pytest.mark.parametrize(
    ("target", "file"),
    [
        ("other.md", "postmortems/2026/other.md"),
        ("../2025/a%20b.md#plan", "postmortems/2025/a b.md"),
        ("./x.png?raw=true", "postmortems/2026/x.png"),
        ("../../../etc/passwd", ""),
    ],
)
def test_a_relative_address_leads_to_a_file_below_the_root(target: str, file: str) -> None:
    """Encoded characters are decoded, fragments dropped, and nothing outside the root is reached."""
    assert resolve_relative("postmortems/2026/frozen.md", target) == file


def test_a_brief_is_called_by_file_or_title() -> None:
    """A path may be relative to the root or to the record; a title may stand in brackets."""
    assert brief_keys("briefs/a.md", "postmortems/x.md") == ["briefs/a.md", "postmortems/briefs/a.md", "briefs/a.md"]
    assert "harbour clinics" in brief_keys("[[Harbour Clinics|the plan]]", "postmortems/x.md")


def test_values_are_grouped_by_each_of_their_keys() -> None:
    """A value with two keys is in two groups, and the order stays."""
    assert group_by_keys(["ab", "b"], list) == {"a": ["ab"], "b": ["ab", "b"]}
