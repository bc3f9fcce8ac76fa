"""The declaration of each rule is true, and everything that depends on it is derived from it."""

from __future__ import annotations

import pkgutil
from datetime import date
from pathlib import Path

import pytest

from afterword import checks
from afterword.checks import RULE_MODULES, PageCheck, RecordCheck, select_checks
from afterword.checks.rule_catalogue import RULE_GROUPS, RULES
from afterword.library.library import Library, LibraryContext
from afterword.problems import Rule, RuleGroup, Subject
from afterword.records.record import Record
from afterword.workspace import project
from support import Case, cases

_NOT_RULES = {"external_links", "gate_rules", "marked_fields", "rule_catalogue"}
"""Modules of the package that hold no rule of their own, or several."""


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> dict[Case, Library]:
    """The libraries of all cases of the rules."""
    folder = tmp_path_factory.mktemp("cases")
    library_cases = (case for case in cases() if not case.is_elsewhere)
    return {case: project.load_project(case.library(folder / str(case))).library for case in library_cases}


def _list_subjects(library: Library) -> list[tuple[Subject, Record]]:
    translations = [translation for record in library.records for translation in record.translations.values()]
    return [
        *((Subject.RECORD, record) for record in library.records),
        *((Subject.BRIEF, brief) for brief in library.briefs),
        *((Subject.TRANSLATION, translation) for translation in translations),
    ]


def test_every_rule_module_is_listed() -> None:
    """A module in the package that is not in the list would never run."""
    listed_names = {Path(str(module.__file__)).stem for module in RULE_MODULES}  # type: ignore[union-attr]
    assert listed_names == {info.name for info in pkgutil.iter_modules(checks.__path__)} - _NOT_RULES


def test_every_rule_has_one_code_and_one_group() -> None:
    """No two rules share a code, and the catalogue has every rule once, below its group."""
    rules = [rule for group in RuleGroup for rule in RULE_GROUPS[group]]
    assert len({rule.code for rule in rules}) == len(rules) == len(RULES)
    assert {module.RULE for module in RULE_MODULES} <= set(rules)


def test_a_rule_without_the_library_finds_the_same_in_any_library(libraries: dict[Case, Library]) -> None:
    """Such a rule runs where a file is read and no other is known yet, so its findings cannot depend on others."""
    for case, library in libraries.items():
        empty_library = Library((), library.schema, library.vocabulary)
        for subject, record in _list_subjects(library):
            for module in select_checks(subject, needs_library=False):
                findings = list(module.check(record, library))
                assert list(module.check(record, empty_library)) == findings, (case, module.RULE.code)


def test_a_rule_with_the_library_finds_something_else_without_it(libraries: dict[Case, Library]) -> None:
    """A rule that declares the need for the library in vain would only run later than necessary."""
    dependent: set[Rule] = set()
    for library in libraries.values():
        for subject, record in _list_subjects(library):
            context = LibraryContext(briefs=[record] if subject is Subject.BRIEF else [], today=date.min)
            records = [record] if subject is Subject.RECORD else []
            small_library = Library(records, library.schema, library.vocabulary, context)
            for module in select_checks(subject, needs_library=True):
                if list(module.check(record, library)) != list(module.check(record, small_library)):
                    dependent.add(module.RULE)
    declared = {module.RULE for module in RULE_MODULES if isinstance(module, RecordCheck) and module.RULE.needs_library}
    assert {rule.code for rule in declared - dependent} == set()


def test_a_rule_for_pages_can_check_pages() -> None:
    """Exactly the rules that name hand-written pages among their subjects have a check for them."""
    for module in RULE_MODULES:
        assert isinstance(module, PageCheck) == (Subject.PAGE in module.RULE.subjects), module.RULE.code
