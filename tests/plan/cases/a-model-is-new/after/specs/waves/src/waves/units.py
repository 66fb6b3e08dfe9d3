FEET = 0.3048


def to_metres(feet):
    return feet * FEET
