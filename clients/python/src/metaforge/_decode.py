"""Makes dataclasses of decoded JSON, by their type hints. Pure functions.

Understands exactly the types that :mod:`metaforge.models` uses. A member that is missing or of another type is an error;
members that a dataclass does not have are dropped.
"""

from __future__ import annotations

import collections.abc
import dataclasses
import functools
import json
import re
import typing
from datetime import datetime, timezone
from typing import Any, Callable, Optional, TypeVar, Union

T = TypeVar("T")

_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)")


class DecodeError(ValueError):
    """The JSON is not what was expected; the message says where."""


def parse_json(body: bytes) -> Any:
    """Parse a body in UTF-8."""
    try:
        return json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as e:
        raise DecodeError(f"not JSON: {e}") from None


def decode(kind: type[T], value: Any) -> T:
    """Make a ``kind`` of decoded JSON."""
    return typing.cast(T, _decoder(typing.cast(Any, kind))(value, kind.__name__))


Decoder = Callable[[Any, str], Any]


@functools.cache
def _decoder(hint: Any) -> Decoder:
    """Return the function that decodes values of a type hint."""
    if hint is Any:
        return lambda value, where: value
    if hint is datetime:
        return _time
    if dataclasses.is_dataclass(hint):
        return _object(hint)
    if isinstance(hint, type) and hint in (str, int, float, bool):
        return _scalar(hint)
    origin = typing.get_origin(hint)
    arguments = typing.get_args(hint)
    if origin is Union:
        return _union(arguments)
    if origin is tuple:
        return _list(_decoder(arguments[0]))
    if origin is collections.abc.Mapping:
        return _mapping(_decoder(arguments[1]))
    raise TypeError(f"no decoder for {hint!r}")


def _scalar(kind: type) -> Decoder:
    def decoded(value: Any, where: str) -> Any:
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        # In Python True is an int; in JSON it is not a number.
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise DecodeError(f"{where} is not {kind.__name__}")
        return value

    return decoded


def _time(value: Any, where: str) -> datetime:
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise DecodeError(f"{where} is not a time")
    seconds, fraction, zone = match.groups()
    # Python 3.9 and 3.10 read neither a Z nor any number of digits.
    text = f"{seconds}.{(fraction or '')[:6]:0<6}{'+00:00' if zone == 'Z' else zone}"
    try:
        return datetime.fromisoformat(text).astimezone(timezone.utc)
    except (ValueError, OverflowError) as e:
        raise DecodeError(f"{where} is not a time: {e}") from None


def _union(arguments: tuple[Any, ...]) -> Decoder:
    alternatives = [_decoder(argument) for argument in arguments if argument is not type(None)]
    nullable = type(None) in arguments

    def decoded(value: Any, where: str) -> Any:
        if value is None and nullable:
            return None
        problem: Optional[DecodeError] = None
        for alternative in alternatives:
            try:
                return alternative(value, where)
            except DecodeError as e:
                problem = e
        raise problem or DecodeError(f"{where} is null")

    return decoded


def _list(item: Decoder) -> Decoder:
    def decoded(value: Any, where: str) -> Any:
        if not isinstance(value, list):
            raise DecodeError(f"{where} is not a list")
        return tuple(item(element, f"{where}[{i}]") for i, element in enumerate(value))

    return decoded


def _mapping(item: Decoder) -> Decoder:
    def decoded(value: Any, where: str) -> Any:
        if not isinstance(value, dict):
            raise DecodeError(f"{where} is not an object")
        return {key: item(element, f"{where}.{key}") for key, element in value.items()}

    return decoded


def _object(kind: Any) -> Decoder:
    hints = typing.get_type_hints(kind)
    # Looked up at the first use, since a type may hold itself.
    members = [
        (
            member.name,
            hints[member.name],
            member.default is dataclasses.MISSING and member.default_factory is dataclasses.MISSING,
        )
        for member in dataclasses.fields(kind)
    ]

    def decoded(value: Any, where: str) -> Any:
        if not isinstance(value, dict):
            raise DecodeError(f"{where} is not an object")
        values = {}
        for name, hint, required in members:
            element = value.get(name)
            if element is not None:
                values[name] = _decoder(hint)(element, f"{where}.{name}")
            elif required:
                raise DecodeError(f"{where}.{name} is missing")
        return kind(**values)

    return decoded
