"""The wheel of the Afterword that runs, packed again from the files it was installed with."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from afterword.disk import version
from afterword.problems import Unusable

_METADATA = ("METADATA", "WHEEL", "entry_points.txt", "licenses/LICENSE")
"""Metadata files of a wheel; everything else in its metadata folder is written by the installer."""


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel: its version and its bytes."""

    version: str
    raw: bytes

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"afterword-{self.version}-py3-none-any.whl"

    @property
    def sha256(self) -> str:
        """The digest that a requirements file pins it by."""
        return hashlib.sha256(self.raw).hexdigest()


def pack_wheel() -> Wheel:
    """Return the wheel that installs exactly the Afterword that runs; the same bytes on every machine.

    Raises `Unusable` when its files are not as they were installed, or nobody knows which they were.
    """
    number = version.current_version()
    files = _checkout_files(number) if version.is_checkout() else _installed_files()
    return Wheel(number, _zip({**files, **_record(files, number)}))


def _checkout_files(number: str) -> dict[str, bytes]:
    """Return what a build of the checkout packs; its dependencies are those that it was installed with."""
    files = {name: path.read_bytes() for name, path in version.packaged_files().items()}
    distribution = metadata.distribution("afterword")
    for name in _METADATA:
        files[f"{_dist_info(number)}/{name}"] = (distribution.read_text(name) or "").encode()
    headers = files[f"{_dist_info(number)}/METADATA"].partition(b"\n\n")[0]
    stated = f"\nVersion: {distribution.version}\n".encode()
    headers = headers.replace(stated, f"\nVersion: {number}\n".encode(), 1)
    files[f"{_dist_info(number)}/METADATA"] = headers + b"\n\n" + version.readme()
    return files


def _installed_files() -> dict[str, bytes]:
    """Return the files of the installed wheel, each checked against the digest of its installation."""
    distribution = metadata.distribution("afterword")
    info = _dist_info(distribution.version)
    wanted = {f"{info}/{name}" for name in _METADATA}
    files = {}
    for path in distribution.files or ():
        name = path.as_posix()
        if name not in wanted and not (name.startswith("afterword/") and path.hash and "__pycache__" not in path.parts):
            continue
        place = Path(path.locate())
        raw = place.read_bytes() if place.is_file() else b""
        if path.hash is None or path.hash.value != _digest(raw):
            message = f"{name} is not as it was installed. Install Afterword again."
            raise Unusable(message)
        files[name] = raw
    if not wanted <= files.keys():
        message = "The files that Afterword was installed with are not recorded. Install it again, with pip."
        raise Unusable(message)
    return files


def _dist_info(number: str) -> str:
    return f"afterword-{number}.dist-info"


def _record(files: Mapping[str, bytes], number: str) -> dict[str, bytes]:
    """Return the list of files that a wheel carries, with their digests and sizes."""
    lines = [f"{name},sha256={_digest(raw)},{len(raw)}\n" for name, raw in sorted(files.items())]
    own = f"{_dist_info(number)}/RECORD"
    return {own: f"{''.join(lines)}{own},,\n".encode()}


def _digest(raw: bytes) -> str:
    """Return a SHA-256 digest in the form that RECORD has it."""
    return base64.urlsafe_b64encode(hashlib.sha256(raw).digest()).decode().rstrip("=")


def _zip(files: Mapping[str, bytes]) -> bytes:
    """Return an archive whose bytes depend on its contents alone.

    It is not compressed: git packs it better that way, and compressed bytes would differ from one zlib to another.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, raw in sorted(files.items()):
            entry = zipfile.ZipInfo(name)
            entry.create_system = 3  # Unix, on Windows too
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, raw)
    return stream.getvalue()
