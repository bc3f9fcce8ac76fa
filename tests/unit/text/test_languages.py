"""Messages in Russian: complete, natural, and with nothing English left between the lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from gettext import NullTranslations
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message as CatalogMessage

from afterword.problems import Message, Problem, SchemaText, plural, say
from afterword.report import text
from afterword.text.languages import ENGLISH, Language, load_interface, parse_catalogue, preferred_language
from afterword.workspace import definitions, project
from support import Case, cases
from translation_catalogues import CATALOGUES, MESSAGES, SCHEMA, extract_schema_texts, find_errors, read_catalogue

ALL = tuple(cases())
each_case = pytest.mark.parametrize("case", ALL, ids=str)
each_catalogue = pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)


def russian(case: Case, root: Path) -> Iterator[str]:
    """The messages and hints of a case in Russian."""
    language = definitions.load_language("ru", case.library(root))
    for problem in project.load_project(root).problems:
        yield from map(language.say, said(problem))


def said(problem: Problem) -> list[Message]:
    """The message of a problem, and its hint if it has one."""
    return [problem.message, *([problem.hint] if problem.hint else ())]


# ------------------------------------------------------------------------------------------------- the catalogues


@each_catalogue
def test_everything_is_translated_and_nothing_is_stale(path: Path) -> None:
    """`python scripts/translation_catalogues.py` adds and drops entries; whoever changes a sentence translates it."""
    assert list(find_errors(path)) == []


def test_what_is_missing_or_stale_is_seen(tmp_path: Path) -> None:
    """The check finds a text that has no translation, and a translation that has no text."""
    copy = tmp_path / "ru.po"
    written = SCHEMA.read_text("utf-8")
    assert written.count('msgid "Keeper"') == 1
    copy.write_text(written.replace('msgid "Keeper"', 'msgid "Gatekeeper"'), encoding="utf-8")
    assert list(find_errors(copy, extract_schema_texts())) == [
        "ru.po: not translated: 'Keeper'",
        "ru.po: no longer used: 'Gatekeeper'",
    ]


def forms(message: CatalogMessage) -> Iterator[tuple[str, str]]:
    """Each form of a translation beside the English that it stands for."""
    if isinstance(message.id, str):
        yield message.id, str(message.string)
    else:
        yield from ((message.id[-1], form) for form in message.string or ())


def fields(template: str) -> set[str]:
    """The values that a template fills in, with the way it shows numbers; how a sentence begins is its own."""
    parts = Formatter().parse(template)
    return {f"{name}:{spec}".removesuffix(":").removesuffix(":capital") for _, name, spec, _ in parts if name}


def test_a_translation_fills_in_the_same_values() -> None:
    """No value is lost in translation, none is invented, and each is shown as in English."""
    wrong = [(a, b) for m in read_catalogue(MESSAGES) for a, b in forms(m) if fields(a) != fields(b)]
    assert wrong == []


def test_what_is_typed_stays_as_it_is_typed() -> None:
    """Keys, commands and files that stand in backticks are the same in both languages; examples are in Russian."""
    shown = {"`key: value`", "`- [[Name]] does not apply: why`", "`field: value`", '`field: "value"`', "`- item`"}
    wrong = [
        (english, form)
        for message in read_catalogue(MESSAGES)
        for english, form in forms(message)
        if set(re.findall("`[^`]+`", english)) - shown - set(re.findall("`[^`]+`", form))
    ]
    assert wrong == []


def test_russian_has_three_plural_forms() -> None:
    """One file, two files, five files; and twenty-one is like one."""
    language = Language("ru", load_interface("ru", "problems"))
    told = [text.format_summary([], number, lambda words, _: words, language) for number in (1, 2, 5, 21, 1_200)]
    assert told == [
        "Проверен 1 файл: замечаний нет.\n",
        "Проверено 2 файла: замечаний нет.\n",
        "Проверено 5 файлов: замечаний нет.\n",
        "Проверен 21 файл: замечаний нет.\n",
        "Проверено 1\N{NO-BREAK SPACE}200 файлов: замечаний нет.\n",
    ]


# ------------------------------------------------------------------------------------------------ the pseudo-locale


class Marked(NullTranslations):
    """A language in which what was translated stands between brackets and all else does not."""

    def __init__(self, known: Collection[object] | None, *, templates: bool) -> None:
        super().__init__()
        self._known, self._templates = known, templates

    def gettext(self, message: str) -> str:
        """The message with its own words in brackets; as it is where no catalogue has it."""
        if self._known is not None and message not in self._known:
            return message
        if not self._templates:
            return f"⟦{message}⟧"
        return "".join(map(_marked, Formatter().parse(message)))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The same for what has a plural."""
        if self._known is not None and (msgid1, msgid2) not in self._known:
            return msgid2 if n != 1 else msgid1
        return "".join(map(_marked, Formatter().parse(msgid2 if n != 1 else msgid1)))


def _marked(part: tuple[str, str | None, str | None, str | None]) -> str:
    literal, name, spec, _ = part
    braces = literal.replace("{", "{{").replace("}", "}}")
    return (f"⟦{braces}⟧" if literal else "") + (f"{{{name}:{spec}}}" if name is not None else "")


def left_over(shown: str, authors: str) -> list[str]:
    """What of a marked sentence is neither translated, nor code in backticks, nor an author's: words in a row."""
    bare = re.sub("`⟧[^⟦⟧]*⟦`", "", shown)
    values = (part.strip(" “”") for value in re.split("⟦[^⟦⟧]*⟧", bare) for part in re.split(", ", value))
    rest = (re.sub("`[^`]*`", "", value) for value in values if value not in authors)
    return [value for value in rest if re.search("[A-Za-z]{2,} [A-Za-z]{2,}", value)]


PSEUDO = Language(
    "ru",
    Marked(
        {message.id for message in read_catalogue(MESSAGES)},
        templates=True,
    ),
    Marked(None, templates=False),
)


@each_case
def test_no_english_is_left_between_the_lines(case: Case, tmp_path: Path) -> None:
    """Every sentence of every message, hint and summary comes from a catalogue; a value is code, or the author's."""
    found = case.checked(tmp_path / "library")
    authors = "".join(path.read_text("utf-8", errors="ignore") for path in case.folder.rglob("*.*") if path.is_file())
    sentences = [sentence for problem in found.problems for sentence in said(problem)]
    assert [ENGLISH.say(sentence) for sentence in sentences] == list(map(str, sentences))  # which needs no catalogue
    shown = [PSEUDO.say(sentence) for sentence in sentences]
    shown.append(text.format_summary(found.problems, len(found.files), lambda words, _: words, PSEUDO))
    assert [sentence for sentence in shown if "⟦" not in sentence] == []
    assert [value for sentence in shown for value in left_over(sentence, authors)] == []


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        (say("A sentence nobody translated."), ["A sentence nobody translated."]),
        (say("Did you mean `{near}`? {add}", near="x", add="Or not at all."), ["Or not at all."]),
        (say("Did you mean `{near}`? {add}", near="The Frozen Funnel", add=say("Delete this line.")), []),
        (say("{name} is empty.", name="This very record"), ["This very record"]),
        (say("Its sections are: {all}.", all="The Good, The Bad"), ["The Good"]),
        (plural(2, "{number} thing fails", "{number} things fail"), ["2 things fail"]),
    ],
)
def test_english_that_is_left_is_seen(sentence: Message, left: list[str]) -> None:
    """The test above is not blind: a sentence without entry, and English put into one, both show."""
    assert left_over(PSEUDO.say(sentence), "## The Bad") == left


# ------------------------------------------------------------------------------------------------- what people read


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (
            "schema-required/bad",
            "Для любого постмортема, кроме черновика, нужно поле `keeper`.",
        ),
        (
            "schema-enum/bad",
            "`kind` не может быть `campain`.",
        ),
        (
            "schema-enum/bad",
            "Может быть, `campaign`? Выберите одно из: deal, campaign, launch, project.",
        ),
        (
            "schema-length/bad",
            "`name`: 133 знака, а помещается не больше 120.",
        ),
        (
            "schema-pattern/bad",
            "`starts` — `31.03.2026`, а это не дата вида 2026-03-31, 2026-03, 2026-Q1 или 2026.",
        ),
        (
            "schema-pattern/bad",
            "Напишите `2026-03-31`. Это сделает `afterword check --fix`.",
        ),
        (
            "schema-pattern/currency",
            "Трёхбуквенный код валюты. Пример: `currency: EUR`",
        ),
        (
            "yaml-read-otherwise/bad",
            "`NO` — здесь это текст, но другие программы, читающие YAML, прочтут это как значение false.",
        ),
        (
            "schema-unknown-key/bad",
            "Поля `outcom` нет.",
        ),
        (
            "one-voice/bad",
            "Среди участников (`participants`) нет партнёра с другого рынка, аналитика.",
        ),
        (
            "overdue/bad",
            "Срок постмортема был 2026-04-07, а он не опубликован.",
        ),
        (
            "plan-changed-after-start/bad",
            "В брифе `Back to School 2026` здесь стоит план 300.",
        ),
        (
            "summary-length/bad",
            "В `summary` 1 предложение, а для записи в библиотеке нужно 2 или 3.",
        ),
        (
            "tag-unknown/bad",
            "Может быть, `renewal`? Новый тег добавляют в `tags` в файле schema/vocabulary.yml.",
        ),
        (
            "link-dangling/bad",
            "Постмортема с названием `The Frozen Funel` нет.",
        ),
        (
            "yaml-duplicate-key/bad",
            "Оставьте одну из двух строк: учесть обе нельзя.",
        ),
        (
            "file-too-large/bad",
            (
                "Размер файла в байтах — 1\N{NO-BREAK SPACE}014\N{NO-BREAK SPACE}076, а читается не больше "
                "1\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000."
            ),
        ),
        (
            "merge-conflict/bad",
            "Выберите одну из двух версий, удалите три строки с отметками и сделайте коммит ещё раз.",
        ),
    ],
)
def test_a_problem_reads_like_this_in_russian(case: str, expected: str, tmp_path: Path) -> None:
    """As one colleague would tell another."""
    code, name = case.split("/")
    assert expected in russian(Case(code, name), tmp_path / "library")


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({}, "en"),
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "ru"}, "ru"),
        ({"LANG": "run_XX"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "ru_RU.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ru_KZ"}, "ru"),
        ({"LC_MESSAGES": "ru_RU", "LC_ALL": "C"}, "en"),
        ({"LC_MESSAGES": "ru_RU", "LC_ALL": ""}, "ru"),
    ],
)
def test_the_environment_chooses_the_language(environment: dict[str, str], code: str) -> None:
    """LC_ALL before LC_MESSAGES before LANG, as everywhere; what is not spoken here is English."""
    assert preferred_language(environment) == code


# ---------------------------------------------------------------------------------------------- the schema's words


def test_a_field_of_the_team_speaks_its_own_words_until_they_are_translated() -> None:
    """Nothing disappears for want of a translation; and the empty text does not show the catalogue's header."""
    own = parse_catalogue('msgid ""\nmsgstr ""\n\nmsgid "In steps of five."\nmsgstr "С шагом в пять."\n'.encode(), "ru")
    language = Language("ru", schema=own)
    assert [language.translate_schema(words) for words in ("In steps of five.", "Discount", "")] == [
        "С шагом в пять.",
        "Discount",
        "",
    ]
    assert language.say(say("{words:capital} {words}", words=SchemaText("discount"))) == "Discount discount"
