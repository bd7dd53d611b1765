"""Both clients with the packaged gateway: the whole surface, and restarts under way."""

from __future__ import annotations

import hashlib
import threading
from typing import Any

import pytest

import metaforge
from conftest import Gateway
from subjects import Subjects


def test_from_a_prd_to_approved_files(subjects: Subjects, gateway: Gateway) -> None:
    client = subjects.connect(gateway.url)
    events = client.events()
    reports: list[metaforge.Progress] = []

    session = client.run_skill("spec", ["PRD.md"], verbose=True)
    assert (session.skill, session.status, session.agent) == ("spec", "running", "requirements-agent")
    session.wait_for_completion(60, reports.append)

    assert session.status in ("pending_approval", "completed")
    assert reports[0].session_id == session.id
    assert [report.progress for report in reports] == sorted(report.progress for report in reports)
    assert next(events).event == "session.started"
    assert next(session.events()).event == "session.started", "a session's events begin with its first"

    if session.status == "completed":  # the other client's turn came before, and its files are there
        return
    artifacts = session.artifacts()
    assert [artifact.path for artifact in artifacts] == ["assumptions.md", "constraints.json"]
    assert artifacts.digest == session.digest
    for artifact in artifacts:
        data = session.artifact(artifact.path)
        assert hashlib.sha256(data).hexdigest() == artifact.sha256
        assert len(data) == artifact.size
    assert session.diff().startswith("diff --git a/assumptions.md b/assumptions.md")
    assert session.id in [waiting.session_id for waiting in client.pending()]

    with pytest.raises(metaforge.ConflictError) as raised:
        session.approve(digest="0" * 64)
    assert raised.value.details["pending_digest"] == session.digest
    approval = session.approve("LGTM")
    assert (approval.status, approval.applied, approval.artifacts) == (
        "approved",
        True,
        ("assumptions.md", "constraints.json"),
    )
    assert session.status == "approved"
    assert (gateway.workspace / "constraints.json").read_bytes() == session.artifact("constraints.json")
    info = session.refresh()
    assert info.decision is not None
    assert (info.decision.comment, info.decision.actor) == ("LGTM", "local")
    assert client.audit().entries[0].session_id == session.id
    assert client.session(session.id).status == "approved"
    assert session.delete().deleted == session.id
    with pytest.raises(metaforge.NotFoundError):
        session.refresh()


def test_create_run_cancel_and_lists(subjects: Subjects, gateway: Gateway) -> None:
    client = subjects.connect(gateway.url)
    created = [client.create_session("spec", ["PRD.md"]) for _ in range(3)]
    ids = [session.id for session in created]
    assert {session.status for session in created} == {"created"}

    page = client.sessions(status="created", limit=2)
    assert (len(page), page.limit, page.offset) == (2, 2, 0)
    assert page.total >= 3
    assert set(ids) <= {session.id for session in client.all_sessions(status="created")}

    created[0].run().wait_for_completion()
    assert created[0].status in ("pending_approval", "completed")
    assert created[1].cancel().status == "cancelled"
    created[1].wait_for_completion()
    assert created[1].status == "cancelled"
    for session in created:
        session.delete()
    assert not set(ids) & {session.id for session in client.all_sessions()}


def test_the_gateway_tells_of_itself(subjects: Subjects, gateway: Gateway) -> None:
    client = subjects.connect(gateway.url)
    assert client.health().components.gateway == "ok"
    assert {"architecture", "bom", "power", "spec"} <= {skill.name for skill in client.skills()}
    status = client.status(refresh=True)
    assert status.version == client.health().version
    assert {"kicad", "ngspice"} <= {tool.name for tool in status.tools}


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda client: client.run_skill("no-such"), "skill"),
        (lambda client: client.run_skill("spec", ["missing.md"]), "input.files[0]"),
        (lambda client: client.run_skill("spec", ["../secret"]), "input.files[0]"),
        (lambda client: client.sessions(limit=0), "limit"),
        (lambda client: client.sessions(status="none"), "status"),
        (lambda client: client.run_skill("spec", temperature=9), "options.temperature"),
    ],
)
def test_wrong_requests_name_the_field(subjects: Subjects, gateway: Gateway, call: Any, field: str) -> None:
    with pytest.raises(metaforge.ValidationError) as raised:
        call(subjects.connect(gateway.url))
    assert raised.value.details["field"] == field


def test_one_key_is_one_run(subjects: Subjects, gateway: Gateway) -> None:
    client = subjects.connect(gateway.url)
    key = f"{subjects.asynchronous}-nightly"
    one = client.run_skill("spec", idempotency_key=key)
    assert client.run_skill("spec", idempotency_key=key).id == one.id
    with pytest.raises(metaforge.ConflictError):
        client.run_skill("spec", args={"other": 1}, idempotency_key=key)
    one.wait_for_completion()


def test_many_threads_share_a_client(gateway: Gateway) -> None:
    with metaforge.MetaForgeClient(gateway.url) as client:
        ids: list[str] = []
        failures: list[BaseException] = []

        def work() -> None:
            try:
                session = client.run_skill("spec")
                session.wait_for_completion(60)
                ids.append(session.id)
                session.delete()
            except BaseException as e:
                failures.append(e)

        threads = [threading.Thread(target=work) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(90)
        assert failures == []
        assert len(set(ids)) == 12


def test_a_killed_gateway_costs_neither_events_nor_the_end_of_a_run(subjects: Subjects, own_gateway: Gateway) -> None:
    client = subjects.connect(own_gateway.url)
    events = client.events(after=0)
    first = client.run_skill("spec")
    first.wait_for_completion(60)
    seen = [next(events).id for _ in range(2)]
    created = client.create_session("architecture", ["missing.json"])
    ended: list[str] = []

    def wait() -> None:
        created.wait_for_completion(60)
        ended.append(created.status)

    waiting = threading.Thread(target=wait)
    waiting.start()
    own_gateway.kill()
    own_gateway.start()
    second = client.run_skill("spec")
    second.wait_for_completion(60)
    created.cancel()
    waiting.join(60)
    assert ended == ["cancelled"]

    names = []
    while "session.cancelled" not in names:
        found = next(events)
        names.append(found.event)
        seen.append(found.id)
    assert seen == sorted(set(seen))
    everything = client.events(after=0)
    assert seen == [next(everything).id for _ in seen]
