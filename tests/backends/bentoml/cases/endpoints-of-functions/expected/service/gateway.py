"""The way of every request to endpoints.

Here are its limits, its id, and the model's version in the answer, also where that is an error.

Compiled from specs/endpoints-of-functions/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

from prometheus_client import CONTENT_TYPE_LATEST

import observation

ENDPOINTS = {"/genre": "genre", "/rate": "rate", "/words": "words"}
TIMEOUT = 60.0  # seconds
JSON = b"application/json"
LARGEST_BODY = 20_000_000  # bytes

Headers: TypeAlias = dict[bytes, bytes]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Message, Receive, Send], Awaitable[None]]


class Gateway:
    """The application with its limits around it; what is asked of an endpoint is observed from here."""

    observer: observation.Observer | None = None

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Let one request through, or answer it here."""
        path = scope["path"] if scope["type"] == "http" else ""
        if path == "/metrics":
            await _respond(send, 200, await asyncio.to_thread(observation.metrics), CONTENT_TYPE_LATEST)
        elif path in ENDPOINTS and self.observer is not None:
            await self._observed(ENDPOINTS[path], self.observer, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _observed(
        self, endpoint: str, observer: observation.Observer, scope: Message, receive: Receive, send: Send
    ) -> None:
        headers = dict(scope["headers"])
        answer = _Answer(observation.Exchange(endpoint, _request_id(headers)), observer.version, send)
        observation.CURRENT.set(answer.exchange)
        timer = asyncio.get_running_loop().call_later(TIMEOUT, answer.give_up, asyncio.current_task())
        try:
            await self._answered(scope, headers, receive, answer)
        except asyncio.CancelledError:
            if answer.given_up is None:
                raise
            await answer.given_up
        finally:
            timer.cancel()
            observer.ended(answer.exchange)

    async def _answered(self, scope: Message, headers: Headers, receive: Receive, answer: _Answer) -> None:
        kind = headers.get(b"content-type", JSON).partition(b";")[0].strip().lower()
        if kind != JSON:
            await answer.refuse(415, f"a request is {JSON.decode()}, not {kind.decode('ascii', 'replace')}")
            return
        body = await _body(headers, receive)
        if body is None:
            return
        if len(body) > LARGEST_BODY:
            await answer.refuse(413, f"a request may have {LARGEST_BODY:,} bytes")
            return
        answer.is_read = True
        whole = [{"type": "http.request", "body": body, "more_body": False}]

        async def replayed() -> Message:
            return whole.pop() if whole else await receive()

        await self._app(scope, replayed, answer.send)


class _Answer:
    """What is sent back; once it has been given up, nothing that comes later."""

    def __init__(self, exchange: observation.Exchange, version: str, send: Send) -> None:
        self.exchange = exchange
        self.is_read = False
        self.given_up: asyncio.Task[None] | None = None
        self._send = send
        self._headers = [(b"x-model-version", version.encode()), (b"x-request-id", exchange.id.encode())]

    async def send(self, message: Message) -> None:
        """Pass a message of the application on."""
        if self.given_up is None:
            await self._pass(message)

    async def refuse(self, status: int, reason: str) -> None:
        """Answer that there is no answer."""
        self.exchange.detail = reason
        await _respond(self._pass, status, json.dumps({"error": reason}).encode(), "application/json")

    def give_up(self, task: asyncio.Task[Any] | None) -> None:
        """Answer for the application that takes too long, or for the client that does not say what it wants."""
        if self.exchange.status:
            return
        status, who = (504, "the model") if self.is_read else (408, "the request")
        self.given_up = asyncio.create_task(self.refuse(status, f"{who} took longer than {TIMEOUT:g} s"))
        if task is not None:
            task.cancel()

    async def _pass(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.exchange.status = message["status"]
            message = {**message, "headers": [*message.get("headers", ()), *self._headers]}
        await self._send(message)


async def _body(headers: Headers, receive: Receive) -> bytes | None:
    """The body, or as much of it as shows that it is too large; None where the client went away."""
    declared = headers.get(b"content-length", b"")
    if declared.isdigit() and int(declared) > LARGEST_BODY:
        return b" " * (LARGEST_BODY + 1)
    pieces: list[bytes] = []
    size = 0
    while size <= LARGEST_BODY:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        pieces.append(message.get("body", b""))
        size += len(pieces[-1])
        if not message.get("more_body"):
            break
    return b"".join(pieces)


async def _respond(send: Send, status: int, body: bytes, kind: str) -> None:
    headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _request_id(headers: Headers) -> str:
    """The client's id of the request where it sends a sound one, else a new one."""
    given = headers.get(b"x-request-id", b"").decode("ascii", "replace")
    return given if 0 < len(given) <= 128 and given.isascii() and given.isprintable() else uuid.uuid4().hex
