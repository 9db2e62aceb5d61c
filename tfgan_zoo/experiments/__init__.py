"""Experiments: recipes compared, parts left out, inputs timed."""
