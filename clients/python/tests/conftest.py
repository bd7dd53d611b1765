"""What tests are given: clients of both kinds, and the packaged gateway."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Optional

import pytest

import metaforge
from subjects import Subjects

PROJECT = Path(__file__).resolve().parents[3]
APPLICATION = Path(os.environ.get("METAFORGE_APP") or PROJECT / "metaforge-boot" / "target" / "metaforge")


@pytest.fixture(params=["blocking", "asyncio"])
def subjects(request: pytest.FixtureRequest) -> Iterator[Subjects]:
    """Make clients of either kind."""
    subjects = Subjects(asynchronous=request.param == "asyncio")
    try:
        yield subjects
    finally:
        subjects.close()


class Gateway:
    """The packaged gateway in a process of its own, on a workspace with a PRD."""

    def __init__(self, folder: Path, port: Optional[int] = None) -> None:
        self.workspace = folder / "workspace"
        self.workspace.mkdir(parents=True)
        shutil.copy(PROJECT / "examples" / "sensor-node" / "PRD.md", self.workspace)
        self.port = port or free_port()
        self.url = f"http://localhost:{self.port}"
        self._log = folder / "gateway.log"
        self._process: Optional[subprocess.Popen[bytes]] = None

    def start(self) -> None:
        """Start it and wait until it is healthy."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("METAFORGE_")}
        environment["METAFORGE_APP"] = str(APPLICATION)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(PROJECT / "metaforge"), "serve", "--workspace", str(self.workspace), "--port", str(self.port)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
            )
        deadline = time.monotonic() + 90
        with metaforge.MetaForgeClient(f"http://127.0.0.1:{self.port}", timeout=10, retries=0) as client:
            while True:
                assert self._process.poll() is None, self._log.read_text()
                assert time.monotonic() < deadline, self._log.read_text()
                with contextlib.suppress(metaforge.MetaForgeError):
                    if client.health().status == "healthy":
                        return
                time.sleep(0.05)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as a person would."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(how)
            process.wait(60)


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def port_is_free(port: int) -> bool:
    """Report whether nobody listens on a port of either loopback address."""
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with contextlib.suppress(OSError), socket.socket(family) as sock:
            if sock.connect_ex((host, port)) == 0:
                return False
    return True


def require_gateway() -> None:
    """Skip the test where there is no packaged gateway."""
    if not (APPLICATION / "metaforge.jar").exists():
        message = "the gateway is not packaged: mvn -pl metaforge-boot -am -Dmaven.test.skip=true package"
        if os.environ.get("METAFORGE_REQUIRE_GATEWAY"):
            pytest.fail(message)
        pytest.skip(message)


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """Run one gateway for all tests that do not stop it."""
    require_gateway()
    gateway = Gateway(tmp_path_factory.mktemp("gateway"))
    gateway.start()
    try:
        yield gateway
    finally:
        gateway.stop()


@pytest.fixture
def own_gateway(tmp_path: Path) -> Iterator[Gateway]:
    """Run a gateway for one test, which may stop it."""
    require_gateway()
    gateway = Gateway(tmp_path)
    gateway.start()
    try:
        yield gateway
    finally:
        gateway.stop()
