print("reading")
