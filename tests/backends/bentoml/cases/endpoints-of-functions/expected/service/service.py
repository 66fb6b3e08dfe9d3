"""endpoints as a service of BentoML.

`python generated/endpoints/service/serve.py` starts it.

Compiled from specs/endpoints-of-functions/mlproject.yaml by mlspec; change the spec, not this file.
"""

# BentoML leaves its decorators without types.
# mypy: disable-error-code="untyped-decorator,attr-defined"

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

os.environ.setdefault("BENTOML_DO_NOT_TRACK", "True")

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import bentoml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

import model_version
import observation
from batching import Answer, Batches, Row
from gateway import Gateway


def _whole(value: object) -> object:
    """In JSON 18.0 is a whole number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


WholeNumber = Annotated[int, BeforeValidator(_whole)]


class GenreRequest(BaseModel):
    """What `genre` is asked."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, serialize_by_alias=True)

    seconds: float
    title: str | None = None


class GenreResponse(BaseModel):
    """What `genre` answers."""

    model_config = ConfigDict(serialize_by_alias=True, protected_namespaces=())

    genre: str
    sure: Annotated[float, Field(ge=0, le=1)]


class RateRequest(BaseModel):
    """What `rate` is asked: the spec does not say the fields, so any are taken."""

    model_config = ConfigDict(extra="allow", allow_inf_nan=False)


class WordsRequest(BaseModel):
    """What `words` is asked."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, serialize_by_alias=True)

    text: str
    most: WholeNumber = 5


@bentoml.service(
    name="endpoints",
    workers=1,
    http={"port": 3000},
    traffic={"timeout": 90.0},  # the gateway's own limits come first
    metrics={"enabled": False},  # those of observation.py have the version of the model
    logging={"access": {"enabled": False}},
)
class Endpoints:
    """The service of endpoints."""

    def __init__(self) -> None:
        self._served = model_version.load()
        import predictor  # with the model's libraries, which take seconds and only workers need

        self._predictor = predictor
        self._rate_batches = Batches(self._answer_rate)
        Gateway.observer = observation.begin(self._served.version)
        model_version.note_ready()

    @bentoml.on_deployment
    @staticmethod
    def _pin() -> None:
        """Find the version that all workers serve, before there are any."""
        model_version.pin()

    @bentoml.on_shutdown
    def _close(self) -> None:
        """Write down what is not written yet."""
        if Gateway.observer is not None:
            Gateway.observer.log.close()

    @bentoml.api(route="/genre")
    async def genre(self, request: GenreRequest, /) -> GenreResponse:
        """Answer a request to `genre`."""
        row = request.model_dump()
        with observation.answering(row) as exchange:
            answer = (await self._predictor.genre([row], self._served.model))[0]
            exchange.prediction = answer
            return GenreResponse.model_validate(answer)

    @bentoml.api(route="/rate")
    async def rate(self, request: RateRequest, /) -> float:
        """Answer a request to `rate`."""
        row = request.model_dump()
        with observation.answering(row) as exchange:
            answer = await self._rate_batches.answer(row)
            exchange.prediction = answer
            return answer["prediction"]  # type: ignore[no-any-return]  # the model's own word

    @bentoml.api(route="/words")
    def words(self, request: WordsRequest, /) -> list[Any]:
        """Answer a request to `words`."""
        row = request.model_dump()
        with observation.answering(row) as exchange:
            answer = self._predictor.words([row], self._served.model)[0]
            exchange.prediction = answer
            return answer["prediction"]  # type: ignore[no-any-return]  # the model's own word

    def _answer_rate(self, rows: list[Row]) -> list[Answer]:
        return self._predictor.rate(rows, self._served.model)


Endpoints.add_asgi_middleware(Gateway)
