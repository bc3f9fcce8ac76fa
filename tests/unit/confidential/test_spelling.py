"""A word of a name is recognized in other cases, endings and scripts."""

from __future__ import annotations

import pytest

from afterword.confidential.spelling import (
    detect_script,
    fold_word,
    is_same_sound,
    list_match_keys,
    list_name_keys,
    spell_sound,
)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Northlight", "NORTHLIGHT"),
        ("Northlight", "Northlights"),
        ("Павел", "Павла"),
        ("Müller", "mueller"),
        ("Орлов", "Орловым"),
    ],
)
def test_a_name_meets_its_inflected_forms(name: str, word: str) -> None:
    """They share a key."""
    assert list_name_keys(name) & set(list_match_keys(word))


def test_a_name_has_one_sound_in_two_scripts() -> None:
    """Letters that sound alike are spelled alike."""
    assert is_same_sound(spell_sound("Нортлайт"), spell_sound("Northlight"))
    assert not is_same_sound(spell_sound("Ромашка"), spell_sound("Northlight"))


def test_case_and_compatibility_forms_are_folded() -> None:
    """Accents too."""
    assert [fold_word(word) for word in ("Ｎórth", "Ёлка", "Łódź")] == ["north", "елка", "lodz"]


def test_a_word_has_the_script_of_its_first_letter() -> None:
    """A number has none."""
    assert [detect_script(word) for word in ("Acme", "Ромашка", "123")] == ["LATIN", "CYRILLIC", ""]
