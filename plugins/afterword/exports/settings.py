"""What a library's `mkdocs.yml` says that another engine has to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from afterword.frontmatter import yaml_nodes
from afterword.frontmatter.document import Node

FILE = "mkdocs.yml"
_KEPT = (
    "site_name", "site_description", "site_url", "copyright", "nav", "exclude_docs", "theme", "markdown_extensions",
)  # fmt: skip

_UNREADABLE = "?"
"""Stands for what is no text, so that it is not taken for nothing."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings that go with the pages, each with its lines as they are written, and options of the plugin.

    `audience` is as written; it, `edit_url`, `title` and `address` are empty where nothing is.
    """

    lines: Mapping[str, str] = field(default_factory=dict)
    audience: str = ""
    edit_url: str = ""
    languages: Sequence[str] = ("en",)
    title: str = ""
    address: str = ""


def read(text: str) -> Settings:
    """The settings of a `mkdocs.yml`. Raises `ValueError` in words where it cannot be read without its engine."""
    root, problems, stopped = yaml_nodes.read(FILE, text, 0)
    if stopped is not None or root is None or not root.entries:
        line = stopped[0].line if stopped else problems[0].span.line if problems else 1
        said = stopped[1] if stopped else problems[0].message if problems else "There are no settings in it."
        message = f"{FILE}:{line}: {said}"
        raise ValueError(message)
    if root.at("INHERIT") or root.entries[0][0].span.column != 1:
        message = f"{FILE}: settings are read from this file alone (no INHERIT), each beginning a line of its own."
        raise ValueError(message)
    starts = [key.span.line - 1 for key, _ in root.entries]
    lines = text.split("\n")
    written = {
        key.text: "\n".join(lines[start:end]).rstrip()
        for (key, value), start, end in zip(root.entries, starts, [*starts[1:], len(lines)], strict=True)
        if key.text in _KEPT and not (key.text == "theme" and value.entries and value.at("custom_dir"))
    }
    options = _options(root)
    edit_url, languages = _text(options.get("edit_url")), _texts(options.get("languages"))
    if _UNREADABLE in (edit_url, *languages):
        message = f"{FILE}: `edit_url` and `languages` have to be written out here; they are computed."
        raise ValueError(message)
    kept = {key: written[key] for key in _KEPT if key in written}
    title, address = (_text(found[1] if (found := root.at(key)) else None) for key in ("site_name", "site_url"))
    return Settings(kept, _text(options.get("audience")), edit_url, languages, title, address)


def inherited(text: str) -> str:
    """Return the file whose settings a `mkdocs.yml` inherits; empty where there is none."""
    root, _, _ = yaml_nodes.read(FILE, text, 0)
    entry = root.at("INHERIT") if root else None
    return entry[1].text or "" if entry else ""


def _options(root: Node) -> Mapping[str, Node]:
    """The plugin's options, whether the plugins are a list or a mapping."""
    plugins = root.at("plugins")
    rows = (plugins[1].items or [plugins[1]]) if plugins else []
    found = next((own[1] for row in rows if (own := row.at("afterword"))), None)
    return {key.text or "": value for key, value in (found.entries or () if found else ())}


def _text(node: Node | None) -> str:
    return "" if node is None else _UNREADABLE if node.text is None else node.text


def _texts(node: Node | None) -> Sequence[str]:
    return tuple(map(_text, node.items or ())) or (_UNREADABLE,) if node else ("en",)
