"""Runs the blocks of the guide, one after the other, as a reader would."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import PROJECT, Gateway

GUIDE = PROJECT / "docs" / "clients" / "python.md"
README = PROJECT / "clients" / "python" / "README.md"


def blocks(page: Path) -> list[str]:
    """Return the blocks of Python of a page."""
    return re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("page", [GUIDE, README], ids=lambda page: page.name)
def test_the_blocks_of_a_page_run_in_order(page: Path, own_gateway: Gateway, tmp_path: Path) -> None:
    found = blocks(page)
    assert len(found) == {"python.md": 7, "README.md": 1}[page.name]
    script = tmp_path / "blocks.py"
    script.write_text("\n\n".join(found).replace("http://localhost:3000", own_gateway.url), encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-X", "dev", str(script)], capture_output=True, text=True, timeout=120, check=False
    )

    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    written = {path.name for path in own_gateway.workspace.iterdir() if not path.name.startswith(".")}
    assert written == {"PRD.md", "constraints.json", "assumptions.md"}
    if page == GUIDE:
        for said in ("written: assumptions.md constraints.json", "session.complete", "not what is pending:"):
            assert said in done.stdout


def test_the_table_of_errors_names_all_there_are() -> None:
    import metaforge.errors

    page = GUIDE.read_text(encoding="utf-8")
    assert [name for name in metaforge.errors.__all__ if f"`{name}`" not in page] == []
