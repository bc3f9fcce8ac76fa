"""Outlines of generated records, all made before the first record is written."""

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
_FIRST_DAY, _DAY_COUNT = date(2015, 1, 5), 4000


@dataclass(frozen=True, slots=True)
class Outline:
    """Identity of a generated record, to which other records can refer."""

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
        """Path of its file: the year, then its name in ASCII."""
        return f"{self.ends.year}/{re.sub('[^a-z0-9]+', '-', anyascii(self.name).lower())}.md"


def make_outlines(count: int, seed: int) -> Sequence[Outline]:
    """Make the outlines of a library, oldest first."""
    outlines: list[Outline] = []
    used_aliases: set[str] = set()
    for number in range(count):
        rng = Random(f"{seed}-outline-{number}")
        kind = pick_weighted(rng, _KINDS)
        earlier_runs = [o for o in outlines[-200:] if o.kind == kind and o.series]
        previous_run = rng.choice(earlier_runs) if earlier_runs and rng.random() < 0.5 else None
        market = pick_weighted(rng, words.MARKETS)
        is_russian = market in ("RU", "KZ", "UZ") and rng.random() < 0.6
        name = _make_name(number, seed, "ru" if is_russian else "en")
        company = f"{rng.choice(words.COMPANY_HEADS)} {rng.choice(words.COMPANY_TAILS)}"
        product = (
            previous_run.product if previous_run else f"{company.split(maxsplit=1)[0]} {rng.choice(words.PRODUCTS)}"
        )
        ends = _FIRST_DAY + timedelta(days=_DAY_COUNT * number // count + rng.randrange(6))
        aliases = [f"{company} {ends:%B} {ends.year}", f"{product} {market} {ends.year}", f"{company} rerun"]
        aliases = [alias for alias in rng.sample(aliases, rng.choice((0, 1, 1, 2))) if alias not in used_aliases]
        used_aliases.update(aliases)
        series = (
            previous_run.series if previous_run else f"{product} {rng.choice(('season', 'rollout', 'trial', 'spring'))}"
        )
        has_series = kind != "deal" and (previous_run or rng.random() < 0.6)
        is_new = number > count * 0.96
        status = rng.choice(("planned", "draft", "review", "published")) if is_new else "published"
        outlines.append(
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
                goal=previous_run.goal
                if previous_run
                else rng.choice(("awareness", "consideration", "conversion", "retention")),
                ends=ends,
            )
        )
    return outlines


def pick_weighted(rng: Random, weighted: Sequence[tuple[str, int]]) -> str:
    """Pick one of several words by their weights."""
    return rng.choices([word for word, _ in weighted], [weight for _, weight in weighted])[0]


def _make_name(number: int, seed: int, lang: str) -> str:
    """Make a name that is unique to a number; consecutive names have little in common."""
    adjectives, nouns = (words.RU_ADJECTIVES, words.RU_NOUNS) if lang == "ru" else (words.ADJECTIVES, words.NOUNS)
    size = len(adjectives) * len(nouns)
    step = next(step for step in range(int(size * 0.618), size) if gcd(step, size) == 1)
    position, round_number = (number * step + seed * 7919) % size, number // size
    city = f" {words.CITIES[round_number % len(words.CITIES)]}" if round_number else ""
    if lang == "ru":
        noun, gender = words.RU_NOUNS[position // len(adjectives)]
        return f"{words.RU_ADJECTIVES[position % len(adjectives)][gender == 'f']} {noun}{city}"
    return f"The{city} {words.ADJECTIVES[position % len(adjectives)]} {words.NOUNS[position // len(adjectives)]}"
