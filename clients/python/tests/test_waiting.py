"""Waiting for the end of a run, where not everything goes well."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any, Callable, Optional

import pytest

import metaforge
from metaforge import _following, _retry
from scripted import Action, Answer, Cut, Request, ScriptedServer, Stall, Stream, error, event
from subjects import Subjects

RUN = {"session_id": "session-1", "status": "running", "agent": "spec-agent"}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_retry, "MAX_DELAY", 0.01)


def session(status: str, **members: Any) -> Answer:
    """Return a session as gateways describe it."""
    times = {"created": "2024-02-03T10:30:00Z", "updated": "2024-02-03T10:30:00Z"}
    return Answer(body={"id": "session-1", "skill": "spec", "status": status, **times, **members})


def progress(position: int, value: float) -> bytes:
    """Return a report as it stands in a stream."""
    return event(position, agent="spec-agent", progress=value, message="…")


def page(*positions: int, end: Optional[int] = None) -> Answer:
    """Return a page of the log with reports of progress, and perhaps the end of the run."""
    events = [
        {
            "event": "agent.progress",
            "data": {"session_id": "session-1", "agent": "a", "progress": 0.1, "message": "m"},
            "id": i,
        }
        for i in positions
    ]
    if end is not None:
        events.append({"event": "session.complete", "data": {"session_id": "session-1", "status": "completed"}, "id": end})
    return Answer(body={"events": events, "next": events[-1]["id"] if events else 0})


class Gateway:
    """A gateway that has one session, answering each kind of request by a script of its own."""

    def __init__(
        self, looks: list[Action], pages: list[Action], streams: list[Action], polls: Optional[list[Action]] = None
    ):
        self._scripts = {"look": looks, "page": pages, "stream": streams, "poll": polls or []}
        self.seen: list[str] = []

    def __call__(self, request: Request) -> Action:
        kind = self._kind(request)
        self.seen.append(kind)
        if kind == "run":
            return Answer(202, RUN)
        script = self._scripts[kind]
        if not script:
            return error(500, "INTERNAL_ERROR", f"not in the script: {kind}")
        return script.pop(0) if len(script) > 1 else script[0]

    @staticmethod
    def _kind(request: Request) -> str:
        if request.path == "/agent/run":
            return "run"
        if request.path.startswith("/agent/"):
            return "poll"
        if request.path == "/events":
            return "stream" if request.headers["accept"] == "text/event-stream" else "page"
        return "look"


Waiter = Callable[..., tuple[Any, list[float]]]


@pytest.fixture
def wait(subjects: Subjects) -> Waiter:
    """Start a run at a gateway and wait for it."""

    def wait(gateway: Gateway, timeout: float = 20, **options: Any) -> tuple[Any, list[float]]:
        reports: list[float] = []
        with ScriptedServer(gateway) as server:
            handle = subjects.connect(server.url, **options).run_skill("spec")
            handle.wait_for_completion(timeout, lambda report: reports.append(report.progress))
            return handle, reports

    return wait


def test_progress_comes_in_order_from_log_and_stream_and_the_session_says_how_it_ended(wait: Waiter) -> None:
    gateway = Gateway(
        looks=[session("running"), session("pending_approval", digest="d")],
        pages=[page(1), page(), page()],
        streams=[Stream((progress(2, 0.5), progress(3, 0.9), event(4, "session.complete")), hold=True)],
    )
    handle, reports = wait(gateway)
    assert (handle.status, handle.digest) == ("pending_approval", "d")
    assert reports == [0.1, 0.5, 0.9]
    assert gateway.seen == ["run", "look", "page", "page", "stream", "look", "page"]


def test_a_run_that_had_ended_before_reports_what_it_had(wait: Waiter) -> None:
    _, reports = wait(Gateway([session("completed")], [page(1, 2, end=3), page()], []))
    assert reports == [0.1, 0.1]


def test_an_end_between_the_look_at_the_session_and_the_one_at_the_log_is_noticed(wait: Waiter) -> None:
    gateway = Gateway([session("running"), session("completed")], [page(1, end=2), page()], [Stream((), hold=True)])
    handle, _ = wait(gateway)
    assert handle.status == "completed"
    assert "stream" not in gateway.seen


@pytest.mark.parametrize("status", ["approved", "rejected", "cancelled", "completed", "hibernating"])
def test_every_end_but_failure_returns(wait: Waiter, status: str) -> None:
    handle, _ = wait(Gateway([session(status)], [page()], []))
    assert handle.status == status


@pytest.mark.parametrize(
    ("code", "kind", "http"),
    [
        ("AGENT_ERROR", metaforge.AgentError, 500),
        ("TOOL_ERROR", metaforge.ToolError, 500),
        ("TIMEOUT", metaforge.RunTimeoutError, 504),
        ("NOVEL", metaforge.ApiError, 500),
    ],
)
def test_a_failed_run_raises_the_error_of_its_code(
    subjects: Subjects, code: str, kind: type[metaforge.ApiError], http: int
) -> None:
    failed = session("failed", error={"code": code, "message": "3 V and 5 V", "details": {"line": 3}})
    with ScriptedServer(Gateway([failed], [page()], [])) as server:
        handle = subjects.connect(server.url).run_skill("spec")
        with pytest.raises(metaforge.ApiError, match="3 V and 5 V") as raised:
            handle.wait_for_completion()
        assert type(raised.value) is kind
        assert (raised.value.code, raised.value.status, raised.value.details) == (code, http, {"line": 3})
        assert raised.value.session_id == "session-1"
        assert handle.status == "failed"
        assert handle.error.code == code


def test_lost_connections_are_no_trouble(wait: Waiter) -> None:
    gateway = Gateway(
        looks=[session("running"), Cut(), error(503, "UNAVAILABLE"), session("running"), session("completed")],
        pages=[Cut(), page(1), page()],
        streams=[Cut(), Stream((progress(2, 0.5),)), Stream(), Stream((event(3, "session.complete"),), hold=True)],
    )
    handle, reports = wait(gateway, retries=0)
    assert handle.status == "completed"
    assert reports[0] == 0.1


@pytest.mark.parametrize(
    "refusal",
    [
        Answer(501, b"<html>", {"Content-Type": "text/html"}),
        Answer(200, b"<html>", {"Content-Type": "text/html"}),
        error(406, "NOT_ACCEPTABLE"),
        Stall(),
        Stream((), hold=True),
    ],
    ids=["501", "html", "406", "no head", "no byte"],
)
def test_without_streams_it_asks(wait: Waiter, monkeypatch: pytest.MonkeyPatch, refusal: Action) -> None:
    monkeypatch.setattr(_following, "FIRST_BYTES", 0.2)
    monkeypatch.setattr(_following, "PAUSE", 0.01)
    gateway = Gateway(
        looks=[session("running"), session("running"), session("running"), session("completed")],
        pages=[page()],
        streams=[refusal],
        polls=[Answer(body=RUN)],
    )
    handle, _ = wait(gateway)
    assert handle.status == "completed"
    assert gateway.seen.count("stream") == 1
    assert gateway.seen.count("poll") >= 1


def test_a_gateway_that_answers_at_once_instead_of_waiting_is_not_kept_busy(subjects: Subjects) -> None:
    gateway = Gateway([session("running")], [page()], [error(406, "NOT_ACCEPTABLE")], [Answer(body=RUN)])
    with ScriptedServer(gateway) as server:
        handle = subjects.connect(server.url).run_skill("spec")
        with pytest.raises(metaforge.WaitTimeoutError):
            handle.wait_for_completion(timeout=2.5)
        assert 2 <= gateway.seen.count("poll") <= 3


def test_it_needs_no_log_either(wait: Waiter) -> None:
    nothing = Answer(501, b"<html>", {"Content-Type": "text/html"})
    gateway = Gateway([session("running"), session("completed")], [nothing], [nothing], [error(500, "AGENT_ERROR")])
    handle, reports = wait(gateway)
    assert (handle.status, reports) == ("completed", [])


def test_an_end_that_a_silent_stream_keeps_back_is_found(subjects: Subjects, monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection is dead, or something holds events back; comments may come through all the same."""
    monkeypatch.setattr(_following, "DOUBT", 0.3)
    for silent in (Stream((b":\n\n",), hold=True), Stream((b":\n\n",) * 200, pause=0.1)):
        gateway = Gateway([session("running"), session("running"), session("completed")], [page()], [silent])
        with ScriptedServer(gateway) as server:
            handle = subjects.connect(server.url).run_skill("spec")
            begun = time.monotonic()
            handle.wait_for_completion()
            assert 0.6 <= time.monotonic() - begun < 5
        assert handle.status == "completed"
        # The stream stays open meanwhile.
        assert gateway.seen == ["run", "look", "page", "stream", "look", "page", "look", "page"]


def test_a_stream_that_was_quiet_goes_on_and_nothing_is_reported_twice(
    wait: Waiter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_following, "DOUBT", 0.3)

    def late() -> Iterator[bytes]:
        yield b":\n\n"
        # Not before the log was looked at.
        deadline = time.monotonic() + 10
        while gateway.seen.count("page") < 3 and time.monotonic() < deadline:
            time.sleep(0.01)
        yield progress(1, 0.1)
        yield progress(2, 0.2)
        yield event(3, "session.complete")

    gateway = Gateway(
        [session("running"), session("running"), session("completed")],
        [page(), page(1), page()],
        [Stream(late(), hold=True)],
    )
    handle, reports = wait(gateway)
    assert (handle.status, reports) == ("completed", [0.1, 0.2])
    assert gateway.seen.count("stream") == 1


def test_a_stream_that_is_silent_for_too_long_is_replaced(wait: Waiter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_following, "DOUBT", 0.2)
    monkeypatch.setattr(_following, "SILENCE", 0.5)
    dead, alive = Stream((b":\n\n",), hold=True), Stream((event(3, "session.complete"),), hold=True)
    looks: list[Action] = [*[session("running")] * 4, session("completed")]
    gateway = Gateway(looks, [page()], [dead, alive])
    handle, _ = wait(gateway)
    assert handle.status == "completed"
    assert gateway.seen[:6] == ["run", "look", "page", "stream", "look", "page"]
    assert gateway.seen.count("stream") >= 2


def test_the_state_is_asked_for_once_more_before_time_is_said_to_be_up(wait: Waiter) -> None:
    gateway = Gateway([session("running"), session("completed")], [page()], [Stream((b":\n\n",), hold=True)])
    begun = time.monotonic()
    handle, _ = wait(gateway, timeout=0.4)
    assert 0.4 <= time.monotonic() - begun < 5
    assert handle.status == "completed"


def test_a_session_that_was_deleted_is_not_said_to_be_running_when_time_is_up(subjects: Subjects) -> None:
    looks: list[Action] = [session("running"), error(404, "NOT_FOUND")]
    with ScriptedServer(Gateway(looks, [page()], [Stream((b":\n\n",), hold=True)])) as server:
        handle = subjects.connect(server.url).run_skill("spec")
        with pytest.raises(metaforge.NotFoundError):
            handle.wait_for_completion(timeout=0.4)


def test_without_time_to_wait_an_end_is_still_seen(wait: Waiter) -> None:
    gateway = Gateway([session("completed")], [page(1, end=2), page()], [])
    handle, reports = wait(gateway, timeout=0)
    assert (handle.status, reports) == ("completed", [0.1])


def test_without_time_to_wait_one_look_is_enough(subjects: Subjects) -> None:
    gateway = Gateway([session("running")], [page()], [])
    with ScriptedServer(gateway) as server:
        handle = subjects.connect(server.url).run_skill("spec")
        with pytest.raises(metaforge.WaitTimeoutError, match="within 0 seconds; its status is running"):
            handle.wait_for_completion(timeout=0)
        assert gateway.seen == ["run", "look", "page"]


def test_time_that_is_up_is_told_and_the_run_goes_on(subjects: Subjects) -> None:
    gateway = Gateway([session("running")], [page()], [Stream((b":\n\n",), hold=True)])
    with ScriptedServer(gateway) as server:
        handle = subjects.connect(server.url).run_skill("spec")
        begun = time.monotonic()
        with pytest.raises(metaforge.WaitTimeoutError, match=r"session-1 has not ended within 0\.4 s.*status is running"):
            handle.wait_for_completion(timeout=0.4)
        assert 0.4 <= time.monotonic() - begun < 5
        assert not [request for request in server.requests if "cancel" in request.path]


def test_it_is_the_same_error_while_the_gateway_is_away(subjects: Subjects) -> None:
    with ScriptedServer(Gateway([Cut()], [page()], [])) as server:
        handle = subjects.connect(server.url).run_skill("spec")
        with pytest.raises(metaforge.WaitTimeoutError) as raised:
            handle.wait_for_completion(timeout=0.3)
        assert isinstance(raised.value, TimeoutError)
        assert raised.value.session_id == "session-1"
        assert raised.value.__cause__ is not None


def test_a_session_that_is_deleted_meanwhile_is_not_found(subjects: Subjects) -> None:
    deleted = Stream((event(2, "session.deleted"),), hold=True)
    with ScriptedServer(Gateway([session("running"), error(404, "NOT_FOUND")], [page()], [deleted])) as server:
        handle = subjects.connect(server.url).run_skill("spec")
        with pytest.raises(metaforge.NotFoundError):
            handle.wait_for_completion()


@pytest.mark.parametrize(("before", "looks"), [([], 1), ([session("running")], 4)], ids=["at once", "after a look"])
def test_what_is_no_gateway_is_not_waited_for(subjects: Subjects, before: list[Action], looks: int) -> None:
    other = Answer(200, b"<html>", {"Content-Type": "text/html"})
    gateway = Gateway([*before, other], [page()], [Stream((event(2, "approval.requested"),))])
    with ScriptedServer(gateway) as server:
        handle = subjects.connect(server.url).run_skill("spec")
        with pytest.raises(metaforge.ApiError, match="not the gateway's") as raised:
            handle.wait_for_completion(timeout=20)
        assert raised.value.code == "UNEXPECTED_RESPONSE"
        assert gateway.seen.count("look") == looks


def test_something_else_in_the_gateways_place_for_a_moment_does_not_end_the_waiting(wait: Waiter) -> None:
    other = Answer(200, b"<html>", {"Content-Type": "text/html"})
    looks: list[Action] = [session("running"), other, other, session("completed")]
    handle, _ = wait(Gateway(looks, [page()], [Stream((event(2, "approval.requested"),))]))
    assert handle.status == "completed"


def test_what_the_receiver_of_progress_raises_ends_the_waiting(subjects: Subjects) -> None:
    gateway = Gateway([session("running")], [page()], [Stream((progress(1, 0.5),), hold=True)])

    def refuse(report: metaforge.Progress) -> None:
        raise metaforge.ConflictError("of my own", status=409, code="CONFLICT")

    with ScriptedServer(gateway) as server:
        client = subjects.connect(server.url)
        handle = client.run_skill("spec")
        with pytest.raises(metaforge.ConflictError, match="of my own"):
            handle.wait_for_completion(on_progress=refuse)
        client.close()
        server.await_no_connections()


def test_closing_the_client_ends_the_waiting(subjects: Subjects) -> None:
    with ScriptedServer(Gateway([session("running")], [page()], [Stream((b":\n\n",), hold=True)])) as server:
        client = subjects.connect(server.url)
        handle = client.run_skill("spec")
        raised: list[BaseException] = []

        def wait() -> None:
            try:
                handle.wait_for_completion()
            except BaseException as e:
                raised.append(e)

        thread = threading.Thread(target=wait)
        thread.start()
        server.await_requests(4)
        client.close()
        thread.join(10)
        assert [type(e) for e in raised] == [metaforge.ClientClosedError]
        server.await_no_connections()


@pytest.mark.parametrize("bad", [-1, float("nan"), "60", True])
def test_a_timeout_is_a_number_of_seconds(subjects: Subjects, bad: Any) -> None:
    with ScriptedServer(Answer(202, RUN)) as server:
        handle = subjects.connect(server.url).run_skill("spec")
        with pytest.raises(ValueError, match="timeout must be"):
            handle.wait_for_completion(timeout=bad)
