"""An outer edition does not repeat what the schema keeps within a narrower audience."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from afterword.body import Body
from afterword.checks.public_name_unused import check_exceptions
from afterword.confidential.amounts import amounts
from afterword.confidential.plain_text import PlainText, plain_text
from afterword.confidential.printed import PrintedText, printed_texts
from afterword.confidential.values import ConfidentialIndex, ConfidentialValue, confidential_index
from afterword.library.library import Library
from afterword.library.projection import Projection
from afterword.problems import Message, Problem, Rule, Severity, Span, say
from afterword.schema.fields import Audience, Confidential

RULE = Rule("private-value-shown", "A text for outsiders repeats what a field keeps inside", Severity.WARNING)
OUTER = (Audience.PUBLIC, Audience.PARTNER)
"""The audiences outside the team, the one that sees least first."""


def check_editions(library: Library, pages: Mapping[str, Body]) -> Iterator[Problem]:
    """Yield what each outer edition would repeat; of what both would, the public one's alone.

    Nothing is searched where no record is visible outside the team.
    """
    places, used = set[tuple[str, int, int, str]](), set[str]()
    visible = [projection for audience in OUTER if (projection := library.project(audience)).entries]
    if visible:
        yield from _unmarked_schema(library)
    for projection in visible:
        index = confidential_index(library, projection.audience)
        used |= index.used_exceptions
        for problem in _edition(library, projection, pages, index):
            key = (problem.file, problem.span.line, problem.span.column, str(problem.message.values["text"]))
            if key not in places:
                places.add(key)
                yield problem
    if visible:
        yield from check_exceptions(library, used)


def check_edition(library: Library, pages: Mapping[str, Body], audience: Audience) -> list[Problem]:
    """Return every place at which an edition repeats a value that its readers may not see.

    These are errors, whatever a team has made of the rule: they are for a build of that edition.
    """
    projection, index = library.project(audience), confidential_index(library, audience)
    problems = _edition(library, projection, pages, index)
    unmarked = _unmarked_schema(library) if projection.entries else ()
    return [*unmarked, *(replace(problem, severity=Severity.ERROR) for problem in problems)]


def _unmarked_schema(library: Library) -> Iterator[Problem]:
    """Yield a warning where the schema marks no field, such as one from before the search: nothing would be found."""
    if not any(field.confidential for field in library.schema.fields):
        message = say(
            "Outsiders can read this library, but no text is searched: the schema marks no confidential field."
        )
        hint = say("Run `afterword init --update`, or add `x-confidential` to fields such as `deal.account`.")
        yield Problem.from_rule(RULE, f"schema/{library.schema.name}", Span(), message, hint)


def _edition(
    library: Library, projection: Projection, pages: Mapping[str, Body], index: ConfidentialIndex
) -> Iterator[Problem]:
    if index.names or index.amounts:
        for printed in printed_texts(library, projection, pages):
            yield from _problems(printed, index, projection.audience)


def _problems(printed: PrintedText, index: ConfidentialIndex, audience: Audience) -> Iterator[Problem]:
    plain = plain_text(printed.text)
    if not printed.figure:
        for hit in index.names.find(plain):
            value = index.holder(hit.pattern.name, printed.record)
            yield _problem(printed, plain, (hit.start, hit.end), value, audience)
    for amount in amounts(plain.text) if index.amounts else ():
        is_money = not printed.figure or amount.has_currency
        if is_money and (own_amount := index.amount(amount.values, printed.record, printed.text)):
            yield _problem(printed, plain, (amount.start, amount.end), own_amount, audience)


def _problem(
    printed: PrintedText, plain: PlainText, place: tuple[int, int], value: ConfidentialValue, audience: Audience
) -> Problem:
    start, end = plain.source_range(*place)
    words = printed.text[start:end]
    message = _message(" ".join(words.split()), value, audience)
    return Problem.from_rule(RULE, printed.file, printed.span(start, end), message, _hint(printed, value))


def _message(text: str, value: ConfidentialValue, audience: Audience) -> Message:
    name = value.record.name or value.record.data.get("title", value.record.path)
    values = {"text": text, "field": value.field, "name": name}
    if audience is Audience.PARTNER:
        return say(
            "`{text}` is in the partner edition, but only your team may know it: it comes from `{field}` of “{name}”.",
            **values,
        )
    if value.seen_by is Audience.PARTNER:
        return say(
            "`{text}` is in the public edition, but only your team and partners may know it: it comes from `{field}` of"
            " “{name}”.",
            **values,
        )
    return say(
        "`{text}` is in the public edition, but only your team may know it: it comes from `{field}` of “{name}”.",
        **values,
    )


def _hint(printed: PrintedText, value: ConfidentialValue) -> Message:
    if value.kind is Confidential.AMOUNT:
        if printed.record is None:
            return say("Leave the amount out.")
        return say("Leave the amount out, or narrow `visibility`.")
    if printed.record is None:
        return say(
            "Write a general word such as “the customer”. If everybody may read the name, list it with the reason under"
            " `public_names` in schema/vocabulary.yml."
        )
    return say(
        "Write a general word such as “the customer”, or narrow `visibility`. If everybody may read the name, list it"
        " with the reason under `public_names` in schema/vocabulary.yml."
    )
