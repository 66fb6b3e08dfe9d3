"""The steps of long as plain functions, each from what it takes to what it gives.

Compiled from specs/what-is-too-long-for-a-line/mlproject.yaml by mlspec; change the spec, not this file.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "specs/what-is-too-long-for-a-line/src"))

import long.steps

FINGERPRINTS: dict[str, Any] = json.loads(Path(__file__).with_name("fingerprints.json").read_text())
TRAIN_PARAMS: dict[str, Any] = {
    "prompt": (
        "Answer the question from the passages alone, and say that you do not know where they do not hold the answer. "
        "Name the passage.\n\nPassages: {passages}\n"
    ),
    "stop_words": [
        "the",
        "a",
        "an",
        "of",
        "and",
        "or",
        "but",
        "if",
        "then",
        "else",
        "when",
        "at",
        "by",
        "for",
        "with",
        "about",
        "against",
        "between",
        "into",
        "through",
        "during",
        "before",
    ],
    "nested": {
        "depth": {
            "temperature": 0.25,
            "frequency_penalty": 0.125,
            "presence_penalty": 0.0625,
            "repetition_penalty": 1.03125,
            "top_p": 0.95,
        }
    },
}


def train() -> str:
    """Train the model."""
    return long.steps.train(
        prompt=TRAIN_PARAMS["prompt"],
        stop_words=TRAIN_PARAMS["stop_words"],
        nested=TRAIN_PARAMS["nested"],
    )
