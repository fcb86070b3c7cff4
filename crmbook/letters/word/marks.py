"""Letters of a private alphabet that hold places in the XML until a letter is rendered.

No value can hold them: ``legible`` takes them out.
"""

from __future__ import annotations

import re

FIRST_TAG = 0xF0000  # one letter for each tag, in the order they were found
TAGS = re.compile("[\U000f0000-\U000ffffd]")
MOST_TAGS = 0xFFF0

NUMBER = "\ue002"  # of a drawing: unique in the whole file
LETTER = "\ue003"  # which letter of the file it is, behind names and numbers
END = "\ue004"  # of a cell or a header, which must end with a paragraph
TABLE = "\ue005"  # before a table whose rows may all be left out
BODY = "\ue006"  # where the words of the letter begin
BODY_END = "\ue007"  # and end
SECTION = "\ue008"  # in the last paragraph, where a section may end
BREAK = "\ue009"  # after the last block, where a paragraph may be put that ends the section

PRIVATE = re.compile("[\ue000-\ue00f\U000f0000-\U0010ffff]")
