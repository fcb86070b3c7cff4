"""A press as `python -m crmbook.buttons` does it, and when each stage of it began.

Stands in for the interpreter that a button starts: buttons.py names it in the setting. What is
imported up here is part of every Python; all else counts among the imports of the press.
"""

from __future__ import annotations

import builtins
import sys
import time

BEGAN = time.time()
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType
    from typing import Any

    from crmbook.sheet import Sheet


class Clock:
    """Moments of stages, and how long the imports within each of them took."""

    def __init__(self) -> None:
        self.stages: list[tuple[str, float, float]] = [("start", BEGAN, 0)]
        self._import = builtins.__import__
        self._depth = 0
        self._imported = 0.0

    def begin(self, stage: str) -> None:
        name, moment, _none = self.stages[-1]
        self.stages[-1] = (name, moment, self._imported)
        self._imported = 0.0
        self.stages.append((stage, time.time(), 0))

    def imported(self, *names: Any, **more: Any) -> ModuleType:  # noqa: ANN401  # as the statement calls it
        """In the place of the import statement; an import within another is part of it."""
        self._depth += 1
        began = time.time()
        try:
            return self._import(*names, **more)
        finally:
            self._depth -= 1
            if not self._depth:
                self._imported += time.time() - began


def watch(clock: Clock) -> None:
    """The press tells its steps in the status bar; of its writing the book knows."""
    from crmbook.books.live import LiveBook
    from crmbook.buttons.window import Window

    busy, calm, write = Window.busy, Window.calm, LiveBook.write

    def watched_busy(self: Window, step: str) -> None:
        busy(self, step)
        clock.begin("read" if clock.stages[-1][0] == "connect" else "compute")

    def watched_calm(self: Window) -> None:
        calm(self)
        clock.begin("done")

    def watched_write(self: LiveBook, sheets: Sequence[Sheet]) -> None:
        clock.begin("write")
        write(self, sheets)

    for owner, watched in (
        (Window, watched_busy), (Window, watched_calm), (LiveBook, watched_write),
    ):  # fmt: skip
        setattr(owner, watched.__name__.removeprefix("watched_"), watched)


def main() -> None:
    clock = Clock()
    builtins.__import__ = clock.imported
    clock.begin("connect")
    watch(clock)
    from crmbook.buttons.pressing import press

    notes, _b, _m, _module, *words = sys.argv[1:]
    code = press(words)
    if words[0] == "ready":  # asked once, before the first press: a part of its start
        sys.exit(code)
    import json
    import os
    from pathlib import Path

    taken = os.times()
    noted = {"stages": clock.stages, "cpu": taken.user + taken.system}
    Path(f"{notes}.new").write_text(json.dumps(noted), encoding="utf-8")
    Path(f"{notes}.new").rename(notes)
    sys.exit(code)


main()
