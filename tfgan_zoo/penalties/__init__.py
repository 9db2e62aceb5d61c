"""Penalties: pure functions that losses add to their terms.

Each is a scalar, minimised; the weight in front of it belongs to the objective.
"""
