"""`objects.inv`: the names of a library for Sphinx's intersphinx and other readers of its inventories.

Version 2: four header lines, then a zlib-compressed line for each name, `name domain:role priority address
title`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from afterword.exports.published_index import collect_former_names
from afterword.gate.index_rows import to_single_line
from afterword.library.projection import Entry
from afterword.pages.page import Site
from afterword.text.names import name_key, slugify

_ROLE = "std:label"
"""Role that every Sphinx project can refer to with `:ref:`; a domain of our own would need an extension."""
_LINE_PATTERN = re.compile(r"(.+?)\s+\S+:\S+\s+-?\d+\s+\S+\s")
"""Pattern by which readers find the end of a name."""


def build_inventory(site: Site, title: str) -> bytes:
    """Build the file: each name, alias and former name as it is written, and as its slug."""
    head = (
        "# Sphinx inventory version 2",
        f"# Project: {to_single_line(title) or 'Library'}",
        f"# Version: {site.today.isoformat()}",
        "# The remainder of this file is compressed using zlib.\n",
    )
    return "\n".join(head).encode() + zlib.compress("".join(sorted(_iter_lines(site))).encode(), 9)


def _iter_lines(site: Site) -> Iterator[str]:
    """Yield a line for each label; of labels that differ only in case the first wins, as Sphinx ignores case."""
    used_labels = set()
    for name, entry in _iter_names(site):
        for label, title in ((to_single_line(name), "-"), (slugify(name), to_single_line(name))):
            if label and name_key(label) not in used_labels:
                used_labels.add(name_key(label))
                row = f"{label} {_ROLE} -1 names/{entry.slug}/ {title}\n"
                if (match := _LINE_PATTERN.match(row)) and match[1] == label:  # else readers would cut the name short
                    yield row


def _iter_names(site: Site) -> Iterator[tuple[str, Entry]]:
    """Yield every name that leads to an entry, in order of precedence."""
    entries = site.library.entries
    yield from ((entry.name, entry) for entry in entries)
    yield from ((alias, entry) for entry in entries for alias in entry.names[1:])
    names_by_path = collect_former_names(site)
    yield from ((name, entry) for entry in entries for name in names_by_path.get(entry.path, ()))
