def train(songs):
    return songs
