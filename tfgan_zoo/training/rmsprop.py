"""`tfgan_zoo.kernels.rmsprop`, under its name of version 0.1; kept until 0.3."""

from tfgan_zoo.kernels.rmsprop import RMSprop

__all__ = ["RMSprop"]
