"""Afterword: postmortems of deals and campaigns that the next brief has to answer."""

from __future__ import annotations

from afterword.disk import version


def __getattr__(name: str) -> str:
    """Return `__version__`, which is computed only when it is asked for."""
    if name == "__version__":
        return version.current_version()
    raise AttributeError(name)
