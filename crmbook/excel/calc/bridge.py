"""The bridge to a running LibreOffice, and what UNO calls things."""

from __future__ import annotations

import builtins
import sys
import time
from collections.abc import Callable
from typing import Any

from crmbook.errors import CrmbookError
from crmbook.language import _

_PAUSE = 0.1
_SYSTEM = "/usr/lib/python3/dist-packages"  # where Debian and Ubuntu put python3-uno
_plain_import = builtins.__import__


class NoBridgeError(CrmbookError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This Python can't speak to LibreOffice: its module “uno” is missing. On Debian and "
                "Ubuntu install the package python3-uno; elsewhere use LibreOffice's own Python."
            )
        )


class NoAnswerError(CrmbookError):
    def __init__(self, pipe: str) -> None:
        super().__init__(
            _(
                "LibreOffice does not answer on “{pipe}”. Close the workbook, open it again and "
                "press the button once more."
            ).format(pipe=pipe)
        )


def _uno() -> Any:
    try:
        import uno
    except ImportError:
        uno = _beside_the_system()
    # It takes the place of the import statement, for names that begin with "com.sun.star", and the
    # errors of every other import would then come from there.
    builtins.__import__ = _plain_import
    uno._uno_struct__setattr__ = _set  # noqa: SLF001  # see there
    return uno


def _set(struct: Any, name: str, value: object) -> None:
    """Set a field of a structure or of an error of LibreOffice's.

    Its own way takes every name for a field, and an error that leaves a ``with`` block is told its
    traceback there: another error would come of it, and the first would be lost.
    """
    if name.startswith("__"):
        object.__setattr__(struct, name, value)
    else:
        setattr(struct.__dict__["value"], name, value)


def _beside_the_system() -> Any:
    """The system's own uno, which an environment of its own does not see."""
    # Last, so that of everything else there nothing is taken that was installed for us.
    sys.path.append(_SYSTEM)
    try:
        import uno
    except ImportError as error:
        sys.path.remove(_SYSTEM)
        raise NoBridgeError from error
    return uno


def connect(pipe: str, seconds: float) -> Any:
    """Wait until LibreOffice listens on the pipe: a button starts us before it does."""
    here = _uno().getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", here
    )
    until = time.monotonic() + seconds
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception as error:
            if not _is(error, "NoConnectException"):
                raise
            if time.monotonic() > until:
                raise NoAnswerError(pipe) from error
            time.sleep(_PAUSE)


def _is(error: Exception, name: str) -> bool:
    return type(error).__name__.endswith(name)


def struct(name: str, *values: object) -> Any:
    """A structure that LibreOffice passes by value, "awt.Point"."""
    return _uno().createUnoStruct(f"com.sun.star.{name}", *values)


def enum(name: str, value: str) -> Any:
    return _uno().Enum(f"com.sun.star.{name}", value)


def properties(**values: object) -> tuple[Any, ...]:
    """Named values, as LibreOffice takes them."""
    found = []
    for name, value in values.items():
        each = struct("beans.PropertyValue")
        each.Name, each.Value = name, value
        found.append(each)
    return tuple(found)


class Callback:
    """What LibreOffice calls back, once; its names are LibreOffice's own."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.notify = lambda _data: work()

    def getTypes(self) -> tuple[Any, ...]:  # noqa: N802
        return (_uno().getTypeByName("com.sun.star.awt.XCallback"),)

    def getImplementationId(self) -> Any:  # noqa: N802
        return _uno().ByteSequence(b"")


def url_of(path: str) -> str:
    return str(_uno().systemPathToFileUrl(path))


def path_of(url: str) -> str:
    return str(_uno().fileUrlToSystemPath(url))
