"""What the gateway answers, as frozen dataclasses.

Their fields are the members of the gateway's OpenAPI document. Members that the gateway left out are ``None``; members
that this version does not know are dropped; values of enumerations are plain strings, so that new ones pass through.
Times are in UTC.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Optional, Union

__all__ = [
    "AgentInfo",
    "Approval",
    "Artifact",
    "ArtifactCause",
    "ArtifactDiff",
    "ArtifactList",
    "ArtifactOverview",
    "AuditEntry",
    "AuditList",
    "Cancellation",
    "Decision",
    "Deletion",
    "Event",
    "Failure",
    "Health",
    "HealthComponents",
    "NotableArtifact",
    "PendingApproval",
    "PendingList",
    "Progress",
    "Rejection",
    "RunInput",
    "RunStatus",
    "RunWarning",
    "SessionCounts",
    "SessionInfo",
    "SessionList",
    "SessionOutput",
    "SessionSummary",
    "Skill",
    "Status",
    "ToolInfo",
]


@dataclass(frozen=True)
class Failure:
    """Why a run failed, as the session keeps it."""

    code: str
    message: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RunWarning:
    """Something about a run that whoever decides over it should know. It stops nothing."""

    code: str
    """``STALE_INPUT``, ``REPEATED_PROPOSAL``."""
    message: str
    """A sentence for a person, without its full stop."""
    path: Optional[str] = None
    session_id: Optional[str] = None
    """The other session it is about."""


@dataclass(frozen=True)
class ModelUsage:
    """What a language model was used for."""

    requests: int
    input_tokens: int
    """That were sent, as the provider counts them."""
    output_tokens: int
    """That came back."""
    cost_usd: Optional[float] = None
    """By the prices the gateway was told; absent where it knows none."""


@dataclass(frozen=True)
class ModelAmount:
    """An amount of a language model."""

    tokens: int
    """Input and output together."""
    usd: Optional[float] = None
    """US dollars; absent where money is not counted."""


@dataclass(frozen=True)
class ApprovalRequest:
    """What a session in ``pending_approval`` asks for that proposes no files."""

    kind: str
    """``budget``: to use more of the language model."""
    reason: str
    """A sentence for a person, without its full stop."""
    used: Optional[ModelAmount] = None
    granted: Optional[ModelAmount] = None
    requested: Optional[ModelAmount] = None
    """How much more an approval grants."""


@dataclass(frozen=True)
class ArtifactCause:
    """Why an approved file is not current."""

    path: str
    reason: str
    """``changed``, ``missing``, ``stale`` or ``superseded``."""
    session_id: Optional[str] = None
    """Whose approval wrote that file last."""


@dataclass(frozen=True)
class Artifact:
    """A proposed file."""

    path: str
    """Relative to the workspace, with ``/``."""
    type: str
    size: int
    """In bytes; 0 for a deletion."""
    change: Optional[str] = None
    """``create``, ``modify`` or ``delete``."""
    diff: Optional[str] = None
    """Lines added and removed, such as ``+85 -0``."""
    sha256: Optional[str] = None
    """In lower-case hexadecimal; absent for a deletion."""
    state: Optional[str] = None
    """Once it is approved: ``current``, ``stale``, ``modified``, ``missing`` or ``superseded``."""
    because: Optional[tuple[ArtifactCause, ...]] = None
    """What is to blame where it is not current."""


@dataclass(frozen=True)
class ArtifactDiff:
    """How a proposed file differs from what is there."""

    path: str
    diff: str
    """Lines added and removed, such as ``+85 -0``."""
    change: Optional[str] = None
    """``create``, ``modify`` or ``delete``."""
    size: Optional[int] = None
    """In bytes; 0 for a deletion."""


@dataclass(frozen=True)
class ArtifactList:
    """What a session proposes, by path."""

    session_id: str
    artifacts: tuple[Artifact, ...]
    digest: Optional[str] = None
    """Of the whole change set: what an approval is bound to."""

    def __iter__(self) -> Iterator[Artifact]:
        return iter(self.artifacts)

    def __len__(self) -> int:
        return len(self.artifacts)


@dataclass(frozen=True)
class Decision:
    """What a person decided. Kept for ever, also after the session is deleted."""

    verdict: str
    """``approved`` or ``rejected``."""
    actor: str
    digest: str
    artifacts: tuple[str, ...]
    """The paths that were approved; empty for a rejection."""
    time: datetime
    comment: Optional[str] = None
    """Of an approval, or the reason of a rejection."""


@dataclass(frozen=True)
class RunInput:
    """What a run works on."""

    files: Optional[tuple[str, ...]] = None
    args: Optional[Mapping[str, Any]] = None


@dataclass(frozen=True)
class SessionSummary:
    """A session in a list."""

    id: str
    skill: str
    status: str
    created: datetime
    stale: Optional[bool] = None
    """In lists: files it wrote, and that nobody wrote since, are stale now."""


@dataclass(frozen=True)
class SessionList:
    """A page of sessions, newest first."""

    sessions: tuple[SessionSummary, ...]
    total: int
    """How many there are in all, of the status that was asked for."""
    limit: int
    offset: int

    def __iter__(self) -> Iterator[SessionSummary]:
        return iter(self.sessions)

    def __len__(self) -> int:
        return len(self.sessions)


@dataclass(frozen=True)
class SessionOutput:
    """What a run proposes or proposed."""

    artifacts: tuple[Artifact, ...]


@dataclass(frozen=True)
class SessionInfo:
    """All about a session."""

    id: str
    skill: str
    status: str
    created: datetime
    updated: datetime
    """When the status last changed."""
    output: Optional[SessionOutput] = None
    """Absent before the run has ended well."""
    agent: Optional[str] = None
    digest: Optional[str] = None
    decision: Optional[Decision] = None
    error: Optional[Failure] = None
    input: Optional[RunInput] = None
    warnings: Optional[tuple[RunWarning, ...]] = None
    """What whoever decides should know about the run."""
    revises: Optional[str] = None
    """The rejected session that this one revises."""
    revised_by: Optional[tuple[str, ...]] = None
    """Sessions that revise this one, oldest first."""
    usage: Optional[ModelUsage] = None
    """Of the language model; absent where it was not used."""
    approval: Optional[ApprovalRequest] = None
    """What it asks for, or was refused, without proposing files."""


@dataclass(frozen=True)
class RunStatus:
    """How far a run is."""

    session_id: str
    status: str
    agent: str
    artifacts: Optional[tuple[ArtifactDiff, ...]] = None
    """What it proposes; absent before it has ended well."""
    digest: Optional[str] = None
    error: Optional[Failure] = None
    warnings: Optional[tuple[RunWarning, ...]] = None
    """What whoever decides should know about the run."""
    approval: Optional[ApprovalRequest] = None
    """What it asks for, or was refused, without proposing files."""


@dataclass(frozen=True)
class PendingApproval:
    """A proposal that waits for a decision."""

    session_id: str
    skill: str
    created: datetime
    artifacts: tuple[ArtifactDiff, ...]
    digest: Optional[str] = None
    agent: Optional[str] = None
    updated: Optional[datetime] = None
    """Since when it waits."""
    warnings: Optional[tuple[RunWarning, ...]] = None
    """What whoever decides should know about the run."""
    revises: Optional[str] = None
    """The rejected session that this one revises."""
    approval: Optional[ApprovalRequest] = None
    """What it asks for instead of proposing files."""


@dataclass(frozen=True)
class PendingList:
    """A page of what waits for a decision, longest waiting first."""

    pending: tuple[PendingApproval, ...]
    total: Optional[int] = None
    """How many wait in all."""
    limit: Optional[int] = None
    offset: Optional[int] = None

    def __iter__(self) -> Iterator[PendingApproval]:
        return iter(self.pending)

    def __len__(self) -> int:
        return len(self.pending)


@dataclass(frozen=True)
class Approval:
    """What became of an approval."""

    session_id: str
    status: str
    applied: bool
    """Whether the files are in the workspace."""
    artifacts: tuple[str, ...]
    """The paths that were applied."""
    decision: Optional[Decision] = None


@dataclass(frozen=True)
class Rejection:
    """What became of a rejection."""

    session_id: str
    status: str
    reason: str
    decision: Optional[Decision] = None


@dataclass(frozen=True)
class Cancellation:
    """What became of a session that was called off."""

    session_id: str
    status: str


@dataclass(frozen=True)
class Deletion:
    """A session that is gone."""

    success: bool
    deleted: str
    """Its id."""


@dataclass(frozen=True)
class AuditEntry:
    """A decision in the audit log."""

    session_id: str
    skill: str
    decision: Decision


@dataclass(frozen=True)
class AuditList:
    """A page of the audit log, newest first."""

    entries: tuple[AuditEntry, ...]
    limit: int
    offset: int

    def __iter__(self) -> Iterator[AuditEntry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


@dataclass(frozen=True)
class Skill:
    """Something an agent can do."""

    name: str
    version: str
    agent: str
    description: str
    inputs: tuple[str, ...]
    """Files it reads when a run names none."""
    args_schema: Union[Mapping[str, Any], bool]
    """JSON Schema (2020-12) of its arguments."""
    artifacts: tuple[str, ...]
    """Glob patterns of the paths it may write, relative to the folder of its first input."""
    approval: str
    """``manual`` or ``automatic``: who decides over its proposals."""


@dataclass(frozen=True)
class HealthComponents:
    """State of the parts of a gateway."""

    gateway: str
    llm_provider: str
    """``ok``, ``not_configured`` or ``unreachable``."""
    tools: Mapping[str, str]
    """By name: ``detected``, ``not_found``, ``too_old`` or ``does_not_start``."""
    database: Optional[str] = None
    """``ok`` or ``unavailable``."""


@dataclass(frozen=True)
class Health:
    """Whether a gateway can work."""

    status: str
    """``healthy``; ``degraded`` where a component is failing; ``unhealthy`` without a database."""
    version: str
    uptime: int
    """In seconds."""
    components: HealthComponents


@dataclass(frozen=True)
class SessionCounts:
    """How many sessions there are."""

    active: int
    """Created or running."""
    pending: int
    """Waiting for a decision."""
    completed: int
    """In any final state."""


@dataclass(frozen=True)
class ToolInfo:
    """An external program."""

    name: str
    available: bool
    version: Optional[str] = None
    state: Optional[str] = None
    advice: Optional[str] = None
    """What to do about it."""


@dataclass(frozen=True)
class AgentInfo:
    """An agent of a gateway."""

    name: str
    version: str
    loaded: bool
    problem: Optional[str] = None
    """Why it is not loaded."""


@dataclass(frozen=True)
class NotableArtifact:
    """An approved file that is not current."""

    path: str
    session_id: str
    skill: str
    because: tuple[ArtifactCause, ...]
    rerun: tuple[str, ...]
    """Skills to run again for it to be current, in this order."""
    message: str
    """All that in a sentence for a person, without its full stop."""


@dataclass(frozen=True)
class ArtifactOverview:
    """How what was approved goes with the workspace as it is now."""

    checked: int
    complete: bool
    """Whether those are all."""
    stale: tuple[NotableArtifact, ...]
    modified: tuple[NotableArtifact, ...]
    missing: tuple[NotableArtifact, ...]


@dataclass(frozen=True)
class Status:
    """What a gateway has and does."""

    version: str
    workspace: str
    sessions: SessionCounts
    tools: tuple[ToolInfo, ...]
    agents: tuple[AgentInfo, ...]
    artifacts: Optional[ArtifactOverview] = None
    """Absent from gateways that do not tell."""
    usage: Optional[ModelUsage] = None
    """Of the language model, by all sessions; absent where it was not used."""


@dataclass(frozen=True)
class Event:
    """Something that happened to a session."""

    event: str
    """Its name, such as ``session.complete``. Names that this version does not know are passed on."""
    data: Mapping[str, Any]
    id: Optional[int] = None
    """Position in the log, ascending. Go on after it with ``client.events(after=event.id)``."""
    time: Optional[datetime] = None

    @property
    def session_id(self) -> Optional[str]:
        """The session it happened to; ``None`` for ``gap``."""
        value = self.data.get("session_id")
        return value if isinstance(value, str) else None


@dataclass(frozen=True)
class Progress:
    """How far a run has come, as ``wait_for_completion`` reports it."""

    session_id: str
    agent: str
    progress: float
    """From 0 to 1."""
    message: str
