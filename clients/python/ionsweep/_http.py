"""Requests over urllib: token, retries, errors as exceptions, server-sent events."""

from __future__ import annotations

import email.utils
import http.client
import ipaddress
import json
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from .errors import BusyError, ServerError, UnreachableError, of_status

_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 10.0
# The server says something at least every 15 s, so a stream that is silent for longer is broken.
_SILENCE = 60.0


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the token elsewhere; the API has none."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class Connection:
    """Where requests go, and with which token."""

    def __init__(self, server: str, token: str, patience: float, timeout: float) -> None:
        parts = urllib.parse.urlsplit(server)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValueError(f"'{server}' is no address of a server; expected one like http://127.0.0.1:5080.")
        self.server = server.rstrip("/")
        self.patience, self.timeout = patience, timeout
        self._token = token
        self._answered = False
        handlers: list[Any] = [_NoRedirects]
        if _is_loopback(parts.hostname or ""):
            handlers.append(urllib.request.ProxyHandler({}))
        self._opener = urllib.request.build_opener(*handlers)

    def ask_json(self, method: str, path: str, body: bytes | None = None, content_type: str = "application/json",
             query: Mapping[str, str | None] | None = None) -> Any:
        """The decoded answer; None when it has no content."""
        data = self.ask(method, path, body, content_type, "application/json", query)
        return json.loads(data) if data else None

    def ask(self, method: str, path: str, body: bytes | None = None, content_type: str = "application/json",
              accept: str = "*/*", query: Mapping[str, str | None] | None = None) -> bytes:
        """The answer's body. A GET to a server that answered before is asked again while it is away or busy, for ``patience`` seconds."""
        given = {key: value for key, value in (query or {}).items() if value is not None}
        if given:
            path += "?" + urllib.parse.urlencode(given)
        headers = {"Accept": accept} | ({} if body is None else {"Content-Type": content_type})
        begin, pause = time.monotonic(), _FIRST_PAUSE
        while True:
            try:
                with self._open(method, path, body, headers, self.timeout) as answer:
                    return answer.read()
            except (UnreachableError, BusyError, http.client.HTTPException, OSError) as error:
                wait = error.retry_after if isinstance(error, BusyError) and error.retry_after is not None else pause
                passing = not isinstance(error, BusyError) or error.status != 507
                if method != "GET" or not self._answered or not passing or time.monotonic() - begin + wait > self.patience:
                    if isinstance(error, (UnreachableError, ServerError)):
                        raise
                    raise UnreachableError(f"{method} {self.server}{path}: the answer broke off: {error}") from error
                time.sleep(wait)
                pause = min(2 * pause, _LONGEST_PAUSE)

    def events(self, path: str) -> Iterator[tuple[str, str]]:
        """Name and data of server-sent events until one is called ``end``.

        A stream that breaks off is opened again after the last event that was seen, while the server is away for ``patience`` seconds at
        most.
        """
        last, lost, pause = "", 0.0, _FIRST_PAUSE
        while True:
            headers = {"Accept": "text/event-stream"} | ({"Last-Event-ID": last} if last else {})
            wait = 0.0
            try:
                with self._open("GET", path, None, headers, _SILENCE) as answer:
                    for name, key, data in _events(answer):
                        lost, pause = 0.0, _FIRST_PAUSE
                        if name == "end":
                            return
                        last = key or last
                        yield name, data
                reason: Exception = UnreachableError(f"The events of {self.server}{path} broke off.")
            except (UnreachableError, BusyError, http.client.HTTPException, OSError) as error:
                if not self._answered:
                    raise
                reason = error
                wait = getattr(error, "retry_after", None) or 0.0
            now = time.monotonic()
            lost = lost or now
            wait = max(wait, pause)
            if now - lost + wait > self.patience:
                raise UnreachableError(f"{self.server} is away for longer than {self.patience:g} s: {reason}") from reason
            time.sleep(wait)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _open(self, method: str, path: str, body: bytes | None, headers: dict[str, str], timeout: float) -> Any:
        if self._token:
            headers = {**headers, "Authorization": f"Bearer {self._token}"}
        request = urllib.request.Request(f"{self.server}{path}", data=body, headers=headers, method=method)
        try:
            answer = self._opener.open(request, timeout=timeout)
        except urllib.error.HTTPError as error:
            self._answered = True
            with error:
                raise _problem(error, f"{method} {path.split('?')[0]}") from None
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            raise UnreachableError(
                f"{self.server} does not answer: {getattr(error, 'reason', error)}. Is it started (ionsweep serve), and is the "
                "address right?") from error
        self._answered = True
        return answer


def form(fields: Mapping[str, str], files: Sequence[tuple[str, Path]]) -> tuple[bytes, str]:
    """A form with files, and its media type."""
    boundary = secrets.token_hex(16)
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
             for name, value in fields.items()]
    for name, path in files:
        quoted = path.name.replace('"', "%22").replace("\r", " ").replace("\n", " ")
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{quoted}"\r\n'
                     "Content-Type: application/octet-stream\r\n\r\n".encode() + path.read_bytes() + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def _problem(error: urllib.error.HTTPError, request: str) -> ServerError:
    detail, problem = error.reason or "", {}
    try:
        body = error.read()
        if "problem+json" in (error.headers.get("Content-Type") or ""):
            problem = json.loads(body)
            detail = problem.get("detail", detail)
        else:
            detail = f"{detail}. Is it an IonSweep server?"
    except (ValueError, OSError, http.client.HTTPException):
        pass  # the status alone has to do
    return of_status(error.code)(
        error.code, detail, type=problem.get("type", "about:blank"), title=problem.get("title", ""),
        field=problem.get("field") or "", request=request, retry_after=_retry_after(error.headers.get("Retry-After")))


def _retry_after(text: str | None) -> float | None:
    """Seconds, from seconds or a date."""
    if not text:
        return None
    if text.strip().isdigit():
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except ValueError:
        return None


def _events(answer: Any) -> Iterator[tuple[str, str, str]]:
    """Name, id and data of each whole event; one that a broken connection cuts off is dropped."""
    data: list[str] = []
    name, key = "message", ""
    for raw in answer:
        line = raw.decode("utf-8").rstrip("\r\n")
        if not line:
            if data:
                yield name, key, "\n".join(data)
            name, key, data = "message", "", []
            continue
        part, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if part == "event":
            name = value
        elif part == "id":
            key = value
        elif part == "data":
            data.append(value)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
