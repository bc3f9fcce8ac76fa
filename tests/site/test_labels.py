"""A value that a team adds to its schema shows by its label in every language, without a line of code."""

import json
from pathlib import Path

import pytest

from small import CONFIG, GOOD, library, run

CONFIGURATION = CONFIG.replace("[afterword]", "[{afterword: {languages: [en, ru]}}]")
SECOND = GOOD.replace("The Frozen Funnel", "The Second Freeze")
TRANSLATION = """---
name: Второй раз
made_from: 49a2da7c7fde
summary: Ответы заняли шесть недель. Клиент ушёл.
---
"""
NEW_VALUES = {
    "kind": ("pilot", "Pilot run", "Пробный проект"),
    "status": ("archived", "Put away", "В архиве"),
    "outcome": ("postponed", "Put off", "Отложено"),
    "evidence": ("hearsay", "what people say", "слухи"),
}
"""By field: a value, its label, and the label in Russian."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a library whose team has added a value to four of its fields."""
    root = library(tmp_path_factory.mktemp("labels") / "library")
    (root / "mkdocs.yml").write_text(CONFIGURATION, encoding="utf-8")
    schema = json.loads((root / "schema" / "postmortem.schema.json").read_text(encoding="utf-8"))
    del schema["allOf"]  # which outcome fits which kind
    nodes = {name: schema["properties"][name] for name in ("kind", "status", "outcome")}
    nodes["evidence"] = schema["properties"]["causes"]["items"]["properties"]["evidence"]
    catalogue = (root / "schema" / "ru.po").read_text(encoding="utf-8")
    text = SECOND
    for name, (value, label, translation) in NEW_VALUES.items():
        nodes[name]["enum"].append(value)
        nodes[name]["x-labels"][value] = label
        catalogue += f'\nmsgid "{label}"\nmsgstr "{translation}"\n'
        replaced = {"kind": "deal", "status": "published", "outcome": "lost", "evidence": "reporting"}[name]
        text = text.replace(f"{name}: {replaced}", f"{name}: {value}")
    (root / "schema" / "postmortem.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    (root / "schema" / "ru.po").write_text(catalogue, encoding="utf-8")
    (root / "postmortems" / "second-freeze.md").write_text(text, encoding="utf-8")
    (root / "postmortems" / "second-freeze.ru.md").write_text(TRANSLATION, encoding="utf-8")
    built = run(root, "afterword", "build")
    assert built.returncode == 0, built.stderr
    return root / "site"


@pytest.mark.parametrize(("prefix", "position"), [("", 1), ("ru/", 2)], ids=["English", "Russian"])
def test_pages_show_the_label(site: Path, prefix: str, position: int) -> None:
    """The page of the record, the list of the library and the reference of fields show each value by its label."""
    labels = {name: texts[position] for name, texts in NEW_VALUES.items()}
    record = (site / prefix / "names" / "the-second-freeze" / "index.html").read_text(encoding="utf-8")
    listed = (site / prefix / "library" / "index.html").read_text(encoding="utf-8")
    reference = (site / prefix / "fields" / "index.html").read_text(encoding="utf-8")
    assert [name for name, label in labels.items() if label not in record] == []
    assert [name for name, label in labels.items() if label not in listed] == ["evidence"]  # which a list does not show
    assert [name for name, label in labels.items() if label not in reference] == []


@pytest.mark.parametrize(("prefix", "position"), [("", 1), ("ru/", 2)], ids=["English", "Russian"])
def test_filters_show_the_label(site: Path, prefix: str, position: int) -> None:
    """The filters of the search offer each value by its label."""
    data = json.loads((site / prefix / "library" / "data.json").read_text(encoding="utf-8"))
    labels = {facet["key"]: facet["labels"] for facet in data["facets"]}
    for name, texts in NEW_VALUES.items():
        assert labels[name][texts[0]] == texts[position]


@pytest.mark.parametrize(("lang", "label"), [("en", "put off"), ("ru", "отложено")])
def test_a_command_shows_the_label(site: Path, lang: str, label: str) -> None:
    """`afterword related` says how a record ended by the label of its outcome."""
    related = run(site.parent, "afterword", "related", "The Frozen Funnel", "--lang", lang)
    assert label in related.stdout


def test_a_value_without_a_label_shows_as_it_is_written(tmp_path: Path) -> None:
    """A schema from before the labels still builds a site, on which a value is the word of the record."""
    root = library(tmp_path / "library")
    path = root / "schema" / "postmortem.schema.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"x-labels"', '"x-former"'), encoding="utf-8")
    assert run(root, "afterword", "build").returncode == 0
    page = (root / "site" / "names" / "the-frozen-funnel" / "index.html").read_text(encoding="utf-8")
    assert "</span> lost</span>" in page
