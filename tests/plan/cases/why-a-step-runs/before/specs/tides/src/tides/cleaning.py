from tides.units import to_metres


def clean(rows):
    return [to_metres(row) for row in rows]
