from churn.features import encode
from churn.model import Model


def predict(age: int, plan: str, model: Model) -> dict[str, int]:
    return {"left": encode(plan)}
