"""The client for asyncio: the same as the one that blocks, with ``await``."""

from __future__ import annotations

import asyncio
import dataclasses
import ssl
from collections.abc import AsyncIterator, Awaitable, Iterable, Mapping
from types import TracebackType
from typing import Any, Callable, Optional, Union

from . import _calls, _following, models
from ._address import parse_address
from ._answers import require_no_failure
from ._async_io import Caller, Pool, Run
from ._calls import Connector, FilePath, seconds_or_none
from ._known import Known
from .errors import ClientClosedError

__all__ = ["AsyncEventStream", "AsyncMetaForgeClient", "AsyncSession"]


class AsyncMetaForgeClient:
    """Talks to a gateway from one event loop; its tasks may all use it at once.

    Connects at the first call. Use it as ``async with``, or call :meth:`aclose`. Cancelling a task that is in a call
    closes the call's connection. Methods are those of :class:`~metaforge.MetaForgeClient`, where they are described.
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
        """Make a client, in an event loop or outside; nothing is sent yet."""
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
        return f"AsyncMetaForgeClient({self.url!r})"

    async def __aenter__(self) -> AsyncMetaForgeClient:
        return self

    async def __aexit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close all connections. What other tasks are waiting for raises :class:`~metaforge.ClientClosedError`."""
        await self._caller.pool.aclose()

    async def run_skill(
        self,
        skill: str,
        files: Optional[Iterable[FilePath]] = None,
        *,
        args: Optional[Mapping[str, Any]] = None,
        temperature: Optional[float] = None,
        verbose: Optional[bool] = None,
        revises: Optional[str] = None,
        idempotency_key: Optional[str] = None,
    ) -> AsyncSession:
        """Start a run and return its session, without waiting for the run's end."""
        call = _calls.run(skill, files, args, temperature=temperature, verbose=verbose, revises=revises, key=idempotency_key)
        started = await self._caller.make(call)
        return AsyncSession(self._caller, skill, started)

    async def create_session(
        self,
        skill: str,
        files: Optional[Iterable[FilePath]] = None,
        *,
        args: Optional[Mapping[str, Any]] = None,
        idempotency_key: Optional[str] = None,
    ) -> AsyncSession:
        """Create a session that waits to be run: see :meth:`AsyncSession.run`."""
        call = _calls.create(skill, files, args, idempotency_key)
        created = await self._caller.make(call)
        return AsyncSession(self._caller, skill, created)

    async def session(self, session_id: str) -> AsyncSession:
        """Return a session that exists; :class:`~metaforge.NotFoundError` where it does not."""
        info = await self._caller.make(_calls.session(session_id))
        return AsyncSession(self._caller, info.skill, info)

    async def sessions(
        self, *, status: Optional[str] = None, limit: Optional[int] = None, offset: Optional[int] = None
    ) -> models.SessionList:
        """Return a page of sessions, newest first."""
        return await self._caller.make(_calls.sessions(status, limit, offset))

    async def all_sessions(self, *, status: Optional[str] = None) -> AsyncIterator[models.SessionSummary]:
        """Iterate over all sessions, newest first, a page at a time."""
        seen: set[str] = set()
        offset = 0
        while True:
            page = await self.sessions(status=status, limit=200, offset=offset)
            for session in page:
                if session.id not in seen:
                    seen.add(session.id)
                    yield session
            offset += len(page)
            if not page.sessions or offset >= page.total:
                return

    async def pending(self, *, limit: Optional[int] = None, offset: Optional[int] = None) -> models.PendingList:
        """Return what waits for a decision, longest waiting first; up to 200 at once."""
        return await self._caller.make(_calls.pending(limit, offset))

    async def audit(self, *, limit: Optional[int] = None, offset: Optional[int] = None) -> models.AuditList:
        """Return decisions, newest first."""
        return await self._caller.make(_calls.audit(limit, offset))

    async def skills(self) -> tuple[models.Skill, ...]:
        """Return the skills of the gateway, by name."""
        return await self._caller.make(_calls.skills())

    async def health(self) -> models.Health:
        """Return the gateway's health; ``unhealthy`` is an answer, not an error."""
        return await self._caller.make(_calls.health())

    async def status(self, *, refresh: bool = False) -> models.Status:
        """Return what the gateway has and does."""
        return await self._caller.make(_calls.status(refresh))

    def events(self, *, after: Optional[int] = None, session: Optional[str] = None) -> AsyncEventStream:
        """Follow events, for ever, each once and in order.

        Without ``after`` from now on, where now is when ``async with`` enters the stream, or else when the first event
        is asked for.
        """
        return AsyncEventStream(self._caller, after, session)


class AsyncEventStream(AsyncIterator[models.Event]):
    """An endless asynchronous iterator of events, which connects again by itself.

    Behaves as :class:`~metaforge.EventStream`. One task at a time may iterate. ``async with`` settles where it begins
    before anything else is done, and releases its connection at the end. Waiting for the next event can be cancelled, as
    ``asyncio.wait_for`` does when time is up; iterating again goes on where it was.
    """

    def __init__(self, caller: Caller, after: Optional[int], session_id: Optional[str]) -> None:
        """Follow events. For the client's own use."""
        self._caller = caller
        self._after = _calls.position_or_none(after)
        self._session_id = session_id
        self._beginning: Optional[Run[int]] = None
        self._run: Optional[Run[None]] = None
        self._closed = False

    def __aiter__(self) -> AsyncEventStream:
        return self

    async def __anext__(self) -> models.Event:
        """Wait for the next event."""
        if self._closed:
            raise StopAsyncIteration
        try:
            await self._begin()
            run = self._run
            if run is None:
                raise StopAsyncIteration
            _, event = await run.next_delivery()
        except ClientClosedError:
            raise StopAsyncIteration from None
        except asyncio.CancelledError:
            # What it held is released; another one goes on after the last event.
            self._run = None
            raise
        assert isinstance(event, models.Event)  # noqa: S101 (nothing else is delivered, and it does not end)
        self._after = self._after if event.id is None else event.id
        return event

    async def _begin(self) -> None:
        if self._run is not None:
            return
        if self._after is None:
            program = _following.begin(self._caller.connector, self._session_id)
            beginning = self._beginning = self._caller.begin(program)
            try:
                self._after = await beginning.finish(lambda value: None)
            finally:
                self._beginning = None
        if not self._closed and self._run is None:
            self._run = self._caller.begin(_following.follow(self._caller.connector, self._after, self._session_id))

    async def __aenter__(self) -> AsyncEventStream:
        await self._begin()
        return self

    async def __aexit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connection; a task that waits for the next event finds the iteration ended."""
        self._closed = True
        for run in (self._beginning, self._run):
            if run is not None:
                await run.stop()


class AsyncSession:
    """A session of a gateway; see :class:`~metaforge.Session`. Its properties show what the last answer said."""

    def __init__(
        self,
        caller: Caller,
        skill: str,
        seen: Union[models.SessionInfo, models.SessionSummary, models.RunStatus],
    ) -> None:
        """Make a handle. For the client's own use."""
        self._caller = caller
        self._known = Known.of(skill, seen)

    @property
    def id(self) -> str:
        """Such as ``session-01jnqw…``."""
        return self._known.id

    @property
    def skill(self) -> str:
        """The name of the skill."""
        return self._known.skill

    @property
    def status(self) -> str:
        """As it was seen last."""
        return self._known.status

    @property
    def agent(self) -> Optional[str]:
        """Such as ``requirements-agent``; ``None`` where no answer named it yet."""
        return self._known.agent

    @property
    def digest(self) -> Optional[str]:
        """Names the proposal that was seen last; ``None`` where there was none."""
        return self._known.digest

    @property
    def error(self) -> Optional[models.Failure]:
        """Why the run failed; ``None`` where it did not."""
        return self._known.error

    def __repr__(self) -> str:
        return f"<AsyncSession {self.id} of {self.skill!r}: {self.status}>"

    async def refresh(self) -> models.SessionInfo:
        """Ask for the state, and return all there is to know."""
        return self._saw(await self._caller.make(_calls.session(self.id)))

    async def run(self, *, temperature: Optional[float] = None, verbose: Optional[bool] = None) -> AsyncSession:
        """Start the run of a session that was created; returns itself."""
        call = _calls.run(self.skill, temperature=temperature, verbose=verbose, session=self.id)
        started = await self._caller.make(call)
        self._known = Known.of(self.skill, started)
        return self

    async def wait_for_completion(
        self,
        timeout: Optional[float] = 900.0,
        on_progress: Optional[Callable[[models.Progress], Optional[Awaitable[object]]]] = None,
    ) -> AsyncSession:
        """Wait until the run has ended; see :meth:`Session.wait_for_completion <metaforge.Session.wait_for_completion>`.

        :param on_progress: a function or a coroutine function
        """
        program = _following.wait(self._caller.connector, self.id, seconds_or_none(timeout))

        def report(progress: object) -> Optional[Awaitable[object]]:
            if on_progress is not None and isinstance(progress, models.Progress):
                return on_progress(progress)
            return None

        require_no_failure(self._saw(await self._caller.finish(program, report)))
        return self

    async def approve(
        self,
        comment: Optional[str] = None,
        *,
        only: Optional[Iterable[FilePath]] = None,
        digest: Optional[str] = None,
    ) -> models.Approval:
        """Approve the proposal that this handle saw last; see :meth:`Session.approve <metaforge.Session.approve>`."""
        call = _calls.approve(self.id, comment, only, self.digest if digest is None else digest)
        approval = await self._caller.make(call)
        self._has(approval.status)
        return approval

    async def reject(self, reason: str) -> models.Rejection:
        """Reject the proposal that this handle saw last, and say why."""
        rejection = await self._caller.make(_calls.reject(self.id, reason, self.digest))
        self._has(rejection.status)
        return rejection

    async def revise(self, *, temperature: Optional[float] = None, verbose: Optional[bool] = None) -> AsyncSession:
        """Start a run that does better what was rejected; see :meth:`Session.revise <metaforge.Session.revise>`."""
        call = _calls.run(self.skill, temperature=temperature, verbose=verbose, revises=self.id)
        started = await self._caller.make(call)
        return AsyncSession(self._caller, self.skill, started)

    async def cancel(self) -> models.Cancellation:
        """Call the session off; a run is ended."""
        cancellation = await self._caller.make(_calls.cancel(self.id))
        self._has(cancellation.status)
        return cancellation

    async def delete(self) -> models.Deletion:
        """Delete the session and its artifacts; a run is called off first."""
        return await self._caller.make(_calls.delete(self.id))

    async def artifacts(self) -> models.ArtifactList:
        """Return what the session proposes."""
        artifacts = await self._caller.make(_calls.artifacts(self.id))
        self._known = dataclasses.replace(self._known, digest=artifacts.digest)
        return artifacts

    async def artifact(self, path: FilePath) -> bytes:
        """Return the proposed bytes of a file."""
        return await self._caller.make(_calls.artifact(self.id, path))

    async def diff(self, *, against: Optional[str] = None) -> str:
        """Return the proposal as a unified diff; see :meth:`Session.diff <metaforge.Session.diff>`."""
        diff = await self._caller.make(_calls.diff(self.id, against))
        if diff.digest is not None:
            self._known = dataclasses.replace(self._known, digest=diff.digest)
        return diff.text

    def events(self, *, after: int = 0) -> AsyncEventStream:
        """Follow the events of this session, from its first on."""
        return AsyncEventStream(self._caller, after, self.id)

    def _saw(self, info: models.SessionInfo) -> models.SessionInfo:
        self._known = Known.of(self.skill, info)
        return info

    def _has(self, status: str) -> None:
        self._known = dataclasses.replace(self._known, status=status)
