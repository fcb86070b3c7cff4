"""Times to answer, ours and theirs, and clients who take longer than they did."""

from __future__ import annotations

from datetime import date

import pandas as pd

from crmbook.signals.answers import answers, slower, usual_times, waiting

AS_OF = date(2026, 3, 31)


def conversation(*said: tuple[str, str, str]) -> pd.DataFrame:
    """Contacts of one client: day, who began, kind."""
    days, directions, kinds = zip(*said, strict=True)
    return pd.DataFrame(
        {
            "client_id": "A",
            "date": pd.to_datetime(list(days)).astype("datetime64[us]"),
            "direction": list(directions),
            "kind": list(kinds),
            "row": range(2, 2 + len(said)),
        }
    )


def replies(contacts: pd.DataFrame) -> list[tuple[bool, int]]:
    found = answers({"contacts": contacts}, AS_OF)
    return list(zip(found["theirs"].tolist(), found["days"].tolist(), strict=True))


def test_an_answer_is_counted_from_the_first_message_that_waited_for_it() -> None:
    contacts = conversation(
        ("2026-01-01", "out", "email"), ("2026-01-05", "out", "email"), ("2026-01-08", "in", "email")
    )  # fmt: skip
    assert replies(contacts) == [(True, 7)]


def test_both_directions_are_measured() -> None:
    contacts = conversation(
        ("2026-01-01", "in", "enquiry"), ("2026-01-03", "out", "email"), ("2026-01-10", "in", "call")
    )  # fmt: skip
    assert replies(contacts) == [(False, 2), (True, 7)]


def test_a_call_answers_itself() -> None:
    contacts = conversation(("2026-01-01", "in", "call"), ("2026-01-09", "out", "email"))
    assert replies(contacts) == []


def test_a_contact_after_two_months_is_a_new_conversation() -> None:
    contacts = conversation(("2026-01-01", "out", "email"), ("2026-03-10", "in", "email"))
    assert replies(contacts) == []


def test_a_contact_of_which_nobody_noted_who_began_it_is_not_taken_for_an_answer() -> None:
    contacts = conversation(("2026-01-01", "out", "email"), ("2026-01-02", "in", "email"))
    assert (
        replies(contacts.assign(direction=contacts["direction"].where(contacts["row"] < 3))) == []
    )


def thread(waits: list[int], until: str = "2026-03-20") -> pd.DataFrame:
    """Messages of ours and their answers after so many days; two weeks between conversations."""
    day, said = pd.Timestamp(until), []
    for wait in reversed(waits):
        said += [(str(day.date()), "in", "email")]
        day -= pd.Timedelta(days=wait)
        said += [(str(day.date()), "out", "email")]
        day -= pd.Timedelta(days=14)
    return conversation(*reversed(said))


def slow(contacts: pd.DataFrame) -> pd.DataFrame:
    return slower(answers({"contacts": contacts}, AS_OF), AS_OF)


def test_five_answers_in_a_row_that_take_twice_as_long_are_a_signal() -> None:
    signal = slow(thread([2, 3, 2, 2, 3, 9, 8, 12, 7, 10])).iloc[0]
    assert (signal["now"], signal["usual"], signal["n"]) == (9, 2, 5)


def test_one_quick_answer_among_the_last_five_is_enough_to_say_nothing() -> None:
    assert slow(thread([2, 3, 2, 2, 3, 9, 8, 2, 7, 10])).empty


def test_four_earlier_answers_are_no_habit() -> None:
    assert slow(thread([2, 3, 2, 2, 9, 8, 12, 7, 10])).empty


def test_slow_answers_of_last_year_are_no_news() -> None:
    assert slow(thread([2, 3, 2, 2, 3, 9, 8, 12, 7, 10], until="2025-03-20")).empty


def test_usual_times_are_medians_with_their_numbers() -> None:
    times = usual_times(answers({"contacts": thread([2, 4, 9])}, AS_OF), AS_OF).loc["A"]
    assert (times["their_days"], times["their_answers"]) == (4, 3)
    # two weeks after their answer comes ours
    assert (times["our_days"], times["our_answers"]) == (14, 2)


def test_no_contacts_are_no_answers() -> None:
    assert answers({}, AS_OF).empty
    assert slower(answers({}, AS_OF), AS_OF).empty


def waits(contacts: pd.DataFrame) -> list[int]:
    days: list[int] = waiting({"contacts": contacts}, AS_OF)["days"].tolist()
    return days


def test_a_client_waits_since_the_first_message_nobody_answered() -> None:
    contacts = conversation(
        ("2026-03-01", "out", "email"), ("2026-03-11", "in", "email"), ("2026-03-20", "in", "enquiry")
    )  # fmt: skip
    assert waits(contacts) == [20]


def test_an_answer_by_any_channel_ends_the_waiting() -> None:
    assert waits(conversation(("2026-03-11", "in", "email"), ("2026-03-12", "out", "call"))) == []


def test_after_sixty_days_nobody_waits_any_more() -> None:
    assert waits(conversation(("2026-01-15", "in", "email"))) == []
