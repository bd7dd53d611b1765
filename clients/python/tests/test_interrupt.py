"""Ctrl-C in a program that uses the client."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import Any

import pytest

from scripted import NOW, Action, ScriptedServer, Stall, Stream
from test_waiting import Gateway, page, session

PROGRAMS = {
    "request": "metaforge.MetaForgeClient(url).health()",
    "events": "next(metaforge.MetaForgeClient(url).events())",
    "wait": "metaforge.MetaForgeClient(url).run_skill('spec').wait_for_completion()",
    "events with asyncio": """
import asyncio
async def main():
    async with metaforge.AsyncMetaForgeClient(url) as client:
        async for event in client.events():
            pass
asyncio.run(main())
""",
}


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("what", PROGRAMS)
def test_ctrl_c_ends_it_at_once_and_leaves_nothing_behind(what: str) -> None:
    waiting: list[Action] = [NOW, Stream((b":\n\n",), hold=True)]
    scripts: dict[str, tuple[list[Any], int]] = {
        "request": ([Stall()], 1),
        "events": (waiting, 2),
        "wait": ([Gateway([session("running")], [page()], [Stream((b":\n\n",), hold=True)])], 4),
        "events with asyncio": (waiting, 2),
    }
    script, requests = scripts[what]
    with ScriptedServer(*script) as server:
        code = f"import metaforge\nurl = {server.url!r}\n{PROGRAMS[what]}"
        program = subprocess.Popen(
            [sys.executable, "-X", "dev", "-W", "error", "-c", code], stderr=subprocess.PIPE, text=True
        )
        server.await_requests(requests, timeout=30)
        program.send_signal(signal.SIGINT)
        _, complaints = program.communicate(timeout=30)
        assert complaints.rstrip().endswith("KeyboardInterrupt"), complaints
        assert "Warning" not in complaints
        assert "never retrieved" not in complaints
        server.await_no_connections()
