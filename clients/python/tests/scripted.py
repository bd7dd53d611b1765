"""A server on a real socket that answers as a test tells it to: rightly, wrongly, in part, or not at all."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Callable, Optional, Union


@dataclass(frozen=True)
class Request:
    """A request that came."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    connection: int
    """Which connection it came on, counted from 0."""

    @property
    def path(self) -> str:
        """Without ``/api/v1`` and without the query."""
        return self.target.partition("?")[0].replace("/api/v1", "", 1)

    @property
    def query(self) -> str:
        """After the question mark."""
        return self.target.partition("?")[2]

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """A response. Its body is JSON unless it is bytes; with ``cut``, only so many bytes of it all are sent."""

    status: int = 200
    body: Any = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    cut: Optional[int] = None
    close: bool = False
    unasked: bytes = b""
    """Sent a moment after it."""

    def encode(self) -> bytes:
        """Return all of it."""
        body = self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
        headers = {"Content-Type": "application/json", "Content-Length": str(len(body)), **self.headers}
        lines = [f"HTTP/1.1 {self.status} X", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass(frozen=True)
class Cut:
    """Close the connection without an answer."""


@dataclass(frozen=True)
class Stall:
    """Never answer."""


@dataclass(frozen=True)
class Drip:
    """An answer whose bytes come one by one, with a pause between."""

    answer: Answer
    pause: float


@dataclass(frozen=True)
class Stream:
    """A stream of server-sent events: pieces of bytes, sent one by one, and then its end, unless it is held open."""

    pieces: Iterable[bytes] = ()
    hold: bool = False
    pause: float = 0.0
    """Seconds before each piece."""
    content_type: str = "text/event-stream"


Action = Union[Answer, Cut, Stall, Drip, Stream]


def error(status: int, code: str, message: str = "no", headers: Optional[dict[str, str]] = None, **details: Any) -> Answer:
    """Return a refusal as gateways give it."""
    return Answer(status, {"error": {"code": code, "message": message, "details": details}}, headers or {})


def event(position: int, name: str = "agent.progress", session: str = "session-1", **data: Any) -> bytes:
    """Return an event as it stands in a stream."""
    message = {"event": name, "data": {"session_id": session, **data}, "id": position, "time": "2024-02-03T10:30:00Z"}
    return f"id: {position}\nevent: {name}\ndata: {json.dumps(message, ensure_ascii=False)}\n\n".encode()


HEALTH = {
    "status": "healthy",
    "version": "0.1.0",
    "uptime": 1,
    "components": {"gateway": "ok", "llm_provider": "ok", "tools": {}},
}

NOW: Answer = Answer(body={"events": [], "next": 7})


class ScriptedServer:
    """Answers each request by the next action of a list, or by a function of the request.

    :param port: where it listens; any that is free for 0
    :param greeting: what it says to every connection, before it listens to it
    :param read_bodies: whether it reads a request to its end before it answers
    """

    def __init__(
        self,
        *script: Union[Action, Callable[[Request], Action]],
        tls: Optional[ssl.SSLContext] = None,
        port: int = 0,
        greeting: bytes = b"",
        read_bodies: bool = True,
    ) -> None:
        self._script = list(script)
        self._tls = tls
        self._greeting = greeting
        self._read_bodies = read_bodies
        self.unasked_sent = threading.Event()
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._stopped = threading.Event()
        self.requests: list[Request] = []
        self.came = threading.Condition(self._lock)
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port: int = self._listener.getsockname()[1]
        self._spawn(self._accept)

    @property
    def url(self) -> str:
        """Its address."""
        return f"{'https' if self._tls else 'http'}://localhost:{self.port}"

    def __enter__(self) -> ScriptedServer:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop it and wait for its threads."""
        self._stopped.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        for thread in list(self._threads):
            thread.join(10)

    def cut(self) -> None:
        """Cut all connections."""
        with self._lock:
            sockets = list(self._sockets)
        for sock in sockets:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def await_requests(self, count: int, timeout: float = 10) -> list[Request]:
        """Return the requests, once there are so many."""
        with self.came:
            assert self.came.wait_for(lambda: len(self.requests) >= count, timeout), self.requests
            return list(self.requests)

    def await_no_connections(self, timeout: float = 10) -> None:
        """Wait until all connections are closed."""
        self.await_connections(0, timeout)

    def await_connections(self, most: int, timeout: float = 10) -> None:
        """Wait until no more connections than these are open."""
        with self.came:
            assert self.came.wait_for(lambda: len(self._sockets) <= most, timeout), "a connection is open still"

    def _spawn(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        number = 0
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self._spawn(lambda sock=sock, number=number: self._serve(sock, number))  # type: ignore[misc]
            number += 1

    def _serve(self, sock: socket.socket, number: int) -> None:
        with contextlib.suppress(OSError, ValueError):
            if self._tls is not None:
                sock = self._tls.wrap_socket(sock, server_side=True)
        with self._lock:
            self._sockets.append(sock)
        try:
            with contextlib.suppress(OSError, ValueError), sock.makefile("rb") as stream:
                sock.sendall(self._greeting)
                while not self._stopped.is_set():
                    request = _read(stream, number, self._read_bodies)
                    if request is None or not self._act(sock, stream, self._next(request)):
                        return
        finally:
            with self._lock:
                self._sockets.remove(sock)
                self.came.notify_all()
            sock.close()

    def _next(self, request: Request) -> Action:
        with self._lock:
            self.requests.append(request)
            self.came.notify_all()
            if not self._script:
                return error(500, "INTERNAL_ERROR", f"not in the script: {request.target}")
            action = self._script[0]
            if callable(action):
                return action(request)
            return self._script.pop(0)  # type: ignore[return-value]

    def _act(self, sock: socket.socket, stream: Any, action: Action) -> bool:
        """Return whether the connection goes on."""
        if isinstance(action, Cut):
            return False
        if isinstance(action, Stall):
            stream.read(1)
            return False
        if isinstance(action, Stream):
            sock.sendall(
                f"HTTP/1.1 200 OK\r\nContent-Type: {action.content_type}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
            )
            for piece in action.pieces:
                if action.pause and self._stopped.wait(action.pause):
                    break
                sock.sendall(b"%x\r\n%b\r\n" % (len(piece), piece))
            if action.hold:
                stream.read(1)
            return False
        if isinstance(action, Drip):
            for byte in action.answer.encode():
                sock.sendall(bytes([byte]))
                if self._stopped.wait(action.pause):
                    break
            return False
        data = action.encode()
        sock.sendall(data if action.cut is None else data[: action.cut])
        if action.unasked:
            time.sleep(0.05)
            sock.sendall(action.unasked)
            self.unasked_sent.set()
        return action.cut is None and not action.close


def _read(stream: Any, number: int, with_body: bool) -> Optional[Request]:
    line = stream.readline()
    if not line:
        return None
    method, target, _ = line.decode("ascii").split(" ", 2)
    headers = {}
    for raw in _until_empty(stream):
        name, _, value = raw.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    length = int(headers.get("content-length", 0)) if with_body else 0
    return Request(method, target, headers, stream.read(length), number)


def _until_empty(stream: Any) -> Iterator[bytes]:
    while True:
        line: bytes = stream.readline().rstrip(b"\r\n")
        if not line:
            return
        yield line
