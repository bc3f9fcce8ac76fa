"""Values of a variable, worded for readers: its author's words, and the fields that say how it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from babel.dates import get_month_names
from babel.numbers import format_decimal
from babel.units import format_unit

from afterword.analysis.inputs import (
    COMPARED_FIELDS,
    OUTCOME_PATHS,
    Comparable,
    ComparedField,
    ValueForm,
    group_fields_by_variable,
)
from afterword.analysis.kpis import is_number
from afterword.analysis.verdicts import field_title, variable_title
from afterword.pages.templates import country_name, term_title
from afterword.schema.schema import Schema
from afterword.schema.vocabulary import Vocabulary
from afterword.text.languages import Language
from afterword.text.sentences import lower_first_word

_TITLED = ("budget.actual", "budget.planned", "deal.amount")
"""Inputs that need their own title beside that of their variable, as do those that a team adds."""
_UNTITLED = {row.path for row in COMPARED_FIELDS} - {*_TITLED}


@dataclass(frozen=True)
class RecordedWords:
    """The words for values of comparable records in one language; without slots, as it keeps what it looked up."""

    vocabulary: Vocabulary
    schema: Schema
    language: Language

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The titles of inputs by their paths, where they say more than the name of their variable."""
        rows = (row for group in group_fields_by_variable(self.vocabulary).values() for row in group)
        paths = [row.path for row in rows if row.path not in _UNTITLED]
        return {path: field_title(path, self.schema, self.language) for path in paths}

    def title(self, variable: str) -> str:
        """Return the name of a variable."""
        return variable_title(variable, self.vocabulary, self.schema, self.language)

    def lines(self, record: Comparable, variable: str) -> Sequence[tuple[str, str]]:
        """Return what a record says of a variable, each with the title of its field; its author's words have none."""
        words = record.variables.get(variable)
        rows = [row for row in group_fields_by_variable(self.vocabulary).get(variable, ()) if row.path in record.inputs]
        if any(row.form is ValueForm.TALLY for row in rows):  # it says how many there are, too
            rows = [row for row in rows if not row.is_partial]
        return [
            *([] if words is None else [("", self._text(words))]),
            *((self.titles.get(row.path, ""), self._value(row, record.inputs[row.path])) for row in rows),
        ]

    @cached_property
    def outcome_titles(self) -> Mapping[str, str]:
        """The titles of what came out beside the KPIs, by the paths of their fields."""
        return {path: self._whole_title(path) for path in OUTCOME_PATHS}

    def outcomes(self, a: Comparable, b: Comparable) -> Sequence[tuple[str, Sequence[str]]]:
        """Return what came out beside the KPIs: a title, and what each of two records says, which may be nothing."""
        return [
            (title, [self._outcome(of.outcomes.get(path)) for of in (a, b)])
            for path, title in self.outcome_titles.items()
            if path in a.outcomes or path in b.outcomes
        ]

    @cached_property
    def code_labels(self) -> Mapping[str, Mapping[str, str]]:
        """Names of codes by the path of their input; without countries, whose names any browser knows."""
        rows = [row for group in group_fields_by_variable(self.vocabulary).values() for row in group]
        labels: dict[str, Mapping[str, str]] = {}
        for row in rows:
            if (field := self.schema.field_at(row.path)) and field.labels:
                labels[row.path] = {
                    value: self.language.translate_label(label) for value, label in field.labels.items()
                }
            if row.terms:
                terms = self.vocabulary.lists.get(row.terms, {})
                labels[row.path] = {key: term.localized_title(self.language.code) for key, term in terms.items()}
        return labels

    def _whole_title(self, path: str) -> str:
        """Return the title of a field after that of the group it stands in: “Audience: reached”."""
        titles = [field_title(step, self.schema, self.language) for step in (path.partition(".")[0], path)]
        return titles[0] if titles[0] == titles[1] else f"{titles[0]}: {lower_first_word(titles[1])}"

    def _value(self, row: ComparedField, value: Any) -> str:
        match row.form:
            case ValueForm.CODES:
                return ", ".join(self._code(row, code) for code in value)
            case ValueForm.TALLY:
                return ", ".join(f"{name} × {count}" for name, count in value.items())
            case ValueForm.MONEY:
                return f"{self._text(value[0])} {value[1]}".strip()
            case ValueForm.MONTHS:
                names = get_month_names("wide", "stand-alone", self.language.code)
                return "–".join(names[month] for month in dict.fromkeys(value))
            case ValueForm.DAYS:
                return str(format_unit(value, "duration-day", "long", locale=self.language.code))
        return "; ".join(value) if isinstance(value, list) else self._text(value)

    def _code(self, row: ComparedField, code: str) -> str:
        if row.path == "markets":
            return country_name(code, self.language.code)
        if row.terms:
            return term_title(self.vocabulary, row.terms, code, self.language.code)
        return self.schema.label(row.path, code, self.language)

    def _outcome(self, value: Any) -> str:
        if isinstance(value, list):
            return f"{self._text(value[0])} {value[1]}".strip()
        return "" if value is None else self._text(value)

    def _text(self, value: Any) -> str:
        is_plain = not is_number(value)
        return str(value) if is_plain else format_decimal(value, format="#,##0.###", locale=self.language.code)
