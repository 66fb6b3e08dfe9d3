"""flight-delay as a service of BentoML.

`python generated/flight-delay/service/serve.py` starts it.

Compiled from specs/flight-delay/mlproject.yaml by mlspec; change the spec, not this file.
"""

# BentoML leaves its decorators without types.
# mypy: disable-error-code="untyped-decorator,attr-defined"

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

os.environ.setdefault("BENTOML_DO_NOT_TRACK", "True")
os.environ.setdefault("OMP_NUM_THREADS", "1")  # on a busy machine scikit-learn's threads mostly wait for each other

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import bentoml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

import model_version
import observation
from gateway import Gateway


def _whole(value: object) -> object:
    """In JSON 18.0 is a whole number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


WholeNumber = Annotated[int, BeforeValidator(_whole)]


class PredictRequest(BaseModel):
    """What `predict` is asked; `flight_id` and `time` may come along, and the model does not see them."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, serialize_by_alias=True)

    flight_id: str | None = None
    time: datetime | None = None
    hour: Annotated[WholeNumber, Field(ge=0, le=23)]
    weekday: Annotated[WholeNumber, Field(ge=0, le=6)]
    distance: Annotated[float, Field(ge=0, description="mi")]
    carrier: str | int
    origin: Literal["EWR", "JFK", "LGA"]
    dest: str | int
    temp: Annotated[float | None, Field(description="degF")] = None
    humid: Annotated[float | None, Field(ge=0, le=100, description="%")] = None
    wind_speed: Annotated[float | None, Field(description="mph")] = None
    precip: Annotated[float | None, Field(description="in")] = None
    visib: Annotated[float | None, Field(description="mi")] = None


class PredictResponse(BaseModel):
    """What `predict` answers; `unknown` names the categories that the model has not learned, and takes as missing."""

    model_config = ConfigDict(serialize_by_alias=True, protected_namespaces=())

    probability: Annotated[float, Field(ge=0, le=1)]
    late: int
    unknown: list[str] = []


@bentoml.service(
    name="flight-delay",
    workers=2,
    http={"port": 3000},
    traffic={"timeout": 60.0},  # the gateway's own limits come first
    metrics={"enabled": False},  # those of observation.py have the version of the model
    logging={"access": {"enabled": False}},
)
class FlightDelay:
    """Chance that a flight out of New York lands more than 15 minutes late."""

    def __init__(self) -> None:
        self._served = model_version.load()
        import predictor  # with the model's libraries, which take seconds and only workers need

        self._predictor = predictor
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
    def predict(self, request: PredictRequest, /) -> PredictResponse:
        """Answer a request to `predict`."""
        row = request.model_dump()
        with observation.answering(row) as exchange:
            answer = self._predictor.predict([row], self._served.model, self._served.learned)[0]
            exchange.prediction = answer
            unknown = self._predictor.unknown([row], self._served.learned)[0]
            observation.count_unknown(exchange.endpoint, unknown)
            return PredictResponse.model_validate({**answer, "unknown": unknown})


FlightDelay.add_asgi_middleware(Gateway)
