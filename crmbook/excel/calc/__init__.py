"""LibreOffice Calc as xlwings knows a spreadsheet program: what works in Excel works there too.

Only what the live book and the buttons need is here; the rest of xlwings says that it is not
implemented. Python finds LibreOffice's own modules, ``uno`` and ``pyuno``, where LibreOffice has
put them: on Debian that is the package python3-uno.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xlwings

__all__ = ["connect", "register"]


def connect(pipe: str, seconds: float = 20) -> Any:
    """The component context of the LibreOffice that listens on a pipe."""
    from crmbook.excel.calc import bridge

    return bridge.connect(pipe, seconds)


def register(context: Any) -> xlwings.Engine:
    """Make xlwings speak to that LibreOffice from now on; what it spoke to before is still there."""
    import xlwings

    from crmbook.excel.calc.application import Engine

    engine = xlwings.Engine(impl=Engine(context))
    xlwings.engines.add(engine)
    engine.activate()
    return engine
