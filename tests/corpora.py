"""Cases that others have collected, beside a few of our own: the YAML test suite, and markup that attacks.

They are read from `AFTERWORD_CORPORA`, else from `../shared/data/corpora` beside the repository. Where they are not,
tests run on the cases written here, and say so. By default a test takes a sample, the same in every run;
with `AFTERWORD_WHOLE=1` it takes everything.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import pytest

T = TypeVar("T")

ROOT = Path(__file__).parents[1]
FOLDER = Path(os.environ.get("AFTERWORD_CORPORA") or ROOT.parent / "shared" / "data" / "corpora")
WHOLE = bool(os.environ.get("AFTERWORD_WHOLE"))
SEED = 20260101


def seeded() -> random.Random:
    """A generator that gives the same in every run."""
    return random.Random(SEED)  # noqa: S311 - a test draws cases, not secrets


@dataclass(frozen=True, slots=True)
class Corpus(Generic[T]):
    """Cases, and a sentence on how many of which collection they are."""

    cases: Sequence[T]
    told: str

    def tell(self, capsys: pytest.CaptureFixture[str], ran: str = "") -> None:
        """Says on the terminal what ran, also when tests run in several processes."""
        with capsys.disabled():
            sys.stderr.write(f"\n{self.told}{f'; {ran}' if ran else ''}\n")
            sys.stderr.flush()


@dataclass(frozen=True, slots=True)
class YamlCase:
    """A YAML text, whether it is invalid, and the values of its documents where the suite has them."""

    id: str
    text: str
    invalid: bool
    values: tuple[Any, ...] | None


def yaml_cases() -> Corpus[YamlCase]:
    """The YAML test suite, all of it: it takes a second."""
    path = FOLDER / "yaml-test-suite.json"
    found = [_yaml_case(case) for case in json.loads(path.read_text("utf-8"))] if path.is_file() else []
    return _corpus("YAML test suite", path, OWN_YAML, found, len(found))


def payloads(count: int) -> Corpus[str]:
    """Markup that tries to run, a sample of `count` unless everything is asked for."""
    path = FOLDER / "markup-injection.jsonl"
    found: list[str] = []
    if path.is_file():
        with path.open(encoding="utf-8") as lines:
            found = [json.loads(line)["payload"] for line in lines]
    chosen = found if WHOLE or len(found) <= count else seeded().sample(found, count)
    return _corpus("markup injection", path, OWN_PAYLOADS, chosen, len(found))


def _corpus(name: str, path: Path, own: Sequence[T], chosen: Sequence[T], total: int) -> Corpus[T]:
    told = (
        f"{len(chosen)} of {total} cases and {len(own)} of our own"
        if total
        else (f"{path} is not here, so only the {len(own)} cases of our own ran; AFTERWORD_CORPORA names its folder")
    )
    return Corpus([*own, *chosen], f"{name}: {told}")


def _yaml_case(case: Mapping[str, Any]) -> YamlCase:
    values = tuple(_documents(case["json"])) if case.get("json") is not None else None
    return YamlCase(case["id"], case["yaml"], case["invalid"], values)


def _own(name: str, text: str, value: Any = None) -> YamlCase:
    return YamlCase(name, text, value is None, None if value is None else (value,))


def _documents(text: str) -> Iterator[Any]:
    """Values that stand one behind the other in a text."""
    decode = json.JSONDecoder().raw_decode
    text = text.strip()
    while text:
        value, end = decode(text)
        yield value
        text = text[end:].strip()


OWN_YAML = (
    _own("names", "name: The Frozen Funnel\nmarkets: [NO]\n", {"name": "The Frozen Funnel", "markets": ["NO"]}),
    _own("a colon in quotes", 'summary: "won: late"\n', {"summary": "won: late"}),
    _own("a list of groups", "kpis:\n- {planned: 0.5, actual: 12}\n", {"kpis": [{"planned": 0.5, "actual": 12}]}),
    _own("a colon", "summary: won: late\n"),
    _own("an open quote", "name: 'The Frozen Funnel\nkind: deal\n"),
    _own("an open bracket", "tags: [pricing, incumbent\nkind: deal\n"),
    _own("a tab", "name: x\n\tkind: deal\n"),
    _own("a key twice", "name: The Frozen Funnel\nname: The Midnight Discount\n"),
)

OWN_PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</title><script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "[click](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)",
    "<a href='jAvAsCrIpT&colon;alert(1)'>x</a>",
    "# <img src=x onerror=alert(1)> {#x onclick=alert(1)}",
    "<form id=location><input name=cookie></form>",
    "<base href=//example.org/><meta http-equiv=refresh content='0;url=//example.org'>",
    "{{ 7 * 7 }}{% for x in config %}{% endfor %}",
    "[[</a><script>alert(1)</script>|x]]",
    "<style>@import 'https://example.org/x.css'</style><div style='background:url(https://example.org/x)'>x</div>",
    "```html\n<script>alert(1)</script>\n```",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=1 onerror=alert(1)>'>",
)
