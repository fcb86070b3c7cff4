"""Killed at any moment, and two at once: nobody ever gets the same letter twice."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crmbook.letters.ledger import Ledger

if TYPE_CHECKING:
    from letters.conftest import Post

LETTERS = 40
SENDER = """
import sys
from datetime import date
from pathlib import Path
from crmbook.letters.ledger import Entry, Ledger
from crmbook.letters.mail_server import Server
from crmbook.letters.sending import Outgoing, Pace, send

folder, port, authority, password, many, alone = sys.argv[1:]

def letter(number):
    address = f"client{number}@example.lt"
    text = f"Message-ID: <{number}@firm.example>\\r\\n\\r\\nLaba diena\\r\\n".encode()
    entry = Entry("win-back", str(number), "email", "claimed", date(2026, 3, 31), address)
    return Outgoing(entry, "clerk@firm.example", address, lambda: text)

server = Server("127.0.0.1", int(port), "clerk@firm.example", password, Path(authority), timeout=10)
with Ledger(Path(folder) / "letters.sqlite") as ledger:
    if alone == "alone":
        ledger.give_up_claims()
    print("ready", flush=True)
    for delivered in send([letter(n) for n in range(int(many))], server, ledger, Pace(lambda _s: None, waits=())):
        print(delivered.outcome, flush=True)
"""


def start(folder: Path, post: Post, *, alone: bool = True) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", SENDER, str(folder), str(post.port), str(post.ca_file),
         post.password, str(LETTERS), "alone" if alone else "beside another"],
        stdout=subprocess.PIPE,
    )  # fmt: skip


def twice(post: Post) -> list[str]:
    return [
        address for address, times in Counter(to for to, _id in post.letters).items() if times > 1
    ]


def states(folder: Path) -> Counter[str]:
    with Ledger(folder / "letters.sqlite") as ledger:
        return Counter(entry.state for entry in ledger.entries())


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_moment_nobody_gets_a_letter_twice(
    seed: int, post: Post, tmp_path: Path
) -> None:
    moments = random.Random(seed)
    for _kill in range(6):
        sending = start(tmp_path, post)
        assert sending.stdout is not None
        sending.stdout.readline()
        time.sleep(moments.uniform(0, 0.25))
        sending.kill()
        sending.communicate()
    start(tmp_path, post).communicate(timeout=60)
    after = states(tmp_path)
    assert twice(post) == []
    assert after["sent"] + after["unknown"] == LETTERS
    assert after["unknown"] <= 6
    arrived = {to for to, _id in post.letters}
    assert len(arrived) >= after["sent"]


@pytest.mark.slow
@pytest.mark.parametrize("when", ["at the address", "in the text"])
def test_killed_while_the_server_listens_the_letter_is_not_sent_again(
    when: str, post: Post, tmp_path: Path
) -> None:
    killed: list[int] = []
    sending = start(tmp_path, post)

    def kill(address: str) -> str:
        if "client3@" in address and not killed:
            killed.append(sending.pid)
            sending.kill()
            sending.wait()
        return ""

    if when == "in the text":
        post.on_text = kill
    else:
        post.on_to = kill
    sending.communicate(timeout=60)
    start(tmp_path, post).communicate(timeout=60)
    assert killed
    assert twice(post) == []
    assert states(tmp_path) == {"sent": LETTERS - 1, "unknown": 1}


@pytest.mark.slow
def test_two_at_once_send_each_letter_once(post: Post, tmp_path: Path) -> None:
    Ledger(tmp_path / "letters.sqlite").close()
    both = [start(tmp_path, post, alone=False) for _each in range(2)]
    for sending in both:
        sending.communicate(timeout=60)
    assert twice(post) == []
    assert len(post.letters) == LETTERS
    assert states(tmp_path) == {"sent": LETTERS}
