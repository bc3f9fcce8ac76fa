"""One made-up record as the text of its file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import words
import yaml
from fields import Fields
from outline import Outline, pick
from prose import Teller
from yaml_text import front_matter

_SECTIONS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "six": {
        "en": ("What went well?", "What did not go well?", "What should we stop doing?", "What should we start doing?",
               "What did we underestimate?", "What did we overestimate?"),
        "ru": ("Что получилось?", "Что не получилось?", "Что нам стоит перестать делать?",
               "Что нам стоит начать делать?", "Что мы недооценили?", "Что мы переоценили?"),
    },
    "gbu": {"en": ("The Good", "The Bad", "The Ugly"), "ru": ("Хорошее", "Плохое", "Ужасное")},
    "campaign": {
        "en": ("Setup", "Execution", "Outcomes", "Analysis", "Learnings", "Library entry"),
        "ru": ("Подготовка", "Ход кампании", "Результаты", "Анализ", "Выводы", "Запись для библиотеки"),
    },
}  # fmt: skip
_LISTED = ("stop", "start", "underestimate", "overestimate", "перестать", "начать", "недооцен", "переоцен")


def record(rng: Random, outline: Outline, known: Sequence[Outline]) -> str:
    """A whole file: front matter, and a body of 100 to 1,500 words."""
    story = _Story(rng, outline, known)
    data = story.data()
    # One in 25 was written by a program and not by hand: a CRM's export, a form.
    by_hand = rng.random() > 0.04
    front = front_matter(data) if by_hand else yaml.safe_dump(data, sort_keys=False, allow_unicode=True)
    return f"---\n{front}---\n\n{story.body()}"


class _Story:
    """A record while it is written."""

    def __init__(self, rng: Random, outline: Outline, known: Sequence[Outline]) -> None:
        self.rng, self.outline, self.before = rng, outline, known[: outline.number]
        self.teller = Teller(rng, outline)
        self.fields = Fields(rng, outline, self.teller)

    def data(self) -> dict[str, Any]:
        """The front matter, in the order of the schema."""
        data = {**self.fields.data(), "relations": self._relations()}
        return {key: value for key, value in data.items() if value not in (None, "", [], {})}

    def body(self) -> str:
        """Sections of one set, in the record's language."""
        if not self.fields.is_done and self.rng.random() < 0.5:
            return self.teller.paragraph(3) + "\n"
        kind = pick(self.rng, (("six", 70), ("gbu", 30))) if self.fields.is_deal else "campaign"
        length = min(3.0, max(0.3, self.rng.lognormvariate(-0.1, 0.5)))
        headings = _SECTIONS[kind][self.outline.lang]
        parts = [self.teller.paragraph(2)] if self.rng.random() < 0.4 else []
        for heading in headings:
            if heading == headings[-1] and kind == "campaign":
                continue  # the library entry: a summary, which a finished record has as a field
            parts += [f"## {heading}", *self._section(heading, length * (1.2 if kind == "six" else 1.6))]
        return "\n\n".join(parts) + "\n"

    def _section(self, heading: str, length: float) -> list[str]:
        say, rng = self.teller, self.rng
        if any(word in heading.lower() for word in _LISTED) and not self.fields.is_terse:
            return ["\n".join(f"- {say.line('action')}" for _ in range(rng.randint(1, 4)))]
        paragraphs = []
        for _ in range(max(1, round(length * rng.choice((1, 1, 2))))):
            text = say.paragraph(rng.randint(2, 5))
            paragraphs.append(f"{text} {self._link()}" if rng.random() < 0.3 and self.before else text)
        if rng.random() < 0.15:
            paragraphs.append(say.decoration())
        if rng.random() < 0.25:
            paragraphs.append("\n".join(f"- {say.sentence()}" for _ in range(rng.randint(2, 5))))
        return paragraphs

    def _link(self) -> str:
        """A sentence that names an earlier record."""
        name = self._earlier().name
        target = self.rng.choice((f"[[{name}]]", f"[[{name}]]", f"[[{name}|{self.teller.phrase('what')}]]"))
        return f"{'Сравните' if self.outline.lang == 'ru' else 'Compare'} {target}."

    def _earlier(self) -> Outline:
        """A finished record from before: of the same series, or one that everybody quotes, or any."""
        series = [o for o in self.before[-200:] if self.outline.series and o.series == self.outline.series]
        if series and self.rng.random() < 0.6:
            found = self.rng.choice(series)
        else:
            found = self.before[int(len(self.before) * self.rng.random() ** self.rng.choice((1, 3)))]
        return self.before[0] if found.status in ("planned", "draft") else found  # the first is published

    def _relations(self) -> list[dict[str, Any]]:
        if not self.before or self.fields.is_terse or self.rng.random() < 0.5:
            return []
        chosen = {o.name: o for o in (self._earlier() for _ in range(self.rng.choice((1, 1, 2))))}
        rows = []
        for name, other in chosen.items():
            same = bool(self.outline.series) and other.series == self.outline.series
            kinds = ("rerun-of", "contrasts-with") if same else ("follows", "supports", "contradicts", "contrasts-with")
            kept, changed = self.rng.sample(sorted(words.VARIABLES), 2)
            what = {"kept": [words.UNWORDED[kept]], "changed": [changed]} if same else {}
            rows.append({"type": self.rng.choice(kinds), "name": name, **what})
        return rows
