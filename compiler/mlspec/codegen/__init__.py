"""What all back ends share to write files: artifacts, templates, literals. Third-party back ends build on it too."""
