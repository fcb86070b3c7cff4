"""A LibreOffice is found where it listens, not where one has crashed."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from crmbook.excel.calc import listening

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")


def test_a_pipe_counts_while_somebody_listens_there() -> None:
    name = f"crmbook{os.getpid()}listening"
    path = Path(f"/tmp/OSL_PIPE_{os.getuid()}_{name}")  # noqa: S108  # where LibreOffice makes it
    with socket.socket(socket.AF_UNIX) as server:
        try:
            server.bind(str(path))
            assert name not in listening.pipes()  # bound, and nobody hears
            server.listen()
            assert name in listening.pipes()
            server.close()
            assert path.exists()
            assert name not in listening.pipes()
        finally:
            path.unlink(missing_ok=True)
