"""Feedback on how the work was done is not all that is learned."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Part, Rule, Severity, say
from afterword.records.record import Record

RULE = Rule("feedback-without-insight", "There is feedback, but nothing was learned", Severity.WARNING)

_FIELD = "execution_feedback"


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Feedback is the field, or a list under a heading that stands for it; a depth alone is no learning."""
    if record.data.get(_FIELD) and not record.data.get("learnings", {}).keys() - {"depth"}:
        message = say("There is feedback on how the work was done, but no learning.")
        hint = say(
            "Add to `learnings` what you know now about customers, the market or your beliefs: "
            "`again`, `differently`, `wrong_assumption` or `insight`."
        )
        yield Finding(RULE, message, hint, (_FIELD,), Part.KEY)
