"""Arguments: what is understood, and what is refused before anything is sent."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import pytest

from metaforge._address import parse_address
from scripted import HEALTH, Answer, ScriptedServer
from subjects import Subjects

RUN = {"session_id": "session-1", "status": "running", "agent": "spec-agent"}


@pytest.mark.parametrize("timeout", [float("inf"), 1e12])
def test_a_timeout_may_be_as_long_as_anybody_likes(subjects: Subjects, timeout: float) -> None:
    with ScriptedServer(Answer(body=HEALTH)) as server:
        assert subjects.connect(server.url, timeout=timeout).health().status == "healthy"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://localhost:3000/", "http://localhost:3000"),
        ("http://localhost:3000/api/v1", "http://localhost:3000"),
        ("http://localhost:3000/api/v1/", "http://localhost:3000"),
        ("HTTP://LOCALHOST", "http://localhost"),
        ("https://gateway.example.org:443", "https://gateway.example.org"),
        ("https://example.org/metaforge/api/v1", "https://example.org/metaforge"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        ("http://bücher.example", "http://xn--bcher-kva.example"),
    ],
)
def test_addresses_are_understood(url: str, shown: str) -> None:
    assert str(parse_address(url)) == shown


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:3000",
        "localhost",
        "ftp://localhost",
        "ws://localhost:3000/ws",
        "http://",
        "http:///x",
        "http://:3000",
        "http://localhost:port",
        "http://localhost:0",
        "http://localhost:70000",
        "http://localhost:3000?x=1",
        "http://localhost:3000/#x",
        "http://local host",
        "http://localhost:3000\n",
        "http://localhost/a//b",
        "http://[::1",
        "http://a..b",
        "http://a;b",
        "http://a%0d%0ab",
        "http://[::1]x",
        "http://[fe80::1%25eth0]:3000",
        "http://localhost:3000/../x",
    ],
)
def test_nonsense_is_refused_with_an_example(subjects: Subjects, url: str) -> None:
    with pytest.raises(ValueError, match="a good one is http://localhost:3000"):
        subjects.connect(url)


def test_a_password_in_an_address_is_refused_and_not_shown(subjects: Subjects) -> None:
    with pytest.raises(ValueError, match="must not hold a user name") as raised:
        subjects.connect("http://user:secret@localhost:3000")
    assert "secret" not in str(raised.value)
    with pytest.raises(ValueError, match="not the address") as raised:
        subjects.connect("ftp://user:secret@localhost:3000")
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("url", [None, 3000, b"http://localhost:3000"])
def test_an_address_is_a_string(subjects: Subjects, url: Any) -> None:
    with pytest.raises(TypeError, match="url must be a string"):
        subjects.connect(url)


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"timeout": 0}, "timeout"),
        ({"timeout": -1}, "timeout"),
        ({"timeout": float("nan")}, "timeout"),
        ({"timeout": "5"}, "timeout"),
        ({"retries": -1}, "retries"),
        ({"retries": 1.5}, "retries"),
        ({"retries": True}, "retries"),
        ({"max_reconnect_time": -1}, "max_reconnect_time"),
        ({"api_key": ""}, "api_key"),
        ({"api_key": "a b"}, "api_key"),
        ({"api_key": "ключ"}, "api_key"),
    ],
)
def test_options_are_checked(subjects: Subjects, options: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=f"{problem} must be"):
        subjects.connect("http://localhost:3000", **options)


def test_what_is_not_given_is_not_sent(subjects: Subjects) -> None:
    with ScriptedServer(*[Answer(202, RUN)] * 3) as server:
        client = subjects.connect(server.url)
        client.run_skill("spec")
        client.run_skill("spec", files=[])
        client.run_skill("spec", ["PRD.md"], args={"a": [1, None]}, temperature=0.0, verbose=False)
        assert [request.json for request in server.requests] == [
            {"skill": "spec"},
            {"skill": "spec", "input": {"files": []}},
            {
                "skill": "spec",
                "input": {"files": ["PRD.md"], "args": {"a": [1, None]}},
                "options": {"temperature": 0.0, "verbose": False},
            },
        ]
        assert server.requests[0].headers["content-type"] == "application/json"


def test_files_may_be_paths_of_any_system(subjects: Subjects) -> None:
    with ScriptedServer(Answer(202, RUN)) as server:
        files = [Path("a") / "b.md", PurePosixPath("c"), PureWindowsPath("d\\e.md"), "f g/Ω.md"]
        subjects.connect(server.url).run_skill("spec", files)
        assert server.requests[0].json["input"]["files"] == ["a/b.md", "c", "d/e.md", "f g/Ω.md"]


@pytest.mark.parametrize("files", ["PRD.md", Path("PRD.md"), b"PRD.md"])
def test_one_path_is_no_list_of_paths(subjects: Subjects, files: Any) -> None:
    with pytest.raises(TypeError, match="files must be a list of paths"):
        subjects.connect("http://localhost:1").run_skill("spec", files)


@pytest.mark.parametrize("args", [{"a": float("nan")}, {"a": object()}])
def test_what_json_cannot_say_is_refused(subjects: Subjects, args: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="cannot be written as JSON"):
        subjects.connect("http://localhost:1").run_skill("spec", args=args)


@pytest.mark.parametrize("key", ["", "a b", "é", "x" * 256, "a\r\nb"])
def test_idempotency_keys_are_checked(subjects: Subjects, key: str) -> None:
    with pytest.raises(ValueError, match="idempotency_key must be"):
        subjects.connect("http://localhost:1").run_skill("spec", idempotency_key=key)


def test_ids_and_paths_are_encoded(subjects: Subjects) -> None:
    with ScriptedServer(Answer(202, {**RUN, "session_id": "a/b?c#d é"}), Answer(body=b"x")) as server:
        session = subjects.connect(f"{server.url}/proxy/api/v1").run_skill("spec")
        assert session.artifact("sub folder/100 % Ω?.md") == b"x"
        assert server.requests[0].target == "/proxy/api/v1/agent/run"
        assert (
            server.requests[1].target
            == "/proxy/api/v1/session/a%2Fb%3Fc%23d%20%C3%A9/artifacts/sub%20folder/100%20%25%20%CE%A9%3F.md"
        )


@pytest.mark.parametrize("path", ["", "../x", "a/./b", "a//b", "/etc/passwd"])
def test_paths_that_would_lead_elsewhere_are_refused(subjects: Subjects, path: str) -> None:
    with ScriptedServer(Answer(202, RUN)) as server:
        session = subjects.connect(server.url).run_skill("spec")
        with pytest.raises(ValueError, match=re.escape(f"path is missing or not one: {path!r}")):
            session.artifact(path)


@pytest.mark.parametrize(("session_id", "kind"), [("", ValueError), ("..", ValueError), (None, TypeError), (7, TypeError)])
def test_ids_are_checked(subjects: Subjects, session_id: Any, kind: type[Exception]) -> None:
    with pytest.raises(kind, match="session_id"):
        subjects.connect("http://localhost:1").session(session_id)
