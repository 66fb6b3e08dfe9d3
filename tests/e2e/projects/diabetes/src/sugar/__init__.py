"""A regression whose steps take and give all that steps can."""
