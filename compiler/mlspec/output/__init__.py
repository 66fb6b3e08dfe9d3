"""The generated files on disk: compared with what stands there, then written, each old or new and never torn."""
