"""Every kind of problem there is."""

from __future__ import annotations

from collections.abc import Mapping

from afterword import frontmatter, source, violations
from afterword.checks import CHECKS
from afterword.problems import Rule

GROUPS: Mapping[str, tuple[Rule, ...]] = {
    "Files": source.RULES,
    "Front matter": frontmatter.RULES,
    "Fields": violations.RULES,
    "Records": tuple(check.RULE for check in CHECKS if check.RULE not in frontmatter.RULES),
}
"""The rules by what they look at."""

GRADED = frozenset(check.RULE.code for check in CHECKS)
"""The codes whose severity a team may change. All others keep a file from being read as a record at all."""

RULES: Mapping[str, Rule] = {rule.code: rule for rules in GROUPS.values() for rule in rules}
"""The rules by code."""
