"""The Start sheet: the first five minutes, and where everything is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from importlib import import_module
from textwrap import wrap

from crmbook.excel.sources import captions, macro
from crmbook.language import LANGUAGES, _, speaking
from crmbook.registry import REPORTS
from crmbook.reports.layout import PIXELS_BESIDE, PIXELS_OF_A_CHARACTER
from crmbook.schema import Names, Table
from crmbook.sheet import Area, Button, Cell, Column, Print, Sheet, Value, quoted

KEY = "start"
TITLE = Names("Start", "Pradžia", "Sākums")

NAMES, TEXT = 30, 96  # characters

_BUTTON_HEIGHT = 32  # points
_FIRST_WIDTH = NAMES * PIXELS_OF_A_CHARACTER + PIXELS_BESIDE  # the whole of its column
_BUTTON_ROOM, _BUTTON_GAP = 160, 10  # pixels from one button to the next, and between them

Line = list["Value | Cell"]


def start_sheet(
    tables: Sequence[Table], titles: Mapping[str, str] | None = None, *, buttons: bool = False
) -> Sheet:
    """Where everything is, and how to begin.

    titles  table key → the sheet it stands on, in a workbook that is in use already
    """
    head = _head()
    rows = [
        *head,
        *([[], []] if buttons else []),
        *(_buttons_explained() if buttons else []),
        *(_steps(tables, buttons=buttons) if titles is None else []),
        *_your_sheets(tables, titles or {}),
        *_our_sheets(),
        *_good_to_know(),
        *_help(),
    ]
    return Sheet(
        str(TITLE),
        rows,
        key=KEY,
        columns=[Column(3), Column(NAMES), Column(TEXT, "wrapped")],
        row_heights={n: _height(row) for n, row in enumerate(rows)}
        | ({len(head): _BUTTON_HEIGHT} if buttons else {}),
        buttons=_buttons(len(head)) if buttons else (),
        merges=[Area(n, 1, n, 2) for n, row in enumerate(rows) if _is_wide(row)],
        print=Print(),
        tab_color="#70AD47",
    )


def _buttons(row: int) -> list[Button]:
    """Side by side. LibreOffice draws columns wider: a button across the line between two would be, too."""
    (first, caption), *others = captions().items()
    return [
        Button(row, 1, caption, macro(first), width=_FIRST_WIDTH),
        *(
            Button(row, 2, caption, macro(command), left=_BUTTON_GAP + place * _BUTTON_ROOM)
            for place, (command, caption) in enumerate(others)
        ),
    ]


def _height(row: Line) -> float:
    """Tall enough for the text in its column: not every program looks at the text itself."""
    if not row:
        return 9
    if isinstance(row[1], Cell) and row[1].format == "title":
        return 34
    lines = len(wrap(str(row[2]), TEXT + 6)) if len(row) > 2 and isinstance(row[2], str) else 1
    return 6 + 15 * lines


def _is_wide(row: Line) -> bool:
    """Titles, which run over both columns."""
    return len(row) > 1 and isinstance(row[1], Cell) and row[1].format in {"subtitle", "heading"}


def _head() -> list[Line]:
    return [
        [None, Cell(_("Your clients in one workbook"), "title")],
        [None, Cell(_("You write down who your clients are and what they buy; crmbook says who is loyal, who has gone quiet and what to do today."), "subtitle")],
        [],
    ]  # fmt: skip


def _steps(tables: Sequence[Table], *, buttons: bool) -> list[Line]:
    clients, purchases = tables[0], tables[1]
    return [
        _section(_("The first five minutes")),
        [None, _link(f"1.  {clients.names}", str(clients.names)), _("Write your clients: one row a client, each with a number of its own. A few are enough to begin with.")],
        [None, _link(f"2.  {purchases.names}", str(purchases.names)), _("Write what they bought: who, when, for how much. Rows copied from another file may be pasted.")],
        *(_pressed() if buttons else _typed()),
        [],
    ]  # fmt: skip


def _typed() -> list[Line]:
    return [
        _line("3.", _("Save the workbook and close it.")),
        _line("4.  crmbook check", _("Type this in a terminal with the name of the file: crmbook check clients.xlsx. It says which cells to mend, and changes nothing.")),
        _line("5.  crmbook refresh", _("crmbook refresh clients.xlsx adds the report sheets to this workbook. Run it as often as you like: what you wrote stays as it is.")),
        _line("6.", _("Open the workbook again and look at the sheet “{sheet}”.").format(sheet=_report("overview"))),
    ]  # fmt: skip


def _pressed() -> list[Line]:
    """With buttons the workbook stays open, and nobody needs a terminal."""
    caption, said = captions(), _buttons_said()
    return [
        _line(f"3.  {caption['check']}", said["check"]),
        _line(f"4.  {caption['refresh']}", said["refresh"]),
        _line(f"5.  {_report('overview')}", _reports()["overview"]),
    ]


def _buttons_said() -> Mapping[str, str]:
    """Command → what its button does."""
    return {
        "refresh": _("Computes everything anew and writes the report sheets."),
        "letters": _("Shows who would get which letter, and who is held back and why."),
        "month": _("Writes the report of the last month that has ended, and shows it."),
        "check": _("Lists what to mend, by cell. It changes nothing."),
        "client": _("Shows the card of the client in whose row the cursor stands."),
    }


def _buttons_explained() -> list[Line]:
    said = _buttons_said()
    lines = [_line(caption, said[command]) for command, caption in captions().items()]
    return [_section(_buttons_heading()), *lines, []]


def _buttons_heading() -> str:
    return _("The buttons")


def lacks_a_button(said: AbstractSet[Value]) -> bool:
    """Whether a Start sheet, by its texts, is of an earlier crmbook, which had fewer buttons.

    A button that the owner has deleted is still explained, and so it is not missed.
    """
    for language in LANGUAGES:
        with speaking(language):
            if _buttons_heading() in said:
                return not said >= set(captions().values())
    return False


def _your_sheets(tables: Sequence[Table], titles: Mapping[str, str]) -> list[Line]:
    """Two tables may stand on one sheet: clients who are known from their purchases."""
    named = {titles.get(table.key, str(table.names)): table for table in reversed(tables)}
    lines: list[Line] = [_section(_("Your sheets"))]
    lines += [
        [None, _link(title, title), str(table.meaning)] for title, table in reversed(named.items())
    ]
    return [*lines, []]


def _our_sheets() -> list[Line]:
    lines = [_section(_("The sheets that crmbook refresh adds"))]
    lines += [_line(_report(key), said) for key, said in _reports().items()]
    return [*lines, []]


def _report(key: str) -> str:
    """The title of a report sheet, which the report itself knows."""
    return str(import_module(f"crmbook.reports.{key}").title())


def _reports() -> dict[str, str]:
    said = {
        "overview": _("The main numbers with what they mean, and three things to decide."),
        "todo": _("Who of you should do what, for which client, and why."),
        "silence": _("Clients who are later than their own rhythm, those who bring most first."),
        "segments": _("How many clients are loyal, new, fading or lost."),
        "abc": _("The few clients who bring most of the revenue."),
        "satisfied_loyal": _("Who is satisfied, who is loyal: two different things."),
        "next_product": _(
            "What each client needs again, and what similar clients buy and they do not."
        ),
        "quality": _("What to mend, what was left out, how everything was computed."),
        "scores": _("One row a client with every result, for your own tables and charts."),
    }
    return {key: said[key] for key in REPORTS if key in said}


def _good_to_know() -> list[Line]:
    return [
        _section(_("Good to know")),
        _line(_("Headings"), _("Dark headings are needed in every row, light ones are optional. Point at a heading to read what belongs there.")),
        _line(_("Your own columns"), _("Add columns and sheets, hide or delete what you don't use, sort and filter as you like.")),
        _line(_("Returns"), _("A return is a row with a negative amount. The amount may stay empty when quantity and price are there.")),
        _line(_("Safe"), _("Before every change crmbook keeps a copy of the workbook in the folder clients.crmbook beside it. Nothing leaves your computer.")),
        _line(_("Personal data"), _("This workbook holds data of people. Keep it where only those can open it who need it, write only what you need, and delete what you no longer need.")),
        [],
    ]  # fmt: skip


def _help() -> list[Line]:
    return [
        _section(_("Help")),
        _line("crmbook --help", _("All commands. Every command explains itself: crmbook refresh --help.")),
        _line("crmbook client", _("One client's card on the screen: crmbook client clients.xlsx “{name}”.").format(name=_("Smith"))),
        _line("crmbook month", _("Writes the report of the last month that has ended: crmbook month clients.xlsx.")),
        _line("crmbook demo", _("Makes a workbook of invented clients to try everything on.")),
    ]  # fmt: skip


def _section(title: str) -> Line:
    return [None, Cell(title, "heading"), Cell(None, "heading")]


def _line(name: str, said: str) -> Line:
    return [None, Cell(name, "label"), said]


def _link(text: str, sheet: str) -> Cell:
    return Cell(text, "link", link=f"#{quoted(sheet)}!A2")
