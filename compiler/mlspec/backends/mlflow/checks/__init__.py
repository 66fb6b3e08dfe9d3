"""What MLflow refuses, told while the spec is written: one check a file."""
