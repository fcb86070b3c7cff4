"""Who the clients are, and which client a row means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from crmbook.sheet import Value
from crmbook.tables import Crm

Read = Callable[..., Crm]
DAY, NEXT = date(2026, 3, 31), date(2026, 4, 1)
Rows = Sequence[Sequence[Value]]


def kinds(crm: Crm) -> list[str]:
    return [problem.kind for problem in crm.problems]


def bought_by(crm: Crm) -> list[str]:
    return crm.tables["purchases"]["client_id"].tolist()


def ids(crm: Crm) -> list[str]:
    return crm.tables["clients"]["client_id"].tolist()


def names(crm: Crm) -> list[str]:
    return crm.tables["clients"]["name"].tolist()


CLIENTS: Rows = [["Client no.", "Name"], [17, "Ona"], [18, "Rasa"]]


# ── with a list of clients ───────────────────────────────────────────────────────────────────


def test_seventeen_as_a_number_and_as_a_text_is_one_client(read: Read) -> None:
    crm = read(Clients=CLIENTS, Purchases=[["Client no.", "Date"], ["17", DAY], [17.0, NEXT]])
    assert bought_by(crm) == ["17", "17"]
    assert kinds(crm) == []


def test_case_and_blanks_of_a_number_do_not_matter_and_that_is_said(read: Read) -> None:
    crm = read(
        Clients=[["Client no.", "Name"], ["K-0017", "Ona"]],
        Purchases=[["Client no.", "Date"], ["k-0017 ", DAY]],
    )
    assert bought_by(crm) == ["K-0017"]
    assert [(p.kind, p.weight) for p in crm.problems] == [("matched_by_spelling", "note")]


def test_noughts_before_a_number_do_not_matter_and_that_is_said(read: Read) -> None:
    crm = read(
        Clients=[["Client no.", "Name"], ["0017", "Ona"]],
        Purchases=[["Client no.", "Date"], [17, DAY]],
    )
    assert bought_by(crm) == ["0017"]
    assert kinds(crm) == ["matched_by_noughts"]


def test_a_client_who_is_not_on_the_list_is_said_and_counted(read: Read) -> None:
    crm = read(Clients=CLIENTS, Purchases=[["Client no.", "Date"], [17, DAY], [99, DAY]])
    assert ids(crm) == ["17", "18", "99"]
    assert crm.tables["clients"]["row"].tolist() == [2, 3, 0]
    assert [(p.kind, p.cell, p.weight) for p in crm.problems] == [
        ("unknown_client", "A3", "warning")
    ]


def test_a_number_used_twice_is_named_with_its_first_place(read: Read) -> None:
    crm = read(Clients=[*CLIENTS, [17, "Jonas"]])
    assert ids(crm) == ["17", "18"]
    (problem,) = crm.problems
    source = crm.tables.sources["clients"]
    assert (source.rows_read, source.rows_left_out) == (3, 1)
    assert (problem.kind, problem.cell) == ("id_used_twice", "A4")
    assert "first in A2" in problem.text


def test_purchases_that_name_clients_find_them_by_name(read: Read) -> None:
    crm = read(
        Clients=[["Client no.", "Name"], [17, "UAB Žiedas"]],
        Purchases=[["Client", "Date", "Amount"], ["uab ziedas", DAY, 5]],
    )
    assert bought_by(crm) == ["17"]
    assert kinds(crm) == []


def test_quotes_and_points_about_a_name_do_not_matter_and_that_is_said(read: Read) -> None:
    crm = read(
        Clients=[["Client no.", "Name"], [17, 'UAB "Žiedas"'], [18, "Žiedas, UAB"]],
        Purchases=[["Client", "Date", "Amount"], ["UAB „Žiedas“", DAY, 5]],
    )
    assert bought_by(crm) == ["17"]
    assert [(p.kind, p.weight, p.cell) for p in crm.problems] == [
        ("matched_by_spelling", "note", "A2")
    ]


def test_whoever_is_not_on_the_list_is_one_client_however_written(read: Read) -> None:
    crm = read(
        Clients=CLIENTS,
        Purchases=[["Client", "Date"], ["UAB „Naujas“", DAY], ['Uab "Naujas"', NEXT]],
        Contacts=[["Client", "Date", "Kind"], ["UAB Naujas", DAY, "Call"]],
    )
    assert ids(crm) == ["17", "18", "UAB „Naujas“"]
    assert bought_by(crm) == ["UAB „Naujas“", "UAB „Naujas“"]
    assert kinds(crm).count("joined_names") == 2


def test_a_name_two_clients_share_finds_neither(read: Read) -> None:
    crm = read(
        Clients=[["Client no.", "Name"], [1, "Ona Ona"], [2, "Ona Ona"]],
        Purchases=[["Client", "Date", "Amount"], ["Ona Ona", DAY, 5]],
    )
    assert kinds(crm) == ["unknown_client"]


def test_first_and_last_name_are_a_name(read: Read) -> None:
    crm = read(
        Klientai=[["Kliento nr.", "Vardas", "Pavardė"], [1, "Ona", "Petraitė"], [2, "Rasa", None]]
    )
    assert names(crm) == ["Ona Petraitė", "Rasa"]


def test_a_client_without_a_name_is_called_by_number(read: Read) -> None:
    assert names(read(Clients=[["Client no.", "City"], [17, "Vilnius"]])) == ["17"]


def test_a_list_without_numbers_has_names_for_numbers(read: Read) -> None:
    crm = read(
        Klientai=[["Pavadinimas", "Telefonas"], ["UAB Rytas", "8600"], ["UAB Vakaras", None]]
    )
    assert ids(crm) == ["UAB Rytas", "UAB Vakaras"]


def test_a_client_whose_number_is_empty_is_known_by_name_and_that_is_said(read: Read) -> None:
    crm = read(Clients=[*CLIENTS, [None, "Jonas"]])
    assert ids(crm) == ["17", "18", "Jonas"]
    assert [(p.kind, p.cell) for p in crm.problems] == [("missing_id", "A4")]


def test_every_history_is_linked(read: Read) -> None:
    crm = read(
        Clients=CLIENTS,
        Contacts=[["Client no.", "Date", "Kind"], ["017", DAY, "Call"]],
        Complaints=[["Client no.", "Date", "What about"], [18.0, DAY, "Late"]],
    )
    assert crm.tables["contacts"]["client_id"].tolist() == ["17"]
    assert crm.tables["complaints"]["client_id"].tolist() == ["18"]


# ── without one ──────────────────────────────────────────────────────────────────────────────


def test_clients_come_from_the_histories_in_their_order(read: Read) -> None:
    crm = read(
        Sales=[["Client", "Date", "Amount"], ["Rasa", DAY, 1], ["Ona", DAY, 2], ["Rasa", NEXT, 3]]
    )
    assert ids(crm) == ["Rasa", "Ona"]
    assert crm.tables["clients"]["row"].tolist() == [0, 0]


def test_a_name_written_in_two_ways_is_one_client_called_as_most_often(read: Read) -> None:
    rows: Rows = [
        ["Client", "Date", "Amount"],
        ["UAB Ziedas", DAY, 1],
        ["UAB Žiedas", DAY, 2],
        ["uab  žiedas ", DAY, 3],
        ["UAB Žiedas", DAY, 4],
    ]
    crm = read(Sales=rows)
    assert ids(crm) == ["UAB Žiedas"]
    assert [(p.kind, p.weight) for p in crm.problems] == [("joined_names", "note")]


def test_quotes_and_points_make_no_other_client_but_the_order_of_words_does(read: Read) -> None:
    ways = ['UAB "Pavyzdys"', "UAB „Pavyzdys“", "U.A.B. Pavyzdys", "Pavyzdys, UAB"]
    crm = read(Sales=[["Client", "Date", "Amount"], *([way, DAY, 1] for way in ways)])
    assert len(ids(crm)) == 2
    assert [(p.kind, p.weight) for p in crm.problems] == [("joined_names", "note")]


def test_names_that_differ_in_a_letter_are_two_clients(read: Read) -> None:
    rows: Rows = [["Client", "Date", "Amount"], ["Petraitis", DAY, 1], ["Petraityte", DAY, 2]]
    assert len(ids(read(Sales=rows))) == 2


def test_numbers_in_the_histories_take_the_names_beside_them(read: Read) -> None:
    rows: Rows = [
        ["Kliento nr.", "Klientas", "Data", "Suma"],
        [1, "Ona", DAY, 5],
        [2, "Rasa", DAY, 6],
        [None, "Ona", NEXT, 7],
    ]
    crm = read(Pardavimai=rows)
    assert (ids(crm), names(crm)) == (["1", "2"], ["Ona", "Rasa"])
    assert bought_by(crm) == ["1", "2", "1"]


def test_whoever_sold_last_is_responsible_when_nobody_says(read: Read) -> None:
    rows: Rows = [
        ["Klientas", "Data", "Suma", "Vadybininkas"],
        ["Ona", NEXT, 5, "Jonas"],
        ["Ona", DAY, 5, "Petras"],
    ]
    assert read(Pardavimai=rows).tables["clients"]["owner"].tolist() == ["Jonas"]


def test_purchases_and_contacts_of_one_client_meet(read: Read) -> None:
    crm = read(
        Pardavimai=[["Klientas", "Data", "Suma"], ["Ona Žukaitė", DAY, 5]],
        Skambučiai=[["Klientas", "Data", "Rūšis"], ["ona zukaite", DAY, "Skambutis"]],
    )
    assert len(ids(crm)) == 1
    assert crm.tables["contacts"]["client_id"].tolist() == ids(crm)


def test_a_phone_beside_the_sales_is_the_clients(read: Read) -> None:
    rows: Rows = [
        ["Data", "Klientas", "Tel.", "Miestas", "Suma"],
        [NEXT, "Ona", "8601", None, 5],
        [DAY, "Ona", "8600", "Vilnius", 5],
        [DAY, "Rasa", None, "Kaunas", 5],
    ]
    clients = read(Pardavimai=rows).tables["clients"]
    assert clients["phone"].fillna("").tolist() == ["8601", ""]
    assert clients["city"].tolist() == ["Vilnius", "Kaunas"]


def test_a_task_may_be_for_no_client(read: Read) -> None:
    crm = read(
        Clients=CLIENTS,
        Tasks=[["Task", "Client no.", "Due"], ["Call", 17, DAY], ["Clean", None, DAY]],
    )
    assert crm.tables["tasks"]["client_id"].fillna("").tolist() == ["17", ""]
    assert kinds(crm) == []


def test_tasks_without_clients_are_read_too(read: Read) -> None:
    crm = read(Užduotys=[["Užduotis", "Terminas"], ["Paskambinti", DAY]])
    assert crm.tables["tasks"]["task"].tolist() == ["Paskambinti"]


def test_first_and_last_name_beside_a_sale_are_the_client(read: Read) -> None:
    rows: Rows = [
        ["Vardas", "Pavardė", "Data", "Suma"],
        ["Ona", "Žukaitė", DAY, 5],
        ["ONA", "ZUKAITE", NEXT, 6],
        ["Ona", "Žukaitė", NEXT, 6],
        ["Rasa", None, DAY, 7],
    ]
    assert ids(read(Vizitai=rows)) == ["Ona Žukaitė", "Rasa"]


def test_clients_on_two_sheets_know_on_which(read: Read) -> None:
    crm = read(
        Vilnius=[["Client no.", "Name"], [1, "Ona"]],
        Kaunas=[["Client no.", "Name"], [2, "Rasa"], [1, "Ona"]],
    )
    clients = crm.tables["clients"]
    assert list(zip(clients["client_id"], clients["sheet"], strict=True)) == [
        ("1", "Vilnius"),
        ("2", "Kaunas"),
    ]
    (problem,) = crm.problems
    assert (problem.place, "first in Vilnius!A2" in problem.text) == ("Kaunas!A3", True)
    assert [part.rows_left_out for part in crm.tables.sources["clients"].also] == [1]
