"""What each record of a made-up library is about, before any of them is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import gcd
from random import Random

import words
from anyascii import anyascii

_KINDS = (("deal", 45), ("campaign", 40), ("launch", 9), ("project", 6))
_BEGAN, _DAYS = date(2015, 1, 5), 4000


@dataclass(frozen=True, slots=True)
class Outline:
    """What is known of a record before it is written, so that others can refer to it."""

    number: int
    name: str
    aliases: tuple[str, ...]
    kind: str
    status: str
    is_public: bool
    lang: str
    market: str
    series: str
    company: str
    product: str
    goal: str
    ends: date

    @property
    def file(self) -> str:
        """Where it is kept: by year, under its name in ASCII."""
        return f"{self.ends.year}/{re.sub('[^a-z0-9]+', '-', anyascii(self.name).lower())}.md"


def outlines(count: int, seed: int) -> Sequence[Outline]:
    """What every record is about, oldest first."""
    known: list[Outline] = []
    taken: set[str] = set()
    for number in range(count):
        rng = Random(f"{seed}-outline-{number}")
        kind = pick(rng, _KINDS)
        before = [o for o in known[-200:] if o.kind == kind and o.series]
        first = rng.choice(before) if before and rng.random() < 0.5 else None
        market = pick(rng, words.MARKETS)
        is_russian = market in ("RU", "KZ", "UZ") and rng.random() < 0.6
        name = _name(number, seed, "ru" if is_russian else "en")
        company = f"{rng.choice(words.COMPANY_HEADS)} {rng.choice(words.COMPANY_TAILS)}"
        product = first.product if first else f"{company.split(maxsplit=1)[0]} {rng.choice(words.PRODUCTS)}"
        ends = _BEGAN + timedelta(days=_DAYS * number // count + rng.randrange(6))
        aliases = [f"{company} {ends:%B} {ends.year}", f"{product} {market} {ends.year}", f"{company} rerun"]
        aliases = [alias for alias in rng.sample(aliases, rng.choice((0, 1, 1, 2))) if alias not in taken]
        taken.update(aliases)
        series = first.series if first else f"{product} {rng.choice(('season', 'rollout', 'trial', 'spring'))}"
        has_series = kind != "deal" and (first or rng.random() < 0.6)
        is_new = number > count * 0.96
        status = rng.choice(("planned", "draft", "review", "published")) if is_new else "published"
        known.append(
            Outline(
                number=number,
                name=name,
                aliases=tuple(aliases),
                kind=kind,
                status=status,
                is_public=status == "published" and rng.random() < 0.05,
                lang="ru" if is_russian else "en",
                market=market,
                series=series if has_series else "",
                company=company,
                product=product,
                goal=first.goal if first else rng.choice(("awareness", "consideration", "conversion", "retention")),
                ends=ends,
            )
        )
    return known


def pick(rng: Random, weighted: Sequence[tuple[str, int]]) -> str:
    """One of some words by their weights."""
    return rng.choices([word for word, _ in weighted], [weight for _, weight in weighted])[0]


def _name(number: int, seed: int, lang: str) -> str:
    """A name that no other number has; names in a row have little in common."""
    first, second = (words.RU_ADJECTIVES, words.RU_NOUNS) if lang == "ru" else (words.ADJECTIVES, words.NOUNS)
    size = len(first) * len(second)
    step = next(step for step in range(int(size * 0.618), size) if gcd(step, size) == 1)
    place, round_ = (number * step + seed * 7919) % size, number // size
    city = f" {words.CITIES[round_ % len(words.CITIES)]}" if round_ else ""
    if lang == "ru":
        noun, gender = words.RU_NOUNS[place // len(first)]
        return f"{words.RU_ADJECTIVES[place % len(first)][gender == 'f']} {noun}{city}"
    return f"The{city} {words.ADJECTIVES[place % len(first)]} {words.NOUNS[place // len(first)]}"
