"""A session, as the client that blocks hands it out."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Callable, Optional, Union

from . import _calls, _following, models
from ._answers import require_no_failure
from ._calls import FilePath, seconds_or_none
from ._known import Known
from ._sync_io import Caller
from .events import EventStream, follow_events

__all__ = ["Session"]


class Session:
    """A session of a gateway: reads its state, decides on its proposal.

    The properties show what the last answer said, without asking again. Thread-safe; where several threads call methods
    at once, the properties show the answer that came last.
    """

    def __init__(
        self,
        caller: Caller,
        skill: str,
        seen: Union[models.SessionInfo, models.SessionSummary, models.RunStatus],
    ) -> None:
        """Make a handle. For the client's own use: see its ``run_skill``, ``create_session`` and ``session``."""
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
        """As it was seen last.

        ``created``, ``running``, ``pending_approval``, ``completed``, ``approved``, ``rejected``, ``failed`` or
        ``cancelled``; gateways may have more.
        """
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
        return f"<Session {self.id} of {self.skill!r}: {self.status}>"

    def refresh(self) -> models.SessionInfo:
        """Ask for the state, and return all there is to know."""
        return self._saw(self._caller.make(_calls.session(self.id)))

    def run(self, *, temperature: Optional[float] = None, verbose: Optional[bool] = None) -> Session:
        """Start the run of a session that was created, without waiting for its end; returns itself."""
        call = _calls.run(self.skill, temperature=temperature, verbose=verbose, session=self.id)
        self._known = Known.of(self.skill, self._caller.make(call))
        return self

    def wait_for_completion(
        self,
        timeout: Optional[float] = 900.0,
        on_progress: Optional[Callable[[models.Progress], object]] = None,
    ) -> Session:
        """Wait until the run has ended; returns itself, with a status that is neither ``created`` nor ``running``.

        Goes on through lost connections and restarts of the gateway. A failed run raises the error of its code
        (:class:`~metaforge.AgentError`, :class:`~metaforge.ToolError`, :class:`~metaforge.RunTimeoutError` …); every
        other end, also ``cancelled`` and ``rejected``, returns.

        :param timeout: seconds to wait; then the state is asked for once more, and :class:`~metaforge.WaitTimeoutError`
            raised where the run has not ended: it goes on. 0 only asks; ``None`` waits for ever
        :param on_progress: called in this thread with each report of progress, also with earlier ones. What it raises
            ends the waiting
        """
        program = _following.wait(self._caller.connector, self.id, seconds_or_none(timeout))

        def report(progress: object) -> None:
            if on_progress is not None and isinstance(progress, models.Progress):
                on_progress(progress)

        require_no_failure(self._saw(self._caller.finish(program, report)))
        return self

    def approve(
        self,
        comment: Optional[str] = None,
        *,
        only: Optional[Iterable[FilePath]] = None,
        digest: Optional[str] = None,
    ) -> models.Approval:
        """Approve the proposal, so that its files are written to the workspace.

        What is approved is the proposal that this handle saw last: should another one be pending,
        :class:`~metaforge.ConflictError` is raised and nothing is written. The same where a target file was changed
        since the proposal; ``details["paths"]`` names it.

        :param comment: kept with the decision
        :param only: paths to approve; the rest is turned down
        :param digest: another proposal than the one that was seen last
        """
        call = _calls.approve(self.id, comment, only, self.digest if digest is None else digest)
        approval = self._caller.make(call)
        self._has(approval.status)
        return approval

    def reject(self, reason: str) -> models.Rejection:
        """Reject the proposal that this handle saw last, and say why."""
        rejection = self._caller.make(_calls.reject(self.id, reason, self.digest))
        self._has(rejection.status)
        return rejection

    def revise(self, *, temperature: Optional[float] = None, verbose: Optional[bool] = None) -> Session:
        """Start a run that does better what this session proposed and somebody rejected.

        The reason is handed to the agent. Returns the new session, on the same input, without waiting for the run's end;
        raises :class:`~metaforge.ConflictError` where this session is not rejected.
        """
        call = _calls.run(self.skill, temperature=temperature, verbose=verbose, revises=self.id)
        return Session(self._caller, self.skill, self._caller.make(call))

    def cancel(self) -> models.Cancellation:
        """Call the session off; a run is ended."""
        cancellation = self._caller.make(_calls.cancel(self.id))
        self._has(cancellation.status)
        return cancellation

    def delete(self) -> models.Deletion:
        """Delete the session and its artifacts; a run is called off first. Decisions stay in the audit log."""
        return self._caller.make(_calls.delete(self.id))

    def artifacts(self) -> models.ArtifactList:
        """Return what the session proposes."""
        artifacts = self._caller.make(_calls.artifacts(self.id))
        self._known = dataclasses.replace(self._known, digest=artifacts.digest)
        return artifacts

    def artifact(self, path: FilePath) -> bytes:
        """Return the proposed bytes of a file."""
        return self._caller.make(_calls.artifact(self.id, path))

    def diff(self, *, against: Optional[str] = None) -> str:
        """Return the proposal as a unified diff.

        :param against: ``"workspace"``, which is the default, or ``"previous"``: what the rejected session proposed that
            this one revises
        """
        diff = self._caller.make(_calls.diff(self.id, against))
        if diff.digest is not None:
            self._known = dataclasses.replace(self._known, digest=diff.digest)
        return diff.text

    def events(self, *, after: int = 0) -> EventStream:
        """Follow the events of this session, from its first on.

        See :meth:`MetaForgeClient.events <metaforge.MetaForgeClient.events>`.
        """
        return follow_events(self._caller, after, self.id)

    def _saw(self, info: models.SessionInfo) -> models.SessionInfo:
        self._known = Known.of(self.skill, info)
        return info

    def _has(self, status: str) -> None:
        self._known = dataclasses.replace(self._known, status=status)
