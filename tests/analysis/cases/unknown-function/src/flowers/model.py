def train(training):
    return sum(training)


class Evaluator:
    def evaluate(self, model):
        return {"accuracy": model}
