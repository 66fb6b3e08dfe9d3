"""Churn."""
