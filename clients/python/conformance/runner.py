"""Works the commands of the conformance suite through the public API of one of the clients.

    python3 runner.py URL            MetaForgeClient
    python3 runner.py URL --async    AsyncMetaForgeClient

One JSON object a line on standard input, one a line on standard output; see clients/conformance/README.md.
"""

from __future__ import annotations

import argparse
import asyncio
import concurrent.futures
import inspect
import json
import os
import sys
import threading
import time
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path
from typing import Any, Callable, Optional, Union

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

import metaforge

Parameters = dict[str, Any]
Answer = dict[str, Any]
AnyClient = Union[metaforge.MetaForgeClient, metaforge.AsyncMetaForgeClient]

# The first class that fits names the error.
ERRORS: list[tuple[type[BaseException], str]] = [
    (metaforge.ValidationError, "validation"),
    (metaforge.UnauthorizedError, "unauthorized"),
    (metaforge.ForbiddenError, "forbidden"),
    (metaforge.NotFoundError, "not_found"),
    (metaforge.ConflictError, "conflict"),
    (metaforge.RateLimitedError, "rate_limited"),
    (metaforge.AgentError, "agent"),
    (metaforge.ToolError, "tool"),
    (metaforge.RunTimeoutError, "timeout"),
    (metaforge.UnavailableError, "unavailable"),
    (metaforge.InternalError, "internal"),
    (metaforge.ApiError, "api"),
    (metaforge.GatewayUnreachableError, "unreachable"),
    (metaforge.WaitTimeoutError, "wait_timeout"),
    (ValueError, "invalid_argument"),
    (TypeError, "invalid_argument"),
]


def described(error: BaseException) -> Answer:
    """Return an error as the suite expects it."""
    kind = next((name for type_, name in ERRORS if isinstance(error, type_)), f"unexpected: {type(error).__name__}")
    answer: Answer = {"type": kind, "message": str(error)}
    for member in ("code", "status", "details", "session_id"):
        value = getattr(error, member, None)
        if value is not None:
            answer[member] = value
    return answer


def chosen(parameters: Parameters, **names: str) -> Parameters:
    """Return the parameters that are present, under the names that the client has for them."""
    return {ours: parameters[theirs] for ours, theirs in names.items() if parameters.get(theirs) is not None}


def event_view(event: metaforge.Event) -> Answer:
    """Return what the suite looks at in an event."""
    return {"id": event.id, "event": event.event, "session_id": event.session_id}


class SyncEvents:
    """A stream whose next event can be waited for with a limit; one that comes later is kept for the next time."""

    def __init__(self, stream: metaforge.EventStream) -> None:
        self._stream = stream
        self._reader = concurrent.futures.ThreadPoolExecutor(1)
        # Begun at once, so that the stream is connected before the suite cuts connections.
        self._next: Optional[concurrent.futures.Future[Optional[metaforge.Event]]] = self._reader.submit(next, stream, None)

    async def take(self, timeout: float) -> Optional[metaforge.Event]:
        """Return the next event; None where time is up, or the stream at its end."""
        if self._next is None:
            self._next = self._reader.submit(next, self._stream, None)
        done, _ = await asyncio.wait({asyncio.wrap_future(self._next)}, timeout=timeout)
        if not done:
            return None
        future, self._next = self._next, None
        return future.result()

    async def close(self) -> None:
        """Close the stream."""
        self._stream.close()


class AsyncEvents:
    """As :class:`SyncEvents`, of the other client."""

    def __init__(self, stream: metaforge.AsyncEventStream) -> None:
        self._stream = stream
        self._next: Optional[asyncio.Future[metaforge.Event]] = asyncio.ensure_future(stream.__anext__())

    async def take(self, timeout: float) -> Optional[metaforge.Event]:
        """Return the next event; None where time is up."""
        if self._next is None:
            self._next = asyncio.ensure_future(self._stream.__anext__())
        done, _ = await asyncio.wait({self._next}, timeout=timeout)
        if not done:
            return None
        future, self._next = self._next, None
        return future.result()

    async def close(self) -> None:
        """Close the stream."""
        await self._stream.aclose()


class Runner:
    """Works commands; each in a task of its own, and the calls of the client that blocks each in a thread of its own."""

    def __init__(self, url: str, asynchronous: bool) -> None:
        self._url = url
        self._asynchronous = asynchronous
        self._client = self._connect(url)
        self._sessions: dict[str, Any] = {}
        self._streams: dict[str, Any] = {}

    def _connect(self, url: str, **options: Any) -> AnyClient:
        kind = metaforge.AsyncMetaForgeClient if self._asynchronous else metaforge.MetaForgeClient
        client: AnyClient = kind(url, **options)
        return client

    async def _call(self, method: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        if inspect.iscoroutinefunction(method):
            return await method(*arguments, **options)
        future: concurrent.futures.Future[Any] = concurrent.futures.Future()

        def work() -> None:
            try:
                future.set_result(method(*arguments, **options))
            except BaseException as e:
                future.set_exception(e)

        threading.Thread(target=work, daemon=True).start()
        return await asyncio.wrap_future(future)

    def _keep(self, parameters: Parameters, session: Any) -> Answer:
        self._sessions[parameters["as"]] = session
        return {"id": session.id, "status": session.status}

    def _session(self, parameters: Parameters) -> Any:
        return self._sessions[parameters["session"]]

    async def connect(self, p: Parameters) -> Answer:
        """Make a client for what follows."""
        options = chosen(p, api_key="api_key", timeout="timeout_s", retries="retries")
        self._client = self._connect(p.get("url", self._url), **options)
        return {}

    async def health(self, p: Parameters) -> Answer:
        """Ask for health."""
        return {"status": (await self._call(self._client.health)).status}

    async def skills(self, p: Parameters) -> Answer:
        """List skills."""
        return {"names": [skill.name for skill in await self._call(self._client.skills)]}

    async def status(self, p: Parameters) -> Answer:
        """Ask for the gateway's status."""
        return {"version": (await self._call(self._client.status)).version}

    async def run_skill(self, p: Parameters) -> Answer:
        """Start a run."""
        options = chosen(p, files="files", args="args", revises="revises")
        return self._keep(p, await self._call(self._client.run_skill, p["skill"], **options))

    async def revise(self, p: Parameters) -> Answer:
        """Start a run that revises a session."""
        return self._keep(p, await self._call(self._session(p).revise))

    async def create(self, p: Parameters) -> Answer:
        """Create a session."""
        options = chosen(p, files="files")
        return self._keep(p, await self._call(self._client.create_session, p["skill"], **options))

    async def run(self, p: Parameters) -> Answer:
        """Start the run of a session."""
        session = self._session(p)
        await self._call(session.run)
        return {"status": session.status}

    async def attach(self, p: Parameters) -> Answer:
        """Take hold of a session that exists."""
        return self._keep(p, await self._call(self._client.session, p["session_id"]))

    async def wait(self, p: Parameters) -> Answer:
        """Wait for the end of a run."""
        session = self._session(p)
        reports: list[metaforge.Progress] = []
        options = chosen(p, timeout="timeout_s")
        await self._call(session.wait_for_completion, on_progress=reports.append, **options)
        return {"status": session.status, "progress": len(reports)}

    async def refresh(self, p: Parameters) -> Answer:
        """Look at a session."""
        session = self._session(p)
        info = await self._call(session.refresh)
        return {
            "status": session.status,
            "error_code": session.error.code if session.error else None,
            "revises": info.revises,
            "revised_by": info.revised_by,
            "warnings": [warning.code for warning in info.warnings or ()],
        }

    async def approve(self, p: Parameters) -> Answer:
        """Approve."""
        options = chosen(p, comment="comment", only="only", digest="digest")
        answer = await self._call(self._session(p).approve, **options)
        return {"status": answer.status, "applied": answer.applied, "artifacts": list(answer.artifacts)}

    async def reject(self, p: Parameters) -> Answer:
        """Reject."""
        answer = await self._call(self._session(p).reject, p["reason"])
        return {"status": answer.status, "reason": answer.reason}

    async def cancel(self, p: Parameters) -> Answer:
        """Call a session off."""
        return {"status": (await self._call(self._session(p).cancel)).status}

    async def delete(self, p: Parameters) -> Answer:
        """Delete a session."""
        return {"deleted": (await self._call(self._session(p).delete)).deleted}

    async def artifacts(self, p: Parameters) -> Answer:
        """List what is proposed."""
        artifacts = await self._call(self._session(p).artifacts)
        return {"paths": sorted(artifact.path for artifact in artifacts)}

    async def artifact(self, p: Parameters) -> Answer:
        """Read a proposed file."""
        data: bytes = await self._call(self._session(p).artifact, p["path"])
        return {"text": data.decode("utf-8")}

    async def diff(self, p: Parameters) -> Answer:
        """Read the diff."""
        return {"text": await self._call(self._session(p).diff, **chosen(p, against="against"))}

    async def pending(self, p: Parameters) -> Answer:
        """List what waits for a decision."""
        return {"sessions": [each.session_id for each in await self._call(self._client.pending)]}

    async def sessions(self, p: Parameters) -> Answer:
        """List sessions."""
        options = chosen(p, status="status", limit="limit", offset="offset")
        page = await self._call(self._client.sessions, **options)
        return {"ids": [each.id for each in page], "total": page.total}

    async def events_open(self, p: Parameters) -> Answer:
        """Follow events."""
        source: Any = self._client
        options = chosen(p, after="after")
        if p.get("session") is not None:
            if "after" in options:
                source = self._session(p)
            else:
                options["session"] = self._session(p).id
        if self._asynchronous:
            following = source.events(**options)
            await following.__aenter__()
            self._streams[p["as"]] = AsyncEvents(following)
        else:
            self._streams[p["as"]] = SyncEvents(await self._call(source.events, **options))
        return {}

    async def events_take(self, p: Parameters) -> Answer:
        """Take events until there are enough, or time is up."""
        stream = self._streams[p["stream"]]
        deadline = time.monotonic() + p.get("timeout_s", 30)
        events: list[Answer] = []
        while len(events) < p["count"]:
            event = await stream.take(max(0.0, deadline - time.monotonic()))
            if event is None:
                break
            events.append(event_view(event))
            await asyncio.sleep(p.get("delay_ms", 0) / 1000)
        return {"events": events}

    async def events_close(self, p: Parameters) -> Answer:
        """Stop following."""
        await self._streams[p["stream"]].close()
        return {}

    async def work(self, line: str) -> None:
        """Work one command and answer it."""
        command = json.loads(line)
        name = command["do"]
        try:
            if name.startswith("_") or name == "work" or not hasattr(self, name):
                raise ValueError(f"there is no command {name!r}")
            method: Callable[[Parameters], Awaitable[Answer]] = getattr(self, name)
            answer: Answer = {"id": command["id"], "ok": await method(command)}
        except Exception as e:
            answer = {"id": command["id"], "error": described(e)}
        print(json.dumps(answer), flush=True)


async def lines() -> AsyncIterator[str]:
    """Read standard input without blocking the loop."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[Optional[str]] = asyncio.Queue()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(queue.put_nowait, line)
        loop.call_soon_threadsafe(queue.put_nowait, None)

    threading.Thread(target=read, daemon=True).start()
    while True:
        line = await queue.get()
        if line is None:
            return
        if line.strip():
            yield line


async def main() -> None:
    """Work until the input ends."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--async", dest="asynchronous", action="store_true")
    arguments = parser.parse_args()
    runner = Runner(arguments.url, arguments.asynchronous)
    working = set()
    async for line in lines():
        task = asyncio.ensure_future(runner.work(line))
        working.add(task)
        task.add_done_callback(working.discard)
    # What is still under way has nobody to tell; its threads would keep the process.
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(main())
