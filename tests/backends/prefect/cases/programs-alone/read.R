cat(0)
