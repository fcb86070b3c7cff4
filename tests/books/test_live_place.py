"""Where an open workbook lies: on this computer, on a server, or nowhere yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from xlwings import XlwingsError

from crmbook.books.live import LiveBook
from crmbook.books.live.finding import is_meant
from crmbook.books.live.place import file_of


@dataclass
class OnServer:
    """As xlwings has a workbook in SharePoint that is kept in step with no folder here."""

    name: str = "clients.xlsm"

    @property
    def fullname(self) -> str:
        raise XlwingsError("URL https://firma.sharepoint.com/sites/crm/clients.xlsm not recognized")


@dataclass
class Unsaved:
    name: str = "Book1"
    fullname: str = "Book1"


@pytest.mark.parametrize("book", [OnServer(), Unsaved()])
def test_what_has_no_file_here_is_told_so_and_kept_of_in_the_users_home(book: Any) -> None:  # noqa: ANN401  # as xlwings has it
    assert file_of(book) is None
    live = LiveBook(book)
    assert live.path is None
    assert live.folder.path == Path.home() / "crmbook" / f"{Path(book.name).stem}.crmbook"


def test_a_workbook_on_a_server_is_meant_by_its_name_and_by_any_path_that_ends_in_it() -> None:
    book: Any = OnServer()
    assert is_meant(book, "CLIENTS.xlsm")
    assert is_meant(book, "https://firma.sharepoint.com/sites/crm/clients.xlsm")
    assert not is_meant(book, "sales.xlsm")
