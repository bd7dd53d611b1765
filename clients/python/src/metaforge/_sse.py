"""Parses a stream of server-sent events (WHATWG HTML, section 9.2) from bytes as they come. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

MAX_PENDING = 64 << 20
"""Most bytes of one event that has not ended; more than any gateway sends."""


class SseError(Exception):
    """The bytes are no stream of events."""


@dataclass(frozen=True)
class RawEvent:
    """An event as it stands in the stream."""

    name: str
    data: str
    id: Optional[str]


class SseParser:
    """Turns pieces of a stream, cut anywhere, into events. An event that the stream's end cuts off is not returned."""

    def __init__(self) -> None:
        # Bytes, not text: a piece may end inside a character. Lines are decoded when they are whole.
        self._line: list[bytes] = []
        self._pending = 0
        self._after_cr = False
        self._first = True
        self._name = ""
        self._data: list[str] = []
        self._id: Optional[str] = None

    def feed(self, piece: bytes) -> list[RawEvent]:
        """Take the next bytes and return the events that they complete."""
        events = []
        start = 0
        if self._after_cr and piece:
            self._after_cr = False
            if piece[:1] == b"\n":
                start = 1
        while True:
            end = _line_end(piece, start)
            if end < 0:
                break
            self._line.append(piece[start:end])
            event = self._take_line(b"".join(self._line))
            self._line.clear()
            if event is not None:
                events.append(event)
            start = end + 1
            if piece[end : end + 1] == b"\r":
                if start == len(piece):
                    self._after_cr = True
                elif piece[start : start + 1] == b"\n":
                    start += 1
        if start < len(piece):
            self._line.append(piece[start:])
            self._grow(len(piece) - start)
        return events

    def _grow(self, by: int) -> None:
        self._pending += by
        if self._pending > MAX_PENDING:
            raise SseError(f"an event has more than {MAX_PENDING} bytes")

    def _take_line(self, line: bytes) -> Optional[RawEvent]:
        if self._first:
            self._first = False
            if line.startswith(b"\xef\xbb\xbf"):
                line = line[3:]
        if not line:
            return self._dispatch()
        if line.startswith(b":"):
            return None
        name, _, value = line.partition(b":")
        if value.startswith(b" "):
            value = value[1:]
        text = value.decode("utf-8", "replace")
        if name == b"event":
            self._name = text
        elif name == b"data":
            self._data.append(text)
            self._grow(len(value))
        elif name == b"id" and "\0" not in text:
            self._id = text
        return None

    def _dispatch(self) -> Optional[RawEvent]:
        event = RawEvent(self._name or "message", "\n".join(self._data), self._id) if self._data else None
        self._name = ""
        self._data = []
        self._pending = 0
        return event


def _line_end(piece: bytes, start: int) -> int:
    lf = piece.find(b"\n", start)
    cr = piece.find(b"\r", start, lf if lf >= 0 else len(piece))
    return cr if cr >= 0 else lf
