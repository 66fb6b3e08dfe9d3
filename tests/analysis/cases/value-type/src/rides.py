def load():
    return table()
