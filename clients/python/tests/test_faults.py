"""What a client does when the gateway, or what stands before it, misbehaves."""

from __future__ import annotations

import contextlib
import email.utils
import logging
import pickle
import re
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any, Callable

import pytest

import metaforge
from conftest import free_port
from metaforge import _retry
from scripted import HEALTH, NOW, Answer, Cut, Drip, ScriptedServer, Stall, Stream, error, event
from subjects import Subjects

RUNNING = {"session_id": "session-1", "status": "running", "agent": "spec-agent"}
STATUS = {
    "version": "0.1.0",
    "workspace": "/w",
    "sessions": {"active": 0, "pending": 0, "completed": 0},
    "tools": [],
    "agents": [],
}
KEY = "mf_secret_0123456789"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Delays are tested where they are of interest; elsewhere they only cost time."""
    monkeypatch.setattr(_retry, "MAX_DELAY", 0.01)


class TestRepeating:
    """What is repeated, how often, and when."""

    @pytest.mark.parametrize(
        "trouble",
        [
            Cut(),
            Answer(body=HEALTH, cut=5),
            Answer(body=HEALTH, cut=80),
            Answer(body=HEALTH, cut=-1),
            Answer(502, b"<html>bad gateway</html>", {"Content-Type": "text/html"}),
            Answer(503, b"<html>later</html>", {"Content-Type": "text/html"}),
            error(503, "UNAVAILABLE"),
            error(504, "SOMETHING"),
            error(429, "RATE_LIMITED"),
        ],
        ids=repr,
    )
    def test_a_passing_trouble_is_not_noticed(self, subjects: Subjects, trouble: Any) -> None:
        with ScriptedServer(trouble, trouble, Answer(body=HEALTH)) as server:
            assert subjects.connect(server.url).health().status == "healthy"
            assert len(server.requests) == 3

    def test_repeats_are_logged_with_their_reason(self, subjects: Subjects, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG, "metaforge")
        script: list[Any] = [
            Cut(),
            error(503, "UNAVAILABLE", f"try {KEY} later"),
            Answer(body=STATUS),
            Cut(),
            Answer(body=STATUS),
        ]
        with ScriptedServer(*script) as server:
            client = subjects.connect(server.url, api_key=KEY)
            client.status()
            client.status()
            again = re.escape(f"sending GET /status to {server.url} again ")
        lost, refused, stale = [record.getMessage() for record in caplog.records if record.name == "metaforge"]
        assert re.fullmatch(again + r"in 0\.0 s: the connection was closed.*", lost)
        assert re.fullmatch(again + r"in 0\.0 s: HTTP 503, try \*\*\* later", refused)
        assert re.fullmatch(again + "at once: the connection was closed meanwhile", stale)

    def test_retries_are_bounded_and_the_last_trouble_is_told(self, subjects: Subjects) -> None:
        with ScriptedServer(*[error(503, "UNAVAILABLE", f"no {i}") for i in range(9)]) as server:
            client = subjects.connect(server.url, retries=2)
            with pytest.raises(metaforge.UnavailableError, match="no 2"):
                client.status()
            assert len(server.requests) == 3

    def test_a_connection_that_is_lost_each_time_is_unreachable(self, subjects: Subjects) -> None:
        with ScriptedServer(*[Cut()] * 9) as server:
            with pytest.raises(
                metaforge.GatewayUnreachableError, match=f"No answer from {server.url}: the connection was closed"
            ):
                subjects.connect(server.url, retries=2).status()
            assert len(server.requests) == 3

    @pytest.mark.parametrize("trouble", [Cut(), error(503, "UNAVAILABLE"), error(429, "RATE_LIMITED")], ids=repr)
    def test_retries_of_0_send_everything_once(self, subjects: Subjects, trouble: Any) -> None:
        with ScriptedServer(Answer(body=STATUS), trouble, Answer(body=STATUS)) as server:
            client = subjects.connect(server.url, retries=0)
            client.status()
            with pytest.raises(metaforge.MetaForgeError):
                client.status()
            assert len(server.requests) == 2
            assert [request.connection for request in server.requests] == [0, 1]

    @pytest.mark.parametrize(
        ("trouble", "kind"),
        [
            (error(400, "VALIDATION_ERROR"), metaforge.ValidationError),
            (error(401, "UNAUTHORIZED"), metaforge.UnauthorizedError),
            (error(403, "FORBIDDEN"), metaforge.ForbiddenError),
            (error(404, "NOT_FOUND"), metaforge.NotFoundError),
            (error(409, "CONFLICT"), metaforge.ConflictError),
            (error(500, "AGENT_ERROR"), metaforge.AgentError),
            (error(500, "TOOL_ERROR"), metaforge.ToolError),
            (error(504, "TIMEOUT"), metaforge.RunTimeoutError),
            (error(500, "INTERNAL_ERROR", incident="i-1"), metaforge.InternalError),
        ],
        ids=lambda value: getattr(value, "__name__", ""),
    )
    def test_a_refusal_has_the_type_of_its_code_and_is_not_repeated(
        self, subjects: Subjects, trouble: Any, kind: type[metaforge.ApiError]
    ) -> None:
        with ScriptedServer(trouble) as server:
            with pytest.raises(metaforge.ApiError, match="no") as raised:
                subjects.connect(server.url).status()
            assert type(raised.value) is kind
            assert raised.value.status == trouble.status
            assert raised.value.code == trouble.body["error"]["code"]
            assert len(server.requests) == 1

    def test_delays_double_up_to_five_seconds_and_are_spread(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.undo()
        for attempt, bound in enumerate([0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]):
            delays = [_retry.backoff(attempt) for _ in range(500)]
            assert max(delays) <= bound
            assert max(delays) > bound * 0.9
            assert min(delays) < bound * 0.1
        assert _retry.backoff(10**9) <= 5

    def test_retry_after_is_honoured(self, subjects: Subjects) -> None:
        with ScriptedServer(error(429, "RATE_LIMITED", headers={"Retry-After": "1"}), Answer(body=STATUS)) as server:
            begun = time.monotonic()
            subjects.connect(server.url).status()
            assert 1 <= time.monotonic() - begun < 5

    def test_more_patience_than_a_minute_is_left_to_the_caller(self, subjects: Subjects) -> None:
        with ScriptedServer(error(429, "RATE_LIMITED", headers={"Retry-After": "61"})) as server:
            with pytest.raises(metaforge.RateLimitedError) as raised:
                subjects.connect(server.url).status()
            assert raised.value.retry_after == 61
            assert len(server.requests) == 1

    def test_a_date_counts_from_that_of_the_answer(self, subjects: Subjects) -> None:
        dates = {"Date": "Fri, 31 Dec 1999 23:58:09 GMT", "Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"}
        with ScriptedServer(error(429, "RATE_LIMITED", headers=dates)) as server:
            with pytest.raises(metaforge.RateLimitedError) as raised:
                subjects.connect(server.url).status()
            assert raised.value.retry_after == 110

    def test_retry_after_can_be_a_date(self, subjects: Subjects) -> None:
        date = email.utils.formatdate(time.time() + 300, usegmt=True)
        with ScriptedServer(error(429, "RATE_LIMITED", headers={"Retry-After": date})) as server:
            with pytest.raises(metaforge.RateLimitedError) as raised:
                subjects.connect(server.url).status()
            assert raised.value.retry_after == pytest.approx(300, abs=5)

    def test_what_changes_something_carries_one_key_however_often_it_is_sent(self, subjects: Subjects) -> None:
        keys: list[str] = []
        cases: list[tuple[Callable[[Any], object], dict[str, str]]] = [
            (lambda client: client.run_skill("spec"), RUNNING),
            (
                lambda client: client.create_session("spec"),
                {"id": "s", "skill": "spec", "status": "created", "created": "2024-02-03T10:30:00Z"},
            ),
        ]
        for call, answer in cases:
            with ScriptedServer(Cut(), error(503, "UNAVAILABLE"), Answer(202, answer)) as server:
                call(subjects.connect(server.url))
                sent = {request.headers["idempotency-key"] for request in server.requests}
                assert len(server.requests) == 3
                assert len(sent) == 1
                keys += sent
        assert len(set(keys)) == 2

    def test_decisions_carry_a_key_and_the_digest_that_was_seen(self, subjects: Subjects) -> None:
        pending = {**RUNNING, "status": "pending_approval", "digest": "d" * 64}
        approved = {"session_id": "session-1", "status": "approved", "applied": True, "artifacts": []}
        rejected = {"session_id": "session-1", "status": "rejected", "reason": "r"}
        with ScriptedServer(Answer(202, pending), Cut(), Answer(body=approved), Cut(), Answer(body=rejected)) as server:
            session = subjects.connect(server.url).run_skill("spec")
            assert session.approve("LGTM", only=["a.md"]).applied
            assert session.status == "approved"
            session.reject("r")
            _, first, second, third, fourth = server.requests
            assert first.json == second.json == {"comment": "LGTM", "artifacts": ["a.md"], "digest": "d" * 64}
            assert third.json == fourth.json == {"reason": "r", "digest": "d" * 64}
            assert first.headers["idempotency-key"] == second.headers["idempotency-key"]
            assert third.headers["idempotency-key"] == fourth.headers["idempotency-key"] != first.headers["idempotency-key"]

    def test_a_key_of_the_caller_is_the_one_that_is_sent(self, subjects: Subjects) -> None:
        with ScriptedServer(Answer(202, RUNNING)) as server:
            subjects.connect(server.url).run_skill("spec", idempotency_key="nightly")
            assert server.requests[0].headers["idempotency-key"] == "nightly"

    @pytest.mark.parametrize(
        "trouble",
        [
            Cut(),
            Stall(),
            Answer(body={"success": True, "deleted": "session-1"}, cut=-1),
            Answer(502, b"<html>", {"Content-Type": "text/html"}),
            Answer(503, b"<html>", {"Content-Type": "text/html"}),
            Answer(504, b"<html>", {"Content-Type": "text/html"}),
        ],
        ids=repr,
    )
    def test_deleting_twice_because_the_answer_was_lost_is_no_error(self, subjects: Subjects, trouble: Any) -> None:
        later = error(429, "RATE_LIMITED")
        with ScriptedServer(Answer(202, RUNNING), trouble, later, error(404, "NOT_FOUND")) as server:
            assert subjects.connect(server.url, timeout=1).run_skill("spec").delete().deleted == "session-1"

    @pytest.mark.parametrize("trouble", [error(429, "RATE_LIMITED"), error(503, "UNAVAILABLE")], ids=repr)
    def test_a_session_that_somebody_else_deleted_is_not_found(self, subjects: Subjects, trouble: Any) -> None:
        """The gateway had turned the attempt down, so nothing was deleted by it."""
        with ScriptedServer(Answer(202, RUNNING), trouble, error(404, "NOT_FOUND")) as server:
            session = subjects.connect(server.url).run_skill("spec")
            with pytest.raises(metaforge.NotFoundError):
                session.delete()

    @pytest.mark.parametrize(
        "page",
        [Answer(404, b"<html>", {"Content-Type": "text/html"}), error(404, "NO_SUCH_ROUTE"), Answer(404, {"detail": "no"})],
        ids=repr,
    )
    def test_a_page_that_is_not_found_deletes_nothing(self, subjects: Subjects, page: Answer) -> None:
        with ScriptedServer(Answer(202, RUNNING), Cut(), page) as server:
            session = subjects.connect(server.url).run_skill("spec")
            with pytest.raises(metaforge.ApiError) as raised:
                session.delete()
            assert type(raised.value) is metaforge.ApiError

    def test_a_connection_that_was_refused_deleted_nothing(self, subjects: Subjects) -> None:
        first = ScriptedServer(Answer(202, RUNNING, {"Connection": "close"}))
        client = subjects.connect(first.url, retries=1000)
        session = client.run_skill("spec")
        first.close()
        second: list[ScriptedServer] = []
        timer = threading.Timer(0.3, lambda: second.append(ScriptedServer(error(404, "NOT_FOUND"), port=first.port)))
        timer.start()
        try:
            with pytest.raises(metaforge.NotFoundError):
                session.delete()
        finally:
            timer.join()
            second[0].close()

    def test_deleting_what_never_was_is_one(self, subjects: Subjects) -> None:
        with ScriptedServer(Answer(202, RUNNING), error(404, "NOT_FOUND")) as server:
            session = subjects.connect(server.url).run_skill("spec")
            with pytest.raises(metaforge.NotFoundError):
                session.delete()


class TestReachability:
    """No answer at all."""

    def test_a_gateway_that_is_not_started_is_told_at_once(
        self, subjects: Subjects, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(_retry, "FIRST_DELAY", 100.0)
        monkeypatch.setattr(_retry, "MAX_DELAY", 100.0)
        url = f"http://localhost:{free_port()}"
        begun = time.monotonic()
        with pytest.raises(metaforge.GatewayUnreachableError, match="refused; is the gateway started") as raised:
            subjects.connect(url).health()
        assert raised.value.url == url
        assert time.monotonic() - begun < 3

    def test_one_that_answered_before_is_waited_for(self, subjects: Subjects) -> None:
        first = ScriptedServer(Answer(body=HEALTH, close=True))
        client = subjects.connect(first.url, retries=1000)
        client.health()
        first.close()
        second: list[ScriptedServer] = []

        def start() -> None:
            second.append(ScriptedServer(Answer(body=HEALTH), port=first.port))

        timer = threading.Timer(0.05, start)
        timer.start()
        try:
            assert client.health().status == "healthy"
        finally:
            timer.join()
            second[0].close()

    def test_a_name_that_does_not_exist_is_told_at_once(self, subjects: Subjects) -> None:
        with pytest.raises(metaforge.GatewayUnreachableError, match="cannot be resolved"):
            subjects.connect("http://no-such-host.invalid").health()

    def test_an_answer_that_does_not_come_is_not_waited_for(self, subjects: Subjects) -> None:
        with ScriptedServer(Stall(), Answer(body=STATUS)) as server:
            begun = time.monotonic()
            subjects.connect(server.url, timeout=0.3).status()
            assert 0.3 <= time.monotonic() - begun < 5

    def test_the_timeout_is_for_the_whole_answer(self, subjects: Subjects) -> None:
        """A server that sends a byte now and then keeps a timeout of each read from ever passing."""
        with ScriptedServer(Drip(Answer(body=HEALTH), 0.1)) as server:
            begun = time.monotonic()
            with pytest.raises(metaforge.GatewayUnreachableError, match="in time"):
                subjects.connect(server.url, timeout=0.5, retries=0).health()
            assert time.monotonic() - begun < 5

    def test_what_does_not_speak_http_is_told(self, subjects: Subjects) -> None:
        with ScriptedServer(greeting=b"220 mail.example.org ESMTP\r\n") as server:
            client = subjects.connect(server.url, retries=0)
            with pytest.raises(metaforge.GatewayUnreachableError, match="does not speak HTTP"):
                client.health()


@pytest.fixture
def deaf() -> Iterator[int]:
    """Return a port of 127.0.0.1 where nothing is refused, and nothing comes about: its queue is full."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        probe = stack.enter_context(socket.socket())
        probe.settimeout(0.2)
        try:
            probe.connect(listener.getsockname())
        except socket.timeout:
            yield listener.getsockname()[1]
        else:
            pytest.skip("queues have no end here")


@pytest.fixture
def silent() -> Iterator[int]:
    """Return a port of 127.0.0.1 where connections come about, and nothing ever is said."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


class Names:
    """What the name localhost leads to, in place of the system's word on it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked = threading.Event()
        self.ports: list[int] = []
        monkeypatch.setattr(socket, "getaddrinfo", self._look_up)

    def _look_up(self, *arguments: Any, **options: Any) -> list[Any]:
        self.asked.set()
        return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("127.0.0.1", port)) for port in self.ports]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """Take over the resolution of names."""
    return Names(monkeypatch)


class TestConnecting:
    """What takes its time before anything is sent."""

    @pytest.mark.parametrize("scheme", ["http", "https"])
    def test_the_timeout_is_for_all_addresses_of_a_name_together(
        self, subjects: Subjects, names: Names, deaf: int, silent: int, scheme: str
    ) -> None:
        names.ports = [deaf] * 4 if scheme == "http" else [silent]
        begun = time.monotonic()
        with pytest.raises(metaforge.GatewayUnreachableError, match="in time"):
            subjects.connect(f"{scheme}://localhost:1", timeout=1, retries=0).health()
        assert 0.9 <= time.monotonic() - begun < 2.5

    def test_an_address_that_does_not_answer_leaves_time_for_the_next(self, names: Names, deaf: int) -> None:
        with ScriptedServer(Answer(body=HEALTH)) as server:
            names.ports = [deaf, server.port]
            with metaforge.MetaForgeClient("http://localhost:1", timeout=2, retries=0) as client:
                assert client.health().status == "healthy"

    @pytest.mark.parametrize("what", ["call", "events"])
    @pytest.mark.parametrize("scheme", ["http", "https"])
    def test_closing_ends_it(self, subjects: Subjects, names: Names, deaf: int, silent: int, scheme: str, what: str) -> None:
        names.ports = [deaf if scheme == "http" else silent]
        client = subjects.connect(f"{scheme}://localhost:1", timeout=40)
        raised: list[BaseException] = []

        def call() -> None:
            try:
                client.health() if what == "call" else next(client.events(after=0))
            except BaseException as e:
                raised.append(e)

        thread = threading.Thread(target=call)
        thread.start()
        assert names.asked.wait(10)
        begun = time.monotonic()
        client.close()
        thread.join(30)
        assert time.monotonic() - begun < 5
        assert [type(e) for e in raised] == [metaforge.ClientClosedError if what == "call" else StopIteration]


class TestConnections:
    """Their reuse."""

    def test_they_are_used_again(self, subjects: Subjects) -> None:
        with ScriptedServer(*[Answer(body=STATUS)] * 5) as server:
            client = subjects.connect(server.url)
            for _ in range(5):
                client.status()
            assert {request.connection for request in server.requests} == {0}

    def test_one_that_was_closed_meanwhile_is_replaced_without_a_word(self, subjects: Subjects) -> None:
        with ScriptedServer(*[Answer(body=STATUS)] * 2) as server:
            client = subjects.connect(server.url, retries=1)
            client.status()
            server.cut()
            client.status()
            assert [request.connection for request in server.requests] == [0, 1]

    def test_one_that_closes_as_the_request_arrives_is_replaced_without_counting_as_a_retry(
        self, subjects: Subjects
    ) -> None:
        with ScriptedServer(Answer(202, RUNNING), Cut(), Cut(), Answer(202, RUNNING)) as server:
            client = subjects.connect(server.url, retries=1)
            client.run_skill("spec")
            client.run_skill("spec")
            _, *repeats = server.requests
            assert len({request.headers["idempotency-key"] for request in repeats}) == 1
            assert [request.connection for request in repeats] == [0, 1, 2]

    def test_one_with_something_on_it_that_nobody_asked_for_is_not_used(self, subjects: Subjects) -> None:
        unasked = Answer(408, b"").encode()
        with ScriptedServer(Answer(body=STATUS, unasked=unasked), Answer(body=STATUS)) as server:
            client = subjects.connect(server.url)
            client.status()
            assert server.unasked_sent.wait(10)
            subjects.settle()
            client.status()
            assert [request.connection for request in server.requests] == [0, 1]

    def test_one_that_the_server_wants_closed_is_not_used(self, subjects: Subjects) -> None:
        closing = Answer(body=STATUS, headers={"Connection": "close"})
        with ScriptedServer(closing, closing) as server:
            client = subjects.connect(server.url)
            client.status()
            client.status()
            assert [request.connection for request in server.requests] == [0, 1]

    def test_an_early_answer_to_a_large_request_is_read(self, subjects: Subjects) -> None:
        large = {"text": "x" * 8_000_000}
        refusal = Answer(413, {"error": {"code": "PAYLOAD_TOO_LARGE", "message": "too large"}}, close=True)
        with ScriptedServer(refusal, read_bodies=False) as server:
            with pytest.raises(metaforge.MetaForgeError) as raised:
                subjects.connect(server.url, retries=0).run_skill("spec", args=large)
            # The peer's reset may overtake its answer, but not turn into something else.
            assert isinstance(raised.value, (metaforge.ApiError, metaforge.GatewayUnreachableError))
            if isinstance(raised.value, metaforge.ApiError):
                assert raised.value.code == "PAYLOAD_TOO_LARGE"


class TestForeignAnswers:
    """Something answers that is not a gateway, or a newer one."""

    @pytest.mark.parametrize(
        "answer",
        [
            Answer(200, b"<html>log in first</html>", {"Content-Type": "text/html"}),
            Answer(200, b'{"version": "0.1.0", "works', {"Content-Type": "application/json"}),
            Answer(200, b"", {"Content-Type": "application/json"}),
            Answer(200, [1, 2]),
            Answer(200, {"version": 1}),
            Answer(200, b'{"a": "\xff"}'),
            Answer(404, b"<html>nginx</html>", {"Content-Type": "text/html"}),
            Answer(500, {"error": "a string"}),
            Answer(500, {"error": {"code": 7, "message": "m"}}),
            Answer(400, {"detail": "of another API"}),
            Answer(302, b"", {"Location": "https://login.example.org/"}),
        ],
        ids=repr,
    )
    def test_an_answer_that_is_not_a_gateways_is_told_as_such(self, subjects: Subjects, answer: Answer) -> None:
        with ScriptedServer(answer) as server:
            with pytest.raises(metaforge.ApiError, match=f"HTTP {answer.status} with") as raised:
                subjects.connect(server.url).status()
            assert type(raised.value) is metaforge.ApiError
            assert raised.value.code == "UNEXPECTED_RESPONSE"
            assert raised.value.status == answer.status
            assert len(server.requests) == 1

    def test_a_redirection_says_where_it_leads(self, subjects: Subjects) -> None:
        with ScriptedServer(Answer(301, b"", {"Location": "https://gateway.example.org/"})) as server:
            with pytest.raises(metaforge.ApiError, match="redirection") as raised:
                subjects.connect(server.url).status()
            assert raised.value.details["location"] == "https://gateway.example.org/"

    def test_a_code_that_is_not_known_is_passed_on(self, subjects: Subjects) -> None:
        with ScriptedServer(error(418, "TEAPOT", "short and stout", handle=1)) as server:
            with pytest.raises(metaforge.ApiError) as raised:
                subjects.connect(server.url).status()
            assert type(raised.value) is metaforge.ApiError
            assert (raised.value.code, raised.value.status, raised.value.details) == ("TEAPOT", 418, {"handle": 1})

    def test_members_and_values_that_are_not_known_are_no_trouble(self, subjects: Subjects) -> None:
        newer = {**HEALTH, "status": "splendid", "mood": {"deep": [1]}}
        with ScriptedServer(Answer(body=newer)) as server:
            assert subjects.connect(server.url).health().status == "splendid"

    def test_unhealthy_is_an_answer(self, subjects: Subjects) -> None:
        with ScriptedServer(Answer(503, {**HEALTH, "status": "unhealthy"})) as server:
            assert subjects.connect(server.url).health().status == "unhealthy"
            assert len(server.requests) == 1

    def test_an_artifact_that_is_not_what_was_proposed_is_told(self, subjects: Subjects) -> None:
        wrong = Answer(body=b"other bytes", headers={"ETag": f'"{"0" * 64}"'})
        page = Answer(body=b"<html>", headers={"Content-Type": "text/html"})
        with ScriptedServer(Answer(202, RUNNING), wrong, page, page) as server:
            session = subjects.connect(server.url).run_skill("spec")
            for read in (lambda: session.artifact("a.md"), lambda: session.artifact("a.md"), session.diff):
                with pytest.raises(metaforge.ApiError) as raised:
                    read()
                assert raised.value.code == "UNEXPECTED_RESPONSE"


def test_a_decision_is_about_the_diff_that_was_looked_at(subjects: Subjects) -> None:
    diff = Answer(body=b"--- a", headers={"Content-Type": "text/x-diff", "ETag": f'"{"a" * 64}"'})
    with ScriptedServer(Answer(202, RUNNING), diff, error(409, "CONFLICT")) as server:
        session = subjects.connect(server.url).run_skill("spec")
        assert session.digest is None
        assert session.diff() == "--- a"
        with pytest.raises(metaforge.ConflictError):
            session.approve()
        assert server.requests[-1].json == {"digest": "a" * 64}


def test_nothing_is_wanted_but_plain_bytes(subjects: Subjects) -> None:
    streams: list[Any] = [NOW, Stream((event(8),), hold=True)]
    with ScriptedServer(Answer(body=HEALTH), Answer(202, RUNNING), *streams) as server:
        client = subjects.connect(server.url)
        client.health()
        client.run_skill("spec")
        next(client.events())
        assert [request.headers["accept-encoding"] for request in server.requests] == ["identity"] * 4


class TestSecrets:
    """The key goes to the gateway, and nowhere else."""

    def test_it_is_sent_as_a_bearer_token(self, subjects: Subjects) -> None:
        with ScriptedServer(Answer(body=HEALTH), Answer(body=HEALTH)) as server:
            subjects.connect(server.url, api_key=KEY).health()
            subjects.connect(server.url).health()
            assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
            assert "authorization" not in server.requests[1].headers

    def test_it_is_in_no_text(self, subjects: Subjects) -> None:
        echo = error(401, "UNAUTHORIZED", f"there is no key {KEY}")
        page = Answer(403, f"<html>{KEY}</html>".encode(), {"Content-Type": "text/html"})
        with ScriptedServer(echo, page, Cut()) as server:
            client = subjects.connect(server.url, api_key=KEY, retries=0)
            texts = [repr(client), repr(getattr(client, "real", client))]
            for _ in range(3):
                with pytest.raises(metaforge.MetaForgeError) as raised:
                    client.status()
                texts += [str(raised.value), repr(raised.value), repr(getattr(raised.value, "details", None))]
            assert not [text for text in texts if KEY in text]

    def test_a_bad_one_is_not_shown(self, subjects: Subjects) -> None:
        with pytest.raises(ValueError, match="api_key must be") as raised:
            subjects.connect("http://localhost:3000", api_key=f"{KEY}\nX-Evil: 1")
        assert KEY not in str(raised.value)


class TestClosing:
    """The end of a client."""

    def test_a_closed_client_says_so(self, subjects: Subjects) -> None:
        with ScriptedServer(Answer(body=HEALTH)) as server:
            client = subjects.connect(server.url)
            client.health()
            client.close()
            client.close()
            with pytest.raises(metaforge.ClientClosedError):
                client.health()

    @pytest.mark.parametrize("script", [[Stall()], [error(429, "RATE_LIMITED", headers={"Retry-After": "50"})]], ids=repr)
    def test_closing_ends_what_others_wait_for(self, subjects: Subjects, script: list[Any]) -> None:
        with ScriptedServer(*script) as server:
            client = subjects.connect(server.url)
            raised: list[BaseException] = []

            def call() -> None:
                try:
                    client.status()
                except BaseException as e:
                    raised.append(e)

            thread = threading.Thread(target=call)
            thread.start()
            server.await_requests(1)
            client.close()
            thread.join(10)
            assert [type(e) for e in raised] == [metaforge.ClientClosedError]


def test_errors_survive_being_sent_to_another_process() -> None:
    for error_ in (
        metaforge.ConflictError("m", status=409, code="CONFLICT", details={"paths": ["a"]}, retry_after=1.0, session_id="s"),
        metaforge.GatewayUnreachableError("m", url="http://localhost:3000"),
        metaforge.WaitTimeoutError("m", session_id="s"),
        metaforge.ClientClosedError("m"),
    ):
        copy = pickle.loads(pickle.dumps(error_))
        assert type(copy) is type(error_)
        assert (copy.args, copy.__dict__) == (error_.args, error_.__dict__)
