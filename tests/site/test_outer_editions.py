"""Nothing inside a library changes a byte of what outsiders get: not a value, a count, a rank, a digest or a link."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from afterword import pages
from afterword.checks.rule_catalogue import CONFIGURABLE_CODES
from afterword.pages.page import DATA_FILE
from afterword.publish import site_input
from afterword.publish.site_stamp import build_stamp
from afterword.schema.audience import Audience
from afterword.workspace import project
from afterword.workspace.source_digest import edition_digest
from whole import POSTMORTEM, build, filled, library, resolved, written

OUTER = (Audience.PARTNER, Audience.PUBLIC)
DECIDING = {"name", "status", "visibility", "schema_version"}
"""Fields that say whether a record is shown at all, or that no other value fits."""
BODY = "## Setup\n\nA plan for [[Zq100]] and [[Other]], with ![a chart](chart.png).\n<!-- later -->\n"
TODAY = date(2026, 5, 1)


NUMBERS: dict[tuple[str, ...], int] = {}


def leaf(path: tuple[str, ...], kind: str) -> Any:
    """Return a value of its own for every field."""
    number = NUMBERS.setdefault(path, 100 + len(NUMBERS))
    values = {"number": 40_000 + number, "date": f"{1500 + number}-03-04"}
    return values.get(kind, f"https://zq{number}.example.org/" if path[-1] == "url" else f"Zq{number}")


FULL = {**filled(POSTMORTEM.raw, leaf), "name": "Zq100", "visibility": "public", "schema_version": 2}


def changed(node: Mapping[str, Any], value: Any, audience: Audience, path: tuple[str, ...] = ()) -> Any:
    """The same data with another value in every field that an audience may not see."""
    node = resolved(node)
    if isinstance(value, dict):
        return {
            key: inner
            if (*path, key)[0] in DECIDING
            else changed(child, inner, audience, (*path, key))
            if audience.can_see(Audience(child.get("x-audience", "internal")))
            else other(child, inner)
            for key, inner in value.items()
            for child in [resolved(node.get("properties", {}).get(key, node.get("additionalProperties", {})))]
        }
    if isinstance(value, list):
        return [changed(node["items"], inner, audience, (*path, "*")) for inner in value]
    return value


def other(node: Mapping[str, Any], value: Any) -> Any:
    """Another value that a field allows; of a list one more."""
    node = resolved(node)
    if "enum" in node:
        return node["enum"][(node["enum"].index(value) + 1) % len(node["enum"])]
    if isinstance(value, dict):
        children = {**node.get("properties", {})}
        return {
            key: other(children.get(key, node.get("additionalProperties", {})), inner) for key, inner in value.items()
        }
    if isinstance(value, list):
        more = [other(node["items"], inner) for inner in value]
        return more if node.get("uniqueItems") else [*more, *value]
    if isinstance(value, bool | int | float):
        return not value if isinstance(value, bool) else value + 1
    if "pattern" in node:
        return {"DE": "FR", "EUR": "USD"}.get(value, "2031-07-09" if value[:4].isdigit() else value)
    return f"{value} and more"


def reduced(data: dict[str, Any], audience: Audience) -> dict[str, Any]:
    """The same data without any field that an audience may not see, but for those that a published record needs."""
    known = {field.path[0]: field.audience for field in POSTMORTEM.fields if len(field.path) == 1}
    kept = dict(data)
    for key in data.keys() - DECIDING:
        fewer = {name: value for name, value in kept.items() if name != key}
        if not audience.can_see(known[key]) and {*POSTMORTEM.raw["required"]} <= fewer.keys():
            kept = fewer
    return kept


def hidden(name: str, more: str) -> str:
    """A record that shares much with the one that is shown, and is not shown itself."""
    return (
        f"---\nname: {name}\naliases: [{name} again]\nkind: campaign\nschema_version: 2\n{more}tags: [zq]\n"
        f"series: {FULL['series']}\nmarkets: [DE, KZ]\nproduct: {FULL['product']}\nkeeper: A\nends: 2026-02\n"
        "summary: As in [[Zq100]].\nrelations: [{type: supports, name: Zq100}]\n---\n\n[[Zq100]] and [[Zq100#Setup]]\n"
    )


def partner_or_draft(audience: Audience) -> Iterator[tuple[str, str]]:
    """Records that an audience does not see, by their files."""
    yield "2025/draft.md", hidden("A draft", "status: draft\nvisibility: public\n")
    yield "2025/inside.md", hidden("Inside", "status: draft\n")
    if audience is Audience.PUBLIC:
        yield "2025/partner.md", hidden("For partners", "status: draft\nvisibility: partner\n")


Change = Callable[[Path, Audience], None]


def write_shown(root: Path, data: Mapping[str, Any], body: str = BODY) -> None:
    """Write the record that everybody sees, and the translation that is left as it is."""
    (root / "postmortems" / "2026" / "shown.md").write_text(written(data, body), encoding="utf-8")


def change_values(root: Path, audience: Audience) -> None:
    """Change every value that the audience does not see."""
    data = changed(POSTMORTEM.raw, FULL, audience)
    assert POSTMORTEM.is_valid(data)
    assert sum(data[key] != FULL[key] for key in FULL) > 25
    write_shown(root, data)


def drop_values(root: Path, audience: Audience) -> None:
    """Remove every value that the audience does not see and that need not be there."""
    data = reduced(FULL, audience)
    assert len(FULL) - len(data) > 20
    write_shown(root, data)


def change_text(root: Path, audience: Audience) -> None:
    """Write another body, with other links, and another attachment."""
    write_shown(root, FULL, "## Analysis\n\n- Quite another story, as [[Inside]] says. ![](other.png)\n")
    (root / "postmortems" / "2026" / "chart.png").write_bytes(b"other bytes")
    (root / "postmortems" / "2026" / "other.png").write_bytes(b"more bytes")


def add_records(root: Path, audience: Audience) -> None:
    """Add records that the audience does not see, and a brief."""
    for path, text in partner_or_draft(audience):
        (root / "postmortems" / path).parent.mkdir(exist_ok=True)
        (root / "postmortems" / path).write_text(text, encoding="utf-8")
    brief = "---\ntitle: A plan\nkind: campaign\nstatus: draft\nreviewed: [{name: Zq100, applied: Read it all}]\n---\n"
    (root / "briefs").mkdir(exist_ok=True)
    (root / "briefs" / "plan.md").write_text(brief, encoding="utf-8")


def rename_file(root: Path, audience: Audience) -> None:
    """Keep the record in another file of another folder."""
    (root / "postmortems" / "1999").mkdir()
    for name in ("shown.md", "shown.ru.md"):
        shutil.move(root / "postmortems" / "2026" / name, root / "postmortems" / "1999" / f"secret-{name}")


CHANGES: tuple[Change, ...] = (change_values, drop_values, change_text, add_records, rename_file)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two records that everybody sees, one of which says something in every field."""
    plain = {"name": "Other", "kind": "deal", "status": "published", "visibility": "public", "outcome": "lost"}
    records = {
        "2026/shown.md": written(FULL, BODY),
        "2026/other.md": written({**plain, "schema_version": 2, "summary": "As [[Zq100]] and [[Inside]] say."}, "A."),
    }
    folder, edit_url = tmp_path_factory.mktemp("original") / "library", "https://git.example.org/{path}"
    made = library(
        folder, records, off=sorted(CONFIGURABLE_CODES), audience="public", languages=["en", "ru"], edit_url=edit_url
    )
    raw = json.loads((made / "schema" / "postmortem.schema.json").read_text("utf-8"))
    raw.pop("allOf")  # what publishing needs is not the question here
    (made / "schema" / "postmortem.schema.json").write_text(json.dumps(raw), "utf-8")
    (made / "postmortems" / "2026" / "chart.png").write_bytes(b"bytes")
    mark = project.load_project(made).sources["postmortems/2026/shown.md"].digest
    translation = f"---\nname: Пример\nsummary: По-русски.\nmade_from: '{mark}'\n---\n\nТекст.\n"
    (made / "postmortems" / "2026" / "shown.ru.md").write_text(translation, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def unchanged(original: Path) -> Mapping[Audience, Mapping[str, object]]:
    """The editions of the library as it is."""
    return {audience: edition(original, audience) for audience in OUTER}


@pytest.fixture
def root(original: Path, tmp_path: Path) -> Path:
    """The same library, to be changed."""
    return Path(shutil.copytree(original, tmp_path / "library"))


def edition(root: Path, audience: Audience) -> Mapping[str, object]:
    """Everything that an edition publishes but for the theme and the search index: pages, files beside them, stamp."""
    loaded = project.load_project(root, today=TODAY)
    assert all(record.fits_schema for record in loaded.library.records)
    site = site_input.make_site(loaded, audience, ["en", "ru"], "https://git.example.org/{path}")
    sources = edition_digest(loaded, site.library)
    found: dict[str, object] = dict(site_input.build_published_files(site, "Test", "https://example.org/", sources))
    found["afterword.json"] = build_stamp(loaded, site, sources, {"mkdocs": "1.6.1"})
    for page in pages.build_pages(site):
        said = page.write()
        about = (page.title, page.description, page.lang, page.alternates, page.redirect)
        found[page.url] = (*about, said.html, said.toc)
        found.update({**page.extra_files, **dict.fromkeys(page.attachments, "a file")})
        if page.data:
            found[f"{page.url}{DATA_FILE}"] = page.data()
    return found


@pytest.mark.parametrize("audience", OUTER)
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_nothing_inside_changes_what_outsiders_get(
    root: Path, unchanged: Mapping[Audience, Mapping[str, object]], audience: Audience, change: Change
) -> None:
    """Whatever an audience may not see can be anything: every byte of its edition stays as it was."""
    before = unchanged[audience]
    change(root, audience)
    after = edition(root, audience)
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == []
    assert "names/zq100/" in before


def test_a_finished_edition_is_the_same_to_the_byte(root: Path, original: Path, tmp_path: Path) -> None:
    """A whole public build, with its search index and its stamp, is the same after these changes."""
    for change in (change_values, add_records, rename_file):
        change(root, Audience.PUBLIC)
    before, after = tmp_path / "before", tmp_path / "after"
    for folder, out in ((original, before), (root, after)):
        done = build(folder, out)
        assert done.returncode == 0, done.stderr
    names = {path.relative_to(before).as_posix() for path in before.rglob("*") if path.is_file()}
    assert names == {path.relative_to(after).as_posix() for path in after.rglob("*") if path.is_file()}
    assert [name for name in names if (before / name).read_bytes() != (after / name).read_bytes()] == []
    assert any(name.startswith("pagefind/") for name in names)
