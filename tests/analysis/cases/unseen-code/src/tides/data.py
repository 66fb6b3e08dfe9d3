from tides import stations


def load():
    return by_name("battery")()


def by_name(name):
    return globals()[f"_{name}"]


def _battery():
    return list(map(str, describe(stations)))


def describe(module):
    return module.__name__
