"""The address of a gateway. Pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

API = "/api/v1"

_PREFIX = re.compile(r"(/[A-Za-z0-9._~%!$&'()*+,;=:@-]+)*")
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:]*)(:[0-9]*)?")
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Address:
    """Where a gateway is."""

    scheme: str
    host: str
    """Without brackets around an IPv6 address."""
    port: int
    prefix: str
    """Path that comes before ``/api/v1``; mostly empty."""

    @property
    def secure(self) -> bool:
        """Whether TLS is spoken."""
        return self.scheme == "https"

    @property
    def authority(self) -> str:
        """Host and, unless it is the usual one, port, as the ``Host`` header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.prefix}"


def parse_address(url: str) -> Address:
    """Read the URL of a gateway; a trailing ``/`` and ``/api/v1`` are dropped.

    Raises ValueError, without showing a URL that may hold a password.
    """
    if not isinstance(url, str):
        raise TypeError(f"url must be a string, such as 'http://localhost:3000', not {type(url).__name__}")
    if any(c.isspace() or not c.isprintable() for c in url):
        raise _invalid(url, "it has white space in it")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = parts.hostname
    except ValueError as e:
        raise _invalid(url, str(e)) from None
    if parts.scheme not in _DEFAULT_PORTS:
        raise _invalid(url, "it begins with neither http:// nor https://")
    if "@" in parts.netloc:
        raise ValueError("url must not hold a user name or password; a good one is http://localhost:3000")
    if not host:
        raise _invalid(url, "it has no host")
    if port == 0:
        raise _invalid(url, "there is no port 0")
    if parts.query or parts.fragment or "?" in url or "#" in url:
        raise _invalid(url, "it has a query or a fragment")
    path = parts.path.rstrip("/")
    if path == API or path.endswith(API):
        path = path[: -len(API)].rstrip("/")
    if not _PREFIX.fullmatch(path) or any(step in (".", "..") for step in path.split("/")):
        raise _invalid(url, "its path is not one")
    try:
        ascii_host = host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError:
        raise _invalid(url, "its host is not a name") from None
    if not _AUTHORITY.fullmatch(parts.netloc) or not (":" in host or _NAME.fullmatch(ascii_host)):
        raise _invalid(url, "its host is not a name")
    return Address(parts.scheme, ascii_host, port or _DEFAULT_PORTS[parts.scheme], path)


def _invalid(url: str, why: str) -> ValueError:
    shown = "" if "@" in url else f": {url!r}"
    return ValueError(f"url is not the address of a gateway, {why}; a good one is http://localhost:3000{shown}")
