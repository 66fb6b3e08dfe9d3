from importlib import import_module


def train(hours):
    return import_module(hours[0]).fit(hours)
