"""Questions at a terminal, with completion and an answer that is checked before the next one is asked."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.output import create_output
from prompt_toolkit.validation import ValidationError, Validator

Wrong = Callable[[str], Sequence[str]]
"""What is wrong with an answer, and then what to do about it; empty when nothing is."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A word to answer with, and what it means or is also called."""

    word: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for and why. With `many` the answer is a list with commas, with `closed` it is one of the choices.

    `proposal` stands there as if it had been typed.
    """

    title: str
    why: str = ""
    choices: Sequence[Choice] = ()
    proposal: str = ""
    many: bool = False
    closed: bool = False


def ask(question: Question, wrong: Wrong) -> str:
    """The answer to a question on standard error, once nothing is `wrong` with it; empty when it is skipped.

    Raises `KeyboardInterrupt` and `EOFError` as the person does.
    """
    listed = f" ({', '.join(choice.word for choice in question.choices)})" if question.closed else ""
    sound = _Sound(wrong)

    def below() -> str:
        width = get_app().output.get_size().columns
        return "\n".join(textwrap.wrap(sound.remedy or question.why, width - 1))

    session: PromptSession[str] = PromptSession(output=create_output(stdout=sys.stderr))
    return session.prompt(
        f"{question.title}{listed}: ",
        default=question.proposal,
        completer=_Words(question),
        validator=sound,
        validate_while_typing=False,
        bottom_toolbar=below,
    ).strip()


@dataclass(frozen=True, slots=True)
class _Words(Completer):
    """Completes what is typed, after the last comma of a list, by any part of a word or its meaning."""

    question: Question

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """Words that begin so first."""
        typed = document.text_before_cursor
        part = (typed.rpartition(",")[2] if self.question.many else typed).lstrip()
        if not part and not complete_event.completion_requested:
            return
        fold = part.casefold()
        found = [choice for choice in self.question.choices if fold in f"{choice.word} {choice.meaning}".casefold()]
        for choice in sorted(found, key=lambda choice: not choice.word.casefold().startswith(fold)):
            yield Completion(choice.word, -len(part), display_meta=choice.meaning)


@dataclass(slots=True)
class _Sound(Validator):
    """Lets an answer pass with which nothing is wrong; `remedy` is what to do about the last one that did not."""

    wrong: Wrong
    remedy: str = ""

    def validate(self, document: Document) -> None:
        """Says below the line what is wrong."""
        message, *remedy = self.wrong(document.text.strip()) or [""]
        self.remedy = " ".join(remedy)
        if message:
            raise ValidationError(cursor_position=len(document.text), message=message)
