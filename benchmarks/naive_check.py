"""Check a library the naive way: python-frontmatter reads every record, and jsonschema validates it.

    python benchmarks/naive_check.py FOLDER

There are no places, no rules beside the schema, no bodies and no links. Dates stay text, as the schema wants them, and
the C loader of PyYAML is used where there is one.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler
from jsonschema import Draft202012Validator

_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_BASE):  # type: ignore[misc]  # the class depends on how PyYAML was built
    """PyYAML's safe loader, without its dates."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own way
        letter: [row for row in rows if row[0] != "tag:yaml.org,2002:timestamp"]
        for letter, rows in _BASE.yaml_implicit_resolvers.items()
    }


class _Handler(YAMLHandler):
    """Reader of front matter that uses this loader."""

    def load(self, fm: str, **_: object) -> Any:
        return yaml.load(fm, _Loader)  # noqa: S506 - it is a safe loader


def count_violations(folder: Path) -> int:
    """Count the violations of the schema in all records of a library."""
    schema = json.loads((folder / "schema" / "postmortem.schema.json").read_text(encoding="utf-8"))
    validator, handler = Draft202012Validator(schema), _Handler()
    posts = (frontmatter.load(str(path), handler=handler) for path in sorted(folder.glob("postmortems/**/*.md")))
    return sum(len(list(validator.iter_errors(post.metadata))) for post in posts)


if __name__ == "__main__":
    violations = count_violations(Path(sys.argv[1]))
    print(f"{violations} faults")
    sys.exit(bool(violations))
