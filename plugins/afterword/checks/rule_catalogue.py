"""Every kind of problem there is."""

from __future__ import annotations

from collections.abc import Mapping

from afterword.checks import (
    BRIEF_CHECKS,
    CHECKS,
    TRANSLATION_CHECKS,
    name_taken,
    name_unusable,
    private_value_shown,
    public_name_unused,
    slug_taken,
)
from afterword.checks import (
    external_links as elsewhere,
)
from afterword.checks import gate_rules as codes
from afterword.frontmatter import frontmatter, source
from afterword.problems import Rule
from afterword.records import record_reader as reading
from afterword.schema import violations

_CHECKS = tuple(dict.fromkeys((*CHECKS, *BRIEF_CHECKS, *TRANSLATION_CHECKS)))

GROUPS: Mapping[str, tuple[Rule, ...]] = {
    "Files": source.RULES,
    "Front matter": frontmatter.RULES,
    "Fields": violations.RULES,
    "Records": (*(check.RULE for check in _CHECKS if check.RULE not in frontmatter.RULES), reading.ORPHAN),
    "Editions": (private_value_shown.RULE, public_name_unused.RULE),
    "Links from other repositories": elsewhere.RULES,
    "Briefs at the gate": codes.RULES,
}
"""The rules by what they look at."""

_ADDRESSES = (name_taken, name_unusable, slug_taken)
GRADED = frozenset(
    (*(check.RULE.code for check in _CHECKS if check not in _ADDRESSES), *(rule.code for rule in GROUPS["Editions"]))
)
"""The codes whose severity a team may change. The others keep a file from being read, or from having an address."""

RULES: Mapping[str, Rule] = {rule.code: rule for rules in GROUPS.values() for rule in rules}
"""The rules by code."""
