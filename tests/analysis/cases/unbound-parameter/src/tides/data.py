def load(station, asof):
    return [station, asof]
