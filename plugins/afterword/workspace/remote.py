"""Content outside the library: published indexes, by URL or file, and Markdown files of other repositories."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any, NoReturn
from urllib.error import HTTPError
from urllib.parse import urlsplit

from afterword.checks import external_links
from afterword.disk import files
from afterword.disk.files import LibraryFile
from afterword.frontmatter.source import Source
from afterword.library import published_index
from afterword.library.published_index import INDEX_FILE, INDEX_SCHEMA_FILE, MAX_BYTES, PublishedIndex
from afterword.problems import Problem, Unusable, sort_problems
from afterword.schema.schema import Schema
from afterword.workspace import shipped_files

TIMEOUT = 30.0
"""Seconds within which a published index has to arrive in full."""
_LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
"""Hosts that are trusted without encryption."""
_CHUNK_SIZE = 1 << 16


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """Problems in the texts of another repository; `files` are all files that were checked."""

    problems: Sequence[Problem]
    sources: Mapping[str, Source]
    files: frozenset[str]

    def get_line(self, file: str, number: int) -> str:
        """Return a line of a file, counted from 1; empty where the file could not be read."""
        return self.sources[file].get_line(number) if file in self.sources else ""


def fetch_index(location: str, timeout: float = TIMEOUT, root: Path | None = None) -> bytes:
    """Fetch the bytes of a published index.

    `location` is an `https` address or a file; of a site or a folder, its `library.json` is read.

    Raises `Unusable` when there is none, when the address is not allowed, and on timeout.
    """
    if "://" in location:
        return _fetch_url(f"{location}{INDEX_FILE}" if location.endswith("/") else location, timeout)
    path = Path(location)
    return files.read_named_file(path / INDEX_FILE if path.is_dir() else path, MAX_BYTES, root)


def parse_index(raw: bytes, location: str) -> PublishedIndex:
    """Parse the bytes of a published index; raise `Unusable` when they are invalid."""
    return published_index.read_index(
        raw, location, Schema(shipped_files.read_index_schema().decode(), INDEX_SCHEMA_FILE)
    )


def check_links(root: Path, paths: Iterable[Path], index: PublishedIndex) -> LinkCheck:
    """Check every link to a record in Markdown files and in folders of them.

    Raises `Unusable` for a path that is not under the root, since files are named relative to it.
    """
    sources, link_problems, checked_files = dict[str, Source](), list[Problem](), set[str]()
    for file, text, problems in read_markdown_sources(root, paths):
        checked_files.add(file)
        link_problems += problems
        if text is not None:
            sources[file] = text
            link_problems += external_links.find_problems(text, index)
    return LinkCheck(sort_problems(link_problems, {}), sources, frozenset(checked_files))


def list_markdown_files(root: Path, paths: Iterable[Path]) -> Sequence[LibraryFile]:
    """List Markdown files among paths and below folders; raise `Unusable` for one outside the root."""
    markdown_files = {file.path: file for path in paths for file in files.list_markdown_files_at(root, path)}
    return [markdown_files[path] for path in sorted(markdown_files)]


def read_markdown_sources(root: Path, paths: Iterable[Path]) -> Iterator[tuple[str, Source | None, list[Problem]]]:
    """Yield the path of each Markdown file from the root, with its source or the problems that prevent reading it.

    Raises `Unusable` for a path that is not under the root, since files are named relative to it.
    """
    markdown_files = list_markdown_files(root, paths)
    for file, result in zip(markdown_files, files.read_sources(root, markdown_files, {}), strict=True):
        yield (file.path, *result)


def _fetch_url(url: str, timeout: float) -> bytes:
    """Fetch the bytes at a URL. Raises `Unusable` when the URL is not allowed or does not answer in time."""
    _require_allowed_url(url)
    try:
        with urllib.request.build_opener(_RedirectHandler).open(
            url, timeout=timeout
        ) as response:  # the scheme was checked above
            return _read_response(response, url, time.monotonic() + timeout)
    except HTTPError as error:
        error.close()
        _raise_unusable(f"{url} answered {error.code} {error.reason}.")
    except (HTTPException, OSError) as error:  # URLError and TimeoutError are subclasses of OSError
        reason = getattr(error, "reason", error)
        reason_text = getattr(reason, "strerror", "") or str(reason) or type(reason).__name__
        is_late = isinstance(reason, TimeoutError)
        failure = f"did not answer within {timeout:g} seconds" if is_late else f"cannot be reached: {reason_text}"
        _raise_unusable(f"{url} {failure}. A copy that was kept with --pin can be used instead, by its path.")


def _read_response(response: IO[bytes], url: str, deadline: float) -> bytes:
    """Read a response in chunks, and stop when it gets too large or too late."""
    raw = bytearray()
    while chunk := response.read(_CHUNK_SIZE):
        raw += chunk
        if len(raw) > MAX_BYTES:
            _raise_unusable(f"{url} is larger than {MAX_BYTES:,} bytes, which is the most that is read.")
        if time.monotonic() > deadline:
            raise TimeoutError
    return bytes(raw)


class _RedirectHandler(urllib.request.HTTPRedirectHandler):
    """Handler that follows redirects only to allowed addresses."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:  # noqa: PLR0913, PLR0917 - urllib's signature
        try:
            _require_allowed_url(newurl)
        except Unusable:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _require_allowed_url(url: str) -> None:
    """Raise `Unusable` for an address that must not be requested."""
    try:
        parts = urlsplit(url)
        is_allowed = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL_HOSTS)
    except ValueError:
        is_allowed = False
    if not is_allowed:
        _raise_unusable(f"{url} may not be asked: only https://… is, and http://localhost to try things out.")


def _raise_unusable(message: str) -> NoReturn:
    """Raise `Unusable` with a message."""
    raise Unusable(message)
