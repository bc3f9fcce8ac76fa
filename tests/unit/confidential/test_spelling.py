"""A word of a name is recognized in other cases, endings and scripts."""

from __future__ import annotations

import pytest

from afterword.confidential.spelling import fold_word, is_same_sound, name_keys, script_of, spell_sound, text_keys


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
    assert name_keys(name) & set(text_keys(word))


def test_a_name_has_one_sound_in_two_scripts() -> None:
    """Letters that sound alike are spelled alike."""
    assert is_same_sound(spell_sound("Нортлайт"), spell_sound("Northlight"))
    assert not is_same_sound(spell_sound("Ромашка"), spell_sound("Northlight"))


def test_case_and_compatibility_forms_are_folded() -> None:
    """Accents too."""
    assert [fold_word(word) for word in ("Ｎórth", "Ёлка", "Łódź")] == ["north", "елка", "lodz"]


def test_a_word_has_the_script_of_its_first_letter() -> None:
    """A number has none."""
    assert [script_of(word) for word in ("Acme", "Ромашка", "123")] == ["LATIN", "CYRILLIC", ""]
