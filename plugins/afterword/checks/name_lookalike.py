"""A name does not pass for another by letters of another script."""

from __future__ import annotations

from collections.abc import Iterator

from afterword.library.library import Library
from afterword.problems import Finding, Path, Rule, say
from afterword.records.record import Record
from afterword.text.names import name_key, skeleton

RULE = Rule("name-lookalike", "A name looks like another one, in letters of another script")


def check(record: Record, library: Library) -> Iterator[Finding]:
    """Compared only with names of this library: a mixed name such as B2B-воронка is nothing to worry about."""
    paths: list[Path] = [("name",), *(("aliases", index) for index in range(len(record.aliases)))]
    for path, name in zip(paths, (record.name, *record.aliases), strict=True):
        if name.isascii():
            continue
        for other in library.by_skeleton.get(skeleton(name), ()):
            twin = next((known for known in other.names if skeleton(known) == skeleton(name)), "")
            if other is not record and name_key(twin) != name_key(name):
                odd = "".join(dict.fromkeys(letter for letter in name if letter not in twin and not letter.isascii()))
                message = say("`{name}` looks like `{twin}` in {file}, but is not written like it.",
                              name=name, twin=twin, file=other.path)  # fmt: skip
                hint = say("These letters are of another alphabet: {letters}. Type them anew, or choose another name.",
                           letters=" ".join(odd))  # fmt: skip
                yield Finding(RULE, message, hint, path)
                break
