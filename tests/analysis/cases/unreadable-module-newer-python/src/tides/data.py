until the moon is full:
    wait()
