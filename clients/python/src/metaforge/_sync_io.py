"""Carries programs out with blocking sockets: connections, their reuse, deadlines, and stopping from another thread."""

from __future__ import annotations

import contextlib
import errno
import math
import os
import select
import socket
import ssl
import threading
import time
import weakref
from typing import Callable, Generic, Optional, TypeVar

from ._address import Address
from ._calls import Call, Connector
from ._effects import Close, ConnectionFailed, Deliver, Effect, Exchange, Open, Opened, Program, Read, Sleep
from ._failures import connection_failed, timed_out
from ._http1 import ProtocolError, Request, Response, ResponseReader
from .errors import ClientClosedError

T = TypeVar("T")

MAX_IDLE = 8
"""Connections kept for reuse."""

MAX_IDLE_SECONDS = 20.0
"""Shorter than the 30 seconds after which gateways close idle connections."""

PIECE = 64 << 10

GLANCE = 0.05
"""Seconds after which whoever connects looks whether it was stopped."""


class Connection:
    """A connection to a gateway. Used by one thread at a time, but for :meth:`shut_down`."""

    def __init__(self, address: Address, tls: Optional[ssl.SSLContext], deadline: float, stopped: threading.Event) -> None:
        self.used = False
        self.idle_since = 0.0
        self._host = address.authority
        self._socket = _connect(address, deadline, stopped)
        try:
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if tls is not None:
                self._socket = _secure(self._socket, tls, address.host, deadline, stopped)
        except BaseException:
            self._socket.close()
            raise

    def send(self, request: Request, deadline: float) -> Optional[OSError]:
        """Send a request. A failure is returned: the peer may have answered before it closed."""
        try:
            self._socket.settimeout(_left(deadline))
            self._socket.sendall(request.encode(self._host))
        except (socket.timeout, ConnectionFailed):
            raise
        except OSError as e:
            return e
        return None

    def receive(self, deadline: float) -> bytes:
        """Return what comes next; nothing at the end."""
        self._socket.settimeout(_left(deadline))
        try:
            return self._socket.recv(PIECE)
        except ssl.SSLEOFError:
            return b""

    def is_fresh(self) -> bool:
        """Report whether an idle connection seems to be open still."""
        if time.monotonic() > self.idle_since + MAX_IDLE_SECONDS:
            return False
        try:
            # Readable while nothing is asked for: the end, or something that nobody wants.
            return not _is_ready(self._socket, False, 0)
        except (OSError, ValueError):
            return False

    def shut_down(self) -> None:
        """End it for the thread that waits on it. Safe from any thread."""
        # It may be closed already.
        with contextlib.suppress(OSError, ValueError):
            # Not the method of SSLSocket, which takes the TLS state away from the thread that reads.
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def close(self) -> None:
        """Close it."""
        self._socket.close()

    def __del__(self) -> None:
        # What nobody closed goes with its last user, quietly.
        sock = getattr(self, "_socket", None)
        if sock is not None:
            sock.close()


def _connect(address: Address, deadline: float, stopped: threading.Event) -> socket.socket:
    """Connect to one of the addresses of a host, all of which share the time there is."""
    found = socket.getaddrinfo(address.host, address.port, 0, socket.SOCK_STREAM)
    problem: Exception = OSError("its host has no address")
    for i, (family, kind, protocol, _, where) in enumerate(found):
        share = time.monotonic() + _left(deadline) / (len(found) - i)
        sock = None
        try:
            sock = socket.socket(family, kind, protocol)
            sock.setblocking(False)
            code = sock.connect_ex(where)
            if code in (errno.EINPROGRESS, errno.EWOULDBLOCK):
                _await(sock, True, share, stopped)
                code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if code:
                # Of the class that the code has.
                raise OSError(code, os.strerror(code))
            return sock
        except BaseException as e:
            if sock is not None:
                sock.close()
            if stopped.is_set() or not isinstance(e, (OSError, ConnectionFailed)):
                raise
            problem = e
    try:
        raise problem
    finally:
        # Its traceback leads back to here.
        del problem


def _secure(sock: socket.socket, tls: ssl.SSLContext, host: str, deadline: float, stopped: threading.Event) -> ssl.SSLSocket:
    """Begin to speak TLS."""
    secured = tls.wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
    try:
        while True:
            try:
                secured.do_handshake()
                return secured
            except ssl.SSLWantReadError:
                _await(secured, False, deadline, stopped)
            except ssl.SSLWantWriteError:
                _await(secured, True, deadline, stopped)
    except BaseException:
        secured.close()
        raise


def _await(sock: socket.socket, writable: bool, deadline: float, stopped: threading.Event) -> None:
    """Wait until a socket is ready, or has failed; raise where it is not in time, or was stopped."""
    while not _is_ready(sock, writable, min(GLANCE, _left(deadline))):
        if stopped.is_set():
            raise ConnectionFailed("stopped")


def _is_ready(sock: socket.socket, writable: bool, timeout: float) -> bool:
    if hasattr(select, "poll"):
        poll = select.poll()
        poll.register(sock, select.POLLOUT if writable else select.POLLIN)
        return bool(poll.poll(math.ceil(timeout * 1000)))
    wanted = [sock]
    # A connection that failed is an exceptional condition where there is no poll().
    return any(select.select([] if writable else wanted, wanted if writable else [], wanted, timeout))


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise timed_out()
    return left


class Pool:
    """The connections of a client. Thread-safe."""

    def __init__(self, address: Address, tls: Optional[ssl.SSLContext]) -> None:
        self._address = address
        self._tls = tls
        self._lock = threading.Lock()
        self._idle: list[Connection] = []
        self._runs: weakref.WeakSet[Run[object]] = weakref.WeakSet()
        self.closed = False

    def take_idle(self) -> Optional[Connection]:
        """Return a connection that was used before and seems to be open; None where there is none."""
        while True:
            with self._lock:
                connection = self._idle.pop() if self._idle else None
            if connection is None or connection.is_fresh():
                return connection
            connection.close()

    def connect(self, deadline: float, stopped: threading.Event) -> Connection:
        """Return a new connection; ConnectionFailed where it was stopped meanwhile."""
        return Connection(self._address, self._tls, deadline, stopped)

    def give_back(self, connection: Connection) -> None:
        """Keep a connection for the next request."""
        connection.used = True
        connection.idle_since = time.monotonic()
        with self._lock:
            if not self.closed and len(self._idle) < MAX_IDLE:
                self._idle.append(connection)
                return
        connection.close()

    def register(self, run: Run[object]) -> None:
        """Have a run stopped when the pool is closed."""
        with self._lock:
            if self.closed:
                raise ClientClosedError("The client is closed")
            self._runs.add(run)

    def close(self) -> None:
        """Close all connections, and stop what is under way in other threads."""
        with self._lock:
            self.closed = True
            idle, self._idle = self._idle, []
            runs = list(self._runs)
        for connection in idle:
            connection.close()
        for run in runs:
            run.stop()


class Run(Generic[T]):
    """A program that is being carried out, by one thread at a time; :meth:`stop` is safe from any."""

    def __init__(self, pool: Pool, program: Program[T]) -> None:
        self._pool = pool
        self._program = program
        self._stopped = threading.Event()
        self._connection: Optional[Connection] = None
        self._stream: Optional[Connection] = None
        self._reader = ResponseReader()
        self._begun = False
        pool.register(self)  # type: ignore[arg-type]

    def stop(self) -> None:
        """Make the thread that carries it out raise :class:`ClientClosedError` at once."""
        self._stopped.set()
        for connection in (self._connection, self._stream):
            if connection is not None:
                connection.shut_down()

    @property
    def stopped(self) -> bool:
        """Whether it was stopped."""
        return self._stopped.is_set()

    def finish(self, deliver: Callable[[object], None]) -> T:
        """Carry the program out to its end and return its result."""
        try:
            while True:
                try:
                    value = self.next_delivery()
                except StopIteration as end:
                    result: T = end.value
                    return result
                deliver(value)
        finally:
            self.close()

    def next_delivery(self) -> object:
        """Carry the program out until it delivers something; StopIteration, with its result, where it ends."""
        try:
            # A delivery is over when the consumer comes back for the next.
            effect = self._program.send(None) if self._begun else next(self._program)
            self._begun = True
            while not isinstance(effect, Deliver):
                effect = self._step(effect)
            return effect.value
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Release what it holds."""
        self._program.close()
        self._close_stream()

    def _step(self, effect: Effect) -> Effect:
        if self._stopped.is_set():
            raise ClientClosedError("The client was closed")
        try:
            outcome = self._carry_out(effect)
        except (OSError, ProtocolError, ConnectionFailed) as e:
            if self._stopped.is_set():
                raise ClientClosedError("The client was closed") from None
            return self._program.throw(connection_failed(e))
        return self._program.send(outcome)

    def _carry_out(self, effect: Effect) -> object:
        if isinstance(effect, Exchange):
            return self._exchange(effect)
        if isinstance(effect, Open):
            return self._open(effect)
        if isinstance(effect, Read):
            return self._read(effect.timeout)
        if isinstance(effect, Close):
            self._close_stream()
        elif isinstance(effect, Sleep):
            self._stopped.wait(effect.seconds)
        return None

    def _exchange(self, effect: Exchange) -> Response:
        deadline = time.monotonic() + effect.timeout
        connection = self._pool.take_idle() if effect.reuse else None
        connection = connection or self._connect(deadline)
        reader = ResponseReader()
        self._connection = connection
        try:
            if self._stopped.is_set():
                raise ConnectionFailed("stopped")
            failure = connection.send(effect.request, deadline)
            try:
                while not reader.complete:
                    reader.feed(connection.receive(deadline))
            except (OSError, ProtocolError) as e:
                if isinstance(e, socket.timeout):
                    raise
                if connection.used and not reader.started:
                    raise ConnectionFailed("the connection was closed meanwhile", stale=True) from None
                raise (failure or e) from None
        except BaseException:
            connection.close()
            raise
        finally:
            self._connection = None
        assert reader.head is not None  # noqa: S101 (a complete response has one)
        response = Response(reader.head, reader.take_body())
        if reader.reusable and failure is None and effect.reuse:
            self._pool.give_back(connection)
        else:
            connection.close()
        return response

    def _connect(self, deadline: float) -> Connection:
        try:
            return self._pool.connect(deadline, self._stopped)
        except (OSError, ConnectionFailed) as e:
            failure = connection_failed(e)
            failure.unsent = True
            raise failure from None

    def _open(self, effect: Open) -> Opened:
        self._close_stream()
        deadline = time.monotonic() + effect.timeout
        connection = self._connect(deadline)
        reader = ResponseReader()
        self._stream = connection
        self._reader = reader
        if self._stopped.is_set():
            raise ConnectionFailed("stopped")
        failure = connection.send(effect.request, deadline)
        try:
            while reader.head is None or (reader.head.status != 200 and not reader.complete):
                reader.feed(connection.receive(deadline))
        except (OSError, ProtocolError) as e:
            raise (failure or e) from None
        if reader.head.status == 200:
            return Opened(reader.head, b"")
        return Opened(reader.head, reader.take_body())

    def _read(self, timeout: float) -> bytes:
        deadline = time.monotonic() + timeout
        connection = self._stream
        if connection is None:
            raise ConnectionFailed("the stream is closed")
        while True:
            body = self._reader.take_body()
            if body or self._reader.complete:
                return body
            self._reader.feed(connection.receive(deadline))

    def _close_stream(self) -> None:
        connection, self._stream = self._stream, None
        if connection is not None:
            connection.close()


class Caller:
    """What a client shares with its sessions. Thread-safe."""

    def __init__(self, connector: Connector, pool: Pool) -> None:
        self.connector = connector
        self.pool = pool

    def make(self, call: Call[T]) -> T:
        """Make a call and return its result."""
        return self.finish(self.connector.perform(call))

    def finish(self, program: Program[T], deliver: Optional[Callable[[object], None]] = None) -> T:
        """Carry a program out and return its result; what it delivers goes to ``deliver``."""
        return self.begin(program).finish(deliver or (lambda value: None))

    def begin(self, program: Program[T]) -> Run[T]:
        """Return a program that can be carried out step by step."""
        return Run(self.pool, program)
