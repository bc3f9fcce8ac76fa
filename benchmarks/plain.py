"""The same records as plain pages for MkDocs with Material, out of the navigation: prose, a title and a description.

    python benchmarks/plain.py LIBRARY FOLDER

Whatever else front matter says is left out, and `[[links]]` stay text, so that MkDocs has less to do than Afterword.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import frontmatter

_CONFIG = """\
site_name: Bench
theme: {name: material, font: false}
plugins: [search]
nav: [index.md]
not_in_nav: /records/
"""


def write(library: Path, folder: Path) -> None:
    """Writes the pages of a library and their `mkdocs.yml` into a new folder."""
    records = folder / "docs" / "records"
    records.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(_CONFIG, encoding="utf-8")
    (folder / "docs" / "index.md").write_text("# Records\n", encoding="utf-8")
    for path in sorted(library.glob("postmortems/**/*.md")):
        post = frontmatter.load(str(path))
        front = "".join(
            f"{key}: {json.dumps(str(post[name]), ensure_ascii=False)}\n"
            for key, name in (("title", "name"), ("description", "summary"))
            if name in post
        )
        (records / path.name).write_text(f"---\n{front}---\n\n{post.content}\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
