def load(station):
    return [station, 1.2, 0.4]
