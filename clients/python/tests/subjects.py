"""The two clients behind one face, so that every test of behaviour is of both."""

from __future__ import annotations

import asyncio
import concurrent.futures
import inspect
import threading
from collections.abc import Iterator
from typing import Any, Optional

import metaforge

LIMIT = 60.0
"""Seconds after which a call that a test makes is taken for one that hangs."""


class Loop:
    """An event loop in a thread of its own."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, coroutine: Any) -> Any:
        """Run a coroutine to its end and return its result."""
        return self.start(coroutine).result(LIMIT)

    def start(self, coroutine: Any) -> concurrent.futures.Future[Any]:
        """Start a coroutine."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop)

    def close(self) -> set[str]:
        """Stop it, and return what still ran."""

        async def rest() -> set[str]:
            # What was closed or cancelled a moment ago may end first.
            for _ in range(20):
                tasks = asyncio.all_tasks() - {asyncio.current_task()}
                if not tasks:
                    break
                await asyncio.sleep(0.01)
            return {repr(task) for task in tasks}

        left: set[str] = self.run(rest())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()
        return left


class Blocking:
    """Makes an object of the client for asyncio look like one of the client that blocks."""

    def __init__(self, real: Any, loop: Loop) -> None:
        self.real = real
        self._loop = loop

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.real, name)
        if not callable(value):
            return value

        def call(*arguments: Any, **options: Any) -> Any:
            return self._blocking(value(*arguments, **options))

        return call

    def _blocking(self, value: Any) -> Any:
        if inspect.iscoroutine(value):
            value = self._loop.run(value)
        if isinstance(value, metaforge.AsyncEventStream):
            return BlockingEvents(value, self._loop)
        if inspect.isasyncgen(value):
            return self._loop.run(_all(value))
        return Blocking(value, self._loop) if isinstance(value, metaforge.AsyncSession) else value

    def close(self) -> None:
        """Close the client."""
        self._loop.run(self.real.aclose())


async def _all(generator: Any) -> list[Any]:
    return [each async for each in generator]


class BlockingEvents(Iterator[metaforge.Event]):
    """Makes an asynchronous stream of events look like one that blocks."""

    def __init__(self, real: metaforge.AsyncEventStream, loop: Loop) -> None:
        self._real = real
        self._loop = loop
        loop.run(real.__aenter__())

    def __next__(self) -> metaforge.Event:
        try:
            event: metaforge.Event = self._loop.run(self._real.__anext__())
        except StopAsyncIteration:
            raise StopIteration from None
        return event

    def __enter__(self) -> BlockingEvents:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the stream."""
        self._loop.run(self._real.aclose())


class Subjects:
    """Makes clients of one kind, and closes them in the end."""

    def __init__(self, asynchronous: bool) -> None:
        self.asynchronous = asynchronous
        self._loop: Optional[Loop] = Loop() if asynchronous else None
        self._clients: list[Any] = []

    def connect(self, url: str, **options: Any) -> Any:
        """Return a client."""
        client: Any
        if self._loop is None:
            client = metaforge.MetaForgeClient(url, **options)
        else:
            client = Blocking(metaforge.AsyncMetaForgeClient(url, **options), self._loop)
        self._clients.append(client)
        return client

    def settle(self) -> None:
        """Let the event loop notice what has come."""
        if self._loop is not None:
            for _ in range(3):
                self._loop.run(asyncio.sleep(0))

    def close(self) -> None:
        """Close the clients; nothing may be left running."""
        for client in self._clients:
            client.close()
        if self._loop is not None:
            assert self._loop.close() == set()
