"""A module called like what a step gives."""


def evaluate(model: int) -> dict[str, float]:
    """Metrics."""
    return {"value": float(model)}
