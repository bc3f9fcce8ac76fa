"""Text of one generated record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import words
import yaml
from outline import Outline, pick_weighted
from record_fields import RecordFields
from sentences import SentenceMaker
from yaml_text import render_front_matter

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
_LIST_HEADINGS = ("stop", "start", "underestimate", "overestimate", "перестать", "начать", "недооцен", "переоцен")


def render_record(rng: Random, outline: Outline, outlines: Sequence[Outline]) -> str:
    """Render the whole file of a record: front matter, and a body of 100 to 1,500 words."""
    writer = _RecordWriter(rng, outline, outlines)
    data = writer.make_front_matter()
    # One record in 25 is written by a program, such as the export of a CRM or a form.
    is_by_hand = rng.random() > 0.04
    front_matter = (
        render_front_matter(data) if is_by_hand else yaml.safe_dump(data, sort_keys=False, allow_unicode=True)
    )
    return f"---\n{front_matter}---\n\n{writer.make_body()}"


class _RecordWriter:
    """Writer of one record."""

    def __init__(self, rng: Random, outline: Outline, outlines: Sequence[Outline]) -> None:
        self.rng, self.outline, self.before = rng, outline, outlines[: outline.number]
        self.sentences = SentenceMaker(rng, outline)
        self.fields = RecordFields(rng, outline, self.sentences)

    def make_front_matter(self) -> dict[str, Any]:
        """Return the front matter, in the order of the schema."""
        data = {**self.fields.make_data(), "relations": self._relations()}
        return {key: value for key, value in data.items() if value not in (None, "", [], {})}

    def make_body(self) -> str:
        """Return the sections of one set, in the record's language."""
        if not self.fields.is_done and self.rng.random() < 0.5:
            return self.sentences.make_paragraph(3) + "\n"
        kind = pick_weighted(self.rng, (("six", 70), ("gbu", 30))) if self.fields.is_deal else "campaign"
        length = min(3.0, max(0.3, self.rng.lognormvariate(-0.1, 0.5)))
        headings = _SECTIONS[kind][self.outline.lang]
        parts = [self.sentences.make_paragraph(2)] if self.rng.random() < 0.4 else []
        for heading in headings:
            if heading == headings[-1] and kind == "campaign":
                continue  # the library entry: a summary, which a finished record has as a field
            parts += [f"## {heading}", *self._section_parts(heading, length * (1.2 if kind == "six" else 1.6))]
        return "\n\n".join(parts) + "\n"

    def _section_parts(self, heading: str, length: float) -> list[str]:
        sentences, rng = self.sentences, self.rng
        if any(word in heading.lower() for word in _LIST_HEADINGS) and not self.fields.is_terse:
            return ["\n".join(f"- {sentences.make_line('action')}" for _ in range(rng.randint(1, 4)))]
        paragraphs = []
        for _ in range(max(1, round(length * rng.choice((1, 1, 2))))):
            text = sentences.make_paragraph(rng.randint(2, 5))
            paragraphs.append(f"{text} {self._link_sentence()}" if rng.random() < 0.3 and self.before else text)
        if rng.random() < 0.15:
            paragraphs.append(sentences.make_decoration())
        if rng.random() < 0.25:
            paragraphs.append("\n".join(f"- {sentences.make_sentence()}" for _ in range(rng.randint(2, 5))))
        return paragraphs

    def _link_sentence(self) -> str:
        """Return a sentence with a link to an earlier record."""
        name = self._pick_earlier().name
        target = self.rng.choice((f"[[{name}]]", f"[[{name}]]", f"[[{name}|{self.sentences.make_phrase('what')}]]"))
        return f"{'Сравните' if self.outline.lang == 'ru' else 'Compare'} {target}."

    def _pick_earlier(self) -> Outline:
        """Pick an earlier finished record: of the same series, one of the often quoted ones, or any."""
        series = [other for other in self.before[-200:] if self.outline.series and other.series == self.outline.series]
        if series and self.rng.random() < 0.6:
            outline = self.rng.choice(series)
        else:
            outline = self.before[int(len(self.before) * self.rng.random() ** self.rng.choice((1, 3)))]
        return self.before[0] if outline.status in ("planned", "draft") else outline  # the first is published

    def _relations(self) -> list[dict[str, Any]]:
        if not self.before or self.fields.is_terse or self.rng.random() < 0.5:
            return []
        chosen = {o.name: o for o in (self._pick_earlier() for _ in range(self.rng.choice((1, 1, 2))))}
        rows = []
        for name, other in chosen.items():
            is_same_series = bool(self.outline.series) and other.series == self.outline.series
            kinds = (
                ("rerun-of", "contrasts-with")
                if is_same_series
                else ("follows", "supports", "contradicts", "contrasts-with")
            )
            kept, changed = self.rng.sample(sorted(words.VARIABLES), 2)
            variables = {"kept": [words.UNWORDED[kept]], "changed": [changed]} if is_same_series else {}
            rows.append({"type": self.rng.choice(kinds), "name": name, **variables})
        return rows
