"""Work done in LibreOffice's main thread, which draws its windows."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any, Final

from crmbook.excel.calc import bridge

_PAUSE: Final = 1.0


def in_front(context: Any, work: Callable[[], object]) -> None:
    """Let LibreOffice call us, and do the work while it waits for us; raises what the work raises.

    While sheets come or go from another thread, it may draw what is there no more, and die of it.
    """
    done, failed = Event(), list[BaseException]()

    def called() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  # it is raised where the work was asked for
            failed.append(error)
        finally:
            done.set()

    callback = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.awt.AsyncCallback", context
    )
    callback.addCallback(bridge.Callback(called), None)
    while not done.wait(_PAUSE):
        context.getServiceManager()  # raises when LibreOffice has died, and will never call
    if failed:
        raise failed[0]
