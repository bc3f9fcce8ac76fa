"""Rule: the path of a brief leads to a brief."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Rule, Subject, say
from afterword.records.record import Record
from afterword.records.references import resolve_relative
from afterword.text.similarity import find_nearest

RULE = Rule(
    "brief-unknown",
    "A record names a brief that is not there",
    subjects=(Subject.RECORD,),
    needs_library=True,
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding if the path of the brief leads nowhere.

    Titles and addresses may belong to a brief in another repository; only paths under `briefs/` are checked.
    """
    brief_reference = record.brief.strip()
    if not brief_reference:
        return
    is_in_library = any(
        path.startswith("briefs/")
        for path in (resolve_relative("", brief_reference), resolve_relative(record.path, brief_reference))
    )
    if is_in_library and library.find_brief(record) is None:
        near = find_nearest(brief_reference, (brief.path for brief in library.briefs))
        hint = (
            say("Did you mean `{near}`?", near=near)
            if near
            else say('Correct the path, or name the brief by its title: `brief: "[[…]]"`')
        )
        yield Finding(RULE, say("There is no brief `{path}`.", path=brief_reference), hint, ("brief",))
