"""The cases hold the user's own code and tests, which are read here and never run."""

collect_ignore_glob = ["cases/*"]
