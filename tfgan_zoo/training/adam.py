"""`tfgan_zoo.kernels.adam`, under its name of version 0.1; kept until 0.3."""

from tfgan_zoo.kernels.adam import Adam

__all__ = ["Adam"]
