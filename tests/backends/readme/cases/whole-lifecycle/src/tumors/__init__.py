"""Tumours."""
