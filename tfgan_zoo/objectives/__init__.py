"""Objectives: one class per paper, each a `keras.Model` that trains as its box says."""

from tfgan_zoo.objectives.gan import GAN
from tfgan_zoo.objectives.wgan import WGAN

__all__ = ["GAN", "WGAN"]
