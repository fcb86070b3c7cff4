"""``python -m crmbook`` is ``crmbook``."""

from crmbook.cli import main

main()
