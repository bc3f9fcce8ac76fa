"""Records that say everything a schema allows, libraries of them on disk, and every byte of the sites they make."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from afterword.schema.schema import Schema
from commands import run_here
from corpora import ROOT
from support import LEAVE_OUT_RULES, write_hook

POSTMORTEM = Schema((ROOT / "schema" / "postmortem.schema.json").read_text("utf-8"), "postmortem.schema.json")
Leaf = Callable[[tuple[str, ...], str], Any]

CHOSEN = {
    "kind": "campaign",
    "status": "published",
    "outcome": "hit",
    "origin": "internal",
    "visibility": "public",
    "lang": "en",
}


def resolved(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """A subschema with the definition it refers to."""
    while "$ref" in node:
        definition = POSTMORTEM.raw["$defs"][node["$ref"].removeprefix("#/$defs/")]
        node = {**definition, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def filled(node: Mapping[str, Any], leaf: Leaf, path: tuple[str, ...] = ()) -> Any:
    """A value of everything that a schema allows, at every depth; `leaf` gives texts and numbers by path and kind."""
    node = resolved(node)
    types = [node["type"]] if isinstance(node["type"], str) else node["type"]
    if "enum" in node:
        return CHOSEN.get(path[-1], node["enum"][0]) if len(path) == 1 else node["enum"][0]
    if "string" in types and "pattern" not in node:
        return leaf(path, "number" if "number" in types else "string")
    if "string" in types:
        return leaf(path, "date") if node["pattern"].startswith("^[0-9]{4}") else node.get("examples", ["DE"])[0]
    if "object" in types:
        value = {key: filled(child, leaf, (*path, key)) for key, child in node.get("properties", {}).items()}
        if isinstance(node.get("additionalProperties"), dict):
            value[leaf((*path, "key"), "string")] = filled(node["additionalProperties"], leaf, (*path, "*"))
        return value
    if "array" in types:
        return ["DE"] if node["items"].get("x-market") else [filled(node["items"], leaf, (*path, "*"))]
    return "boolean" in types or leaf(path, "number")


def written(data: Mapping[str, Any], body: str, comment: str = "") -> str:
    """A record's file; JSON is YAML."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in data.items()]
    return "\n".join(["---", *lines, *([f"# {comment}"] if comment else []), "---", "", body, ""])


MKDOCS = """site_name: Test
theme: {{name: material, font: false}}
plugins:
  - afterword: {options}
"""
COMMANDS = {
    "mkdocs build": ("mkdocs", "build", "--site-dir"),
    "mkdocs build -q": ("mkdocs", "build", "-q", "--site-dir"),
    "afterword build": ("afterword", "build", "--out"),
}


def library(root: Path, records: Mapping[str, str], *, off: Sequence[str] = (), **options: Any) -> Path:
    """A library on disk: the project's own schema, with some problem codes switched off, and these records."""
    (root / "docs").mkdir(parents=True)
    shutil.copytree(ROOT / "schema", root / "schema")
    for name in ("postmortem.schema.json", "brief.schema.json"):
        raw = json.loads((ROOT / "schema" / name).read_text("utf-8"))
        raw["x-severity"] = dict.fromkeys(off, "off")
        (root / "schema" / name).write_text(json.dumps(raw), "utf-8")
    write_hook(root)
    (root / "mkdocs.yml").write_text(MKDOCS.format(options=json.dumps(options)) + LEAVE_OUT_RULES, "utf-8")
    for path, text in records.items():
        (root / "postmortems" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "postmortems" / path).write_text(text, "utf-8")
    return root


def build(root: Path, out: Path, command: str = "mkdocs build") -> subprocess.CompletedProcess[str]:
    """Run a command that builds the site of a library."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1767312000"}
    return run_here(root, *COMMANDS[command], str(out), environment=environment)


def everything(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file below a folder by its name, with its text in lower case, the search index unpacked."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            raw = path.read_bytes()
            if raw[:2] == b"\x1f\x8b":
                raw = gzip.decompress(raw).removeprefix(b"pagefind_dcd")
            yield path.relative_to(folder).as_posix(), raw.decode(errors="replace").lower()
