"""Following events: order, reconnecting, back-pressure, and the end."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

import metaforge
from conftest import free_port
from metaforge import _following, _retry
from scripted import NOW, Action, Answer, Cut, Request, ScriptedServer, Stall, Stream, error, event
from subjects import Subjects


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_retry, "MAX_DELAY", 0.01)


def take(stream: Iterator[metaforge.Event], count: int) -> list[Any]:
    """Return the positions of the next events."""
    return [next(stream).id for _ in range(count)]


def after(request: Request) -> str:
    """Return the position that a request asks for."""
    return next(part[6:] for part in request.query.split("&") if part.startswith("after="))


class TestPosition:
    """Where a stream begins, and goes on."""

    def test_without_one_it_asks_for_the_latest_first_and_connects_after_that(self, subjects: Subjects) -> None:
        with ScriptedServer(NOW, Stream((event(8),), hold=True)) as server:
            events = subjects.connect(server.url).events()
            assert [request.target for request in server.requests] == ["/api/v1/events?after=latest"]
            assert server.requests[0].headers["accept"] == "application/json"
            assert take(events, 1) == [8]
            assert server.requests[1].target == "/api/v1/events?after=7"
            assert server.requests[1].headers["accept"] == "text/event-stream"

    def test_what_happens_before_it_connects_is_not_lost(self, subjects: Subjects) -> None:
        with ScriptedServer(Cut(), error(503, "UNAVAILABLE"), NOW, Cut(), Stream((event(8), event(9)), hold=True)) as server:
            assert take(subjects.connect(server.url).events(), 2) == [8, 9]
            assert [after(request) for request in server.requests] == ["latest"] * 3 + ["7", "7"]

    def test_it_goes_on_after_the_last_event_it_handed_out(self, subjects: Subjects) -> None:
        streams = [Stream((event(1), event(2))), Stream((event(4),)), Stream((event(5), event(9)), hold=True)]
        with ScriptedServer(*streams) as server:
            assert take(subjects.connect(server.url).events(after=0), 5) == [1, 2, 4, 5, 9]
            assert [after(request) for request in server.requests] == ["0", "2", "4"]

    def test_events_that_come_again_are_left_out(self, subjects: Subjects) -> None:
        with ScriptedServer(Stream((event(3), event(4))), Stream((event(3), event(4), event(5)), hold=True)) as server:
            assert take(subjects.connect(server.url).events(after=2), 3) == [3, 4, 5]

    def test_it_can_be_of_one_session(self, subjects: Subjects) -> None:
        with ScriptedServer(NOW, Stream((event(8),), hold=True)) as server:
            take(subjects.connect(server.url).events(session="session-1"), 1)
            assert [request.query for request in server.requests] == [
                "after=latest&session=session-1",
                "after=7&session=session-1",
            ]

    @pytest.mark.parametrize("bad", [-1, True, "3", 1.0, "latest"])
    def test_a_position_is_a_number(self, subjects: Subjects, bad: Any) -> None:
        with pytest.raises(ValueError, match="after must be"):
            subjects.connect("http://localhost:1").events(after=bad)


class TestContent:
    """What comes in."""

    def test_an_event_has_name_data_position_and_time(self, subjects: Subjects) -> None:
        with ScriptedServer(Stream((event(1, "bus.renamed", "session-2", bus="µC→Ω 漢字"),), hold=True)) as server:
            found = next(subjects.connect(server.url).events(after=0))
            assert (found.event, found.id, found.session_id) == ("bus.renamed", 1, "session-2")
            assert found.data == {"session_id": "session-2", "bus": "µC→Ω 漢字"}
            assert found.time is not None
            assert found.time.isoformat() == "2024-02-03T10:30:00+00:00"

    def test_a_gap_has_the_position_that_the_stream_gives_it(self, subjects: Subjects) -> None:
        gap = b'id: 15\nevent: gap\ndata: {"event":"gap","data":{"from":4,"to":15}}\n\n'
        with ScriptedServer(Stream((gap,)), Stream((event(16),), hold=True)) as server:
            events = subjects.connect(server.url).events(after=3)
            found = next(events)
            assert (found.event, found.id, found.session_id) == ("gap", 15, None)
            assert take(events, 1) == [16]
            assert after(server.requests[1]) == "15"

    def test_a_cut_anywhere_inside_an_event_loses_nothing(self, subjects: Subjects) -> None:
        """Also in the middle of a character of several bytes."""
        whole = event(2, message="Ω漢😀")
        cuts = [*range(1, len(whole), 7), whole.index("漢".encode()) + 1, whole.index("😀".encode()) + 2]
        script = [Stream((event(1), whole[:cut])) for cut in cuts]
        with ScriptedServer(*script, Stream((whole,), hold=True)) as server:
            events = subjects.connect(server.url).events(after=0)
            assert take(events, 1) == [1]
            found = next(events)
            assert (found.id, found.data["message"]) == (2, "Ω漢😀")

    def test_pieces_of_any_size_are_put_together(self, subjects: Subjects) -> None:
        data = b":\r\n\r\n" + event(1, message="Ω漢😀").replace(b"\n", b"\r\n") + event(2)
        with ScriptedServer(Stream(tuple(bytes([byte]) for byte in data), hold=True)) as server:
            assert take(subjects.connect(server.url).events(after=0), 2) == [1, 2]

    def test_an_event_that_was_damaged_once_is_asked_for_again(self, subjects: Subjects) -> None:
        damaged = b'id: 2\nevent: x\ndata: {"event":\n\n'
        with ScriptedServer(Stream((event(1), damaged)), Stream((damaged,)), Stream((event(2),), hold=True)) as server:
            assert take(subjects.connect(server.url).events(after=0), 2) == [1, 2]

    def test_one_that_is_damaged_each_time_is_told(self, subjects: Subjects) -> None:
        damaged = b'id: 2\nevent: x\ndata: {"event":\n\n'
        with ScriptedServer(*[Stream((damaged,))] * 9) as server:
            with pytest.raises(metaforge.ApiError, match="cannot be read"):
                next(subjects.connect(server.url).events(after=1))
            assert len(server.requests) == 3


class TestTrouble:
    """What ends a stream, and what does not."""

    @pytest.mark.parametrize(
        "trouble",
        [
            Cut(),
            error(429, "RATE_LIMITED"),
            error(408, "TIMEOUT"),
            error(500, "INTERNAL_ERROR"),
            error(503, "UNAVAILABLE"),
            Answer(502, b"<html>", {"Content-Type": "text/html"}),
            Stream(),
        ],
        ids=repr,
    )
    def test_it_connects_again_however_often_that_takes(self, subjects: Subjects, trouble: Action) -> None:
        with ScriptedServer(*[trouble] * 9, Stream((event(3),), hold=True)) as server:
            client = subjects.connect(server.url, retries=0)
            assert take(client.events(after=2), 1) == [3]
            assert {after(request) for request in server.requests} == {"2"}

    @pytest.mark.parametrize(
        "page",
        [
            Answer(200, b"<html>", {"Content-Type": "text/html"}),
            Answer(200, {"events": [], "next": 7}),
            Stream((event(3),), content_type="text/html"),
        ],
        ids=repr,
    )
    def test_what_is_no_gateway_is_told_at_once(self, subjects: Subjects, page: Action) -> None:
        with ScriptedServer(page) as server:
            with pytest.raises(metaforge.ApiError, match="HTTP 200 with an answer that is not the gateway's") as raised:
                next(subjects.connect(server.url).events(after=0))
            assert raised.value.code == "UNEXPECTED_RESPONSE"
            assert len(server.requests) == 1

    def test_nor_does_it_ask_what_is_no_gateway_where_to_begin_again_and_again(self, subjects: Subjects) -> None:
        with ScriptedServer(Answer(200, b"<html>", {"Content-Type": "text/html"})) as server:
            with pytest.raises(metaforge.ApiError, match="not the gateway's"):
                next(subjects.connect(server.url).events())
            assert len(server.requests) == 1

    def test_something_else_in_the_gateways_place_for_a_moment_does_not_end_it(self, subjects: Subjects) -> None:
        page = Answer(200, b"<html>", {"Content-Type": "text/html"})
        script: list[Action] = [
            Stream((event(1),)),
            page,
            Cut(),
            page,
            Stream((event(2),)),
            page,
            page,
            Stream((event(3),), hold=True),
        ]
        with ScriptedServer(*script) as server:
            assert take(subjects.connect(server.url).events(after=0), 3) == [1, 2, 3]

    def test_something_else_in_the_gateways_place_for_good_does(self, subjects: Subjects) -> None:
        page = Answer(200, b"<html>", {"Content-Type": "text/html"})
        with ScriptedServer(Stream((event(1),)), *[page] * 9) as server:
            events = subjects.connect(server.url).events(after=0)
            assert take(events, 1) == [1]
            with pytest.raises(metaforge.ApiError, match="not the gateway's"):
                next(events)
            assert len(server.requests) == 4

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
    def test_a_refusal_for_good_ends_it(self, subjects: Subjects, status: int) -> None:
        with ScriptedServer(Stream((event(1),)), error(status, "NOT_FOUND")) as server:
            events = subjects.connect(server.url).events(after=0)
            assert take(events, 1) == [1]
            with pytest.raises(metaforge.ApiError) as raised:
                next(events)
            assert raised.value.status == status
            assert len(server.requests) == 2

    def test_a_gateway_that_does_not_come_back_is_given_up_where_that_is_wanted(self, subjects: Subjects) -> None:
        with ScriptedServer(Stream((event(1),)), *[Cut()] * 1000) as server:
            events = subjects.connect(server.url, max_reconnect_time=0.3).events(after=0)
            assert take(events, 1) == [1]
            begun = time.monotonic()
            with pytest.raises(metaforge.GatewayUnreachableError):
                next(events)
            assert time.monotonic() - begun < 5

    def test_silence_is_a_dead_connection(self, subjects: Subjects, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(_following, "SILENCE", 0.2)
        with ScriptedServer(Stream((event(1),), hold=True), Stall(), Stream((event(2),), hold=True)) as server:
            events = subjects.connect(server.url, timeout=0.2).events(after=0)
            assert take(events, 2) == [1, 2]

    def test_comments_break_silence(self, subjects: Subjects, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(_following, "SILENCE", 1.0)
        with ScriptedServer(Stream((*[b":\n\n"] * 6, event(2)), pause=0.3, hold=True)) as server:
            assert take(subjects.connect(server.url).events(after=0), 1) == [2]
            assert len(server.requests) == 1

    def test_a_gateway_that_was_never_there_is_told_at_once(self, subjects: Subjects) -> None:
        client = subjects.connect(f"http://localhost:{free_port()}")
        with pytest.raises(metaforge.GatewayUnreachableError):
            client.events()
        with pytest.raises(metaforge.GatewayUnreachableError):
            next(client.events(after=0))


class TestPressure:
    """Slow consumers."""

    def test_it_reads_no_further_than_its_consumer(self, subjects: Subjects) -> None:
        """The server cannot get rid of more than what sockets, and one reading, hold."""
        large = "x" * 100_000
        sent = Progress()

        def pieces(request: Request) -> Action:
            return Stream(sent.counting(event(i, text=large) for i in range(1, 1001)), hold=True)

        with ScriptedServer(pieces) as server:
            events = subjects.connect(server.url).events(after=0)
            assert take(events, 1) == [1]
            sent.settle()
            assert sent.count < 500
            assert take(events, 999) == list(range(2, 1001))


class Progress:
    """Counts how far a generator of pieces was read."""

    def __init__(self) -> None:
        self.count = 0

    def counting(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Pass pieces on."""
        for piece in pieces:
            self.count += 1
            yield piece

    def settle(self) -> None:
        """Wait until no more pieces are taken."""
        last = -1
        while last != self.count:
            last = self.count
            time.sleep(0.2)


class TestClosing:
    """The end, from inside and outside."""

    def test_closing_ends_the_iteration_and_the_connection(self, subjects: Subjects) -> None:
        with ScriptedServer(Stream((event(1), event(2)), hold=True)) as server:
            with subjects.connect(server.url).events(after=0) as events:
                assert take(events, 1) == [1]
            assert list(events) == []
            server.await_no_connections()

    @pytest.mark.parametrize("whom", ["stream", "client"])
    @pytest.mark.parametrize(
        "script",
        [
            [Stream((event(1),), hold=True)],
            [Stream((event(1),)), error(503, "UNAVAILABLE", headers={"Retry-After": "50"})],
        ],
        ids=["reading", "sleeping"],
    )
    def test_another_thread_may_close_it(self, subjects: Subjects, script: list[Any], whom: str) -> None:
        with ScriptedServer(*script) as server:
            client = subjects.connect(server.url)
            events = client.events(after=0)
            assert take(events, 1) == [1]
            rest: list[Any] = []
            thread = threading.Thread(target=lambda: rest.append(list(events)))
            thread.start()
            server.await_requests(len(script))
            (events if whom == "stream" else client).close()
            thread.join(10)
            assert rest == [[]]
            server.await_no_connections()

    def test_one_that_nobody_holds_any_more_releases_its_connection(self) -> None:
        with ScriptedServer(Stream((event(1),), hold=True)) as server, metaforge.MetaForgeClient(server.url) as client:
            for found in client.events(after=0):
                assert found.id == 1
                break
            del found
            server.await_no_connections()
