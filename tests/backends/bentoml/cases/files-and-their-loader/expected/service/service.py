"""files-and-their-loader as a service of BentoML.

`python generated/files-and-their-loader/service/serve.py` starts it.

Compiled from specs/files-and-their-loader/mlproject.yaml by mlspec; change the spec, not this file.
"""

# BentoML leaves its decorators without types.
# mypy: disable-error-code="untyped-decorator,attr-defined"

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("BENTOML_DO_NOT_TRACK", "True")

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import bentoml
from pydantic import BaseModel, ConfigDict

import model_version
import observation
from gateway import Gateway


class PredictRequest(BaseModel):
    """What `predict` is asked."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, serialize_by_alias=True)

    x: float


class PredictResponse(BaseModel):
    """What `predict` answers."""

    model_config = ConfigDict(serialize_by_alias=True, protected_namespaces=())

    y: float


@bentoml.service(
    name="files-and-their-loader",
    workers=1,
    http={"port": 3000},
    traffic={"timeout": 90.0},  # the gateway's own limits come first
    metrics={"enabled": False},  # those of observation.py have the version of the model
    logging={"access": {"enabled": False}},
)
class FilesAndTheirLoader:
    """The service of files-and-their-loader."""

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
            answer = self._predictor.predict([row], self._served.model)[0]
            exchange.prediction = answer
            return PredictResponse.model_validate(answer)


FilesAndTheirLoader.add_asgi_middleware(Gateway)
