def load():
    return []


def outcomes(begin, end):
    return []
