"""Carries programs out with asyncio's streams: connections, their reuse, deadlines, and cancellation.

Deadlines abort the connection instead of cancelling what waits on it: ``asyncio.wait_for`` loses cancellations, and what
it waited for, before Python 3.12. Streams, which are read on after a silence, are read by a task of their own instead.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import ssl
import time
import weakref
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any, Callable, Generic, Optional, TypeVar, Union

from ._address import Address
from ._calls import Call, Connector
from ._effects import Close, ConnectionFailed, Deliver, Effect, Exchange, Open, Opened, Program, Read, Sleep
from ._failures import connection_failed, timed_out
from ._http1 import ProtocolError, Request, Response, ResponseReader
from ._sync_io import MAX_IDLE, MAX_IDLE_SECONDS, PIECE
from .errors import ClientClosedError

T = TypeVar("T")


Opening = asyncio.Future[tuple[asyncio.StreamReader, asyncio.StreamWriter]]


class Connection:
    """A connection to a gateway. Used by one task at a time."""

    def __init__(self, host: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.used = False
        self.idle_since = 0.0
        self._host = host
        self._reader = reader
        self._writer = writer
        self._loop = asyncio.get_running_loop()
        self._timed_out = False

    @classmethod
    async def open(cls, host: str, opening: Opening, timeout: float) -> Connection:
        """Wait for a connection that is being opened; ConnectionFailed where that was cancelled."""
        try:
            # Leaves the task alone when time is up, and when this one is cancelled: neither loses a connection that
            # comes at the same moment.
            done, _ = await asyncio.wait({opening}, timeout=timeout)
            if not done:
                raise timed_out()
        except BaseException:
            opening.add_done_callback(_abort_late)
            opening.cancel()
            await asyncio.wait({opening})
            raise
        if opening.cancelled():
            raise ConnectionFailed("stopped")
        reader, writer = opening.result()
        return cls(host, reader, writer)

    async def send(self, request: Request, deadline: float) -> Optional[OSError]:
        """Send a request. A failure is returned: the peer may have answered before it closed."""
        timer = self._abort_at(deadline)
        try:
            self._writer.write(request.encode(self._host))
            await self._writer.drain()
        except OSError as e:
            if self._timed_out:
                raise timed_out() from None
            return e
        finally:
            timer.cancel()
        return None

    async def receive(self, deadline: float) -> bytes:
        """Return what comes next; nothing at the end."""
        timer = self._abort_at(deadline)
        try:
            piece = await self._reader.read(PIECE)
        except OSError:
            if self._timed_out:
                raise timed_out() from None
            raise
        finally:
            timer.cancel()
        if not piece and self._timed_out:
            raise timed_out()
        return piece

    async def receive_or_leave(self, deadline: float) -> bytes:
        """Return what comes next; nothing at the end. Where nothing comes in time, it can be asked for again."""
        reading = asyncio.ensure_future(self._reader.read(PIECE))
        try:
            await asyncio.wait({reading}, timeout=max(0.0, deadline - time.monotonic()))
        finally:
            # The reader takes nothing out of its buffer that it does not return: what comes now is there the next time.
            if not reading.done():
                reading.cancel()
                await asyncio.wait({reading})
            if not reading.cancelled():
                reading.exception()  # is told below, or nobody is there any more
        if reading.cancelled():
            raise timed_out()
        return reading.result()

    def _abort_at(self, deadline: float) -> asyncio.TimerHandle:
        def abort() -> None:
            self._timed_out = True
            self.abort()

        return self._loop.call_later(max(0.0, deadline - time.monotonic()), abort)

    def is_fresh(self) -> bool:
        """Report whether an idle connection seems to be open still."""
        return (
            time.monotonic() < self.idle_since + MAX_IDLE_SECONDS
            and not self._writer.transport.is_closing()
            and not self._reader.at_eof()
            # What came unasked, such as a 408 before the end, hides the end and would be taken for the next answer.
            # There is no public way to see it.
            and not getattr(self._reader, "_buffer", b"")
        )

    def abort(self) -> None:
        """Close it at once. Whoever waits on it finds it ended."""
        self._writer.transport.abort()

    def __del__(self) -> None:
        # The loop would keep what nobody closed for ever; the thread may be any.
        if not self._writer.transport.is_closing() and not self._loop.is_closed():
            # With the writer, which would complain if it went first.
            self._loop.call_soon_threadsafe(_abort, self._writer)

    async def aclose(self) -> None:
        """Close it, and wait until it is."""
        self.abort()
        # It may have been broken already.
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()


def _abort(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


def _abort_late(opening: Opening) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result()[1].transport.abort()


def _wake(sleeping: asyncio.Future[None]) -> None:
    if not sleeping.done():
        sleeping.set_result(None)


class Pool:
    """The connections of a client in one event loop."""

    def __init__(self, address: Address, tls: Optional[ssl.SSLContext]) -> None:
        self._address = address
        self._tls = tls
        self._idle: list[Connection] = []
        self._runs: weakref.WeakSet[Run[Any]] = weakref.WeakSet()
        self._loop: Optional[asyncio.AbstractEventLoop] = None
        self.closed = False

    def take_idle(self) -> Optional[Connection]:
        """Return a connection that was used before and seems to be open; None where there is none."""
        while self._idle:
            connection = self._idle.pop()
            if connection.is_fresh():
                return connection
            connection.abort()
        return None

    def begin_to_open(self) -> Opening:
        """Begin to connect."""
        return asyncio.ensure_future(
            asyncio.open_connection(
                self._address.host,
                self._address.port,
                limit=PIECE,
                ssl=self._tls,
                server_hostname=self._address.host if self._tls is not None else None,
            )
        )

    async def connect(self, opening: Opening, timeout: float) -> Connection:
        """Return a new connection; ConnectionFailed where its opening was cancelled."""
        return await Connection.open(self._address.authority, opening, timeout)

    def give_back(self, connection: Connection) -> None:
        """Keep a connection for the next request."""
        connection.used = True
        connection.idle_since = time.monotonic()
        if self.closed or len(self._idle) >= MAX_IDLE:
            connection.abort()
        else:
            self._idle.append(connection)

    def register(self, run: Run[Any]) -> None:
        """Have a run stopped when the pool is closed."""
        loop = asyncio.get_running_loop()
        if self.closed:
            raise ClientClosedError("The client is closed")
        if self._loop is None:
            self._loop = loop
        elif self._loop is not loop:
            raise RuntimeError("the client belongs to another event loop; make one for each")
        self._runs.add(run)

    async def aclose(self) -> None:
        """Close all connections, and stop what is under way in other tasks."""
        self.closed = True
        idle, self._idle = self._idle, []
        closing: list[Awaitable[None]] = [connection.aclose() for connection in idle]
        closing += [run.stop() for run in list(self._runs)]
        await asyncio.gather(*closing)


@dataclass(frozen=True)
class _End:
    """A program has ended with this result."""

    value: Any


class Run(Generic[T]):
    """A program that is being carried out, by one task at a time."""

    def __init__(self, pool: Pool, program: Program[T]) -> None:
        self._pool = pool
        self._program = program
        self._stopped = False
        self._sleeping: Optional[asyncio.Future[None]] = None
        self._opening: Optional[Opening] = None
        self._connection: Optional[Connection] = None
        self._stream: Optional[Connection] = None
        self._reader = ResponseReader()
        self._begun = False
        self._ended = False
        self._advancing = False

    async def stop(self) -> None:
        """Make the task that carries it out raise :class:`ClientClosedError`, and wait until its connections are closed."""
        self._stopped = True
        if self._sleeping is not None:
            _wake(self._sleeping)
        opening = self._opening
        if opening is not None:
            opening.cancel()
            await asyncio.wait({opening})
        connections = [c for c in (self._connection, self._stream) if c is not None]
        await asyncio.gather(*(connection.aclose() for connection in connections))
        if not self._advancing:
            self._release()

    async def finish(self, deliver: Callable[[object], Optional[Awaitable[object]]]) -> T:
        """Carry the program out to its end and return its result."""
        try:
            while True:
                ended, value = await self.next_delivery()
                if ended:
                    result: T = value
                    return result
                outcome = deliver(value)
                if inspect.isawaitable(outcome):
                    await outcome
        finally:
            self._release()

    async def next_delivery(self) -> tuple[bool, Any]:
        """Carry the program out until it delivers something, or ends: then return True and its result."""
        if self._advancing:
            raise RuntimeError("another task is iterating already")
        self._advancing = True
        try:
            if not self._begun:
                self._pool.register(self)
                self._begun = True
            self._require_running()
            # A delivery is over when the consumer comes back for the next.
            effect = self._resume(self._program.send, None)
            while not isinstance(effect, (Deliver, _End)):
                effect = await self._step(effect)
        except BaseException:
            self._release()
            raise
        finally:
            self._advancing = False
        if isinstance(effect, _End):
            self._release()
        return isinstance(effect, _End), effect.value

    def _resume(self, how: Callable[[Any], Effect], what: object) -> Union[Effect, _End]:
        # A StopIteration must not leave a coroutine.
        try:
            return how(what)
        except StopIteration as end:
            return _End(end.value)

    def _release(self) -> None:
        self._ended = True
        self._program.close()
        self._close_stream()

    def _require_running(self) -> None:
        if self._ended or self._stopped:
            raise ClientClosedError("The client was closed")

    async def _step(self, effect: Effect) -> Union[Effect, _End]:
        self._require_running()
        try:
            outcome = await self._carry_out(effect)
        except (OSError, ProtocolError, ConnectionFailed) as e:
            self._require_running()
            return self._resume(self._program.throw, connection_failed(e))
        return self._resume(self._program.send, outcome)

    async def _carry_out(self, effect: Effect) -> object:
        if isinstance(effect, Exchange):
            return await self._exchange(effect)
        if isinstance(effect, Open):
            return await self._open(effect)
        if isinstance(effect, Read):
            return await self._read(effect.timeout)
        if isinstance(effect, Close):
            self._close_stream()
        elif isinstance(effect, Sleep):
            await self._sleep(effect.seconds)
        return None

    async def _sleep(self, seconds: float) -> None:
        """Sleep, or be woken by :meth:`stop`."""
        loop = asyncio.get_running_loop()
        sleeping = self._sleeping = loop.create_future()
        timer = loop.call_later(seconds, _wake, sleeping)
        try:
            await sleeping
        finally:
            timer.cancel()
            self._sleeping = None

    async def _exchange(self, effect: Exchange) -> Response:
        deadline = time.monotonic() + effect.timeout
        connection = self._pool.take_idle() if effect.reuse else None
        connection = connection or await self._connect(effect.timeout)
        reader = ResponseReader()
        self._connection = connection
        try:
            self._require_running()
            failure = await connection.send(effect.request, deadline)
            try:
                while not reader.complete:
                    reader.feed(await connection.receive(deadline))
            except (OSError, ProtocolError) as e:
                if connection.used and not reader.started:
                    raise ConnectionFailed("the connection was closed meanwhile", stale=True) from None
                raise (failure or e) from None
        except BaseException:
            connection.abort()
            raise
        finally:
            self._connection = None
        assert reader.head is not None  # noqa: S101 (a complete response has one)
        response = Response(reader.head, reader.take_body())
        if reader.reusable and failure is None and effect.reuse:
            self._pool.give_back(connection)
        else:
            connection.abort()
        return response

    async def _connect(self, timeout: float) -> Connection:
        opening = self._opening = self._pool.begin_to_open()
        try:
            return await self._pool.connect(opening, timeout)
        except (OSError, ConnectionFailed) as e:
            failure = connection_failed(e)
            failure.unsent = True
            raise failure from None
        finally:
            self._opening = None

    async def _open(self, effect: Open) -> Opened:
        self._close_stream()
        deadline = time.monotonic() + effect.timeout
        connection = await self._connect(effect.timeout)
        reader = ResponseReader()
        self._stream = connection
        self._reader = reader
        self._require_running()
        failure = await connection.send(effect.request, deadline)
        try:
            while reader.head is None or (reader.head.status != 200 and not reader.complete):
                reader.feed(await connection.receive(deadline))
        except (OSError, ProtocolError) as e:
            raise (failure or e) from None
        if reader.head.status == 200:
            return Opened(reader.head, b"")
        return Opened(reader.head, reader.take_body())

    async def _read(self, timeout: float) -> bytes:
        deadline = time.monotonic() + timeout
        connection = self._stream
        if connection is None:
            raise ConnectionFailed("the stream is closed")
        while True:
            body = self._reader.take_body()
            if body or self._reader.complete:
                return body
            self._reader.feed(await connection.receive_or_leave(deadline))

    def _close_stream(self) -> None:
        connection, self._stream = self._stream, None
        if connection is not None:
            connection.abort()


class Caller:
    """What a client shares with its sessions."""

    def __init__(self, connector: Connector, pool: Pool) -> None:
        self.connector = connector
        self.pool = pool

    async def make(self, call: Call[T]) -> T:
        """Make a call and return its result."""
        return await self.finish(self.connector.perform(call))

    async def finish(
        self, program: Program[T], deliver: Optional[Callable[[object], Optional[Awaitable[object]]]] = None
    ) -> T:
        """Carry a program out and return its result; what it delivers goes to ``deliver``."""
        return await self.begin(program).finish(deliver or (lambda value: None))

    def begin(self, program: Program[T]) -> Run[T]:
        """Return a program that can be carried out step by step."""
        return Run(self.pool, program)
