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
    the like), where what answers is not a gateway, and where ``max_reconnect_time`` is over.

    One thread at a time may iterate; :meth:`close` may be called from any. After a KeyboardInterrupt, iterating again goes
    on where it was.
    """

    def __init__(self, caller: Caller, after: int, session_id: Optional[str]) -> None:
        """Follow events. For the client's own use."""
        self._caller = caller
        self._position = after
        self._session_id = session_id
        self._run = self._follow()
        self._iterating = threading.Lock()
        self._interrupted = False
        self._closed = False

    def __iter__(self) -> EventStream:
        return self

    def __next__(self) -> Event:
        """Wait for the next event."""
        with self._iterating:
            try:
                if self._interrupted:
                    self._run = self._follow()
                    self._interrupted = False
                # After the line above, so that close() stops either this or the run.
                if self._closed:
                    raise StopIteration
                event = self._run.next_delivery()
                assert isinstance(event, Event)  # noqa: S101 (nothing else is delivered)
                self._position = self._position if event.id is None else event.id
                return event
            except ClientClosedError:
                raise StopIteration from None
            except Exception:
                raise
            except BaseException:
                # Such as Ctrl-C, which in a notebook is not the end of the program.
                self._interrupted = True
                self._run.close()
                raise

    def _follow(self) -> Run[None]:
        return self._caller.begin(_following.follow(self._caller.connector, self._position, self._session_id))

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
        self._closed = True
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
    return EventStream(caller, position, session_id)
