"""every-type as a service of BentoML.

`python generated/every-type/service/serve.py` starts it.

Compiled from specs/every-type-of-field/mlproject.yaml by mlspec; change the spec, not this file.
"""

# BentoML leaves its decorators without types.
# mypy: disable-error-code="untyped-decorator,attr-defined"

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

os.environ.setdefault("BENTOML_DO_NOT_TRACK", "True")
os.environ.setdefault("OMP_NUM_THREADS", "1")  # on a busy machine scikit-learn's threads mostly wait for each other
if "ELSEWHERE" in os.environ:
    os.environ.setdefault("OTHER", os.environ["ELSEWHERE"])
os.environ.setdefault("OTHER", "1")
os.environ.setdefault("PLACE", "here")
if "SERVICE_TOKEN" in os.environ:
    os.environ.setdefault("TOKEN", os.environ["SERVICE_TOKEN"])

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


class PredictRequest(BaseModel):
    """What `predict` is asked; `key` and `seen` may come along, and the model does not see them."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, serialize_by_alias=True)

    key: str | None = None
    seen: datetime | None = None
    field_2: Annotated[float, Field(ge=-1.5, le=1000000, description="mm", alias="a number")]
    count: Annotated[WholeNumber | None, Field(ge=0)] = None
    grade: Literal[1, 2, 3]
    kind: Literal["it's", 'a "kind"']
    zone: str | int
    field_7: Annotated[str, Field(alias="schema")]
    field_8: Annotated[str | None, Field(alias="model_name")] = None
    sold: date
    shared: bool
    stops: list[float]
    extra: dict[str, Any] | None = None


class PredictResponse(BaseModel):
    """What `predict` answers; `unknown` names the categories that the model has not learned, and takes as missing."""

    model_config = ConfigDict(extra="allow")

    unknown: list[str] = []


@bentoml.service(
    name="every-type",
    workers=3,
    http={"port": 8080},
    traffic={"timeout": 120.0},  # the gateway's own limits come first
    metrics={"enabled": False},  # those of observation.py have the version of the model
    logging={"access": {"enabled": True}},
)
class EveryType:
    """A model that is asked 'everything'."""

    def __init__(self) -> None:
        self._served = model_version.load()
        import predictor  # with the model's libraries, which take seconds and only workers need

        self._predictor = predictor
        self._predict_batches = Batches(self._answer_predict)
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

    @bentoml.api(route="/predict")
    async def predict(self, request: PredictRequest, /) -> PredictResponse:
        """Answer a request to `predict`."""
        row = request.model_dump()
        with observation.answering(row) as exchange:
            answer = await self._predict_batches.answer(row)
            exchange.prediction = answer
            unknown = self._predictor.unknown([row], self._served.learned)[0]
            observation.count_unknown(exchange.endpoint, unknown)
            return PredictResponse.model_validate({**answer, "unknown": unknown})

    def _answer_predict(self, rows: list[Row]) -> list[Answer]:
        return self._predictor.predict(rows, self._served.model, self._served.learned)


EveryType.add_asgi_middleware(Gateway)
