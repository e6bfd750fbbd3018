"""Cells into values, a whole column at a time: texts, numbers, instants, durations and words for states."""
