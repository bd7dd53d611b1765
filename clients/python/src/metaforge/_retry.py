"""When a request is repeated, and after how long. No I/O."""

from __future__ import annotations

import random
import time
from email.utils import parsedate_to_datetime
from typing import Optional

from ._http1 import Head

FIRST_DELAY = 0.2
MAX_DELAY = 5.0
MAX_RETRY_AFTER = 60.0
"""Whoever asks for more patience than that gets an error at once, which says how much."""


def backoff(attempt: int) -> float:
    """Return the seconds before repeat number ``attempt`` (from 0): doubling, bounded, with full jitter.

    Jitter keeps many clients of a gateway that was away from coming back in step.
    """
    bound = min(MAX_DELAY, FIRST_DELAY * 2.0 ** min(attempt, 16))
    return random.uniform(0, bound)  # noqa: S311 (spreads load, guards nothing)


def retry_after(head: Head) -> Optional[float]:
    """Read ``Retry-After`` (RFC 9110, section 10.2.3), seconds or a date, as seconds from now.

    A date counts from the sender's own, whatever the time is here.
    """
    text = head.headers.get("retry-after", "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    until = _timestamp(text)
    if until is None:
        return None
    sent = _timestamp(head.headers.get("date", ""))
    return max(0.0, until - (time.time() if sent is None else sent))


def _timestamp(date: str) -> Optional[float]:
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
