"""How much a document may hold: far more than any spec needs, and little enough to be read in a moment."""

LARGEST = 1 << 20  # bytes of a file
DEEPEST = 64  # levels of maps and lists
MOST_NODES = 100_000  # values, aliases followed
MOST_FAULTS = 100  # whoever mends a hundred looks again
