"""The search index of a built site, by Pagefind."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import cbor2
import pagefind_bin

from afterword.problems import Unusable

_ENTRY = "pagefind-entry.json"
_PREFIX = b"pagefind_dcd"
"""What every file of an index begins with, once unpacked (Pagefind 1.5)."""


def build(site: Path) -> None:
    """Writes `pagefind/` into a built site. Raises `Unusable` with Pagefind's own words when it fails."""
    command = [str(pagefind_bin.get_executable()), "--site", str(site), "--exclude-selectors", ".headerlink", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - the packaged program
    if done.returncode:
        said = (done.stderr or done.stdout).strip()
        message = f"The search index could not be built: {said or f'Pagefind ended with code {done.returncode}.'}"
        raise Unusable(message)
    if (site / "pagefind" / _ENTRY).is_file():
        _settle(site / "pagefind")
        _divide(site / "pagefind")


def _settle(index: Path) -> None:
    """Puts the index's filters and their values in order: Pagefind writes them in another one each time.

    Files are named by a hash of what they hold, so they are renamed, and so is whatever names them.
    """
    entry = json.loads((index / _ENTRY).read_text(encoding="utf-8"))
    for language in entry["languages"].values():
        meta_file = index / f"pagefind.{language['hash']}.pf_meta"
        meta = _unpacked(meta_file)
        filters = meta[3]
        for row in filters:
            row[1] = _rewritten(index / "filter", row[1])
        filters.sort()
        meta_file.unlink()
        language["hash"] = _packed(meta, language["hash"], index, "pagefind.{}.pf_meta")
    (index / _ENTRY).write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8")


def _divide(index: Path) -> None:
    """Makes one index a language out of one of several: each stems by its own, and all can be asked from any page."""
    entry = json.loads((index / _ENTRY).read_text(encoding="utf-8"))
    whole = index.with_name("pagefind-whole")
    index.rename(whole)
    for code, language in entry["languages"].items():
        target = index / code
        names = ["pagefind.js", "pagefind-worker.js", f"wasm.{language['wasm'] or 'unknown'}.pagefind"]
        parts = [path for path in whole.rglob(f"*{code}_*.pf_*") if path.is_file()]
        for path in (*(whole / name for name in names), *parts):
            place = target / path.relative_to(whole)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
        alone = {**entry, "languages": {code: language}}
        (target / _ENTRY).write_text(json.dumps(alone, ensure_ascii=False), encoding="utf-8")
    (index / "languages.json").write_text(json.dumps(sorted(entry["languages"])), encoding="utf-8")
    shutil.rmtree(whole)


def _rewritten(folder: Path, name: str) -> str:
    """The new name of a filter, whose values (each with its pages) are now in order."""
    file = folder / f"{name}.pf_filter"
    content = _unpacked(file)
    content[1].sort()
    file.unlink()
    return _packed(content, name, folder, "{}.pf_filter")


def _unpacked(file: Path) -> Any:
    return cbor2.loads(gzip.decompress(file.read_bytes()).removeprefix(_PREFIX))


def _packed(content: Any, name: str, folder: Path, pattern: str) -> str:
    """Writes content under the name of its hash, as long as the old name's, and returns that name."""
    raw = cbor2.dumps(content)
    language, _, old = name.rpartition("_")
    new = f"{language}_{hashlib.sha256(raw).hexdigest()[: len(old)]}"
    (folder / pattern.format(new)).write_bytes(gzip.compress(_PREFIX + raw, mtime=0))
    return new
