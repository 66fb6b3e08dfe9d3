def load() -> None:
    print("hours")
