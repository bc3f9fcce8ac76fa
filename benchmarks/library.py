"""Libraries of any size, made from a seed: the same seed gives the same bytes.

Records have about 60 lines of front matter and 600 words of prose, and link one another as real ones do.

    python benchmarks/library.py FOLDER [COUNT] [SEED]
"""

from __future__ import annotations

import random
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_ADJECTIVES = """
    Frozen Silent Golden Broken Paper Borrowed Midnight Quiet Crooked Second Hollow Patient Wooden Velvet Lost
""".split()
_NOUNS = """
    Funnel Invoice Harbour Lantern Bridge Orchard Signal Carousel Ladder Compass Kettle Mirror Parade Anchor Ticket
""".split()
_COMPANIES = """
    Northlight Vantor Helio Brightwater Marlow Quarry Tessel Orbis Fjord Lumen Castor Pinewood Aster Kestrel
""".split()
_WORDS = """
    customer price launch creator budget timing message trial demo market partner content video discount security
    answer week team channel offer audience result plan stage review contract buyer signal cost reach quarter
""".split()
_VERBS = """
    moved slowed answered missed changed tested raised cut learned kept promised asked delayed reached lost won
""".split()
_TAGS = ("pricing", "promotion", "localisation", "attribution", "rerun")


def generate(folder: Path, count: int, seed: int = 1) -> None:
    """Writes a library of `count` records with the repository's own schema into an empty or new folder."""
    shutil.copytree(ROOT / "schema", folder / "schema", dirs_exist_ok=True)
    (folder / "mkdocs.yml").write_text("site_name: Bench\ntheme: {name: material, font: false}\nplugins: [afterword]\n")
    (folder / "docs").mkdir(exist_ok=True)
    for number in range(count):
        rng = random.Random(f"{seed}-{number}")
        year = 2015 + number % 11
        target = folder / "postmortems" / str(year) / f"record-{number:05}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(record(rng, number, count, year), encoding="utf-8")


def name(number: int) -> str:
    """The name of the record with a number."""
    first, second = _ADJECTIVES[number % 15], _NOUNS[number // 15 % 15]
    return f"The {first} {second} {number}"


def record(rng: random.Random, number: int, count: int, year: int) -> str:
    """One published campaign."""
    market, goal = (
        rng.choice(["US", "DE", "RU", "KZ", "BR", "IN"]),
        rng.choice(["awareness", "conversion", "retention"]),
    )
    month = rng.randint(1, 11)
    tags = ", ".join(sorted(rng.sample(_TAGS, 2)))
    kpis = "\n".join(_kpi(rng, metric) for metric in ("conversion_rate", "cac", "reach"))
    causes = "\n".join(_cause(rng, variable) for variable in ("targeting", "timing", "creators"))
    body = "\n\n".join(
        _section(rng, heading, count) for heading in ("Setup", "Execution", "Outcomes", "Analysis", "Learnings")
    )
    return f"""---
name: {name(number)}
aliases: [{rng.choice(_COMPANIES)} {number}]
kind: campaign
status: published
keeper: {rng.choice(_COMPANIES)} Keeper
owner: {rng.choice(_COMPANIES)} Owner
starts: {year}-{month:02}-01
ends: {year}-{month + 1:02}-15
markets: [{market}]
goal: {goal}
outcome: {rng.choice(["hit", "missed", "mixed", "stopped"])}
product: {rng.choice(_COMPANIES)} Planner
series: {rng.choice(_ADJECTIVES)} {rng.choice(_NOUNS)} series
tags: [{tags}]
budget: {{planned: {rng.randint(10, 90) * 1000}, actual: {rng.randint(10, 90) * 1000}, currency: EUR}}
summary: >-
  {_sentence(rng)} {_sentence(rng)}
kpis:
{kpis}
assumptions:
  - {{id: first, claim: {_sentence(rng)[:-1]}, test: {_phrase(rng)}, verdict: wrong}}
causes:
{causes}
variables:
  targeting: {_phrase(rng)}
  timing: {_phrase(rng)}
  creators: {_phrase(rng)}
learnings:
  again: {_sentence(rng)}
  differently: {_sentence(rng)}
  wrong_assumption: first
  insight: {_sentence(rng)}
guardrails:
  - {{id: rule-{number}, rule: never, text: {_phrase(rng)}, when: {{goal: {goal}}}}}
surprises:
  - {_sentence(rng)}
---

{body}
"""


def _kpi(rng: random.Random, metric: str) -> str:
    planned, actual = rng.randint(10, 90), rng.randint(10, 90)
    return (
        f"  - name: {metric.replace('_', ' ').capitalize()}\n    metric: {metric}\n    planned: {planned}\n"
        f"    actual: {actual}\n    gap: execution\n    why: {_sentence(rng)}"
    )


def _cause(rng: random.Random, variable: str) -> str:
    return f"  - {{cause: {_sentence(rng)[:-1]}, variable: {variable}, evidence: data, weight: {rng.randint(5, 30)}}}"


def _section(rng: random.Random, heading: str, count: int) -> str:
    link = f"See [[{name(rng.randrange(count))}]] for a comparison."
    prose = " ".join(_sentence(rng) for _ in range(12))
    items = "\n".join(f"- {_sentence(rng)}" for _ in range(3))
    return f"## {heading}\n\n{prose} {link}\n\n{items}"


def _phrase(rng: random.Random) -> str:
    return f"{rng.choice(_WORDS)} {rng.choice(_VERBS)} {rng.choice(_WORDS)}"


def _sentence(rng: random.Random) -> str:
    words = " ".join(rng.choice(_WORDS) for _ in range(4))
    return f"The {rng.choice(_WORDS)} {rng.choice(_VERBS)} the {words}."


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[2:]]
    generate(Path(sys.argv[1]), *(numbers or [1000]))
