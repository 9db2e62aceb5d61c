"""Layers that papers need and Keras lacks, or has in another form."""

from tfgan_zoo.layers.dropout import Dropout
from tfgan_zoo.layers.maxout import Maxout

__all__ = ["Dropout", "Maxout"]
