"""Terminal questions with completion; each answer is checked before the next question is asked."""

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

AnswerCheck = Callable[[str], Sequence[str]]
"""Function that returns the error in an answer, then how to fix it; empty if the answer is valid."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Word to answer with, and its meaning or other names."""

    word: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class InterviewQuestion:
    """Question with an explanation. With `is_list` the answer is a comma-separated list, with `is_closed` a choice.

    `default` is the text that the answer starts with.
    """

    title: str
    why: str = ""
    choices: Sequence[Choice] = ()
    default: str = ""
    is_list: bool = False
    is_closed: bool = False


def ask_question(question: InterviewQuestion, find_errors: AnswerCheck) -> str:
    """Ask a question on standard error until the answer is valid, and return it; empty if it is skipped.

    Raises `KeyboardInterrupt` and `EOFError` if the person interrupts the prompt.
    """
    choice_list = f" ({', '.join(choice.word for choice in question.choices)})" if question.is_closed else ""
    validator = _AnswerValidator(find_errors)

    def toolbar_text() -> str:
        width = get_app().output.get_size().columns
        return "\n".join(textwrap.wrap(validator.remedy or question.why, width - 1))

    session: PromptSession[str] = PromptSession(output=create_output(stdout=sys.stderr))
    return session.prompt(
        f"{question.title}{choice_list}: ",
        default=question.default,
        completer=_ChoiceCompleter(question),
        validator=validator,
        validate_while_typing=False,
        bottom_toolbar=toolbar_text,
    ).strip()


@dataclass(frozen=True, slots=True)
class _ChoiceCompleter(Completer):
    """Completer for the text after the last comma of a list, by any part of a word or its meaning."""

    question: InterviewQuestion

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """Yield the matching words, those that start with the text first."""
        typed = document.text_before_cursor
        part = (typed.rpartition(",")[2] if self.question.is_list else typed).lstrip()
        if not part and not complete_event.completion_requested:
            return
        folded = part.casefold()
        matches = [choice for choice in self.question.choices if folded in f"{choice.word} {choice.meaning}".casefold()]
        for choice in sorted(matches, key=lambda choice: not choice.word.casefold().startswith(folded)):
            yield Completion(choice.word, -len(part), display_meta=choice.meaning)


@dataclass(slots=True)
class _AnswerValidator(Validator):
    """Validator that accepts valid answers; `remedy` is the advice for the last invalid one."""

    find_errors: AnswerCheck
    remedy: str = ""

    def validate(self, document: Document) -> None:
        """Show the error below the line."""
        message, *remedy = self.find_errors(document.text.strip()) or [""]
        self.remedy = " ".join(remedy)
        if message:
            raise ValidationError(cursor_position=len(document.text), message=message)
