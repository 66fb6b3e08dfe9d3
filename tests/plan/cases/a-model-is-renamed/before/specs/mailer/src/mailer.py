def answer(text, churn):
    return {"mail": text}
