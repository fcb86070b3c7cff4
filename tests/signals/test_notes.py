"""Warning words in notes: found as they stand, in the row where they stand."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from crmbook.language import Language, speaking
from crmbook.signals.notes import note_flags


def contacts(*summaries: str, client: str = "C1") -> pd.DataFrame:
    day = pd.Timestamp("2026-03-01")
    return pd.DataFrame(
        {
            "client_id": client,
            "date": [day + pd.Timedelta(days=n) for n in range(len(summaries))],
            "summary": list(summaries),
            "row": range(2, 2 + len(summaries)),
        }
    )


def flags(text: str, language: Language = "en") -> dict[str, str]:
    with speaking(language):
        found = note_flags({"contacts": contacts(text)})
    return dict(zip(found["flag"], found["words"], strict=True))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Her husband died last week", {"bereavement": "died"}),
        ("en", "Please do not call any more", {"stop_contact": "do not call"}),
        ("en", "Wants to unsubscribe; still owes 40", {"stop_contact": "unsubscribe", "debt": "owes"}),
        ("en", "Complained twice about the late delivery", {"complaint": "complained"}),
        ("lt", "Mirė vyras, laidotuvės šeštadienį", {"bereavement": "mirė, laidotuvės"}),
        ("lt", "Prašė: nebeskambinkite", {"stop_contact": "nebeskambinkite"}),
        ("lt", "Skolingi už du mėnesius", {"debt": "skolingi"}),
        ("lt", "Skundėsi dėl kainos", {"complaint": "skundėsi"}),
        ("lt", "Atsisakė naujienlaiškio", {"stop_contact": "atsisakė naujienlaiškio"}),
        ("lv", "Nomira māte, bēres piektdien", {"bereavement": "nomira, bēres"}),
        ("lv", "Lūdza vairs nezvanīt", {"stop_contact": "nezvanīt, vairs nezvanīt"}),
        ("lv", "Ir parādā par diviem rēķiniem", {"debt": "parādā"}),
        ("lv", "Sūdzējās par piegādi", {"complaint": "sūdzējās"}),
    ],
)  # fmt: skip
def test_words_are_found_in_three_languages(
    language: Language, text: str, expected: dict[str, str]
) -> None:
    assert {flag: set(said.split(", ")) for flag, said in flags(text, language).items()} == {
        flag: set(said.split(", ")) for flag, said in expected.items()
    }


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "No complaints, all well"),
        ("en", "Nobody called back"),
        ("lt", "Nesiskundžia, viskas gerai"),
        ("lt", "Skolų nėra, be skolų"),
        ("lt", "Tortas mirtinai skanus"),
        ("lt", "Niekas neperskambino"),
        ("lv", "Skola pasūtīja kafiju"),
        ("lv", "Parāda jauno kolekciju"),
        ("lv", "Nav sūdzību"),
    ],
)
def test_a_denial_or_a_word_that_only_looks_alike_is_no_flag(language: Language, text: str) -> None:
    assert flags(text, language) == {}


def test_a_text_without_diacritics_is_read_as_one_with_them() -> None:
    assert flags("mire zmona, uzuojauta issiusta", "lt") == {"bereavement": "mire, uzuojauta"}


def test_the_row_the_table_and_the_day_of_the_text_are_told() -> None:
    found = note_flags({"contacts": contacts("all well", "he died")})
    row = found.iloc[0]
    assert (row["client_id"], row["table"], row["row"]) == ("C1", "contacts", 3)
    assert row["date"] == pd.Timestamp("2026-03-02")


def test_a_clients_own_notes_have_no_day() -> None:
    clients = pd.DataFrame({"client_id": ["C1"], "notes": ["Owes for May"], "row": [2]})
    found = note_flags({"clients": clients})
    assert found["date"].isna().all()
    assert found["table"].tolist() == ["clients"]


def test_a_client_is_read_in_their_own_language_too() -> None:
    clients = pd.DataFrame({"client_id": ["C1"], "language": ["lt"], "row": [2]})
    feedback = pd.DataFrame(
        {"client_id": ["C1"], "date": [pd.Timestamp("2026-03-01")], "text": ["Esu nusivylęs"], "row": [2]}
    )  # fmt: skip
    assert note_flags({"feedback": feedback}).empty
    assert note_flags({"clients": clients, "feedback": feedback})["words"].tolist() == ["nusivylęs"]


def test_the_owners_list_of_words_takes_the_place_of_ours() -> None:
    own = pd.DataFrame({"flag": ["debt"], "word": ["pays late"], "language": [pd.NA]})
    tables = {"contacts": contacts("he died and pays late"), "flag_words": own}
    assert note_flags(tables)[["flag", "words"]].to_numpy().tolist() == [["debt", "pays late"]]


def test_an_emptied_list_of_words_finds_nothing() -> None:
    own = pd.DataFrame({"flag": [], "word": [], "language": []}, dtype="str")
    assert note_flags({"contacts": contacts("he died"), "flag_words": own}).empty


def test_what_is_written_later_is_not_known_yet() -> None:
    tables = {"contacts": contacts("all well", "he died")}
    assert note_flags(tables, as_of=date(2026, 3, 1)).empty
    assert len(note_flags(tables, as_of=date(2026, 3, 2))) == 1


def test_a_rejected_flag_is_not_repeated_until_it_is_written_again() -> None:
    tables = {
        "contacts": contacts("he died", "nothing new", "he died, they say"),
        "signal_readings": pd.DataFrame(
            {
                "client_id": ["C1"],
                "signal": ["note_bereavement"],
                "date": [pd.Timestamp("2026-03-02")],
                "reading": ["rejected"],
            }
        ),
    }
    assert note_flags(tables)["row"].tolist() == [4]


def test_nobody_and_nothing_written_is_an_empty_answer() -> None:
    found = note_flags({})
    assert found.columns.tolist() == ["client_id", "flag", "words", "table", "row", "date"]
    assert found.empty


def test_empty_tables_are_an_empty_answer() -> None:
    empty = pd.DataFrame({"client_id": [], "date": [], "summary": [], "follow_up": [], "row": []})
    assert note_flags({"contacts": empty}).empty


def test_a_promise_is_read_like_what_was_said() -> None:
    both = contacts("all well").assign(follow_up="Settle the debt")
    assert note_flags({"contacts": both})["words"].tolist() == ["debt"]
