from tides.levels import mean


def load():
    return [1, 2, mean([3, 4])]


def load_floods():
    return [4]
