"""Command lines. They import TensorFlow only after their flags are parsed.

Here belongs one command each: its flags, and one call of the library. Whatever could be
called from a notebook too is in the room that it calls.
"""
