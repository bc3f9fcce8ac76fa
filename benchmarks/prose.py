"""Sentences of made-up records, in English and Russian."""

from __future__ import annotations

import re
from functools import cache
from random import Random
from typing import Any

import words
from outline import Outline


@cache
def _phrases(lang: str) -> dict[str, list[str]]:
    """Every list that a slot or a phrase is chosen from, in a language."""
    slots, phrases = (words.RU_SLOTS, words.RU_PHRASES) if lang == "ru" else (words.SLOTS, words.PHRASES)
    return {name: words.choices(text) for name, text in {**slots, **phrases}.items()}


@cache
def _sentences(lang: str) -> list[str]:
    return words.choices(words.RU_SENTENCES if lang == "ru" else words.SENTENCES)


class _Slots(dict[str, str]):
    """Fills a sentence: facts of the record first, then whatever a slot may be, anew each time."""

    def __init__(self, teller: Teller, facts: dict[str, str]) -> None:
        super().__init__(facts)
        self._teller = teller

    def __missing__(self, slot: str) -> str:
        return self._teller.slot(slot)


class Teller:
    """Tells about one record, in its language."""

    def __init__(self, rng: Random, outline: Outline) -> None:
        self._rng, self._lang = rng, outline.lang
        facts = {"market": outline.market, "product": outline.product, "company": outline.company}
        self._slots = _Slots(self, {**facts, "rival": self.company()})

    def slot(self, name: str) -> str:
        """One of the phrases that a slot may be, or a figure."""
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
        return self.person() if name == "person" else rng.choice(_phrases(self._lang)[name])

    def person(self) -> str:
        """Somebody."""
        if self._lang == "ru":
            return self._rng.choice(words.RU_PEOPLE)
        return f"{self._rng.choice(words.FIRST_NAMES)} {self._rng.choice(words.LAST_NAMES)}"

    def company(self) -> str:
        """Some company."""
        return f"{self._rng.choice(words.COMPANY_HEADS)} {self._rng.choice(words.COMPANY_TAILS)}"

    def phrase(self, name: str) -> str:
        """Half a sentence of some sort, such as a claim or a cause."""
        return self._rng.choice(_phrases(self._lang)[name]).format_map(self._slots)

    def line(self, name: str) -> str:
        """The same, beginning with a capital."""
        return _capital(self.phrase(name))

    def summary(self) -> str:
        """Two or three sentences."""
        chosen = ["sum", "moral"] if self._rng.random() < 0.6 else ["sum", "sum", "moral"]
        return " ".join(self.line(name) for name in chosen)

    def sentence(self) -> str:
        """One sentence."""
        return _capital(self._rng.choice(_sentences(self._lang)).format_map(self._slots))

    def paragraph(self, count: int) -> str:
        """Some sentences, with a link or a strong word now and then."""
        told = " ".join(self.sentence() for _ in range(count))
        chance = self._rng.random()
        if chance < 0.06:
            return f"{told} ([{self.company()}](https://example.org/{self._rng.randint(1, 9999)}))"
        return re.sub(r"(\d+%)", r"**\1**", told, count=1) if chance < 0.2 else told

    def decoration(self) -> str:
        """What breaks up a text: a quotation, a table, an alert, code."""
        rows = "\n".join(f"| {self.phrase('what')} | {self.slot('many')} | {self.slot('share')}% |" for _ in range(4))
        return self._rng.choice((
            f"> {self.line('voice')}\n>\n> {self.person()}",
            f"| | people | share |\n| --- | ---: | ---: |\n{rows}",
            f"> [!NOTE]\n> {self.sentence()}",
            f"Counted by `visits --week {self.slot('week')} --unique`.",
            f"1. {self.sentence()}\n2. {self.sentence()}\n   - {self.sentence()}",
        ))  # fmt: skip


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
