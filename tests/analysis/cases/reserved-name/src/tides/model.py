def search(tides):
    return 3


def fit(tides):
    return sum(tides)
