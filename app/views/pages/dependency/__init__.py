"""The parts of the Dependencies page: the picture, the table beside it, and the panel on the right."""
