"""The questions of `afterword new`: at most twelve, each answer checked as the whole library would be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import click
from babel import Locale

from afterword.authoring.related_records import described, related
from afterword.authoring.scaffold import choices, put, value_at
from afterword.cli.drafts import MANY, PLACES, Drafts, listed
from afterword.cli.questions import Choice, Question, Wrong, ask
from afterword.problems import Path, say
from afterword.text.languages import Language

_ASKED: Mapping[str, Sequence[str]] = {
    "deal": ("outcome", "account", "competitor", "ends", "keeper", "owner", "team", "tag"),
    "campaign": ("market", "goal", "starts", "ends", "outcome", "keeper", "team", "tag", "series"),
    "launch": ("market", "goal", "starts", "ends", "outcome", "keeper", "team", "tag", "series"),
}
_ASKED_ELSE = ("outcome", "starts", "ends", "keeper", "owner", "team", "tag")
"""What is asked about a project, or another kind that a team has."""
_ALSO: Mapping[str, Sequence[Path]] = {"ends": [("due",)], "market": [("name",)]}
"""Fields that an answer decides beside its own."""


def interview(drafts: Drafts, language: Language) -> tuple[Drafts, Sequence[str]]:
    """The drafts with what their author answers, and the names of the records to link."""
    for flag in ("kind", "name"):
        drafts = _asked(drafts, flag, language)
    for flag in _ASKED.get(drafts.data["kind"], _ASKED_ELSE):
        is_ahead = flag == "outcome" and drafts.data["status"] == "planned"
        drafts = _asked(drafts, "kpi" if is_ahead else flag, language)
    if drafts.sections is None and len(drafts.form.vocabulary.sets) > 1 and drafts.data["kind"] in ("deal", "project"):
        drafts = replace(drafts, sections=_sections(drafts, language))
    return drafts, _links(drafts, language)


def _asked(drafts: Drafts, flag: str, language: Language) -> Drafts:
    """The drafts with an answer to one question, unless it was given before, or the schema has no such field."""
    path, library = PLACES[flag], drafts.found.library
    field = library.schema.field(path)
    if field is None or value_at(drafts.data, path) is not None:
        return drafts

    def answered(answer: str) -> Drafts:
        if not answer:
            return drafts
        value = listed(library, path, answer.split(",")) if flag in MANY else answer
        return replace(drafts, data=put(drafts.data, path, value))

    def wrong(answer: str) -> Sequence[str]:
        about = [path, *_ALSO.get(flag, ())]
        found = next((f for f in answered(answer).faults() if any(f.path[: len(p)] == p for p in about)), None)
        return [language.say(text) for text in (found.message, found.hint) if text] if found else []

    title = language.word(field.title)
    question = Question(
        title if flag != "kpi" else language.say(say("{title}, as in Orders=400", title=title)),
        language.word(field.description),
        _choices(drafts, flag, language),
        proposal=library.today.isoformat() if flag == "ends" and "outcome" in drafts.data else "",
        many=flag in MANY,
        closed="enum" in field.raw,
    )
    return answered(ask(question, wrong))


def _choices(drafts: Drafts, flag: str, language: Language) -> Sequence[Choice]:
    """What a question can be answered with: what the schema allows, the team's words, countries, or known names."""
    path, library = PLACES[flag], drafts.found.library
    field = library.schema.field(path)
    if allowed := choices(drafts.data, path, library.schema):
        return [Choice(word) for word in allowed]
    if field and field.vocabulary:
        terms = library.vocabulary.lists.get(field.vocabulary, {}).values()
        return [Choice(term.key, ", ".join((term.title(language.code), *term.synonyms))) for term in terms]
    if field and "x-market" in field.marks:
        countries = Locale(language.code).territories
        return [Choice(code, name) for code, name in sorted(countries.items()) if len(code) == 2 and code.isalpha()]
    if flag in ("name", "starts", "ends", "kpi"):
        return ()
    return [Choice(name) for name in sorted({str(value) for value in _known(drafts, flag)})]


def _known(drafts: Drafts, flag: str) -> Iterator[object]:
    """What other records say in the field; of people, in either role."""
    people = ("keeper", "owner")
    paths = [PLACES[each] for each in (people if flag in people else (flag,))]
    values = (value_at(record.data, path) for record in drafts.found.library.records for path in paths)
    return (value for value in values if value is not None)


def _sections(drafts: Drafts, language: Language) -> str:
    sets = drafts.form.vocabulary.sets
    lang = drafts.form.language.code
    options = [Choice(name, ", ".join(role.heading(lang) for role in roles)) for name, roles in sets.items()]
    question = Question(language.say(say("Sections")), "", options, drafts.usual_sections, closed=True)
    return ask(question, _one_of(list(sets), language)) or drafts.usual_sections


def _one_of(known: Sequence[str], language: Language) -> Wrong:
    def wrong(answer: str) -> Sequence[str]:
        strange = [word for word in answer.replace(",", " ").split() if word not in known]
        return [language.say(say("It is one of: {choices}.", choices=", ".join(known)))] if strange else []

    return wrong


def _links(drafts: Drafts, language: Language) -> Sequence[str]:
    """The names of the related records that are chosen."""
    offered = {
        str(number): record for number, record in enumerate(related(drafts.data, drafts.found.library.records), 1)
    }
    if not offered:
        return ()
    for number, record in offered.items():
        click.echo(f"  {number}. {described(record)}", err=True)
    why = language.say(say("Numbers, with commas between them; Enter links none."))
    question = Question(language.say(say("Link which of these")), why, many=True)
    answer = ask(question, _one_of(list(offered), language))
    return [offered[number].name for number in dict.fromkeys(answer.replace(",", " ").split())]
