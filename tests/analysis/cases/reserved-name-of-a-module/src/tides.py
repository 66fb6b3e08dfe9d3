from gates import open_gates
from tracking.boats import follow


def load():
    return [open_gates(), follow()]
