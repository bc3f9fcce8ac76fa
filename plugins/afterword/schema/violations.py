"""Violations of a schema, and the rules that report them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from afterword.problems import DataPath, Rule, RuleGroup
from afterword.schema.fields import EACH

REQUIRED = Rule(
    "schema-required", "Something a record of this kind and status needs is missing", group=RuleGroup.FIELDS
)
UNKNOWN_KEY = Rule("schema-unknown-key", "A key is not a field", group=RuleGroup.FIELDS)
TYPE = Rule("schema-type", "A value is of the wrong kind", group=RuleGroup.FIELDS)
ENUM = Rule("schema-enum", "A value is not one of the allowed ones", group=RuleGroup.FIELDS)
PATTERN = Rule("schema-pattern", "A value is not written in the form it needs", group=RuleGroup.FIELDS)
LENGTH = Rule("schema-length", "A text or a list is too short or too long", group=RuleGroup.FIELDS)
RANGE = Rule("schema-range", "A number is outside its range", group=RuleGroup.FIELDS)
ITEMS = Rule("schema-items", "A list repeats an item, or lacks one it needs", group=RuleGroup.FIELDS)
OTHER = Rule("schema-other", "A value breaks another rule of the team's schema", group=RuleGroup.FIELDS)
RULES = (REQUIRED, UNKNOWN_KEY, TYPE, ENUM, PATTERN, LENGTH, RANGE, ITEMS, OTHER)


@dataclass(frozen=True, slots=True)
class Violation:
    """Keyword of a schema that the value at a path breaks; `condition` says in which case the keyword holds.

    `alternatives` are other values that the author may have meant and that do not break the keyword.
    """

    keyword: str
    path: DataPath
    value: Any
    expected: Any
    schema: Mapping[str, Any] = field(default_factory=dict)
    condition: str = ""
    alternatives: Sequence[Any] = ()

    @property
    def replacement(self) -> Any:
        """The only alternative; None when there are none or several."""
        return self.alternatives[0] if len(self.alternatives) == 1 else None


def path_label(path: DataPath) -> str:
    """Return a path as authors write it: `deal.account`, `kpis`."""
    return ".".join(str(step) for step in path if not isinstance(step, int) and step != EACH)
