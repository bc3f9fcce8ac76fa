"""Confidential names are found however they are written, and ordinary words are left alone."""

from __future__ import annotations

import pytest

from afterword.confidential.name_patterns import make_patterns
from afterword.confidential.names import NameIndex
from afterword.confidential.plain_text import strip_markup
from afterword.confidential.word_lists import load_word_lists

LISTS = load_word_lists()

FOUND = {
    "Northlight Retail": (
        "Northlight went|northlight|NORTHLIGHT|Northlight's|Northlights|north-light|North Light|NorthLight|@northlight"
        "|#ThanksNorthlight|https://northlight.example/x|teamnorthlight.example|info@northlightretail.com|North**light**"
        "|North&shy;light|Nor&#116;hlight|North\u200blight|North\u00adlight|N\u043erthlight|Nórthlight|N\u0301orthlight"
        "|Ｎorthlight|Нортлайт|с Нортлайтом|у «Нортлайта»|northlight-list.csv|North<wbr>light|%6Eorthlight"
        "|Northlight-ом"
        "|lost_northlight_deal|North[light](x)|[North](y)light|нортлайт ушёл|нортлайтовцы|Нортлайтовский тендер"
        "|Норт Лайт|Норт-Лайта|N O R T H L I G H T|n-o-r-t-h-l-i-g-h-t|North==light==|North^light^"
        "|northlightpilot|Northlightом"
    ),
    "Ledgerwise GmbH": "Леджервайз|к Леджервайзу|леджервайз",
    "Jürgen Müller": "by Mueller|j.mueller@x.org",
    "Ольга Царёва": "Tsaryova|Tsareva|О. Царёва",
    "Яндекс Маркет": "yandex.ru",
    "Vera Wood": "Mrs Wood|V. Wood|vwood@x.org|Vera did",
    "株式会社日立": "顧客は日立です",
    "Priya Nair": "Priya said|P. Nair|Nair's|priya|Прия Наир|с Прией|@priyanair|priya.nair@x.org|PriyaNair"
    "|pnair@x.com|PNair|Прии",
    "priya.nair@example.org": "Priya said|by Nair",
    "Иван Петров": "с Иваном Петровым|Петрова|Ivan Petrov|I. Petrov|к Ивану|@ivan_petrov|ipetrov@x.ru|Иван Иванович",
    "Анна Кузнецова": "Анне|с Анной|Кузнецовой|Kuznetsova",
    "Павел Орлов": "Павла|Павлом",
    "Target": "Target chose|Our Target account|#target|www.target.com|TARGET",
    "ООО «Магнит»": "Магнит ушёл|в «Магните»|Magnit",
    "Blue Harbor": "with Blue Harbor|blueharbor.com|Blue-Harbor|blue_harbor|with Blue today",
    "Mark Stone": "Mark Stone said|because Mark left",
    "HP": "HP bought|HP's|www.hp.com",
    "7-Eleven": "7-Eleven|7 Eleven",
    "O'Reilly": "O’Reilly|OReilly",
    "acme": "Acme|acme.example",
    "日立製作所": "顧客は日立製作所です",
}
NOT_FOUND = {
    "Northlight Retail": "Retail is hard|northern light|the light north|the north lightens|the north light",
    "Иван Петров": "Иванов|Сидоров|Иван Сидоров|Ivan Kramskoy",
    "Анна Кузнецова": "Анна Каренина|Anna Karenina",
    "May Chen": "in May",
    "Bill Short": "Были трудности",
    "Liberty Mutual": "a mutual agreement",
    "Bank of Georgia": "in Georgia and Armenia",
    "T-Mobile": "Mobile first",
    "Status quo": "The status quo won",
    "Target": "our target was|target group",
    "ООО «Магнит»": "магнит на холодильнике",
    "Blue Harbor": "the Blue Ocean|a blue harbour view|Blue Monday",
    "Mark Stone": "Mark the date|with Mark Twain",
    "HP": "hp",
    "Вера Белова": "Where|Below it",
    "Bid lead": "Bid lead|a bid",
    "A colleague who does not own the bid": "A colleague|the bid",
    "Engineering": "Engineering wrote it",
}


def names_in(name: str, text: str) -> list[str]:
    """The words of a text in which a name is found, as they are written there."""
    plain = strip_markup(text)
    index = NameIndex(make_patterns(name, LISTS), LISTS)
    return [text[slice(*plain.source_range(hit.start, hit.end))] for hit in index.find_names(plain)]


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in FOUND.items() for text in texts.split("|")])
def test_a_name_is_found_however_it_is_written(name: str, text: str) -> None:
    """Inflected, joined, split, decorated, in part, in the other script: the telling word gives it away."""
    assert names_in(name, text) != []


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, texts in NOT_FOUND.items() for text in texts.split("|")]
)
def test_ordinary_words_are_no_names(name: str, text: str) -> None:
    """Kinds of firms, roles, and ordinary words in small letters do not alarm."""
    assert names_in(name, text) == []


@pytest.mark.parametrize("rule", ["*" * 200, "~" * 200, "=" * 200, "^" * 200, "<" * 200, "[" * 200, "N " * 200])
def test_a_long_rule_is_read_at_once(rule: str) -> None:
    """A line of many marks is one step each: by nested repetition, sixty of them would take for ever."""
    assert names_in("Northlight Retail", f"{rule}\n\nNorthlight") == ["Northlight"]
