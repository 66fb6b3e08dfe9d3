"""Where boats are."""
