def load_hours(floods):
    return floods


def load_floods(hours):
    return hours


def load_winds():
    return []
