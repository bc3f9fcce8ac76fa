"""Prompts for the answers that the gate asks for, to paste or insert into a brief, and the approval stamp."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from afterword.authoring.editable_document import EditableDocument, Splice, find_entry_chain, list_entries
from afterword.authoring.edits import render_scalar
from afterword.frontmatter.document import Document
from afterword.frontmatter.source import Source


class AnswerPrompt(NamedTuple):
    """A prompt for one answer: the name of a record or the id of a guardrail, and the reason for the question."""

    name: str
    is_guardrail: bool
    reason: str


def render_front_matter_prompts(prompts: Sequence[AnswerPrompt]) -> str:
    """Render prompts as front matter: all under `reviewed`, each with an empty answer."""
    return f"reviewed:\n{_render_rows(prompts, 2)}"


def render_section_prompts(prompts: Sequence[AnswerPrompt], heading: str) -> str:
    """Render prompts for a brief without front matter, as a section of its text."""
    return f"## {heading}\n\n{_render_items(prompts)}"


def insert_prompts(document: Document, raw: bytes, prompts: Sequence[AnswerPrompt]) -> bytes | None:
    """Return the bytes of a brief with prompts inserted into its front matter; nothing else changes.

    Return None if the whole front matter is one flow mapping.
    """
    editable = EditableDocument.from_bytes(document, raw)
    field_chain = find_entry_chain(document.nodes.root, ("reviewed",))
    if not field_chain or field_chain[-1].value.items is None:
        return _set_field(editable, "reviewed", f"\n{_render_rows(prompts, 2)}")
    value = field_chain[-1].value
    if editable.is_flow(value):
        rows = ", ".join(f"{{{_prompt_key(prompt)}: {render_scalar(prompt.name)}, applied: }}" for prompt in prompts)
        position = editable.value_end(value) - 1
        return editable.apply_splices([(position, position, f", {rows}" if value.items else rows)])
    position = editable.line_start(editable.last_line(field_chain[-1]) + 1)
    indent = value.items[0].span.column - 1 - len("- ") if value.items else 2
    return editable.apply_splices([(position, position, _render_rows(prompts, max(0, indent)))])


def append_prompts(source: Source, raw: bytes, prompts: Sequence[AnswerPrompt], heading: str) -> bytes:
    """Return the bytes of a brief without front matter, with prompts appended at the end."""
    text = source.text
    has_section = any(line.lstrip("# ").strip("* ").casefold() == heading.casefold() for line in text.split("\n"))
    separator = "" if text.endswith("\n") or not text else "\n"
    added = separator + (_render_items(prompts) if has_section else f"\n{render_section_prompts(prompts, heading)}")
    return raw + added.replace("\n", "\r\n" if source.has_crlf else "\n").encode()


def insert_stamp(document: Document, raw: bytes, stamp: Mapping[str, Any]) -> bytes | None:
    """Return the bytes of a brief with a stamp as its field `gate`, replacing an existing one.

    Return None if the whole front matter is one flow mapping.
    """
    editable = EditableDocument.from_bytes(document, raw)
    rows = "".join(f"  {key}: {_render_value(value)}\n" for key, value in stamp.items())
    return _set_field(editable, "gate", f"\n{rows}")


def _set_field(editable: EditableDocument, key: str, block: str) -> bytes | None:
    """Return the file with a block as a field, in its place or after the last field."""
    root = editable.document.nodes.root
    if editable.is_flow(root):
        return None
    if field_chain := find_entry_chain(root, (key,)):
        splice: Splice = (
            editable.line_start(editable.first_line(field_chain[0])),
            editable.line_start(editable.last_line(field_chain[0]) + 1),
            f"{key}:{block}",
        )
    else:
        position = editable.line_start(editable.last_line(list_entries(root)[-1]) + 1)
        splice = (position, position, f"{key}:{block}")
    return editable.apply_splices([splice])


def _render_rows(prompts: Sequence[AnswerPrompt], indent: int) -> str:
    """Render prompts as the rows of a YAML list, each below its reason as a comment."""
    indentation = " " * indent
    return "".join(
        f"{_render_reason_comment(prompt, indentation)}"
        f"{indentation}- {_prompt_key(prompt)}: {render_scalar(prompt.name)}\n"
        f"{indentation}  applied:\n"
        for prompt in prompts
    )


def _render_reason_comment(prompt: AnswerPrompt, indentation: str) -> str:
    """Render the reason of a prompt as a comment; empty if it has none."""
    return f"{indentation}# {prompt.reason}\n" if prompt.reason else ""


def _render_items(prompts: Sequence[AnswerPrompt]) -> str:
    """Render prompts as Markdown list items."""
    return "".join(f"- {f'`{prompt.name}`' if prompt.is_guardrail else f'[[{prompt.name}]]'}:\n" for prompt in prompts)


def _prompt_key(prompt: AnswerPrompt) -> str:
    """Return the key under which the front matter names what a prompt is about."""
    return "guardrail" if prompt.is_guardrail else "name"


def _render_value(value: Any) -> str:
    """Render a value of the stamp on one line: a text, a list of texts, or rows of single values."""
    if isinstance(value, str):
        return render_scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_render_value(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(_render_value, value)) + "]"
    return json.dumps(value)
