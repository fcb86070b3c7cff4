"""Templates are files with a header, found by name and language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from crmbook.language import Language
from crmbook.letters.environment import TemplateError
from crmbook.letters.template import (
    Template,
    all_templates,
    find,
    folders,
    languages,
    read,
    shipped,
)

Write = Callable[..., Template]


def test_the_header_ends_at_the_first_empty_line(write: Write) -> None:
    template = write(
        "kind: thank-you\nchannels: post, email\nsubject: Thank you\n\n\nDear\n\nreader\n"
    )
    assert (template.kind, template.channels, template.subject) == (
        "thank-you",
        ("post", "email"),
        "Thank you",
    )
    assert (template.body, template.body_line) == ("Dear\n\nreader", 6)


def test_what_the_header_does_not_say_is_the_careful_choice(write: Write) -> None:
    template = write("subject: Hello\n\nText")
    assert (template.kind, template.consent, template.salutation) == (
        "other",
        "marketing",
        "formal",
    )


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("knid: offer", "There is no header “knid”. Did you mean “kind”?"),
        ("kind: ofer", "“kind” must be one of"),
        ("channels: email, pigeon", "not “pigeon”"),
        ("salutation: rude", "“salutation” must be one of: formal, friendly"),
        ("kind: newsletter\nconsent: none", "can't go without consent"),
        ("valid_until: soon", "a number of days"),
        ("attachments: ../secret.pdf", "is not in the folder"),
        ("asks: what now", "one word of letters"),
        ("language: lt", "a letter is of one language"),
        ("kind: offer\nkind: welcome", "stands twice, first in line 1"),
        ("Dear client", "A header line looks like"),
    ],
)
def test_a_header_that_is_wrong_is_refused_with_its_line(
    write: Write, header: str, said: str
) -> None:
    with pytest.raises(TemplateError) as refused:
        find_after(write, f"{header}\n\nText")
    assert said in str(refused.value)
    assert refused.value.template == "letter.en.md"
    assert refused.value.number == len(header.splitlines())


def find_after(write: Write, text: str) -> Template:
    template = write("kind: offer\n\nText")
    template.path.write_text(text, encoding="utf-8")
    return find("letter", "en", template.folders)


@pytest.mark.parametrize(
    ("written", "last_day"),
    [
        ("14 days", date(2026, 4, 14)),
        ("14", date(2026, 4, 14)),
        ("2026-05-01", date(2026, 5, 1)),
        ("", None),
    ],
)
def test_a_letter_holds_until_a_day_or_for_so_many_days(
    write: Write, written: str, last_day: date | None
) -> None:
    assert write(f"valid_until: {written}\n\nText").ends_on(date(2026, 3, 31)) == last_day


def test_a_service_letter_needs_no_consent_unless_it_says_so(write: Write) -> None:
    assert write("kind: apology\n\nText").consent == ""
    assert write("kind: apology\nconsent: photos\n\nText").consent == "photos"


def put(folder: Path, *names: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text("kind: welcome\n\nText", encoding="utf-8")
    return folder


def test_the_firms_own_letter_wins_over_ours(tmp_path: Path) -> None:
    own, ours = (
        put(tmp_path / "own", "welcome.lt.md"),
        put(tmp_path / "ours", "welcome.lt.md", "offer.lt.md"),
    )
    assert find("welcome", "lt", (own, ours)).path.parent == own
    assert [each.path.parent for each in all_templates((own, ours))] == [ours, own]


def test_the_language_of_the_client_wins_over_the_firms_own_letter(tmp_path: Path) -> None:
    own, ours = put(tmp_path / "own", "welcome.lt.md"), put(tmp_path / "ours", "welcome.lv.md")
    assert find("welcome", "lv", (own, ours), otherwise="lt").language == "lv"


def test_a_missing_language_falls_back_to_the_firms_only_if_it_is_there(tmp_path: Path) -> None:
    own = put(tmp_path / "own", "welcome.lt.md")
    assert find("welcome", "lv", (own,), otherwise="lt").language == "lt"
    with pytest.raises(TemplateError, match="there is one in: lt"):
        find("welcome", "lv", (own,), otherwise="en")


def test_a_letter_that_does_not_exist_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="Did you mean “welcome”"):
        find("welcom", "lt", (put(tmp_path / "own", "welcome.lt.md"),))


def test_a_word_document_has_its_header_in_a_text_file_beside_it(tmp_path: Path) -> None:
    own = tmp_path / "own"
    put(own, "kvietimas.docx", "~$ietimas.docx")
    assert find("kvietimas", "lt", (own,)).channels == ("post",)
    (own / "kvietimas.txt").write_text(
        "kind: invitation\nlanguage: lt\nsubject: Kvietimas\n", encoding="utf-8"
    )
    found = find("kvietimas", "lt", (own,))
    assert (found.kind, found.subject, found.is_word, found.body) == (
        "invitation",
        "Kvietimas",
        True,
        "",
    )
    assert languages("kvietimas", (own,)) == ["lt"]


def test_a_word_document_without_a_language_is_in_the_firms(tmp_path: Path) -> None:
    own = put(tmp_path / "own", "kvietimas.docx")
    assert find("kvietimas", "lv", (own,), otherwise="lt").language == "lt"


def test_own_templates_are_looked_for_beside_the_workbook(tmp_path: Path) -> None:
    assert folders(tmp_path / "clients.xlsx") == (tmp_path / "templates" / "letters", shipped())


def test_a_file_saved_by_notepad_is_read(tmp_path: Path) -> None:
    path = tmp_path / "letter.lt.md"
    path.write_bytes("\ufeffkind: offer\r\nsubject: Ačiū\r\n\r\nTekstas\r\n".encode())
    template = read(path, "lt")
    assert (template.kind, template.subject, template.body) == ("offer", "Ačiū", "Tekstas")


@pytest.mark.parametrize("language", ["en", "lt", "lv"])
def test_our_letters_come_in_every_language(language: Language) -> None:
    assert find("win-back", language, (shipped(),)).language == language
