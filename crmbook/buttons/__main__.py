"""``python -m crmbook.buttons refresh``: what the macro behind a button runs."""

from __future__ import annotations

import sys


def main() -> None:
    from crmbook.buttons.pressing import press

    sys.exit(press(sys.argv[1:]))


if __name__ == "__main__":
    main()
