"""HTTPS, with a certificate authority of the test's own."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
from pathlib import Path

import pytest

import metaforge
from metaforge import _retry
from scripted import HEALTH, NOW, Action, Answer, Cut, ScriptedServer, Stream, event
from subjects import Subjects


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a certificate for localhost that signs itself; it and its key are in one file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tls")
    command = f"{openssl} req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    subprocess.run([*command.split(), "-keyout", "key.pem", "-out", "cert.pem"], cwd=folder, check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_bytes((folder / "key.pem").read_bytes() + (folder / "cert.pem").read_bytes())
    return both


@pytest.fixture
def served(certificate: Path) -> ssl.SSLContext:
    """Return what a server of this certificate needs."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusted(certificate: Path) -> ssl.SSLContext:
    """Return what a client needs to trust it."""
    return ssl.create_default_context(cafile=str(certificate))


def test_an_authority_of_ones_own_can_be_trusted(
    subjects: Subjects, served: ssl.SSLContext, trusted: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_retry, "MAX_DELAY", 0.01)
    script: list[Action] = [
        Answer(body=HEALTH),
        Answer(body=HEALTH),
        Cut(),
        NOW,
        Stream((event(8),)),
        Stream((event(9),), hold=True),
    ]
    with ScriptedServer(*script, tls=served) as server:
        client = subjects.connect(server.url, ssl_context=trusted)
        assert client.health().status == "healthy"
        assert client.health().status == "healthy"
        events = client.events()
        assert [next(events).id, next(events).id] == [8, 9]
        assert [request.connection for request in server.requests[:2]] == [0, 0]


def test_a_certificate_that_is_not_trusted_is_told_at_once(
    subjects: Subjects, served: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_retry, "FIRST_DELAY", 100.0)
    monkeypatch.setattr(_retry, "MAX_DELAY", 100.0)
    with ScriptedServer(Answer(body=HEALTH), tls=served) as server:
        client = subjects.connect(server.url)
        for call in (client.health, client.events):
            with pytest.raises(metaforge.GatewayUnreachableError, match="certificate is not trusted"):
                call()
        assert server.requests == []


def test_a_server_without_tls_is_told(subjects: Subjects) -> None:
    with ScriptedServer(Answer(body=HEALTH)) as server:
        client = subjects.connect(server.url.replace("http:", "https:"), retries=0, timeout=5)
        with pytest.raises(metaforge.GatewayUnreachableError):
            client.health()


def test_a_reading_thread_can_be_stopped(subjects: Subjects, served: ssl.SSLContext, trusted: ssl.SSLContext) -> None:
    with ScriptedServer(Stream((event(1),), hold=True), tls=served) as server:
        client = subjects.connect(server.url, ssl_context=trusted)
        events = client.events(after=0)
        assert next(events).id == 1
        rest: list[list[metaforge.Event]] = []
        thread = threading.Thread(target=lambda: rest.append(list(events)))
        thread.start()
        client.close()
        thread.join(10)
        assert rest == [[]]
        server.await_no_connections()
