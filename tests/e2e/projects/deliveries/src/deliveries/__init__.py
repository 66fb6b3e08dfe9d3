"""Parcels that come late."""
