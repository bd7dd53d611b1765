"""The requests of the API: what is sent, how the answer is read, and when it may be repeated. No I/O."""

from __future__ import annotations

import json
import logging
import math
import os
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Generic, Optional, TypeVar, Union
from urllib.parse import quote, urlencode

from . import models
from ._address import API, Address
from ._answers import UNEXPECTED, Diff, Reader, read_artifact, read_diff, reading, refusal, unexpected
from ._decode import DecodeError
from ._effects import ConnectionFailed, Exchange, Program, Sleep
from ._http1 import Request, Response
from ._retry import MAX_RETRY_AFTER, backoff
from ._version import __version__
from .errors import ApiError, GatewayUnreachableError

T = TypeVar("T")

FilePath = Union[str, "os.PathLike[str]"]

LONGEST_TIMEOUT = 7 * 24 * 3600.0
"""Seconds; sockets refuse to count much further, and infinity."""

_log = logging.getLogger("metaforge")

_VISIBLE_ASCII = re.compile("[!-~]+")


@dataclass(frozen=True)
class Call(Generic[T]):
    """One request of the API. All of them can be repeated: each is idempotent, or has a key that makes it so."""

    method: str
    path: str
    """Below ``/api/v1``, percent-encoded."""
    read: Reader[T]
    query: Mapping[str, object]
    body: Optional[Mapping[str, Any]] = None
    key: Optional[str] = None
    """The idempotency key."""
    answers: tuple[int, ...] = ()
    """Statuses beside 2xx that are answers and no refusals."""
    gone: Optional[T] = None
    """The result where a repeat is told that there is nothing any more, and an attempt before may have done it."""
    patience: float = 0.0
    """Seconds that the gateway is asked to wait before it answers."""
    accept: str = "application/json"


class Connector:
    """What all calls of a client share: where to, with which key, how patiently."""

    def __init__(
        self,
        address: Address,
        *,
        api_key: Optional[str],
        timeout: float,
        retries: int,
        max_reconnect_time: Optional[float],
    ) -> None:
        if api_key is not None and not (isinstance(api_key, str) and _VISIBLE_ASCII.fullmatch(api_key)):
            raise ValueError("api_key must be one or more visible ASCII characters")
        if not _is_number(timeout) or timeout <= 0:
            raise ValueError("timeout must be a positive number of seconds")
        if isinstance(retries, bool) or not isinstance(retries, int) or retries < 0:
            raise ValueError("retries must be a whole number, 0 or more")
        if max_reconnect_time is not None and (not _is_number(max_reconnect_time) or max_reconnect_time < 0):
            raise ValueError("max_reconnect_time must be a number of seconds, 0 or more, or None for ever")
        self.address = address
        self.timeout = min(float(timeout), LONGEST_TIMEOUT)
        self.retries = retries
        self.max_reconnect_time = max_reconnect_time
        self.answered = False
        """Whether the gateway ever answered; a gateway that never did is not waited for."""
        self._api_key = api_key

    def __repr__(self) -> str:
        return f"Connector({str(self.address)!r})"

    def request(self, call: Call[Any], accept: Optional[str] = None) -> Request:
        """Return the request of a call, with another ``Accept`` than its own if one is given."""
        headers = {
            "Accept": accept or call.accept,
            # Without it, whatever stands between may choose an encoding.
            "Accept-Encoding": "identity",
            "User-Agent": f"metaforge-client-python/{__version__}",
        }
        if self._api_key is not None:
            headers["Authorization"] = f"Bearer {self._api_key}"
        if call.key is not None:
            headers["Idempotency-Key"] = call.key
        body = None
        if call.body is not None:
            headers["Content-Type"] = "application/json"
            body = _json(call.body)
        query = urlencode({name: value for name, value in call.query.items() if value is not None}, quote_via=quote)
        target = f"{self.address.prefix}{API}{call.path}{'?' + query if query else ''}"
        return Request(call.method, target, headers, body)

    def result(self, call: Call[T], response: Response) -> T:
        """Return what a response says, or raise what it refuses with."""
        if not (200 <= response.status < 300 or response.status in call.answers):
            raise self.refusal(response)
        try:
            result = call.read(response)
        except DecodeError as e:
            # A status that is an answer only with the right body is a refusal with another one.
            raise (unexpected(response, str(e)) if response.status < 300 else self.refusal(response)) from None
        self.answered = True
        return result

    def refusal(self, response: Response) -> ApiError:
        """Return the error that a response is. Should its message repeat the key, that is taken out."""
        error = refusal(response) if response.status >= 400 else unexpected(response)
        self.answered = self.answered or error.code != UNEXPECTED
        if self._api_key is not None and self._api_key in error.message:
            error.message = error.message.replace(self._api_key, "***")
            error.args = (error.message,)
        return error

    def unreachable(self, failure: ConnectionFailed) -> GatewayUnreachableError:
        """Return the error of a connection that failed for good."""
        advice = "; is the gateway started?" if failure.refused else ""
        return GatewayUnreachableError(f"No answer from {self.address}: {failure}{advice}", url=str(self.address))

    def perform(self, call: Call[T]) -> Program[T]:
        """Make a call, repeating it where that is of use."""
        request = self.request(call)
        attempt = 0
        # Whether an attempt may have done what it asked for, although nobody said so.
        uncertain = False
        # Without retries each request has a connection of its own: one that was used before may turn out to be closed,
        # and only repeating the request would help.
        reuse = self.retries > 0
        while True:
            last = attempt >= self.retries
            try:
                response: Response = yield Exchange(request, self.timeout + call.patience, reuse)
            except ConnectionFailed as failure:
                uncertain = uncertain or not failure.unsent
                if failure.stale:
                    self._log_stale(call, failure)
                    reuse = False
                    continue
                if last or self.is_final(failure):
                    raise self.unreachable(failure) from failure
                delay, trouble = backoff(attempt), str(failure)
            else:
                try:
                    return self.result(call, response)
                except ApiError as error:
                    if uncertain and call.gone is not None and error.status == 404 and error.code == "NOT_FOUND":
                        return call.gone
                    uncertain = uncertain or _may_have_arrived(error)
                    wait = delay_before_repeat(error, attempt)
                    if last or wait is None:
                        raise
                    delay, trouble = wait, f"HTTP {error.status}, {error}"
            _log.debug("sending %s %s to %s again in %.1f s: %s", call.method, call.path, self.address, delay, trouble)
            yield Sleep(delay)
            attempt += 1

    def perform_once(self, call: Call[T], timeout: float) -> Program[T]:
        """Make a call without repeating it, beside where the connection for it turns out to be closed."""
        request = self.request(call)
        try:
            response: Response = yield Exchange(request, timeout, True)
        except ConnectionFailed as failure:
            if not failure.stale:
                raise
            self._log_stale(call, failure)
            response = yield Exchange(request, timeout, False)
        return self.result(call, response)

    def _log_stale(self, call: Call[Any], failure: ConnectionFailed) -> None:
        _log.debug("sending %s %s to %s again at once: %s", call.method, call.path, self.address, failure)

    def is_final(self, failure: ConnectionFailed) -> bool:
        """Report whether another attempt would fail as well, or nobody would like to wait for it."""
        return failure.hopeless or (failure.refused and not self.answered)


def delay_before_repeat(error: ApiError, attempt: int) -> Optional[float]:
    """Return the seconds before another attempt; None where the answer will not be another one."""
    transient = error.status == 429 or (error.status in (502, 503, 504) and error.code != "TIMEOUT")
    if not transient or (error.retry_after or 0) > MAX_RETRY_AFTER:
        return None
    return max(backoff(attempt), error.retry_after or 0)


def _may_have_arrived(error: ApiError) -> bool:
    """Report whether the gateway may have done what it was asked for, although something on the way refused.

    Not where it was the gateway itself that had no time for it.
    """
    return error.status in (502, 504) or (error.status == 503 and error.code == UNEXPECTED)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and not math.isnan(value)


def seconds_or_none(timeout: Optional[float]) -> Optional[float]:
    """Check how long somebody wants to wait; None is for ever."""
    if timeout is not None and (not _is_number(timeout) or timeout < 0):
        raise ValueError("timeout must be a number of seconds, 0 or more, or None for ever")
    return timeout


def position_or_none(after: Optional[int]) -> Optional[int]:
    """Check where somebody wants to begin; None is now."""
    if after is not None and (isinstance(after, bool) or not isinstance(after, int) or after < 0):
        raise ValueError("after must be the id of an event, or 0 for all")
    return after


def _json(body: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(body, allow_nan=False, separators=(",", ":")).encode("utf-8")
    except (TypeError, ValueError) as e:
        raise ValueError(f"the request cannot be written as JSON: {e}") from None


def _segment(text: str, name: str) -> str:
    if not isinstance(text, str):
        raise TypeError(f"{name} must be a string, not {type(text).__name__}")
    # A segment of dots would be taken for a step in the path by whatever stands between.
    if not text or text in (".", ".."):
        raise ValueError(f"{name} is missing or not one: {text!r}")
    return quote(text, safe="")


def _key(given: Optional[str]) -> str:
    if given is None:
        return str(uuid.uuid4())
    if not (isinstance(given, str) and _VISIBLE_ASCII.fullmatch(given) and len(given) <= 255):
        raise ValueError("idempotency_key must be 1 to 255 visible ASCII characters")
    return given


def _paths(files: Optional[Iterable[FilePath]], name: str) -> Optional[list[str]]:
    if files is None:
        return None
    if isinstance(files, (str, bytes, os.PathLike)):
        raise TypeError(f"{name} must be a list of paths, such as ['PRD.md']")
    return [path.as_posix() if isinstance(path, PurePath) else os.fspath(path) for path in files]


def _present(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


def _input(files: Optional[Iterable[FilePath]], args: Optional[Mapping[str, Any]]) -> Optional[dict[str, Any]]:
    return _present(files=_paths(files, "files"), args=None if args is None else dict(args)) or None


def get(path: str, kind: type[T], **query: object) -> Call[T]:
    """Return a call that reads."""
    return Call("GET", path, reading(kind), query)


@dataclass(frozen=True)
class _SkillList:
    skills: tuple[models.Skill, ...]


@dataclass(frozen=True)
class EventPage:
    """A page of the event log."""

    events: tuple[models.Event, ...]
    next: int


def create(
    skill: str, files: Optional[Iterable[FilePath]], args: Optional[Mapping[str, Any]], key: Optional[str]
) -> Call[models.SessionSummary]:
    """Return the call that creates a session."""
    body = {"skill": skill, **_present(input=_input(files, args))}
    return Call("POST", "/session/create", reading(models.SessionSummary), {}, body, _key(key))


def run(
    skill: str,
    files: Optional[Iterable[FilePath]] = None,
    args: Optional[Mapping[str, Any]] = None,
    *,
    temperature: Optional[float] = None,
    verbose: Optional[bool] = None,
    session: Optional[str] = None,
    revises: Optional[str] = None,
    key: Optional[str] = None,
) -> Call[models.RunStatus]:
    """Return the call that starts a run."""
    options = _present(temperature=temperature, verbose=verbose) or None
    body = {"skill": skill, **_present(input=_input(files, args), options=options, session_id=session, revises=revises)}
    return Call("POST", "/agent/run", reading(models.RunStatus), {}, body, _key(key))


def session(session_id: str) -> Call[models.SessionInfo]:
    """Return the call that reads a session."""
    return get(f"/session/{_segment(session_id, 'session_id')}", models.SessionInfo)


def sessions(status: Optional[str], limit: Optional[int], offset: Optional[int]) -> Call[models.SessionList]:
    """Return the call that lists sessions."""
    return get("/sessions", models.SessionList, status=status, limit=limit, offset=offset)


def pending(limit: Optional[int], offset: Optional[int]) -> Call[models.PendingList]:
    """Return the call that lists what waits for a decision."""
    return get("/pending", models.PendingList, limit=limit, offset=offset)


def audit(limit: Optional[int], offset: Optional[int]) -> Call[models.AuditList]:
    """Return the call that lists decisions."""
    return get("/audit", models.AuditList, limit=limit, offset=offset)


def skills() -> Call[tuple[models.Skill, ...]]:
    """Return the call that lists skills."""
    read = reading(_SkillList)
    return Call("GET", "/skills", lambda response: read(response).skills, {})


def health() -> Call[models.Health]:
    """Return the call that asks for health; 503 with a body says that it is bad."""
    return Call("GET", "/health", reading(models.Health), {}, answers=(503,))


def status(refresh: bool) -> Call[models.Status]:
    """Return the call that asks what the gateway has."""
    return get("/status", models.Status, refresh="true" if refresh else None)


def approve(
    session_id: str,
    comment: Optional[str],
    only: Optional[Iterable[FilePath]],
    digest: Optional[str],
    key: Optional[str] = None,
) -> Call[models.Approval]:
    """Return the call that approves."""
    body = _present(comment=comment, artifacts=_paths(only, "only"), digest=digest)
    path = f"/approve/{_segment(session_id, 'session_id')}"
    return Call("POST", path, reading(models.Approval), {}, body, _key(key))


def reject(session_id: str, reason: str, digest: Optional[str], key: Optional[str] = None) -> Call[models.Rejection]:
    """Return the call that rejects."""
    body = {"reason": reason, **_present(digest=digest)}
    path = f"/reject/{_segment(session_id, 'session_id')}"
    return Call("POST", path, reading(models.Rejection), {}, body, _key(key))


def cancel(session_id: str) -> Call[models.Cancellation]:
    """Return the call that calls a session off."""
    path = f"/session/{_segment(session_id, 'session_id')}/cancel"
    return Call("POST", path, reading(models.Cancellation), {})


def delete(session_id: str) -> Call[models.Deletion]:
    """Return the call that deletes a session."""
    path = f"/session/{_segment(session_id, 'session_id')}"
    gone = models.Deletion(success=True, deleted=session_id)
    return Call("DELETE", path, reading(models.Deletion), {}, gone=gone)


def artifacts(session_id: str) -> Call[models.ArtifactList]:
    """Return the call that lists what a session proposes."""
    return get(f"/session/{_segment(session_id, 'session_id')}/artifacts", models.ArtifactList)


def artifact(session_id: str, path: FilePath) -> Call[bytes]:
    """Return the call that reads the proposed bytes of a file."""
    text = path.as_posix() if isinstance(path, PurePath) else os.fspath(path)
    if any(segment in ("", ".", "..") for segment in text.split("/")):
        raise ValueError(f"path is missing or not one: {text!r}")
    segments = "/".join(_segment(segment, "path") for segment in text.split("/"))
    return Call(
        "GET", f"/session/{_segment(session_id, 'session_id')}/artifacts/{segments}", read_artifact, {}, accept="*/*"
    )


def diff(session_id: str, against: Optional[str] = None) -> Call[Diff]:
    """Return the call that reads the unified diff of a proposal."""
    path = f"/session/{_segment(session_id, 'session_id')}/diff"
    return Call("GET", path, read_diff, {"against": against}, accept="text/x-diff, */*;q=0.1")


def run_status(session_id: str, wait: Optional[int] = None) -> Call[models.RunStatus]:
    """Return the call that asks how far a run is, and lets the gateway wait for its end."""
    return Call(
        "GET",
        f"/agent/{_segment(session_id, 'session_id')}/status",
        reading(models.RunStatus),
        {"wait": wait},
        patience=float(wait or 0),
    )


def events(after: Union[int, str], session_id: Optional[str]) -> Call[EventPage]:
    """Return the call that reads a page of events, and whose request, with another Accept, opens a stream of them."""
    return get("/events", EventPage, after=after, session=session_id)
