def read(station):
    return [station]
