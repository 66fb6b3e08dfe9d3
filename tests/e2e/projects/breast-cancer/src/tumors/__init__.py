"""A small project with everything that a registered classifier has."""
