"""Houses."""
