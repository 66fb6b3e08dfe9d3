def genre(title: str, limit: int):
    return {"genre": title[:limit]}


def shorten(title: str, length: int = 80):
    return {"title": title[:length]}
