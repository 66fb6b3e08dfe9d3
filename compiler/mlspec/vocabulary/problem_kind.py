"""The kinds of prediction a model makes."""

from enum import Enum


class ProblemKind(Enum):
    """What `predicts.kind` may say."""

    BINARY = "binary"
    MULTICLASS = "multiclass"
    REGRESSION = "regression"
    RANKING = "ranking"
    RETRIEVAL = "retrieval"
    CLUSTERING = "clustering"
    ANOMALY = "anomaly"
    RULES = "rules"
    TEXT = "text"
    IMAGE = "image"
