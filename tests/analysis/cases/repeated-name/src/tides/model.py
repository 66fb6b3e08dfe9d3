def fit(hours):
    return hours, 1
