"""Sentences that a comparison of two records supports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum

from afterword.analysis.comparison import Comparison
from afterword.analysis.inputs import group_fields_by_variable
from afterword.problems import Message, say
from afterword.schema.fields import EACH
from afterword.schema.schema import Schema
from afterword.schema.vocabulary import Vocabulary
from afterword.text.languages import Language
from afterword.text.sentences import lower_first_word


class PairVerdict(StrEnum):
    """Conclusion that a comparison allows."""

    SPEAKS = "speaks"
    """Exactly one variable differs, and nothing decisive is unknown."""
    CONFOUNDED = "confounded"
    """Several variables differ, so their effects cannot be told apart."""
    CANNOT_TELL = "cannot-tell"
    """At most one variable is known to differ, and unknown ones may differ too."""
    UNEXPLAINED = "unexplained"
    """No variable differs, and nothing decisive is unknown."""


SENTENCES = {
    "market": say("Only the market differs."),
    "speaks": say("Only one variable differs: {names}.", names="{names}"),
    "confounded": say("Several things differ: {names}. This pair cannot show which of them mattered.", names="{names}"),
    "not-the-market": say("So it can neither blame nor clear the market."),
    "unexplained": say("Nothing that was recorded differs, so it does not explain the result."),
    "unmarked": say("Cannot tell: your vocabulary does not say which variables are decisive for these postmortems."),
    "unknown": say("Cannot tell: {names} are not recorded in both.", names="{names}"),
    "unknown-one": say("Cannot tell: one variable is not recorded in both: {names}.", names="{names}"),
    "unclear": say("Cannot tell: what is recorded about {names} cannot be compared.", names="{names}"),
    "known": say("Known to differ: {names}.", names="{names}"),
    "also-unknown": say("Not recorded in both: {names}.", names="{names}"),
    "also-unclear": say("Recorded, but not comparable: {names}.", names="{names}"),
    "misstated": say("A relation says that this was kept, but the records differ: {names}.", names="{names}"),
    "misstated-change": say("A relation says that this changed, but the records agree: {names}.", names="{names}"),
    "and": say("{first} and {last}", first="{first}", last="{last}"),
}
"""Sentences of a verdict; the browser fills in the names itself."""


def judge_comparison(comparison: Comparison) -> PairVerdict:
    """Return the conclusion that a comparison allows."""
    if len(comparison.differs) > 1:
        return PairVerdict.CONFOUNDED
    if comparison.unknown or not comparison.is_marked:
        return PairVerdict.CANNOT_TELL
    return PairVerdict.SPEAKS if comparison.differs else PairVerdict.UNEXPLAINED


def verdict_sentences(comparison: Comparison, title: Callable[[str], str]) -> Sequence[Message]:
    """Return a comparison's conclusions as sentences; `title` returns the title of a variable."""
    return [
        replace(SENTENCES[key], values={"names": join_names([lower_first_word(title(name)) for name in names])})
        for key, names in _list_statements(comparison)
    ]


def _list_statements(comparison: Comparison) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the keys of sentences, each with the variables that it names."""
    differs, unclear = comparison.differs, comparison.unclear
    unrecorded = [key for key in comparison.unknown if key not in unclear]
    match judge_comparison(comparison):
        case PairVerdict.CANNOT_TELL:
            yield from _list_unknowns(unrecorded, unclear, is_marked=comparison.is_marked)
            if differs:
                yield "known", differs
        case PairVerdict.CONFOUNDED:
            yield "confounded", differs
            if "market" in differs:
                yield "not-the-market", ()
            if unrecorded:
                yield "also-unknown", unrecorded
            if unclear:
                yield "also-unclear", unclear
        case PairVerdict.SPEAKS:
            yield ("market" if differs[0] == "market" else "speaks"), differs
        case PairVerdict.UNEXPLAINED:
            yield "unexplained", ()
    yield from _list_misstatements(comparison)


def _list_misstatements(comparison: Comparison) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield what relations state against the records."""
    kept = [key for key in comparison.misstated if key in comparison.differs]
    changed = [key for key in comparison.misstated if key not in kept]
    if kept:
        yield "misstated", kept
    if changed:
        yield "misstated-change", changed


def _list_unknowns(
    unrecorded: Sequence[str], unclear: Sequence[str], *, is_marked: bool
) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield why the comparison is inconclusive, the strongest reason first."""
    if unrecorded:
        yield ("unknown" if len(unrecorded) > 1 else "unknown-one"), unrecorded
    if unclear:
        yield ("also-unclear" if unrecorded else "unclear"), unclear
    if not is_marked:
        yield "unmarked", ()


def join_names(names: Sequence[str]) -> Message | str:
    """Return names as a list in a sentence: “a, b and c”."""
    if len(names) < 2:
        return "".join(names)
    return replace(SENTENCES["and"], values={"first": ", ".join(names[:-1]), "last": names[-1]})


def variable_title(key: str, vocabulary: Vocabulary, schema: Schema, language: Language) -> str:
    """Return the title of a variable: that of the vocabulary, else that of the first field that records it."""
    if term := vocabulary.lists.get("variables", {}).get(key):
        return term.localized_title(language.code)
    rows = group_fields_by_variable(vocabulary).get(key)
    title = field_title(rows[0].path, schema, language) if rows else ""
    return title or key.replace("_", " ").replace("-", " ")


def field_title(path: str, schema: Schema, language: Language) -> str:
    """Return the title of the field at a dotted path, through lists too; empty if the schema has no such field."""
    fields = (field for field in schema.fields if ".".join(key for key in field.path if key != EACH) == path)
    return next((language.translate_schema(field.title) for field in fields), "")
