"""Wheel of the running Afterword, packed again from the files it was installed with."""

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
"""Metadata files of a wheel; the installer writes all others in its metadata folder."""


@dataclass(frozen=True, slots=True)
class Wheel:
    """Version and bytes of a wheel."""

    version: str
    raw: bytes

    @property
    def file_name(self) -> str:
        """File name of the wheel."""
        return f"afterword-{self.version}-py3-none-any.whl"

    @property
    def sha256(self) -> str:
        """Digest that a requirements file pins it by."""
        return hashlib.sha256(self.raw).hexdigest()


def pack_wheel() -> Wheel:
    """Return the wheel that installs exactly the running Afterword; the same bytes on every machine.

    Raises `Unusable` if its files were changed after the installation, or their list is missing.
    """
    version_number = version.current_version()
    files = _read_checkout_files(version_number) if version.is_checkout() else _read_installed_files()
    return Wheel(version_number, _pack_archive({**files, **_make_record_file(files, version_number)}))


def _read_checkout_files(number: str) -> dict[str, bytes]:
    """Read the files that a build of the checkout packs, with the dependencies that are declared at installation."""
    files = {name: path.read_bytes() for name, path in version.packaged_files().items()}
    distribution = metadata.distribution("afterword")
    for name in _METADATA:
        files[f"{_metadata_folder(number)}/{name}"] = (distribution.read_text(name) or "").encode()
    headers = files[f"{_metadata_folder(number)}/METADATA"].partition(b"\n\n")[0]
    version_line = f"\nVersion: {distribution.version}\n".encode()
    headers = headers.replace(version_line, f"\nVersion: {number}\n".encode(), 1)
    files[f"{_metadata_folder(number)}/METADATA"] = headers + b"\n\n" + version.read_readme()
    return files


def _read_installed_files() -> dict[str, bytes]:
    """Read the files of the installed wheel and check each against its recorded digest."""
    distribution = metadata.distribution("afterword")
    folder = _metadata_folder(distribution.version)
    metadata_files = {f"{folder}/{name}" for name in _METADATA}
    files = {}
    for path in distribution.files or ():
        name = path.as_posix()
        if name not in metadata_files and not (
            name.startswith("afterword/") and path.hash and "__pycache__" not in path.parts
        ):
            continue
        located = Path(path.locate())
        raw = located.read_bytes() if located.is_file() else b""
        if path.hash is None or path.hash.value != _encode_digest(raw):
            message = f"{name} is not as it was installed. Install Afterword again."
            raise Unusable(message)
        files[name] = raw
    if not metadata_files <= files.keys():
        message = "The files that Afterword was installed with are not recorded. Install it again, with pip."
        raise Unusable(message)
    return files


def _metadata_folder(number: str) -> str:
    return f"afterword-{number}.dist-info"


def _make_record_file(files: Mapping[str, bytes], number: str) -> dict[str, bytes]:
    """Return the RECORD file: all files of a wheel with their digests and sizes."""
    lines = [f"{name},sha256={_encode_digest(raw)},{len(raw)}\n" for name, raw in sorted(files.items())]
    record_path = f"{_metadata_folder(number)}/RECORD"
    return {record_path: f"{''.join(lines)}{record_path},,\n".encode()}


def _encode_digest(raw: bytes) -> str:
    """Return a SHA-256 digest in the encoding of RECORD."""
    return base64.urlsafe_b64encode(hashlib.sha256(raw).digest()).decode().rstrip("=")


def _pack_archive(files: Mapping[str, bytes]) -> bytes:
    """Return an archive whose bytes depend on its contents alone.

    It is not compressed: git packs it better that way, and compressed bytes depend on the version of zlib.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, raw in sorted(files.items()):
            entry = zipfile.ZipInfo(name)
            entry.create_system = 3  # Unix, on Windows too
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, raw)
    return stream.getvalue()
