"""What is worked out: pure functions over frozen values; no clock, file, database or screen."""
