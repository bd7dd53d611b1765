"""Events as the client that blocks hands them out."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import TracebackType
from typing import Optional

from . import _calls, _following
from ._sync_io import Caller, Run
from .errors import ClientClosedError
from .models import Event

__all__ = ["EventStream"]


class EventStream(Iterator[Event]):
    """An endless iterator of events: each once, in order, whatever happens to connections and gateways in between.

    It connects again by itself, after the last event it handed out. It reads no further than its consumer: who is slow
    makes the gateway wait, and in the end cut the connection, which costs nothing but a new one. It ends where it, or
    its client, is closed; it raises :class:`~metaforge.ApiError` where the gateway refuses it for good (401, 404 and
    the like), and where ``max_reconnect_time`` is over.

    One thread at a time may iterate; :meth:`close` may be called from any.
    """

    def __init__(self, run: Run[None]) -> None:
        """Follow what a program delivers. For the client's own use."""
        self._run = run
        self._iterating = threading.Lock()

    def __iter__(self) -> EventStream:
        return self

    def __next__(self) -> Event:
        """Wait for the next event."""
        with self._iterating:
            try:
                event = self._run.next_delivery()
            except ClientClosedError:
                raise StopIteration from None
        assert isinstance(event, Event)  # noqa: S101 (nothing else is delivered)
        return event

    def __enter__(self) -> EventStream:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; a thread that waits for the next event finds the iteration ended."""
        self._run.stop()
        # A thread in the middle of the iteration releases everything by itself, as it wakes up.
        if self._iterating.acquire(blocking=False):
            try:
                self._run.close()
            finally:
                self._iterating.release()


def follow_events(caller: Caller, after: Optional[int], session_id: Optional[str]) -> EventStream:
    """Return the events after a position, or from now on: now is asked for at once, before anything else can happen."""
    position = _calls.position_or_none(after)
    if position is None:
        position = caller.finish(_following.begin(caller.connector, session_id))
    return EventStream(caller.begin(_following.follow(caller.connector, position, session_id)))
