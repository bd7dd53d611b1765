"""The parsers of HTTP and of server-sent events, with pieces of every size."""

from __future__ import annotations

import pytest

from metaforge._http1 import MAX_HEAD, ProtocolError, Request, ResponseReader
from metaforge._sse import SseError, SseParser


def test_a_request_does_not_show_the_key_it_carries() -> None:
    assert "secret" not in repr(Request("GET", "/", {"Authorization": "Bearer secret"}))


def read(data: bytes, size: int, end: bool = False) -> ResponseReader:
    """Feed a response in pieces."""
    reader = ResponseReader()
    for i in range(0, len(data), size):
        reader.feed(data[i : i + size])
    if end:
        reader.feed(b"")
    return reader


SIZES = [1, 2, 3, 7, 10_000]

CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"5\r\nhello\r\nA;name=value\r\n, world!!!\r\n0\r\nTrailer: x\r\n\r\n"
)


class TestResponses:
    """Where a response ends, and whether its connection can be used again."""

    @pytest.mark.parametrize("size", SIZES)
    @pytest.mark.parametrize(
        ("data", "body", "reusable"),
        [
            (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", b"hello", True),
            (b"HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", b"", True),
            (b"HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello", b"hello", True),
            (b"HTTP/1.1 204 No Content\r\n\r\n", b"", True),
            (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n", b"", True),
            (CHUNKED, b"hello, world!!!", True),
            (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 X\r\nLink: y\r\n\r\nHTTP/1.1 204 Z\r\n\r\n", b"", True),
            (b"HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 1\r\n\r\nx", b"x", False),
            (b"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx", b"x", False),
            (b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\nx", b"x", True),
            (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"", False),
        ],
    )
    def test_are_read_to_their_end(self, data: bytes, body: bytes, reusable: bool, size: int) -> None:
        reader = read(data, size)
        assert reader.complete
        assert reader.take_body() == body
        assert reader.reusable is reusable

    def test_without_a_length_end_with_the_connection(self) -> None:
        data = b"HTTP/1.1 200 OK\r\n\r\nall there is"
        assert not read(data, 5).complete
        reader = read(data, 5, end=True)
        assert (reader.complete, reader.take_body(), reader.reusable) == (True, b"all there is", False)

    def test_with_something_after_them_spend_their_connection(self) -> None:
        assert not read(b"HTTP/1.1 204 X\r\n\r\nHTTP/1.1 408 Y\r\n\r\n", 1000).reusable

    def test_fields_are_found_whatever_their_case(self) -> None:
        reader = read(b"HTTP/1.1 204 X\r\nCONTENT-TYPE:text/HTML; charset=x\r\nX-A: 1\r\nx-a:2 \r\n\r\n", 1)
        assert reader.head is not None
        assert reader.head.content_type == "text/html"
        assert reader.head.headers["x-a"] == "1, 2"

    @pytest.mark.parametrize("data", [CHUNKED, b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"])
    def test_cut_anywhere_are_told(self, data: bytes) -> None:
        for cut in range(len(data)):
            with pytest.raises(ProtocolError, match="closed"):
                read(data[:cut], 1000, end=True)

    @pytest.mark.parametrize(
        "data",
        [
            b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
            b"\x15\x03\x01\x00\x02\x02\x50",
            b"HTTP/2 200\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
            b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
            b"HTTP/1.1 200 OK\r\nX: " + b"x" * MAX_HEAD,
        ],
        ids=lambda data: repr(data[:40]),
    )
    def test_that_are_none_are_told(self, data: bytes) -> None:
        with pytest.raises(ProtocolError):
            read(data, 1000)


def test_a_request_is_written_with_its_length() -> None:
    request = Request("POST", "/api/v1/x?a=b", {"Accept": "a/b"}, b"{}")
    assert request.encode("localhost:3000") == (
        b"POST /api/v1/x?a=b HTTP/1.1\r\nHost: localhost:3000\r\nAccept: a/b\r\nContent-Length: 2\r\n\r\n{}"
    )
    assert b"Content-Length: 0" in Request("POST", "/").encode("h")
    assert b"Content-Length" not in Request("GET", "/").encode("h")


class TestEvents:
    """Server-sent events, as the standard says."""

    @pytest.mark.parametrize("size", SIZES)
    @pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
    def test_are_the_same_however_they_are_cut_and_whatever_ends_lines(self, newline: str, size: int) -> None:
        text = "\ufeff:comment\n\nid: 1\nevent: a\ndata: Ω漢😀\n\ndata:x\ndata: y\nretry: 5\no: z\n\nid\ndata\n\ndata: cut"
        data = text.replace("\n", newline).encode()
        parser = SseParser()
        events = [event for i in range(0, len(data), size) for event in parser.feed(data[i : i + size])]
        assert [(event.name, event.data, event.id) for event in events] == [
            ("a", "Ω漢😀", "1"),
            ("message", "x\ny", "1"),
            ("message", "", ""),
        ]

    def test_that_never_end_are_given_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("metaforge._sse.MAX_PENDING", 1000)
        for piece in (b"data: " + b"x" * 50 + b"\n", b"x" * 50):
            parser = SseParser()
            for _ in range(10):
                parser.feed(piece)
            with pytest.raises(SseError, match="more than 1000 bytes"):
                parser.feed(piece * 20)

    def test_silence_of_any_length_is_not_one_event(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("metaforge._sse.MAX_PENDING", 1000)
        parser = SseParser()
        for _ in range(1000):
            for byte in b": beat\n\n":
                assert parser.feed(bytes([byte])) == []
