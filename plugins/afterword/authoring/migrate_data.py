"""Migration steps applied to a record's data; the edited file must give the same result."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from afterword.problems import DataPath, Message, say
from afterword.schema.migrations import (
    ChangeValue,
    FillValue,
    KeyPath,
    MigrationStep,
    MoveField,
    RetireField,
    WrapInList,
    is_same_value,
    mappings_at,
)


class MigrationStepError(Exception):
    """A migration step cannot be applied without losing data; has the reason and the path."""

    def __init__(self, message: Message, path: DataPath) -> None:
        super().__init__(str(message))
        self.message, self.path = message, path


def apply_step(data: Mapping[str, Any], step: MigrationStep) -> dict[str, Any]:
    """Return the data after a step, unchanged if the step does not apply. Raises `MigrationStepError`."""
    new_data: dict[str, Any] = deepcopy(dict(data))
    if isinstance(step, RetireField):
        _remove_value(new_data, step.path)
        return new_data
    if isinstance(step, FillValue) and not step.matches_conditions(new_data):
        return new_data
    shared_path = common_parent_path(step.path, step.new_path) if isinstance(step, MoveField) else step.path[:-1]
    for group in mappings_at(new_data, shared_path):
        if isinstance(step, MoveField):
            _move_value(group, step.path, step.new_path, len(shared_path))
        elif isinstance(step, FillValue):
            group.setdefault(step.path[-1], step.value)
        elif step.path[-1] in group:
            group[step.path[-1]] = _convert_value(group[step.path[-1]], step)
    return new_data


def _convert_value(value: Any, step: ChangeValue | WrapInList) -> Any:
    """Return a value after a step that concerns only itself."""
    if isinstance(step, WrapInList):
        return value if value is None or isinstance(value, list) else [value]
    if isinstance(value, list):
        return [step.new if is_same_value(item, step.old) else item for item in value]
    return step.new if is_same_value(value, step.old) else value


def common_parent_path(path: KeyPath, other_path: KeyPath) -> KeyPath:
    """Return the groups that two paths share."""
    length = 0
    while length < min(len(path), len(other_path)) - 1 and path[length] == other_path[length]:
        length += 1
    return path[:length]


def _move_value(group: dict[str, Any], path: KeyPath, new_path: KeyPath, shared_length: int) -> None:
    """Move a value within a group; remove groups that become empty, and create missing ones."""
    removed_value = _remove_value(group, path[shared_length:], path)
    if removed_value is None:
        return
    for depth, key in enumerate(new_path[shared_length:-1], shared_length + 1):
        group = group.setdefault(key, {})
        if not isinstance(group, dict):
            raise MigrationStepError(
                say(
                    "`{group}` is no group that could take `{field}`.",
                    group=".".join(new_path[:depth]),
                    field=".".join(path),
                ),
                new_path[:depth],
            )
    if new_path[-1] in group:
        message = say(
            "`{field}` cannot move to `{to}`, which is there already.", field=".".join(path), to=".".join(new_path)
        )
        raise MigrationStepError(message, new_path)
    group[new_path[-1]] = removed_value[0]


def _remove_value(group: dict[str, Any], path: KeyPath, full_path: KeyPath = ()) -> tuple[Any] | None:
    """Remove and return a value, with the groups that become empty; None if there is none."""
    if path[0] not in group:
        return None
    if len(path) == 1:
        return (group.pop(path[0]),)
    inner = group[path[0]]
    if isinstance(inner, list):
        message = say(
            "`{field}` stands in each entry of a list, and cannot leave it.", field=".".join(full_path or path)
        )
        raise MigrationStepError(message, (full_path or path)[: -len(path) + 1] or full_path or path)
    removed_value = _remove_value(inner, path[1:], full_path or path) if isinstance(inner, dict) else None
    if removed_value and not inner:
        del group[path[0]]
    return removed_value
