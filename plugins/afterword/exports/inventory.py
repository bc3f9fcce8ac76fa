"""`objects.inv`: the names of a library for Sphinx's intersphinx, and for whatever else reads its inventories.

Version 2: four lines of head, then packed by zlib a line for each name, `name domain:role priority address title`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from afterword.exports.published_index import former
from afterword.gate.index_rows import line
from afterword.library.projection import Entry
from afterword.pages.page import Site
from afterword.text.names import name_key, slug

_ROLE = "std:label"
"""What every Sphinx project can refer to: `:ref:`. A domain of our own would have to be installed in each of them."""
_LINE = re.compile(r"(.+?)\s+\S+:\S+\s+-?\d+\s+\S+\s")
"""How readers find the end of a name."""


def inventory(site: Site, title: str) -> bytes:
    """The file: each name, alias and former name as it is written, and as its slug."""
    head = (
        "# Sphinx inventory version 2",
        f"# Project: {line(title) or 'Library'}",
        f"# Version: {site.today.isoformat()}",
        "# The remainder of this file is compressed using zlib.\n",
    )
    return "\n".join(head).encode() + zlib.compress("".join(sorted(_rows(site))).encode(), 9)


def _rows(site: Site) -> Iterator[str]:
    """A line for each label; of two that differ in case only the first counts, since Sphinx cannot tell them apart."""
    taken = set()
    for name, entry in _claims(site):
        for label, title in ((line(name), "-"), (slug(name), line(name))):
            if label and name_key(label) not in taken:
                taken.add(name_key(label))
                row = f"{label} {_ROLE} -1 names/{entry.slug}/ {title}\n"
                if (found := _LINE.match(row)) and found[1] == label:  # else the name ends too early for a reader
                    yield row


def _claims(site: Site) -> Iterator[tuple[str, Entry]]:
    """Every name that leads to an entry; those with a better right to it come first."""
    entries = site.library.entries
    yield from ((entry.name, entry) for entry in entries)
    yield from ((alias, entry) for entry in entries for alias in entry.names[1:])
    before = former(site)
    yield from ((name, entry) for entry in entries for name in before.get(entry.path, ()))
