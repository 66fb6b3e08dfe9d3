def load(station, previous=None):
    return [station, previous]
