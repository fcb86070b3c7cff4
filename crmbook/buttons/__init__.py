"""What happens when a button in the workbook is pressed, in Excel or in LibreOffice.

The macro behind a button runs ``python -m crmbook.buttons refresh …``. Whatever comes of it, the
clerk is told in one message; what a message can't hold is in the log that it names.
"""

from __future__ import annotations
