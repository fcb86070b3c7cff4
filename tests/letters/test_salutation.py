"""A greeting is right for the person, or neutral and marked as unsure."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook import CrmbookError, salutation
from crmbook.language import LANGUAGES, Language
from crmbook.letters.naming import latvian, lithuanian
from crmbook.letters.salutation import Style, greeting, why

NEUTRAL = {"en": "Hello,", "lt": "Laba diena,", "lv": "Labdien!"}


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Kęstutis Medaitis", "Gerbiamasis pone Medaiti,"),
        ("Ona Vėjelienė", "Gerbiamoji ponia Vėjeliene,"),
        ("Goda Žiogaitė", "Gerbiamoji ponia Žiogaite,"),
        ("Rasa Uogytė-Lapienė", "Gerbiamoji ponia Uogyte-Lapiene,"),
        ("Rasa Uogytė – Lapienė", "Gerbiamoji ponia Uogyte-Lapiene,"),
        ("Jurgis Daukša", "Gerbiamasis pone Daukša,"),
        ("Ana Marija Kudirkienė", "Gerbiamoji ponia Kudirkiene,"),
        ("Matas Gaidys", "Gerbiamasis pone Gaidy,"),
        ("Matas Butkus", "Gerbiamasis pone Butkau,"),
        ("Matas Stankevičius", "Gerbiamasis pone Stankevičiau,"),
        ("Matas Vėjas", "Gerbiamasis pone Vėjau,"),
        ("Jurgis Meras", "Gerbiamasis pone Merai,"),
        ("Jurgis Venclova", "Gerbiamasis pone Venclova,"),
        ("Jurgis Krėvė", "Gerbiamasis pone Krėve,"),
        ("Petrova", "Gerbiamoji ponia Petrova,"),
        ("Nikita Petrovas", "Gerbiamasis pone Petrovai,"),
        ("dr. Matas Gaidys", "Gerbiamasis dr. Gaidy,"),
        ("gyd. Goda Žiogaitė", "Gerbiamoji gyd. Žiogaite,"),
        ("direktorius Matas Gaidys", "Gerbiamasis direktoriau Gaidy,"),
        ("Matas Gaidys, vadovas", "Gerbiamasis vadove Gaidy,"),
        ("gydytoja Goda Žiogaitė", "Gerbiamoji gydytoja Žiogaite,"),
        ("Matas Gaidys, generalinis direktorius", "Gerbiamasis direktoriau Gaidy,"),
        ("vyr. buhalterė Goda Žiogaitė", "Gerbiamoji buhaltere Žiogaite,"),
        ("Matas Gaidys.", "Gerbiamasis pone Gaidy,"),
        ("Gerb. Matas Gaidys", "Gerbiamasis pone Gaidy,"),
        ("dr. Matas ir Goda Gaidžiai", "Gerbiamieji Matai ir Goda Gaidžiai,"),
        ("ponas Gaidys", "Gerbiamasis pone Gaidy,"),
        ("M. Gaidys", "Gerbiamasis pone Gaidy,"),
        ("M.P.Gaidys", "Gerbiamasis pone Gaidy,"),
        ("Gaidys Matas", "Gerbiamasis pone Gaidy,"),
        ("GAIDYS, Matas", "Gerbiamasis pone Gaidy,"),
        ("matas gaidys", "Gerbiamasis pone Gaidy,"),
        ("Zivile Kudirkiene", "Gerbiamoji ponia Kudirkiene,"),
        ("Matas", "Gerbiamasis Matai,"),
        ("Matas ir Goda Gaidžiai", "Gerbiamieji Matai ir Goda Gaidžiai,"),
        ("Matas Gaidys ir Goda Uogytė", "Gerbiamasis pone Gaidy, gerbiamoji ponia Uogyte,"),
        ("Gaidžiai", "Gerbiamieji Gaidžiai,"),
        ("Gaidžių šeima", "Gerbiamoji Gaidžių šeima,"),
    ],
)  # fmt: skip
def test_a_formal_lithuanian_letter_calls_by_the_surname(name: str, line: str) -> None:
    found = salutation(name, "lt")
    assert (found.text, found.sure) == (line, True)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Kārlis Dzenis", "Godātais Dzeņa kungs!"),
        ("Jānis Zvirbulis", "Godātais Zvirbuļa kungs!"),
        ("Jānis Gulbis", "Godātais Gulbja kungs!"),
        ("Miķelis Vācietis", "Godātais Vācieša kungs!"),
        ("Uģis Skudra", "Godātais Skudras kungs!"),
        ("Uģis Roze", "Godātais Rozes kungs!"),
        ("Uģis Platais", "Godātais Platā kungs!"),
        ("Inese Platā", "Cienījamā Platās kundze!"),
        ("Juris Petrovskis", "Godātais Petrovska kungs!"),
        ("Līga Siliņa", "Cienījamā Siliņas kundze!"),
        ("Anna Marija Ozola-Egle", "Cienījamā Ozolas-Egles kundze!"),
        ("Nikita Ivanovs", "Godātais Ivanova kungs!"),
        ("Edžus Krūms-Ozols", "Godātais Krūma-Ozola kungs!"),
        ("dr. Kārlis Dzenis", "Godātais dr. Dzeņa kungs!"),
        ("direktors Kārlis Dzenis", "Godātais direktora kungs!"),
        ("valdes priekšsēdētājs Kārlis Dzenis", "Godātais priekšsēdētāja kungs!"),
        ("direktore Līga Siliņa", "Cienījamā direktores kundze!"),
        ("Dzenis Kārlis", "Godātais Dzeņa kungs!"),
        ("DZENIS, Kārlis", "Godātais Dzeņa kungs!"),
        ("KĀRLIS LĀCIS", "Godātais Lāča kungs!"),
        ("K. Dzenis", "Godātais Dzeņa kungs!"),
        ("Siliņas kundze", "Cienījamā Siliņas kundze!"),
        ("Kārlis", "Godātais Kārli!"),
        ("Kārlis un Līga Siliņi", "Godātie Kārli un Līga Siliņi!"),
        ("Kārlis Dzenis un Līga Siliņa", "Godātais Dzeņa kungs, cienījamā Siliņas kundze!"),
        ("Siliņu ģimene", "Godātā Siliņu ģimene!"),
    ],
)  # fmt: skip
def test_a_formal_latvian_letter_takes_the_genitive(name: str, line: str) -> None:
    found = salutation(name, "lv")
    assert (found.text, found.sure) == (line, True)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Henry Larkwell", "Dear Mr Larkwell,"),
        ("Daisy Larkwell", "Dear Ms Larkwell,"),
        ("Alex Larkwell", "Dear Alex Larkwell,"),
        ("Mrs Daisy Larkwell", "Dear Mrs Larkwell,"),
        ("Dr Alex Larkwell", "Dear Dr Larkwell,"),
        ("Prof. Larkwell", "Dear Professor Larkwell,"),
        ("Sir Henry Larkwell", "Dear Sir Henry,"),
        ("Mr and Mrs Larkwell", "Dear Mr and Mrs Larkwell,"),
        ("Mr & Mrs Henry Larkwell", "Dear Mr and Mrs Larkwell,"),
        ("Henry and Daisy Larkwell", "Dear Henry and Daisy Larkwell,"),
        ("Henry Larkwell and Daisy Mosswood", "Dear Mr Larkwell and Ms Mosswood,"),
        ("LARKWELL, Henry", "Dear Mr Larkwell,"),
        ("HENRY MCLARK", "Dear Mr McLark,"),
        ("henry o'lark", "Dear Mr O'Lark,"),
        ("Daisy Larkwell, PhD", "Dear Ms Larkwell,"),
        ("Jack Ma", "Dear Mr Ma,"),
        ("The Larkwell family", "Dear Larkwell family,"),
        ("Matas Gaidys", "Dear Mr Gaidys,"),
        ("Kārlis Dzenis", "Dear Mr Dzenis,"),
        ("Goda Žiogaitė", "Dear Ms Žiogaitė,"),
    ],
)
def test_a_formal_english_letter_needs_no_mr_where_it_could_be_wrong(name: str, line: str) -> None:
    found = salutation(name, "en")
    assert (found.text, found.sure) == (line, True)


@pytest.mark.parametrize(
    ("name", "language", "line"),
    [
        ("Matas Gaidys", "lt", "Sveiki, Matai,"),
        ("Ana Marija Uogytė", "lt", "Sveiki, Ana Marija,"),
        ("Matas ir Goda Gaidžiai", "lt", "Sveiki, Matai ir Goda,"),
        ("Gaidys", "lt", "Gerbiamasis pone Gaidy,"),
        ("Kārlis Dzenis", "lv", "Sveiki, Kārli!"),
        ("Kārlis un Līga", "lv", "Sveiki, Kārli un Līga!"),
        ("Henry Larkwell", "en", "Hi Henry,"),
        ("Mr Larkwell", "en", "Dear Mr Larkwell,"),
    ],
)
def test_a_friendly_letter_calls_by_the_first_name_if_there_is_one(
    name: str, language: Language, line: str
) -> None:
    assert salutation(name, language, style="friendly").text == line


@pytest.mark.parametrize(
    ("name", "language", "rule"),
    [
        ("", "lt", "empty"),
        (" \u00a0 ", "lv", "empty"),
        ("nan", "en", "not_a_name"),
        ("Matas 2", "lt", "not_a_name"),
        ("matas@example.com", "lt", "not_a_name"),
        ("Matas 😀", "lt", "not_a_name"),
        ("Matas, Goda ir Jurgis", "lt", "not_a_name"),
        ("Žaliasis namas", "lt", "not_a_name"),
        ("Zaļais krūms", "lv", "not_a_name"),
        ("a" * 10_000, "en", "not_a_name"),
        ("Matas Kudirkienė", "lt", "gender_disagrees"),
        ("Līga Dzenis", "lv", "gender_disagrees"),
        ("Kudirka", "lt", "gender_unknown"),
        ("Luka Daukša", "lt", "gender_unknown"),
        ("Kim Ozola", "lv", "gender_unknown"),
        ("Larkwell", "en", "gender_unknown"),
        ("Neris", "lt", "not_declined"),
        ("Henry Larkwell", "lt", "not_declined"),
        ("Thomas", "lt", "not_declined"),
        ("Thomas", "lv", "not_declined"),
        ("Matas Müller", "lt", "not_declined"),
        ("Kaspars Klints", "lv", "not_declined"),
        ("Uldis Zutis", "lv", "not_declined"),
        ("Matas ir Goda Gaidys", "lt", "not_declined"),
        ("Medaitis Vėjūgas", "lt", "order_unknown"),
        ("Matas Medaitis Goda", "lt", "order_unknown"),
        ("Aras Grigas", "lt", "order_unknown"),
        ("Jonas, Petraitis", "lt", "order_unknown"),
        ("Jonas Ona", "lt", "order_unknown"),
        ("Liepa Ona", "lt", "order_unknown"),
        ("Jonas Petraitis jaunesnysis", "lt", "not_a_name"),
        ("The Crown Inn", "en", "not_a_name"),
        ("Andrejs Upīts", "lv", "not_declined"),
    ],
)  # fmt: skip
def test_what_is_unsure_gets_the_neutral_greeting_and_a_reason(
    name: str, language: Language, rule: str
) -> None:
    found = salutation(name, language)
    assert (found.text, found.sure, found.rule) == (NEUTRAL[language], False, rule)
    assert why(rule)


@pytest.mark.parametrize(
    "name",
    [
        "UAB Rytas", "Rytas, UAB", "UAB „Geras Rytas“", "AB Rytas", "MB Rytas", "VšĮ Rytas", "„Rytas“",
        "M. Gaidžio IĮ", "SIA Rīts", "AS Rīts", "IK Kārlis Dzenis", "Z/S Rīts", "Morning Ltd",
        "Morning LLC", "Larkwell & Sons", "Larkwell and Co", "Morgen GmbH", "Vaikų darželis „Saulė“",
        "Rīta skola", "Uogų mokykla",
    ],
)  # fmt: skip
def test_a_company_is_greeted_as_several_people(name: str) -> None:
    assert salutation(name, "lt").text == "Gerbiamieji,"
    assert salutation(name, "lv").text == "Godātie!"
    assert salutation(name, "en").text == "Dear colleagues,"
    assert salutation(name, "lt").sure


def test_two_capital_letters_inside_a_name_are_no_company() -> None:
    assert salutation("Henry AS Larkwell", "en").rule != "company"


def test_company_can_be_said_by_the_caller() -> None:
    assert salutation("Rytas", "lt", company=True).text == "Gerbiamieji,"
    assert salutation("", "lv", company=True).text == "Godātie!"


@pytest.mark.parametrize(
    ("name", "language", "vocative", "genitive"),
    [
        ("Matas Gaidys", "lt", "Matai Gaidy", "Mato Gaidžio"),
        ("Gaidys Matas", "lt", "Matai Gaidy", "Mato Gaidžio"),
        ("MATAS GAIDYS", "lt", "MATAI GAIDY", "MATO GAIDŽIO"),
        ("GAIDYS, Matas", "lt", "Matai GAIDY", "Mato GAIDŽIO"),
        ("M. Gaidys", "lt", "M. Gaidy", "M. Gaidžio"),
        ("dr. Matas Gaidys", "lt", "dr. Matai Gaidy", "dr. Mato Gaidžio"),
        ("direktorius Matas", "lt", "direktoriau Matai", "direktoriaus Mato"),
        ("Matas ir Goda Gaidžiai", "lt", "Matai ir Goda Gaidžiai", "Mato ir Godos Gaidžių"),
        ("Kārlis Dzenis", "lv", "Kārli Dzeni", "Kārļa Dzeņa"),
        ("KĀRLIS LĀCIS", "lv", "KĀRLI LĀCI", "KĀRĻA LĀČA"),
        ("Kārlis un Līga Siliņi", "lv", "Kārli un Līga Siliņi", "Kārļa un Līgas Siliņu"),
        ("Henry Larkwell", "en", "Henry Larkwell", "Henry Larkwell’s"),
        ("UAB Rytas", "lt", "UAB Rytas", "UAB Rytas"),
    ],
)
def test_the_name_comes_in_the_vocative_and_the_genitive_first_name_first(
    name: str, language: Language, vocative: str, genitive: str
) -> None:
    found = salutation(name, language)
    assert (found.vocative, found.genitive) == (vocative, genitive)


def test_letters_composed_of_two_signs_are_the_same_letters() -> None:
    assert salutation("Z\u030civile\u0307 Kudirkiene\u0307", "lt") == salutation(
        "Živilė Kudirkienė", "lt"
    )
    assert salutation("  Matas\u00a0 Gaidys\u200b ", "lt") == salutation("Matas Gaidys", "lt")


def test_the_gender_given_wins_over_the_name() -> None:
    assert salutation("Daukša", "lt", gender="m").text == "Gerbiamasis pone Daukša,"
    assert salutation("Daukša", "lt", gender="female").text == "Gerbiamoji ponia Daukša,"
    assert salutation("Roze", "lv", gender="male").text == "Godātais Rozes kungs!"
    assert salutation("Alex Larkwell", "en", gender="f").text == "Dear Ms Larkwell,"
    assert salutation("Luka Daukša", "lt", gender="f").text == "Gerbiamoji ponia Daukša,"


def test_a_woman_under_a_mans_form_is_not_guessed_at() -> None:
    assert not salutation("Gaidys", "lt", gender="f").sure
    assert not salutation("Markus", "lv", gender="f").sure


def test_a_language_a_style_or_a_gender_there_is_not_is_refused() -> None:
    with pytest.raises(CrmbookError, match="ru"):
        salutation("Matas", "ru")  # type: ignore[arg-type]
    with pytest.raises(CrmbookError, match="curt"):
        salutation("Matas", "lt", style="curt")  # type: ignore[arg-type]
    with pytest.raises(CrmbookError, match="elf"):
        salutation("Matas", "lt", gender="elf")


# ── a row of clients ─────────────────────────────────────────────────────────────────────────


def test_the_owners_own_words_always_win() -> None:
    client = {"name": "UAB Rytas", "kind": "company", "form_of_address": "Miela Godute"}
    found = greeting(client, "lt")
    assert (found.text, found.sure, found.rule) == ("Miela Godute,", True, "override")
    assert greeting({"form_of_address": "Mīļā Līga!"}, "lv").text == "Mīļā Līga!"
    assert greeting({"form_of_address": "Mīļā Līga"}, "lv").text == "Mīļā Līga!"


def test_in_a_company_its_contact_person_is_greeted() -> None:
    client = {"name": "UAB Rytas", "kind": "company", "contact_person": "Goda Žiogaitė"}
    assert greeting(client, "lt").text == "Gerbiamoji ponia Žiogaite,"
    assert greeting({**client, "contact_person": None}, "lt").text == "Gerbiamieji,"
    assert greeting({"name": "Rytas", "kind": "company"}, "lt").text == "Gerbiamieji,"


def test_a_name_like_a_companys_needs_no_kind() -> None:
    client = {"name": "SIA Rīts", "contact_person": "Līga Siliņa"}
    assert greeting(client, "lv").text == "Cienījamā Siliņas kundze!"


def test_a_person_with_a_companys_name_is_for_the_list() -> None:
    found = greeting({"name": "UAB Rytas", "kind": "person"}, "lt")
    assert (found.text, found.sure, found.rule) == ("Laba diena,", False, "company_or_person")


def test_first_and_last_name_tell_the_order() -> None:
    client = {"name": "Medaitis Vėjūgas", "first_name": "Vėjūgas", "last_name": "Medaitis"}
    assert greeting(client, "lt").text == "Gerbiamasis pone Medaiti,"
    assert greeting({"first_name": "Goda", "last_name": "Uogytė"}, "lt").sure


def test_a_title_in_the_name_is_not_lost_to_the_columns() -> None:
    client = {"name": "dr. Goda Uogytė", "first_name": "Goda", "last_name": "Uogytė"}
    assert greeting(client, "lt").text == "Gerbiamoji dr. Uogyte,"


def test_the_column_of_gender_wins() -> None:
    client = {"name": "Luka Daukša", "gender": "male"}
    assert greeting(client, "lt").text == "Gerbiamasis pone Daukša,"


def test_empty_cells_are_no_names() -> None:
    client = {"name": float("nan"), "kind": None, "gender": float("nan"), "contact_person": None}
    assert greeting(client, "en").rule == "empty"
    assert greeting(dict.fromkeys(client, pd.NA), "lt").rule == "empty"
    assert greeting({"name": date(2026, 3, 31)}, "lv").rule == "empty"


# ── any text ─────────────────────────────────────────────────────────────────────────────────

languages = st.sampled_from(LANGUAGES)
styles = st.sampled_from(("formal", "friendly"))
words = st.text(alphabet="abcčdeėęfgijklmnoprsštuvzžāēīņAEJKŽ", min_size=1, max_size=9)
names = st.lists(words | st.sampled_from(["dr.", "ir", "un", "and", "J.", "UAB", ",", "Mr", "-"]))


@given(st.text() | names.map(" ".join), languages, styles)
def test_any_text_gets_one_line(text: str, language: Language, style: Style) -> None:
    found = salutation(text, language, style=style)
    assert found.text
    assert len(found.text.splitlines()) == 1
    assert found.sure == (not why(found.rule))
    assert found.sure or found.text == NEUTRAL[language]


@given(st.text(), languages)
def test_blanks_and_invisible_signs_around_change_nothing(text: str, language: Language) -> None:
    assert salutation(f" \u00a0{text}\u200b\n", language) == salutation(text, language)


@given(words, st.sampled_from((lithuanian, latvian)))
def test_a_name_in_another_case_keeps_its_capitals(word: str, language: ModuleType) -> None:
    for change in (str.lower, str.upper, str.capitalize):
        forms = language.name(change(word))
        assert forms.vocative == change(forms.vocative)
        assert forms.genitive == change(forms.genitive)


# ── the tested names ─────────────────────────────────────────────────────────────────────────


def test_every_name_with_a_source_has_its_forms(shared: Path) -> None:
    with (shared / "salutations.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    wrong = []
    for row in rows:
        found = salutation(row["nominative"], row["lang"], gender=row["gender"])  # type: ignore[arg-type]
        right = found.vocative in (row["vocative"], row["alt"] or row["vocative"])
        right = right and row["genitive"] in ("", found.genitive)
        if not (right and (found.sure or row["certainty"] == "uncertain")):
            wrong.append((row, found))
    assert len(rows) == 489
    assert not wrong


def test_ten_thousand_greetings_are_given_from_memory_the_second_time() -> None:
    assert salutation("Matas Gaidys", "lt") is salutation("Matas Gaidys", "lt")


# ── the page for readers ─────────────────────────────────────────────────────────────────────

PAGE = Path(__file__).parents[2] / "docs" / "salutations.md"


def test_every_example_on_the_page_is_what_comes() -> None:
    headings = {"## Lithuanian": "lt", "## Latvian": "lv", "## English": "en"}
    language, examples = "", 0
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        language = headings.get(line, language if not line.startswith("## ") else "")
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if language and len(cells) == 3 and cells[0] not in {"Typed", "---"}:
            name, formal, friendly = cells
            assert salutation(name, language).text == formal  # type: ignore[arg-type]
            assert salutation(name, language, style="friendly").text == friendly  # type: ignore[arg-type]
            examples += 1
    assert examples > 25


def test_the_python_on_the_page_runs() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    exec(code, {})  # noqa: S102  # our own page


def test_the_page_names_every_rule() -> None:
    page = PAGE.read_text(encoding="utf-8")
    used = {salutation(name, "lt").rule for name in ("", "1", "Kudirka", "Matas", "UAB X", "Neris")}
    assert all(f"`{rule}`" in page for rule in used)


def test_who_may_be_typed_with_the_surname_first_is_not_called_by_it() -> None:
    assert not salutation("Smith John", "en", style="friendly").sure
    assert salutation("John Smith", "en", style="friendly").text == "Hi John,"


@pytest.mark.parametrize(
    ("name", "language"), [("Vilnius", "lt"), ("Baldai", "lt"), ("Dons", "lv")]
)
def test_one_word_of_which_nothing_tells_that_it_is_a_person_is_unsure(
    name: str, language: Language
) -> None:
    assert greeting({"name": name}, language).rule == "not_a_name"
    assert greeting({"name": name, "gender": "male"}, language).rule != "not_a_name"


@pytest.mark.parametrize("name", ["Petraitis", "Petraičiai", "Jonas", "J. Vilkas"])
def test_a_surname_or_a_first_name_alone_is_a_person(name: str) -> None:
    assert greeting({"name": name}, "lt").sure
