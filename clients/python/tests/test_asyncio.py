"""What only the client for asyncio can get wrong: cancellation, event loops, coroutines as receivers."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable
from typing import Any, Callable

import pytest

import metaforge
from scripted import HEALTH, NOW, Action, Answer, ScriptedServer, Stall, Stream, event
from test_waiting import Gateway, page, progress, session

Work = Callable[[metaforge.AsyncMetaForgeClient], Awaitable[object]]


async def _health(client: metaforge.AsyncMetaForgeClient) -> None:
    await client.health()


async def _events(client: metaforge.AsyncMetaForgeClient) -> None:
    async for _ in client.events(after=0):
        pass


async def _events_in_with(client: metaforge.AsyncMetaForgeClient) -> None:
    async with client.events(after=0) as events:
        async for _ in events:
            pass


async def _wait(client: metaforge.AsyncMetaForgeClient) -> None:
    await (await client.run_skill("spec")).wait_for_completion()


@pytest.mark.parametrize(
    ("work", "script", "requests", "kept"),
    [
        (_health, [Stall()], 1, 0),
        (_health, [Answer(503, {"error": {"code": "X", "message": "m"}}, {"Retry-After": "50"})], 1, 1),
        (_events, [Stream((event(1),), hold=True)], 1, 0),
        (_events_in_with, [Stream((event(1),), hold=True)], 1, 0),
        (_wait, [Gateway([session("running")], [page()], [Stream((progress(1, 0.5),), hold=True)])], 4, 1),
    ],
    ids=["request", "sleep", "events", "events in with", "wait"],
)
def test_a_cancelled_task_leaves_nothing_behind(work: Work, script: list[Action], requests: int, kept: int) -> None:
    async def main(server: ScriptedServer) -> None:
        async with metaforge.AsyncMetaForgeClient(server.url) as client:
            task = asyncio.ensure_future(work(client))
            await asyncio.get_running_loop().run_in_executor(None, server.await_requests, requests)
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert asyncio.all_tasks() == {asyncio.current_task()}
            # Beside the connection that it keeps for the next request.
            await asyncio.get_running_loop().run_in_executor(None, server.await_connections, kept)
        await asyncio.get_running_loop().run_in_executor(None, server.await_no_connections)

    with ScriptedServer(*script) as server:
        asyncio.run(main(server), debug=True)


def test_cancelling_while_it_connects_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        client = metaforge.AsyncMetaForgeClient("http://localhost:1")
        connecting = asyncio.Event()

        async def never(*arguments: Any, **options: Any) -> None:
            connecting.set()
            await asyncio.sleep(1000)

        monkeypatch.setattr(asyncio, "open_connection", never)
        task = asyncio.ensure_future(client.health())
        await connecting.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main(), debug=True)


def test_requests_run_side_by_side() -> None:
    async def main(server: ScriptedServer) -> None:
        async with metaforge.AsyncMetaForgeClient(server.url) as client:
            answers = await asyncio.gather(*(client.health() for _ in range(20)))
            assert {answer.status for answer in answers} == {"healthy"}

    with ScriptedServer(*[Answer(body=HEALTH)] * 20) as server:
        asyncio.run(main(server))
        assert len({request.connection for request in server.requests}) > 1


def test_progress_can_be_received_by_a_coroutine_function() -> None:
    seen: list[float] = []

    async def receive(report: metaforge.Progress) -> None:
        await asyncio.sleep(0)
        seen.append(report.progress)

    async def main(server: ScriptedServer) -> None:
        async with metaforge.AsyncMetaForgeClient(server.url) as client:
            await (await client.run_skill("spec")).wait_for_completion(on_progress=receive)

    with ScriptedServer(Gateway([session("completed")], [page(1, end=2), page()], [])) as server:
        asyncio.run(main(server))
    assert seen == [0.1]


def test_a_client_belongs_to_one_event_loop() -> None:
    with ScriptedServer(*[Answer(body=HEALTH)] * 2) as server:
        client = metaforge.AsyncMetaForgeClient(server.url)

        async def use_and_release() -> None:
            await client.health()
            await asyncio.gather(*(connection.aclose() for connection in client._caller.pool._idle))

        asyncio.run(use_and_release())
        with pytest.raises(RuntimeError, match="another event loop"):
            asyncio.run(use_and_release())


def test_one_task_at_a_time_iterates() -> None:
    async def main(server: ScriptedServer) -> None:
        async with metaforge.AsyncMetaForgeClient(server.url) as client, client.events() as events:
            first = asyncio.ensure_future(events.__anext__())
            await asyncio.get_running_loop().run_in_executor(None, server.await_requests, 2)
            with pytest.raises(RuntimeError, match="another task"):
                await events.__anext__()
            first.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await first

    with ScriptedServer(NOW, Stream((b":\n\n",), hold=True)) as server:
        asyncio.run(main(server))


def test_a_stream_goes_on_where_it_was_when_waiting_for_an_event_was_cancelled() -> None:
    async def main(server: ScriptedServer) -> None:
        async with metaforge.AsyncMetaForgeClient(server.url) as client, client.events(after=0) as events:
            assert (await events.__anext__()).id == 1
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(events.__anext__(), 0.1)
            assert (await events.__anext__()).id == 2
            await events.aclose()
            assert [each async for each in events] == []

    with ScriptedServer(Stream((event(1),), hold=True), Stream((event(2),), hold=True)) as server:
        asyncio.run(main(server), debug=True)
        assert [request.query for request in server.requests] == ["after=0", "after=1"]


def test_closing_a_stream_ends_it_while_it_asks_where_to_begin() -> None:
    async def main(server: ScriptedServer) -> None:
        async with metaforge.AsyncMetaForgeClient(server.url) as client:
            events = client.events()
            task = asyncio.ensure_future(events.__anext__())
            await asyncio.get_running_loop().run_in_executor(None, server.await_requests, 1)
            await events.aclose()
            with pytest.raises(StopAsyncIteration):
                await asyncio.wait_for(task, 10)

    with ScriptedServer(Stall()) as server:
        asyncio.run(main(server), debug=True)


def test_an_abandoned_stream_gives_its_connection_back() -> None:
    async def main(server: ScriptedServer) -> None:
        async with metaforge.AsyncMetaForgeClient(server.url) as client:
            async for found in client.events(after=0):
                assert found.id == 1
                break
            await asyncio.get_running_loop().run_in_executor(None, server.await_no_connections)

    with ScriptedServer(Stream((event(1),), hold=True)) as server:
        asyncio.run(main(server), debug=True)
