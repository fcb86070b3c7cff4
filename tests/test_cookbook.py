"""Every recipe of the cookbook runs, and so does the README's Python."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COOKBOOK = (ROOT / "docs" / "cookbook.md").read_text(encoding="utf-8")
RECIPES = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", COOKBOOK, re.DOTALL | re.MULTILINE))


def run(kind: str, code: str, folder: Path) -> None:
    """Run a block as its reader would; exit code 3 is done, with something to mend."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    if kind == "sh":
        shell = f'crmbook() {{ "{sys.executable}" -m crmbook "$@"; }}\n'
        for line in code.strip().splitlines():
            done = subprocess.run(
                ["bash", "-c", shell + line], cwd=folder, env=environment, check=False
            )
            assert done.returncode in (0, 3), line
    else:
        subprocess.run([sys.executable, "-c", code], cwd=folder, env=environment, check=True)


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_runs(recipe: str, tmp_path: Path) -> None:
    blocks = re.findall(r"```(sh|python)\n(.*?)```", RECIPES[recipe], re.DOTALL)
    assert blocks
    for kind, code in blocks:
        run(kind, code, tmp_path)


def test_the_python_of_the_readme_runs(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    code = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    run("sh", "crmbook demo clients.xlsx --as-of 2026-03-31", tmp_path)
    run("python", "\n".join(code), tmp_path)
