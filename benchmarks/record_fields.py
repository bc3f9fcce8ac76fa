"""Front matter of one generated record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import words
from outline import Outline, pick_weighted
from sentences import SentenceMaker

_GRADES = (("opinion", 30), ("reporting", 20), ("data", 30), ("comparison", 15), ("experiment", 5))
_ROLES = ("executor", "partner", "analyst", "seller", "sponsor", "other")
_GAPS = ("planning", "execution", "market")
_FAR_FUTURE = timedelta(days=36_500)
"""Time until a date at which nothing is late, whenever the benchmark runs."""


class RecordFields:
    """Fields of one generated record; a terse one has little more than the required fields."""

    def __init__(self, rng: Random, outline: Outline, sentences: SentenceMaker) -> None:
        self.rng, self.outline, self.sentences = rng, outline, sentences
        self.is_deal = outline.kind == "deal"
        self.is_terse = rng.random() < (0.5 if self.is_deal else 0.1)
        self.is_done = outline.status in ("review", "published")
        self.sources = rng.randint(2, 6) if outline.is_public else 0
        self.kpis = self._kpis()
        self.outcome = self._outcome() if self.is_done else ""
        self.summary = sentences.make_summary() if self.is_done else ""

    def make_data(self) -> dict[str, Any]:
        """Return the front matter, in the order of the schema."""
        o, rng, sentences = self.outline, self.rng, self.sentences
        starts = o.ends - timedelta(days=rng.randint(20, 120))
        is_long = not self.is_terse and self.is_done
        has_people = self.is_done and not o.is_public and not (self.is_deal and self.is_terse)
        keeper, owner = sentences.make_person(), sentences.make_person()
        return {
            "name": o.name,
            "aliases": list(o.aliases),
            "kind": o.kind,
            "status": o.status,
            "schema_version": 2,
            "origin": "public" if o.is_public else None,
            "perspective": o.company if o.is_public else None,
            "lang": o.lang if o.lang != "en" or rng.random() < 0.3 else None,
            "series": o.series,
            "summary": self.summary,
            "external_id": f"CRM-{rng.randint(10_000, 99_999)}" if self.is_deal and rng.random() < 0.4 else None,
            "starts": str(starts)[: 7 if o.is_public else 10] if not self.is_deal or rng.random() < 0.5 else None,
            "ends": str(o.ends),
            "due": str(o.ends + _FAR_FUTURE) if o.status != "published" else None,
            "met_on": str(o.ends + timedelta(days=rng.randint(3, 14))) if is_long and rng.random() < 0.6 else None,
            "review_by": str(o.ends + _FAR_FUTURE) if is_long and rng.random() < 0.3 else None,
            "keeper": None if o.is_public else keeper,
            "owner": owner if rng.random() < 0.5 and owner != keeper else None,
            "participants": self._participants() if has_people else None,
            "teams": sorted(rng.sample(words.TEAMS, rng.randint(1, 3))) if not self.is_terse else None,
            "markets": [o.market] if not self.is_deal or rng.random() < 0.7 else None,
            "goal": o.goal if not self.is_deal else None,
            "product": o.product,
            "audience": {"target": sentences.make_phrase("what")} if not self.is_deal and rng.random() < 0.4 else None,
            "tags": self._tags(),
            "outcome": self.outcome,
            "budget": self._budget() if not self.is_deal and rng.random() < 0.7 else None,
            "deal": self._deal() if self.is_deal else None,
            "execution": self._execution() if is_long and not self.is_deal else None,
            "variables": self._variables() if not self.is_terse else None,
            "kpis": self.kpis,
            **(self._analysis() if self.is_done else {}),
        }

    def _tags(self) -> list[str]:
        return sorted({pick_weighted(self.rng, words.TAGS) for _ in range(self.rng.randint(1, 4))})

    def _participants(self) -> list[dict[str, Any]]:
        """Return an executor, a partner from another market, an analyst, and up to three others."""
        roles = (*_ROLES[:3], *self.rng.choices(_ROLES, k=self.rng.randint(0, 3)))
        other_market = "DE" if self.outline.market == "KZ" else "KZ"
        return [
            {"name": self.sentences.make_person(), "role": role, "team": self.rng.choice(words.TEAMS)}
            | ({"market": other_market} if role == "partner" else {})
            for role in roles
        ]

    def _budget(self) -> dict[str, Any]:
        planned = self.rng.randint(5, 400) * 1000
        actual = round(planned * self.rng.lognormvariate(0, 0.2), -2)
        actuals = {row["metric"]: row["actual"] for row in self.kpis if "actual" in row}
        if "leads" in actuals and "cost_per_lead" in actuals:  # the budget has to agree with both KPIs
            actual = actuals["leads"] * actuals["cost_per_lead"]
        money = {"planned": planned, "actual": int(actual)} if self.is_done else {"planned": planned}
        return {**money, "currency": words.CURRENCIES.get(self.outline.market, "EUR")}

    def _deal(self) -> dict[str, Any]:
        rng = self.rng
        amount = {"amount": rng.randint(8, 900) * 1000, "currency": words.CURRENCIES.get(self.outline.market, "EUR")}
        return {
            "account": self.outline.company,
            **(amount if rng.random() < 0.8 else {}),
            "stage": rng.choice(words.STAGES),
            **({"competitor": self.sentences.make_company()} if rng.random() < 0.6 else {}),
            **({"reason": rng.choice(words.REASONS)} if self.is_done else {}),
        }

    def _kpis(self) -> list[dict[str, Any]]:
        """Return a few KPIs with plan, actual value and reason; a missed one also has the kind of its gap."""
        if self.is_deal and (self.is_terse or self.rng.random() < 0.5):
            return []
        rows = []
        for metric in self.rng.sample(sorted(words.METRICS), self.rng.randint(1, 2 if self.is_deal else 5)):
            name, better, least, most, digits = words.METRICS[metric]
            planned = _round_number(self.rng.uniform(least, most), digits)
            actual = _round_number(
                planned * self.rng.lognormvariate(-0.05 if better == "higher" else 0.05, 0.35), digits
            )
            row: dict[str, Any] = {"name": name, "metric": metric, "planned": planned}
            if self.is_done:
                row["actual"] = actual
                if self.rng.random() < 0.3:
                    row["baseline"] = _round_number(planned * self.rng.uniform(0.5, 1.1), digits)
                if actual < planned if better == "higher" else actual > planned:
                    row["gap"] = self.rng.choice(_GAPS)
                row["why"] = self.sentences.make_line("cause")
            rows.append(row)
        return rows

    def _outcome(self) -> str:
        if self.is_deal:
            return pick_weighted(self.rng, (("won", 35), ("lost", 50), ("no-decision", 15)))
        missed = sum("gap" in row for row in self.kpis)
        if self.rng.random() < 0.06:
            return "stopped"
        return "hit" if not missed else "missed" if missed == len(self.kpis) else "mixed"

    def _execution(self) -> dict[str, Any]:
        rng, sentences = self.rng, self.sentences
        creators = [
            {
                "handle": f"{sentences.make_person().split(maxsplit=1)[0].lower()}{rng.randint(1, 99)}",
                "tier": rng.choice(("micro", "mid", "top")),
                "why": sentences.make_phrase("cause"),
            }
            for _ in range(rng.choice((0, 0, 1, 3)))
        ]
        return {
            **({"creators": creators} if creators else {}),
            "content_types": sorted(rng.sample(words.CONTENT_TYPES, rng.randint(1, 4))),
            "cadence": rng.choice(("twice a week", "daily", "one big day", "weekly")),
        }

    def _variables(self) -> dict[str, str]:
        names = self.rng.sample(sorted(words.VARIABLES), self.rng.randint(2, 5))
        return {name: self.rng.choice(words.VARIABLES[name]) for name in names}

    def _analysis(self) -> dict[str, Any]:
        """Return the analysis of a finished record; that of a terse one is short."""
        rng, maker, is_long = self.rng, self.sentences, not self.is_terse
        number = self.outline.number
        sources = [
            {"id": n, "title": maker.make_line("title"), "url": f"https://example.org/{number}/{n}", "date": "2024"}
            for n in range(1, self.sources + 1)
        ]
        assumptions = self._rows(0.7, 3, lambda n: {
            "id": f"a{n}", "claim": maker.make_line("claim"), "test": maker.make_line("test"),
            "verdict": "wrong" if n == 1 else rng.choice(("confirmed", "wrong", "untested")),
            "evidence": maker.make_line("evidence"),
        })  # fmt: skip
        learnings = {
            "again": maker.make_line("moral"),
            "differently": maker.make_line("moral"),
            "wrong_assumption": assumptions[0]["id"] if assumptions else maker.make_line("claim"),
            "insight": maker.make_line("cause"),
        }
        if self.is_deal and not is_long:
            learnings = {"differently": learnings["differently"]}
        return {
            "facts": self._rows(0.5, 4, lambda _: {
                "fact": maker.make_line("evidence"), "status": "agreed", **self._source(),
            }),
            "sources": sources,
            "surprises": self._rows(0.5, 2, lambda _: maker.make_line("surprise")),
            "questions": self._rows(0.2, 2, lambda _: {"question": maker.make_line("question")}),
            "assumptions": assumptions,
            "causes": self._causes(),
            "counterfactuals": self._rows(0.3, 2, lambda _: {
                "if_only": maker.make_phrase("counter"), "type": "timing",
            }),
            "voices": self._rows(0.2, 2, lambda _: {
                "from": "customer", "type": "comment", "text": maker.make_line("voice"),
            }),
            "learnings": learnings,
            "execution_feedback": self._rows(0.3, 2, lambda _: {
                "text": maker.make_line("feedback"), "owner": maker.make_person(),
            }),
            "guardrails": self._rows(0.4, 2, lambda n: {
                "id": f"rule-{number}-{n}", "rule": rng.choice(("never", "always")), "text": maker.make_phrase("rule"),
                "when": {"kind": self.outline.kind, "tag": pick_weighted(rng, words.TAGS)},
            }),
            "actions": self._rows(0.5, 3, lambda _: {
                "action": maker.make_line("action"), "owner": maker.make_person(),
                "due": str(self.outline.ends + _FAR_FUTURE), "done": rng.random() < 0.7,
            }),
        }  # fmt: skip

    def _rows(self, chance: float, most: int, make: Callable[[int], Any]) -> list[Any]:
        """Return the rows of a list that a record has by chance; a terse one never has it."""
        if self.is_terse or self.rng.random() > chance:
            return []
        return [make(number) for number in range(1, self.rng.randint(1, most) + 1)]

    def _source(self) -> dict[str, int]:
        return {"source": self.rng.randint(1, self.sources)} if self.sources else {}

    def _causes(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        unused_weight = 100
        for _ in range(1 if self.is_terse else self.rng.randint(1, 4)):
            row: dict[str, Any] = {
                "cause": self.sentences.make_line("cause"),
                "variable": self.rng.choice(sorted(words.VARIABLES)),
            }
            if self.rng.random() < 0.4:
                weight = self.rng.randint(1, unused_weight // 2)
                row["weight"], unused_weight = weight, unused_weight - weight
            row |= {"evidence": pick_weighted(self.rng, _GRADES), **self._source()}
            if row["evidence"] == "comparison" or row["variable"] == "market":
                row["would_settle"] = self.sentences.make_line("test")
            if self.rng.random() < 0.15:
                row |= {"held_by": self.sentences.make_person(), "disputed_by": self.sentences.make_person()}
            rows.append(row)
        return rows


def _round_number(value: float, digits: int) -> float | int:
    rounded = round(value, digits)
    return int(rounded) if digits <= 0 else rounded
