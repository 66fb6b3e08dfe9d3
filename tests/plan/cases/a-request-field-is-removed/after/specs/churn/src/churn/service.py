from churn.features import encode
from churn.model import Model


def predict(plan: str, model: Model) -> dict[str, int]:
    return {"left": encode(plan)}
