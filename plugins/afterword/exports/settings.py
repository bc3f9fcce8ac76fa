"""Settings of a library's `mkdocs.yml` that other engines need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from afterword.frontmatter import yaml_nodes
from afterword.frontmatter.document import YamlNode

CONFIG_FILE = "mkdocs.yml"
_KEPT_SETTINGS = (
    "site_name", "site_description", "site_url", "copyright", "nav", "exclude_docs", "theme", "markdown_extensions",
)  # fmt: skip

_UNREADABLE = "?"
"""Marker for a value that is not text, so that it is not mistaken for a missing value."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings that pages need, each with its source lines, and options of the plugin.

    `audience` is as written; `audience`, `edit_url`, `title` and `address` are empty if they are not set.
    """

    lines: Mapping[str, str] = field(default_factory=dict)
    audience: str = ""
    edit_url: str = ""
    languages: Sequence[str] = ("en",)
    title: str = ""
    address: str = ""


def read_settings(text: str) -> Settings:
    """Read the settings of a `mkdocs.yml`.

    Raises `ValueError` with a message for the user if the file cannot be read without its engine.
    """
    root, problems, syntax_error = yaml_nodes.parse_nodes(CONFIG_FILE, text, 0)
    if syntax_error is not None or root is None or not root.entries:
        line = syntax_error[0].line if syntax_error else problems[0].span.line if problems else 1
        reason = (
            syntax_error[1] if syntax_error else problems[0].message if problems else "There are no settings in it."
        )
        message = f"{CONFIG_FILE}:{line}: {reason}"
        raise ValueError(message)
    if root.find_child("INHERIT") or root.entries[0][0].span.column != 1:
        message = (
            f"{CONFIG_FILE}: settings are read from this file alone (no INHERIT), each beginning a line of its own."
        )
        raise ValueError(message)
    first_lines = [key.span.line - 1 for key, _ in root.entries]
    lines = text.split("\n")
    lines_by_key = {
        key.text: "\n".join(lines[start:end]).rstrip()
        for (key, value), start, end in zip(root.entries, first_lines, [*first_lines[1:], len(lines)], strict=True)
        if key.text in _KEPT_SETTINGS and not (key.text == "theme" and value.entries and value.find_child("custom_dir"))
    }
    options = _plugin_options(root)
    edit_url, languages = _node_text(options.get("edit_url")), _node_texts(options.get("languages"))
    if _UNREADABLE in (edit_url, *languages):
        message = f"{CONFIG_FILE}: `edit_url` and `languages` have to be written out here; they are computed."
        raise ValueError(message)
    kept_lines = {key: lines_by_key[key] for key in _KEPT_SETTINGS if key in lines_by_key}
    title, address = (
        _node_text(entry[1] if (entry := root.find_child(key)) else None) for key in ("site_name", "site_url")
    )
    return Settings(kept_lines, _node_text(options.get("audience")), edit_url, languages, title, address)


def find_inherited_file(text: str) -> str:
    """Return the file whose settings a `mkdocs.yml` inherits; empty if it inherits none."""
    root, _, _ = yaml_nodes.parse_nodes(CONFIG_FILE, text, 0)
    entry = root.find_child("INHERIT") if root else None
    return entry[1].text or "" if entry else ""


def _plugin_options(root: YamlNode) -> Mapping[str, YamlNode]:
    """Return the plugin's options, from either a list or a mapping of plugins."""
    plugins = root.find_child("plugins")
    rows = (plugins[1].items or [plugins[1]]) if plugins else []
    plugin_node = next((entry[1] for row in rows if (entry := row.find_child("afterword"))), None)
    return {key.text or "": value for key, value in (plugin_node.entries or () if plugin_node else ())}


def _node_text(node: YamlNode | None) -> str:
    return "" if node is None else _UNREADABLE if node.text is None else node.text


def _node_texts(node: YamlNode | None) -> Sequence[str]:
    return tuple(map(_node_text, node.items or ())) or (_UNREADABLE,) if node else ("en",)
