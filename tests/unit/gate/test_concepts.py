"""Synonyms of different languages are one concept."""

from __future__ import annotations

from afterword.gate.concepts import Concepts, build_groups
from afterword.schema.vocabulary import Vocabulary
from afterword.text.stems import stem_text


def test_a_phrase_is_found_in_any_inflection_and_language() -> None:
    """A group has a number or, from the vocabulary, the name of its list and term."""
    groups = build_groups(
        Vocabulary({"tags": {"churn": {"title": {"en": "Churn"}}}}),
        [{"en": ["price war"], "ru": ["ценовая война"]}],
    )
    concepts = Concepts(groups)
    assert concepts.concepts_in(stem_text("They began a price war")) == ["1"]
    assert concepts.concepts_in(stem_text("Мы устали от ценовой войны")) == ["1"]
    assert concepts.concepts_in(stem_text("About churn")) == ["tags:churn"]
    assert concepts.concepts_in(stem_text("a war of nerves")) == []


def test_a_concept_has_the_place_of_its_words() -> None:
    """Start and end count stems, so that a part of a longer phrase can be left out."""
    concepts = Concepts({"1": ["price war"]})
    assert list(concepts.find_concepts(stem_text("the last price war"))) == [("1", 2, 4)]
