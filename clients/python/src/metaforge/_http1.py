"""HTTP/1.1 (RFC 9112) without I/O: writes requests, and reads responses from bytes as they come.

Both clients share it. ``http.client`` would serve only one of them, since it blocks, and its timeout bounds each
``recv`` instead of the whole answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Optional

MAX_HEAD = 64 << 10
"""Most bytes of a status line and header fields."""

_STATUS_LINE = re.compile(rb"HTTP/1\.([01]) ([1-5]\d\d)(?: .*)?")
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;.*)?")


class ProtocolError(Exception):
    """What answers does not speak HTTP/1.1, or broke off in the middle."""


@dataclass(frozen=True)
class Request:
    """A request, to be written to a connection."""

    method: str
    target: str
    """Path and query, percent-encoded."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Not shown, since the API key is among them."""
    body: Optional[bytes] = None

    def encode(self, host: str) -> bytes:
        """Return its bytes, body included."""
        lines = [f"{self.method} {self.target} HTTP/1.1", f"Host: {host}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if self.body is not None:
            lines.append(f"Content-Length: {len(self.body)}")
        elif self.method in ("POST", "PUT"):
            lines.append("Content-Length: 0")
        return "\r\n".join([*lines, "", ""]).encode("ascii") + (self.body or b"")


@dataclass(frozen=True)
class Head:
    """Status and header fields of a response."""

    status: int
    headers: Mapping[str, str]
    """With names in lower case; values of a repeated one are joined by commas."""

    @property
    def content_type(self) -> str:
        """The media type in lower case, without parameters; empty where there is none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True)
class Response:
    """A whole response."""

    head: Head
    body: bytes

    @property
    def status(self) -> int:
        """The status code."""
        return self.head.status


class ResponseReader:
    """Reads one response. Feed it bytes until it is :attr:`complete`, and an empty piece where the connection ended."""

    def __init__(self) -> None:
        self.head: Optional[Head] = None
        """Present as soon as the header fields are."""
        self.complete = False
        self.started = False
        """Whether any byte came."""
        self._reusable = False
        self._buffer = bytearray()
        self._body = bytearray()
        self._chunked = False
        self._left: Optional[int] = None
        """Bytes still to come, of the body or of the chunk; None where the end of the connection is that of the body."""
        self._at_chunk_end = False
        self._in_trailers = False

    @property
    def reusable(self) -> bool:
        """Whether the connection can carry another request."""
        return self.complete and self._reusable and not self._buffer

    def take_body(self) -> bytes:
        """Return what has come of the body since the last call."""
        taken = bytes(self._body)
        self._body.clear()
        return taken

    def feed(self, piece: bytes) -> None:
        """Take the next bytes; an empty piece is the end of the connection."""
        if piece:
            self.started = True
            self._buffer += piece
        while self.head is None:
            if not self._read_head():
                if not piece:
                    raise ProtocolError("the connection was closed before an answer came")
                return
        self._read_body()
        if not piece and not self.complete:
            if self._left is not None or self._chunked:
                raise ProtocolError("the connection was closed in the middle of an answer")
            self.complete = True

    def _read_head(self) -> bool:
        """Read the header fields if they are all there; skip interim responses (1xx)."""
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            if len(self._buffer) > MAX_HEAD or not b"HTTP/1.".startswith(bytes(self._buffer[:7])):
                raise ProtocolError("what answers does not speak HTTP/1.1")
            return False
        lines = bytes(self._buffer[:end]).split(b"\r\n")
        del self._buffer[: end + 4]
        match = _STATUS_LINE.fullmatch(lines[0])
        if match is None:
            raise ProtocolError("what answers does not speak HTTP/1.1")
        status = int(match.group(2))
        if status == 101:
            raise ProtocolError("the protocol was switched without being asked to")
        headers = _fields(lines[1:])
        if status >= 200:
            self._frame(status, headers, match.group(1) == b"1")
            self.head = Head(status, headers)
        return True

    def _frame(self, status: int, headers: Mapping[str, str], version_1_1: bool) -> None:
        """Find out where the body ends (RFC 9112, section 6.3)."""
        options = [option.strip().lower() for option in headers.get("connection", "").split(",")]
        self._reusable = "close" not in options and (version_1_1 or "keep-alive" in options)
        encoding = headers.get("transfer-encoding")
        length = headers.get("content-length")
        if status in (204, 304):
            self.complete = True
        elif encoding is not None:
            if encoding.strip().lower() != "chunked":
                raise ProtocolError(f"the answer has an unknown Transfer-Encoding: {encoding[:40]}")
            self._chunked = True
            # Both together are what request smuggling looks like.
            self._reusable = self._reusable and length is None
        elif length is not None:
            lengths = {value.strip() for value in length.split(",")}
            value = lengths.pop()
            if lengths or not re.fullmatch("[0-9]{1,15}", value):
                raise ProtocolError(f"the answer has an invalid Content-Length: {length[:40]}")
            self._left = int(value)
            self.complete = self._left == 0
        else:
            self._reusable = False

    def _read_body(self) -> None:
        if self.complete:
            return
        if self._chunked:
            self._read_chunks()
        else:
            self._move(len(self._buffer) if self._left is None else self._left)
            self.complete = self._left == 0

    def _move(self, most: int) -> None:
        """Pass bytes on from the buffer to the body."""
        taken = min(most, len(self._buffer))
        self._body += self._buffer[:taken]
        del self._buffer[:taken]
        if self._left is not None:
            self._left -= taken

    def _read_chunks(self) -> None:
        while not self.complete:
            if self._left:
                if not self._buffer:
                    return
                self._move(self._left)
                self._at_chunk_end = self._left == 0
                continue
            line = self._line()
            if line is None:
                return
            if self._in_trailers:
                self.complete = not line
            elif self._at_chunk_end:
                if line:
                    raise ProtocolError("a chunk of the answer is longer than it says")
                self._at_chunk_end = False
            else:
                match = _CHUNK_SIZE.fullmatch(line)
                if match is None:
                    raise ProtocolError("a chunk of the answer has no size")
                self._left = int(match.group(1), 16)
                self._in_trailers = self._left == 0

    def _line(self) -> Optional[bytes]:
        end = self._buffer.find(b"\r\n")
        if end < 0:
            if len(self._buffer) > MAX_HEAD:
                raise ProtocolError("a line between the chunks of the answer does not end")
            return None
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 2]
        return line


def _fields(lines: list[bytes]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(b":")
        if not colon or not _NAME.fullmatch(name):
            raise ProtocolError("the answer has an invalid header field")
        key = name.decode("ascii").lower()
        text = value.strip(b" \t").decode("latin-1")
        fields[key] = f"{fields[key]}, {text}" if key in fields else text
    return fields
