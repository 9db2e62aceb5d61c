"""Command lines. They import TensorFlow only after their flags are parsed."""
