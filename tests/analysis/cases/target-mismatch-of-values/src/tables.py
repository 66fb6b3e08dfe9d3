def load():
    return rows()
