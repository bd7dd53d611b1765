"""Names what went wrong with a connection. No I/O."""

from __future__ import annotations

import errno
import os
import socket
import ssl

from ._effects import ConnectionFailed
from ._http1 import ProtocolError


def connection_failed(error: Exception) -> ConnectionFailed:
    """Return the outcome that an exception of a socket, of TLS or of the protocol means."""
    if isinstance(error, ConnectionFailed):
        return error
    if isinstance(error, ProtocolError):
        return ConnectionFailed(str(error))
    if isinstance(error, ssl.SSLCertVerificationError):
        return ConnectionFailed(f"its certificate is not trusted: {error.verify_message}", hopeless=True)
    if isinstance(error, ssl.SSLError):
        return ConnectionFailed(f"TLS failed: {error.reason or error}")
    if isinstance(error, socket.gaierror):
        return ConnectionFailed("the name of its host cannot be resolved", refused=True)
    if isinstance(error, (socket.timeout, TimeoutError)):
        return timed_out()
    if isinstance(error, ConnectionRefusedError) or _all_refused(error):
        return ConnectionFailed("the connection was refused", refused=True)
    if isinstance(error, ConnectionError):
        return ConnectionFailed("the connection was lost")
    if isinstance(error, OSError) and error.errno is not None:
        return ConnectionFailed(os.strerror(error.errno))
    return ConnectionFailed(str(error) or type(error).__name__)


def timed_out() -> ConnectionFailed:
    """Return the outcome of a deadline that passed."""
    return ConnectionFailed("nothing came in time", timed_out=True)


def _all_refused(error: Exception) -> bool:
    """Recognise the message that asyncio makes of several addresses that all refused."""
    text = str(error)
    return (
        isinstance(error, OSError)
        and error.errno is None
        and text.startswith("Multiple exceptions:")
        and text.count("[Errno ") == text.count(f"[Errno {errno.ECONNREFUSED}]")
    )
