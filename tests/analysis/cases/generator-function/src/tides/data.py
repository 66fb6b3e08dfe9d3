def load():
    for hour in range(24):
        yield hour
