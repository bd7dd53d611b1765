"""What programs ask of the I/O around them, and the outcomes they get.

Everything that takes more than one step (repeating a request, following events, waiting for a run) is written once, as
a generator that yields effects and gets their outcomes: a *program*. :mod:`metaforge._sync_io` carries programs out with
blocking sockets, :mod:`metaforge._async_io` with asyncio. Programs do no I/O and never look at which of the two it is.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, TypeVar, Union

from ._http1 import Head, Request

T = TypeVar("T")


@dataclass(frozen=True)
class Exchange:
    """Send a request and read the whole response. Outcome: a :class:`~metaforge._http1.Response`."""

    request: Request
    timeout: float
    """Seconds for all of it, connecting included."""
    reuse: bool = True
    """Whether a connection that carried requests before may carry it."""


@dataclass(frozen=True)
class Open:
    """Send a request whose response has no end. Outcome: an :class:`Opened`. A stream opened before is closed."""

    request: Request
    timeout: float
    """Seconds until the header fields are there."""


@dataclass(frozen=True)
class Opened:
    """The response of a stream."""

    head: Head
    body: bytes
    """All of it where the status is not 200, else nothing yet."""


@dataclass(frozen=True)
class Read:
    """Read what comes next in the open stream. Outcome: bytes, none at its end.

    Where nothing comes in time, the stream stays open, and reading may go on.
    """

    timeout: float


@dataclass(frozen=True)
class Close:
    """Close the open stream, if there is one. Outcome: None."""


@dataclass(frozen=True)
class Sleep:
    """Let time pass. Outcome: None."""

    seconds: float


@dataclass(frozen=True)
class Deliver:
    """Hand something to the consumer. Outcome: None, once it is dealt with."""

    value: Any


Effect = Union[Exchange, Open, Read, Close, Sleep, Deliver]

Program = Generator[Effect, Any, T]


class ConnectionFailed(Exception):  # noqa: N818 (an outcome, not an error of the library)
    """There was no answer, or not the whole of one."""

    def __init__(
        self,
        why: str,
        *,
        refused: bool = False,
        unsent: bool = False,
        hopeless: bool = False,
        stale: bool = False,
        timed_out: bool = False,
    ) -> None:
        super().__init__(why)
        self.refused = refused
        """Nothing listens there."""
        self.unsent = unsent
        """There was no connection to send the request on: it has certainly not arrived."""
        self.hopeless = hopeless
        """Another attempt will fail as well, since the certificate is not trusted."""
        self.stale = stale
        """A connection that was used before had been closed; a new one may do."""
        self.timed_out = timed_out
        """Nothing came within the time there was."""
