"""Columns that several tables share, so that they read and are found alike everywhere."""

from __future__ import annotations

from crmbook.schema.model import Column, Names

CLIENT_ID = Column(
    "client_id",
    Names("Client no.", "Kliento nr.", "Klienta nr."),
    "id",
    Names(
        "The client's number, the same as on the Clients sheet.",
        "Kliento numeris, toks pat kaip lape „Klientai“.",
        "Klienta numurs, tāds pats kā lapā „Klienti”.",
    ),
    required=True,
    aliases=(
        "Client ID", "Client number", "Client code", "Customer", "Customer ID", "Customer no.",
        "Customer number", "Customer code", "Cust ID", "Cust no.", "CustID", "Account no.",
        "Account ID", "Account number", "Member ID", "Member no.", "Buyer ID", "Client",
        "Kliento ID", "Kliento kodas", "Kliento numeris", "Kl. nr.", "Kl. kodas", "Klientas",
        "Pirkėjo kodas", "Pirkėjo nr.", "Pirkėjas", "Užsakovas", "Užsakovo kodas", "Nario nr.",
        "Kortelės nr.", "Klienta ID", "Klienta kods", "Klienta numurs", "Kl. kods", "Klients",
        "Pircējs", "Pircēja kods", "Pircēja nr.", "Pasūtītājs", "Pasūtītāja kods", "Kartes nr.",
    ),
    profile="minimal",
    width=11,
)  # fmt: skip

DATE = Column(
    "date",
    Names("Date", "Data", "Datums"),
    "date",
    Names("The day it happened.", "Diena, kada tai įvyko.", "Diena, kad tas notika."),
    required=True,
    aliases=("Day", "Diena", "When", "Kada", "Kad"),
    profile="minimal",
    width=12,
)

OWNER = Column(
    "owner",
    Names("Responsible employee", "Atsakingas darbuotojas", "Atbildīgais darbinieks"),
    "text",
    Names(
        "Who in the firm looks after it.",
        "Kas įmonėje tuo rūpinasi.",
        "Kas uzņēmumā par to rūpējas.",
    ),
    aliases=(
        "Owner", "Manager", "Account manager", "Rep", "Sales rep", "Salesperson", "Seller",
        "Employee", "Responsible", "Handled by", "Served by",
        "Vadybininkas", "Vadybininkė", "Atsakingas", "Atsakingas asmuo", "Pardavėjas", "Pardavėja",
        "Darbuotojas", "Konsultantas", "Aptarnavo", "Meistras", "Meistrė", "Kuratorius",
        "Menedžeris", "Klientu vadītājs", "Atbildīgais", "Atbildīgā persona", "Pārdevējs",
        "Pārdevēja", "Darbinieks", "Apkalpoja", "Meistars", "Konsultants", "Kurators",
    ),
    width=20,
)  # fmt: skip

NOTES = Column(
    "notes",
    Names("Notes", "Pastabos", "Piezīmes"),
    "text",
    Names(
        "Anything worth remembering.",
        "Viskas, ką verta prisiminti.",
        "Viss, ko vērts atcerēties.",
    ),
    aliases=(
        "Note", "Comment", "Comments", "Remarks", "Pastaba", "Komentaras", "Komentarai",
        "Piezīme", "Komentārs", "Komentāri",
    ),
    width=36,
)  # fmt: skip


def identity(key: str, names: Names) -> Column:
    """The number of a row itself, for those who keep one."""
    meaning = Names(
        "A number of its own, if you keep one.",
        "Įrašo numeris, jei tokius rašote.",
        "Ieraksta numurs, ja tādus lietojat.",
    )
    return Column(key, names, "id", meaning, profile="full", width=11)
