"""Profile of Russian."""

from __future__ import annotations

from bm25s.stopwords import STOPWORDS_RUSSIAN

from afterword.text.profiles.profile import LanguageProfile

RUSSIAN = LanguageProfile(
    code="ru",
    first_letters=("а", "я"),
    stemmer="russian",
    stopwords=STOPWORDS_RUSSIAN,
    same_letters={"ё": "е"},
    abbreviations="г гг др млн млрд напр пр руб см стр т тыс",
    date_endings=("года?", r"г\.?"),
    number_words=(
        "один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
        "одна две",
        "одно",
    ),
    conjunctions=("и",),
    unknown_phrases=(
        "неизвестн(?:о|ый|ая|ые|ен|на|ны)", "не ?известн[аоы]",
        "не (?:указан|записан|определ[её]н|решен|уточн[её]н)[аоы]?", "нет (?:данных|сведений|информации)", "н/д",
        "не (?:знаю|знаем|помню|помним)", "никто не знает", "уточняется", "уточнить",
    ),
    answers_heading="Ответы библиотеке",
    guardrail_word="правило",
    waiver="не подходит",
    yes_words=("да",),
    no_words=("нет",),
)  # fmt: skip
