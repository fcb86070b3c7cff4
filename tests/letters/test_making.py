"""Letters as files: all or none, under readable names, and nobody's file overwritten."""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from crmbook.books.memory import MemoryBook
from crmbook.letters import labels
from crmbook.letters.formats import NoSuchFormatError, formats_of
from crmbook.letters.making import (
    FileThereError,
    NothingToMakeError,
    NotWrittenError,
    Wanted,
    make,
    safe,
)
from crmbook.letters.plan import LetterPlan, Wish, plan
from crmbook.sheet import Sheet, Value
from crmbook.tables import read
from crmbook.workflow.letters import folder_of
from crmbook.workflow.reading import find

DAY = date(2026, 3, 31)
CLIENTS: Sequence[Sequence[Value]] = [
    ["Client no.", "Name", "Kind of client", "E-mail", "Address", "City"],
    ["A/1", "Žydrė Šimkutė", "Person", "zydre@example.com", "Pavyzdžio g. 1", "Vilnius"],
    ["a-1", "Zydre Simkute", "Person", "kita@example.com", None, None],
    [3, "<b>UAB</b> „Ąžuolas“ & Co", "Company", None, "Pavyzdžio g. 3", "Kaunas"],
]
SETTINGS: Sequence[Sequence[Value]] = [
    ["Setting", "Value"], ["Company", "UAB „Šviesa“"], ["Company e-mail", "labas@sviesa.example"],
]  # fmt: skip
Made = Callable[..., list[Path]]


@pytest.fixture
def planned(tmp_path: Path) -> LetterPlan:
    """Three letters: two by e-mail, one by post."""
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "thanks.lt.md").write_text(
        "kind: thank-you\nchannels: email, post\nsubject: Ačiū\n\n{{ letter.greeting }}\n\nDėkojame!\n",
        encoding="utf-8",
    )
    sheets = {"Clients": CLIENTS, "Settings": SETTINGS}
    book = MemoryBook.of([Sheet(name, rows, owned=False) for name, rows in sheets.items()])
    findings = find(book, read(book, as_of=DAY), DAY)
    wish = Wish("thanks", ["A/1", "a-1", "3"], allowed=frozenset(["A/1", "a-1", "3"]))
    found = plan(findings, wish, [templates], language="lt")
    assert len(found.letters) == 3
    return found


def names(files: Sequence[Path]) -> list[str]:
    return [file.name for file in files]


def test_what_is_posted_is_one_word_file_and_what_is_mailed_a_draft_each(
    planned: LetterPlan, tmp_path: Path
) -> None:
    files = make(planned, Wanted(tmp_path / "out"))
    assert names(files) == ["thanks.docx", "zydre-simkute-a-1-2.eml", "zydre-simkute-a-1.eml"]


def test_the_same_plan_gives_the_same_bytes(planned: LetterPlan, tmp_path: Path) -> None:
    formats = formats_of("docx,pdf,html,txt,eml")
    for folder in ("one", "other"):
        make(planned, Wanted(tmp_path / folder, formats))
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "other" / file.name).read_bytes(), file.name


def test_made_again_into_the_same_folder_nothing_changes(
    planned: LetterPlan, tmp_path: Path
) -> None:
    wanted = Wanted(tmp_path / "out", ("txt",))
    assert make(planned, wanted) == make(planned, wanted)


def test_a_file_of_somebody_else_is_never_replaced(planned: LetterPlan, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "thanks.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FileThereError, match=r"thanks\.txt"):
        make(planned, Wanted(folder, ("html", "txt"), one_file=True))
    assert names(list(folder.iterdir())) == ["thanks.txt"]
    assert (folder / "thanks.txt").read_text(encoding="utf-8") == "mine"


def test_the_usual_folder_takes_a_number_when_other_letters_are_there(
    planned: LetterPlan, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "thanks.txt").write_text("mine", encoding="utf-8")
    (made,) = make(planned, Wanted(folder, ("txt",), one_file=True, numbered=True))
    assert made.parent.name == "out (2)"


@pytest.mark.skipif(
    sys.platform == "win32" or (hasattr(os, "geteuid") and os.geteuid() == 0),
    reason="whoever runs the tests may write everywhere",
)
def test_a_folder_one_may_not_write_to_is_told_in_a_sentence(
    planned: LetterPlan, tmp_path: Path
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(NotWrittenError, match="Nothing was made"):
        make(planned, Wanted(closed / "out"))


def test_the_folder_one_stands_in_is_a_folder_too(
    planned: LetterPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (file,) = make(planned, Wanted(Path(), ("txt",), one_file=True))
    assert (tmp_path / file.name).exists()


def test_a_campaign_of_many_letters_has_a_folder_that_every_disk_takes() -> None:
    folder = folder_of(Path("clients.xlsx"), "ž" * 300, DAY)
    assert len(folder.name.encode()) < 255


def test_a_folder_that_is_a_file_is_told_in_a_sentence(planned: LetterPlan, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(NotWrittenError, match="Nothing was made"):
        make(planned, Wanted(tmp_path / "out" / "letters"))
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".crmbook")] == []


def test_what_was_interrupted_leaves_nothing(planned: LetterPlan, tmp_path: Path) -> None:
    def stop(_number: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(planned, Wanted(tmp_path / "out"), stop)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["templates"]


def test_a_plan_without_letters_makes_no_folder(planned: LetterPlan, tmp_path: Path) -> None:
    with pytest.raises(NothingToMakeError):
        make(replace(planned, letters=()), Wanted(tmp_path / "out"))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "file"),
    [("UAB „Šviesos ratas“", "uab-sviesos-ratas"), ("../../etc/passwd", "etc-passwd"), ("CON", "con"),
     ("a\x00b\nc", "a-b-c"), ("💐", ""), ("ė" * 300, "e" * 60)],
)  # fmt: skip
def test_a_name_is_a_file_name_on_every_disk(name: str, file: str) -> None:
    assert safe(name) == file


def test_formats_are_understood_as_they_are_typed() -> None:
    assert formats_of("docx, PDF .eml pdf") == ("docx", "pdf", "eml")
    with pytest.raises(NoSuchFormatError, match="“doc”"):
        formats_of("doc")


def test_labels_are_for_what_goes_by_post(planned: LetterPlan) -> None:
    assert labels.labels(planned.letters) == [
        ["<b>UAB</b> „Ąžuolas“ & Co", "Pavyzdžio g. 3", "Kaunas"]
    ]


def test_a_label_in_word_says_literally_what_the_client_is_called(
    planned: LetterPlan, tmp_path: Path
) -> None:
    path = tmp_path / "labels.docx"
    path.write_bytes(labels.word(labels.labels(planned.letters)))
    with zipfile.ZipFile(path) as archive:
        assert (
            "&lt;b&gt;UAB&lt;/b&gt; „Ąžuolas“ &amp; Co"
            in archive.read("word/document.xml").decode()
        )


def test_twenty_five_labels_take_two_sheets() -> None:
    made = labels.pdf([[f"Client {number}", "Oak Street 1"] for number in range(25)])
    assert len(PdfReader(BytesIO(made)).pages) == 2
