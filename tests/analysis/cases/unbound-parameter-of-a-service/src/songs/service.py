def genre(tempoo, model, limit, loudness):
    return {"genre": model.predict(tempoo)[:limit]}
