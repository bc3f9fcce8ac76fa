"""Write the records of a library as plain pages for MkDocs with Material, as a team would without Afterword.

    python benchmarks/plain_pages.py LIBRARY FOLDER

The pages are outside the navigation, and each file is copied as it is. MkDocs reads its front matter, and its text with
the extensions that a record's text needs: tables, footnotes, task lists, strikethrough, boxes, and headings with links.
Material's own search is on. Nothing shows the fields, and `[[links]]` stay text, so MkDocs still has less to do than
Afterword.
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


def write_pages(library: Path, folder: Path) -> None:
    """Write the pages of a library and their `mkdocs.yml` into a new folder."""
    records = folder / "docs" / "records"
    records.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(_CONFIG, encoding="utf-8")
    (folder / "docs" / "index.md").write_text("# Records\n", encoding="utf-8")
    for path in sorted(library.glob("postmortems/**/*.md")):
        shutil.copyfile(path, records / path.name)


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]), Path(sys.argv[2]))
