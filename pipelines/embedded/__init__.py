"""TFDS datasets over images that ship inside ordinary dependencies, one module each.

A module holds `Builder`, a `tfds.core.GeneratorBasedBuilder`.
"""
