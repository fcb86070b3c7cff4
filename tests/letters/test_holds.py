"""Who gets no letter, and why: each reason by a workbook as an owner would type it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from crmbook.books.memory import MemoryBook
from crmbook.letters.environment import TemplateError
from crmbook.letters.ledger import Entry
from crmbook.letters.plan import LetterPlan, Wish, plan
from crmbook.sheet import Sheet, Value
from crmbook.tables import read
from crmbook.workflow.reading import find

DAY = date(2026, 3, 31)
HEADINGS: Sequence[Value] = (
    "Client no.", "Name", "Kind of client", "Contact person", "E-mail", "Address", "City", "Gender",
    "Marketing consent", "Preferred channel", "Language", "Notes", "Phone",
)  # fmt: skip
ADAM: Mapping[str, Value] = {
    "Client no.": 1, "Name": "Adam Alder", "Kind of client": "Person", "E-mail": "adam@example.com",
    "Gender": "Male", "Marketing consent": "Yes", "Language": "English",
}  # fmt: skip
BETH: Mapping[str, Value] = {
    **ADAM, "Client no.": 2, "Name": "Beth Birch", "E-mail": "beth@example.com", "Gender": "Female",
}  # fmt: skip
Rows = Sequence[Sequence[Value]]
Planned = Callable[..., LetterPlan]


@pytest.fixture
def planned(tmp_path: Path) -> Planned:
    """The plan of a letter to the clients given, and to nobody else."""

    def make(
        *clients: Mapping[str, Value],
        kind: str = "newsletter",
        sent: Sequence[Entry] = (),
        allowed: Sequence[str] = (),
        header: str = "",
        body: str = "{{ letter.greeting }}",
        given: Mapping[str, object] | None = None,
        languages: Sequence[str] = ("en",),
        **tables: Rows,
    ) -> LetterPlan:
        text = f"kind: {kind}\nchannels: email, post\nsubject: News\n{header}\n\n{body}\n"
        for language in languages:
            (tmp_path / f"news.{language}.md").write_text(text, encoding="utf-8")
        rows = [HEADINGS, *([client.get(str(name)) for name in HEADINGS] for client in clients)]
        sheets = {"Clients": rows, **tables}
        book = MemoryBook.of([Sheet(name, cells, owned=False) for name, cells in sheets.items()])
        findings = find(book, read(book, as_of=DAY), DAY)
        ids = [str(client["Client no."]) for client in clients]
        wish = Wish("news", ids, given or {}, allowed=frozenset(allowed))
        return plan(findings, wish, [tmp_path], language="en", sent=sent)

    return make


def held(plan: LetterPlan) -> dict[str, list[str]]:
    return {one.name: [reason.kind for reason in one.reasons] for one in plan.held}


def said(plan: LetterPlan) -> str:
    return " ".join(reason.text for one in plan.held for reason in one.reasons)


def test_who_agreed_and_has_an_address_gets_the_letter(planned: Planned) -> None:
    found = planned(ADAM, BETH)
    assert [one.name for one in found.letters] == ["Adam Alder", "Beth Birch"]
    assert found.held == ()


@pytest.mark.parametrize("answer", ["No", None])
def test_without_consent_no_offer_goes(planned: Planned, answer: Value) -> None:
    assert held(planned({**ADAM, "Marketing consent": answer})) == {"Adam Alder": ["consent"]}


def test_what_a_client_must_get_needs_no_consent(planned: Planned) -> None:
    assert held(planned({**ADAM, "Marketing consent": "No"}, kind="notice")) == {}


CONSENTS: Sequence[Value] = ("Client no.", "Date", "Purpose", "Agreed")


def test_the_last_word_on_the_sheet_of_consents_counts(planned: Planned) -> None:
    took_back = [
        CONSENTS,
        [1, date(2025, 1, 1), "Marketing", "Yes"],
        [1, date(2026, 1, 1), "Marketing", "No"],
    ]
    assert held(planned(ADAM, Consents=took_back)) == {"Adam Alder": ["consent"]}
    agreed = [CONSENTS, [1, date(2026, 1, 1), "Newsletter", "Yes"]]
    assert held(planned({**ADAM, "Marketing consent": "No"}, Consents=agreed)) == {}


def test_a_consent_for_post_is_none_for_email(planned: Planned) -> None:
    by_post = [CONSENTS, [1, date(2026, 1, 1), "Offers by post", "Yes"]]
    nobody = {**ADAM, "Marketing consent": None}
    assert held(planned(nobody, Consents=by_post)) == {"Adam Alder": ["consent"]}
    reached = {**nobody, "E-mail": None, "Address": "Oak Street 1", "City": "Leeds"}
    assert held(planned(reached, Consents=by_post)) == {}


def test_who_has_no_address_is_held(planned: Planned) -> None:
    assert held(planned({**ADAM, "E-mail": None})) == {"Adam Alder": ["no_address"]}


def test_of_two_who_share_an_address_one_gets_the_letter(planned: Planned) -> None:
    found = planned(ADAM, {**BETH, "E-mail": "Adam@Example.com"})
    assert [one.name for one in found.letters] == ["Adam Alder"]
    assert held(found) == {"Beth Birch": ["shared_address"]}
    assert "Adam Alder" in said(found)


def test_a_shared_address_is_free_when_the_other_is_held(planned: Planned) -> None:
    found = planned({**ADAM, "Marketing consent": "No"}, {**BETH, "E-mail": "adam@example.com"})
    assert [one.name for one in found.letters] == ["Beth Birch"]


def test_two_companies_in_one_house_both_get_the_letter(planned: Planned) -> None:
    house = {
        "E-mail": None,
        "Address": "Oak Street 1",
        "City": "Leeds",
        "Kind of client": "Company",
    }
    found = planned({**ADAM, **house, "Name": "Alder Ltd"}, {**BETH, **house, "Name": "Birch Ltd"})
    assert len(found.letters) == 2


COMPLAINTS: Sequence[Value] = ("Client no.", "Date", "About", "Status")


@pytest.mark.parametrize(
    ("day", "status", "kinds"),
    [
        (date(2025, 6, 1), "Open", ["complaint"]),
        (date(2026, 3, 27), "Resolved", ["complaint"]),
        (date(2026, 2, 1), "Resolved", []),
    ],
)
def test_who_complained_is_not_sent_offers(
    planned: Planned, day: date, status: str, kinds: list[str]
) -> None:
    found = planned(ADAM, Complaints=[COMPLAINTS, [1, day, "Late parcel", status]])
    assert held(found).get("Adam Alder", []) == kinds


def test_an_apology_goes_to_who_complained(planned: Planned) -> None:
    complaint = [COMPLAINTS, [1, date(2026, 3, 30), "Late parcel", "Open"]]
    assert held(planned(ADAM, kind="apology", Complaints=complaint)) == {}


def test_a_note_that_speaks_of_a_death_holds_the_letter_until_somebody_has_looked(
    planned: Planned,
) -> None:
    mourning = {**ADAM, "Notes": "Her husband died in March"}
    found = planned(mourning)
    assert held(found) == {"Adam Alder": ["note"]}
    assert "Clients, 2" in said(found)
    assert held(planned(mourning, allowed=["1"])) == {}


CONTACTS: Sequence[Value] = ("Client no.", "Date", "Kind", "Who began", "What was said")


@pytest.mark.parametrize(("day", "free"), [(date(2026, 3, 22), False), (date(2026, 3, 1), True)])
def test_who_was_written_to_lately_waits(planned: Planned, day: date, free: bool) -> None:
    found = planned(ADAM, Contacts=[CONTACTS, [1, day, "E-mail", "We", "Spring offer"]])
    assert (held(found) == {}) is free
    assert free or "9 days ago" in said(found)


def test_a_letter_of_the_ledger_counts_as_written_too(planned: Planned) -> None:
    other = Entry("offer", "1", "email", "sent", date(2026, 3, 22))
    assert held(planned(ADAM, sent=[other])) == {"Adam Alder": ["recent"]}
    assert held(planned(ADAM, kind="notice", sent=[other])) == {}


def test_what_a_client_wrote_to_us_holds_nothing(planned: Planned) -> None:
    asked = [CONTACTS, [1, date(2026, 3, 30), "E-mail", "Client", "Asked for a price"]]
    assert held(planned(ADAM, Contacts=asked)) == {}


def test_nobody_can_wave_through_a_letter_that_went_already(planned: Planned) -> None:
    went = Entry("news", "1", "email", "sent", date(2026, 3, 1))
    assert held(planned(ADAM, sent=[went], allowed=["1"])) == {"Adam Alder": ["already"]}


def test_who_wants_to_be_called_is_called(planned: Planned) -> None:
    caller = {**ADAM, "Preferred channel": "Phone", "Phone": "+370 600 00001"}
    assert held(planned(caller)) == {"Adam Alder": ["channel"]}
    assert held(planned(caller, kind="notice")) == {}


def test_who_wants_to_be_called_and_has_no_number_gets_the_letter(planned: Planned) -> None:
    assert held(planned({**ADAM, "Preferred channel": "Phone"})) == {}


def test_the_preferred_way_wins_over_the_order_of_the_template(planned: Planned) -> None:
    both = {**ADAM, "Address": "Oak Street 1", "City": "Leeds", "Preferred channel": "Post"}
    assert [one.channel for one in planned(both).letters] == ["post"]


def test_an_unsure_greeting_is_held_unless_the_template_has_one_for_it(planned: Planned) -> None:
    unsure = {**ADAM, "Name": "Info 2"}
    assert "salutation" in held(planned(unsure))["Info 2"]
    found = planned(unsure, header="fallback_salutation: Dear reader,")
    assert held(found) == {}
    assert [look.name for look in found.looks] == ["Info 2"]


def test_a_company_taken_for_a_person_is_held_until_somebody_is_named(planned: Planned) -> None:
    firm = {**ADAM, "Name": "Alder Ltd", "Kind of client": None, "Gender": None}
    assert "company" in held(planned(firm))["Alder Ltd"]
    assert "company" not in held(planned({**firm, "Contact person": "Adam Alder"})).get(
        "Alder Ltd", []
    )


def test_a_letter_that_is_not_in_the_client_s_language_is_held(planned: Planned) -> None:
    found = planned({**ADAM, "Language": "Latvian"})
    assert held(found) == {"Adam Alder": ["no_template"]}
    assert "Latvian" in said(found)


def test_nothing_but_the_farewell_goes_to_whom_the_firm_is_parting_with(planned: Planned) -> None:
    parting = [["Client no.", "Date", "Stage"], [1, date(2026, 3, 1), "Decided"]]
    assert held(planned(ADAM, kind="notice", Farewells=parting)) == {"Adam Alder": ["farewell"]}
    assert held(planned(ADAM, kind="farewell", Farewells=parting)) == {}
    stays = [*parting, [1, date(2026, 3, 20), "Stays"]]
    assert held(planned(ADAM, Farewells=stays)) == {}


def test_a_field_that_a_held_client_has_not_stops_nobody(planned: Planned) -> None:
    found = planned(ADAM, {**BETH, "E-mail": None}, body="We write to {{ client.email }}.")
    assert [one.name for one in found.letters] == ["Adam Alder"]


def test_a_field_that_somebody_has_not_who_gets_the_letter_stops_all(planned: Planned) -> None:
    with pytest.raises(TemplateError, match=r"client\.city"):
        planned(ADAM, BETH, body="Greetings to {{ client.city }}.")


@pytest.mark.parametrize(
    ("until", "kinds"), [("2026-04-30", {}), ("2026-03-01", {"Adam Alder": ["no_offer"]})]
)
def test_an_offer_letter_needs_an_offer_that_still_holds(
    planned: Planned, until: str, kinds: dict[str, list[str]]
) -> None:
    offers: Rows = [
        ["Offer no.", "Client no.", "Date", "Product", "Amount", "Status", "Valid until"],
        ["O1", 1, "2026-02-10", "Coffee", 120, "Open", until],
    ]
    assert held(planned(ADAM, kind="offer", Offers=offers)) == kinds


DEARER: Mapping[str, Rows] = {
    "Offers": [
        ["Offer no.", "Client no.", "Date", "Product", "List price", "Status"],
        ["O1", 1, "2026-03-20", "Coffee", 10.5, "Open"],
        ["O2", 2, "2026-03-20", "Coffee", 9.5, "Open"],
    ],
    "Purchases": [
        ["Client no.", "Date", "Product", "Quantity", "Amount"],
        [1, "2026-03-12", "Coffee", 2, 20],
        [2, "2026-03-12", "Coffee", 2, 20],
    ],
}


def test_an_offer_worse_than_the_last_one_waits_for_a_reason(planned: Planned) -> None:
    found = planned(ADAM, BETH, kind="offer", **DEARER)
    assert held(found) == {"Adam Alder": ["worse"]}
    assert "5% more than on 12 March 2026" in said(found)
    assert "--set explanation=…" in said(found)
    assert "--allow 1" in said(found)


def test_an_offer_that_is_explained_goes_with_its_reason(planned: Planned) -> None:
    body = "{% for offer in offers %}{{ offer.explanation|default('') }}{% endfor %}"
    given = {"explanation": "Coffee has become dearer."}
    found = planned(ADAM, BETH, kind="offer", body=body, given=given, **DEARER)
    assert found.held == ()
    assert ["Coffee has become dearer." in one.body for one in found.letters] == [True, False]


def test_a_worse_offer_goes_when_somebody_has_decided_so(planned: Planned) -> None:
    assert held(planned(ADAM, BETH, kind="offer", allowed=["1"], **DEARER)) == {}


def test_a_letter_about_something_else_needs_no_reason_for_a_price(planned: Planned) -> None:
    assert held(planned(ADAM, BETH, kind="notice", **DEARER)) == {}


ONA = {**BETH, "Name": "Ona Petraitienė", "Language": "Lithuanian"}
ASKS = {"header": "asks: news", "body": "{{ given.news }}", "languages": ("en", "lt")}


def test_words_given_in_the_firm_s_language_go_to_nobody_else(planned: Planned) -> None:
    found = planned(ADAM, ONA, given={"news": "New goods"}, **ASKS)
    assert held(found) == {"Ona Petraitienė": ["words"]}
    assert "--set news.lt=" in said(found)


def test_words_given_in_each_language_go_to_all(planned: Planned) -> None:
    given = {"news": "New goods", "news.lt": "Naujos prekės"}
    found = planned(ADAM, ONA, given=given, **ASKS)
    one, other = found.letters
    assert "New goods" in one.body
    assert "Naujos prekės" in other.body


def test_letters_of_one_language_alone_take_the_words_as_they_are(planned: Planned) -> None:
    assert held(planned(ONA, given={"news": "Naujos prekės"}, **ASKS)) == {}


@pytest.mark.parametrize(("dearer", "kinds"), [(DEARER, ["words"]), ({}, ["no_offer"])])
def test_only_an_offer_that_is_explained_needs_the_reason_in_its_language(
    planned: Planned, dearer: Mapping[str, Rows], kinds: list[str]
) -> None:
    body = "{% for offer in offers %}{{ offer.explanation|default('') }}{% endfor %}"
    ona = {**ONA, "Client no.": 1}
    adam = {**ADAM, "Client no.": 2}
    found = planned(ona, adam, kind="offer", body=body, given={"explanation": "Harvest was poor."},
                    languages=("en", "lt"), **dearer)  # fmt: skip
    assert held(found)["Ona Petraitienė"] == kinds
