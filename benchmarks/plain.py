"""The same records as plain pages for MkDocs with Material, out of the navigation: what a team has without Afterword.

    python benchmarks/plain.py LIBRARY FOLDER

Each file is taken as it is. MkDocs reads its front matter, and its text with the extensions that Material brings for
what a record's text may hold: tables, footnotes, task lists, text struck through, boxes, and headings that can be
linked. Material's own search is on. Nothing shows the fields, and `[[links]]` stay text, so MkDocs still has less to do
than Afterword.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

_CONFIG = """\
site_name: Bench
theme: {name: material, font: false}
plugins: [search]
nav: [index.md]
not_in_nav: /records/
markdown_extensions: [admonition, footnotes, pymdownx.tasklist, pymdownx.tilde, tables, toc: {permalink: true}]
"""


def write(library: Path, folder: Path) -> None:
    """Writes the pages of a library and their `mkdocs.yml` into a new folder."""
    records = folder / "docs" / "records"
    records.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(_CONFIG, encoding="utf-8")
    (folder / "docs" / "index.md").write_text("# Records\n", encoding="utf-8")
    for path in sorted(library.glob("postmortems/**/*.md")):
        shutil.copyfile(path, records / path.name)


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
