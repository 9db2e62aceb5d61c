"""How fast the zoo is, measured: every recipe, and the same step written by others.

    python -m benchmarks.recipes     every recipe, plain and with each flag of training
    python -m benchmarks.peers       the same networks in PyTorch, and as tutorials do
    python -m benchmarks.loop        what the loop itself costs

README.md in this folder says how the figures are taken.
"""
