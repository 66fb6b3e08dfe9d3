def train():
    return 1


def evaluate(model):
    return {"error": 0.1}
