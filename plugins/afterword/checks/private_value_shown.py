"""Rule: an outer edition does not repeat what the schema keeps within a narrower audience."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from afterword.body import Body
from afterword.confidential.amounts import find_amounts
from afterword.confidential.plain_text import PlainText, strip_markup
from afterword.confidential.printed import PrintedText, list_printed_texts
from afterword.confidential.values import (
    ConfidentialIndex,
    ConfidentialValue,
    build_confidential_index,
    list_outer_editions,
)
from afterword.library.library import Library
from afterword.library.projection import Projection
from afterword.problems import Message, Problem, Rule, RuleGroup, Severity, Span, Subject, say
from afterword.schema.audience import Audience
from afterword.schema.fields import Confidential

RULE = Rule(
    "private-value-shown",
    "A text for outsiders repeats what a field keeps inside",
    Severity.WARNING,
    group=RuleGroup.EDITIONS,
    subjects=(Subject.EDITION,),
    needs_library=True,
    configurable=True,
)


def check_editions(library: Library, pages: Mapping[str, Body]) -> Iterator[Problem]:
    """Yield what each outer edition would repeat; what both would repeat is reported for the public one only.

    Nothing is searched if no record is visible outside the team.
    """
    reported_places = set[tuple[str, int, int, str]]()
    editions = list_outer_editions(library)
    if editions:
        yield from _check_schema_marks(library)
    for projection in editions:
        index = build_confidential_index(library, projection.audience)
        for problem in _check_projection(library, projection, pages, index):
            key = (problem.file, problem.span.line, problem.span.column, str(problem.message.values["text"]))
            if key not in reported_places:
                reported_places.add(key)
                yield problem


def check_edition(library: Library, pages: Mapping[str, Body], audience: Audience) -> list[Problem]:
    """Return every place at which an edition repeats a value that its readers may not see.

    These are errors whatever severity a team has set, because they stop a build of that edition.
    """
    projection, index = library.project(audience), build_confidential_index(library, audience)
    problems = _check_projection(library, projection, pages, index)
    unmarked = _check_schema_marks(library) if projection.entries else ()
    return [*unmarked, *(replace(problem, severity=Severity.ERROR) for problem in problems)]


def _check_schema_marks(library: Library) -> Iterator[Problem]:
    """Yield a warning if the schema marks no field as confidential, so that nothing would be found."""
    if not any(field.confidential for field in library.schema.fields):
        message = say(
            "Outsiders can read this library, but no text is searched: the schema marks no confidential field."
        )
        hint = say("Run `afterword init --update`, or add `x-confidential` to fields such as `deal.account`.")
        yield Problem.from_rule(RULE, f"schema/{library.schema.name}", Span(), message, hint)


def _check_projection(
    library: Library, projection: Projection, pages: Mapping[str, Body], index: ConfidentialIndex
) -> Iterator[Problem]:
    if index.names or index.values_by_amount:
        for printed in list_printed_texts(library, projection, pages):
            yield from _check_text(printed, index, projection.audience)


def _check_text(printed: PrintedText, index: ConfidentialIndex, audience: Audience) -> Iterator[Problem]:
    plain = strip_markup(printed.text)
    if not printed.is_number:
        for hit in index.names.find_names(plain):
            value = index.find_name_value(hit.pattern.name, printed.record)
            yield _make_problem(printed, plain, (hit.start, hit.end), value, audience)
    for amount in find_amounts(plain.text) if index.values_by_amount else ():
        is_money = not printed.is_number or amount.has_currency
        if is_money and (amount_value := index.find_amount_value(amount.values, printed.record, printed.text)):
            yield _make_problem(printed, plain, (amount.start, amount.end), amount_value, audience)


def _make_problem(
    printed: PrintedText, plain: PlainText, plain_range: tuple[int, int], value: ConfidentialValue, audience: Audience
) -> Problem:
    start, end = plain.source_range(*plain_range)
    shown_text = printed.text[start:end]
    message = _make_leak_message(" ".join(shown_text.split()), value, audience)
    return Problem.from_rule(RULE, printed.file, printed.find_span(start, end), message, _make_fix_hint(printed, value))


def _make_leak_message(text: str, value: ConfidentialValue, audience: Audience) -> Message:
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


def _make_fix_hint(printed: PrintedText, value: ConfidentialValue) -> Message:
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
