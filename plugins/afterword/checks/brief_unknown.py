"""The path of a brief leads to one."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Rule, say
from afterword.records.record import Record
from afterword.records.references import relative
from afterword.text.similarity import nearest

RULE = Rule("brief-unknown", "A record names a brief that is not there")


def check(record: Record, library: Library) -> Iterator[Finding]:
    """A title or an address may be that of a brief in another repository; a path under `briefs/` is of this one."""
    said = record.brief.strip()
    if not said:
        return
    inside = any(path.startswith("briefs/") for path in (relative("", said), relative(record.path, said)))
    if inside and library.brief(record) is None:
        near = nearest(said, (brief.path for brief in library.briefs))
        hint = (
            say("Did you mean `{near}`?", near=near)
            if near
            else say('Correct the path, or name the brief by its title: `brief: "[[…]]"`')
        )
        yield Finding(RULE, say("There is no brief `{path}`.", path=said), hint, ("brief",))
