"""Letters from one Word template beside docxtpl's; e-mails and PDFs beside our Word letters.

python benchmarks/letters.py            10,000 letters, 200 by docxtpl, 1,000 PDFs (needs docxtpl)
python benchmarks/letters.py 1000 50    fewer of both; PDFs stay
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from measuring import Cost, python

PDFS = 1_000

TEMPLATE = """
import struct, sys, zlib
import docx
from docx.shared import Cm

def png():
    rows = b"".join(b"\\0" + bytes((x * y) % 251 for x in range(360)) for y in range(120))
    parts = [(b"IHDR", struct.pack(">IIBBBBB", 120, 120, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\\x89PNG\\r\\n\\x1a\\n" + b"".join(
        struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts)

def split(paragraph, text):
    for n in range(0, len(text), 6):
        paragraph.add_run(text[n:n + 6])

made = docx.Document()
import io
made.sections[0].header.paragraphs[0].add_run().add_picture(io.BytesIO(png()), width=Cm(3))
split(made.sections[0].footer.paragraphs[0], "{{ company.name }}, {{ client.name }}")
made.add_heading("Offer for {{ client.name }}", 1)
split(made.add_paragraph(), "Dear {{ client.name }}, {% if client.vip %}thank you for {{ client.years }} years{% else %}welcome{% endif %}.")
for n in range(8):
    split(made.add_paragraph(), "We thank {{ client.name }} of {{ client.city }} and tell more about the offer. " * 2)
table = made.add_table(rows=4, cols=3)
for cell, text in zip(table.rows[0].cells, ("Product", "Quantity", "Amount")):
    cell.text = text
table.cell(1, 0).text = "{%tr for line in lines %}"
for cell, text in zip(table.rows[2].cells, ("{{ line.product }}", "{{ line.quantity }}", "{{ line.amount }}")):
    split(cell.paragraphs[0], text)
table.cell(3, 0).text = "{%tr endfor %}"
made.add_paragraph("{%p if client.vip %}")
made.add_paragraph("A gift waits for you.")
made.add_paragraph("{%p endif %}")
made.add_paragraph("Yours sincerely")
made.save(sys.argv[1])
"""
CONTEXT = """
import sys
def context(n):
    return {
        "client": {"name": f"Client {n}", "vip": n % 3 == 0, "years": n % 9 + 1, "city": "Vilnius"},
        "company": {"name": "Rytas"}, "letter": {"language": "en"},
        "lines": [{"product": f"Product {k}", "quantity": k, "amount": f"{k * 10}.00"} for k in range(1, 6)],
    }
template, target, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
"""
DOCXTPL = """
from docxtpl import DocxTemplate
for n in range(count):
    made = DocxTemplate(template)
    made.render(context(n), autoescape=True)
    made.save(f"{target}/letter.docx")
"""
OURS = """
from pathlib import Path
from crmbook.letters.word import compile
made = compile(Path(template))
for n in range(count):
    Path(target, "letter.docx").write_bytes(made.render(context(n)))
"""
PRINT_FILE = """
from pathlib import Path
from crmbook.letters.word import compile
compile(Path(template)).render_many(map(context, range(count)), Path(target, "print.docx"))
"""
LETTERS = """
import datetime
from pathlib import Path
from crmbook.letters.letter import compose
from crmbook.letters.template import Template
BODY = '''Dear {{ client.name }},

we thank you for **{{ client.years }} years** in {{ client.city }}, and make you an offer until the end of the year.

| Product | Quantity | Amount |
|---|--:|--:|
{% for line in lines %}
| {{ line.product }} | {{ line.quantity }} | {{ line.amount }} |
{% endfor %}

{% if client.vip %}
A gift waits for you: [see it](https://example.com/gift).
{% endif %}

- Call us on {{ company.phone }}
- or come by

Yours sincerely
'''
letter = Template(
    name="offer", language="en", kind="offer", channels=("email",), subject="An offer for {{ client.name }}",
    audience="", consent="", salutation="formal", attachments=(), valid_until=None,
    fallback_salutation="", asks=(), path=Path("offer.en.md"), body=BODY)
def letters():
    for n in range(count):
        made = context(n)
        made["client"] |= {"id": str(n), "email": "a@example.com", "address": "Street 1", "city": "Vilnius", "country": None}
        made["company"] |= {"phone": "+370 600 00000", "address": "Street 2, Vilnius"}
        made["letter"] |= {"date": datetime.date(2026, 11, 22)}
        yield compose(letter, made)
"""
EMAILS = """
from crmbook.letters import html, plain
for n, each in enumerate(letters()):
    Path(target, "mail").write_text(html.email(each) + plain.text(each), encoding="utf-8")
"""
MARKDOWN_WORD = """
from crmbook.letters import word_from_markdown
for each in letters():
    Path(target, "letter.docx").write_bytes(word_from_markdown.document([each]))
"""
PDF = """
from crmbook.letters import pdf
Path(target, "letters.pdf").write_bytes(pdf.document(list(letters())))
"""


def main() -> None:
    ours, theirs = (int(each) for each in (*sys.argv[1:3], "10000", "200")[:2])
    with tempfile.TemporaryDirectory() as folder:
        template = str(Path(folder, "offer.docx"))
        python(TEMPLATE, template)

        def run(code: str, count: int) -> tuple[Cost, int]:
            return python(CONTEXT + code, template, folder, str(count)), count

        rows = {
            f"docxtpl, {theirs:,} letters": run(DOCXTPL, theirs),
            f"ours, {ours:,} letters": run(OURS, ours),
            f"ours, {ours:,} in one print file": run(PRINT_FILE, ours),
            f"e-mails, html and text, {ours:,}": run(LETTERS + EMAILS, ours),
            f"Word from Markdown, {ours:,}": run(LETTERS + MARKDOWN_WORD, ours),
            f"PDF by typst, {PDFS:,} in one file": run(LETTERS + PDF, PDFS),
        }
    show(rows)


def show(rows: dict[str, tuple[Cost, int]]) -> None:
    """Milliseconds of CPU a letter, the start of Python included; how many times docxtpl's speed."""
    base = next(taken.cpu / count for taken, count in rows.values())
    print(f"{'':40}{'CPU s':>8}{'ms each':>9}{'MB':>7}{'faster':>9}")
    for name, (taken, count) in rows.items():
        each = taken.cpu / count
        print(
            f"{name:40}{taken.cpu:8.2f}{each * 1000:9.2f}{taken.megabytes:7.0f}{base / each:8.1f}×"
        )


if __name__ == "__main__":
    main()
