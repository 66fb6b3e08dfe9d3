def train():
    return object()


def evaluate(model) -> dict:
    return {"roc_auc": 0.8, "f1": 0.7, "by_origin": {"JFK": {"f1": 0.6}}, "slices": slices(model)}


def slices(model):
    return {name: 1.0 for name in model}
