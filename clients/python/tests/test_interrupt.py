"""Ctrl-C in a program that uses the client."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import Any

import pytest

from scripted import NOW, Action, ScriptedServer, Stall, Stream, event
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


NOTEBOOK = """
events = metaforge.MetaForgeClient(url).events(after=0)
for cell in range(2):
    try:
        for event in events:
            print(event.id, flush=True)
    except KeyboardInterrupt:
        print("interrupted", flush=True)
"""


def hear_ctrl_c() -> None:
    """Let a program hear Ctrl-C also where the tests run as a background job, which ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_stream_goes_on_where_it_was_after_ctrl_c_in_a_notebook() -> None:
    streams = [Stream((event(1),), hold=True), Stream((event(2),), hold=True)]
    with ScriptedServer(*streams) as server:
        program = subprocess.Popen(
            [sys.executable, "-X", "dev", "-W", "error", "-c", f"import metaforge\nurl = {server.url!r}\n{NOTEBOOK}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=hear_ctrl_c,
        )
        assert program.stdout is not None
        for expected in ("1", "interrupted", "2"):
            assert program.stdout.readline().strip() == expected
            if expected != "interrupted":
                program.send_signal(signal.SIGINT)
        shown, complaints = program.communicate(timeout=30)
        assert (shown, complaints) == ("interrupted\n", "")
        assert [request.query for request in server.requests] == ["after=0", "after=1"]
        server.await_no_connections()


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
            [sys.executable, "-X", "dev", "-W", "error", "-c", code],
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=hear_ctrl_c,
        )
        server.await_requests(requests, timeout=30)
        program.send_signal(signal.SIGINT)
        _, complaints = program.communicate(timeout=30)
        assert complaints.rstrip().endswith("KeyboardInterrupt"), complaints
        assert "Warning" not in complaints
        assert "never retrieved" not in complaints
        server.await_no_connections()
