"""The client that blocks."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, Optional

from . import _calls, models
from ._address import parse_address
from ._calls import Connector, FilePath
from ._sync_io import Caller, Pool
from .events import EventStream, follow_events
from .session import Session

__all__ = ["MetaForgeClient"]


class MetaForgeClient:
    """Talks to a gateway.

    Thread-safe: any number of threads may use one client, and the sessions it returns, at once. Connects at the first
    call and keeps connections for the next ones; :meth:`close`, or leaving a ``with`` block, releases them and ends what
    other threads still wait for. Nothing is read from the environment.

    Every method raises :class:`~metaforge.ApiError` (or the subclass of its code) where the gateway refuses, and
    :class:`~metaforge.GatewayUnreachableError` where none answers. Calls that are safe to repeat (all are: those that
    change something carry an idempotency key) are repeated when the connection fails, on 429 and on 502 to 504.
    """

    def __init__(
        self,
        url: str,
        *,
        api_key: Optional[str] = None,
        timeout: float = 30.0,
        retries: int = 5,
        max_reconnect_time: Optional[float] = None,
        ssl_context: Optional[ssl.SSLContext] = None,
    ) -> None:
        """Make a client; nothing is sent yet.

        :param url: such as ``http://localhost:3000``; a trailing ``/`` or ``/api/v1`` does not matter
        :param api_key: sent as ``Authorization: Bearer``; without one, nothing is
        :param timeout: seconds that one request may take from connecting to the last byte of its answer
        :param retries: how often a call is repeated at most; 0 sends everything exactly once
        :param max_reconnect_time: seconds after which streams of events give a gateway up that does not come back
        :param ssl_context: for ``https``, where the system's certificate authorities are not the right ones
        """
        address = parse_address(url)
        connector = Connector(
            address, api_key=api_key, timeout=timeout, retries=retries, max_reconnect_time=max_reconnect_time
        )
        tls = (ssl_context or ssl.create_default_context()) if address.secure else None
        self._caller = Caller(connector, Pool(address, tls))

    @property
    def url(self) -> str:
        """The gateway's address, without ``/api/v1``."""
        return str(self._caller.connector.address)

    def __repr__(self) -> str:
        return f"MetaForgeClient({self.url!r})"

    def __enter__(self) -> MetaForgeClient:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections. What other threads are waiting for raises :class:`~metaforge.ClientClosedError`."""
        self._caller.pool.close()

    def run_skill(
        self,
        skill: str,
        files: Optional[Iterable[FilePath]] = None,
        *,
        args: Optional[Mapping[str, Any]] = None,
        temperature: Optional[float] = None,
        verbose: Optional[bool] = None,
        revises: Optional[str] = None,
        idempotency_key: Optional[str] = None,
    ) -> Session:
        """Start a run and return its session, without waiting for the run's end.

        :param files: paths in the workspace; without any the skill reads its usual ones
        :param args: arguments of the skill; its ``args_schema`` says which there are
        :param temperature: of the language model, 0 to 2
        :param verbose: whether to report more progress
        :param revises: id of a rejected session of the same skill, to do it better: its reason is handed to the agent.
            Without files and arguments the run has those of that session
        :param idempotency_key: another call with the same key and request leads to the same session, for 24 hours;
            without one each call has its own
        """
        call = _calls.run(skill, files, args, temperature=temperature, verbose=verbose, revises=revises, key=idempotency_key)
        return Session(self._caller, skill, self._caller.make(call))

    def create_session(
        self,
        skill: str,
        files: Optional[Iterable[FilePath]] = None,
        *,
        args: Optional[Mapping[str, Any]] = None,
        idempotency_key: Optional[str] = None,
    ) -> Session:
        """Create a session that waits to be run: see :meth:`Session.run`. The parameters are those of a run."""
        return Session(self._caller, skill, self._caller.make(_calls.create(skill, files, args, idempotency_key)))

    def session(self, session_id: str) -> Session:
        """Return a session that exists; :class:`~metaforge.NotFoundError` where it does not."""
        info = self._caller.make(_calls.session(session_id))
        return Session(self._caller, info.skill, info)

    def sessions(
        self, *, status: Optional[str] = None, limit: Optional[int] = None, offset: Optional[int] = None
    ) -> models.SessionList:
        """Return a page of sessions, newest first.

        :param status: only those, such as ``pending_approval``
        :param limit: 1 to 200; the gateway's default is 50
        """
        return self._caller.make(_calls.sessions(status, limit, offset))

    def all_sessions(self, *, status: Optional[str] = None) -> Iterator[models.SessionSummary]:
        """Iterate over all sessions, newest first, a page at a time.

        None comes twice. Those that begin meanwhile are left out; should some be deleted meanwhile, others may be too.
        """
        seen: set[str] = set()
        offset = 0
        while True:
            page = self.sessions(status=status, limit=200, offset=offset)
            for session in page:
                if session.id not in seen:
                    seen.add(session.id)
                    yield session
            offset += len(page)
            if not page.sessions or offset >= page.total:
                return

    def pending(self, *, limit: Optional[int] = None, offset: Optional[int] = None) -> models.PendingList:
        """Return what waits for a decision, longest waiting first; up to 200 at once."""
        return self._caller.make(_calls.pending(limit, offset))

    def audit(self, *, limit: Optional[int] = None, offset: Optional[int] = None) -> models.AuditList:
        """Return decisions, also those on sessions that are deleted, newest first; 50 unless ``limit`` (to 200) is given."""
        return self._caller.make(_calls.audit(limit, offset))

    def skills(self) -> tuple[models.Skill, ...]:
        """Return the skills of the gateway, by name."""
        return self._caller.make(_calls.skills())

    def health(self) -> models.Health:
        """Return the gateway's health; ``unhealthy`` is an answer, not an error."""
        return self._caller.make(_calls.health())

    def status(self, *, refresh: bool = False) -> models.Status:
        """Return what the gateway has and does.

        :param refresh: look for tools again first, which takes some seconds
        """
        return self._caller.make(_calls.status(refresh))

    def events(self, *, after: Optional[int] = None, session: Optional[str] = None) -> EventStream:
        """Follow events: of all sessions or of one, for ever, each once and in order.

        Without ``after`` from now on: the gateway is asked for its latest position before this method returns.

        :param after: the ``id`` of the last event that was dealt with, or 0 for all there ever were
        :param session: the id of a session
        """
        return follow_events(self._caller, after, session)
