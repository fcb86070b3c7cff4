"""Where templates run: a sandbox that reads plain dicts, prints what is filled, and stops in time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crmbook.errors import CrmbookError
from crmbook.language import Language, _

if TYPE_CHECKING:
    from jinja2 import Environment

Escape = Callable[[object], str]


class TemplateError(CrmbookError):
    """A template can't be used as it is.

    template  name of its file
    part      of a Word document: "header", "footer" …; "" elsewhere
    place     "line 12", "paragraph 3", or "" when the whole file is meant
    variable  the field it is about, "" when it is about none
    around    the text of the line or paragraph
    remedy    what to do
    """

    def __init__(
        self,
        what: str,
        *,
        template: str = "",
        part: str = "",
        place: str = "",
        variable: str = "",
        around: str = "",
        remedy: str = "",
    ) -> None:
        self.what, self.template, self.part, self.place = what, template, part, place
        self.variable, self.around, self.remedy = variable, around, remedy
        where = ", ".join(piece for piece in (template, part, place) if piece)
        said = " ".join(piece for piece in (what, remedy) if piece)
        super().__init__(f"{where}: {said}" if where else said)


def environment(
    language: Language,
    *,
    escape: Escape | None = None,
    folders: Sequence[Path] = (),
) -> Environment:
    """A sandbox for templates of a language.

    escape   makes the text of a value fit where it is printed; None: control characters go, no more
    folders  where ``include`` finds partials, the first wins; none: nothing can be included
    """
    raise NotImplementedError
