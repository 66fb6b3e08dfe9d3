"""Beside."""
