def mean(levels):
    return sum(levels) / len(levels
