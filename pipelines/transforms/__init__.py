"""Transforms of images: decoding, cropping, resizing and the jitter of pairs."""
