"""Front matter as people write it: a field a line, short lists and groups in brackets, long texts folded."""

from __future__ import annotations

import re
import textwrap
from typing import Any

_WIDTH = 110
_PLAIN = re.compile(r"[^\W\d_][\w .,;/()+%’'!–-]*", re.UNICODE)
_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")
_WORDS = ("true", "false", "null", "yes", "no", "on", "off", "y", "n")


def front_matter(data: dict[str, Any]) -> str:
    """The text between the two lines of hyphens."""
    return "".join(f"{line}\n" for line in _mapping(data, ""))


def _mapping(data: dict[str, Any], indent: str) -> list[str]:
    return [line for key, value in data.items() for line in _entry(key, value, indent)]


def _entry(key: str, value: Any, indent: str) -> list[str]:
    if isinstance(value, str) and len(value) + len(indent) + len(key) > _WIDTH and _folds(value):
        inside = textwrap.wrap(value, _WIDTH - len(indent), break_long_words=False, break_on_hyphens=False)
        return [f"{indent}{key}: >-", *(f"{indent}  {line}" for line in inside)]
    if not isinstance(value, dict | list):
        return [f"{indent}{key}: {_scalar(value)}"]
    flat = _flow(value)
    if flat is not None and len(indent) + len(key) + len(flat) < _WIDTH:
        return [f"{indent}{key}: {flat}"]
    if isinstance(value, dict):
        return [f"{indent}{key}:", *_mapping(value, f"{indent}  ")]
    return [f"{indent}{key}:", *(line for item in value for line in _item(item, f"{indent}  "))]


def _item(value: Any, indent: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{indent}- {_scalar(value)}"]
    flat = _flow(value)
    if flat is not None and len(indent) + len(flat) < _WIDTH:
        return [f"{indent}- {flat}"]
    first, *rest = _mapping(value, f"{indent}  ")
    return [f"{indent}- {first.strip()}", *rest]


def _flow(value: Any) -> str | None:
    """A value in brackets; None when it holds what nobody writes on one line."""
    if isinstance(value, list):
        parts = [_flow(item) for item in value if not isinstance(item, dict)]
        return None if len(parts) < len(value) or None in parts else f"[{', '.join(map(str, parts))}]"
    if isinstance(value, dict):
        pairs = [(key, _flow(inner)) for key, inner in value.items()]
        return None if any(inner is None for _, inner in pairs) else f"{{{', '.join(f'{k}: {v}' for k, v in pairs)}}}"
    text = _scalar(value)
    return None if isinstance(value, str) and (set(text) & set(",[]{}'\":") or len(text) > 60) else text


def _folds(text: str) -> bool:
    """Whether folding leaves a text as it is: single spaces only."""
    return " ".join(text.split()) == text


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    if _DATE.fullmatch(value) or (_PLAIN.fullmatch(value) and value.lower() not in _WORDS and value == value.strip()):
        return value
    return f'"{value}"' if "'" in value and not set(value) & set('"\\') else "'" + value.replace("'", "''") + "'"
