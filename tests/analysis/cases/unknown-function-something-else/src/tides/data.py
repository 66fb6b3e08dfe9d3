from functools import partial
from statistics import mean


class Loader:
    def load(self):
        return []


def read(table):
    return [table]


read_winds = partial(read, "winds")
measure = partial(max, 1)
