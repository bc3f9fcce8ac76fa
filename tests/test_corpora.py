"""Nothing that an author or an attacker writes runs on the site, and nobody reads there what is not meant for them."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page

from afterword import pages, project, reading, source
from afterword.catalogue import GRADED
from afterword.fields import Audience
from afterword.library import Library
from afterword.pages.page import Site
from afterword.record import Record
from afterword.schema import Schema
from corpora import ROOT, payloads, seeded

POSTMORTEM = Schema((ROOT / "schema" / "postmortem.schema.json").read_text("utf-8"), "postmortem.schema.json")
VOCABULARY = project.definitions(ROOT)[-1]
Serve = Callable[[Path], str]
Leaf = Callable[[tuple[str, ...], str], Any]

# ------------------------------------------------------------------------------------------------- whole records

CHOSEN = {
    "kind": "campaign",
    "status": "published",
    "outcome": "hit",
    "origin": "internal",
    "visibility": "public",
    "lang": "en",
}


def resolved(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """A subschema with the definition it refers to."""
    while "$ref" in node:
        definition = POSTMORTEM.raw["$defs"][node["$ref"].removeprefix("#/$defs/")]
        node = {**definition, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def filled(node: Mapping[str, Any], leaf: Leaf, path: tuple[str, ...] = ()) -> Any:
    """A value of everything that a schema allows, at every depth; `leaf` gives texts and numbers by path and kind."""
    node = resolved(node)
    types = [node["type"]] if isinstance(node["type"], str) else node["type"]
    if "enum" in node:
        return CHOSEN.get(path[-1], node["enum"][0]) if len(path) == 1 else node["enum"][0]
    if "string" in types and "pattern" not in node:
        return leaf(path, "number" if "number" in types else "string")
    if "string" in types:
        return leaf(path, "date") if node["pattern"].startswith("^[0-9]{4}") else node.get("examples", ["DE"])[0]
    if "object" in types:
        value = {key: filled(child, leaf, (*path, key)) for key, child in node.get("properties", {}).items()}
        if isinstance(node.get("additionalProperties"), dict):
            value[leaf((*path, "key"), "string")] = filled(node["additionalProperties"], leaf, (*path, "*"))
        return value
    if "array" in types:
        return ["DE"] if node["items"].get("x-market") else [filled(node["items"], leaf, (*path, "*"))]
    return "boolean" in types or leaf(path, "number")


def written(data: Mapping[str, Any], body: str, comment: str = "") -> str:
    """A record's file; JSON is YAML."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in data.items()]
    return "\n".join(["---", *lines, *([f"# {comment}"] if comment else []), "---", "", body, ""])


def attacked(payload: str, number: int) -> dict[str, Any]:
    """A record that has the payload wherever text may stand; its names alone are its own."""

    def leaf(path: tuple[str, ...], kind: str) -> Any:
        if kind == "number":
            return 7
        if kind == "date":
            return "2026-01-02"
        if path == ("name",):
            return f"Payload {number}"
        return f"{payload[:100]} {number}" if path[0] == "aliases" else payload or "-"

    data: dict[str, Any] = filled(POSTMORTEM.raw, leaf)
    return data


def read(text: str, path: str) -> tuple[Record | None, list[str]]:
    """The record of a text, and the codes of what is wrong with it."""
    found, problems = source.read(path, text.encode())
    if found is None:
        return None, [problem.code for problem in problems]
    record, problems = reading.read_record(found, POSTMORTEM, VOCABULARY)
    return record, [problem.code for problem in problems]


# ------------------------------------------------------------------------------------- what a page may consist of

# Runs in the browser: everything in the pages that could run, load, lead away or pass for a part of the site.
INSPECT = """
htmls => htmls.map(html => {
  const bad = [];
  const doc = new DOMParser().parseFromString(html, "text/html");
  const elements = new Set(`a abbr acronym article aside b bdi bdo blockquote br caption cite code col colgroup data dd
    del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img input ins kbd li mark
    nav ol p pre q rect rp rt rtc ruby s samp section small span strike strong sub summary sup svg table tbody td tfoot
    th thead time tr u ul var wbr`.split(/\\s+/));
  const attributes = new Set(`abbr align alt char charoff checked cite class colspan datetime dir disabled headers
    height hidden href id lang open preserveaspectratio rel role rowspan rules scope size span start summary title
    type value viewbox width x y`.split(/\\s+/));
  const classes = /^(aw-[a-z_-]+|on|markdown-alert-[a-z]+|footnote-[a-z-]+)$/;
  const ours = new URL("http://afterword.invalid/names/x/");
  for (const element of doc.body.querySelectorAll("*")) {
    const name = element.localName;
    if (!elements.has(name)) bad.push(`<${name}>`);
    const svg = element.namespaceURI.includes("svg");
    if (svg && !element.closest("svg.aw-bar")) bad.push(`<${name}> outside a bar`);
    if (name === "input" && element.type !== "checkbox") bad.push(`<input type=${element.type}>`);
    for (const attribute of element.attributes) {
      const key = attribute.name.toLowerCase();
      if (key === "style") {
        if (!/^text-align: ?(left|right|center);?$/.test(attribute.value)) bad.push(`style=${attribute.value}`);
      } else if (!attributes.has(key) && !/^(data|aria)-/.test(key)) bad.push(`${name} ${key}=${attribute.value}`);
      const known = [...element.classList].every(one => classes.test(one));
      if (key === "class" && !known) bad.push(`class=${attribute.value}`);
      if (key === "href") {
        const url = URL.canParse(attribute.value, ours) ? new URL(attribute.value, ours) : null;
        const plain = url?.host === ours.host || /^(https?:\\/\\/|mailto:)/i.test(attribute.value);
        const known = !url || ["http:", "https:", "mailto:"].includes(url.protocol);
        if (!plain || !known) bad.push(`href=${attribute.value}`);
      }
    }
  }
  if (doc.head.childElementCount) bad.push(`<head> has ${doc.head.firstElementChild.localName}`);
  if (doc.body.querySelectorAll("article.aw-record").length !== 1) bad.push("the article is not whole");
  if (!doc.querySelector("article.aw-record > div[hidden]:last-child")) bad.push("the article does not end");
  return bad;
})
"""
# Runs before every page: what payloads call to show that they run.
WATCH = """
window.__ran = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"])
  window[name] = (...words) => { window.__ran.push(`${name}(${words})`); };
"""


# The article as it was delivered: Material's own script has wrapped its tables by now.
DELIVERED = """
async () => {
  const text = await (await fetch(location.href)).text();
  return new DOMParser().parseFromString(text, "text/html").querySelector("article.aw-record").outerHTML;
}
"""


@dataclass  # without slots: Playwright hangs its wrappers on it
class Seen:
    """What happened in a browser: calls of payloads, dialogs, errors, addresses that were asked for."""

    ran: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def dialog(self, dialog: Dialog) -> None:
        """Notes a dialog and closes it."""
        self.ran.append(f"dialog {dialog.message}")
        dialog.dismiss()


@contextmanager
def watching(browser: Browser) -> Iterator[tuple[Page, Seen]]:
    """A page of a browser, and what happens in it."""
    seen = Seen()
    with browser.new_context() as context:
        page = context.new_page()
        page.add_init_script(WATCH)
        page.on("dialog", seen.dialog)
        page.on("popup", lambda popup: seen.ran.append(f"popup {popup.url}"))
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on("console", lambda message: seen.errors.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: seen.asked.append(request.url))
        yield page, seen


def visit(page: Page, seen: Seen, url: str) -> None:
    """Opens an address, lets what wants to run do so, and notes it."""
    page.goto(url, wait_until="load")
    page.wait_for_timeout(30)
    seen.ran += page.evaluate("window.__ran ?? []")
    if page.url != url:
        seen.ran.append(f"led to {page.url}")


def test_the_inspection_finds_what_it_looks_for(browser: Browser) -> None:
    """The inspection itself would see a live payload of each kind."""
    whole = '<article class="aw-record">{}<div hidden></div></article>'
    live = (
        "<script>1</script>", "<b onclick=x>y</b>", "<a href='javascript:x'>y</a>", "<a href='//example.org'>y</a>",
        "<img src=x>", "<b style='color:red'>y</b>",
        "<iframe></iframe>", "<input>", "<form></form>", "<b name=x>y</b>", "<b class=md-header>y</b>",
        "<svg><rect/></svg>", "</article>x", "<math></math>",
    )  # fmt: skip
    with watching(browser) as (page, _):
        found = page.evaluate(INSPECT, [whole.format(text) for text in ("<p>y</p>", *live)])
    assert found[0] == []
    assert all(found[1:]), found


def test_no_payload_lives_on_a_records_page(
    browser: Browser, serve: Serve, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Markup that attacks, in the body and in every field, is text or gone: nothing of it runs, loads or leads away."""
    corpus = payloads(300)
    records: list[Record] = []
    refused: dict[str, int] = {}
    for number, payload in enumerate(corpus.cases):
        text = written(attacked(payload, number), payload)
        record, codes = read(text, f"postmortems/2026/payload-{number}.md")
        if record is not None and record.sound:
            records.append(record)
        else:
            assert codes, payload
            for code in set(codes):
                refused[code] = refused.get(code, 0) + 1
    corpus.tell(capsys, f"{len(records)} were published, refused: {refused}")
    assert set(refused) <= {"file-control-character", "frontmatter-too-large", "merge-conflict"}
    assert len(records) > 0.95 * len(corpus.cases)

    site = Site(Library(records, POSTMORTEM, VOCABULARY).project(Audience.INTERNAL), date(2026, 1, 2))
    made = list(pages.every(site))
    shown = [page for page in made if page.url.startswith("names/payload-")]
    assert len(shown) == len(records)
    with watching(browser) as (page, seen):
        page.goto("about:blank")
        for start in range(0, len(shown), 100):
            some = shown[start : start + 100]
            found = page.evaluate(INSPECT, [one.html for one in some])
            assert [(one.source, bad) for one, bad in zip(some, found, strict=True) if bad] == []

        (tmp_path / "favicon.ico").touch()
        others = [one for one in made if one not in shown]
        batches = [shown[start : start + 20] for start in range(0, len(shown), 20)] + [[one] for one in others[:20]]
        for number, batch in enumerate(batches):
            html = "\n".join(one.html for one in batch)
            (tmp_path / f"{number}.html").write_text(
                f"<!doctype html><meta charset=utf-8><title>x</title>{html}", "utf-8"
            )
        address = serve(tmp_path)
        for number in range(len(batches)):
            visit(page, seen, f"{address}{number}.html")
        assert seen.ran == []
        assert seen.errors == []
        assert {url for url in seen.asked if not url.startswith(address)} <= {"about:blank"}
        assert {url.removeprefix(address).rstrip("0123456789") for url in seen.asked} <= {
            "about:blank",
            "favicon.ico",
        } | {f"{number}.html" for number in range(len(batches))}


# ------------------------------------------------------------------------------------------------------ whole sites

MKDOCS = """site_name: Test
theme: {{name: material, font: false}}
plugins:
  - afterword: {options}
"""
COMMANDS = {
    "mkdocs build": ["-m", "mkdocs", "build", "--site-dir", "{out}"],
    "mkdocs build -q": ["-m", "mkdocs", "build", "-q", "--site-dir", "{out}"],
    "afterword build": ["-m", "afterword", "build", "--out", "{out}"],
}


def library(root: Path, records: Mapping[str, str], *, off: Sequence[str] = (), **options: Any) -> Path:
    """A library on disk: the project's own schema, with some problem codes switched off, and these records."""
    (root / "docs").mkdir(parents=True)
    shutil.copytree(ROOT / "schema", root / "schema")
    for name in ("postmortem.schema.json", "brief.schema.json"):
        raw = json.loads((ROOT / "schema" / name).read_text("utf-8"))
        raw["x-severity"] = dict.fromkeys(off, "off")
        (root / "schema" / name).write_text(json.dumps(raw), "utf-8")
    (root / "mkdocs.yml").write_text(MKDOCS.format(options=json.dumps(options)), "utf-8")
    for path, text in records.items():
        (root / "postmortems" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "postmortems" / path).write_text(text, "utf-8")
    return root


def build(root: Path, out: Path, command: str = "mkdocs build") -> subprocess.CompletedProcess[str]:
    """Runs a command that builds the site of a library."""
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "SOURCE_DATE_EPOCH": "1767312000",
        "PYTHONIOENCODING": "utf-8",
    }
    if command == "afterword build":
        program = [str(Path(sys.executable).with_name("afterword")), "build", "--out", str(out), "--root", str(root)]
    else:
        program = [sys.executable, *(part.format(out=out) for part in COMMANDS[command])]
    return subprocess.run(
        program, cwd=root, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False
    )


def everything(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file below a folder by its name, with its text in lower case, the search index unpacked."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            raw = path.read_bytes()
            if raw[:2] == b"\x1f\x8b":
                raw = gzip.decompress(raw).removeprefix(b"pagefind_dcd")
            yield path.relative_to(folder).as_posix(), raw.decode(errors="replace").lower()


def record_pages(site: Path) -> list[str]:
    """The last parts of the addresses at which records stand."""
    pages = sorted((site / "names").glob("*/index.html"))
    return [path.parent.name for path in pages if 'class="aw-record"' in path.read_text("utf-8")]


def test_no_payload_lives_on_a_whole_site(browser: Browser, serve: Serve, tmp_path: Path) -> None:
    """Payloads in titles, descriptions, aliases, tags and elsewhere: the built site opens without any acting."""
    cases = [case for case in payloads(285).cases if "\n" not in case.strip()]
    cases = [case for case in cases if read(written(attacked(case, 0), case), "postmortems/a.md")[0]]
    chosen = cases if len(cases) <= 300 else seeded().sample(cases, 300)
    count = min(30, len(chosen) // 7)
    spread = [chosen[start::count] for start in range(count)]
    records = {"2026/plain.md": written(attacked("plain", 999) | {"name": "Plain words"}, "Plain words.")}
    for number, some in enumerate(spread):
        data = attacked(some[0], number)
        data |= {
            "name": f"{number} {some[1][:90]}",
            "summary": some[2] or "-",
            "aliases": [f"{number} {other[:90]}" for other in some],
            "tags": list(dict.fromkeys([some[3] or "-", some[4] or "-"])),
            "series": some[5] or "-",
            "learnings": {**data["learnings"], "insight": some[6] or "-"},
        }
        records[f"2026/payload-{number}.md"] = written(data, "\n\n".join(f"## {one}\n\n{one}" for one in some))
    root = library(tmp_path / "library", records, off=sorted(GRADED))
    done = build(root, tmp_path / "site")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr[-3000:]

    address = serve(tmp_path / "site")
    names = record_pages(tmp_path / "site")
    assert len(names) == count + 1
    moved = {path.parent.name for path in (tmp_path / "site" / "names").glob("*/index.html")} - set(names)
    tags = sorted(path.parent.name for path in (tmp_path / "site" / "tags").glob("*/index.html"))
    urls = [f"{address}names/{name}/" for name in names] + [
        address + part for part in ("", "library/", "names/", "tags/", "markets/", "fields/")
    ]
    assert tags
    with watching(browser) as (page, seen):
        page.goto(f"{address}names/plain-words/")
        scripts = "[...document.scripts].map(script => script.src || script.text)"
        clean, head = page.evaluate(scripts), page.evaluate("document.head.childElementCount")
        for url in urls:
            visit(page, seen, url)
            if "/names/" in url and not url.endswith("/names/"):
                assert page.evaluate(scripts) == clean, url
                assert page.evaluate("document.head.childElementCount") == head, url
                shown = page.evaluate(DELIVERED)
                assert page.evaluate(INSPECT, [shown]) == [[]], url
                assert (
                    page.evaluate(
                        "document.querySelectorAll('[onclick],[onerror],[onload],[onfocus],[onmouseover]').length"
                    )
                    == 0
                )
        assert seen.ran == []
        for name in seeded().sample(sorted(moved), min(40, len(moved))):  # addresses of aliases
            page.goto(f"{address}names/{name}/")
            page.wait_for_url(lambda url: url.removeprefix(f"{address}names/").rstrip("/") in names)
            assert page.evaluate("window.__ran") == [], name
        assert seen.errors == []
        assert [url for url in seen.asked if not url.startswith(address)] == []


@pytest.mark.parametrize(
    "data",
    [
        {"tags": ["../../../../outside"]},
        {"tags": ["a/../../../outside", "/outside", "..", "."]},
        {"name": "../../../outside"},
        {"name": "冻" * 120},
        {"name": "ß" * 120, "tags": ["ß" * 300, "冻" * 300]},
        {"name": "con", "aliases": ["../../outside"]},
        {"name": "???"},
    ],
    ids=["tag", "tags", "name", "a long name", "a long tag", "alias", "a name of signs"],
)
def test_names_and_tags_cannot_leave_the_site(data: dict[str, Any], tmp_path: Path) -> None:
    """Whatever a name or a tag holds, its page is written into the site, at an address of its own, or not accepted."""
    plain = {"name": "Plain words", "kind": "deal", "status": "draft"}
    root = library(
        tmp_path / "a" / "b" / "library",
        {"2026/a.md": written(plain | data, "Words."), "2026/b.md": written(plain | {"name": "Another"}, "Words.")},
        off=["tag-unknown"],
        search=False,
    )
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    done = build(root, tmp_path / "a" / "b" / "site")
    outside = {
        path.relative_to(tmp_path)
        for path in tmp_path.rglob("*")
        if path.is_file() and tmp_path / "a" / "b" / "site" not in path.parents
    }
    assert outside == {path.relative_to(tmp_path) for path in before}
    assert "Traceback" not in done.stderr
    if done.returncode == 0:
        site = tmp_path / "a" / "b" / "site"
        listed = (site / "names" / "index.html").read_text("utf-8")
        assert "Every name and alias" in listed
        assert len(record_pages(site)) == 2
    else:
        assert "postmortems/2026/a.md" in done.stderr


# ----------------------------------------------------------------------------------------- records that are broken

SOUND = """---
name: The Frozen Funnel
kind: deal
status: draft
---

We waited.
"""
DRAFT = "---\nname: Canary zq0001zq\nkind: deal\nstatus: draft\n"
BROKEN = {
    "bad YAML": "---\nname: Canary zq0001zq\nsummary: zq0002zq: zq0003zq\n---\n\nzq0004zq\n",
    "never closed": "---\nname: Canary zq0001zq\nkind: deal\n\nzq0004zq\n",
    "no front matter": "# Canary zq0001zq\n\nzq0004zq\n",
    "a value that is none": "---\nname: Canary zq0001zq\nkind: zq0002zq\nstatus: draft\n---\n\nzq0004zq\n",
    "a field that is none": f"{DRAFT}zq0002zq: zq0003zq\n---\n\nzq0004zq\n",
    "a merge conflict": f"{DRAFT}---\n\n<<<<<<< HEAD\nzq0003zq\n=======\nzq0004zq\n>>>>>>> zq0005zq\n",
    "a dangling link": f"{DRAFT}---\n\n[[zq0002zq]] zq0004zq\n",
    "not UTF-8": f"{DRAFT}---\n\nzq0004zq \udcff\n",
    "nested too deep": f"---\nname: Canary zq0001zq\nsummary: {'[' * 40} zq0002zq {']' * 40}\n---\n\nzq0004zq\n",
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_record_publishes_no_byte(command: str, text: str, tmp_path: Path) -> None:
    """A record that cannot be read, or has errors, fails the build, and nothing of it is anywhere in the output."""
    root = library(tmp_path / "library", {"2026/sound.md": SOUND})
    out = tmp_path / "site"
    if command == "afterword build":
        assert build(root, out, command).returncode == 0
    old = dict(everything(out))
    (root / "postmortems" / "2026" / "broken.md").write_bytes(text.encode(errors="surrogateescape"))
    done = build(root, out, command)
    assert done.returncode == 1, done.stderr
    assert "postmortems/2026/broken.md" in done.stderr
    assert "Traceback" not in done.stderr
    now = dict(everything(tmp_path / "site"))
    assert [name for name, content in now.items() if "canary" in content or "zq000" in content] == []
    if command == "afterword build":
        assert now == old
        assert "the frozen funnel" in now["names/the-frozen-funnel/index.html"]
    assert sorted(path.name for path in tmp_path.iterdir()) in (["library", "site"], ["library"])


# --------------------------------------------------------------------------------------------------------- audiences


@dataclass(slots=True)
class Canaries:
    """A value of its own for every field; `spellings` are the ways in which a page may write each."""

    spellings: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    def leaf(self, path: tuple[str, ...], kind: str) -> Any:
        """The value of a field."""
        number = 100 + len(self.spellings)
        if kind == "number":
            value = 40_000_000 + number * 1_009
            self.spellings[path] = (str(value), f"{value:,}")
            return value
        if kind == "date":
            self.spellings[path] = (f"{1500 + number}-03-04", f"4 march {1500 + number}")
            return f"{1500 + number}-03-04"
        self.spellings[path] = (f"zq{number}zq",)
        return f"https://zq{number}zq.example.org/" if path[-1] == "url" else f"zq{number}zq"


def audience_of(path: tuple[str, ...]) -> Audience:
    """Who may see a field: the least open of it and of everything around it."""
    path = tuple("*" if step == "key" else step for step in path)
    known = {one.path: one.audience for one in POSTMORTEM.fields}
    around = [known[path[:end]] for end in range(1, len(path) + 1) if path[:end] in known]
    return min(around, key=list(Audience).index)


NOT_TOLD = {
    "schema_version",  # for tools
    "kpis.*.source", "causes.*.source", "guardrails.*.source",  # shown as the number of a source that the record lists
    "causes.*.facts.*",  # shown as the words of the facts
    "kpis.*.metric", "kpis.*.sample", "kpis.*.days_to_result",  # the table of KPIs has no place for them yet
}  # fmt: skip
"""Fields that are not on the page in so many letters."""

HIDDEN = {
    "2026/hidden.md": "visibility: internal\nstatus: published\n",
    "2026/draft.md": "visibility: public\nstatus: draft\n",
}


@pytest.fixture(scope="module")
def canaries(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Canaries]:
    """A library with a record that says something of its own in every field, and two that nobody outside may see."""
    canaries = Canaries()
    data = filled(POSTMORTEM.raw, canaries.leaf)
    body = "## zqbodyzq\n\n- zqitemzq [[Hidden zqnamezq|zqlinkzq]] [[Draft zqnamezq]]\n"
    records = {"2026/zqfilezq.md": written(data, body, comment="zqcommentzq")}
    for path, more in HIDDEN.items():
        name = path[5:-3].capitalize()
        records[path] = (
            f"---\nname: {name} zqnamezq\naliases: [{name} zqaliaszq]\nkind: deal\n{more}tags: [zqtagzq]\n"
            "markets: [KZ]\nsummary: zqsummaryzq\nseries: zqserieszq\nkeeper: x\nends: 2026-01-02\noutcome: lost\n"
            "deal: {account: zqaccountzq}\n"
            f"causes: [{{cause: x, evidence: data}}]\nlearnings: {{again: a, differently: b}}\n---\n\nzqtextzq\n"
        )
    root = library(tmp_path_factory.mktemp("canaries") / "library", records, off=sorted(GRADED))
    return root, canaries


@pytest.fixture(scope="module", params=list(Audience), ids=str)
def published(
    request: pytest.FixtureRequest, canaries: tuple[Path, Canaries], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Audience, dict[str, str]]:
    """The site of that library for an audience, search index and all, file by file."""
    out = tmp_path_factory.mktemp("site") / "site"
    program = [
        str(Path(sys.executable).with_name("afterword")),
        "build",
        "--audience",
        request.param,
        "--out",
        str(out),
        "--root",
        str(canaries[0]),
    ]
    done = subprocess.run(program, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    found = dict(everything(out))
    assert [name for name in found if name.startswith("pagefind/") and "/fragment/" in name]
    return request.param, found


def test_an_audience_sees_nothing_that_is_not_for_it(
    published: tuple[Audience, dict[str, str]], canaries: tuple[Path, Canaries]
) -> None:
    """What is for the team or for partners is in no file of a site for others: no page, no list, no search index."""
    audience, files = published
    secret = {path: ways for path, ways in canaries[1].spellings.items() if not audience.sees(audience_of(path))}
    assert len(secret) > {"internal": -1, "partner": 60, "public": 70}[audience]
    leaks = [
        (path, name)
        for path, ways in secret.items()
        for name, text in files.items()
        if any(way in text for way in ways)
    ]
    assert leaks == []


def test_an_audience_sees_what_is_for_it(
    published: tuple[Audience, dict[str, str]], canaries: tuple[Path, Canaries]
) -> None:
    """Every field that an audience may see is on the record's page."""
    audience, files = published
    page = "".join(text for name, text in files.items() if name.startswith("names/zq"))
    assert page
    open_to = {path: ways for path, ways in canaries[1].spellings.items() if audience.sees(audience_of(path))}
    assert len(open_to) > {"internal": 90, "partner": 25, "public": 12}[audience]
    missing = {".".join(path) for path, ways in open_to.items() if not any(way in page for way in ways)}
    assert missing <= NOT_TOLD


def test_bodies_comments_and_hidden_records_stay_inside(published: tuple[Audience, dict[str, str]]) -> None:
    """Bodies, comments, drafts and records of a narrower circle leave no trace on a site for others, not a link."""
    audience, files = published
    words = ["zqcommentzq"]
    if audience is not Audience.INTERNAL:
        words += [
            "zqfilezq",
            "zqbodyzq",
            "zqitemzq",
            "zqlinkzq",
            "zqnamezq",
            "zqaliaszq",
            "zqtagzq",
            "zqsummaryzq",
            "zqserieszq",
            "zqaccountzq",
            "zqtextzq",
            "kazakhstan",
        ]
    assert [(word, name) for word in words for name, text in files.items() if word in text + name] == []
    assert any("zqbodyzq" in text for text in files.values()) == (audience is Audience.INTERNAL)
