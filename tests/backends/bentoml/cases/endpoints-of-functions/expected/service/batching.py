"""Requests to endpoints that are answered together.

While the model is busy what comes next is gathered, and answered by its next call.

Compiled from specs/endpoints-of-functions/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from bentoml.exceptions import ServiceUnavailable

ROWS = 100  # at most so many in a call
WAITS = 1.0  # seconds; a request that has waited longer is refused

Row: TypeAlias = Mapping[str, Any]
Answer: TypeAlias = dict[str, Any]


class Batches:
    """The requests of one endpoint; nobody waits for company, and nobody pays for another's fault."""

    def __init__(self, predict: Callable[[list[Row]], list[Answer]]) -> None:
        self._predict = predict
        self._waiting: deque[tuple[Row, asyncio.Future[Answer], float]] = deque()
        self._working: asyncio.Task[None] | None = None

    async def answer(self, row: Row) -> Answer:
        """The answer to one request, found together with those of others."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((row, future, time.monotonic()))
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work())
        return await future

    async def _work(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(ROWS, len(self._waiting)))]
            oldest = time.monotonic() - WAITS
            for _, future, since in batch:
                if since < oldest and not future.done():
                    future.set_exception(ServiceUnavailable(f"waited longer than {WAITS:g} s for the model"))
            await self._answer_all([(row, future) for row, future, _ in batch if not future.done()])

    async def _answer_all(self, batch: list[tuple[Row, asyncio.Future[Answer]]]) -> None:
        if not batch:
            return
        try:
            answers = await asyncio.to_thread(self._predict, [row for row, _ in batch])
        except Exception as error:
            if len(batch) > 1:
                for one in batch:
                    await self._answer_all([one])
            elif not batch[0][1].done():
                batch[0][1].set_exception(error)
            return
        for (_, future), answer in zip(batch, answers, strict=True):
            if not future.done():
                future.set_result(answer)
