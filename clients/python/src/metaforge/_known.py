"""What a handle last saw of its session. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Union

from . import models


@dataclass(frozen=True)
class Known:
    """State of a session, as some answer told it. Replaced as a whole, so that no reader sees half of a change."""

    id: str
    skill: str
    status: str
    agent: Optional[str] = None
    digest: Optional[str] = None
    error: Optional[models.Failure] = None

    @classmethod
    def of(cls, skill: str, seen: Union[models.SessionInfo, models.SessionSummary, models.RunStatus]) -> Known:
        """Return what an answer tells of a session of this skill."""
        if isinstance(seen, models.SessionSummary):
            return cls(seen.id, skill, seen.status)
        session_id = seen.session_id if isinstance(seen, models.RunStatus) else seen.id
        return cls(session_id, skill, seen.status, seen.agent, seen.digest, seen.error)
