def genre(title, model, names):
    return {"genre": names[model.predict(title)]}


def length(title):
    return {"length": len(title)}
