"""What lies elsewhere: a library's register, at an address or in a file, and the Markdown of another repository."""

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

from afterword.checks import external_links as elsewhere
from afterword.disk import files
from afterword.disk.files import File
from afterword.frontmatter.source import Source
from afterword.library import published_index as register
from afterword.library.published_index import FILE, FORM, MAX_BYTES, Register
from afterword.problems import Problem, Unusable, ordered
from afterword.schema.schema import Schema
from afterword.workspace import shipped_files as ground

PATIENCE = 30.0
"""Seconds that a library may take to answer whole."""
_HERE = ("localhost", "127.0.0.1", "::1")
"""Where an address without encryption can be trusted."""
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in the texts of another repository; `files` are all that were looked at."""

    problems: Sequence[Problem]
    sources: Mapping[str, Source]
    files: frozenset[str]

    def line(self, file: str, number: int) -> str:
        """A line of a file, counted from 1; empty where the file is no text."""
        return self.sources[file].line(number) if file in self.sources else ""


def raw_register(place: str, patience: float = PATIENCE, root: Path | None = None) -> bytes:
    """The bytes of a register: at an `https` address, or in a file; of a site or a folder, its `library.json`.

    No link in the root leads out of it.

    Raises `Unusable` where there is none, for an address that may not be asked, and when the answer takes too long.
    """
    if "://" in place:
        return _fetched(f"{place}{FILE}" if place.endswith("/") else place, patience)
    path = Path(place)
    return files.read_given(path / FILE if path.is_dir() else path, MAX_BYTES, root)


def read_register(raw: bytes, place: str) -> Register:
    """The register in a file's bytes. Raises `Unusable` when there is none in them."""
    return register.read(raw, place, Schema(ground.form().decode(), FORM))


def check(root: Path, paths: Iterable[Path], known: Register) -> Checked:
    """Every link to a record in the Markdown files of a folder or of folders in it.

    Raises `Unusable` for a path that is not under the root, by which files are named.
    """
    sources, found, looked = dict[str, Source](), list[Problem](), set[str]()
    for file, text, problems in texts(root, paths):
        looked.add(file)
        found += problems
        if text is not None:
            sources[file] = text
            found += elsewhere.problems(text, known)
    return Checked(ordered(found, {}), sources, frozenset(looked))


def listed(root: Path, paths: Iterable[Path]) -> Sequence[File]:
    """The Markdown files of a folder or of folders in it, and what may hold some that nobody sees.

    Raises `Unusable` for a path that is not under the root.
    """
    found = {file.path: file for path in paths for file in files.list_chosen(root, path)}
    return [found[path] for path in sorted(found)]


def texts(root: Path, paths: Iterable[Path]) -> Iterator[tuple[str, Source | None, list[Problem]]]:
    """The Markdown files of a folder or of folders in it: the path from the root, and the text or why there is none.

    Raises `Unusable` for a path that is not under the root, by which files are named.
    """
    found = listed(root, paths)
    for file, text in zip(found, files.read_texts(root, found, {}), strict=True):
        yield (file.path, *text)


def _fetched(url: str, patience: float) -> bytes:
    _allowed(url)
    try:
        with urllib.request.build_opener(_Redirects).open(url, timeout=patience) as answer:  # `_allowed` saw the scheme
            return _whole(answer, url, time.monotonic() + patience)
    except HTTPError as error:
        error.close()
        _refuse(f"{url} answered {error.code} {error.reason}.")
    except (HTTPException, OSError) as error:  # URLError and TimeoutError are kinds of the latter
        reason = getattr(error, "reason", error)
        why = getattr(reason, "strerror", "") or str(reason) or type(reason).__name__
        is_late = isinstance(reason, TimeoutError)
        said = f"did not answer within {patience:g} seconds" if is_late else f"cannot be reached: {why}"
        _refuse(f"{url} {said}. A copy that was kept with --pin can be used instead, by its path.")


def _whole(answer: IO[bytes], url: str, until: float) -> bytes:
    """An answer piece by piece, as long as it is neither too long nor too late."""
    raw = bytearray()
    while piece := answer.read(_CHUNK):
        raw += piece
        if len(raw) > MAX_BYTES:
            _refuse(f"{url} is larger than {MAX_BYTES:,} bytes, which is the most that is read.")
        if time.monotonic() > until:
            raise TimeoutError
    return bytes(raw)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows an answer that leads elsewhere only to where one could have asked in the first place."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:  # noqa: PLR0913, PLR0917 - urllib's signature
        try:
            _allowed(newurl)
        except Unusable:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _allowed(url: str) -> None:
    """Raises `Unusable` for an address that may not be asked."""
    try:
        parts = urlsplit(url)
        is_right = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
    except ValueError:
        is_right = False
    if not is_right:
        _refuse(f"{url} may not be asked: only https://… is, and http://localhost to try things out.")


def _refuse(message: str) -> NoReturn:
    raise Unusable(message)
