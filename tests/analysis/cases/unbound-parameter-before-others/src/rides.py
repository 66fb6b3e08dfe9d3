def load(city="north", limit=3, shown=True, /):
    return [city] * limit
