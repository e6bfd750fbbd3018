"""Colonnade, the service level manager's desk."""

__version__ = "0.1.0"
