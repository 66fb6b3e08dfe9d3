def genre(title, model):
    return {"genre": model.predict(title)}
