"""Values that a comparison shows, formatted for readers of one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from babel.dates import get_month_names
from babel.units import format_unit

from afterword.analysis.inputs import (
    COMPARED_FIELDS,
    OUTCOME_PATHS,
    Comparable,
    ComparedField,
    ValueForm,
    group_fields_by_variable,
)
from afterword.analysis.verdicts import field_title, lower_first_word, variable_title
from afterword.pages.facets import enumeration_words
from afterword.pages.templates import country_name, format_number, term_title
from afterword.schema.schema import Schema
from afterword.schema.vocabulary import Vocabulary
from afterword.text.languages import Language

_TITLED = ("budget.actual", "budget.planned", "deal.amount")
"""Inputs that need their own title beside that of their variable, as do those that a team adds."""
_UNTITLED = {row.path for row in COMPARED_FIELDS} - {*_TITLED}


@dataclass(frozen=True)
class ValueFormatter:
    """Formatter of the values that a comparison shows, in one language; without slots, as it caches its look-ups."""

    vocabulary: Vocabulary
    schema: Schema
    language: Language

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Titles of inputs by their paths, if they say more than the name of their variable."""
        paths = [row.path for row in self._inputs if row.path not in _UNTITLED]
        return {path: field_title(path, self.schema, self.language) for path in paths}

    @cached_property
    def outcome_titles(self) -> Mapping[str, str]:
        """Titles of the outcomes beside the KPIs, by the paths of their fields."""
        return {path: self._full_title(path) for path in OUTCOME_PATHS}

    @cached_property
    def code_labels(self) -> Mapping[str, Mapping[str, str]]:
        """Labels of codes by the path of their input; without countries, whose names any browser has."""
        labels = {row.path: self._labels[row.path] for row in self._inputs if row.path in self._labels}
        for row in self._inputs:
            if row.terms:
                terms = self.vocabulary.lists.get(row.terms, {})
                labels[row.path] = {key: term.localized_title(self.language.code) for key, term in terms.items()}
        return labels

    @property
    def _inputs(self) -> Sequence[ComparedField]:
        return [row for rows in group_fields_by_variable(self.vocabulary).values() for row in rows]

    @cached_property
    def _labels(self) -> Mapping[str, Mapping[str, str]]:
        return enumeration_words(self.language.code)

    def title(self, variable: str) -> str:
        """Return the title of a variable."""
        return variable_title(variable, self.vocabulary, self.schema, self.language)

    def format_variable(self, record: Comparable, variable: str) -> Sequence[tuple[str, str]]:
        """Return the values that a record has for a variable, each with the title of its field.

        The author's own words come first and have no title.
        """
        words = record.variables.get(variable)
        rows = [row for row in group_fields_by_variable(self.vocabulary).get(variable, ()) if row.path in record.inputs]
        if any(row.form is ValueForm.TALLY for row in rows):  # a tally includes the number of its items
            rows = [row for row in rows if not row.is_partial]
        return [
            *([] if words is None else [("", self._format_text(words))]),
            *((self.titles.get(row.path, ""), self._format_input(row, record.inputs[row.path])) for row in rows),
        ]

    def format_outcomes(self, a: Comparable, b: Comparable) -> Sequence[tuple[str, Sequence[str]]]:
        """Return the outcomes of two records beside the KPIs: a title, and both values, empty if not recorded."""
        return [
            (title, [self._format_outcome(record.outcomes.get(path)) for record in (a, b)])
            for path, title in self.outcome_titles.items()
            if path in a.outcomes or path in b.outcomes
        ]

    def _full_title(self, path: str) -> str:
        """Return the title of a field after that of its group: “Audience: reached”."""
        group_title, title = (
            field_title(group_path, self.schema, self.language) for group_path in (path.partition(".")[0], path)
        )
        return title if title == group_title else f"{group_title}: {lower_first_word(title)}"

    def _format_input(self, row: ComparedField, value: Any) -> str:
        match row.form:
            case ValueForm.CODES:
                return ", ".join(self._code_label(row, code) for code in value)
            case ValueForm.TALLY:
                return ", ".join(f"{name} × {count}" for name, count in value.items())
            case ValueForm.MONEY:
                return self._format_money(value)
            case ValueForm.MONTHS:
                names = get_month_names("wide", "stand-alone", self.language.code)
                return "–".join(names[month] for month in dict.fromkeys(value))
            case ValueForm.DAYS:
                return str(format_unit(value, "duration-day", "long", locale=self.language.code))
        return "; ".join(value) if isinstance(value, list) else self._format_text(value)

    def _code_label(self, row: ComparedField, code: str) -> str:
        if row.path == "markets":
            return country_name(code, self.language.code)
        if row.terms:
            return term_title(self.vocabulary, row.terms, code, self.language.code)
        return str(self._labels.get(row.path, {}).get(code, code))

    def _format_outcome(self, value: Any) -> str:
        if isinstance(value, list):
            return self._format_money(value)
        return "" if value is None else self._format_text(value)

    def _format_money(self, value: Sequence[Any]) -> str:
        amount, currency = value
        return f"{self._format_text(amount)} {currency}".strip()

    def _format_text(self, value: Any) -> str:
        return format_number(value, self.language.code)
