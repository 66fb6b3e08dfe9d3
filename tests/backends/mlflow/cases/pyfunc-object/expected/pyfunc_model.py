"""The model of pyfunc-retriever as MLflow's own interface shows it: any object that has `predict`.

Compiled from specs/pyfunc-object/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import mlflow
import pandas as pd
from mlflow.pyfunc.model import PythonModel, PythonModelContext


class Model(PythonModel):
    """What was trained, read from the file that is stored with it."""

    def load_context(self, context: PythonModelContext) -> None:
        """Read the object; MLflow calls this once."""
        self.model = pickle.loads(Path(context.artifacts["model"]).read_bytes())

    def predict(
        self, context: PythonModelContext, model_input: pd.DataFrame, params: dict[str, Any] | None = None
    ) -> Any:
        """What the object itself answers."""
        if isinstance(self.model, PythonModel):
            return self.model.predict(context, model_input, params)
        return self.model.predict(model_input)


mlflow.models.set_model(Model())
