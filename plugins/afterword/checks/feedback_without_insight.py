"""Rule: feedback on the execution is not the only thing learned."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import FieldPart, Finding, Rule, Severity, Subject, say
from afterword.records.record import Record

RULE = Rule(
    "feedback-without-insight",
    "There is feedback, but nothing was learned",
    Severity.WARNING,
    subjects=(Subject.RECORD,),
    configurable=True,
)

_FIELD = "execution_feedback"


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding if there is execution feedback but no learning.

    Feedback is the field, or a list under a heading with that role; a depth alone is not a learning.
    """
    if record.data.get(_FIELD) and not record.data.get("learnings", {}).keys() - {"depth"}:
        message = say("There is feedback on how the work was done, but no learning.")
        hint = say(
            "Add to `learnings` what you know now about customers, the market or your beliefs: "
            "`again`, `differently`, `wrong_assumption` or `insight`."
        )
        yield Finding(RULE, message, hint, (_FIELD,), FieldPart.KEY)
