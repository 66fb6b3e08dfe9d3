"""Points in a file."""


def read_points(path):
    """The points, one a line."""
    with open(path) as file:
        return [tuple(map(float, line.split())) for line in file]
