"""What a user waits for before anything happens: `crmbook --help`, `import crmbook`.

python benchmarks/start.py
"""

from __future__ import annotations

import sys

from measuring import cost, python, table


def main() -> None:
    table(
        [
            ("python -c pass", python("pass")),
            ("import crmbook", python("import crmbook")),
            ("import crmbook, open_book", python("import crmbook; crmbook.open_book")),
            ("crmbook --help", cost(sys.executable, "-m", "crmbook", "--help")),
            ("import pandas", python("import pandas")),
        ],
        against="python -c pass",
    )


if __name__ == "__main__":
    main()
