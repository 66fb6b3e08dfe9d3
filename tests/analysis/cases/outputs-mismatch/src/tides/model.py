def train(hours):
    return sum(hours), len(hours)


def evaluate(model) -> float:
    return 0.1
