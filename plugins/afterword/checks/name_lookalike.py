"""Rule: a name does not look like another name through letters of another script."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import DataPath, Finding, Rule, Subject, say
from afterword.records.record import Record
from afterword.text.names import name_key, name_skeleton

RULE = Rule(
    "name-lookalike",
    "A name looks like another one, in letters of another script",
    subjects=(Subject.RECORD,),
    needs_library=True,
    configurable=True,
)


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Yield a finding for each name that looks like another name in the library but is spelled differently.

    Names that mix scripts, such as B2B-воронка, are fine on their own.
    """
    paths: list[DataPath] = [("name",), *(("aliases", index) for index in range(len(record.aliases)))]
    for path, name in zip(paths, (record.name, *record.aliases), strict=True):
        if name.isascii():
            continue
        for other in library.by_skeleton.get(name_skeleton(name), ()):
            twin = next(
                (other_name for other_name in other.names if name_skeleton(other_name) == name_skeleton(name)), ""
            )
            if other is not record and name_key(twin) != name_key(name):
                foreign_letters = "".join(
                    dict.fromkeys(letter for letter in name if letter not in twin and not letter.isascii())
                )
                message = say("`{name}` looks like `{twin}` in {file}, but is not written like it.",
                              name=name, twin=twin, file=other.path)  # fmt: skip
                hint = say("These letters are of another alphabet: {letters}. Type them anew, or choose another name.",
                           letters=" ".join(foreign_letters))  # fmt: skip
                yield Finding(RULE, message, hint, path)
                break
