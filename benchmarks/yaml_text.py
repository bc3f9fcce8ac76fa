"""Front matter as people write it: one field per line, short lists and groups in brackets, long texts folded."""

from __future__ import annotations

import re
import textwrap
from typing import Any

_WIDTH = 110
_PLAIN = re.compile(r"[^\W\d_][\w .,;/()+%’'!–-]*", re.UNICODE)
_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")
_RESERVED_WORDS = ("true", "false", "null", "yes", "no", "on", "off", "y", "n")


def render_front_matter(data: dict[str, Any]) -> str:
    """Render the text between the two lines of hyphens."""
    return "".join(f"{line}\n" for line in _mapping_lines(data, ""))


def _mapping_lines(data: dict[str, Any], indent: str) -> list[str]:
    return [line for key, value in data.items() for line in _entry_lines(key, value, indent)]


def _entry_lines(key: str, value: Any, indent: str) -> list[str]:
    if isinstance(value, str) and len(value) + len(indent) + len(key) > _WIDTH and _can_be_folded(value):
        inside = textwrap.wrap(value, _WIDTH - len(indent), break_long_words=False, break_on_hyphens=False)
        return [f"{indent}{key}: >-", *(f"{indent}  {line}" for line in inside)]
    if not isinstance(value, dict | list):
        return [f"{indent}{key}: {_render_scalar(value)}"]
    flow_text = _render_flow(value)
    if flow_text is not None and len(indent) + len(key) + len(flow_text) < _WIDTH:
        return [f"{indent}{key}: {flow_text}"]
    if isinstance(value, dict):
        return [f"{indent}{key}:", *_mapping_lines(value, f"{indent}  ")]
    return [f"{indent}{key}:", *(line for item in value for line in _item_lines(item, f"{indent}  "))]


def _item_lines(value: Any, indent: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{indent}- {_render_scalar(value)}"]
    flow_text = _render_flow(value)
    if flow_text is not None and len(indent) + len(flow_text) < _WIDTH:
        return [f"{indent}- {flow_text}"]
    first, *other_lines = _mapping_lines(value, f"{indent}  ")
    return [f"{indent}- {first.strip()}", *other_lines]


def _render_flow(value: Any) -> str | None:
    """Render a value in flow style; None if people would not write it on one line."""
    if isinstance(value, list):
        parts = [_render_flow(item) for item in value if not isinstance(item, dict)]
        return None if len(parts) < len(value) or None in parts else f"[{', '.join(map(str, parts))}]"
    if isinstance(value, dict):
        pairs = [(key, _render_flow(inner)) for key, inner in value.items()]
        return None if any(inner is None for _, inner in pairs) else f"{{{', '.join(f'{k}: {v}' for k, v in pairs)}}}"
    text = _render_scalar(value)
    return None if isinstance(value, str) and (set(text) & set(",[]{}'\":") or len(text) > 60) else text


def _can_be_folded(text: str) -> bool:
    """Return whether a text has only single spaces, so that folding does not change it."""
    return " ".join(text.split()) == text


def _render_scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    if _DATE.fullmatch(value) or (
        _PLAIN.fullmatch(value) and value.lower() not in _RESERVED_WORDS and value == value.strip()
    ):
        return value
    return f'"{value}"' if "'" in value and not set(value) & set('"\\') else "'" + value.replace("'", "''") + "'"
