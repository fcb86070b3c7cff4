"""Nobody is asked to an event that would hurt or bore them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crmbook.errors import UsageError
from crmbook.findings import Findings
from crmbook.letters.guests import Match, event_match

Find = Callable[..., Findings]

CLIENTS = """
client_id  name   hobbies            interests  children
1          Ona    jazz, theatre      -          2
2          Jonas  boxing             -          0
3          Asta   -                  wine       -
4          Rasa   classical theatre  jazz       nėra
"""


def matches(find: Find, event: str, clients: str = CLIENTS) -> dict[str, Match]:
    found = event_match(
        find(clients=clients, events=f"event_id  name  needs  avoid\nE1  Evening  {event}"), "E1"
    )
    return {match.client_id: match for match in found}


def test_who_has_no_children_is_not_asked_to_a_family_event(find: Find) -> None:
    found = matches(find, "children  -")
    assert [client for client, match in found.items() if match.excluded] == ["2", "4"]
    assert found["2"].excluded == "It is for families, and there are no children."


def test_who_may_have_children_is_asked_and_that_is_said(find: Find) -> None:
    found = matches(find, "vaikai  -")["3"]
    assert (found.excluded, found.score) == ("", 0)
    assert found.reasons == ("It is not known whether there are children.",)


def test_a_lover_of_theatre_is_not_asked_to_fights(find: Find) -> None:
    found = matches(find, "boxing  theatre")
    assert found["1"].excluded == "Not for: theatre (Hobbies: jazz, theatre)"
    assert next(iter(found)) == "2"


def test_whom_it_suits_best_comes_first_with_the_reason(find: Find) -> None:
    found = matches(find, "jazz, theatre  -")
    assert [(client, match.score) for client, match in found.items()] == [
        ("1", 2),
        ("4", 2),
        ("2", 0),
        ("3", 0),
    ]
    assert found["4"].reasons == ("jazz (Interests: jazz)", "theatre (Hobbies: classical theatre)")


def test_a_word_is_known_by_any_ending(find: Find) -> None:
    clients = "client_id  name  hobbies\n1  Ona  džiazo muzika\n2  Jonas  vynai"
    found = matches(find, "džiazas, vynas  -", clients)
    assert [match.score for match in found.values()] == [1, 1]


def test_an_event_without_tags_suits_everybody(find: Find) -> None:
    assert {match.excluded for match in matches(find, "-  -").values()} == {""}


def test_an_event_that_does_not_exist_is_refused(find: Find) -> None:
    with pytest.raises(UsageError, match="There is no event E2"):
        event_match(find(events="event_id  name\nE1  Jazz"), "E2")
