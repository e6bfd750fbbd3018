"""The one place that wires: logging, the exception hook, paths, the desk, the window."""
