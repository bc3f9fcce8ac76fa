"""Error for a record name that a command does not know."""

from __future__ import annotations

from collections.abc import Iterable

from afterword.problems import Unusable, say
from afterword.text.languages import Language
from afterword.text.similarity import find_nearest


def unknown_record_error(name: str, candidates: Iterable[str], language: Language) -> Unusable:
    """Return the error for an unknown record name, with the most similar name as a hint."""
    suggestion = find_nearest(name, candidates)
    hint = say("Did you mean `{near}`?", near=suggestion) if suggestion else say("Give a name or an alias.")
    return Unusable(language.say(say("No record is called `{name}`. {hint}", name=name, hint=hint)))
