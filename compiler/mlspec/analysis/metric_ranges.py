"""Between which numbers well-known metrics lie, by their names."""

from collections.abc import Mapping
from math import inf
from types import MappingProxyType
from typing import TypeAlias

Range: TypeAlias = tuple[float, float]

ANYWHERE: Range = (-inf, inf)


def range_of(metric: str) -> Range:
    """The least and the largest value that a metric can have; anywhere for one that is not known.

    `by_origin.JFK.f1` is a part of `f1`, `recall@10` and `recall_at_10` are recalls, `f1_macro` is a mean of them.
    """
    name = metric.rpartition(".")[2].replace("-", "_").lower()
    name = name.partition("@")[0].partition("_at_")[0]
    for ending in _MEANS:
        name = name.removesuffix(ending)
    if name in RANGES:
        return RANGES[name]
    return (0, inf) if name.startswith(_TIMES) else ANYWHERE


def is_known(metric: str) -> bool:
    """Whether the name is that of a well-known metric."""
    return range_of(metric) != ANYWHERE


_SHARES = (
    *("accuracy", "balanced_accuracy", "precision", "recall", "sensitivity", "specificity", "f1", "f1_score"),
    *("auc", "roc_auc", "pr_auc", "auroc", "auprc", "average_precision", "jaccard", "iou"),
    *("map", "mrr", "ndcg", "hit_rate", "calibration_error", "ece", "error_rate"),
)
_ERRORS = (
    *("mae", "mse", "rmse", "rmsle", "msle", "mape", "smape", "wape", "max_error", "median_absolute_error"),
    *("mean_absolute_error", "mean_squared_error", "root_mean_squared_error", "mean_absolute_percentage_error"),
    *("log_loss", "brier", "brier_score", "perplexity"),
)
_CORRELATIONS = ("mcc", "matthews_corrcoef", "cohen_kappa", "silhouette", "pearson", "spearman", "kendall")
RANGES: Mapping[str, Range] = MappingProxyType(
    {
        **dict.fromkeys(_SHARES, (0, 1)),
        **dict.fromkeys(_ERRORS, (0, inf)),
        **dict.fromkeys(_CORRELATIONS, (-1, 1)),
        **dict.fromkeys(("r2", "r2_score", "explained_variance"), (-inf, 1)),
    }
)
_MEANS = ("_macro", "_micro", "_weighted", "_samples", "_mean")
_TIMES = ("latency_", "ttft_", "tpot_", "itl_", "queue_")
