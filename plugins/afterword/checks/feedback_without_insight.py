"""Feedback on how the work was done is not all that is learned."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library import Library
from afterword.problems import Finding, Part, Rule, Severity, Span, say
from afterword.record import Record

RULE = Rule("feedback-without-insight", "There is feedback, but nothing was learned", Severity.WARNING)

_FIELD = "execution_feedback"


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Feedback is the field, or a list under a heading that stands for it; a depth alone is no learning."""
    learned = record.data.get("learnings", {})
    listed = _listed(record, library)
    if (record.data.get(_FIELD) or listed) and not learned.keys() - {"depth"}:
        message = say("There is feedback on how the work was done, but no learning.")
        hint = say(
            "Add to `learnings` what you know now about customers, the market or your beliefs: "
            "`again`, `differently`, `wrong_assumption` or `insight`."
        )
        span = None if record.data.get(_FIELD) else listed
        yield Finding(RULE, message, hint, (_FIELD,), Part.KEY, span)


def _listed(record: Record, library: Library) -> Span | None:
    """Where the text below the front matter first lists feedback."""
    roles = (key for key, role in library.vocabulary.roles.items() if role.field == _FIELD)
    items = [item for key in roles for item in record.body.items.get(key, ())]
    return record.body.span(items[0].place) if items else None
