"""Templates format what `analysis` has computed, and misspelt attributes in them are errors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from jinja2 import UndefinedError, nodes

from afterword.analysis.excerpts import Excerpt
from afterword.pages.templates import jinja_environment
from support import ROOT

FOLDER = ROOT / "plugins" / "afterword" / "theme" / "templates"
NAMES = sorted(path.name for path in FOLDER.glob("*.html"))
OPERATORS = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Neg)
COUNTING_FILTERS = {"length", "count", "sum", "round", "abs", "max", "min", "int", "float"}
ALLOWED = {
    ("compare.html", "length"): "the number of listed pairs, of which the page has the list",
    ("pair.html", "abs"): "the sign of a difference is printed as a typographic sign before it",
    ("playbook.html", "Add"): "two lists of columns, not numbers",
}
"""Operations in printed values that are no figures, each with its reason."""


def printed_operations(text: str) -> Iterator[str]:
    """Yield the arithmetic and the counting filters in what a template prints, in its variables and its loops."""
    tree = jinja_environment("en").parse(text)
    for node in tree.find_all((nodes.Output, nodes.Assign, nodes.For, nodes.Call)):
        parts = [node.iter] if isinstance(node, nodes.For) else [node]
        for part in parts:
            yield from (type(operation).__name__ for operation in find_in_expressions(part, OPERATORS))
            filters = find_in_expressions(part, (nodes.Filter,))
            yield from (name for item in filters if (name := getattr(item, "name", "")) in COUNTING_FILTERS)


def find_in_expressions(node: nodes.Node, types: tuple[type[nodes.Node], ...]) -> Iterator[nodes.Node]:
    """Yield the nodes of some types in an expression, without its conditions and the indexes of list items."""
    if isinstance(node, types):
        yield node
    for child in node.iter_child_nodes(exclude=("test", "arg")):
        yield from find_in_expressions(child, types)


@pytest.mark.parametrize("name", NAMES)
def test_templates_do_not_calculate(name: str) -> None:
    """Every figure is computed in `analysis`, where a test reads it without HTML."""
    operations = set(printed_operations((FOLDER / name).read_text(encoding="utf-8")))
    assert {operation for operation in operations if (name, operation) not in ALLOWED} == set()


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("{{ rows | length }}", "length"),
        ("{{ ngettext('%(num)s row', '%(num)s rows', rows | length) }}", "length"),
        ("{{ 100 * part / whole }}", "Mul"),
        ("{% set rest = whole - part %}{{ rest }}", "Sub"),
        ("{% for row in rows if row %}{{ row.counts.values() | sum }}{% endfor %}", "sum"),
        ('<rect width="{{ (share * 2) | round }}"/>', "round"),
    ],
)
def test_a_calculation_is_seen(text: str, operation: str) -> None:
    """The test above finds what it looks for."""
    assert operation in set(printed_operations(text))


@pytest.mark.parametrize(
    "text", ["{% if rows | length > 1 %}{{ rows[0] }}{% endif %}", "{{ 'a' if rows | length else 'b' }}"]
)
def test_a_condition_is_no_figure(text: str) -> None:
    """Whether a list has several items decides what is shown, and is not printed itself."""
    assert set(printed_operations(text)) == set()


def test_a_misspelt_attribute_is_an_error() -> None:
    """A renamed attribute cannot make a part of a page disappear."""
    template = jinja_environment("en").from_string("{% if excerpt.left %}more{% endif %}")
    with pytest.raises(UndefinedError, match="Excerpt has no attribute left"):
        template.render(excerpt=Excerpt((), 0, 0))


def test_a_missing_key_is_empty() -> None:
    """Records leave out what they do not know."""
    assert jinja_environment("en").from_string("{{ row.why }}{{ rows[0] }}").render(row={}, rows=[]) == ""


def test_a_variable_that_a_page_does_not_pass_is_an_error() -> None:
    """A renamed variable cannot make a part of a page disappear."""
    with pytest.raises(UndefinedError, match="the template has no variable rows"):
        jinja_environment("en").from_string("{% for row in rows %}{{ row }}{% endfor %}").render()
