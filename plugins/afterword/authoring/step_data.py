"""What a step of a migration makes of a record's data: the measure for what it may make of the file."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from afterword.problems import Path, Text, say
from afterword.schema.migrations import Change, Fill, Keys, Move, Retire, Step, Wrap, groups, same


class Stuck(Exception):
    """A step cannot be taken without losing something; says why, and where."""

    def __init__(self, message: Text, path: Path) -> None:
        super().__init__(str(message))
        self.message, self.path = message, path


def after(data: Mapping[str, Any], step: Step) -> dict[str, Any]:
    """The data that a step leads to; equal data when it has nothing to do. Raises `Stuck`."""
    fresh: dict[str, Any] = deepcopy(dict(data))
    if isinstance(step, Retire):
        _take(fresh, step.path)
        return fresh
    if isinstance(step, Fill) and not step.is_meant_for(fresh):
        return fresh
    shared = common(step.path, step.to) if isinstance(step, Move) else step.path[:-1]
    for group in groups(fresh, shared):
        if isinstance(step, Move):
            _move(group, step.path, step.to, len(shared))
        elif isinstance(step, Fill):
            group.setdefault(step.path[-1], step.value)
        elif step.path[-1] in group:
            group[step.path[-1]] = _instead(group[step.path[-1]], step)
    return fresh


def _instead(found: Any, step: Change | Wrap) -> Any:
    """A value after a step that only concerns itself."""
    if isinstance(step, Wrap):
        return found if found is None or isinstance(found, list) else [found]
    if isinstance(found, list):
        return [step.new if same(each, step.old) else each for each in found]
    return step.new if same(found, step.old) else found


def common(path: Keys, to: Keys) -> Keys:
    """The groups that two fields share."""
    length = 0
    while length < min(len(path), len(to)) - 1 and path[length] == to[length]:
        length += 1
    return path[:length]


def _move(group: dict[str, Any], path: Keys, to: Keys, shared: int) -> None:
    """Moves a value within a group; groups that become empty go, those that are needed come."""
    found = _take(group, path[shared:], path)
    if found is None:
        return
    for depth, key in enumerate(to[shared:-1], shared + 1):
        group = group.setdefault(key, {})
        if not isinstance(group, dict):
            raise Stuck(
                say(
                    "`{group}` is no group that could take `{field}`.", group=".".join(to[:depth]), field=".".join(path)
                ),
                to[:depth],
            )
    if to[-1] in group:
        message = say("`{field}` cannot move to `{to}`, which is there already.", field=".".join(path), to=".".join(to))
        raise Stuck(message, to)
    group[to[-1]] = found[0]


def _take(group: dict[str, Any], path: Keys, whole: Keys = ()) -> tuple[Any] | None:
    """Takes a value out of its groups, with the groups that become empty; None where there is none."""
    if path[0] not in group:
        return None
    if len(path) == 1:
        return (group.pop(path[0]),)
    inner = group[path[0]]
    if isinstance(inner, list):
        message = say("`{field}` stands in each entry of a list, and cannot leave it.", field=".".join(whole or path))
        raise Stuck(message, (whole or path)[: -len(path) + 1] or whole or path)
    found = _take(inner, path[1:], whole or path) if isinstance(inner, dict) else None
    if found and not inner:
        del group[path[0]]
    return found
