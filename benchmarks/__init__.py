"""Benchmarks: every recipe, and the same step written by others.

README.md in this folder names the commands, and says how the figures are taken.
"""
