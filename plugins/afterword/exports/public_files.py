"""What a library publishes for those who do not read its pages but link to them, or look something up."""

from __future__ import annotations

from collections.abc import Mapping

from afterword.exports.inventory import inventory
from afterword.exports.published_index import About, register
from afterword.library.published_index import FILE, FORM
from afterword.pages.page import Site

INVENTORY = "objects.inv"


def files(site: Site, about: About, form: bytes) -> Mapping[str, bytes]:
    """The files by their addresses; `form` is the JSON Schema of the register."""
    return {FILE: register(site, about), FORM: form, INVENTORY: inventory(site, about.title)}
