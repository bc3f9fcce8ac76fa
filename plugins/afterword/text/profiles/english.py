"""Profile of English."""

from __future__ import annotations

from bm25s.stopwords import STOPWORDS_EN_PLUS

from afterword.text.profiles.profile import LanguageProfile

ENGLISH = LanguageProfile(
    code="en",
    stemmer="english",
    stopwords=STOPWORDS_EN_PLUS,
    abbreviations="approx co corp dr etc inc jr ltd mr mrs ms no prof sr st vs",
    number_words=("one two three four five six seven eight nine ten eleven twelve",),
    conjunctions=("and",),
    unknown_phrases=(
        "n/a", "tb[acd]", "todo", "unknown", "not (?:known|recorded|sure|specified|available|decided)",
        "no (?:data|idea|records?)", "undecided", "to be (?:announced|confirmed|decided|determined)",
        "(?:i |we )?do(?: not|n['’]t) know", "nobody knows",
    ),
    answers_heading="Answers to the library",
    guardrail_word="guardrail",
    waiver="does not apply",
    yes_words=("true", "1", "yes", "y"),
    no_words=("false", "0", "no", "n", ""),
)  # fmt: skip
