"""The programs that follow events: endlessly, or until a run has ended. No I/O.

Both know the position of the last event they handed out, and connect again after it, so that nothing is lost and nothing
comes twice.
"""

from __future__ import annotations

import dataclasses
import logging
import time
from typing import Optional, Union

from . import _calls, models
from ._answers import UNEXPECTED, unexpected
from ._calls import Connector
from ._decode import DecodeError, decode, parse_json
from ._effects import Close, ConnectionFailed, Deliver, Open, Opened, Program, Read, Sleep
from ._http1 import Response
from ._retry import MAX_RETRY_AFTER, backoff
from ._sse import RawEvent, SseError, SseParser
from .errors import ApiError, MetaForgeError, WaitTimeoutError

SILENCE = 90.0
"""Seconds after which a silent stream is taken for dead; the gateway breaks silence at least every 30."""

FIRST_BYTES = 10.0
"""Seconds after which a stream without a first byte is taken for one that something holds back."""

STABLE = 5.0
"""A stream that lived so many seconds was a good one: the next failure is the first of a new series."""

DOUBT = 10.0
"""Seconds without an event after which a wait asks for the state, in case the stream is dead or something holds it back."""

LAST_LOOK = 5.0
"""Seconds, at most, that the look at a session takes which is made when the time to wait is up."""

LONG_POLL = 20
"""Seconds that the gateway is asked to wait, where no stream can be had."""

PAUSE = 1.0
"""Seconds before the gateway is asked again that answered at once, instead of waiting."""

RUNNING = ("created", "running")
"""Statuses of a session whose run has not ended."""

DAMAGED_LIMIT = 3

FOREIGN_LIMIT = 3
"""Answers in a row that are not a gateway's, after which there is none at this address any more."""

_log = logging.getLogger("metaforge")


class Series:
    """Failures in a row, and how long they have lasted."""

    def __init__(self, connector: Connector, max_time: Optional[float]) -> None:
        self._connector = connector
        self._max_time = max_time
        self._attempt = 0
        self._since: Optional[float] = None
        self._heard = False
        self._foreign = 0

    def heard(self) -> None:
        """Note that a gateway answers: what is not a gateway's answer may be a passing trouble from now on."""
        self._heard = True
        self._foreign = 0

    def over(self) -> None:
        """Begin anew."""
        self._attempt = 0
        self._since = None

    def alive(self) -> None:
        """Note that there is a connection, be it a bad one."""
        self._since = None

    def error(self, failure: Union[ConnectionFailed, ApiError]) -> MetaForgeError:
        """Return what to tell of a failure that another attempt may mend; raise it where none would."""
        if isinstance(failure, ConnectionFailed):
            error = self._connector.unreachable(failure)
            if self._connector.is_final(failure):
                raise error from failure
            return error
        if 300 <= failure.status < 500 and failure.status not in (408, 429):
            raise failure
        if failure.code != UNEXPECTED:
            self._foreign = 0
        elif failure.status < 400:
            # The page of a proxy that is being set up, or of another program, which would be asked for ever.
            self._foreign += 1
            if not self._heard or self._foreign >= FOREIGN_LIMIT:
                raise failure
        return failure

    def delay(self, failure: Union[ConnectionFailed, ApiError]) -> float:
        """Return the seconds before the next attempt, or raise what there is to tell where none is to be made."""
        error = self.error(failure)
        delay = backoff(self._attempt)
        self._attempt += 1
        if isinstance(failure, ApiError):
            delay = max(delay, min(failure.retry_after or 0, MAX_RETRY_AFTER))
        now = time.monotonic()
        self._since = now if self._since is None else self._since
        if self._max_time is not None and now + delay > self._since + self._max_time:
            raise error
        _log.debug("connecting to %s again in %.1f s: %s", self._connector.address, delay, failure)
        return delay


def begin(connector: Connector, session_id: Optional[str]) -> Program[int]:
    """Ask for the position that "from now on" means."""
    series = Series(connector, connector.max_reconnect_time)
    call = _calls.events("latest", session_id)
    while True:
        try:
            page = yield from connector.perform_once(call, connector.timeout)
        except (ConnectionFailed, ApiError) as failure:
            yield Sleep(series.delay(failure))
        else:
            return page.next


class Stream:
    """A connection that events come in on."""

    def __init__(self, connector: Connector, after: int, session_id: Optional[str]) -> None:
        self._connector = connector
        self._request = connector.request(_calls.events(after, session_id), accept="text/event-stream")
        self._parser = SseParser()
        self._last = after
        self._opened_at = 0.0

    def open(self, timeout: float) -> Program[None]:
        """Connect; ApiError where what answers is no stream."""
        opened: Opened = yield Open(self._request, timeout)
        response = Response(opened.head, opened.body)
        if response.status != 200:
            raise self._connector.refusal(response)
        if opened.head.content_type != "text/event-stream":
            raise unexpected(response)
        self._connector.answered = True
        self._opened_at = time.monotonic()

    def read(self, timeout: float) -> Program[list[RawEvent]]:
        """Read on; the events that came may be none."""
        piece: bytes = yield Read(timeout)
        if not piece:
            raise ConnectionFailed("the stream of events ended")
        try:
            return self._parser.feed(piece)
        except SseError as e:
            raise ConnectionFailed(str(e)) from None

    def event(self, raw: RawEvent) -> Optional[models.Event]:
        """Decode an event; None for one that was handed out before."""
        event = decode(models.Event, parse_json(raw.data.encode("utf-8", "replace")))
        position = event.id
        if position is None and raw.id is not None and raw.id.isascii() and raw.id.isdigit() and len(raw.id) < 20:
            position = int(raw.id)
            event = dataclasses.replace(event, id=position)
        if position is not None:
            if position <= self._last:
                return None
            self._last = position
        return event

    def is_stable(self) -> bool:
        """Report whether the connection has lasted."""
        return time.monotonic() > self._opened_at + STABLE


def follow(connector: Connector, position: int, session_id: Optional[str]) -> Program[None]:
    """Deliver every event after a position, for ever; see :func:`begin` for the one that is now."""
    series = Series(connector, connector.max_reconnect_time)
    damaged = 0
    while True:
        stream = Stream(connector, position, session_id)
        try:
            yield from stream.open(connector.timeout)
            series.heard()
            while True:
                events = yield from stream.read(SILENCE)
                series.alive()
                for raw in events:
                    event = stream.event(raw)
                    damaged = 0
                    if event is not None:
                        yield Deliver(event)
                        position = position if event.id is None else event.id
                if events or stream.is_stable():
                    series.over()
        except DecodeError as problem:
            # Another connection may bring it whole; one that is damaged each time would otherwise be asked for for ever.
            damaged += 1
            if damaged >= DAMAGED_LIMIT:
                raise ApiError(f"An event cannot be read: {problem}", status=200, code=UNEXPECTED) from None
            failure: Union[ConnectionFailed, ApiError] = ConnectionFailed(f"an event cannot be read: {problem}")
        except (ConnectionFailed, ApiError) as problem:
            failure = problem
        yield Close()
        yield Sleep(series.delay(failure))


def _may_be_the_end(event: models.Event) -> bool:
    return event.event not in ("session.started", "agent.progress")


def _is_passing(error: ApiError) -> bool:
    return error.status in (408, 429, 502, 503, 504)


def wait(connector: Connector, session_id: str, timeout: Optional[float]) -> Program[models.SessionInfo]:
    """Return the session once its run has ended, well or not, delivering its progress meanwhile."""
    return (yield from _Waiting(connector, session_id, timeout).end())


class _TimeIsUp(Exception):  # noqa: N818 (a step of the program, not an error of the library)
    """The time to wait is over."""


class _Waiting:
    """Follows a session until its run has ended. Events only tell when to look: what the session says is what counts."""

    def __init__(self, connector: Connector, session_id: str, timeout: Optional[float]) -> None:
        self._connector = connector
        self._session_id = session_id
        self._timeout = timeout
        self._deadline = None if timeout is None else time.monotonic() + timeout
        self._series = Series(connector, None)
        self._position = 0
        self._status = "not known"
        self._looked_at: Optional[float] = None
        self._trouble: Optional[Exception] = None
        self._streaming = True

    def end(self) -> Program[models.SessionInfo]:
        try:
            return (yield from self._follow())
        except _TimeIsUp:
            yield Close()
        # The stream may have been dead for as long as it was silent.
        info = yield from self._last_look()
        if info is not None:
            return info
        raise WaitTimeoutError(
            f"{self._session_id} has not ended within {self._timeout:g} seconds; its status is {self._status}",
            session_id=self._session_id,
        ) from self._trouble

    def _follow(self) -> Program[models.SessionInfo]:
        """Return the session once its run has ended; raise _TimeIsUp where it does not in time."""
        # Whoever has no time to wait wants to know as well whether there is anything to wait for.
        patience: Optional[float] = self._connector.timeout
        while True:
            try:
                info = yield from self._look(patience)
                if info is None:
                    info = yield from (self._stream() if self._streaming else self._poll())
                    yield Close()
                if info is not None:
                    return info
                patience = None
                continue
            except DecodeError as problem:
                failure: Union[ConnectionFailed, ApiError] = ConnectionFailed(f"an event cannot be read: {problem}")
            except (ConnectionFailed, ApiError) as problem:
                failure = problem
            patience = None
            yield Close()
            self._trouble = failure
            yield Sleep(self._at_most(self._series.delay(failure)))

    def _at_most(self, seconds: float) -> float:
        """Return so many seconds, or what is left; raise where nothing is."""
        if self._deadline is None:
            return seconds
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise _TimeIsUp
        return min(seconds, left)

    def _last_look(self) -> Program[Optional[models.SessionInfo]]:
        """Return the session if its run has ended by now, even if nothing told so."""
        if self._looked_at is not None and self._deadline is not None and self._looked_at >= self._deadline:
            return None
        try:
            return (yield from self._look(min(LAST_LOOK, self._connector.timeout)))
        except (ConnectionFailed, ApiError) as failure:
            self._series.error(failure)
            self._trouble = failure
            return None

    def _look(self, patience: Optional[float] = None) -> Program[Optional[models.SessionInfo]]:
        """Return the session if its run has ended; report the progress that is in the log.

        With patience, each request may take so many seconds, whatever is left of the time to wait.
        """
        call = _calls.session(self._session_id)
        while True:
            begun = time.monotonic()
            info = yield from self._connector.perform_once(call, self._limit(patience))
            self._looked_at = begun
            self._series.heard()
            self._status = info.status
            self._trouble = None
            ended = info.status not in RUNNING
            changed = False
            try:
                changed = yield from self._report_past(patience)
            except (ConnectionFailed, ApiError) as failure:
                # Reports are worth having; the end counts without them.
                if not ended and (isinstance(failure, ConnectionFailed) or _is_passing(failure)):
                    raise
                self._streaming = False
            except _TimeIsUp:
                if not ended:
                    raise
            # The run may have ended between the look at the session and the one at the log.
            if ended or not changed:
                return info if ended else None

    def _limit(self, patience: Optional[float]) -> float:
        return self._at_most(self._connector.timeout) if patience is None else patience

    def _report_past(self, patience: Optional[float]) -> Program[bool]:
        """Report what the log has. Read after the session, it has all that led to its status, and what came since.

        Return whether something is in it that may be the end.
        """
        changed = False
        while True:
            call = _calls.events(self._position, self._session_id)
            page = yield from self._connector.perform_once(call, self._limit(patience))
            for event in page.events:
                yield from self._report(event)
                changed = changed or _may_be_the_end(event)
            if not page.events or page.next <= self._position:
                return changed
            self._position = page.next

    def _stream(self) -> Program[Optional[models.SessionInfo]]:
        """Return when something has happened that may be the end; the session where a look at it found the end."""
        stream = Stream(self._connector, self._position, self._session_id)
        first = min(FIRST_BYTES, self._connector.timeout)
        try:
            yield from stream.open(self._at_most(first))
            events = yield from stream.read(self._at_most(first))
        except ApiError as error:
            if _is_passing(error):
                raise
            self._streaming = False
            return None
        except ConnectionFailed as failure:
            # Something on the way holds back what does not end.
            self._streaming = not failure.timed_out
            raise
        heard = news = time.monotonic()
        while True:
            look = False
            for raw in events:
                event = stream.event(raw)
                # A look may have found it in the log already.
                if event is not None and (event.id is None or event.id > self._position):
                    self._position = self._position if event.id is None else event.id
                    yield from self._report(event)
                    look = look or _may_be_the_end(event)
            if events or stream.is_stable():
                self._series.over()
            if look:
                return None
            if time.monotonic() >= news + DOUBT:
                # Beside the stream, which may have nothing to say.
                info = yield from self._look()
                if info is not None or not self._streaming:
                    return info
                news = time.monotonic()
            try:
                until = min(news + DOUBT, heard + SILENCE)
                events = yield from stream.read(self._at_most(max(0.0, until - time.monotonic())))
            except ConnectionFailed as failure:
                if not failure.timed_out or time.monotonic() >= heard + SILENCE:
                    raise
                events = []
            else:
                heard = time.monotonic()
                news = heard if events else news

    def _poll(self) -> Program[Optional[models.SessionInfo]]:
        """Return when the gateway says that the run has ended, or has waited for long enough."""
        seconds = int(self._at_most(LONG_POLL))
        call = _calls.run_status(self._session_id, seconds)
        begun = time.monotonic()
        run = yield from self._connector.perform_once(call, self._at_most(self._connector.timeout + seconds))
        self._series.over()
        if run.status in RUNNING and time.monotonic() - begun < max(seconds, 1) / 2:
            # A proxy that cuts requests short, or a gateway that does not wait, is not to be kept busy.
            yield Sleep(self._at_most(PAUSE))
        return None

    @staticmethod
    def _report(event: models.Event) -> Program[None]:
        if event.event == "agent.progress":
            try:
                progress = decode(models.Progress, event.data)
            except DecodeError:
                return  # not worth losing the end of a run for
            yield Deliver(progress)
