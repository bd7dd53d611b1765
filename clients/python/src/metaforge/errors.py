"""What can go wrong, as one tree of exceptions below :class:`MetaForgeError`.

A wrong argument is not in it: that is a :class:`ValueError` or a :class:`TypeError`, raised before anything is sent.
No message and no ``repr`` ever holds the API key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

__all__ = [
    "AgentError",
    "ApiError",
    "ClientClosedError",
    "ConflictError",
    "ForbiddenError",
    "GatewayUnreachableError",
    "InternalError",
    "MetaForgeError",
    "NotFoundError",
    "RateLimitedError",
    "RunTimeoutError",
    "ToolError",
    "UnauthorizedError",
    "UnavailableError",
    "ValidationError",
    "WaitTimeoutError",
]


class MetaForgeError(Exception):
    """The root of everything this library raises, beside errors of the arguments themselves."""


class ApiError(MetaForgeError):
    """The gateway said no, a run failed, or something answered that is not a gateway.

    Codes that this version does not know come as this class itself.
    """

    status: int
    """Of HTTP; for the failure of a run, the one that its code has in the API reference."""
    code: str
    """Stable, such as ``CONFLICT``; ``UNEXPECTED_RESPONSE`` where what answered is not a gateway."""
    message: str
    """One sentence for a person."""
    details: Mapping[str, Any]
    """Particulars for programs, such as ``field``, ``paths`` or ``incident``."""
    retry_after: Optional[float]
    """After how many seconds another attempt makes sense, where the gateway says so."""
    session_id: Optional[str]
    """The session that it is about, where there is one."""

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: str,
        details: Optional[Mapping[str, Any]] = None,
        retry_after: Optional[float] = None,
        session_id: Optional[str] = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.code = code
        self.details = {} if details is None else details
        self.retry_after = retry_after
        self.session_id = session_id

    def __reduce__(self) -> tuple[Any, ...]:
        """Make it survive being sent to another process, as results of process pools are."""
        return _restored, (type(self), self.message, dict(self.__dict__))


def _restored(kind: type[ApiError], message: str, state: dict[str, Any]) -> ApiError:
    error = kind(message, status=state["status"], code=state["code"])
    error.__dict__.update(state)
    return error


class ValidationError(ApiError):
    """``VALIDATION_ERROR``: the request is wrong; ``details`` name the field and what was expected."""


class UnauthorizedError(ApiError):
    """``UNAUTHORIZED``: the gateway wants an API key, or another one."""


class ForbiddenError(ApiError):
    """``FORBIDDEN``: this key, or this address, may not do that."""


class NotFoundError(ApiError):
    """``NOT_FOUND``: there is no such session or artifact."""


class ConflictError(ApiError):
    """``CONFLICT``: the session's state refuses it, another digest is pending, or a target file was changed by hand."""


class RateLimitedError(ApiError):
    """``RATE_LIMITED``: too many requests; see :attr:`~ApiError.retry_after`."""


class AgentError(ApiError):
    """``AGENT_ERROR``: the agent of the run failed."""


class ToolError(ApiError):
    """``TOOL_ERROR``: an external program of the run failed or is missing."""


class RunTimeoutError(ApiError):
    """``TIMEOUT``: the run took longer than the gateway allows."""


class UnavailableError(ApiError):
    """``UNAVAILABLE``: the gateway is there, but cannot work at present."""


class InternalError(ApiError):
    """``INTERNAL_ERROR``: a fault of the gateway."""

    @property
    def incident(self) -> Optional[str]:
        """What to look for in the gateway's log."""
        value = self.details.get("incident")
        return value if isinstance(value, str) else None


class GatewayUnreachableError(MetaForgeError):
    """There is no answer: nothing listens there, the connection was lost each time, or time was up."""

    url: str
    """The gateway's address."""

    def __init__(self, message: str, *, url: str) -> None:
        super().__init__(message)
        self.url = url

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored_unreachable, (str(self), self.url)


def _restored_unreachable(message: str, url: str) -> GatewayUnreachableError:
    return GatewayUnreachableError(message, url=url)


class WaitTimeoutError(MetaForgeError, TimeoutError):
    """The time to wait for a run was up. The run goes on; wait again, or cancel it."""

    session_id: str
    """The session that was waited for."""

    def __init__(self, message: str, *, session_id: str) -> None:
        super().__init__(message)
        self.session_id = session_id

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored_wait_timeout, (str(self), self.session_id)


def _restored_wait_timeout(message: str, session_id: str) -> WaitTimeoutError:
    return WaitTimeoutError(message, session_id=session_id)


class ClientClosedError(MetaForgeError):
    """The client was closed, before the call or during it."""
