"""Turns responses of HTTP, and failures of runs, into results and errors. No I/O."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any, Callable, NamedTuple, Optional, TypeVar

from . import errors, models
from ._decode import DecodeError, decode, parse_json
from ._http1 import Response
from ._retry import retry_after
from .errors import ApiError

T = TypeVar("T")

UNEXPECTED = "UNEXPECTED_RESPONSE"

_SHA256 = re.compile("[0-9a-f]{64}")

_BY_CODE: Mapping[str, type[ApiError]] = {
    "VALIDATION_ERROR": errors.ValidationError,
    "UNAUTHORIZED": errors.UnauthorizedError,
    "FORBIDDEN": errors.ForbiddenError,
    "NOT_FOUND": errors.NotFoundError,
    "CONFLICT": errors.ConflictError,
    "RATE_LIMITED": errors.RateLimitedError,
    "AGENT_ERROR": errors.AgentError,
    "TOOL_ERROR": errors.ToolError,
    "TIMEOUT": errors.RunTimeoutError,
    "UNAVAILABLE": errors.UnavailableError,
    "INTERNAL_ERROR": errors.InternalError,
}

_STATUS_OF_RUN = {
    "VALIDATION_ERROR": 400,
    "UNAUTHORIZED": 401,
    "FORBIDDEN": 403,
    "NOT_FOUND": 404,
    "CONFLICT": 409,
    "RATE_LIMITED": 429,
    "UNAVAILABLE": 503,
    "TIMEOUT": 504,
}


def refusal(response: Response) -> ApiError:
    """Return the error that a response is."""
    try:
        body = parse_json(response.body)
        failure = decode(models.Failure, body["error"] if isinstance(body, dict) and "error" in body else None)
    except DecodeError:
        return unexpected(response)
    session = failure.details.get("session_id")
    return _BY_CODE.get(failure.code, ApiError)(
        failure.message,
        status=response.status,
        code=failure.code,
        details=failure.details,
        retry_after=retry_after(response.head),
        session_id=session if isinstance(session, str) else None,
    )


def unexpected(response: Response, problem: Optional[str] = None) -> ApiError:
    """Return the error of a response that no gateway of this API would give."""
    details: dict[str, Any] = {"content_type": response.head.content_type}
    location = response.head.headers.get("location")
    if 300 <= response.status < 400 and location:
        details["location"] = location
        what = "a redirection; give the client the address it leads to"
    elif problem is not None:
        what = f"an answer that is not the gateway's ({problem})"
    else:
        kind = response.head.content_type or "nothing"
        what = f"an answer that is not the gateway's ({kind}); is there a proxy, or another program, at this address?"
    return ApiError(
        f"HTTP {response.status} with {what}",
        status=response.status,
        code=UNEXPECTED,
        details=details,
        retry_after=retry_after(response.head),
    )


def require_no_failure(session: models.SessionInfo) -> None:
    """Raise why a run failed, if it did."""
    if session.status != "failed":
        return
    failure = session.error or models.Failure("UNKNOWN", "The run failed, and the gateway does not say why")
    raise _BY_CODE.get(failure.code, ApiError)(
        failure.message,
        status=_STATUS_OF_RUN.get(failure.code, 500),
        code=failure.code,
        details=failure.details,
        session_id=session.id,
    )


Reader = Callable[[Response], T]
"""Makes the result of a successful response; raises DecodeError where it is none."""


def reading(kind: type[T]) -> Reader[T]:
    """Return a reader of JSON."""
    return lambda response: decode(kind, parse_json(response.body))


class Diff(NamedTuple):
    """A unified diff, and the digest of the proposal that it shows."""

    text: str
    digest: Optional[str]


def read_diff(response: Response) -> Diff:
    """Read a unified diff in UTF-8, whose entity tag is the digest."""
    if response.head.content_type not in ("text/x-diff", "text/plain"):
        raise DecodeError("not a diff")
    return Diff(response.body.decode("utf-8", "replace"), _sha256_tag(response))


def _sha256_tag(response: Response) -> Optional[str]:
    tag = response.head.headers.get("etag", "")
    sha256 = tag[2:].strip('"') if tag.startswith("W/") else tag.strip('"')
    return sha256 if _SHA256.fullmatch(sha256) else None


def read_artifact(response: Response) -> bytes:
    """Read proposed bytes, held to the SHA-256 that the gateway sends as their entity tag."""
    sha256 = _sha256_tag(response)
    if sha256 is not None:
        if hashlib.sha256(response.body).hexdigest() != sha256:
            raise DecodeError("not the bytes that were proposed")
    elif response.head.content_type == "text/html":
        # The gateway never declares proposed bytes as a page; a proxy that took its place does.
        raise DecodeError("not an artifact")
    return response.body
