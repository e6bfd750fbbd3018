"""The tabs of the Measurements page, one a module."""
