"""The search index of a built site, by Pagefind."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import time
from base64 import b64decode, b64encode
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import Any

import pagefind_bin

from afterword.problems import Unusable

_ENTRY = "pagefind-entry.json"
_PREFIX = b"pagefind_dcd"
"""What every file of an index begins with, once unpacked (Pagefind 1.5)."""
_FOUND = "data-pagefind-body"
"""What marks the part of a page that is to be found; pages without it are not in the index."""
_ARTICLE = f'<article class="aw-record" {_FOUND}>'
_ARTICLES = re.compile(r"<(/?)article\b[^>]*>")
_LANGUAGE = re.compile(r"<html[^>]*>")
_SILENT = [".headerlink", ".aw-label", ".aw-unexplained", ".aw-outcome", ".aw-record > section > h2", ".aw-record dt"]
"""What is the same on every page and nobody's own word: signs, outcomes, titles of fields and blocks."""
_PATIENCE = 30
"""Seconds for the index to be on the disk after Pagefind has said that it is."""
_WAITING = 200
"""Pages that wait until Pagefind has read those before them; a build that is faster than that waits too."""


class Index:
    """A search index in the making: Pagefind reads pages while others are still being written.

    This speaks the protocol of `pagefind --service`: messages and answers are JSON in Base64 with a comma behind each,
    answered in order.
    """

    def __init__(self) -> None:
        self._read: set[str] = set()
        self._is_whole = False
        self._refused: list[str] = []
        self._waiting: Queue[Mapping[str, Any] | None] = Queue(_WAITING)
        # Its type does not know that there are pipes.
        self._pagefind: Any = subprocess.Popen(  # noqa: S603 - the packaged program
            [str(pagefind_bin.get_executable()), "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._answered = Event()
        """All was done, or the first fault was found."""
        for target in (self._tell, self._listen):
            Thread(target=target, daemon=True).start()
        self._waiting.put({"type": "NewIndex", "config": {"exclude_selectors": _SILENT}})

    def add(self, file: str, html: str) -> None:
        """Takes a page by the name of its file, relative to the site."""
        self._read.add(file)
        if _FOUND in html:
            self._waiting.put({"type": "AddFile", "index_id": 0, "file_path": file, "file_contents": _part(html)})

    def complete(self, site: Path) -> None:
        """Takes what else there is in a site, as long as nobody has completed it; Pagefind begins to write its index.

        What comes into the site afterwards is not in the index.
        """
        if self._is_whole:
            return
        self._is_whole = True
        for path in sorted(site.rglob("*.html")):
            if (name := path.relative_to(site).as_posix()) not in self._read:
                self.add(name, path.read_text(encoding="utf-8", errors="replace"))
        self._waiting.put({"type": "WriteFiles", "index_id": 0, "output_path": str(site / "pagefind")})
        self._waiting.put(None)

    def write(self, site: Path, rows: Mapping[str, int]) -> None:
        """Completes `pagefind/` in a finished site.

        `rows` are those of the library's list, by the addresses of their pages. Raises `Unusable` with Pagefind's own
        words when it fails.
        """
        self.complete(site)
        self._answered.wait()
        # Pagefind says so before the system has taken every file, and loses the rest when it is ended then.
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until and self._pagefind.poll() is None and _is_unfinished(site / "pagefind"):
            time.sleep(0.01)
        if self._refused:
            self._pagefind.kill()
        with suppress(OSError):  # it has ended by itself
            self._pagefind.stdin.close()
        if code := self._pagefind.wait():
            self._refused.append(f"Pagefind ended with code {code}.")
        if self._refused or _is_unfinished(site / "pagefind"):
            message = f"The search index could not be built: {next(iter(self._refused), 'it is not whole.')}"
            raise Unusable(message)
        if (site / "pagefind" / _ENTRY).is_file():
            _divide(site / "pagefind", rows)

    def stop(self) -> None:
        """Gives up: the build has failed."""
        self._waiting.put(None)
        self._pagefind.kill()
        with suppress(OSError):
            self._pagefind.stdin.close()
        self._pagefind.wait()

    def _tell(self) -> None:
        is_open = True
        while (payload := self._waiting.get()) is not None:
            message = json.dumps({"message_id": 0, "payload": payload}).encode()
            try:
                if is_open:
                    self._pagefind.stdin.write(b64encode(message) + b",")
                    self._pagefind.stdin.flush()
            except (OSError, ValueError):  # Pagefind has ended, and its code says more; or the build has given up
                is_open = False

    def _listen(self) -> None:
        rest = b""
        with self._pagefind.stdout as stream:
            while chunk := os.read(stream.fileno(), 1 << 16):
                *answers, rest = (rest + chunk).split(b",")
                for answer in answers:
                    payload = json.loads(b64decode(answer))["payload"]
                    if payload["type"] == "Error":
                        self._refused.append(payload["message"])
                    if payload["type"] in ("Error", "WriteFiles"):
                        self._answered.set()
        self._answered.set()


def _part(html: str) -> str:
    """Of the page of a record or brief what is to be found, which Pagefind reads in half the time; else the whole page.

    Its HTML is ours, and what was written by hand is clean in it: every article that begins there ends there.
    """
    start, depth = html.find(_ARTICLE), 0
    for found in _ARTICLES.finditer(html, start) if start >= 0 else ():
        depth += -1 if found[1] else 1
        if not depth:
            language = _LANGUAGE.search(html, 0, start)
            return f"{language[0] if language else ''}{html[start : found.end()]}"
    return html


def _is_unfinished(index: Path) -> bool:
    return any(path.is_file() and not path.stat().st_size for path in index.rglob("*"))


def _divide(index: Path, rows: Mapping[str, int]) -> None:
    """Makes one index a language out of one of several: each stems by its own, and all can be asked from any page.

    `rows.bin` of each has the names of pages in it, in the order of the library's list: how many digits each name has,
    then their digits; in gzip.
    """
    entry = json.loads((index / _ENTRY).read_text(encoding="utf-8"))
    whole = index.with_name("pagefind-whole")
    index.rename(whole)
    index.mkdir()
    for code, language in entry["languages"].items():
        target = index / code
        for path in [*whole.rglob(f"*{code}_*.pf_*")]:
            place = target / path.relative_to(whole)
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)
        for name in ("pagefind.js", f"wasm.{language['wasm'] or 'unknown'}.pagefind"):
            shutil.copyfile(whole / name, target / name)
        alone = {**entry, "languages": {code: language}}
        (target / _ENTRY).write_text(json.dumps(alone, ensure_ascii=False), encoding="utf-8")
        (target / "rows.bin").write_bytes(gzip.compress(_names(target, rows), mtime=0))
    (index / "languages.json").write_text(json.dumps(sorted(entry["languages"])), encoding="utf-8")
    shutil.rmtree(whole)


def _names(index: Path, rows: Mapping[str, int]) -> bytes:
    """What each row's page is called in an index, in hexadecimal digits; zeros where it has none."""
    names = {}
    for file in (index / "fragment").glob("*"):  # an edition without records has no such folder
        address = json.loads(gzip.decompress(file.read_bytes()).removeprefix(_PREFIX))["url"].removeprefix("/")
        if (row := rows.get(address)) is not None:
            names[row] = file.stem.rpartition("_")[2]
    width = max(map(len, names.values()), default=0)
    digits = "".join(names.get(row, "0" * width) for row in range(max(rows.values(), default=-1) + 1))
    return bytes([width]) + bytes.fromhex(digits + "0" * (len(digits) % 2))
