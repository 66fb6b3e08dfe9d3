def genre(title, tags):
    return {"genre": "ballad"}


def draw(title):
    return title
