FEET = 0.3


def to_metres(feet):
    return feet * FEET
