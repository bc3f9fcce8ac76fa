"""Catalogue of all rules."""

from __future__ import annotations

from collections.abc import Mapping

from afterword.checks import RULE_MODULES, external_links, gate_rules
from afterword.frontmatter import frontmatter, source
from afterword.problems import Rule, RuleGroup
from afterword.records import record_reader
from afterword.schema import violations

_ALL_RULES = (
    *source.RULES,
    *frontmatter.RULES,
    *violations.RULES,
    *(module.RULE for module in RULE_MODULES),
    record_reader.ORPHAN,
    *external_links.RULES,
    *gate_rules.RULES,
)

RULE_GROUPS: Mapping[RuleGroup, tuple[Rule, ...]] = {
    group: tuple(rule for rule in _ALL_RULES if rule.group is group) for group in RuleGroup
}
"""Rules by group."""

RULES: Mapping[str, Rule] = {rule.code: rule for rules in RULE_GROUPS.values() for rule in rules}
"""Rules by code."""

CONFIGURABLE_CODES = frozenset(rule.code for rule in RULES.values() if rule.configurable)
"""Codes of the rules whose severity a team may change.

The others report what prevents a file from being read, or from having an address.
"""
