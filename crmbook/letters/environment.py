"""Where templates run: a sandbox that reads plain dicts, prints what is filled, and stops in time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

from crmbook.errors import CrmbookError
from crmbook.language import Language, _

if TYPE_CHECKING:
    from crmbook.letters.sandbox import Sandbox

_SHOWN = 80  # characters of a line in a message
Escape = Callable[[object], str]


class TemplateError(CrmbookError):
    """A template can't be used as it is.

    template  name of its file
    part      of a Word document: "header", "footer" …; "" elsewhere
    place     "line 12", "paragraph 3", or "" when the whole file is meant; number is the 12 or the 3
    variable  the field it is about, "" when it is about none
    around    the text of the line or paragraph
    client    whose letter it was, "" when it would be any
    remedy    what to do
    """

    def __init__(  # noqa: PLR0913  # each tells the owner one thing more
        self,
        what: str,
        *,
        template: str = "",
        part: str = "",
        place: str = "",
        number: int = 0,
        variable: str = "",
        around: str = "",
        client: str = "",
        remedy: str = "",
    ) -> None:
        self.what, self.template, self.part, self.place = what, template, part, place
        self.number = number
        self.variable, self.around, self.client, self.remedy = variable, around, client, remedy
        shown = shorten(around, _SHOWN, placeholder=" …")
        quoted = _("“{text}”").format(text=shown) if around else ""
        where = ", ".join(piece for piece in (template, part, place, quoted) if piece)
        said = " ".join(piece for piece in (what, remedy) if piece)
        whose = f" ({client})" if client else ""
        super().__init__(f"{where}{whose}: {said}" if where else said)


def environment(
    language: Language,
    *,
    escape: Escape | None = None,
    folders: Sequence[Path] = (),
) -> Sandbox:
    """A sandbox for templates of a language.

    escape   makes the text of a value fit where it is printed; None: control characters go, no more
    folders  where ``include`` finds partials, the first wins; none: nothing can be included
    """
    from crmbook.letters.partials import Partials
    from crmbook.letters.sandbox import Sandbox
    from crmbook.letters.values import legible

    return Sandbox(language, escape or legible, Partials(language, folders))
