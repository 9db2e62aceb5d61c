"""Runs: a recipe, its data and a directory that training can go on from."""
