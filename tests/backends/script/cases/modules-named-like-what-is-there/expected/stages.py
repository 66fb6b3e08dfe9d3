"""The steps of homonyms as plain functions, each from what it takes to what it gives.

Compiled from specs/modules-named-like-what-is-there/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import gates

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "specs/modules-named-like-what-is-there/src"))

import model as model_module
import params as params_module
import train.model as train_model

FINGERPRINTS: dict[str, Any] = json.loads(Path(__file__).with_name("fingerprints.json").read_text())
TRAIN_PARAMS: dict[str, Any] = {"pd": 1}


def load_training() -> Any:
    """Load the dataset `training`."""
    return params_module.load()


def train(training: Any) -> int:
    """Train the model."""
    return train_model.train(training=training, pd=TRAIN_PARAMS["pd"])


def evaluate(model: int) -> dict[str, float]:
    """Measure a model on held-out rows; nested metrics get dotted names."""
    return gates.flatten(model_module.evaluate(model=model))
