"""The macros of a workbook: our modules, with their sentences in its language."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from itertools import groupby

from crmbook.excel.project import Module
from crmbook.language import _

# What the buttons do, and the picture that Office has for each
COMMANDS: Mapping[str, str] = {
    "refresh": "RefreshAll",
    "letters": "MailMergeGoToFirstRecord",
    "month": "CreateReport",
    "check": "Spelling",
    "client": "FindDialog",
}


def captions() -> Mapping[str, str]:
    """Command → what stands on its button."""
    return {
        "refresh": _("Refresh"), "letters": _("Letters"), "month": _("Monthly report"),
        "check": _("Check"), "client": _("Client card"),
    }  # fmt: skip


def macro(command: str) -> str:
    """The macro behind a button: "refresh" → "CrmRefresh"."""
    return f"Crm{command.capitalize()}"


def modules() -> list[Module]:
    """What a workbook with buttons needs, in the language spoken."""
    folder = resources.files(__package__) / "macros"
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".bas")),
        key=lambda file: file.name,
    )
    read = [Module(file.name.removesuffix(".bas"), file.read_text("ascii")) for file in files]
    return [*read, Module("CrmTexts", _texts(_sentences()))]


def _sentences() -> Mapping[str, str]:
    return {
        "save_first": _("Save the workbook once, so that crmbook knows where it is; then press the button again."),
        "not_set_up": _("crmbook is not set up on this computer. Type in a terminal: crmbook setup"),
        "stopped": _("The button could not do its work. Type in a terminal: crmbook doctor"),
    }  # fmt: skip


def _texts(sentences: Mapping[str, str]) -> str:
    cases = "".join(
        f'        Case "{name}": CrmText = {_literal(said)}\n' for name, said in sentences.items()
    )
    return (
        "Option Explicit\n"
        "Public Function CrmText(ByVal Name As String) As String\n"
        f"    Select Case Name\n{cases}    End Select\nEnd Function\n"
    )


def _literal(text: str) -> str:
    """A text in VBA, which can be sure of ASCII only: "Š" is ChrW(352)."""
    pieces = []
    for plain, letters in groupby(text, key=str.isascii):
        piece = "".join(letters)
        if plain:
            pieces.append('"' + piece.replace('"', '""') + '"')
        else:
            pieces += [f"ChrW({ord(letter)})" for letter in piece]
    return " & ".join(pieces) or '""'
