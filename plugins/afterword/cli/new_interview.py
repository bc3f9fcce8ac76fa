"""Questions of `afterword new`: at most twelve, each answer checked against the whole library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import click
from babel import Locale

from afterword.authoring.related_records import describe_record, find_related
from afterword.authoring.scaffold import get_value, list_choices, set_value
from afterword.cli.new_drafts import FIELD_PATHS, MULTI_VALUE_FLAGS, Drafts, parse_values
from afterword.cli.terminal_prompt import AnswerCheck, Choice, InterviewQuestion, ask_question
from afterword.problems import DataPath, say
from afterword.text.languages import Language

_QUESTIONS: Mapping[str, Sequence[str]] = {
    "deal": ("outcome", "account", "competitor", "ends", "keeper", "owner", "team", "tag"),
    "campaign": ("market", "goal", "starts", "ends", "outcome", "keeper", "team", "tag", "series"),
    "launch": ("market", "goal", "starts", "ends", "outcome", "keeper", "team", "tag", "series"),
}
_DEFAULT_QUESTIONS = ("outcome", "starts", "ends", "keeper", "owner", "team", "tag")
"""Questions about a project, or about another kind that a team has added."""
_RELATED_FIELDS: Mapping[str, Sequence[DataPath]] = {"ends": [("due",)], "market": [("name",)]}
"""Fields that an answer determines in addition to its own."""


def run_interview(drafts: Drafts, language: Language) -> tuple[Drafts, Sequence[str]]:
    """Ask the author and return the drafts with the answers, and the names of the records to link."""
    for flag in ("kind", "name"):
        drafts = _ask_field(drafts, flag, language)
    for flag in _QUESTIONS.get(drafts.data["kind"], _DEFAULT_QUESTIONS):
        is_planned = flag == "outcome" and drafts.data["status"] == "planned"
        drafts = _ask_field(drafts, "kpi" if is_planned else flag, language)
    if (
        drafts.sections is None
        and len(drafts.form.vocabulary.section_sets) > 1
        and drafts.data["kind"] in ("deal", "project")
    ):
        drafts = replace(drafts, sections=_ask_sections(drafts, language))
    return drafts, _ask_links(drafts, language)


def _ask_field(drafts: Drafts, flag: str, language: Language) -> Drafts:
    """Ask for one field, unless it has a value already or the schema does not define it; return the drafts."""
    path, library = FIELD_PATHS[flag], drafts.project.library
    field = library.schema.find_field(path)
    if field is None or get_value(drafts.data, path) is not None:
        return drafts

    def with_answer(answer: str) -> Drafts:
        if not answer:
            return drafts
        value = parse_values(library, path, answer.split(",")) if flag in MULTI_VALUE_FLAGS else answer
        return replace(drafts, data=set_value(drafts.data, path, value))

    def find_errors(answer: str) -> Sequence[str]:
        paths = [path, *_RELATED_FIELDS.get(flag, ())]
        error = next((f for f in with_answer(answer).find_errors() if any(f.path[: len(p)] == p for p in paths)), None)
        return [language.say(text) for text in (error.message, error.hint) if text] if error else []

    title = language.translate_schema(field.title)
    question = InterviewQuestion(
        title if flag != "kpi" else language.say(say("{title}, as in Orders=400", title=title)),
        language.translate_schema(field.description),
        _list_choices(drafts, flag, language),
        default=library.today.isoformat() if flag == "ends" and "outcome" in drafts.data else "",
        is_list=flag in MULTI_VALUE_FLAGS,
        is_closed="enum" in field.raw,
    )
    return with_answer(ask_question(question, find_errors))


def _list_choices(drafts: Drafts, flag: str, language: Language) -> Sequence[Choice]:
    """Return the choices of a question: allowed values, terms, countries, or values of other records."""
    path, library = FIELD_PATHS[flag], drafts.project.library
    field = library.schema.find_field(path)
    if allowed_values := list_choices(drafts.data, path, library.schema):
        return [Choice(word) for word in allowed_values]
    if field and field.vocabulary:
        terms = library.vocabulary.lists.get(field.vocabulary, {}).values()
        return [Choice(term.key, ", ".join((term.localized_title(language.code), *term.synonyms))) for term in terms]
    if field and "x-market" in field.marks:
        countries = Locale(language.code).territories
        return [Choice(code, name) for code, name in sorted(countries.items()) if len(code) == 2 and code.isalpha()]
    if flag in ("name", "starts", "ends", "kpi"):
        return ()
    return [Choice(name) for name in sorted({str(value) for value in _known_values(drafts, flag)})]


def _known_values(drafts: Drafts, flag: str) -> Iterator[object]:
    """Yield the values of the field in other records; for people, in both roles."""
    people = ("keeper", "owner")
    paths = [FIELD_PATHS[role] for role in (people if flag in people else (flag,))]
    values = (get_value(record.data, path) for record in drafts.project.library.records for path in paths)
    return (value for value in values if value is not None)


def _ask_sections(drafts: Drafts, language: Language) -> str:
    sets = drafts.form.vocabulary.section_sets
    lang = drafts.form.language.code
    options = [Choice(name, ", ".join(role.localized_heading(lang) for role in roles)) for name, roles in sets.items()]
    question = InterviewQuestion(language.say(say("Sections")), "", options, drafts.usual_sections, is_closed=True)
    return ask_question(question, _require_one_of(list(sets), language)) or drafts.usual_sections


def _require_one_of(allowed_words: Sequence[str], language: Language) -> AnswerCheck:
    def find_errors(answer: str) -> Sequence[str]:
        unknown_words = [word for word in answer.replace(",", " ").split() if word not in allowed_words]
        return (
            [language.say(say("It is one of: {choices}.", choices=", ".join(allowed_words)))] if unknown_words else []
        )

    return find_errors


def _ask_links(drafts: Drafts, language: Language) -> Sequence[str]:
    """Ask which related records to link, and return their names."""
    records_by_number = {
        str(number): record
        for number, record in enumerate(find_related(drafts.data, drafts.project.library.records), 1)
    }
    if not records_by_number:
        return ()
    for number, record in records_by_number.items():
        click.echo(f"  {number}. {describe_record(record)}", err=True)
    explanation = language.say(say("Numbers, with commas between them; Enter links none."))
    question = InterviewQuestion(language.say(say("Link which of these")), explanation, is_list=True)
    answer = ask_question(question, _require_one_of(list(records_by_number), language))
    return [records_by_number[number].name for number in dict.fromkeys(answer.replace(",", " ").split())]
