"""Results, held to the gateway's OpenAPI document."""

from __future__ import annotations

import dataclasses
import json
import typing
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any, Optional, Union

import pytest

from conftest import PROJECT
from metaforge import _calls, models
from metaforge._decode import DecodeError, decode, parse_json

OPENAPI = PROJECT / "metaforge-adapter-rest/src/main/resources/io/metaforge/adapter/rest/openapi.json"

SCHEMAS: dict[str, Optional[type]] = {
    "SessionSummary": models.SessionSummary,
    "SessionList": models.SessionList,
    "SessionResponse": models.SessionInfo,
    "Artifact": models.Artifact,
    "ArtifactCause": models.ArtifactCause,
    "Warning": models.RunWarning,
    "ModelUsage": models.ModelUsage,
    "ApprovalRequest": models.ApprovalRequest,
    "NotableArtifact": models.NotableArtifact,
    "ArtifactList": models.ArtifactList,
    "DeleteResponse": models.Deletion,
    "AgentStatus": models.RunStatus,
    "PendingList": models.PendingList,
    "PendingApproval": models.PendingApproval,
    "Decision": models.Decision,
    "ApproveResponse": models.Approval,
    "RejectResponse": models.Rejection,
    "CancelResponse": models.Cancellation,
    "AuditList": models.AuditList,
    "Skill": models.Skill,
    "EventList": _calls.EventPage,
    "Event": models.Event,
    "HealthResponse": models.Health,
    "StatusResponse": models.Status,
    "Failure": models.Failure,
    "RunInput": models.RunInput,
}

ELSEWHERE = {
    # What is sent is held to the document by the gateway itself.
    "CreateSessionRequest",
    "RunAgentRequest",
    "RunOptions",
    "ApproveRequest",
    "RejectRequest",
    # Unwrapped on the way: skills() returns what is in it, errors are exceptions.
    "SkillList",
    "ErrorResponse",
}


class Document:
    """The OpenAPI document."""

    def __init__(self) -> None:
        self.schemas: dict[str, Any] = json.loads(OPENAPI.read_text(encoding="utf-8"))["components"]["schemas"]

    def resolve(self, schema: Any) -> Any:
        """Follow a reference."""
        while "$ref" in schema:
            schema = self.schemas[schema["$ref"].rpartition("/")[2]]
        return schema

    def differences(self, kind: Any, schema: Any, where: str) -> list[str]:
        """Return where a dataclass, and those in it, differ from a schema."""
        schema = self.resolve(schema)
        hints = typing.get_type_hints(kind)
        fields = {field.name: field for field in dataclasses.fields(kind)}
        found = [f"{where}.{name}: only the dataclass has it" for name in fields.keys() - schema["properties"].keys()]
        for name, member in schema["properties"].items():
            if name not in fields:
                found.append(f"{where}.{name}: the dataclass lacks it")
                continue
            field = fields[name]
            required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
            if required and name not in schema.get("required", []):
                found.append(f"{where}.{name}: required by the dataclass only")
            found += self._type_differences(hints[name], self.resolve(member), f"{where}.{name}")
        return found

    def _type_differences(self, hint: Any, schema: Any, where: str) -> list[str]:
        types = schema.get("type", "object")
        kinds = {types} if isinstance(types, str) else set(types)
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if origin is Union and type(None) in arguments:
            (hint,) = [argument for argument in arguments if argument is not type(None)]
            return self._type_differences(hint, schema, where)
        if dataclasses.is_dataclass(hint):
            return self.differences(hint, schema, where)
        if origin is tuple:
            return [] if "array" not in kinds else self._type_differences(arguments[0], self.resolve(schema["items"]), where)
        expected: dict[Any, set[str]] = {str: {"string"}, int: {"integer"}, bool: {"boolean"}, float: {"number"}}
        if hint is datetime:
            return [] if schema.get("format") == "date-time" else [f"{where}: a time in the dataclass only"]
        if hint in expected:
            return [] if kinds & expected[hint] else [f"{where}: {hint} in the dataclass, {kinds} in the document"]
        return [] if origin in (Union, Mapping) or "object" in kinds else [f"{where}: {hint} and {kinds}"]


@pytest.fixture(scope="module")
def document() -> Document:
    """Read the document."""
    return Document()


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_each_schema_has_the_members_of_its_dataclass(document: Document, name: str) -> None:
    assert document.differences(SCHEMAS[name], document.schemas[name], name) == []


def test_no_object_of_the_document_is_left_out(document: Document) -> None:
    objects = {name for name, schema in document.schemas.items() if schema.get("type") == "object"}
    assert objects - SCHEMAS.keys() - ELSEWHERE == set()


def test_every_public_dataclass_is_held_to_the_document() -> None:
    held: set[Any] = set()

    def collect(kind: Any) -> None:
        if dataclasses.is_dataclass(kind) and kind not in held:
            held.add(kind)
            for hint in typing.get_type_hints(kind).values():
                collect(hint)
        for argument in typing.get_args(kind):
            collect(argument)

    for kind in SCHEMAS.values():
        collect(kind)
    assert {getattr(models, name) for name in models.__all__} - held == {models.Progress}


def test_a_difference_is_found(document: Document) -> None:
    """The comparison itself: a member too many, one too few, and one of another type."""

    @dataclasses.dataclass
    class Other:
        id: int
        skill: str
        mood: str
        created: datetime

    assert sorted(document.differences(Other, document.schemas["SessionSummary"], "S")) == [
        "S.id: <class 'int'> in the dataclass, {'string'} in the document",
        "S.mood: only the dataclass has it",
        "S.stale: the dataclass lacks it",
        "S.status: the dataclass lacks it",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-02-03T10:30:00Z", datetime(2024, 2, 3, 10, 30, tzinfo=timezone.utc)),
        ("2024-02-03T10:30:00.5Z", datetime(2024, 2, 3, 10, 30, 0, 500_000, tzinfo=timezone.utc)),
        ("2024-02-03T10:30:00.123456789Z", datetime(2024, 2, 3, 10, 30, 0, 123_456, tzinfo=timezone.utc)),
        ("2024-02-03T11:30:00+01:00", datetime(2024, 2, 3, 10, 30, tzinfo=timezone.utc)),
    ],
)
def test_times_are_read_in_every_form_of_iso_8601_that_gateways_write(text: str, expected: datetime) -> None:
    assert decode(models.SessionSummary, {"id": "s", "skill": "k", "status": "x", "created": text}).created == expected


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"id": None}, "SessionSummary.id is missing"),
        ({"id": 7}, "SessionSummary.id is not str"),
        ({"created": "yesterday"}, "SessionSummary.created is not a time"),
        ({"created": "2024-13-03T10:30:00Z"}, "SessionSummary.created is not a time"),
        ({"created": 7}, "SessionSummary.created is not a time"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(change: dict[str, Any], problem: str) -> None:
    good = {"id": "s", "skill": "k", "status": "x", "created": "2024-02-03T10:30:00Z"}
    with pytest.raises(DecodeError, match=problem):
        decode(models.SessionSummary, {**good, **change})


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b"nan"])
def test_what_is_not_json_is_told(body: bytes) -> None:
    with pytest.raises(DecodeError, match="not JSON"):
        parse_json(body)
