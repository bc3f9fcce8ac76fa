"""Catalogue of all rules."""

from __future__ import annotations

from collections.abc import Mapping

from afterword.checks import (
    BRIEF_CHECKS,
    CHECKS,
    TRANSLATION_CHECKS,
    external_links,
    gate_rules,
    name_taken,
    name_unusable,
    private_value_shown,
    public_name_unused,
    slug_taken,
)
from afterword.frontmatter import frontmatter, source
from afterword.problems import Rule
from afterword.records import record_reader
from afterword.schema import violations

_CHECKS = tuple(dict.fromkeys((*CHECKS, *BRIEF_CHECKS, *TRANSLATION_CHECKS)))

RULE_GROUPS: Mapping[str, tuple[Rule, ...]] = {
    "Files": source.RULES,
    "Front matter": frontmatter.RULES,
    "Fields": violations.RULES,
    "Records": (*(check.RULE for check in _CHECKS if check.RULE not in frontmatter.RULES), record_reader.ORPHAN),
    "Editions": (private_value_shown.RULE, public_name_unused.RULE),
    "Links from other repositories": external_links.RULES,
    "Briefs at the gate": gate_rules.RULES,
}
"""Rules by what they check."""

_FIXED_CHECKS = (name_taken, name_unusable, slug_taken)
CONFIGURABLE_CODES = frozenset(
    (
        *(check.RULE.code for check in _CHECKS if check not in _FIXED_CHECKS),
        *(rule.code for rule in RULE_GROUPS["Editions"]),
    )
)
"""Codes of the rules whose severity a team may change.

The others report what prevents a file from being read, or from having an address.
"""

RULES: Mapping[str, Rule] = {rule.code: rule for rules in RULE_GROUPS.values() for rule in rules}
"""Rules by code."""
