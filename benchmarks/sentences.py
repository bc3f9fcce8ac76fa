"""Sentences of generated records, in English and Russian."""

from __future__ import annotations

import re
from functools import cache
from random import Random
from typing import Any

import words
from outline import Outline


@cache
def _phrases_by_name(lang: str) -> dict[str, list[str]]:
    """Return every list of phrases in a language, by the name of its slot or kind."""
    slots, phrases = (words.RU_SLOTS, words.RU_PHRASES) if lang == "ru" else (words.SLOTS, words.PHRASES)
    return {name: words.split_phrases(text) for name, text in {**slots, **phrases}.items()}


@cache
def _sentence_templates(lang: str) -> list[str]:
    return words.split_phrases(words.RU_SENTENCES if lang == "ru" else words.SENTENCES)


class _SlotValues(dict[str, str]):
    """Values of the slots in a sentence: facts of the record, or else a random phrase for each use."""

    def __init__(self, maker: SentenceMaker, facts: dict[str, str]) -> None:
        super().__init__(facts)
        self._maker = maker

    def __missing__(self, slot: str) -> str:
        return self._maker.fill_slot(slot)


class SentenceMaker:
    """Maker of random sentences about one record, in its language."""

    def __init__(self, rng: Random, outline: Outline) -> None:
        self._rng, self._lang = rng, outline.lang
        facts = {"market": outline.market, "product": outline.product, "company": outline.company}
        self._slots = _SlotValues(self, {**facts, "rival": self.make_company()})

    def fill_slot(self, name: str) -> str:
        """Return a random phrase or number for a slot."""
        rng = self._rng
        figures: dict[str, Any] = {
            "week": (1, 16), "share": (2, 70), "other": (2, 70), "many": (200, 9000), "few": (5, 180), "days": (3, 90),
        }  # fmt: skip
        if name in figures:
            return str(rng.randint(*figures[name]))
        if name in ("amount", "spent"):
            return f"{rng.randint(4, 400) * 1000:,} EUR" if self._lang == "en" else f"{rng.randint(4, 400)} 000 евро"
        if name == "month":
            return rng.choice(words.RU_MONTHS if self._lang == "ru" else words.MONTHS)
        return self.make_person() if name == "person" else rng.choice(_phrases_by_name(self._lang)[name])

    def make_person(self) -> str:
        """Return the name of a random person."""
        if self._lang == "ru":
            return self._rng.choice(words.RU_PEOPLE)
        return f"{self._rng.choice(words.FIRST_NAMES)} {self._rng.choice(words.LAST_NAMES)}"

    def make_company(self) -> str:
        """Return the name of a random company."""
        return f"{self._rng.choice(words.COMPANY_HEADS)} {self._rng.choice(words.COMPANY_TAILS)}"

    def make_phrase(self, name: str) -> str:
        """Return a random phrase of a kind, such as a claim or a cause."""
        return self._rng.choice(_phrases_by_name(self._lang)[name]).format_map(self._slots)

    def make_line(self, name: str) -> str:
        """Return a random phrase of a kind, with a capital."""
        return _capitalize(self.make_phrase(name))

    def make_summary(self) -> str:
        """Return a summary of two or three sentences."""
        phrase_names = ["sum", "moral"] if self._rng.random() < 0.6 else ["sum", "sum", "moral"]
        return " ".join(self.make_line(name) for name in phrase_names)

    def make_sentence(self) -> str:
        """Return a random sentence."""
        return _capitalize(self._rng.choice(_sentence_templates(self._lang)).format_map(self._slots))

    def make_paragraph(self, count: int) -> str:
        """Return a number of sentences, now and then with a link or emphasis."""
        text = " ".join(self.make_sentence() for _ in range(count))
        chance = self._rng.random()
        if chance < 0.06:
            return f"{text} ([{self.make_company()}](https://example.org/{self._rng.randint(1, 9999)}))"
        return re.sub(r"(\d+%)", r"**\1**", text, count=1) if chance < 0.2 else text

    def make_decoration(self) -> str:
        """Return a block other than prose: a quotation, a table, a list, an alert or code."""
        rows = "\n".join(
            f"| {self.make_phrase('what')} | {self.fill_slot('many')} | {self.fill_slot('share')}% |" for _ in range(4)
        )
        return self._rng.choice((
            f"> {self.make_line('voice')}\n>\n> {self.make_person()}",
            f"| | people | share |\n| --- | ---: | ---: |\n{rows}",
            f"> [!NOTE]\n> {self.make_sentence()}",
            f"Counted by `visits --week {self.fill_slot('week')} --unique`.",
            f"1. {self.make_sentence()}\n2. {self.make_sentence()}\n   - {self.make_sentence()}",
        ))  # fmt: skip


def _capitalize(text: str) -> str:
    return text[:1].upper() + text[1:]
