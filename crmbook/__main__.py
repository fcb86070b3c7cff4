"""``python -m crmbook`` is ``crmbook``."""

import sys


def main() -> None:
    """Run the command line; Ctrl-C is quiet from the first moment, while Python still loads it."""
    try:
        from crmbook.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(1)


if __name__ == "__main__":
    main()
