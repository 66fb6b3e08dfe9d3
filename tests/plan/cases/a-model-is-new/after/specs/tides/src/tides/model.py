def train(training, depth, rate=0.2):
    return depth * rate


def evaluate(model, training):
    return {"error": 0.1}
