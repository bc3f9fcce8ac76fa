"""Spelling variants of a word of a name: case, endings, look-alike letters, other scripts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from afterword.text.names import name_skeleton, romanize
from afterword.text.similarity import letter_similarity

_CACHE_SIZE = 200_000
_MIN_STEM_LENGTH = 3
"""Letters that must remain of a word without its ending."""
_ENDINGS = frozenset(
    re.findall(
        r"\w+",
        "ами ями ого его ому ему ыми ими иеи иям иях ои еи ою ею ом ем ым им ых их ах ях ам ям ую "
        "юю ая яя ое ее ые ие ии ию ия ью ья ье ыи а я у ю ы и е о ь",
    )
)
"""Case endings of names in Russian, folded: й is и."""
_ENDINGS_OF_NAMES = re.compile("(?:ии|ыи|ои|ая|яя|ия|ие|ые|а|я|о|е|и|ы|ь)$")
"""Endings that a name in the nominative loses before a case ending."""
_FLEETING_VOWEL = re.compile("[ео](?=[бгджзклмнпрстфхцчшщ]$)")
"""Vowel that Павел and Орел lose: Павла, Орла."""
_ADJECTIVE_ENDING = re.compile(
    r"(?<=\w{7})(?:ов|ев)?(?:ск(?:ии|ая|ое|ие|ого|ои|ому|ую|им|ом|их|ими)|ц(?:ы|ев|ам|ами|ах))$"
)
"""Endings that make an adjective or a group of people of a long name, folded: Нортлайтовский, нортлайтовцы."""
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue"}
_SOUND_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("igh", "ai"),
        ("shch|sch|tsch", "sh"),
        ("kh(?=[aeiou])|^x(?=[aeiou])", "h"),
        ("gh", ""),
        ("ph", "f"),
        ("th", "t"),
        ("wh|w", "v"),
        ("ck|q|c(?=[^eiyh]|$)", "k"),
        ("c(?=[eiy])|ts|tz|z(?!h)", "s"),
        ("x", "ks"),
        ("oo|ou", "u"),
        ("ee", "i"),
        ("y|j(?=[^aeiou]|$)", "i"),
        ("io", "e"),
        ("dzh|dj|dg(?=e)", "j"),
        ("(?<=[aeiou])h(?![aeiou])", ""),
        ("^u(?=[aeio])", "v"),
        (r"([a-z])\1+", r"\1"),
        ("(?<=[^aeiou])e$", ""),
    )
)
_MIN_SOUND_SIMILARITY = 80.0
"""Similarity from 0 to 100 from which two words in different scripts count as one name."""


@lru_cache(maxsize=_CACHE_SIZE)
def fold_word(word: str) -> str:
    """Return a word without case, accents and compatibility forms: `Ｎórth` is `north`, `ё` is `е`."""
    if word.isascii():
        return word.lower()
    split = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold().replace("ı", "i"))
    return "".join(sign for sign in split if not unicodedata.combining(sign)).replace("ł", "l").replace("ø", "o")


def list_name_keys(word: str) -> set[str]:
    """Return the keys under which a word of a name is indexed."""
    folded = fold_word(word)
    keys = {folded}
    if _is_cyrillic(folded):
        base = _ENDINGS_OF_NAMES.sub("", folded)
        without_vowel = _FLEETING_VOWEL.sub("", folded)
        keys |= {key for key in (base, without_vowel) if len(key) >= _MIN_STEM_LENGTH}
    if spelled_out := _spell_out_umlauts(word):
        keys.add(spelled_out)
    return {name_skeleton(key) for key in keys}


@lru_cache(maxsize=_CACHE_SIZE)
def list_match_keys(word: str) -> tuple[str, ...]:
    """Return the keys that a word of a text may match: itself, and itself without an ending."""
    return tuple(dict.fromkeys(name_skeleton(form) for form in _list_forms(word)))


def _list_forms(word: str) -> Iterator[str]:
    folded = fold_word(word)
    yield folded
    if _is_cyrillic(folded):
        yield from (folded[:-n] for n in (1, 2, 3) if len(folded) - n >= _MIN_STEM_LENGTH and folded[-n:] in _ENDINGS)
        if (base := _ADJECTIVE_ENDING.sub("", folded)) != folded:
            yield base
    elif len(folded) > _MIN_STEM_LENGTH and folded.endswith("s"):
        yield folded[:-1]
    if spelled_out := _spell_out_umlauts(word):
        yield spelled_out
    if (bare := folded.strip("0123456789")) != folded and len(bare) >= _MIN_STEM_LENGTH:
        yield bare


def _spell_out_umlauts(word: str) -> str:
    """Return a word with umlauts spelled out, `mueller` for Müller; empty if it has none."""
    if word.isascii():
        return ""
    composed = unicodedata.normalize("NFC", word).lower()
    return (
        fold_word(re.sub("[äöü]", lambda umlaut: _UMLAUTS[umlaut[0]], composed)) if set(composed) & {*_UMLAUTS} else ""
    )


@lru_cache(maxsize=_CACHE_SIZE)
def spell_sound(word: str) -> str:
    """Return the approximate sound of a word in Latin letters: `Northlight` and `Нортлайт` are both `nortlait`."""
    letters_heard = re.sub("[^a-z]", "", romanize(fold_word(word)))
    for pattern, letters in _SOUND_RULES:
        letters_heard = pattern.sub(letters, letters_heard)
    return letters_heard


def keep_consonants(sound_key: str) -> str:
    """Return the consonants of a sound, which change least between scripts."""
    return re.sub("[aeiou]", "", sound_key)


def list_sounds(word: str) -> Iterator[str]:
    """Yield the sounds of a word of a text with and without an ending."""
    return (spell_sound(form) for form in dict.fromkeys(_list_forms(word)))


def is_same_sound(sound_key: str, name: str) -> bool:
    """Return whether a word may be a name in another script."""
    if len(keep_consonants(name)) < _MIN_STEM_LENGTH:
        return sound_key in (name, name.rstrip("aeiou"), name[:-1] if name[-1] in "aeiou" else name)
    return letter_similarity(sound_key, name) >= _MIN_SOUND_SIMILARITY


def detect_script(word: str) -> str:
    """Return the script of a word by its first letter, such as `LATIN` or `CYRILLIC`."""
    letter = next((sign for sign in word if sign.isalpha()), "")
    return "LATIN" if letter.isascii() and letter else unicodedata.name(letter, "").partition(" ")[0] if letter else ""


def _is_cyrillic(word: str) -> bool:
    return any("\u0400" <= sign <= "\u052f" for sign in word)
