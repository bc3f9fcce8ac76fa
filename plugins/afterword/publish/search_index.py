"""Search index of a built site, by Pagefind."""

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

_ENTRY_FILE = "pagefind-entry.json"
_FILE_PREFIX = b"pagefind_dcd"
"""First bytes of every unpacked file of an index (Pagefind 1.5)."""
_BODY_MARK = "data-pagefind-body"
"""Attribute that marks the searchable part of a page; pages without it are not indexed."""
_RECORD_ARTICLE = f'<article class="aw-record" {_BODY_MARK}>'
_ARTICLE_TAG = re.compile(r"<(/?)article\b[^>]*>")
_HTML_TAG = re.compile(r"<html[^>]*>")
_EXCLUDED_SELECTORS = [
    ".headerlink",
    ".aw-label",
    ".aw-unexplained",
    ".aw-outcome",
    ".aw-record > section > h2",
    ".aw-record dt",
]
"""Elements that are the same on every page: symbols, outcomes, titles of fields and blocks."""
_WRITE_TIMEOUT = 30
"""Seconds to wait for the index on disk after Pagefind has reported that it is written."""
_QUEUE_SIZE = 200
"""Maximum number of pages waiting for Pagefind; a faster build has to wait as well."""


class SearchIndex:
    """Search index under construction: Pagefind indexes pages while others are still being written.

    This speaks the protocol of `pagefind --service`: messages and answers are JSON in Base64, each followed
    by a comma, and answered in order.
    """

    def __init__(self) -> None:
        self._added_files: set[str] = set()
        self._is_complete = False
        self._errors: list[str] = []
        self._queue: Queue[Mapping[str, Any] | None] = Queue(_QUEUE_SIZE)
        # The type of Popen does not say that the pipes are open.
        self._process: Any = subprocess.Popen(  # noqa: S603 - the packaged program
            [str(pagefind_bin.get_executable()), "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._finished = Event()
        """All was done, or the first fault was found."""
        for target in (self._send_messages, self._receive_answers):
            Thread(target=target, daemon=True).start()
        self._queue.put({"type": "NewIndex", "config": {"exclude_selectors": _EXCLUDED_SELECTORS}})

    def add_page(self, file: str, html: str) -> None:
        """Add a page by its file name, relative to the site."""
        self._added_files.add(file)
        if _BODY_MARK in html:
            self._queue.put(
                {"type": "AddFile", "index_id": 0, "file_path": file, "file_contents": _extract_article(html)}
            )

    def add_remaining_pages(self, site: Path) -> None:
        """Add the other pages of a site and start writing the index, unless that was done before.

        Pages that are added to the site afterwards are not indexed.
        """
        if self._is_complete:
            return
        self._is_complete = True
        for path in sorted(site.rglob("*.html")):
            if (name := path.relative_to(site).as_posix()) not in self._added_files:
                self.add_page(name, path.read_text(encoding="utf-8", errors="replace"))
        self._queue.put({"type": "WriteFiles", "index_id": 0, "output_path": str(site / "pagefind")})
        self._queue.put(None)

    def write_index(self, site: Path, rows: Mapping[str, int]) -> None:
        """Complete `pagefind/` in a finished site.

        `rows` are the rows of the library's list by the addresses of their pages. Raises `Unusable` with
        Pagefind's message when it fails.
        """
        self.add_remaining_pages(site)
        self._finished.wait()
        # Pagefind answers before every file is on disk, and would lose the others if it were stopped then.
        deadline = time.monotonic() + _WRITE_TIMEOUT
        while time.monotonic() < deadline and self._process.poll() is None and _has_empty_files(site / "pagefind"):
            time.sleep(0.01)
        if self._errors:
            self._process.kill()
        with suppress(OSError):  # the process has already ended
            self._process.stdin.close()
        if code := self._process.wait():
            self._errors.append(f"Pagefind ended with code {code}.")
        if self._errors or _has_empty_files(site / "pagefind"):
            message = f"The search index could not be built: {next(iter(self._errors), 'it is not whole.')}"
            raise Unusable(message)
        if (site / "pagefind" / _ENTRY_FILE).is_file():
            _split_by_language(site / "pagefind", rows)

    def abort_build(self) -> None:
        """Abort after the build has failed."""
        self._queue.put(None)
        self._process.kill()
        with suppress(OSError):
            self._process.stdin.close()
        self._process.wait()

    def _send_messages(self) -> None:
        """Send the queued messages to Pagefind, until the end of the queue."""
        is_open = True
        while (payload := self._queue.get()) is not None:
            message = json.dumps({"message_id": 0, "payload": payload}).encode()
            try:
                if is_open:
                    self._process.stdin.write(b64encode(message) + b",")
                    self._process.stdin.flush()
            except (
                OSError,
                ValueError,
            ):  # Pagefind has ended, and its exit code is reported later; or the build was aborted
                is_open = False

    def _receive_answers(self) -> None:
        """Read Pagefind's answers, and note its errors and the end of its work."""
        incomplete_answer = b""
        with self._process.stdout as stream:
            while chunk := os.read(stream.fileno(), 1 << 16):
                *answers, incomplete_answer = (incomplete_answer + chunk).split(b",")
                for answer in answers:
                    payload = json.loads(b64decode(answer))["payload"]
                    if payload["type"] == "Error":
                        self._errors.append(payload["message"])
                    if payload["type"] in ("Error", "WriteFiles"):
                        self._finished.set()
        self._finished.set()


def _extract_article(html: str) -> str:
    """Return the searchable article of a record's or brief's page, else the whole page.

    Pagefind reads the article alone in half the time. Its HTML is generated and sanitized, so its tags are
    balanced.
    """
    start, depth = html.find(_RECORD_ARTICLE), 0
    for match in _ARTICLE_TAG.finditer(html, start) if start >= 0 else ():
        depth += -1 if match[1] else 1
        if not depth:
            html_tag = _HTML_TAG.search(html, 0, start)
            return f"{html_tag[0] if html_tag else ''}{html[start : match.end()]}"
    return html


def _has_empty_files(index: Path) -> bool:
    """Return whether a file of the index is still empty."""
    return any(path.is_file() and not path.stat().st_size for path in index.rglob("*"))


def _split_by_language(index: Path, rows: Mapping[str, int]) -> None:
    """Split an index of several languages into one per language, so that any page can search all of them.

    `rows.bin` of each has the hashes of pages, in the order of the library's list, gzipped: the number of
    digits of a hash, then all hashes.
    """
    entry = json.loads((index / _ENTRY_FILE).read_text(encoding="utf-8"))
    combined_index = index.with_name("pagefind-whole")
    index.rename(combined_index)
    index.mkdir()
    for code, language in entry["languages"].items():
        language_index = index / code
        for path in [*combined_index.rglob(f"*{code}_*.pf_*")]:
            new_path = language_index / path.relative_to(combined_index)
            new_path.parent.mkdir(parents=True, exist_ok=True)
            path.replace(new_path)
        for name in ("pagefind.js", f"wasm.{language['wasm'] or 'unknown'}.pagefind"):
            shutil.copyfile(combined_index / name, language_index / name)
        single_entry = {**entry, "languages": {code: language}}
        (language_index / _ENTRY_FILE).write_text(json.dumps(single_entry, ensure_ascii=False), encoding="utf-8")
        (language_index / "rows.bin").write_bytes(gzip.compress(_pack_page_hashes(language_index, rows), mtime=0))
    (index / "languages.json").write_text(json.dumps(sorted(entry["languages"])), encoding="utf-8")
    shutil.rmtree(combined_index)


def _pack_page_hashes(index: Path, rows: Mapping[str, int]) -> bytes:
    """Return each row's page hash in an index, packed from hexadecimal digits; zeros for a row without a page."""
    hashes_by_row = {}
    for file in (index / "fragment").glob("*"):  # an edition without records has no such folder
        address = json.loads(gzip.decompress(file.read_bytes()).removeprefix(_FILE_PREFIX))["url"].removeprefix("/")
        if (row := rows.get(address)) is not None:
            hashes_by_row[row] = file.stem.rpartition("_")[2]
    width = max(map(len, hashes_by_row.values()), default=0)
    digits = "".join(hashes_by_row.get(row, "0" * width) for row in range(max(rows.values(), default=-1) + 1))
    return bytes([width]) + bytes.fromhex(digits + "0" * (len(digits) % 2))
